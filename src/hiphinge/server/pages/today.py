"""The session in the gym on one page: sets as planned or as last time, one tap each, with rest, plates and tempo."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from hiphinge.catalogue import load
from hiphinge.documents.log_words import also_words, duration_words
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import UsageError
from hiphinge.reports.text.plan_words import plain_reason
from hiphinge.reports.text.sentences import FILMING
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.site import Here, Site
from hiphinge.training_log import (
    USUAL_RACKS,
    choose_plates,
    load_words,
    name_words,
    plate_words,
    preparation,
    rack_from_text,
    tempo_phases,
    tempo_words,
)
from hiphinge.workflow.gym import day_in_the_gym, log_tap
from hiphinge.workflow.log_days import answers_done, next_morning, prepare, rate_comfort
from hiphinge.workflow.log_keeping import log_sets, log_weight

__all__ = ["WORDS", "routes"]

_RATINGS = range(11)
_REST_S = 120
"""The rest where a set says none."""
WORDS = {
    "also": also_words,
    "load_words": load_words,
    "name_words": name_words,
    "seconds": duration_words,
    "tempo_words": tempo_words,
    "ratings": _RATINGS,
}
"""What the templates of a set need."""

Unit = Annotated[Literal["kg", "lb"], Query()]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/today")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here) -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Today")
        return _answer(request, site, person)

    @pages.post("/today/person")
    @needs(Who.SIGNED_IN)
    def _choose(site: Here, fields: Fields) -> Response:
        answer = back_to("/today")
        site.remember(answer, _person(site, fields))
        return answer

    @pages.get("/today/plates")
    @needs(Who.SIGNED_IN)
    def _plates(request: Request, site: Here, load: float, unit: Unit) -> Response:
        rack, bar, plates = (request.query_params.get(name, "") for name in ("rack", "bar", "plates"))
        used = rack_from_text(rack, bar, plates) if rack else USUAL_RACKS[unit]
        words = plate_words(choose_plates(load, unit, used))
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"words": words})
        return site.page(request, "plates.html.j2", words=words, load=load, unit=unit, rack=used)

    _add_set_routes(pages)
    _add_day_routes(pages)
    return pages


def _add_set_routes(pages: APIRouter) -> None:
    """Add what logs sets."""

    @pages.post("/today/set")
    @needs(Who.SIGNED_IN)
    def _tap(request: Request, site: Here, fields: Fields) -> Response:
        return _kept(request, site, fields, lambda person: log_tap(site.store, person, fields))

    @pages.post("/today/log")
    @needs(Who.SIGNED_IN)
    def _log(request: Request, site: Here, fields: Fields) -> Response:
        return _kept(request, site, fields, lambda person: log_sets(site.store, person, fields.get("line", "")))

    @pages.post("/today/undo")
    @needs(Who.SIGNED_IN)
    def _undo(request: Request, site: Here, fields: Fields) -> Response:
        return _kept(request, site, fields, site.store.log.undo)


def _add_day_routes(pages: APIRouter) -> None:
    """Add what is noted of the day."""

    @pages.post("/today/weight")
    @needs(Who.SIGNED_IN)
    def _weigh(request: Request, site: Here, fields: Fields) -> Response:
        return _kept(request, site, fields, lambda person: log_weight(site.store, person, fields.get("weight", "")))

    @pages.post("/today/comfort")
    @needs(Who.SIGNED_IN)
    def _comfort(request: Request, site: Here, fields: Fields) -> Response:
        return _kept(
            request, site, fields, lambda person: rate_comfort(site.store, person, _rating(fields, "comfort"), on=None)
        )

    @pages.post("/today/morning")
    @needs(Who.SIGNED_IN)
    def _morning(request: Request, site: Here, fields: Fields) -> Response:
        return _kept(
            request, site, fields, lambda person: next_morning(site.store, person, _rating(fields, "pain"), on=None)
        )

    @pages.post("/today/prepare")
    @needs(Who.SIGNED_IN)
    def _prepare(request: Request, site: Here, fields: Fields) -> Response:
        answers = answers_done([id_ for id_ in preparation() if fields.get(id_) == "yes"])
        return _kept(request, site, fields, lambda person: prepare(site.store, person, answers, at=None))


def _kept(request: Request, site: Site, fields: Fields, keep: Callable[[PersonRecord], object]) -> Response:
    """Keep something of a person and show their day again; where it is not understood, say so on that page."""
    person = _person(site, fields)
    try:
        keep(person)
    except UsageError as error:
        return _answer(request, site, person, status=422, problem=str(error), line=fields.get("line", ""))
    return back_to("/today")


def _person(site: Site, fields: Fields) -> PersonRecord:
    return site.person(fields.get("person", ""))


def _rating(fields: Fields, name: str) -> int:
    text = fields.get(name, "")
    if text not in map(str, _RATINGS):
        message = f"The {name} should be a whole number from 0 to 10, but is {text[:20]!r}."
        raise UsageError(message)
    return int(text)


def _answer(request: Request, site: Site, person: PersonRecord, *, status: int = 200, **said: Any) -> Response:
    return site.page(
        request,
        "today.html.j2",
        status=status,
        person=person,
        day=day_in_the_gym(site.store, person),
        weight=site.store.log.last_weight(person),
        filming=FILMING,
        preparation=tuple(preparation().values()),
        drills={id_: one.name for id_, one in load().drills.items()},
        phases=lambda tempo: [[one.name, one.seconds] for one in tempo_phases(tempo)],
        usual_rest_s=_REST_S,
        plain_reason=plain_reason,
        **{"problem": "", "line": "", **WORDS, **said},
    )
