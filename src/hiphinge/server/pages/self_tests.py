"""Self-tests: the list, one with how to film it and what it gave before, several in one sitting, and their results."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from hiphinge.assessments import filmed_tests
from hiphinge.catalogue import SelfTest, load
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError, UnknownIdError
from hiphinge.reports.self_tests import battery_paper, battery_sheet, result_sheet, value_words
from hiphinge.reports.sheets import Sheet
from hiphinge.reports.text.sentences import GRADES
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import back_to
from hiphinge.server.pages.analyses import download
from hiphinge.server.site import Here, Site
from hiphinge.store import AskedTest
from hiphinge.store.columns import new_id
from hiphinge.workflow.library import exact_sheet
from hiphinge.workflow.sittings import Sitting, history_of, last_values, sitting_of, sittings_of
from hiphinge.workflow.tested_clips import check_sitting

__all__ = ["address_after", "routes"]

_TestId = Annotated[str, Path(pattern=r"^[0-9a-z_]{1,60}$")]
_SittingId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_Chosen = Annotated[list[str], Query(alias="test", default_factory=list, max_length=40)]
_Sitting = Annotated[str, Query(alias="sitting", pattern=r"^([0-9a-f]{32})?$")]
_Report = Annotated[str, Query(alias="from", pattern=r"^([0-9a-f]{32})?$")]
_POSTURES = {
    "standing": "Standing",
    "all_fours": "On hands and knees",
    "lying": "Lying on your back",
    "prone": "Held off the floor",
}
_USUAL = ("standing_posture", "toe_touch", "waiters_bow_test", "weight_bearing_lunge", "bird_dog_test")
_COUNTDOWNS_S = (3, 5, 10)
_WORDS = ("live_countdown", "live_no_camera", "test_seconds", "test_done")
_TAKEN = ("queued", "running", "done")
_MOST_SITTINGS, _MOST_PAST = 20, 30


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()
    _add_lists(pages)
    _add_sittings(pages)

    @pages.get("/tests/{test}")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here, test: _TestId, report: _Report = "", begun: _Sitting = "") -> Response:
        wanted = _test(test)
        person = site.current(request)
        sheet = exact_sheet("self_tests", wanted.id)
        return site.page(
            request,
            "self_test.html.j2",
            test=wanted,
            sheet=sheet,
            report=report,
            history=() if person is None else history_of(site.store, person, wanted.id)[:_MOST_PAST],
            value_words=value_words,
            grades=GRADES,
            **_filming([wanted], _sitting_with(site, person, begun)),
        )

    return pages


def _listed(request: Request, site: Site, *, is_none_ticked: bool = False) -> Response:
    """Return the list of tests, or that none of them was ticked."""
    person = site.current(request)
    tests = filmed_tests()
    last = {} if person is None else last_values(site.store, person)
    past = () if person is None else sittings_of(site.store, person, site.clips.clips())
    return site.page(
        request,
        "self_tests.html.j2",
        groups=[(title, _of_posture(tests.values(), posture)) for posture, title in _POSTURES.items()],
        sheets={id_: exact_sheet("self_tests", id_) for id_ in tests},
        usual=() if is_none_ticked else _USUAL,
        is_none_ticked=is_none_ticked,
        last=last,
        value_words=value_words,
        sittings=past[:_MOST_SITTINGS],
    )


def _add_lists(pages: APIRouter) -> None:
    @pages.get("/tests")
    @needs(Who.SIGNED_IN)
    def _list(request: Request, site: Here) -> Response:
        return _listed(request, site)

    @pages.get("/tests/sitting")
    @needs(Who.SIGNED_IN)
    def _guide(request: Request, site: Here, chosen: _Chosen, begun: _Sitting = "") -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Self-tests in one sitting")
        if not chosen:
            return _listed(request, site, is_none_ticked=True)
        wanted = {_test(id_).id for id_ in chosen}
        tests = [test for id_, test in filmed_tests().items() if id_ in wanted]
        sheets = {test.id: exact_sheet("self_tests", test.id) for test in tests}
        return site.page(
            request,
            "self_test_sitting.html.j2",
            tests=tests,
            sheets=sheets,
            **_filming(tests, _sitting_with(site, person, begun)),
        )


def _add_sittings(pages: APIRouter) -> None:
    @pages.get("/tests/sittings/{id_}")
    @needs(Who.SIGNED_IN, sitting="id_")
    def _result(request: Request, site: Here, id_: _SittingId) -> Response:
        person, sitting = sitting_of(site.store, id_, site.store.people.all())
        return site.page(
            request,
            "self_test_result.html.j2",
            person=person,
            sitting=sitting,
            results=[(one, result_sheet(one, sitting.earlier)) for one in sitting.results],
            tests=load().self_tests,
            grades=GRADES,
        )

    @pages.post("/tests/sittings/{id_}/remove/{test}")
    @needs(Who.SIGNED_IN, sitting="id_")
    def _remove(site: Here, id_: _SittingId, test: _TestId) -> Response:
        person, _ = sitting_of(site.store, id_, site.store.people.all())
        site.store.clips.remove_test(person, id_, test)
        return back_to(address_after(site, id_))

    @pages.get("/tests/sittings/{id_}/tests.pdf")
    @needs(Who.SIGNED_IN, sitting="id_")
    def _paper(site: Here, id_: _SittingId) -> Response:
        from hiphinge.reports.pdf import pdf_of  # noqa: PLC0415  # not always wanted

        person, sitting = sitting_of(site.store, id_, site.store.people.all())
        paper = battery_paper(_sheet(sitting), whose=f"{person.name}, {sitting.day.isoformat()}")
        return download(pdf_of(paper), "application/pdf", "self-tests.pdf")


def address_after(site: Site, sitting: str) -> str:
    """Return where to go when something of a sitting was removed: to what is left of it, else to the list."""
    try:
        sitting_of(site.store, sitting, site.store.people.all())
    except InputMissingError:
        return "/tests"
    return f"/tests/sittings/{sitting}"


def _sheet(sitting: Sitting) -> Sheet:
    """Return one sheet of a sitting: of one test everything, of several what was measured."""
    if len(sitting.results) == 1:
        return result_sheet(sitting.results[0], sitting.earlier)
    return battery_sheet(sitting.results, sitting.earlier)


def _test(id_: str) -> SelfTest:
    """Return a test that is measured in a video.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    known = filmed_tests()
    if id_ not in known:
        raise UnknownIdError.of(id_, kind="self-test that is measured in a video", known=known)
    return known[id_]


