"""Every route says what it needs, and one that says nothing is answered by nobody."""

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute
from tests.server.test_guarding import ADDRESS

from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, api_router, create_app, live_router, uploads_router
from hiphinge.server.access import NOBODY, OWNER, Asker, Who, declared
from hiphinge.store import Owners, Role

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Opened
    from tests.server.gym import Gym


def endpoints(routes: list[BaseRoute]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "routes", None)
        if inner is not None and not hasattr(route, "endpoint"):
            found += endpoints(list(getattr(inner, "routes", inner)))
        else:
            found.append((str(getattr(route, "path", route)), getattr(route, "endpoint", None)))
    return found


def test_every_route_declares_what_it_needs(opened: "Opened", tmp_path: "Path") -> None:
    settings = Settings()
    jobs = Jobs(lambda: opened.store, JobSettings(folder=tmp_path / "work"))
    routers = (uploads_router(jobs, settings), live_router(lambda: opened.store), api_router(jobs, settings))
    app = create_app(settings, store=opened.store, clips=opened.clips, routers=routers)
    every = endpoints(list(app.routes))
    assert len(every) > 100
    assert [path for path, endpoint in every if declared(endpoint) is None] == []


def test_a_route_that_declares_nothing_is_answered_by_nobody(opened: "Opened") -> None:
    router = APIRouter()

    @router.get("/forgotten")
    def _forgotten() -> str:
        return "secret"

    app = create_app(Settings(), store=opened.store, clips=opened.clips, routers=[router])
    answer = TestClient(app, base_url=ADDRESS).get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_who_may_do_what() -> None:
    lifter = Asker(role=Role.LIFTER, account="1", people=frozenset("a"), own=frozenset("a"))
    coach = Asker(role=Role.COACH, account="2", people=frozenset("ab"), own=frozenset("b"))
    admin = Asker(role=Role.ADMIN, account="3", people=frozenset())
    may = {who: [one.may(who) for one in (NOBODY, lifter, coach, admin, OWNER)] for who in Who}
    assert may == {
        Who.ANYBODY: [True, True, True, True, True],
        Who.SIGNED_IN: [False, True, True, True, True],
        Who.COACHES: [False, False, True, True, True],
        Who.ADMINS: [False, False, False, True, True],
        Who.OWNER: [False, False, False, False, True],
    }
    theirs, nobodys = Owners(person="b"), Owners(person=None, accounts=frozenset("1"))
    assert [one.may_reach(theirs) for one in (NOBODY, lifter, coach, admin, OWNER)] == [False, False, True, False, True]
    assert [one.may_reach(nobodys) for one in (NOBODY, lifter, coach, admin)] == [False, True, False, False]
    assert [one.may_reach(None) for one in (NOBODY, lifter, coach, OWNER)] == [False, False, False, True]
    assert [one.may_erase("a") for one in (NOBODY, lifter, coach, admin, OWNER)] == [False, True, False, False, True]


def test_a_coach_adds_people_by_program_and_sees_them(gym: "Gym") -> None:
    gym.add("coach", Role.COACH)
    said = gym.browser("coach").post("/api/v1/people", json={"name": "Bo", "adult": True})
    assert said.status_code == 201, said.text
    assert [one["name"] for one in gym.browser("coach").get("/api/v1/people").json()["items"]] == ["Bo"]
    (deed,) = (one for one in gym.store.audit.newest() if one.did == "added a person")
    assert (deed.who, deed.about, deed.person) == ("coach", "Bo", said.json()["id"])
