from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hiphinge.errors import InputFormatError, NotMeasurableError
from hiphinge.motion import FloatArray
from hiphinge.spine.marking import MARKED_ANGLES, Marking, marked_back

STANDING_DEG = (-12.0, 8.0, 30.0)
BOTTOM_DEG = (25.0, 75.0, 118.0)
TRUE = {
    "pelvis_tilt_deg": 37.0,
    "lumbar_flexion_deg": 30.0,
    "thoracic_flexion_deg": 21.0,
    "thoracolumbar_flexion_deg": 51.0,
}


def back(directions_deg: tuple[float, ...], *, length_px: float = 300.0, bend: float = 0.0) -> FloatArray:
    """Return six points of a back that turns evenly between three places, in pixels, facing right.

    ``bend`` curves it about each place, degrees over a pair, so that the chord is not the tangent.
    """
    s = np.linspace(0.0, 1.0, 2001)
    lean = np.interp(s, (0.1, 0.5, 0.9), directions_deg) + bend * np.sin(6 * np.pi * (s - 0.1))
    step = length_px / 2000 * np.stack([np.sin(np.radians(lean)), -np.cos(np.radians(lean))], axis=1)
    edge = np.array([200.0, 400.0]) + np.cumsum(step, axis=0)
    return np.asarray(edge[[100, 300, 900, 1100, 1700, 1900]])


def marking(*, rater: str = "", repeat: int = 1, change: Callable[[FloatArray], FloatArray] = lambda p: p) -> Marking:
    return Marking(rater=rater, repeat=repeat, standing=change(back(STANDING_DEG)), bottom=change(back(BOTTOM_DEG)))


def shaken(seed: int, *, sd_px: float) -> Callable[[FloatArray], FloatArray]:
    random = np.random.default_rng(seed)
    return lambda points: np.add(points, random.normal(0.0, sd_px, points.shape))


def both(first: Callable[[FloatArray], FloatArray], then: Callable[[FloatArray], FloatArray]) -> Any:
    return lambda points: then(first(points))


def values(*trials: Marking) -> dict[str, float]:
    return {id_: angle.value_deg for id_, angle in marked_back(trials).angles.items()}


def test_chords_of_a_hands_breadth_give_back_the_true_angles() -> None:
    found = values(marking())
    assert set(found) == set(MARKED_ANGLES)
    # The chord at S2 and at C7 lies over the place where the even turning begins and ends, so it turns a little less.
    assert found == pytest.approx(TRUE, abs=4.0)


def test_the_parts_add_up() -> None:
    found = values(marking())
    assert found["lumbar_flexion_deg"] + found["thoracic_flexion_deg"] == pytest.approx(
        found["thoracolumbar_flexion_deg"]
    )


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(0.2, 5.0), x=st.floats(-500, 500), y=st.floats(-300, 300), mirrored=st.booleans())
def test_size_place_and_the_way_the_person_faces_do_not_matter(
    *, scale: float, x: float, y: float, mirrored: bool
) -> None:
    turn = np.array([-scale if mirrored else scale, scale])
    moved = marked_back([marking(change=lambda points: points * turn + (x, y))])
    assert {id_: a.value_deg for id_, a in moved.angles.items()} == pytest.approx(values(marking()), abs=1e-6)
    assert moved.facing == ("left" if mirrored else "right")


def test_a_camera_that_is_not_level_does_not_matter() -> None:
    turn = np.radians(4.0)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    assert values(marking(change=lambda points: points @ rotation.T)) == pytest.approx(values(marking()))


def test_one_go_has_no_repeatability() -> None:
    found = marked_back([marking()])
    assert found.direction_sd_deg is None
    assert found.degrees_of_freedom == 0
    assert all(a.repeatability_deg is None and a.half_width_deg is None for a in found.angles.values())


def test_two_trials_give_repeatability_from_six_directions() -> None:
    found = marked_back([marking(), marking(repeat=2, change=shaken(1, sd_px=1.0))])
    assert found.degrees_of_freedom == 6
    assert found.direction_sd_deg is not None
    pelvis, lumbar = found.angles["pelvis_tilt_deg"], found.angles["lumbar_flexion_deg"]
    assert pelvis.half_width_deg is not None
    assert lumbar.half_width_deg is not None
    assert lumbar.repeatability_deg is not None
    # Student's t of 6 at 95 %, two directions in two frames.
    assert pelvis.half_width_deg == pytest.approx(1.943 * found.direction_sd_deg * 2**0.5 / 2**0.5, rel=1e-3)
    assert lumbar.half_width_deg == pytest.approx(pelvis.half_width_deg * 2**0.5)
    assert lumbar.repeatability_deg == pytest.approx(lumbar.half_width_deg * 2)


def test_the_width_holds_nine_of_ten_differences() -> None:
    trials = [marking(repeat=k, change=shaken(k, sd_px=1.5)) for k in range(1, 401)]
    found = marked_back(trials)
    angle = found.angles["lumbar_flexion_deg"]
    each = np.array(angle.each_deg)
    inside = np.abs(each[::2] - each[1::2]) <= (angle.repeatability_deg or 0.0)
    assert inside.mean() == pytest.approx(0.9, abs=0.05)


def test_a_difference_between_raters_is_not_taken_for_a_raters_own() -> None:
    def lower(points: FloatArray) -> FloatArray:
        return np.asarray(points + np.array([[6.0, 0.0], *[[0.0, 0.0]] * 5]))

    trials = [
        *(marking(rater="a", repeat=k, change=shaken(k, sd_px=0.2)) for k in (1, 2)),
        *(marking(rater="b", repeat=k, change=both(shaken(k + 9, sd_px=0.2), lower)) for k in (1, 2)),
    ]
    found = marked_back(trials)
    assert found.raters == ("a", "a", "b", "b")
    assert found.degrees_of_freedom == 12
    assert (found.direction_sd_deg or 99.0) < 2.0


def test_nothing_is_measured_where_nobody_bends() -> None:
    points = back(STANDING_DEG)
    with pytest.raises(NotMeasurableError, match="Choose two other frames"):
        marked_back([Marking(rater="", repeat=1, standing=points, bottom=points + 3.0)])


def test_without_markings_there_is_nothing() -> None:
    with pytest.raises(InputFormatError, match="6 points"):
        marked_back([])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda p: p[:5], "6 points"),
        (lambda p: np.where(np.arange(12).reshape(6, 2) == 3, np.nan, p), "6 points"),
        (lambda p: p[[0, 0, 2, 3, 4, 5]], "too near"),
        (lambda p: p[::-1], "lowest"),
    ],
)
def test_points_that_are_no_back_are_refused(change: Callable[[FloatArray], FloatArray], message: str) -> None:
    with pytest.raises(InputFormatError, match=message):
        marking(change=change)


def test_points_are_kept_as_they_were() -> None:
    points = back(STANDING_DEG)
    kept = Marking(rater="", repeat=1, standing=points, bottom=back(BOTTOM_DEG))
    points[0] = 0.0
    assert kept.standing[0] == pytest.approx(back(STANDING_DEG)[0])
    with pytest.raises(ValueError, match="read-only"):
        kept.standing[0] = 1.0
