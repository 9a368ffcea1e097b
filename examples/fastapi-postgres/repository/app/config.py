from functools import lru_cache

from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: str
    log_level: str = "INFO"
    page_size: int = 50


@lru_cache
def get_settings() -> Settings:
    return Settings()


def sqlalchemy_url() -> str:
    """Accepts the plain `postgres://` and `postgresql://` forms that platforms hand out."""
    url = get_settings().database_url
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url
