"""``hiphinge log`` beside its sets: plans against what was done, aims, comfort, preparation, self-tests, mornings."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hiphinge.documents.training_log import SelfTestRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import open_store
from hiphinge.store.columns import new_id

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture(autouse=True)
def anna(home: Path, run: "Run") -> None:
    assert home
    assert run("people", "add", "Anna", "--adult", "--zone", "UTC").code == 0


def today() -> date:
    return datetime.now(UTC).date()


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def row(text: str, word: str) -> list[str]:
    return next(line for line in text.splitlines() if word in line).split()


def test_pain_before_and_after_a_set_and_on_the_next_morning(run: "Run") -> None:
    assert "pain before 1, pain after 2." in run("log", "rdl 3x8 60kg before 1 after 2", "--at", "yesterday 17:30").out
    ended = run("log", "morning", "3")
    assert f"pain 3 of 10 on the morning after {today() - timedelta(days=1)} (3 sets)" in ended.out
    assert "pain before 1, pain after 2, pain next morning 3" in run("log").out


def test_a_morning_after_no_training_is_refused_and_the_last_training_is_named(run: "Run") -> None:
    run("log", "rdl 3x8", "--at", str(today() - timedelta(days=4)))
    ended = run("log", "morning", "3")
    assert ended.code == 3
    assert f"for the morning after them add --at {today() - timedelta(days=3)}" in flat(ended.err)
    assert run("log", "morning", "0", "--at", str(today() - timedelta(days=3))).code == 0


def test_the_log_shows_what_was_planned_beside_what_was_done(run: "Run") -> None:
    planned = run("log", "plan", "rdl", "3x8", "62.5kg", "--on", "today")
    assert f"Planned for Anna, {today():%a} {today()}: rdl (romanian deadlift) 3 × 8, 62.5 kg" in planned.out  # noqa: RUF001  # a sign for times
    run("log", "--on", "tomorrow", "plan", "bosu", "curl", "2x10")
    assert "to come" in row(run("log").out, "62.5")[-2:] or "come" in run("log").out
    run("log", "rdl 2x8 60kg rpe 8")
    shown = run("log").out
    assert "fewer sets than planned" in shown
    assert "2 × 8, 60 kg (132.3 lb), RPE 8" in shown  # noqa: RUF001  # as above
    assert row(shown, "bosu")[-4:] == ["not", "gated", "by", "video"]
    run("log", "romanian deadlift 1x8 60kg")
    assert "done" in row(run("log", "plan").out, "62.5")
    assert "Erased from Anna's plan" in run("log", "plan", "--clear", "tomorrow").out
    assert "bosu" not in run("log").out


def test_a_plan_that_has_passed_says_what_was_not_logged(run: "Run") -> None:
    run("log", "plan", "rdl", "3x8", "--on", "today")
    with open_store() as store:
        (day,) = store.plans.days(store.people.named("Anna"))
        with store.database.writing() as connection:
            from hiphinge.store.tables import planned_sessions

            connection.execute(planned_sessions.update().values(day=today() - timedelta(days=2)))
    assert day.session.day == today()
    assert "not logged" in run("log").out


def test_aims_are_listed_with_where_one_is(run: "Run") -> None:
    assert run("log", "aim", "rdl", "5x100kg", "--by", "2099-03-01").code == 0
    assert (
        run("log", "aim", "rdl", "--measure", "lumbar_flexion_deg", "--at-most", "12", "--by", "2099-03-01").code == 0
    )
    shown = run("log", "aim").out
    assert "no such set logged since" in shown
    assert "lumbar flexion at most 12 deg" in shown
    run("log", "rdl 3x4 110kg")
    assert "no such set logged since" in run("log", "aim").out
    run("log", "rdl 1x5 90kg")
    assert "90 kg (198.4 lb)" in run("log", "aim").out
    run("log", "rdl 1x6 100kg")
    assert "reached: 100 kg" in run("log", "aim").out
    gone = run("log", "aim", "--clear", "1").out
    assert gone.startswith("Erased from Anna's aims: rdl (romanian deadlift) 5 \N{MULTIPLICATION SIGN} 100 kg")
    assert "100 kg" not in run("log", "aim").out
    assert "lumbar flexion at most 12" in run("log", "aim").out
    missing = run("log", "aim", "--clear", "2")
    assert (missing.code, "Anna has one aim" in missing.err) == (InputMissingError.exit_code, True)
    assert run("log", "aim", "rdl", "100kg", "--by", "2099-01-01", "--clear", "1").code == 2


def test_back_comfort_is_rated_once_a_day(run: "Run") -> None:
    run("log", "comfort", "4")
    assert f"{today()}: back comfort 7 of 10." in run("log", "comfort", "7").out
    assert f"Back comfort 7 of 10, {today()}." in run("log").out
    assert "back comfort 7 of 10" in run("log", "--undo").out
    assert "Back comfort 4 of 10" in run("log").out


def test_preparation_is_a_checklist_of_the_session(run: "Run") -> None:
    asked = run("log", "prepare")
    assert asked.code == 2
    assert "--done IDS, or --none" in flat(asked.err)
    done = run("log", "prepare", "--done", "roll_upper_back,stretch_hips")
    assert "you rolled your upper back and stretched the front of your hips." in done.out
    shown = run("log", "prepare", "--show").out
    assert row(shown, "roll_upper_back")[-2:] == ["yes", "foam_rolling"]
    assert row(shown, "stretch_glutes")[-2:] == ["no", "hip_flexor_stretch"]
    run("log", "prepare", "--none")
    assert "you neither rolled nor stretched" in run("log").out


def test_a_hold_that_outlasted_its_video_is_listed_as_at_least(run: "Run") -> None:
    with open_store() as store:
        anna = store.people.named("Anna")
        hold: dict[str, Any] = {
            "test": "back_endurance",
            "quantity": "hold_s",
            "value": 60,
            "unit": "s",
            "at_least": True,
        }
        store.days.add_test(SelfTestRecord(id=new_id(), person=anna.id, tested_at=datetime.now(UTC), **hold))
    assert "at least 60 s on" in flat(run("log", "test").out)
    assert "at least 60 s" in flat(run("log", "--undo").out)


def test_a_self_test_is_compared_with_the_last_one_of_that_side(run: "Run") -> None:
    first = run("log", "test", "Knee to wall", "10.5 cm", "--side", "left", "--with", "tape measure")
    assert "Knee to wall, left: 10.5 cm (tape measure)." in first.out
    assert "Before" not in run("log", "test", "weight_bearing_lunge", "9", "--side", "right").out
    again = run("log", "test", "weight_bearing_lunge", "12,5cm", "--side", "left").out
    assert f"Before, {today()}: 10.5 cm. About 1.6 cm" in again
    assert "left 12.5 cm" in run("log", "test").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("comfort", "11"), 2, "less than or equal to 10"),
        (("comfort", "7", "--at", "tomorrow"), 2, "has not come yet"),
        (("morning", "1", "--at", "noon"), 2, "is no day"),
        (("prepare", "--done", "dance"), 2, "is not on the checklist"),
        (("prepare", "--none", "--at", "yesterday"), 2, "has no time"),
        (("test", "handstand", "3"), 2, "There is no self-test 'handstand'. Known: active_knee_extension"),
        (("test", "back_endurance", "95cm"), 2, "should be a number in s"),
        (("test", "back_endurance"), 2, "Give a test and its result"),
        (("plan", "rdl", "3x8"), 2, "Give sets and their day"),
        (("plan", "rdl", "3x8", "--on", "2020-01-01"), 2, "has passed"),
        (("plan", "rdl", "3x8", "pain", "1", "--on", "today"), 2, "Pain cannot be planned"),
        (("plan", "--clear", "friday"), 3, "has planned nothing for"),
        (("aim", "rdl", "heavy", "--by", "2099-01-01"), 2, "An aim is an exercise and a load"),
        (("aim", "rdl", "100kg", "--by", "2020-01-01"), 2, "An aim has a day to come"),
        (("aim", "rdl", "100kg"), 2, "An aim has an exercise and a day"),
        (("aim", "rdl", "--measure", "lumbar_flexion_deg", "--by", "2099-01-01"), 2, "has its value"),
        (("aim", "rdl", "--measure", "grace", "--at-least", "1", "--by", "2099-01-01"), 2, "grace"),
        (("aim", "bosu curl", "--measure", "hip_drop", "--at-least", "1", "--by", "2099-01-01"), 2, "bosu curl"),
    ],
)
def test_what_is_not_understood_is_refused_and_nothing_is_kept(
    run: "Run", arguments: tuple[str, ...], code: int, said: str
) -> None:
    ended = run("log", *arguments)
    assert ended.code == code
    assert said in flat(ended.err)
    assert "nothing that could be taken back" in run("log", "--undo").out


def test_an_exercise_that_sounds_like_a_command_is_still_a_set(run: "Run") -> None:
    assert "good morning" in run("log", "good", "morning", "3x8", "40kg").out
    assert run("log", "--person", "anna", "plank", "3x40s").code == 0
    assert "3 × 40 s" in run("log").out  # noqa: RUF001  # a sign for times
    assert "while counting" in run("log", "set", "rdl", "1x8", "counting").out


def test_every_option_with_a_value_may_stand_before_the_first_word(run: "Run") -> None:
    """The group has to know them all to find the first word."""
    import typer.main

    from hiphinge.cli import app
    from hiphinge.cli.log_keeping import _VALUED

    group = typer.main.get_command(app).commands["log"]  # type: ignore[attr-defined]  # it is a group
    parameters = [one for command in (group, *group.commands.values()) for one in command.params]
    valued = {name for one in parameters if not getattr(one, "is_flag", True) for name in one.opts if name[:2] == "--"}
    assert valued == _VALUED
    assert run("log", "--at-most", "12", "aim", "rdl", "--measure", "hip_drop", "--by", "2099-01-01").code == 0


def test_daily_practice_is_ticked_once_a_day_and_taken_back(run: "Run") -> None:
    assert run("log", "practice").out == f"Ticked off for Anna, {today()}: daily practice.\n"
    assert run("log", "practice").code == 0
    yesterday = today() - timedelta(days=1)
    assert f"Anna, {yesterday}" in run("log", "practice", "--at", "yesterday").out
    assert practised() == {today(), yesterday}
    assert sum(line.count(" x ") for line in run("log", "practice", "--show").out.splitlines()) == 2
    assert run("log", "practice", "--undo").out == f"Taken back for Anna, {today()}: daily practice.\n"
    assert practised() == {yesterday}


@pytest.mark.parametrize("arguments", [("--at", "tomorrow"), ("--show", "--undo"), ("--at", "whenever")])
def test_practice_that_cannot_be_ticked_is_refused(run: "Run", arguments: tuple[str, ...]) -> None:
    assert run("log", "practice", *arguments).code == 2
    assert practised() == set()


def practised() -> set[date]:
    with open_store() as store:
        (anna,) = store.people.all()
        return set(store.training_plans.practised(anna))
