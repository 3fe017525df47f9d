"""How far the weight moved over the foot: against physics on synthetic bodies, with and without a given load."""

from dataclasses import replace
from functools import cache
from typing import Literal

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.anthropometry import segments_of
from hiphinge.findings import Measurement, NotMeasurable
from hiphinge.motion import CoefficientSet, Motion, Person
from hiphinge.testing import HINGE, Camera, Movement, Plan, Posture, Tempo, record_video
from hiphinge.testing.body import HEEL_BEHIND, NECK, SHANK, THIGH, TOE_AHEAD, TRUNK

SEGMENTS = segments_of(CoefficientSet.MEAN)
FOOT = HEEL_BEHIND + TOE_AHEAD
KNEE_DEG = 20.0
HEELS = ("left_heel", "right_heel")
HEAVY = Person(mass_kg=80.0)


def centre(posture: Posture) -> float:
    """Return the centre of a synthetic body ahead of its ankle, in statures: masses times places, written out."""
    shank, thigh, trunk, head = np.radians(
        [
            posture.shank_deg,
            posture.shank_deg - posture.knee_deg,
            posture.trunk_deg,
            posture.trunk_deg + posture.head_deg,
        ]
    )
    knee = SHANK * np.sin(shank)
    hip = knee + THIGH * np.sin(thigh)
    shoulder = hip + TRUNK * np.sin(trunk)
    s = SEGMENTS
    return float(
        s.head * (shoulder + NECK * np.sin(head))
        + s.trunk * (hip + s.trunk_centre * (shoulder - hip))
        + s.arms * shoulder
        + s.thighs * (knee + s.thigh_centre * (hip - knee))
        + s.shanks * s.shank_centre * knee
        + s.feet * (s.foot_centre * FOOT - HEEL_BEHIND)
    )


def hands(posture: Posture) -> float:
    shank, thigh = np.radians([posture.shank_deg, posture.shank_deg - posture.knee_deg])
    return float(SHANK * np.sin(shank) + THIGH * np.sin(thigh) + TRUNK * np.sin(np.radians(posture.trunk_deg)))


def shifted(by: float, trunk_deg: float = 70.0, load: float = 0.0) -> Posture:
    """Return the bottom at which the centre of body and load in the hands has moved forward by a share of the foot."""

    def place(posture: Posture) -> float:
        return (centre(posture) + load * hands(posture)) / (1 + load)

    shanks = np.linspace(-30.0, 30.0, 2401)
    bottoms = [Posture(trunk_deg=trunk_deg, knee_deg=KNEE_DEG, shank_deg=float(x)) for x in shanks]
    wanted = place(HINGE.standing) + by * FOOT
    return min(bottoms, key=lambda posture: abs(place(posture) - wanted))


def hinge(bottom: Posture) -> Movement:
    return replace(HINGE, bottom=bottom, tempo=Tempo(descent_s=1.8))


@cache
def filmed(
    by: float, load: float = 0.0, frame_rate_hz: float = 30.0, facing: Literal["left", "right"] = "right"
) -> Motion:
    camera = Camera(frame_rate_hz=frame_rate_hz, facing=facing)
    return record_video(Plan(movement=hinge(shifted(by, load=load))), camera=camera).motion


def shifts(answer: Analysis) -> list[float]:
    measured = [r.measurements["weight_shift"] for r in answer.counted]
    return [m.value for m in measured if isinstance(m, Measurement)]


def found(answer: Analysis) -> list[bool]:
    return [any(f.id == "weight_forward" for f in r.findings) for r in answer.counted]


@pytest.mark.parametrize("by", [-0.2, 0.0, 0.2, 0.5])
def test_it_is_the_true_way_of_the_centre(by: float) -> None:
    # Joints are corrected for real networks, which draws a synthetic hip up the trunk a little, and the face leans.
    assert shifts(analyse(filmed(by), load_kg=0.0)) == pytest.approx([by] * 3, abs=0.12)


def test_a_shift_twice_as_far_is_measured_as_more() -> None:
    moved = [shifts(analyse(filmed(by), load_kg=0.0))[0] for by in (0.0, 0.25, 0.5)]
    assert np.diff(moved) == pytest.approx([0.25, 0.25], abs=0.05)


@pytest.mark.parametrize("exercise", ["hip_hinge", "romanian_deadlift", None])
def test_weight_on_the_toes_is_found_and_weight_over_the_foot_is_not(exercise: str | None) -> None:
    assert found(analyse(filmed(0.0), exercise=exercise)) == [False] * 3
    assert found(analyse(filmed(0.15), exercise=exercise)) == [False] * 3
    assert found(analyse(filmed(0.55), exercise=exercise)) == [True] * 3


