"""The plan that a person trains by: made, its weeks, changed, stopped, taken along; and the daily practice."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hiphinge.catalogue import load
from hiphinge.documents.plan import EditDocument
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import UsageError
from hiphinge.planning import Session, Settings
from hiphinge.reports.pdf import Reader
from hiphinge.reports.text.plan_words import kind_words, plain_reason, session_lines, title_of, trial_words
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.plan_forms import ANSWERS, asked_of, edits_in, settings_in
from hiphinge.server.site import Here, Site
from hiphinge.server.transfers import handed_out
from hiphinge.workflow.kept_plans import (
    KeptPlan,
    answer_day,
    change_kept,
    keep_plan,
    kept_plan,
    present_plan,
    stop_plan,
    take_back_change,
    tried,
)
from hiphinge.workflow.notes import read_notes
from hiphinge.workflow.plan_export import export_plan, write_plan_pdf
from hiphinge.workflow.practice import practice_weeks, tick_practice
from hiphinge.workflow.stores import person_files

__all__ = ["routes"]

_KINDS: Final = {"ics": "text/calendar; charset=utf-8", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}
"""What a plan is taken along as."""
_Day = Annotated[date, InPath()]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/plan")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here, tried_out: str = "") -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Plan")
        kept = kept_plan(site.store, person)
        if kept is None:
            return _form(request, site, person)
        return _weeks(request, site, person, kept, says=_trial(kept.settings) if tried_out else ())

    @pages.get("/plan/new")
    @needs(Who.SIGNED_IN)
    def _new(request: Request, site: Here) -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Plan")
        return _form(request, site, person)

    @pages.post("/plan/new")
    @needs(Who.SIGNED_IN)
    def _make(request: Request, site: Here, fields: Fields) -> Response:
        person = _person(site, fields)
        try:
            keep_plan(site.store, person, settings_in(fields, unit=person.unit, answers=_answers(site, person)))
        except UsageError as error:
            return _form(request, site, person, status=422, problem=str(error), fields=dict(fields))
        return back_to("/plan?tried_out=yes")

    _add_keeping_routes(pages)
    _add_change_routes(pages)
    _add_day_routes(pages)
    return pages


def _add_keeping_routes(pages: APIRouter) -> None:
    """Add what ends a plan, and takes it along."""

    @pages.post("/plan/stop")
    @needs(Who.SIGNED_IN)
    def _stop(site: Here, fields: Fields) -> Response:
        stop_plan(site.store, _person(site, fields))
        return back_to("/plan")

    @pages.get("/plan/hinge-plan.{ending}")
    @needs(Who.SIGNED_IN)
    def _take_along(request: Request, site: Here, ending: str, reader: Reader = "lifter") -> Response:
        person = site.current(request)
        if ending not in _KINDS or person is None:
            raise HTTPException(404)
        kept = present_plan(site.store, person)

        def write(place: Path) -> None:
            if ending == "pdf":
                write_plan_pdf(kept.plan(), place, whose=person.name, reader=reader)
                return
            export_plan(kept.whole(), place, name=f"Plan of {person.name}", plan=kept.plan(), ending=ending)

        return handed_out(write, name=f"hinge-plan.{ending}", kind=_KINDS[ending])

    @pages.get("/plan/session-{day}.pdf")
    @needs(Who.SIGNED_IN)
    def _session_paper(request: Request, site: Here, day: _Day, reader: Reader = "lifter") -> Response:
        person = site.current(request)
        if person is None:
            raise HTTPException(404)
        plan = present_plan(site.store, person).plan()
        return handed_out(
            lambda place: write_plan_pdf(plan, place, whose=person.name, reader=reader, day=day),
            name=f"session-{day}.pdf",
            kind=_KINDS["pdf"],
        )


def _add_change_routes(pages: APIRouter) -> None:
    """Add what changes a plan."""

    @pages.get("/plan/sessions/{day}")
    @needs(Who.SIGNED_IN)
    def _session(request: Request, site: Here, day: _Day) -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Plan")
        return _edit(request, site, person, day)

    @pages.post("/plan/sessions/{day}")
    @needs(Who.SIGNED_IN)
    def _change(request: Request, site: Here, day: _Day, fields: Fields) -> Response:
        return _changed(request, site, fields, day, lambda: edits_in(fields, day))

    @pages.post("/plan/undo")
    @needs(Who.SIGNED_IN)
    def _undo(site: Here, fields: Fields) -> Response:
        take_back_change(site.store, _person(site, fields))
        return back_to("/plan")


def _changed(
    request: Request, site: Site, fields: Fields, day: date, edits: Callable[[], list[EditDocument]]
) -> Response:
    person = _person(site, fields)
    try:
        change_kept(site.store, person, edits())
    except UsageError as error:
        return _edit(request, site, person, day, status=422, problem=str(error))
    return back_to("/plan#changes")


def _add_day_routes(pages: APIRouter) -> None:
    """Add what is said of a day: how somebody is, and the daily practice."""

    @pages.post("/today/answers")
    @needs(Who.SIGNED_IN)
    def _answer(site: Here, fields: Fields) -> Response:
        answer_day(site.store, _person(site, fields), asked_of(fields))
        return back_to("/today")

    @pages.post("/today/practice")
    @needs(Who.SIGNED_IN)
    def _tick(site: Here, fields: Fields) -> Response:
        tick_practice(site.store, _person(site, fields), done=fields.get("done") == "yes")
        return back_to("/plan/practice" if fields.get("back") == "practice" else "/today")

    @pages.get("/plan/practice")
    @needs(Who.SIGNED_IN)
    def _practice(request: Request, site: Here) -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Daily practice")
        return site.page(request, "practice.html.j2", person=person, practice=practice_weeks(site.store, person))


def _person(site: Site, fields: Fields) -> PersonRecord:
    return site.person(fields.get("person", ""))


def _answers(site: Site, person: PersonRecord) -> dict[str, bool]:
    return dict(read_notes(person.name, person_files(site.store)).answers)


def _trial(settings: Settings) -> tuple[str, ...]:
    return trial_words(tried(settings), settings.unit)


def _form(request: Request, site: Site, person: PersonRecord, *, status: int = 200, **said: Any) -> Response:
    return site.page(
        request,
        "plan_new.html.j2",
        status=status,
        person=person,
        asked=ANSWERS,
        answered=bool(_answers(site, person)),
        has_plan=kept_plan(site.store, person) is not None,
        today=datetime.now(ZoneInfo(person.zone)).date(),
        tests={id_: load().self_tests[id_] for id_ in ANSWERS.tests},
        **{"problem": "", "fields": {}, **said},
    )


def _weeks(request: Request, site: Site, person: PersonRecord, kept: KeptPlan, *, says: tuple[str, ...]) -> Response:
    plan = kept.plan()
    weeks = [
        (f"Week {week + 1}", [(date.fromordinal(one.day), one) for one in sessions])
        for week, sessions in groupby(plan.sessions, key=lambda one: one.week)
    ]
    return site.page(
        request,
        "plan.html.j2",
        person=person,
        kept=kept,
        plan=plan,
        weeks=weeks,
        says=says,
        names={id_: one.name for id_, one in load().exercises.items()},
        title_of=title_of,
        kind_words=kind_words,
        lines=lambda session: session_lines(session, plan.settings.unit),
        reason=plain_reason,
    )


def _edit(
    request: Request, site: Site, person: PersonRecord, day: date, *, status: int = 200, problem: str = ""
) -> Response:
    kept = present_plan(site.store, person)
    sessions = kept.plan().sessions
    session = next((one for one in sessions if one.day == day.toordinal()), None)
    if session is None:
        raise HTTPException(404)
    work = [item for item in session.items if item.part != "warm_up"]
    return site.page(
        request,
        "plan_session.html.j2",
        status=status,
        person=person,
        day=day,
        session=session,
        items=work,
        full=_full_loads(sessions),
        unit=kept.settings.unit,
        exercises=sorted((one.name, one.id) for one in load().exercises.values() if one.id in load().stations),
        names={id_: one.name for id_, one in load().exercises.items()},
        title=title_of(session),
        problem=problem,
    )


def _full_loads(sessions: Sequence[Session]) -> dict[str, float]:
    """Return the weight of each exercise on a full day, of which light and slow days take a share."""
    found: dict[str, float] = {}
    for item in (item for one in sessions for item in one.items if item.load is not None):
        found[item.exercise] = max(found.get(item.exercise, 0.0), item.load or 0.0)
    return found
