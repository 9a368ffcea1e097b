import os

os.environ.setdefault("DATABASE_URL", "sqlite://")

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from sqlalchemy.pool import StaticPool

from app.database import Base, get_session
from app.main import app


@pytest.fixture
def client():
    engine = create_engine(
        "sqlite://", connect_args={"check_same_thread": False}, poolclass=StaticPool
    )
    Base.metadata.create_all(engine)
    sessions = sessionmaker(engine)

    def session():
        with sessions() as opened:
            yield opened

    app.dependency_overrides[get_session] = session
    yield TestClient(app)
    app.dependency_overrides.clear()


def test_is_healthy(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_is_ready_when_the_database_answers(client):
    assert client.get("/ready").status_code == 200


def test_keeps_a_note(client):
    created = client.post("/api/notes", json={"title": "milk"})
    assert created.status_code == 201
    assert client.get("/api/notes").json() == [{"id": 1, "title": "milk", "body": ""}]


def test_an_unknown_note_is_not_found(client):
    assert client.get("/api/notes/7").status_code == 404


def test_shows_metrics(client):
    assert "python_info" in client.get("/metrics").text
