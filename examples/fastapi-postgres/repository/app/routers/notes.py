from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import get_settings
from app.database import get_session
from app.models import Note

router = APIRouter(prefix="/notes", tags=["notes"])
SessionDependency = Annotated[Session, Depends(get_session)]


class NoteIn(BaseModel):
    title: str = Field(min_length=1, max_length=200)
    body: str = ""


class NoteOut(NoteIn):
    model_config = ConfigDict(from_attributes=True)
    id: int


@router.get("")
def list_notes(session: SessionDependency) -> list[NoteOut]:
    notes = session.scalars(select(Note).order_by(Note.id).limit(get_settings().page_size))
    return [NoteOut.model_validate(note) for note in notes]


@router.post("", status_code=201)
def create_note(note: NoteIn, session: SessionDependency) -> NoteOut:
    row = Note(**note.model_dump())
    session.add(row)
    session.commit()
    return NoteOut.model_validate(row)


@router.get("/{note_id}")
def read_note(note_id: int, session: SessionDependency) -> NoteOut:
    row = session.get(Note, note_id)
    if row is None:
        raise HTTPException(status_code=404, detail="no such note")
    return NoteOut.model_validate(row)
