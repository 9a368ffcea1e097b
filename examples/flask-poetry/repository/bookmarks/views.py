from flask import Blueprint, abort, request

from bookmarks.database import connection

api = Blueprint("api", __name__)
system = Blueprint("system", __name__)


@system.get("/healthz")
def healthz():
    connection().execute("SELECT 1")
    return {"status": "ok"}


@api.get("/bookmarks")
def list_bookmarks():
    rows = connection().execute("SELECT id, url, title FROM bookmarks ORDER BY id")
    return [dict(row) for row in rows]


@api.post("/bookmarks")
def add_bookmark():
    bookmark = request.get_json(silent=True) or {}
    if not bookmark.get("url"):
        abort(400, "url is missing")
    cursor = connection().execute(
        "INSERT INTO bookmarks (url, title) VALUES (?, ?)",
        (bookmark["url"], bookmark.get("title", bookmark["url"])),
    )
    connection().commit()
    return {"id": cursor.lastrowid}, 201
