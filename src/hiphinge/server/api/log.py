"""The training log: sets, sessions, plans and self-tests of a person, and what they show."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from hiphinge.catalogue import load
from hiphinge.documents.api import (
    NewPlannedSets,
    NewSets,
    NewTest,
    Page,
    PlannedDayView,
    PlanView,
    ProgressView,
    SetChange,
)
from hiphinge.documents.training_log import PersonRecord, SelfTestRecord, SessionRecord, SetRecord
from hiphinge.server.access import Who, needs
from hiphinge.server.api.ids import Day, PersonId, SetId
from hiphinge.server.api.paging import Cursor, Limit, after_moment, page_of, page_of_all
from hiphinge.server.api.progress import Exercise, progress_view
from hiphinge.server.api.routing import described, new_router
from hiphinge.server.site import Here, Site
from hiphinge.store import PlannedDay
from hiphinge.training_log import LoggedSets
from hiphinge.workflow.kept_plans import KeptPlan, present_plan
from hiphinge.workflow.log_days import log_test
from hiphinge.workflow.log_editing import amend_set, erase_set
from hiphinge.workflow.log_keeping import log_said, log_sets
from hiphinge.workflow.log_planning import plan_sets
from hiphinge.workflow.training_progress import progress_of

__all__ = ["routes"]


def routes() -> APIRouter:
    """Return the routes."""
    router = new_router()
    _add_sets(router)
    _add_one_set(router)
    _add_plans(router)
    _add_tests(router)
    return router


def _add_sets(router: APIRouter) -> None:
    @router.get("/people/{person}/sets", tags=["training log"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def sets(
        site: Here, person: PersonId, exercise: Exercise = None, limit: Limit = 100, cursor: Cursor = None
    ) -> Page[SetRecord]:
        """Return the logged sets of a person, the newest first."""
        wanted = None if exercise is None else load().exercise(exercise).id
        found = site.store.listing.sets(
            site.person(person), most=limit + 1, after=after_moment(cursor), exercise=wanted
        )
        return page_of(found, limit, view=lambda one: one, mark=lambda one: (one.performed_at, one.id))

    @router.post("/people/{person}/sets", tags=["training log"], status_code=201, responses=described(400, 404))
    @needs(Who.SIGNED_IN, person="person")
    def log(site: Here, person: PersonId, said: NewSets) -> Page[SetRecord]:
        """Log sets that were done: as a line such as `rdl 3x8x60kg @8`, or as fields."""
        who = site.person(person)
        logged = (
            log_sets(site.store, who, said.line, at=said.at)
            if said.line is not None
            else log_said(site.store, who, _said(said), at=said.at)
        )
        return Page(items=logged.sets, next=None)

    @router.get("/people/{person}/sessions", tags=["training log"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def sessions(site: Here, person: PersonId, limit: Limit = 100, cursor: Cursor = None) -> Page[SessionRecord]:
        """Return the sessions of a person, the newest first."""
        found = site.store.listing.sessions(site.person(person), most=limit + 1, after=after_moment(cursor))
        return page_of(found, limit, view=lambda one: one, mark=lambda one: (one.started_at, one.id))

    @router.get("/people/{person}/progress", tags=["training log"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def progress(site: Here, person: PersonId, exercise: Exercise = None) -> ProgressView:
        """Return what changed over a person's training, and what may be noise."""
        who = site.person(person)
        return progress_view(who.id, progress_of(site.store, who, exercise=exercise))


