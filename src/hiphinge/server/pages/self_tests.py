"""Self-tests: the list, one with how to film it and what it gave before, several in one sitting, and their results."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from hiphinge.assessments import filmed_tests
from hiphinge.catalogue import SelfTest, load
from hiphinge.errors import UnknownIdError
from hiphinge.reports.self_tests import battery_paper, battery_sheet, result_sheet, value_words
from hiphinge.reports.sheets import Sheet
from hiphinge.reports.text.sentences import GRADES
from hiphinge.server.access import Who, needs
from hiphinge.server.pages.analyses import download
from hiphinge.server.site import Here
from hiphinge.store.columns import new_id
from hiphinge.workflow.library import exact_sheet
from hiphinge.workflow.sittings import Sitting, history_of, last_values, sitting_of, sittings_of

__all__ = ["routes"]

_TestId = Annotated[str, Path(pattern=r"^[0-9a-z_]{1,60}$")]
_SittingId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
_Chosen = Annotated[list[str], Query(alias="test", default_factory=list, max_length=40)]
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
_MOST_SITTINGS, _MOST_PAST = 20, 30


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()
    _add_lists(pages)
    _add_sittings(pages)

    @pages.get("/tests/{test}")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here, test: _TestId, report: _Report = "") -> Response:
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
            **_filming([wanted]),
        )

    return pages


def _add_lists(pages: APIRouter) -> None:
    @pages.get("/tests")
    @needs(Who.SIGNED_IN)
    def _list(request: Request, site: Here) -> Response:
        person = site.current(request)
        tests = filmed_tests()
        last = {} if person is None else last_values(site.store, person)
        past = () if person is None else sittings_of(site.store, person, site.clips.clips())
        return site.page(
            request,
            "self_tests.html.j2",
            groups=[(title, _of_posture(tests.values(), posture)) for posture, title in _POSTURES.items()],
            sheets={id_: exact_sheet("self_tests", id_) for id_ in tests},
            usual=_USUAL,
            last=last,
            value_words=value_words,
            sittings=past[:_MOST_SITTINGS],
        )

    @pages.get("/tests/sitting")
    @needs(Who.SIGNED_IN)
    def _guide(request: Request, site: Here, chosen: _Chosen) -> Response:
        if site.current(request) is None:
            return site.page(request, "nobody.html.j2", title="Self-tests in one sitting")
        wanted = {_test(id_).id for id_ in chosen or _USUAL}
        tests = [test for id_, test in filmed_tests().items() if id_ in wanted]
        sheets = {test.id: exact_sheet("self_tests", test.id) for test in tests}
        return site.page(request, "self_test_sitting.html.j2", tests=tests, sheets=sheets, **_filming(tests))


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

    @pages.get("/tests/sittings/{id_}/tests.pdf")
    @needs(Who.SIGNED_IN, sitting="id_")
    def _paper(site: Here, id_: _SittingId) -> Response:
        from hiphinge.reports.pdf import pdf_of  # noqa: PLC0415  # not always wanted

        person, sitting = sitting_of(site.store, id_, site.store.people.all())
        paper = battery_paper(_sheet(sitting), whose=f"{person.name}, {sitting.day.isoformat()}")
        return download(pdf_of(paper), "application/pdf", "self-tests.pdf")


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


def _filming(tests: Sequence[SelfTest]) -> dict[str, Any]:
    """Return what a page needs that films tests: its steps, one for each side that has a video of its own."""
    return {
        "steps": [step for test in tests for step in _steps(test)],
        "sitting": new_id(),
        "countdowns": _COUNTDOWNS_S,
        "words": {id_: load().phrases[id_].text for id_ in _WORDS},
    }


def _steps(test: SelfTest) -> list[dict[str, Any]]:
    protocol = test.protocol
    if protocol is None:
        return []
    sides = ("left", "right") if protocol.sides and not protocol.one_video else ("",)
    spoken = protocol.spoken
    return [
        {
            "test": test.id,
            "name": f"{test.name}, {side}" if side else test.name,
            "side": side,
            "asks_pain": protocol.asks_pain,
            "ends_s": spoken.ends_s,
            "counts_from_s": spoken.counts_from_s,
            "lines": [[one.at_s, one.says] for one in spoken.lines],
        }
        for side in sides
    ]
