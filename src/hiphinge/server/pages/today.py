"""The session in the gym on one page: sets as last time, one tap each, with rest and plates."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.documents.training_log import PersonRecord
from hiphinge.reports.text.sentences import FILMING
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.site import Here, Site
from hiphinge.workflow.gym import day_in_the_gym, log_like
from hiphinge.workflow.log_keeping import log_sets, log_weight

__all__ = ["routes"]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/today")
    def _page(request: Request, site: Here) -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Today")
        weight = site.store.log.last_weight(person)
        return site.page(
            request, "today.html.j2", exercises=day_in_the_gym(site.store, person), weight=weight, filming=FILMING
        )

    @pages.post("/today/again")
    def _again(site: Here, fields: Fields) -> Response:
        log_like(site.store, _person(site, fields), fields.get("set", ""))
        return back_to("/today?rest=1")

    @pages.post("/today/log")
    def _log(site: Here, fields: Fields) -> Response:
        log_sets(site.store, _person(site, fields), fields.get("line", ""))
        return back_to("/today?rest=1")

    @pages.post("/today/weight")
    def _weigh(site: Here, fields: Fields) -> Response:
        log_weight(site.store, _person(site, fields), fields.get("weight", ""))
        return back_to("/today")

    @pages.post("/today/undo")
    def _undo(site: Here, fields: Fields) -> Response:
        site.store.log.undo(_person(site, fields))
        return back_to("/today")

    return pages


def _person(site: Site, fields: Fields) -> PersonRecord:
    return site.person(fields.get("person", ""))
