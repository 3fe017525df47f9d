"""Where the feet stand: a step or a phone that is moved divides a recording, an error of the network does not."""

import re
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import analyse
from hiphinge.analysis.tracks import movement_events_of
from hiphinge.cleaning import clean, planted_position
from hiphinge.motion import FloatArray, Motion
from hiphinge.reports.text.paragraph import paragraph
from hiphinge.testing import Camera, Lift, Plan, record_video

THREE = record_video(camera=Camera(size_px=(1600, 1280), noise_px=1.0))
TOP_S = 5.0
"""Within the first stretch of standing between two repetitions."""
LEG = clean(THREE.motion).leg_length
FEET = ("ankle", "heel", "foot_index", "toe")


def moved(motion: Motion, by: FloatArray, *, feet_alone: bool = False) -> Motion:
    """Return the motion with all its keypoints, or those of the feet, moved by pixels ``[time, 2]``."""
    names = motion.layout.keypoints
    which = [i for i, name in enumerate(names) if not feet_alone or name.endswith(FEET)]
    positions = motion.positions.copy()
    positions[:, which] += by[:, None]
    return replace(motion, positions=positions)


def step(motion: Motion, *, legs: float, at_s: float = TOP_S, lasts_s: float = 0.3) -> FloatArray:
    share = np.clip((motion.time_s - at_s) / lasts_s, 0.0, 1.0)
    return np.asarray(share[:, None] * np.array([legs * LEG, 0.0]))


@pytest.mark.parametrize("legs", [0.08, -0.15, 0.6])
def test_a_step_is_found_where_it_is(legs: float) -> None:
    side = clean(moved(THREE.motion, step(THREE.motion, legs=legs)))
    ((start, stop),) = side.moves
    assert side.time_s[start] < TOP_S + 0.15 < side.time_s[stop]
    assert side.time_s[stop] - side.time_s[start] < 1.0


@pytest.mark.parametrize("legs", [0.1, -0.2, 0.6])
def test_a_step_between_repetitions_changes_no_angle(legs: float) -> None:
    before, after = (
        analyse(motion).counted for motion in (THREE.motion, moved(THREE.motion, step(THREE.motion, legs=legs)))
    )
    assert len(before) == len(after) == 3
    for one, other in zip(before, after, strict=True):
        for id_ in ("knee_flexion_deg", "shank_inclination_deg", "trunk_inclination_deg"):
            expected = one.measurements[id_].value  # type: ignore[union-attr] # all are measured here
            assert other.measurements[id_].value == pytest.approx(expected, abs=1.0), id_  # type: ignore[union-attr]
        drops = [r.measurements["hip_drop"].value for r in (one, other)]  # type: ignore[union-attr]
        assert drops[1] == pytest.approx(drops[0], abs=0.01)


def test_a_phone_that_is_moved_up_changes_no_hip_drop() -> None:
    by = step(THREE.motion, legs=0.2)[:, ::-1]
    before, after = (analyse(motion).counted for motion in (THREE.motion, moved(THREE.motion, by)))
    for one, other in zip(before, after, strict=True):
        drops = [r.measurements["hip_drop"].value for r in (one, other)]  # type: ignore[union-attr]
        assert drops[1] == pytest.approx(drops[0], abs=0.01)


def test_a_step_is_said() -> None:
    text = paragraph(analyse(moved(THREE.motion, step(THREE.motion, legs=0.2)))).text
    assert re.search(r"Your feet, or the phone, moved at 0:05\.[0-3]; each part is measured", text)
    assert "moved at" not in paragraph(analyse(THREE.motion)).text


def test_nobody_steps_here() -> None:
    assert clean(THREE.motion).moves == ()


def test_a_foot_that_seems_to_move_as_the_body_bends_stays() -> None:
    trunk = THREE.truth["trunk_inclination_deg"]
    error = np.sin(np.radians(trunk))[:, None] * np.array([0.15 * LEG, 0.0])
    assert clean(moved(THREE.motion, error, feet_alone=True)).moves == ()


def test_feet_that_jump_without_the_body_are_an_error() -> None:
    by = step(THREE.motion, legs=0.3)
    assert clean(moved(THREE.motion, by, feet_alone=True)).moves == ()


def test_a_camera_that_drifts_is_no_step() -> None:
    by = step(THREE.motion, legs=0.5, at_s=0.0, lasts_s=float(THREE.motion.time_s[-1]))
    assert clean(moved(THREE.motion, by)).moves == ()


def test_each_place_is_a_median_of_its_own() -> None:
    time_s = np.arange(60) / 10.0
    path = np.where(time_s < 3.0, 1.0, 5.0)[:, None] * np.ones(2)
    place = planted_position(path, time_s, moves=((28, 32),))
    assert (place[:28] == 1.0).all()
    assert (place[32:] == 5.0).all()
    assert ((place[28:32] > 1.0) & (place[28:32] < 5.0)).all()
    assert (planted_position(path, time_s) == np.median(path)).all()


def test_who_stands_elsewhere_after_the_set_is_no_reference() -> None:
    longer = record_video(Plan(after_s=6.0), camera=Camera(size_px=(1600, 1280), noise_px=1.0)).motion
    last_s = analyse(longer).counted[-1].end_s
    walked = moved(longer, step(longer, legs=0.6, at_s=last_s + 1.5, lasts_s=0.5))
    events = movement_events_of(clean(walked))
    assert events.still.kind == "quiet"
    assert walked.time_s[events.still.frames].max() < last_s + 2.0


def test_who_stands_only_elsewhere_still_has_a_reference() -> None:
    plan = Plan(lifts=(Lift(),), before_s=4.0, after_s=0.2)
    motion = record_video(plan, camera=Camera(size_px=(1600, 1280), noise_px=1.0)).motion
    walked = moved(motion, step(motion, legs=0.4, at_s=2.4, lasts_s=0.4))
    assert movement_events_of(clean(walked)).still.kind == "quiet"
