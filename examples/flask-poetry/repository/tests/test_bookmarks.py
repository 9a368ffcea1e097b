import pytest

from bookmarks import create_app


@pytest.fixture
def client(tmp_path):
    return create_app({"DATABASE": str(tmp_path / "bookmarks.db")}).test_client()


def test_is_healthy(client):
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_keeps_a_bookmark(client):
    assert client.post("/api/bookmarks", json={"url": "https://example.com"}).status_code == 201
    [bookmark] = client.get("/api/bookmarks").get_json()
    assert bookmark["title"] == "https://example.com"


def test_refuses_a_bookmark_without_address(client):
    assert client.post("/api/bookmarks", json={}).status_code == 400
