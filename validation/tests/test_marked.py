"""Marks on real backs: the sums, and that the page shows the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from validation.marked.cli import HERE
from validation.marked.comparing import Pair, moved_levels, pairs_of, repeatability_deg, within_sd
from validation.marked.known import read_known
from validation.marked.reading import Frame, directions_deg, read_frames
from validation.marked.tables import tables_of

from hiphinge.errors import NotMeasurableError
from hiphinge.spine.marking import MARKED_ANGLES, Marking, marked_back

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "marked.md"
LENGTHS = np.array([1.0, 2.0, 1.0, 3.0, 1.0])


def contour(*directions: float) -> np.ndarray:
    """Six points whose five pieces lean forward by these angles, degrees, in a frame (y down)."""
    angles = np.radians(directions)
    steps = LENGTHS[:, None] * np.stack([np.sin(angles), -np.cos(angles)], axis=1)
    return np.concatenate([[[0.0, 0.0]], np.cumsum(steps, axis=0)]) * 30.0 + 200.0


def frame(*repeats: np.ndarray, measured: float = 0.0, **given: Any) -> Frame:
    fields: dict[str, Any] = {
        "number": 1,
        "lifter": 1,
        "clip": "A",
        "chosen": "even",
        "time_s": 0.0,
        "unmarked": "",
        "forward": 1,
    }
    fields |= {"points_px": np.stack(repeats), "measured_deg": np.full((4, 3), measured)}
    return Frame(**(fields | given))


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    return read_frames(HERE)


def test_directions_turn_with_the_way_a_person_faces() -> None:
    points = contour(10, 0, 20, 0, 30)
    mirrored = points * [-1, 1]
    assert directions_deg(points, 1) == pytest.approx([10, 20, 30])
    assert directions_deg(mirrored, -1) == pytest.approx([10, 20, 30])


def test_angles_are_those_of_the_package(frames: list[Frame]) -> None:
    compared = 0
    for pair in pairs_of(frames):
        if not (all(pair.frame.places_marked) and all(pair.upright.places_marked)):
            continue
        repeats = [
            Marking(rater="", repeat=k + 1, standing=pair.upright.points_px[k], bottom=pair.frame.points_px[k])
            for k in range(2)
        ]
        try:
            back = marked_back(repeats)
        except NotMeasurableError:  # two frames that both stand
            continue
        if back.facing != ("right" if pair.frame.forward > 0 else "left"):  # it leans back from the upright frame
            continue
        for i, id_ in enumerate(MARKED_ANGLES):
            assert back.angles[id_].each_deg == pytest.approx(pair.marked_deg[:, i])
        compared += 1
    assert compared > 30


def test_what_was_not_marked_spoils_only_what_needs_it() -> None:
    hidden = contour(40, 40, 60, 60, 70)
    hidden[4:] = np.nan
    pair = Pair(upright=frame(contour(10, 5, 0, 5, 30), contour(10, 5, 0, 5, 30)), frame=frame(hidden, hidden))
    pelvis, lumbar, thoracic, both = pair.marked_deg.T
    assert pelvis == pytest.approx([30, 30])
    assert lumbar == pytest.approx([30, 30])
    assert np.isnan([thoracic, both]).all()


def test_the_upright_frame_is_the_chosen_one_or_the_least_leaning() -> None:
    bent, low, high = (contour(*[lean] * 5) for lean in (60, 20, 5))
    deep = frame(bent, bent, number=1)
    chosen = frame(low, low, number=2, chosen="upright")
    upright = frame(high, high, number=3)
    assert {pair.upright.number for pair in pairs_of([deep, chosen, upright])} == {2}
    assert {pair.upright.number for pair in pairs_of([deep, upright])} == {3}


def test_repeatability_is_that_of_two_repeats() -> None:
    rng = np.random.default_rng(3)
    repeats = rng.normal(0.0, 2.0, (4000, 2))
    sd = float(within_sd(repeats))
    assert sd == pytest.approx(2.0, rel=0.05)
    held = np.abs(repeats[:, 1] - repeats[:, 0]) <= repeatability_deg(sd, 4000)
    assert held.mean() == pytest.approx(0.9, abs=0.02)


def test_levels_move_along_the_marked_contour() -> None:
    upright = frame(contour(0, 0, 0, 0, 0), contour(0, 0, 0, 0, 0))
    bent = contour(20, 40, 60, 60, 80)
    pair = Pair(upright=upright, frame=frame(bent, bent))
    assert moved_levels(pair, np.zeros(3)) == pytest.approx([20, 60, 80])
    # From the lowest pair's middle to that of the line above it are 1.5 of 7 lengths.
    assert moved_levels(pair, np.array([1.5 / 7, 0, 0])) == pytest.approx([40, 60, 80])
    assert moved_levels(pair, np.array([0, 0, -2.0 / 7])) == pytest.approx([20, 60, 60])
    swapped = Pair(upright=frame(bent, bent), frame=upright)
    assert moved_levels(swapped, np.zeros(3), upright_up=np.array([1.5 / 7, 0, 0])) == pytest.approx([-40, -60, -80])


def test_known_people_have_their_ground_truth() -> None:
    known = read_known(HERE / "known.csv")
    assert len(known) == 14
    for person in known:
        pelvis, lumbar, thoracic, both = person.true_deg
        assert both == pytest.approx(lumbar + thoracic, abs=0.3)
        assert pelvis > 0
        assert np.nanmax(np.abs(person.too_high)) < 0.3


def test_every_video_was_marked_twice_or_not_at_all(frames: list[Frame]) -> None:
    for one in frames:
        first, second = np.isfinite(one.repeats_deg)
        assert (first == second).all()
        assert all(one.places_marked) == (not one.unmarked)


def test_the_page_shows_the_tables(frames: list[Frame]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, text in tables_of(frames, read_known(HERE / "known.csv")).items():
        assert text in page, f"the page shows another table {name!r} than python -m validation.marked prints"
