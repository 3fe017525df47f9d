"""The page in a real browser: video, charts and lines move together, nothing fails, nothing is asked of a network."""

import base64
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.catalogue import load
from hiphinge.coaching import advise
from hiphinge.reports import VideoRef, build_report, needed_times, write_overlay, write_page
from hiphinge.reports.ranking import faults_in_set
from hiphinge.testing import HINGE, Camera, Lift, Plan, record_video

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Browser


@pytest.fixture(scope="module")
def answer() -> Analysis:
    deep = replace(HINGE, bottom=replace(HINGE.bottom, knee_deg=66.0, shank_deg=12.0))
    lifts = (Lift(), Lift(movement=deep), Lift(movement=deep))
    camera = Camera(size_px=(360, 640), stature_px=425.0, noise_px=0.25)
    recorded = record_video(Plan(lifts=lifts), camera=camera).motion
    found = analyse(recorded, exercise="romanian_deadlift")
    advice = advise(
        exercise=found.exercise,
        exercise_given=True,
        repetitions=found.repetitions,
        not_measurable=found.not_measurable,
    )
    return replace(found, advice=advice)


@pytest.fixture(scope="module")
def folder(answer: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report, and a video of grey frames beside it."""
    folder = tmp_path_factory.mktemp("report")
    assert answer.motion.origin.size_px is not None
    width, height = answer.motion.origin.size_px
    grey = np.full((height, width, 3), 110, np.uint8)
    write_overlay(((float(t), grey) for t in answer.motion.time_s), answer, folder / "set.mp4")
    frames = dict.fromkeys(needed_times(answer), grey)
    video = VideoRef(name="set.mp4", href="set.mp4")
    write_page(build_report(answer, frames=frames, video=video), folder / "report.html")
    return folder


@pytest.fixture
def page(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / "report") / "report.html"


def seconds(browser: "Browser") -> float:
    return float(browser.ask("Number(document.getElementById('time').getAttribute('aria-valuenow'))"))


def test_a_click_on_a_chart_moves_video_lines_and_numbers(browser: "Browser", page: Path, answer: Analysis) -> None:
    browser.open(page)
    browser.wait_for("!document.getElementById('video').hidden")
    before = browser.ask("document.getElementById('bones').getAttribute('d')")
    browser.click("#time", across=0.75)
    expected = float(answer.motion.time_s[0] + 0.75 * np.ptp(answer.motion.time_s))
    assert seconds(browser) == pytest.approx(expected, abs=0.1)
    browser.wait_for("!document.getElementById('video').seeking")
    assert browser.ask("document.getElementById('video').currentTime") == pytest.approx(expected, abs=0.1)
    assert browser.ask("document.getElementById('bones').getAttribute('d')") != before
    assert all(browser.ask("[...document.querySelectorAll('.chart output')].map((o) => o.textContent)"))
    assert browser.complaints == []
    assert {url.partition(":")[0] for url in browser.requests} <= {"file", "data"}
    assert [Path(url).name for url in browser.requests if url.startswith("file:")].count("report.html") == 1


def test_keys_steps_and_zoom_work_without_a_pointer(browser: "Browser", page: Path, answer: Analysis) -> None:
    browser.open(page)
    browser.ask("document.getElementById('time').focus()")
    browser.press("Home")
    start = seconds(browser)
    browser.press("ArrowRight")
    assert seconds(browser) == pytest.approx(float(answer.motion.time_s[1]), abs=0.011)
    assert start == pytest.approx(float(answer.motion.time_s[0]), abs=0.011)
    shown = "document.querySelector('#steps [data-shown]').dataset.name"
    assert browser.ask(shown) == "Bottom"
    browser.ask("document.getElementById('step').focus()")
    browser.press("ArrowRight")
    browser.wait_for(f"{shown} === 'Halfway up'")
    browser.ask("(() => { const z = document.getElementById('zoom'); z.selectedIndex = 2; "
                "z.dispatchEvent(new Event('change')); })()")  # fmt: skip
    second = answer.repetitions[1]
    assert second.start_s <= seconds(browser) <= second.end_s
    assert browser.complaints == []


def test_without_the_video_the_lines_play_and_frames_stand_in(browser: "Browser", page: Path, answer: Analysis) -> None:
    (page.parent / "set.mp4").unlink()
    browser.open(page)
    assert browser.ask("document.getElementById('video').hidden")
    browser.click("[data-finding] .seek")
    assert not browser.ask("document.getElementById('still').hidden")
    finding = faults_in_set(answer, catalogue=load())[0].clearest
    assert seconds(browser) == pytest.approx(finding.time_s, abs=0.05)
    browser.click("#play")
    browser.wait_for(f"Number(document.getElementById('time').getAttribute('aria-valuenow')) > {finding.time_s + 0.3}")
    assert browser.ask("document.getElementById('still').hidden")


def test_no_width_needs_to_be_scrolled_sideways(browser: "Browser", page: Path) -> None:
    browser.open(page)
    for width, height in ((320, 640), (390, 844), (820, 1180), (1440, 900)):
        browser.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        wide = browser.ask("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} pixels on a screen of {width}"


def test_printed_it_shows_every_step_and_how_to_do_the_drill(browser: "Browser", page: Path, answer: Analysis) -> None:
    browser.open(page)
    browser.tell("Emulation.setEmulatedMedia", media="print")
    browser.ask("dispatchEvent(new Event('beforeprint'))")
    visible = "[...document.querySelectorAll({})].filter((e) => e.checkVisibility()).length"
    assert browser.ask(visible.format("'.side img'")) == 10
    assert browser.ask(visible.format("'#play, #step'")) == 0
    assert answer.advice is not None
    assert answer.advice.drill_id is not None
    assert browser.ask(visible.format("'.next ol.how li'")) == len(load().drills[answer.advice.drill_id].how)
    assert browser.ask(visible.format("'[data-finding]'")) == len(faults_in_set(answer, catalogue=load()))
    pdf = base64.b64decode(browser.tell("Page.printToPDF", printBackground=True)["data"])
    assert pdf.startswith(b"%PDF")
