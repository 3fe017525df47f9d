"""Plans become trajectories whose repetitions begin and end when they should."""

from dataclasses import astuple, replace

import numpy as np
import pytest

from hiphinge.errors import UsageError
from hiphinge.testing import HINGE, SQUAT, Lift, Plan, Posture, Tempo, TrueRepetition, trajectory_of

TEMPO = Tempo(descent_s=2.0, bottom_s=0.5, ascent_s=1.5, top_s=1.0)
MOVEMENT = replace(HINGE, tempo=TEMPO)
ONE = (Lift(),)


def times(repetition: TrueRepetition) -> tuple[float, ...]:
    return repetition.start_s, repetition.bottom_start_s, repetition.bottom_end_s, repetition.end_s


def test_two_repetitions_by_hand() -> None:
    trajectory = trajectory_of(Plan(movement=MOVEMENT, lifts=ONE * 2, before_s=1.0, after_s=0.5))
    assert [times(r) for r in trajectory.repetitions] == [
        pytest.approx((1.0, 3.0, 3.5, 5.0)),
        pytest.approx((6.0, 8.0, 8.5, 10.0)),
    ]
    assert trajectory.duration_s == pytest.approx(10.5)
    assert {r.kind for r in trajectory.repetitions} == {"repetition"}


def test_it_may_begin_at_the_bottom() -> None:
    trajectory = trajectory_of(Plan(movement=MOVEMENT, lifts=ONE * 2, starts_at="bottom", before_s=1.0))
    assert times(trajectory.repetitions[0]) == pytest.approx((0.0, 0.0, 1.5, 3.0))
    assert trajectory.angles(np.zeros(1))["trunk_deg"] == pytest.approx([HINGE.bottom.trunk_deg])


def test_it_may_end_at_the_bottom() -> None:
    trajectory = trajectory_of(Plan(movement=MOVEMENT, lifts=ONE * 2, ends_at="bottom", after_s=1.0))
    assert trajectory.repetitions[1].kind == "lowering"
    assert times(trajectory.repetitions[1]) == pytest.approx((6.0, 8.0, 8.0, 8.0))
    assert trajectory.angles(np.array([trajectory.duration_s]))["trunk_deg"] == pytest.approx([HINGE.bottom.trunk_deg])


@pytest.mark.parametrize("lift", [Lift(depth=0.3), Lift(rise=0.3)])
def test_a_part_of_the_way_is_an_attempt(lift: Lift) -> None:
    assert [r.kind for r in trajectory_of(Plan(lifts=(Lift(), lift))).repetitions] == ["repetition", "attempt"]


def test_depth_and_rise_are_shares_of_the_way() -> None:
    movement = replace(MOVEMENT, standing=Posture(trunk_deg=0, knee_deg=0, shank_deg=0))
    trajectory = trajectory_of(Plan(movement=movement, lifts=(Lift(depth=0.5, rise=0.5),), before_s=1.0))
    (only,) = trajectory.repetitions
    trunk = trajectory.angles(np.array([only.bottom_start_s, only.end_s]))["trunk_deg"]
    assert trunk == pytest.approx([0.5 * HINGE.bottom.trunk_deg, 0.25 * HINGE.bottom.trunk_deg])


def test_pauses_half_way_belong_to_the_way() -> None:
    tempo = replace(TEMPO, halfway_down_s=1.0, halfway_up_s=2.0)
    trajectory = trajectory_of(Plan(movement=replace(MOVEMENT, tempo=tempo), lifts=ONE, before_s=1.0))
    assert times(trajectory.repetitions[0]) == pytest.approx((1.0, 4.0, 4.5, 8.0))
    still = trajectory.angles(np.array([2.0, 2.5, 3.0]))["trunk_deg"]
    assert still == pytest.approx([still[0]] * 3)


def test_rising_is_passed_after_a_third_of_the_way_up() -> None:
    rising = Posture(trunk_deg=85.0, knee_deg=5.0, shank_deg=-5.0)
    trajectory = trajectory_of(Plan(movement=replace(MOVEMENT, rising=rising), lifts=ONE, before_s=1.0))
    (only,) = trajectory.repetitions
    assert times(only) == pytest.approx((1.0, 3.0, 3.5, 5.0))
    assert trajectory.angles(np.array([4.0]))["trunk_deg"] == pytest.approx([85.0])


def test_sets_are_apart_and_a_step_lies_between() -> None:
    trajectory = trajectory_of(Plan(movement=MOVEMENT, lifts=ONE * 2, sets=2, rest_s=12.0, step_m=0.4))
    assert [r.set for r in trajectory.repetitions] == [1, 1, 2, 2]
    first, second = trajectory.repetitions[1], trajectory.repetitions[2]
    assert second.start_s - first.end_s == pytest.approx(12.0)
    assert trajectory.place_m(np.array([first.end_s, second.start_s])) == pytest.approx([0.0, 0.4])


def test_a_lift_may_have_its_own_form() -> None:
    trajectory = trajectory_of(Plan(movement=MOVEMENT, lifts=(Lift(), Lift(movement=SQUAT))))
    at = np.array([r.bottom_start_s for r in trajectory.repetitions])
    assert trajectory.angles(at)["knee_deg"] == pytest.approx([HINGE.bottom.knee_deg, SQUAT.bottom.knee_deg])


def test_without_lifts_nothing_moves() -> None:
    trajectory = trajectory_of(Plan(lifts=(), before_s=2.0, after_s=1.0))
    assert trajectory.repetitions == ()
    assert {astuple(key.posture) for key in trajectory.keys} == {astuple(HINGE.standing)}
    assert trajectory.duration_s == pytest.approx(3.0)


@pytest.mark.parametrize("wrong", [{"sets": 0}, {"before_s": 0.0}, {"after_s": -1.0}])
def test_a_plan_of_nothing_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="at least one set"):
        replace(Plan(), **wrong)  # type: ignore[arg-type] # the fields are wrong on purpose
