"""Correct in place: what a person says of an analysis, beside what was measured, and taken back again."""

from collections.abc import Mapping
from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.errors import UsageError
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.site import Here
from hiphinge.workflow.correcting import correct, corrected_analysis, undo
from hiphinge.workflow.correction_steps import as_correction
from hiphinge.workflow.exercise_lookup import analysed_exercises

__all__ = ["routes"]

_NUMBERS = ("repetition", "other")
_SECONDS = ("start_s", "end_s", "to_s", "load_kg")
_WORDS = ("edge", "name")


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/analyses/{id_}/correct")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _page(request: Request, site: Here, id_: AnalysisId) -> Response:
        now = corrected_analysis(site.store, id_)
        recording = site.store.corrections.recording(id_)
        exercises = analysed_exercises()
        return site.page(request, "correct.html.j2", now=now, recording=recording, exercises=exercises)

    @pages.post("/analyses/{id_}/correct")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _correct(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        document = corrected_analysis(site.store, id_).document
        said = as_correction(document, fields.get("kind", ""), **_said(fields))
        correct(site.store, id_, said, reason=fields.get("reason", ""))
        return back_to(f"/analyses/{id_}/correct")

    @pages.post("/analyses/{id_}/undo")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _undo(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        undo(site.store, id_, int(_number(fields["number"], whole=True)) if fields.get("number") else None)
        return back_to(f"/analyses/{id_}/correct")

    return pages


def _said(fields: Mapping[str, str]) -> dict[str, Any]:
    """Return what was filled in, numbers as numbers."""
    given = {name: text.strip() for name, text in fields.items() if text.strip()}
    return {
        **{name: int(_number(given[name], whole=True)) for name in _NUMBERS if name in given},
        **{name: _number(given[name]) for name in _SECONDS if name in given},
        **{name: cast("Any", given[name]) for name in _WORDS if name in given},
    }


def _number(text: str, *, whole: bool = False) -> float:
    try:
        return int(text) if whole else float(text.replace(",", "."))
    except ValueError as error:
        wanted = "whole number, such as 2" if whole else "number, such as 12.4"
        message = f"Here belongs a {wanted}, but {text[:20]!r} came."
        raise UsageError(message) from error
