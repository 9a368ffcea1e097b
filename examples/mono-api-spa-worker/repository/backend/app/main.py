from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from app import jobs


@asynccontextmanager
async def lifespan(_app):
    jobs.prepare()
    yield


app = FastAPI(title="Thumbnails", lifespan=lifespan)


class Order(BaseModel):
    address: str


@app.get("/api/health")
def health():
    return {"status": "ok"}


@app.get("/api/orders")
def orders():
    return jobs.list_orders()


@app.post("/api/orders", status_code=202)
def order(new: Order):
    if not new.address.startswith(("http://", "https://")):
        raise HTTPException(status_code=400, detail="not a web address")
    return {"id": jobs.add_order(new.address)}
