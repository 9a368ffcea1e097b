from fastapi.testclient import TestClient

from app import jobs
from app.main import app

client = TestClient(app)


def test_is_healthy():
    assert client.get("/api/health").json() == {"status": "ok"}


def test_takes_an_order(monkeypatch):
    monkeypatch.setattr(jobs, "add_order", lambda address: 7)
    answer = client.post("/api/orders", json={"address": "https://example.com/a.png"})
    assert (answer.status_code, answer.json()) == (202, {"id": 7})


def test_refuses_what_is_no_web_address():
    assert client.post("/api/orders", json={"address": "a.png"}).status_code == 400
