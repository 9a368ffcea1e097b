from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.config import sqlalchemy_url


class Base(DeclarativeBase):
    pass


@lru_cache
def get_engine() -> Engine:
    return create_engine(sqlalchemy_url(), pool_pre_ping=True)


def get_session() -> Iterator[Session]:
    with sessionmaker(get_engine())() as session:
        yield session
