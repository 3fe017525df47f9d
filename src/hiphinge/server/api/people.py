"""People, who asks, and how the server stands."""

from typing import Any, cast

from fastapi import APIRouter, Request

import hiphinge
from hiphinge.documents.api import NewPerson, Page, PersonChange, StandingView, WhoView
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.filesystem import local_zone
from hiphinge.server.access import Who, asker_of, needs
from hiphinge.server.api.ids import PersonId
from hiphinge.server.api.paging import Cursor, Limit, page_of_all
from hiphinge.server.api.routing import described, new_router
from hiphinge.server.site import Here, Site

__all__ = ["person_meant", "routes"]


def routes() -> APIRouter:
    """Return the routes."""
    router = new_router()

    @router.get("/health", tags=["server"], responses=described(304))
    @needs(Who.ANYBODY)
    def health(site: Here) -> StandingView:
        """Return whether the server answers and can read what it keeps. It needs no token."""
        site.store.people.all()
        return StandingView(store="readable", version=hiphinge.__version__, api="v1")

    @router.get("/me", tags=["server"], responses=described(304))
    @needs(Who.SIGNED_IN)
    def me(request: Request) -> WhoView:
        """Return who you are to the server, and whose data you see and change."""
        asker = asker_of(request)
        people = None if asker.people is None else tuple(sorted(asker.people))
        role = cast("Any", asker.role.value if asker.role else "owner")
        return WhoView(role=role, account=asker.account, name=asker.name, people=people)

    _add_people(router)
    return router


def person_meant(site: Site, id_: str) -> PersonRecord:
    """Return the person whom the body of a request names.

    Raises
    ------
    UsageError
        If there is none: the address was right, what came with it was not.
    """
    try:
        return site.person(id_)
    except InputMissingError as error:
        raise UsageError(str(error)) from error


def _add_people(router: APIRouter) -> None:
    @router.get("/people", tags=["people"], responses=described(304))
    @needs(Who.SIGNED_IN)
    def people(site: Here, limit: Limit = 100, cursor: Cursor = None) -> Page[PersonRecord]:
        """Return the people whose data you see, in the order in which they were added."""
        every = sorted(site.store.people.all(), key=lambda one: one.id)
        return page_of_all(every, limit, cursor, view=lambda one: one)

    @router.post("/people", tags=["people"], status_code=201, responses=described(400))
    @needs(Who.COACHES)
    def add_person(request: Request, site: Here, said: NewPerson) -> PersonRecord:
        """Add an adult. A name is taken once."""
        zone = said.zone or local_zone()
        return site.add_person(request, said.name, adult=said.adult, zone=zone, unit=said.unit)

    @router.get("/people/{person}", tags=["people"], responses=described(304, 404))
    @needs(Who.SIGNED_IN, person="person")
    def person(site: Here, person: PersonId) -> PersonRecord:
        """Return one person."""
        return site.person(person)

    @router.patch("/people/{person}", tags=["people"], responses=described(400, 404))
    @needs(Who.SIGNED_IN, person="person")
    def change_person(site: Here, person: PersonId, said: PersonChange) -> PersonRecord:
        """Change the time zone or the unit of a person."""
        before = site.person(person)
        return site.store.people.settle(before, zone=said.zone or before.zone, unit=said.unit or before.unit)
