"""What goes with the hinge takes turns over a week, and leaves the back alone right after the hard day."""

from collections import Counter
from dataclasses import replace

import pytest
from tests.planning.by_hand import lifter
from tests.planning.six_plans import SIX

from hiphinge.planning import Plan, make_plan


def turns(plan: Plan, week: int, part: str = "assistance") -> Counter[str]:
    return Counter(
        item.exercise
        for session in plan.sessions
        if session.week == week
        for item in session.items
        if item.part == part
    )


@pytest.mark.parametrize("week", range(4))
def test_two_days_hold_a_squat_a_lunge_a_bridge_and_a_row_each_week(week: int) -> None:
    plan = make_plan(lifter(weekdays=(1, 5), weeks=4))
    assert set(turns(plan, week)) == {"goblet_squat", "reverse_lunge", "glute_bridge", "bent_over_row"}


@pytest.mark.parametrize("week", range(4))
def test_no_line_has_its_turn_twice_more_than_another(week: int) -> None:
    counts = turns(make_plan(lifter(weeks=4)), week)
    assert len(counts) == 4
    assert max(counts.values()) - min(counts.values()) <= 1


def test_one_leg_is_left_out_on_the_day_after_the_hard_one() -> None:
    sessions = make_plan(SIX["four_days"]).sessions
    one_leg = [any(item.part == "stability" for item in session.items) for session in sessions]
    assert [session.kind for session in sessions] == ["heavy", "light", "slow", "light"]
    assert one_leg == [False, False, True, True]
    apart = make_plan(replace(SIX["four_days"], weekdays=(0, 2, 4, 6))).sessions
    assert any(item.part == "stability" for item in apart[1].items)


def test_a_bar_alone_brings_a_plate_to_squat_with() -> None:
    plan = make_plan(SIX["two_days"])
    assert "plate" in {one.id for one in plan.decisions}
    assert "goblet_squat" in turns(plan, 0)
    with_dumbbells = make_plan(lifter())
    assert "plate" not in {one.id for one in with_dumbbells.decisions}
