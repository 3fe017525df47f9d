"""A coach's notes at moments of a recording: read, written, changed and erased by the page of the analysis."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.sending import stored_file
from hiphinge.server.site import Here
from hiphinge.workflow.video_notes import erase_note, note_values, notes_on, voice_of, write_note

__all__ = ["routes"]

_NoteId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/analyses/{id_}/notes.json")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _all(site: Here, id_: AnalysisId) -> Response:
        return JSONResponse([note_values(one) for one in notes_on(site.store, id_)])

    @pages.post("/analyses/{id_}/notes")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _add(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        return JSONResponse(note_values(write_note(site.store, id_, fields)))

    @pages.post("/analyses/{id_}/notes/{note}")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _change(site: Here, id_: AnalysisId, note: _NoteId, fields: Fields) -> Response:
        return JSONResponse(note_values(write_note(site.store, id_, fields, note_id=note)))

    @pages.post("/analyses/{id_}/notes/{note}/erase")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _erase(site: Here, id_: AnalysisId, note: _NoteId) -> Response:
        erase_note(site.store, id_, note)
        return JSONResponse({})

    @pages.get("/analyses/{id_}/notes/{note}/voice")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _voice(request: Request, site: Here, id_: AnalysisId, note: _NoteId) -> Response:
        return stored_file(request, site.store, voice_of(site.store, id_, note), is_sound=True)

    return pages