def _of_posture(tests: Any, posture: str) -> list[SelfTest]:
    return [one for one in tests if one.protocol is not None and one.protocol.posture == posture]


def _sitting_with(site: Site, person: PersonRecord | None, begun: str) -> Mapping[str, Any]:
    """Return the sitting that a page gives videos to, and of which tests and sides it has one that was not stopped.

    Raises
    ------
    UsageError
        If a sitting that was begun is somebody else's.
    """
    if person is None or not begun:
        return {"sitting": new_id(), "taken": frozenset()}
    clips = [one for one in site.store.clips.of_sitting(begun) if one.asked and one.state in _TAKEN]
    check_sitting(site.store, person, AskedTest(test="", sitting=begun))
    return {"sitting": begun, "taken": frozenset((one.asked.test, one.asked.side or "") for one in clips if one.asked)}


def _filming(tests: Sequence[SelfTest], begun: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page needs that films tests: its steps, one for each side that has a video of its own."""
    steps = [step for test in tests for step in _steps(test)]
    return {
        "steps": [step | {"is_taken": (step["test"], step["side"]) in begun["taken"]} for step in steps],
        "sitting": begun["sitting"],
        "countdowns": _COUNTDOWNS_S,
        "words": {id_: load().phrases[id_].text for id_ in _WORDS},
    }


def _steps(test: SelfTest) -> list[dict[str, Any]]:
    protocol = test.protocol
    if protocol is None:
        return []
    spoken = protocol.spoken
    return [
        {
            "test": test.id,
            "name": f"{test.name}, {side}" if side else test.name,
            "side": side,
            "asks_pain": protocol.asks_pain,
            "ends_s": spoken.ends_s,
            "counts_from_s": spoken.counts_from_s,
            "lines": [[one.at_s, one.said(side)] for one in spoken.lines],
        }
        for side in protocol.filmed_sides
    ]
