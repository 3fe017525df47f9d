"""A coach's overview across people."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from hiphinge.server.access import Who, needs
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.site import Here
from hiphinge.workflow.everybody import everybody, read_more
from hiphinge.workflow.real_changes import real_changes

__all__ = ["routes"]

_MOST_CHANGES = 3


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/overview")
    @needs(Who.COACHES)
    def _page(request: Request, site: Here) -> Response:
        if not site.store.people.all():
            return site.page(request, "nobody.html.j2", title="Overview")
        found = everybody(site.store, site.clips.clips(), site.faults)
        return site.page(request, "overview_page.html.j2", found=found)

    @pages.get("/overview/unread")
    @needs(Who.COACHES)
    def _unread(site: Here) -> Response:
        return JSONResponse({"unread": read_more(site.store, site.faults)})

    @pages.get("/overview/{id_}/changes")
    @needs(Who.SIGNED_IN, person="id_")
    def _changes(request: Request, site: Here, id_: AnalysisId) -> Response:
        person = site.person(id_)
        changes = real_changes(site.store, person)
        return site.page(
            request, "overview_changes.html.j2", person=person, changes=changes, shown=changes[:_MOST_CHANGES]
        )

    return pages
