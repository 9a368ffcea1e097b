"""Orders in PostgreSQL, and the queue that the worker takes them from."""

import os

import psycopg
import redis

QUEUE = os.getenv("QUEUE_NAME", "thumbnails")
SCHEMA = "CREATE TABLE IF NOT EXISTS orders (id serial PRIMARY KEY, address text NOT NULL, state text NOT NULL DEFAULT 'new')"


def connect():
    return psycopg.connect(os.environ["DATABASE_URL"])


def queue():
    return redis.Redis.from_url(os.environ["REDIS_URL"])


def prepare():
    with connect() as connection:
        connection.execute(SCHEMA)


def list_orders():
    with connect() as connection:
        rows = connection.execute("SELECT id, address, state FROM orders ORDER BY id")
        return [{"id": row[0], "address": row[1], "state": row[2]} for row in rows]


def add_order(address):
    with connect() as connection:
        row = connection.execute("INSERT INTO orders (address) VALUES (%s) RETURNING id", (address,)).fetchone()
    queue().rpush(QUEUE, row[0])
    return row[0]
