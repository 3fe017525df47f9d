"""A set of ten repetitions in a real browser: four sheets of paper, and on a phone every column of every table."""

import base64
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge.analysis import Analysis, Measurement, Repetition, analyse
from hiphinge.coaching import advise
from hiphinge.findings import compare_back
from hiphinge.motion import Interval
from hiphinge.reports import Provenance, VideoRef, build_report, needed_times, write_page
from hiphinge.testing import HINGE, Camera, Lift, Plan, Tempo, record_video

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Browser

EXERCISE = "romanian_deadlift"
BACK_DEG = {"lumbar_flexion_deg": 34.0, "thoracic_flexion_deg": 9.0, "pelvis_tilt_deg": 38.0, "hip_flexion_deg": 71.0}
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}


def with_back(repetition: Repetition) -> Repetition:
    """Return a repetition as if its back had been measured, each one a little rounder than the one before."""
    back = {
        id_: Measurement(
            value=value + repetition.index,
            unit="deg",
            interval=Interval(low=value - 10.0, high=value + 12.0),
            repeatability=5.0,
        )
        for id_, value in BACK_DEG.items()
    }
    compared = compare_back(back["lumbar_flexion_deg"], exercise=EXERCISE, gains={})
    return replace(repetition, measurements={**repetition.measurements, **back}, back=compared)


@pytest.fixture(scope="module")
def ten() -> Analysis:
    """Return ten hinges, some with too much knee bend and some lowered too fast."""
    bent = replace(HINGE, bottom=replace(HINGE.bottom, knee_deg=66.0, shank_deg=20.0))
    fast = replace(bent, tempo=Tempo(descent_s=0.45))
    lifts = (*(Lift(),) * 3, *(Lift(movement=bent),) * 4, *(Lift(movement=fast),) * 3)
    camera = Camera(size_px=(360, 640), stature_px=425.0, noise_px=0.25)
    found = analyse(record_video(Plan(lifts=lifts), camera=camera).motion, exercise=EXERCISE)
    advice = advise(
        exercise=found.exercise,
        exercise_given=True,
        repetitions=found.repetitions,
        not_measurable=found.not_measurable,
    )
    return replace(found, advice=advice, repetitions=tuple(map(with_back, found.repetitions)))


@pytest.fixture(scope="module")
def page(ten: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ten") / "report.html"
    assert ten.motion.origin.size_px is not None
    width, height = ten.motion.origin.size_px
    frames = dict.fromkeys(needed_times(ten), np.full((height, width, 3), 110, np.uint8))
    provenance = Provenance(versions={"hiphinge": "1.0", "numpy": "2.0"}, model="synthetic", settings={"threads": "2"})
    report = build_report(ten, frames=frames, video=VideoRef(name="set.mp4"), provenance=provenance)
    write_page(report, place)
    return place


def test_the_set_has_what_a_long_report_has(ten: Analysis) -> None:
    assert len(ten.counted) == 10
    assert len({f.id for r in ten.counted for f in r.findings}) >= 3


def test_ten_repetitions_print_on_four_pages(browser: "Browser", page: Path) -> None:
    browser.open(page)
    answer = browser.tell("Page.printToPDF", printBackground=True, preferCSSPageSize=True)
    pdf = base64.b64decode(answer["data"])
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 4
    boxes = {tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)}
    assert all(box[2:] == pytest.approx((595.0, 842.0), abs=2.0) for box in boxes), "A4, in points"


@pytest.mark.parametrize("table", [".numbers-table", ".all-numbers", ".thresholds"])
def test_on_a_phone_no_column_is_lost(browser: "Browser", page: Path, ten: Analysis, table: str) -> None:
    browser.open(page)
    browser.tell("Emulation.setDeviceMetricsOverride", **PHONE)
    browser.ask(f"document.querySelector('{table}').closest('details')?.setAttribute('open', '')")
    assert browser.ask("document.documentElement.scrollWidth") <= PHONE["width"]
    cells = f"[...document.querySelectorAll('{table} tbody tr > *')]"
    seen = f"{cells}.map((c) => c.getBoundingClientRect()).filter((b) => b.width > 0 && b.left >= 0 && b.right <= 390)"
    assert browser.ask(f"{cells}.length") >= 10 * len(ten.counted)
    assert browser.ask(f"{seen}.length") == browser.ask(f"{cells}.length")
    heading = "getComputedStyle(document.querySelector('{} td'), '::before').content"
    assert browser.ask(heading.format(table)).strip('"'), "each cell says which column it is of"


def test_a_link_to_the_folded_numbers_opens_them(browser: "Browser", page: Path) -> None:
    browser.open(page)
    assert not browser.ask("document.getElementById('numbers').open")
    browser.ask("location.hash = 'numbers'")
    browser.wait_for("document.getElementById('numbers').open")
    assert browser.complaints == []