def _add_one_set(router: APIRouter) -> None:
    @router.get("/people/{person}/sets/{set_}", tags=["training log"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def set_(site: Here, person: PersonId, set_: SetId) -> SetRecord:
        """Return one logged set."""
        return site.store.log.one(site.person(person), set_)

    @router.patch("/people/{person}/sets/{set_}", tags=["training log"], responses=described(400, 404))
    @needs(Who.SIGNED_IN, person="person")
    def change_set(site: Here, person: PersonId, set_: SetId, said: SetChange) -> SetRecord:
        """Change fields of a logged set. When it was done and its video stay."""
        return amend_set(site.store, site.person(person), set_, _given(said))

    @router.delete("/people/{person}/sets/{set_}", tags=["training log"], status_code=204, responses=described(404))
    @needs(Who.SIGNED_IN, person="person")
    def erase(site: Here, person: PersonId, set_: SetId) -> Response:
        """Erase a logged set; one that is gone already is no error."""
        erase_set(site.store, site.person(person), set_)
        return Response(status_code=204)


def _add_plans(router: APIRouter) -> None:
    @router.get("/people/{person}/planned", tags=["plans"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def planned(site: Here, person: PersonId, limit: Limit = 100, cursor: Cursor = None) -> Page[PlannedDayView]:
        """Return the days on which a person planned to train, the last one first."""
        days = tuple(reversed(site.store.plans.days(site.person(person))))
        return page_of_all(days, limit, cursor, view=_day)

    @router.post("/people/{person}/planned", tags=["plans"], status_code=201, responses=described(400, 404))
    @needs(Who.SIGNED_IN, person="person")
    def plan_line(site: Here, person: PersonId, said: NewPlannedSets) -> PlannedDayView:
        """Plan sets for a day, as a line such as `rdl 3x8x60kg`."""
        who = site.person(person)
        plan_sets(site.store, who, said.line, on=said.day.isoformat())
        return _day(_planned_on(site, who, said.day))

    @router.delete("/people/{person}/planned/{day}", tags=["plans"], status_code=204, responses=described(404))
    @needs(Who.SIGNED_IN, person="person")
    def erase_planned(site: Here, person: PersonId, day: Day) -> Response:
        """Erase what is planned for a day; a day with nothing planned is no error."""
        site.store.plans.remove_day(site.person(person), day)
        return Response(status_code=204)

    @router.get("/people/{person}/plan", tags=["plans"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def plan(site: Here, person: PersonId) -> PlanView:
        """Return the plan that a person trains by; 404 where they have none."""
        return _plan(present_plan(site.store, site.person(person)))


def _add_tests(router: APIRouter) -> None:
    @router.get("/people/{person}/tests", tags=["training log"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def tests(site: Here, person: PersonId, limit: Limit = 100, cursor: Cursor = None) -> Page[SelfTestRecord]:
        """Return the results of a person's self-tests, the newest first."""
        found = tuple(reversed(site.store.days.tests(site.person(person))))
        return page_of_all(found, limit, cursor, view=lambda one: one)

    @router.post("/people/{person}/tests", tags=["training log"], status_code=201, responses=described(400, 404))
    @needs(Who.SIGNED_IN, person="person")
    def add_test(site: Here, person: PersonId, said: NewTest) -> SelfTestRecord:
        """Keep the result of a self-test of the catalogue, in the unit of the test."""
        result = f"{said.value:.6f}"
        more = {"measured_with": said.measured_with, "note": said.note}
        return log_test(site.store, site.person(person), said.test, result, side=said.side, at=said.at, **more).result


def _said(said: NewSets) -> LoggedSets:
    return LoggedSets(
        name=str(said.exercise),
        repetitions=said.repetitions or (None,),
        duration_s=said.duration_s,
        load=None if said.load is None else (said.load.value, said.load.unit),
        rpe=said.rpe,
        rest_s=said.rest_s,
        tempo=said.tempo,
        warm_up=said.kind == "warm_up",
        counting=said.counting,
        pain_before=said.pain_before,
        pain_after=said.pain_after,
        note=said.note,
    )


def _given(said: SetChange) -> Mapping[str, Any]:
    return {name: getattr(said, name) for name in said.model_fields_set}


def _planned_on(site: Site, person: PersonRecord, day: date) -> PlannedDay:
    return next(one for one in site.store.plans.days(person, since=day) if one.session.day == day)


def _day(one: PlannedDay) -> PlannedDayView:
    session = one.session
    named = {name: getattr(session, name) for name in ("id", "person", "day", "title", "note")}
    return PlannedDayView(**named, sets=one.sets)


def _plan(kept: KeptPlan) -> PlanView:
    record = kept.record
    named = {name: getattr(record, name) for name in ("id", "person", "begun_at", "changed_at")}
    whole = kept.whole().model_dump(mode="json", by_alias=True)
    return PlanView(**named, last_day=kept.last_day, document=whole)
