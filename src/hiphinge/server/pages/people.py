"""Who trains here, and whose pages are shown."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.errors import UsageError
from hiphinge.filesystem import local_zone
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.site import Here

__all__ = ["routes"]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/people")
    @needs(Who.SIGNED_IN)
    def _list(request: Request, site: Here) -> Response:
        counts = site.store.log.counts()
        cards = [(one, counts.get(one.id, 0)) for one in site.store.people.all()]
        return site.page(request, "people.html.j2", cards=cards, zone=local_zone())

    @pages.post("/people")
    @needs(Who.COACHES)
    def _add(request: Request, site: Here, fields: Fields) -> Response:
        person = site.add_person(
            request,
            fields.get("name", ""),
            adult=fields.get("adult") == "yes",
            zone=fields.get("zone") or local_zone(),
            unit=_unit(fields.get("unit", "kg")),
        )
        answer = back_to("/people")
        site.remember(answer, person)
        return answer

    @pages.post("/people/{id_}/choose")
    @needs(Who.SIGNED_IN, person="id_")
    def _choose(request: Request, site: Here, id_: AnalysisId) -> Response:
        answer = back_to("/progress" if "to" in request.query_params else "/")
        site.remember(answer, site.person(id_))
        return answer

    @pages.post("/people/{id_}/change")
    @needs(Who.SIGNED_IN, person="id_")
    def _change(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        person = site.person(id_)
        site.store.people.settle(person, zone=fields.get("zone") or person.zone, unit=_unit(fields.get("unit", "kg")))
        return back_to("/people")

    return pages


def _unit(text: str) -> Literal["kg", "lb"]:
    if text == "lb":
        return "lb"
    if text == "kg":
        return "kg"
    message = f"A unit is kg or lb, but not {text[:20]!r}."
    raise UsageError(message)
