"""Days: how many, how far apart, missed ones moved, never doubled; the person's changes count for more."""

from datetime import date
from typing import Any

import pytest
from tests.planning.by_hand import POOR, START, did, item_of, lifter, planned, today_for

from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.planning import Answers, Edit, Plan, Settings, make_plan
from hiphinge.workflow.planning import new_plan


def weekdays(plan: Plan, week: int = 0) -> list[int]:
    return [date.fromordinal(session.day).weekday() for session in plan.sessions if session.week == week]


@pytest.mark.parametrize(
    ("experience", "offered", "days"),
    [
        ("new", (0, 1, 2, 3, 4, 5, 6), [0, 2, 4]),
        ("new", (0, 3), [0, 3]),
        ("some", (0, 2, 4), [0, 2, 4]),
        ("advanced", (0, 1, 2, 3, 4, 5, 6), [0, 1, 3, 5]),
        ("advanced", (1, 3, 5), [1, 3, 5]),
        ("advanced", (1, 3), [1, 3]),
    ],
)
def test_days_of_a_week(experience: str, offered: tuple[int, ...], days: list[int]) -> None:
    assert weekdays(make_plan(lifter(experience=experience, weekdays=offered))) == days


def test_two_days_of_somebody_advanced_are_said_to_be_few() -> None:
    plan = make_plan(lifter(experience="advanced", weekdays=(1, 3)))
    assert plan.decisions[0].id == "fewer_days"


def test_a_missed_day_moves_and_the_rest_follows() -> None:
    missed = today_for(lifter(), 1)
    assert missed.session.kind == "heavy"
    assert "Moved here from Monday" in missed.session.decisions[0].says
    plan = planned(lifter(), did(1))
    assert weekdays(plan)[:2] == [2, 4]


def test_two_missed_days_are_never_done_in_one() -> None:
    plan = make_plan(lifter(), today=START + 4)
    days = [session.day for session in plan.sessions]
    assert len(set(days)) == len(days)
    assert weekdays(plan) == [4, 5, 6]
    assert weekdays(make_plan(lifter(), today=START + 6)) == [6]


def test_nothing_more_on_a_day_that_was_trained() -> None:
    found = today_for(lifter(), 0, did(0))
    assert found.session is None
    assert "You have trained today. The next session is on Wednesday." in found.decisions[0].says


def test_a_rest_day_names_the_next_session() -> None:
    found = today_for(lifter(), 1, did(0))
    assert found.session is None
    assert [one.id for one in found.decisions] == ["rest_day"]
    assert found.habit is not None


def test_no_hard_day_right_after_another() -> None:
    late = did(6, kind="heavy")
    plan = planned(lifter(), late)
    assert plan.sessions[0].kind != "heavy"
    assert plan.sessions[1].kind == "heavy"


def test_older_people_get_a_light_day_more() -> None:
    kinds = [session.kind for session in make_plan(lifter(age_years=66, weeks=1)).sessions]
    assert kinds == ["heavy", "light", "light"]


def test_a_change_of_load_stands_over_the_plan_and_says_what_it_covers() -> None:
    edits = [Edit(kind="set", exercise="rdl", field="load", value=80.0)]
    item = item_of(make_plan(lifter(), edits=edits), kind="heavy")
    assert item.load == 80.0
    [said] = [one.says for one in item.decisions if one.id == "your_change"]
    assert "80 kg" in said
    assert "60 kg" in said


def test_the_persons_load_is_kept_even_after_a_failed_gate() -> None:

    edits = [Edit(kind="set", exercise="rdl", field="load", value=80.0)]
    item = item_of(planned(lifter(), did(0, load=50.0, gate=POOR), edits=edits), kind="heavy")
    assert item.load == 80.0


def test_swaps_and_what_is_left_out() -> None:
    edits = [Edit(kind="swap", exercise="goblet_squat", other="back_squat"), Edit(kind="leave_out", exercise="plank")]
    used = {item.exercise for session in make_plan(lifter(), edits=edits).sessions for item in session.items}
    assert "back_squat" in used
    assert not {"goblet_squat", "plank"} & used


def test_skipped_and_moved_days() -> None:
    edits = [Edit(kind="skip", day=START + 2), Edit(kind="move", day=START + 4, to_day=START + 5)]
    assert weekdays(make_plan(lifter(), edits=edits)) == [0, 5]


def test_without_any_main_hinge_there_is_no_plan() -> None:
    edits = [Edit(kind="leave_out", exercise=name) for name in ("hip_hinge",)]
    with pytest.raises(UsageError, match="needs a main hinge"):
        make_plan(Settings(start=START, weekdays=(0, 2)), edits=edits)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"weekdays": (0,)}, "two days a week or more"),
        ({"weekdays": (0, 9)}, "Weekdays should be 0 to 6"),
        ({"weeks": 0}, "A plan has 1 to 52 weeks"),
        ({"equipment": frozenset({"rocks"})}, "'rocks' is no piece of equipment"),
        ({"goals": frozenset({"fame"})}, "'fame' is no goal"),
        ({"experience": "guru"}, "'guru' is no experience"),
        ({"step": 0.0}, "smallest step of load should be above 0"),
        ({"weeks_off": -1}, "Weeks off should be 0 or more"),
        ({"easier_every": 1}, "every second week at most"),
    ],
)
def test_settings_that_no_plan_can_be_made_from(fields: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        lifter(**fields)


def test_changes_that_say_too_little() -> None:
    with pytest.raises(UsageError, match="needs value"):
        Edit(kind="set", exercise="rdl", field="load")
    with pytest.raises(UsageError, match="can set load"):
        Edit(kind="set", exercise="rdl", field="colour", value=1)
    with pytest.raises(UsageError, match="should be 1 to 10"):
        Edit(kind="set", exercise="rdl", field="sets", value=0)
    with pytest.raises(UnknownIdError):
        Edit(kind="leave_out", exercise="moonwalk")
    with pytest.raises(UsageError, match="Pain should be 0 to 10"):
        Answers(pain=11)


@pytest.mark.parametrize(("begins", "day"), [(0, 0), (4, 4), (5, 7), (6, 7)])
def test_a_plan_made_after_the_last_day_of_a_week_begins_on_monday(begins: int, day: int) -> None:
    plan = new_plan(lifter(start=START + begins, weeks=2)).plan()
    assert plan.settings.start == START + day
    assert {session.week for session in plan.sessions} == {0, 1}
