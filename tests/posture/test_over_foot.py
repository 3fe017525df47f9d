"""Where the body's centre is over the foot: against sums by hand on a synthetic body, and what must not matter."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.anthropometry import Segments, segments_of
from hiphinge.cleaning import clean
from hiphinge.motion import SIDE_JOINTS, CoefficientSet, SideMotion
from hiphinge.posture import BODY, HANDS, SHOULDERS, on_one_leg, over_foot, with_load
from hiphinge.testing import Camera, Plan, record_video

EVERY = pytest.mark.parametrize("coefficients", list(CoefficientSet))
STATURE_PX = 850.0


def one_frame(**ahead: float) -> SideMotion:
    """Return a side view of one posture, joints ahead of the ankle in pixels, all at the heights of nobody."""
    side = clean(record_video(Plan()).motion)
    near = np.full((len(side), len(SIDE_JOINTS), 2), 0.0)
    for name, place in ahead.items():
        near[:, SIDE_JOINTS.index(name), 0] = place
    return replace(side, near=near, far=near)


PLACES = {
    "heel": -40.0,
    "toe": 110.0,
    "ankle": 0.0,
    "knee": 20.0,
    "hip": -150.0,
    "shoulder": 120.0,
    "ear": 220.0,
    "elbow": 110.0,
    "wrist": 105.0,
}


def by_hand(s: Segments) -> float:
    """Sum mass times place over the segments, in pixels ahead of the ankle."""
    hip, knee, shoulder = PLACES["hip"], PLACES["knee"], PLACES["shoulder"]
    parts = (
        (s.head, PLACES["ear"]),
        (s.trunk, hip + s.trunk_centre * (shoulder - hip)),
        (s.arms, 0.55 * (120 + 110) / 2 + 0.45 * (110 - 0.7 * 5)),
        (s.thighs, knee + s.thigh_centre * (hip - knee)),
        (s.shanks, s.shank_centre * knee),
        (s.feet, -40 + s.foot_centre * 150),
    )
    return sum(mass * place for mass, place in parts)


@EVERY
def test_it_is_the_sum_of_the_segments(coefficients: CoefficientSet) -> None:
    s = segments_of(coefficients)
    places = over_foot(one_frame(**PLACES), segments=s)
    assert places[BODY] == pytest.approx((by_hand(s) + 40) / 150)
    assert places[HANDS] == pytest.approx((105 + 40) / 150)
    assert places[SHOULDERS] == pytest.approx((120 + 40) / 150)


def test_masses_are_the_whole_body() -> None:
    """Everything at one place has its centre there."""
    alike = dict.fromkeys(PLACES, 35.0) | {"heel": 0.0, "toe": 70.0}
    s = segments_of(CoefficientSet.MALE)
    foot = s.feet * (s.foot_centre - 0.5)
    assert over_foot(one_frame(**alike), segments=s)[BODY] == pytest.approx(0.5 + foot, abs=1e-3)


@pytest.mark.parametrize("facing", ["left", "right"])
def test_neither_side_nor_size_matters(facing: str) -> None:
    segments = segments_of(CoefficientSet.MEAN)
    usual = over_foot(clean(record_video(Plan()).motion), segments=segments)[BODY]
    camera = Camera(facing=facing, stature_px=400.0)  # type: ignore[arg-type] # parametrised with the literals
    assert over_foot(clean(record_video(Plan(), camera=camera).motion), segments=segments)[BODY] == pytest.approx(
        usual, abs=1e-3
    )


def test_hands_and_head_out_of_sight_are_taken_from_the_shoulder() -> None:
    side = one_frame(**PLACES)
    hidden = side.near.copy()
    for name in ("ear", "elbow", "wrist"):
        hidden[:, SIDE_JOINTS.index(name)] = np.nan
    places = over_foot(replace(side, near=hidden, far=hidden), segments=segments_of(CoefficientSet.MEAN))
    assert places[HANDS] == pytest.approx(places[SHOULDERS])
    assert np.isfinite(places[BODY]).all()


@pytest.mark.parametrize("toe", [np.nan, -60.0])
def test_without_a_foot_nothing_is_measured(toe: float) -> None:
    places = over_foot(one_frame(**PLACES | {"toe": toe}), segments=segments_of(CoefficientSet.MEAN))
    assert all(np.isnan(series).all() for series in places.values())


def test_a_load_pulls_the_centre_to_itself() -> None:
    assert with_load(0.4, 0.8, load=0.0) == 0.4
    assert with_load(0.4, 0.8, load=1.0) == pytest.approx(0.6)
    assert with_load(0.4, 0.4, load=0.7) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("up", "back", "expected"), [(0.4, 0.8, 1.0), (0.4, 0.0, 0.0), (0.0, 0.8, 0.0), (0.1, 0.1, 0.0)]
)
def test_a_foot_in_the_air_is_up_and_back(up: float, back: float, expected: float) -> None:
    side = clean(record_video(Plan()).motion)
    far = side.far.copy()
    late = slice(-len(side) // 3, None)
    far[late, SIDE_JOINTS.index("ankle")] += side.leg_length * np.array([-back, up])
    on_one = on_one_leg(replace(side, far=far))
    assert set(on_one[: len(side) // 2]) == {0.0}
    assert set(on_one[late]) == {expected}


def test_who_is_measured_on_the_far_leg_stands_on_it() -> None:
    side = clean(record_video(Plan()).motion)
    assert set(on_one_leg(side)) == {0.0}
    assert set(on_one_leg(replace(side, on_far_leg=True))) == {1.0}
