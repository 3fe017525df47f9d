"""The log by day: planned beside done, sets added in one line, changed and erased."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from hiphinge.documents.log_words import work_words
from hiphinge.documents.training_log import PersonRecord, SetRecord
from hiphinge.errors import UsageError
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages import log_importing
from hiphinge.server.pages.today import WORDS
from hiphinge.server.site import Here, Site
from hiphinge.workflow.log_editing import change_set, erase_set, log_days
from hiphinge.workflow.log_keeping import gated_by_video, log_sets
from hiphinge.workflow.log_planning import plan_sets, planned_together

__all__ = ["routes"]

SetId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_BACK = {"today": "/today", "": "/log"}


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/log")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here, before: date | None = None, done: str = "") -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Log")
        return _answer(request, site, person, before=before, done=done)

    @pages.post("/log")
    @needs(Who.SIGNED_IN)
    def _add(request: Request, site: Here, fields: Fields) -> Response:
        line, at = fields.get("line", ""), fields.get("at", "").strip()
        said = {"line": line, "at": at}
        return _kept(request, site, fields, lambda who: log_sets(site.store, who, line, at=at or None), said)

    @pages.post("/log/plan")
    @needs(Who.SIGNED_IN)
    def _plan(request: Request, site: Here, fields: Fields) -> Response:
        line, on = fields.get("line", ""), fields.get("on", "").strip()
        said = {"plan": line, "on": on}
        return _kept(request, site, fields, lambda who: plan_sets(site.store, who, line, on=on or "today"), said)

    _add_set_routes(pages)
    pages.include_router(log_importing.routes())
    return pages


def _add_set_routes(pages: APIRouter) -> None:
    """Add what changes one set."""

    @pages.get("/log/sets/{id_}")
    @needs(Who.SIGNED_IN, set="id_")
    def _set(request: Request, site: Here, id_: SetId, person: str = "") -> Response:
        who = site.person(person)
        return _form(request, site, who, site.store.log.one(who, id_))

    @pages.post("/log/sets/{id_}")
    @needs(Who.SIGNED_IN, set="id_")
    def _change(request: Request, site: Here, id_: SetId, fields: Fields) -> Response:
        who = _person(site, fields)
        before = site.store.log.one(who, id_)
        try:
            change_set(site.store, who, id_, fields)
        except UsageError as error:
            return _form(request, site, who, before, problem=str(error), status=422)
        return _back(fields)

    @pages.post("/log/sets/{id_}/erase")
    @needs(Who.SIGNED_IN, set="id_")
    def _erase(site: Here, id_: SetId, fields: Fields) -> Response:
        erase_set(site.store, _person(site, fields), id_)
        return _back(fields)


def _back(fields: Fields) -> Response:
    return back_to(_BACK.get(fields.get("back", ""), "/log"))


def _person(site: Site, fields: Fields) -> PersonRecord:
    return site.person(fields.get("person", ""))


def _kept(
    request: Request, site: Site, fields: Fields, keep: Callable[[PersonRecord], object], said: dict[str, Any]
) -> Response:
    """Keep something of a person and show their log again; where it is not understood, say so beside what was said."""
    person = _person(site, fields)
    try:
        keep(person)
    except UsageError as error:
        return _answer(request, site, person, status=422, problem=str(error), **said)
    return back_to("/log")


def _answer(
    request: Request, site: Site, person: PersonRecord, *, status: int = 200, before: date | None = None, **said: Any
) -> Response:
    zone = ZoneInfo(person.zone)
    return site.page(
        request,
        "log.html.j2",
        status=status,
        person=person,
        days=log_days(site.store, person, before=before),
        before=before,
        count=site.store.log.count(person),
        together=planned_together,
        work=work_words,
        clock=lambda one: one.performed_at.astimezone(zone).strftime("%H:%M") if one.time_known else "",
        judged=gated_by_video,
        **{"problem": "", "line": "", "at": "", "plan": "", "on": "", "done": "", **WORDS, **said},
    )


def _form(
    request: Request, site: Site, person: PersonRecord, one: SetRecord, *, status: int = 200, problem: str = ""
) -> Response:
    when = one.performed_at.astimezone(ZoneInfo(person.zone))
    return site.page(
        request, "log_set.html.j2", status=status, person=person, one=one, when=when, problem=problem, **WORDS
    )
