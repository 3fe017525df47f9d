"""What is known: lessons and drills with their moving figures, findings, evidence; all of it searched."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from hiphinge.catalogue import load
from hiphinge.reports.text.sentences import GRADES
from hiphinge.server.site import Here
from hiphinge.workflow.lessons import lessons
from hiphinge.workflow.library import contents, look_up, sheet_of
from hiphinge.workflow.notes import read_notes

__all__ = ["routes"]

_Name = Annotated[str, Path(pattern=r"^[0-9A-Za-z_ .-]{1,80}$")]
_LONGEST = 100


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/learn")
    def _learn(request: Request, site: Here) -> Response:
        person = site.current(request)
        passed = {} if person is None else read_notes(person.name).passed
        return site.page(
            request,
            "learn_page.html.j2",
            lessons=[(one, sheet_of(one.id), passed.get(one.id)) for one in lessons()],
            drills=[sheet_of(id_) for id_ in load().drills],
        )

    @pages.get("/library")
    def _library(request: Request, site: Here, q: str = "") -> Response:
        q = q[:_LONGEST].strip()
        return site.page(request, "library.html.j2", q=q, found=look_up(q), contents=() if q else contents())

    @pages.get("/library/{name}")
    def _sheet(request: Request, site: Here, name: _Name) -> Response:
        return site.page(request, "sheet_page.html.j2", sheet=sheet_of(name), grades=GRADES)

    return pages
