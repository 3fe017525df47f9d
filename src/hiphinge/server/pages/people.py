"""Who trains here, whose pages are shown, and what they agreed to."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.errors import UsageError
from hiphinge.filesystem import local_zone
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.site import Here
from hiphinge.workflow.filing import agreed

__all__ = ["routes"]

_CONSENTS: tuple[tuple[Literal["keep_results", "keep_videos"], str], ...] = (
    ("keep_results", "Results are kept in the log"),
    ("keep_videos", "Videos are kept"),
)


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/people")
    def _list(request: Request, site: Here) -> Response:
        counts = site.store.log.counts()
        cards = [
            (one, counts.get(one.id, 0), [(id_, words, agreed(site.store, one, id_)) for id_, words in _CONSENTS])
            for one in site.store.people.all()
        ]
        return site.page(request, "people.html.j2", cards=cards, zone=local_zone())

    @pages.post("/people")
    def _add(site: Here, fields: Fields) -> Response:
        person = site.store.people.add(
            fields.get("name", ""),
            adult=fields.get("adult") == "yes",
            zone=fields.get("zone") or local_zone(),
            unit=_unit(fields.get("unit", "kg")),
        )
        answer = back_to("/people")
        site.remember(answer, person)
        return answer

    @pages.post("/people/{id_}/choose")
    def _choose(site: Here, id_: AnalysisId) -> Response:
        answer = back_to("/")
        site.remember(answer, site.person(id_))
        return answer

    @pages.post("/people/{id_}/change")
    def _change(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        person = site.person(id_)
        site.store.people.settle(person, zone=fields.get("zone") or person.zone, unit=_unit(fields.get("unit", "kg")))
        for consent, _ in _CONSENTS:
            wanted, now = fields.get(consent) == "yes", agreed(site.store, person, consent)
            if wanted and not now:
                site.store.people.agree(person, consent)
            elif now and not wanted:
                site.store.people.withdraw(person, consent)
        return back_to("/people")

    return pages


def _unit(text: str) -> Literal["kg", "lb"]:
    if text == "lb":
        return "lb"
    if text == "kg":
        return "kg"
    message = f"A unit is kg or lb, but not {text[:20]!r}."
    raise UsageError(message)
