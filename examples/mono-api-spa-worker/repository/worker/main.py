"""Takes orders from the queue until it is told to stop."""

import logging
import os
import signal

import psycopg
import redis

from thumbnails import file_name

QUEUE = os.getenv("QUEUE_NAME", "thumbnails")
running = True


def stop(_signal, _frame):
    global running
    running = False


def work(connection, order):
    row = connection.execute("SELECT address FROM orders WHERE id = %s", (order,)).fetchone()
    if row is not None:
        logging.info("order %s becomes %s", order, file_name(row[0]))
        connection.execute("UPDATE orders SET state = 'done' WHERE id = %s", (order,))
        connection.commit()


def main():
    logging.basicConfig(level=os.getenv("LOG_LEVEL", "INFO"))
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    queue = redis.Redis.from_url(os.environ["REDIS_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        while running:
            item = queue.blpop([QUEUE], timeout=1)
            if item is not None:
                work(connection, int(item[1]))


if __name__ == "__main__":
    main()
