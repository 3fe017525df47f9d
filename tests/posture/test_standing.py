"""Which frames show the person's reference posture."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis.tracks import measure_frames, movement_events_of
from hiphinge.cleaning import clean
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.posture import Legs, StandingFrames, detect_standing
from hiphinge.repetitions import Span
from hiphinge.testing import Lift, Plan, record_video

RATE_HZ = 30.0


def clock(duration_s: float) -> FloatArray:
    return np.arange(0.0, duration_s, 1 / RATE_HZ)


def span(end_s: float, *, attempt: bool = False) -> Span:
    return Span(
        start_s=end_s - 2.0,
        bottom_start_s=end_s - 1.2,
        bottom_s=end_s - 1.0,
        bottom_end_s=end_s - 0.8,
        end_s=end_s,
        depth_deg=80.0,
        kind="attempt" if attempt else "repetition",
    )


def bouncing(time_s: FloatArray) -> FloatArray:
    """Return a lean that turns at once at the lockout, every two seconds: nobody stands still."""
    return np.asarray(35.0 - 35.0 * np.cos(np.pi * time_s))


def test_quiet_standing_is_found_where_it_is() -> None:
    time_s = clock(6.0)
    trunk = np.where(time_s < 2.0, 3.0, np.where(time_s < 4.0, 3.0 + 35 * (1 - np.cos(np.pi * (time_s - 2))), 3.0))
    found = detect_standing(time_s, trunk, trunk, [span(4.0)])
    assert found.kind == "quiet"
    assert found.frames[time_s < 1.9].all()
    assert found.frames[time_s > 5.1].all()
    assert not found.frames[(time_s > 2.3) & (time_s < 3.7)].any()


def leaning_back_at_the_top(time_s: FloatArray) -> FloatArray:
    """Return a lean of 3 until a lift that ends, at 4 s, 15 degrees behind vertical and stays there until 6 s."""
    lift = 3.0 + 35 * (1 - np.cos(np.pi * (time_s - 2)))
    return np.asarray(np.select([time_s < 2.0, time_s < 4.0, time_s < 4.9], [3.0, lift, -15.0], 3.0))


def test_a_top_that_is_held_beyond_standing_is_no_zero() -> None:
    time_s = clock(6.0)
    trunk = leaning_back_at_the_top(time_s)
    found = detect_standing(time_s, trunk, trunk, [span(4.0)])
    assert found.kind == "quiet"
    assert set(trunk[found.frames]) == {3.0}


def test_who_begins_at_the_bottom_stands_when_the_lift_has_settled() -> None:
    time_s = clock(4.0)
    trunk = leaning_back_at_the_top(time_s + 2.0)
    found = detect_standing(time_s, trunk, trunk, [span(2.0)])
    assert found.kind == "quiet"
    assert set(trunk[found.frames]) == {3.0}


def test_without_rest_the_tops_that_are_held_are_the_quiet_standing() -> None:
    time_s = clock(2.9)
    trunk = np.where(time_s < 2.0, 40.0 - 20 * time_s, 0.0)
    found = detect_standing(time_s, trunk, trunk, [span(2.0)])
    assert found.kind == "quiet"
    assert found.frames[time_s > 2.3].all()


def test_without_quiet_standing_the_tops_are_taken() -> None:
    time_s = clock(6.0)
    trunk = bouncing(time_s)
    found = detect_standing(time_s, trunk, trunk, [span(2.0), span(4.0)])
    assert found.kind == "lockout"
    assert set(np.round(time_s[found.frames])) == {2.0, 4.0}


def test_the_top_of_an_attempt_is_none() -> None:
    time_s = clock(6.0)
    trunk = bouncing(time_s)
    found = detect_standing(time_s, trunk, trunk, [span(2.0, attempt=True), span(4.0)])
    assert set(np.round(time_s[found.frames])) == {4.0}


@pytest.mark.parametrize("lean_deg", [30.0, 80.0, -25.0, float("nan")])
def test_stillness_that_is_not_upright_is_no_standing(lean_deg: float) -> None:
    time_s = clock(3.0)
    trunk = np.full(len(time_s), lean_deg)
    found = detect_standing(time_s, trunk, np.nan_to_num(trunk), [span(2.0)])
    assert found.kind == "none"
    assert not found.frames.any()


def test_a_moment_is_too_short() -> None:
    time_s = clock(3.0)
    trunk = np.where((time_s > 1.0) & (time_s < 1.4), 2.0, 50.0)
    assert detect_standing(time_s, trunk, trunk, []).kind == "none"


def test_upright_with_bent_legs_is_no_standing() -> None:
    time_s = clock(4.0)
    trunk = np.full(len(time_s), 5.0)
    fold = np.where(time_s < 2.0, 6.0, 40.0)  # the second half in a half squat
    found = detect_standing(time_s, trunk, fold, [])
    assert found.kind == "quiet"
    assert not found.frames[time_s > 2.1].any()


def legs(
    time_s: FloatArray, *, knee: FloatArray | float = 3.0, shank: FloatArray | float = 5.0, moving_until_s: float = 0.0
) -> Legs:
    return Legs(
        knee_deg=np.broadcast_to(np.asarray(knee, dtype=float), time_s.shape),
        shank_deg=np.broadcast_to(np.asarray(shank, dtype=float), time_s.shape),
        moving=time_s < moving_until_s,
    )


def stood(time_s: FloatArray, legs: Legs) -> StandingFrames:
    return detect_standing(time_s, np.full(len(time_s), 3.0), np.full(len(time_s), 4.0), [], legs=legs)


def test_walking_is_no_standing() -> None:
    time_s = clock(4.0)
    found = stood(time_s, legs(time_s, moving_until_s=2.0))
    assert (found.kind, found.legs) == ("quiet", True)
    assert not found.frames[time_s < 2.0].any()
    assert stood(time_s, legs(time_s, moving_until_s=9.0)).kind == "none"


def test_a_pause_with_bent_knees_is_no_standing_where_the_person_also_stands_straight() -> None:
    time_s = clock(6.0)
    found = stood(time_s, legs(time_s, knee=np.where(time_s < 4.0, 21.0, 2.0)))
    assert found.frames[time_s > 4.1].all()
    assert not found.frames[time_s < 4.0].any()


def test_a_foot_put_forward_at_the_end_is_no_standing() -> None:
    time_s = clock(6.0)
    found = stood(time_s, legs(time_s, shank=np.where(time_s < 4.0, 5.0, -12.0)))
    assert found.frames[time_s < 3.9].all()
    assert not found.frames[time_s > 4.0].any()
    swaying = stood(time_s, legs(time_s, shank=-7.0))
    assert swaying.legs
    assert swaying.frames.all()


@pytest.mark.parametrize(("knee", "shank"), [(105.0, 30.0), (-25.0, -5.0), (5.0, -33.0)])
def test_legs_that_cannot_stand_are_no_reference(knee: float, shank: float) -> None:
    time_s = clock(4.0)
    found = stood(time_s, legs(time_s, knee=knee, shank=shank))
    assert found.kind == "quiet"
    assert not found.legs


def test_a_knee_behind_a_plate_is_compared_with_nothing() -> None:
    video = record_video(Plan(lifts=(Lift(),)))
    side = clean(video.motion)
    near = np.array(side.near)
    near[:, SIDE_JOINTS.index("knee"), 0] += 0.35 * side.leg_length * (side.time_s < 1.2)
    near[:, SIDE_JOINTS.index("knee"), 0] += 0.35 * side.leg_length * (side.time_s > side.time_s[-1] - 1.2)
    tracks = measure_frames(replace(side, near=near))
    assert "knee_flexion_deg" not in tracks.series.reference.values
    assert "trunk_inclination_deg" in tracks.series.reference.values


def test_walking_to_the_camera_is_no_standing() -> None:
    side = clean(record_video(Plan(lifts=(Lift(),), before_s=2.0, after_s=2.0)).motion)
    scale = np.exp(0.25 * np.minimum(side.time_s - 1.5, 0.0))[:, None, None]
    found = movement_events_of(replace(side, near=side.near * scale)).still
    assert found.kind == "quiet"
    assert not found.frames[(side.time_s > 0.4) & (side.time_s < 1.1)].any()


def test_a_top_that_is_hidden_is_seen_before_the_next_movement() -> None:
    """The person rises out of sight, and is detected again when they begin to bend."""
    time_s = clock(8.0)
    trunk = bouncing(time_s)
    hidden = (time_s > 3.7) & (time_s < 4.1)
    found = detect_standing(
        time_s, np.where(hidden, np.nan, trunk), trunk, [span(4.0), replace(span(6.15), start_s=4.15)]
    )
    assert found.kind == "lockout"
    assert found.frames[(time_s > 4.1) & (time_s < 4.2)].all()
    assert not found.frames[time_s < 4.1].any()
