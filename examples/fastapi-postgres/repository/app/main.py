import logging

from fastapi import FastAPI

from app.config import get_settings
from app.routers import notes, system

logging.basicConfig(level=get_settings().log_level)

app = FastAPI(title="Notes service")
app.include_router(system.router)
app.include_router(notes.router, prefix="/api")
