"""The back is marked by hand on a page of the app, stands beside what was measured, and can be taken back."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.server.browsing import PHONE, served, visit
from tests.workflow.test_marking_by_hand import BOTTOM, STANDING

from hiphinge.spine.marking import MarkedAngle
from hiphinge.workflow.correcting import corrected_analysis, corrections_of
from hiphinge.workflow.data_transfer import export_person, import_person
from hiphinge.workflow.marked_backs import MarkedAngleRow
from hiphinge.workflow.marking import AutomaticAngle
from hiphinge.workflow.people import settle_videos

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.server.conftest import Filmed

MOMENTS = {"standing": 0.1, "bottom": 2.0}


def points(*, trials: int = 2, moments: dict[str, float] = MOMENTS) -> str:
    """Return what the page's script writes of points that were put so many times."""
    rows = [
        {"repeat": k, "frame": frame, "time_s": moments[frame], "point": n, "x_px": x + 0.3 * k, "y_px": y}
        for k in range(1, trials + 1)
        for frame, marked in (("standing", STANDING), ("bottom", BOTTOM))
        for n, (x, y) in enumerate(marked, start=1)
    ]
    return json.dumps({"schema": "hiphinge.marks/1", "video": "set.mp4", "points": rows})


def numbers(filmed: "Filmed") -> bytes:
    return filmed.opened.browser.get(f"{filmed.path}/analysis.json").content


def test_marks_stand_beside_the_answer_and_change_no_number(filmed: "Filmed") -> None:
    opened, before = filmed.opened, numbers(filmed)
    assert f"{filmed.path}/mark" in opened.browser.get(filmed.path).text
    assert opened.send(f"{filmed.path}/mark", points=points(), reason="loose cloth") == (303, f"{filmed.path}#marked")
    page = opened.browser.get(filmed.path).text
    assert "marked by hand" in page
    assert "loose cloth" in page
    assert "Marked 2 times" in page
    assert page.count("not measured") >= 4, "the actor has no contour, so there is no angle of the machine"
    assert numbers(filmed) == before
    (one,) = corrections_of(opened.store, filmed.id)
    assert "marked by hand" in one.words
    assert not one.counts
    assert not corrected_analysis(opened.store, filmed.id).not_followed


def test_marks_are_taken_back_and_others_corrected_around_them(filmed: "Filmed") -> None:
    opened = filmed.opened
    opened.send(f"{filmed.path}/mark", points=points())
    opened.send(f"{filmed.path}/correct", kind="load", load_kg="42")
    assert json.loads(numbers(filmed))["load_kg"] == 42
    assert 'id="marked"' in opened.browser.get(filmed.path).text
    assert opened.send(f"{filmed.path}/undo", number="1")[0] == 303
    assert 'id="marked"' not in opened.browser.get(filmed.path).text
    assert json.loads(numbers(filmed))["load_kg"] == 42


def test_marks_are_exported_and_come_back(filmed: "Filmed", tmp_path: Path) -> None:
    opened = filmed.opened
    opened.send(f"{filmed.path}/mark", points=points())
    export_person(opened.store, "Ana", tmp_path / "ana.zip", videos=True)
    opened.store.people.remove(filmed.person)
    assert opened.browser.get(filmed.path).status_code == 404
    import_person(opened.store, tmp_path / "ana.zip")
    assert 'id="marked"' in opened.browser.get(filmed.path).text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "no points",
        json.dumps({"points": json.loads(points())["points"][:-1]}),
        json.dumps({"points": [one | {"x_px": 1e9} for one in json.loads(points())["points"]]}),
        json.dumps({"points": [one | {"x_px": 5, "y_px": 5} for one in json.loads(points())["points"]]}),
        points(trials=10),
    ],
)
def test_what_is_no_back_is_refused(filmed: "Filmed", text: str) -> None:
    assert filmed.opened.send(f"{filmed.path}/mark", points=text)[0] == 422
    assert corrections_of(filmed.opened.store, filmed.id) == ()


def test_other_frames_can_be_chosen_and_those_that_are_not_there_are_refused(filmed: "Filmed") -> None:
    browser, path = filmed.opened.browser, f"{filmed.path}/mark"
    page = browser.get(path, params={"standing": 0.2, "bottom": 3.0}).text
    frames: Any = json.loads(page.split('id="page-data"')[1].split(">", 1)[1].split("</script>")[0])["frames"]
    assert [one["time_s"] for one in frames] == [pytest.approx(0.2, abs=0.02), pytest.approx(3.0, abs=0.02)]
    for asked in ({"bottom": 900.0}, {"standing": 2.0, "bottom": 2.0}, {"standing": "nan"}, {"standing": "now"}):
        assert browser.get(path, params=asked).status_code == 422, asked


def test_without_its_video_there_is_nothing_to_mark(filmed: "Filmed") -> None:
    settle_videos(filmed.opened.store, filmed.person, keep=False)
    answer = filmed.opened.browser.get(f"{filmed.path}/mark")
    assert answer.status_code == 422
    assert "not kept" in answer.text
    assert f"{filmed.path}/mark" not in filmed.opened.browser.get(filmed.path).text


@pytest.mark.parametrize(("half", "low", "agree"), [(4.0, 23.0, True), (2.0, 23.0, False), (None, 23.0, None)])
def test_both_agree_where_their_intervals_meet(half: float | None, low: float, *, agree: bool | None) -> None:
    by_hand = MarkedAngle(value_deg=20.0, each_deg=(20.0,), half_width_deg=half, repeatability_deg=None)
    machine = AutomaticAngle(value_deg=26.0, low_deg=low, high_deg=30.0)
    assert MarkedAngleRow(id="lumbar_flexion_deg", by_hand=by_hand, machine=machine).agree is agree
    assert MarkedAngleRow(id="lumbar_flexion_deg", by_hand=by_hand, machine=None).agree is None


def put(page: "Page", *, lean: int) -> None:
    """Put six points on the frame by keys: each a step up from the last one, and forward where the person bends."""
    page.focus("#stage")
    for n in range(6):
        page.keyboard.press("Enter")
        for _ in range(lean if n else 0):
            page.keyboard.press("Shift+ArrowRight")
    page.wait_for_selector("#onward:not([disabled])")


def test_the_back_is_marked_by_keys_alone_on_a_phone(chromium: "Browser", filmed: "Filmed") -> None:
    with served(filmed.opened.clips) as address:
        own = visit(chromium, address, size=PHONE, theme="dark")
        page = own.page
        own.open(f"{filmed.path}/mark")
        assert own.serious() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for frame in ("standing", "bottom", "bottom", "standing"):
            assert page.evaluate("document.querySelector('#stage img:not([hidden])').dataset.frame") == frame
            put(page, lean=1 if frame == "bottom" else 0)
            page.focus("#onward")
            page.keyboard.press("Enter")
        page.wait_for_selector("#done-title:focus")
        assert own.serious() == []
        page.focus("#done button.primary")
        page.keyboard.press("Enter")
        page.wait_for_selector("#marked")
        page.wait_for_load_state("networkidle")
        assert own.serious() == []
        assert own.complaints == []
        page.context.close()
    assert [one.record.kind for one in corrections_of(filmed.opened.store, filmed.id)] == ["back"]
