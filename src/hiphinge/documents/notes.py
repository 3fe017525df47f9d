"""What is kept of a person's practice as a small JSON document: answers, lessons passed, repetitions practised."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from hiphinge.documents.versions import DocumentKind, checked_document, parsed

__all__ = ["NOTES", "NotesDocument", "notes_from_json"]

NOTES: Final = DocumentKind(
    name="hiphinge.notes",
    version=1,
    title="notes",
    advice="Erase them with: hiphinge data erase NAME --only notes",
)
"""Name, version and upgrades of notes."""

_Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class NotesDocument(BaseModel):
    """What a file of notes holds; there is no frame of a video in it, and it never leaves the machine by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True, populate_by_name=True)

    schema_: Literal["hiphinge.notes/1"] = Field(alias="schema", default="hiphinge.notes/1")
    """Name and version of this shape."""
    person: str
    """Whose they are, as you called them."""
    answers: dict[str, bool] = Field(default_factory=dict)
    """Yes or no to each question before the start, by its id."""
    answered_on: _Day | None = None
    """Day of the answers, YYYY-MM-DD."""
    practised: int = Field(default=0, ge=0)
    """Repetitions counted in videos of lessons."""
    passed: dict[str, _Day] = Field(default_factory=dict)
    """Day on which each lesson was passed first, by its id."""


def notes_from_json(text: str | bytes, *, name: str) -> NotesDocument:
    """Return a checked document; ``name`` is what its file is called in messages.

    Raises
    ------
    InputFormatError
        If it holds no notes, or is damaged.
    """
    fields, should = parsed(text, kind=NOTES, name=name), f"hold notes of the schema {NOTES.schema!r}"
    return checked_document(NotesDocument, fields, kind=NOTES, name=name, should=should)