@pytest.mark.parametrize("frame_rate_hz", [24.0, 60.0])
def test_neither_mirror_nor_frame_rate_matters(frame_rate_hz: float) -> None:
    usual = shifts(analyse(filmed(0.5)))
    assert shifts(analyse(filmed(0.5, 0.0, frame_rate_hz, "left"))) == pytest.approx(usual, abs=0.03)


def test_a_given_load_counts_where_it_is() -> None:
    """Who balances with 60 kg in the hands gets no finding; who balances without them would tip with them."""
    with_it, without = filmed(0.0, 0.75), filmed(0.0)
    load_kg = 60.0
    balanced = analyse(with_it, exercise="romanian_deadlift", person=HEAVY, load_kg=load_kg)
    tipping = analyse(without, exercise="romanian_deadlift", person=HEAVY, load_kg=load_kg)
    assert shifts(balanced) == pytest.approx([0.0] * 3, abs=0.15)
    assert found(balanced) == [False] * 3
    assert shifts(tipping)[0] > shifts(balanced)[0] + 0.25


def test_a_load_that_nobody_gave_makes_no_finding() -> None:
    """The lesser of two is taken: without a load, and with one of the body's own mass."""
    given = shifts(analyse(filmed(0.0), exercise="romanian_deadlift", person=HEAVY, load_kg=80.0))
    nothing = shifts(analyse(filmed(0.0), exercise="romanian_deadlift", load_kg=0.0))
    not_given = shifts(analyse(filmed(0.0), exercise="romanian_deadlift"))
    assert not_given == pytest.approx(np.minimum(given, nothing))


def test_a_load_makes_it_less_sure() -> None:
    widths = []
    for kilograms in (0.0, 40.0, 80.0):
        measured = analyse(filmed(0.2), person=HEAVY, load_kg=kilograms).counted[0].measurements["weight_shift"]
        assert isinstance(measured, Measurement)
        assert measured.interval is not None
        widths.append(measured.interval.high - measured.interval.low)
    assert np.diff(widths) == pytest.approx([0.2, 0.2])


def reasons(answer: Analysis) -> set[str]:
    measured = [r.measurements["weight_shift"] for r in answer.counted]
    return {m.id for m in measured if isinstance(m, NotMeasurable)}


def test_a_bar_on_the_back_has_to_be_given() -> None:
    motion = filmed(0.0)
    assert reasons(analyse(motion, exercise="good_morning")) == {"load_unknown"}
    assert reasons(analyse(motion, exercise="good_morning", load_kg=40.0)) == {"load_unknown"}
    assert not reasons(analyse(motion, exercise="good_morning", load_kg=40.0, person=HEAVY))


def test_a_swing_and_uneven_feet_are_left_alone() -> None:
    motion = filmed(0.55)
    for exercise in ("kettlebell_swing", "kickstand_romanian_deadlift"):
        assert found(analyse(motion, exercise=exercise)) == [False] * 3


def test_on_one_leg_nothing_is_measured() -> None:
    """The far leg swings up behind, and the mass with it."""
    motion = filmed(0.55)
    depth = np.interp(motion.time_s, *_depth(motion))
    leg_px = 0.491 * 850.0
    positions = motion.positions.copy()
    for joint in ("ankle", "heel", "toe"):
        place = motion.layout.index(f"left_{joint}")
        assert place is not None
        positions[:, place] += depth[:, None] * leg_px * np.array([-0.9, -0.7])
    assert reasons(analyse(replace(motion, positions=positions))) == {"uneven_feet"}


def test_a_reference_in_which_nobody_stands_quietly_measures_nothing() -> None:
    """Heel and toe keypoints that lie half a foot ahead have the centre of mass behind the heel while standing."""
    motion = filmed(0.0)
    positions = motion.positions.copy()
    for side in ("left", "right"):
        for joint in ("heel", "toe"):
            place = motion.layout.index(f"{side}_{joint}")
            assert place is not None
            positions[:, place, 0] += 0.5 * FOOT * 850.0
    assert reasons(analyse(replace(motion, positions=positions))) == {"low_confidence"}


def _depth(motion: Motion) -> tuple[np.ndarray, np.ndarray]:
    """Return how deep the hinge is over time, 0 to 1: by how far the shoulder has come down."""
    height = -motion.point("right_shoulder")[:, 1]
    return motion.time_s, (height.max() - height) / np.ptp(height)


def test_without_feet_nothing_is_measured() -> None:
    motion = filmed(0.55)
    positions = motion.positions.copy()
    positions[:, [motion.layout.keypoints.index(name) for name in HEELS]] = np.nan
    assert reasons(analyse(replace(motion, positions=positions))) == {"feet_not_seen"}
