import sqlite3
from pathlib import Path

from flask import current_app, g

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS bookmarks"
    " (id INTEGER PRIMARY KEY, url TEXT NOT NULL, title TEXT NOT NULL)"
)


def connection():
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE"])
        g.connection.row_factory = sqlite3.Row
    return g.connection


def close(_error=None):
    opened = g.pop("connection", None)
    if opened is not None:
        opened.close()


def init_app(app):
    Path(app.config["DATABASE"]).parent.mkdir(parents=True, exist_ok=True)
    app.teardown_appcontext(close)
    with app.app_context():
        connection().execute(SCHEMA)
        connection().commit()
