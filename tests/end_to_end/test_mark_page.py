"""Marking by hand in a real browser: clicks become a file of points, the file becomes angles."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge.reports.marking import MarkFrame, mark_frame, mark_page
from hiphinge.workflow.marking import AnalysisSource, compute_marked

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tests.end_to_end.conftest import Browser

SIZE_PX = (400, 700)
STANDING = np.array([(130, 380), (128, 350), (140, 300), (144, 270), (138, 200), (150, 165)], float)
BOTTOM = np.array([(100, 360), (115, 335), (150, 300), (178, 285), (250, 280), (280, 290)], float)


def _frame(points: "NDArray[np.float64]") -> "NDArray[np.uint8]":
    frame = np.full((SIZE_PX[1], SIZE_PX[0], 3), 90, np.uint8)
    for x, y in points.astype(int):
        frame[y - 2 : y + 3, x - 2 : x + 3] = 255
    return frame


@pytest.fixture
def frames() -> tuple[MarkFrame, MarkFrame]:
    pair = (("standing", 1.0, STANDING), ("bottom", 2.5, BOTTOM))
    first, second = (mark_frame(id_, _frame(p), time_s=t, analysis=None, blur_faces=False) for id_, t, p in pair)
    return first, second


@pytest.fixture
def page(frames: tuple[MarkFrame, MarkFrame], tmp_path: Path) -> Path:
    text = mark_page(*frames, video="set.mp4", size_px=SIZE_PX, rater="", next_command="hiphinge mark set.mp4")
    path = tmp_path / "mark.html"
    path.write_text(text, encoding="utf-8")
    return path


def click_at(browser: "Browser", point: "NDArray[np.float64]") -> None:
    """Click where a pixel of the original frame is shown."""
    box = browser.ask(
        "(() => { const s = document.getElementById('stage'); s.scrollIntoView({block: 'nearest'}); "
        "const b = s.getBoundingClientRect(); return [b.left, b.top, b.width, b.height]; })()"
    )
    x, y = box[0] + box[2] * point[0] / SIZE_PX[0], box[1] + box[3] * point[1] / SIZE_PX[1]
    for kind in ("mousePressed", "mouseReleased"):
        browser.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)


def mark_all(browser: "Browser") -> None:
    for points in (STANDING, BOTTOM, BOTTOM, STANDING):
        for point in points:
            click_at(browser, point)
        browser.click("#onward")


def test_clicks_become_a_file_that_becomes_angles(browser: "Browser", page: Path, tmp_path: Path) -> None:
    browser.open(page, holds="stage")
    mark_all(browser)
    assert browser.ask("document.getElementById('done').checkVisibility()")
    assert not browser.ask("document.getElementById('stage').checkVisibility()")
    assert browser.ask("document.getElementById('save').href").startswith("blob:")
    text = browser.ask("document.getElementById('text').value")
    (tmp_path / "points.json").write_text(text, encoding="utf-8")
    marked = compute_marked(tmp_path / "points.json", analysis_source=AnalysisSource())
    assert (marked.points.standing_s, marked.points.bottom_s, marked.points.size_px) == (1.0, 2.5, SIZE_PX)
    for trial in marked.points.markings:
        assert trial.standing == pytest.approx(STANDING, abs=1.0)
        assert trial.bottom == pytest.approx(BOTTOM, abs=1.0)
    assert marked.back.repeats == (1, 2)
    assert browser.complaints == []
    assert {url.partition(":")[0] for url in browser.requests} <= {"file", "data"}


def test_the_second_time_shows_nothing_of_the_first_and_begins_with_the_other_frame(
    browser: "Browser", page: Path
) -> None:
    browser.open(page, holds="stage")
    shown = "document.querySelector('#stage img:not([hidden])').dataset.frame"
    assert browser.ask(shown) == "standing"
    for points in (STANDING, BOTTOM):
        for point in points:
            click_at(browser, point)
        browser.click("#onward")
    assert browser.ask(shown) == "bottom"
    assert browser.ask("document.querySelectorAll('#points circle').length") == 0
    assert browser.ask("document.getElementById('onward').disabled")


def test_points_can_be_put_moved_and_taken_back_by_keys(browser: "Browser", page: Path) -> None:
    browser.open(page, holds="stage")
    browser.ask("document.getElementById('stage').focus()")
    for key in ("Enter", "ArrowLeft", "ArrowDown", "Enter", "Backspace"):
        browser.press(key)
    assert browser.ask("document.querySelectorAll('#points .dot').length") == 1
    scale = json.loads(browser.ask("document.getElementById('page-data').textContent"))["frames"][0]["scale"]
    place = browser.ask("['cx', 'cy'].map((k) => Number(document.querySelector('#points .dot').getAttribute(k)))")
    assert np.array(place) / scale == pytest.approx([SIZE_PX[0] / 2 - 1, SIZE_PX[1] / 2 + 1], abs=0.3)


def test_no_width_needs_to_be_scrolled_sideways(browser: "Browser", page: Path) -> None:
    browser.open(page, holds="stage")
    for width in (320, 390, 820, 1440):
        browser.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600
        )
        wide = browser.ask("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} pixels on a screen of {width}"
