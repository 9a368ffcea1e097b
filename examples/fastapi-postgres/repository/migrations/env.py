from alembic import context

from app.config import sqlalchemy_url
from app.database import Base, get_engine
from app.models import Note  # noqa: F401  (registers the table)

if context.is_offline_mode():
    context.configure(url=sqlalchemy_url(), target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    with get_engine().connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata)
        with context.begin_transaction():
            context.run_migrations()
