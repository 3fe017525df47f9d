"""What was done changes what comes: the gate, range before load, steps of load, pain, effort, weeks off."""

import pytest
from tests.planning.by_hand import POOR, did, item_of, lifter, planned, today_for

from hiphinge.planning import Answers, DayPlan, DoneSession, DoneSet, Gate, Item


def ids(item: Item) -> list[str]:
    return [one.id for one in item.decisions]


def settled(count: int) -> list[DoneSession]:
    """Return so many good sessions at 60 kg, three a week."""
    return [did(7 * (n // 3) + (0, 2, 4)[n % 3]) for n in range(count)]


def test_range_comes_first_then_a_pause_then_a_set_then_a_harder_exercise_then_load() -> None:
    steps = [item_of(planned(lifter(weeks=26), *settled(n)), kind="heavy") for n in (0, 2, 4, 6)]
    assert [step.lean_deg for step in steps] == [50, 55, 60, 60]
    assert [step.pause_s for step in steps] == [0, 0, 0, 1]
    assert {step.load for step in steps} == {60.0}
    open_ = planned(lifter(weeks=26), *settled(8))
    assert item_of(open_, "conventional_deadlift", kind="heavy").choose_load


def test_load_grows_by_the_smallest_step_that_is_large_enough() -> None:
    settings = lifter(weeks=26, equipment=frozenset({"dumbbells"}))
    raised = next(
        item
        for n in range(8, 30, 2)
        if (item := item_of(planned(settings, *settled(n)))).load is not None and "load_raised" in ids(item)
    )
    assert ids(raised).count("load_raised") == 1
    [said] = [one.says for one in raised.decisions if one.id == "load_raised"]
    assert "from 60 kg to 62.5 kg" in said


def test_one_good_session_is_not_enough() -> None:
    assert item_of(planned(lifter(), did(0))).lean_deg == 50


@pytest.mark.parametrize("gate", [POOR, None, Gate(judged=2, met=2)], ids=["failed", "not filmed", "two judged"])
def test_no_step_without_a_gate_that_was_met(gate: Gate | None) -> None:
    item = item_of(planned(lifter(), did(0, gate=gate), did(2, gate=gate)))
    assert (item.lean_deg, item.pause_s) == (50, 0)
    assert item.load is not None
    assert item.load <= 60


def test_after_a_failed_gate_the_next_time_is_no_heavier() -> None:
    light = did(0, load=47.5, gate=POOR)
    item = item_of(planned(lifter(), light), kind="heavy")
    assert item.load == 47.5
    assert "gate_failed" in ids(item_of(planned(lifter(), light)))


def test_two_failed_gates_go_back_one_step() -> None:
    item = item_of(planned(lifter(), did(0, gate=POOR), did(2, gate=POOR)), kind="heavy")
    assert item.load is not None
    assert item.load < 60
    assert "gate_failed_twice" in ids(item_of(planned(lifter(), did(0, gate=POOR), did(2, gate=POOR))))


def test_a_lean_that_the_video_does_not_show_is_not_raised() -> None:
    short = Gate(judged=8, met=8, lean_deg=40.0)
    item = item_of(planned(lifter(), did(0, gate=short), did(2, gate=short)))
    assert item.lean_deg == 50
    assert "range_held" in ids(item)


def test_a_deeper_lean_that_the_video_shows_counts() -> None:
    deep = Gate(judged=8, met=8, lean_deg=58.0)
    assert item_of(planned(lifter(), did(0, gate=deep), did(2, gate=deep))).lean_deg == 60


def test_what_no_video_judges_goes_by_repetitions() -> None:
    done = [did(day, "plank", load=None, gate=None) for day in (0, 2)]
    held = [
        DoneSession(day=one.day, sets=tuple(DoneSet(exercise="plank", hold_s=30, effort=6.0) for _ in range(2)))
        for one in done
    ]
    item = item_of(planned(lifter(), *held), "plank")
    assert item.hold_s == 35
    assert "not_gated" in ids(item)


def test_a_large_step_waits_for_fifteen_repetitions() -> None:
    settings = lifter(weeks=26, step=5.0, loads={"goblet_squat": 25.0})

    def after(count: int) -> Item:
        sets = [did(2 * n, "goblet_squat", load=25.0, gate=None, repetitions=15, effort=6.0) for n in range(count)]
        return item_of(planned(settings, *sets), "goblet_squat")

    assert after(2).load == 25.0
    assert "large_step" in ids(after(2))
    assert after(2).repetitions == 9
    assert after(16).load == 30.0
    assert after(16).repetitions == 8


def test_no_step_of_load_above_a_quarter() -> None:
    settings = lifter(weeks=26, step=10.0, loads={"goblet_squat": 20.0})
    sets = [did(2 * n, "goblet_squat", load=20.0, gate=None, repetitions=15, effort=6.0) for n in range(40)]
    assert item_of(planned(settings, *sets), "goblet_squat").load == 20.0


def test_hard_sessions_bring_an_easier_week() -> None:
    plan = planned(lifter(), did(0, effort=10.0), did(2, effort=10.0))
    first = plan.sessions[0]
    assert first.kind == "light"
    assert "easier_week" in [one.id for one in first.decisions]
    assert "heavy" in {session.kind for session in plan.sessions}


def test_an_easier_week_as_asked() -> None:
    plan = planned(lifter(easier_every=4, weeks=4))
    assert [session.kind for session in plan.sessions if session.week == 3] == ["light"] * 3
    assert "heavy" in {session.kind for session in plan.sessions if session.week < 3}


@pytest.mark.parametrize(
    ("pain", "share"), [(0, 1.0), (2, 1.0), (3, 0.5), (5, 0.5)], ids=["none", "a little", "watch", "still watch"]
)
def test_pain_now_makes_the_day_easier(pain: int, share: float) -> None:
    item = item_of_day(today_for(lifter(), 0, answers=Answers(pain=pain)))
    assert item.load == pytest.approx(60 * share, abs=2.5)


def item_of_day(found: DayPlan) -> Item:
    assert found.session is not None
    return next(item for item in found.session.items if item.part == "main")


def test_much_pain_or_a_stop_answer_means_no_session() -> None:
    for answers, said in ((Answers(pain=6), "pain_stop"), (Answers(yes=frozenset({"chest_pain"})), "stop_answer")):
        found = today_for(lifter(), 0, answers=answers)
        assert found.session is None
        assert [one.id for one in found.decisions] == [said]


def test_pain_the_morning_after_goes_one_step_easier() -> None:
    plan = planned(lifter(), did(0, pain_before=1, pain_next_morning=4))
    item = item_of(plan, kind="heavy")
    assert item.load is not None
    assert item.load < 60
    assert "pain_before" in ids(item_of(plan))


def test_pain_that_grows_from_week_to_week_goes_to_the_easier_form() -> None:
    done = [did(7 * week, pain_after=pain, pain_before=pain) for week, pain in enumerate((1, 2, 3))]
    assert "pain_grows" in [one.id for one in planned(lifter(), *done).decisions]


def test_sore_muscles_make_a_light_day() -> None:
    assert today_for(lifter(), 0, answers=Answers(soreness=6)).session.kind == "light"


def test_after_a_week_off_nothing_is_heavier() -> None:
    done = [did(0), did(2, load=47.5)]
    item = item_of_day(today_for(lifter(), 14, *done))
    assert item.load == 47.5
    assert item_of_day(today_for(lifter(), 7, *done)).load == 60


def test_after_three_weeks_half_the_sets() -> None:
    found = today_for(lifter(), 28, did(0))
    assert "back_after_break" in [one.id for one in found.session.decisions]
    assert item_of_day(found).sets == 1
    assert item_of_day(found).load == 47.5


def test_who_has_to_ask_first_gets_no_weight() -> None:
    plan = planned(lifter(answers={"heart_or_pressure": True}))
    items = [item for session in plan.sessions for item in session.items]
    assert not [item for item in items if item.load is not None or item.choose_load]
    assert {session.kind for session in plan.sessions} == {"practice"}
