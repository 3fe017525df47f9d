"""``hiphinge plan`` and ``hiphinge today``: a plan made, followed, changed, exported; bad input refused."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.reports.accessible_pdf import barriers

if TYPE_CHECKING:
    from tests.cli.conftest import Run

MAKE = ("plan", "make", "--days", "mon,wed,fri", "--start", "2027-01-04", "--weeks", "2")
SOME = (*MAKE, "--experience", "some", "--equipment", "barbell", "--load", "rdl=60")


def test_a_plan_is_made_and_today_follows_it(run: "Run") -> None:
    ended = run(*SOME)
    assert ended.code == 0
    assert "Romanian deadlift: 2 x 8 at 60 kg" in ended.out
    assert "[Small steps of load; evidence B]" in ended.out
    monday = run("today", "--on", "2027-01-04")
    assert "Mon 4 Jan 2027: Romanian deadlift, hard day" in monday.out
    assert "(not gated by video)" in monday.out
    assert "Moved here from Monday" in run("today", "--on", "2027-01-05").out


def test_what_was_done_changes_what_comes(run: "Run") -> None:
    run(*SOME)
    assert run("plan", "done", "plan.json", "rdl 2x8 60kg rpe 7", "--on", "2027-01-04").code == 0
    assert "You have trained today. The next session is on Wednesday." in run("today", "--on", "2027-01-04").out
    light = run("today", "--on", "2027-01-06").out
    assert "Romanian deadlift: 2 x 8 at 47.5 kg" in light
    assert "Nobody filmed it" in light


def test_pounds_are_turned_into_the_unit_of_the_plan(run: "Run") -> None:
    run(*SOME)
    run("plan", "done", "plan.json", "rdl 2x8 132.3lb", "--on", "2027-01-04")
    [done] = json.loads(Path("plan.json").read_text(encoding="utf-8"))["done"]
    assert done["sets"][0]["load"] == pytest.approx(60.0, abs=0.02)
    assert done["kind"] == "heavy"


def test_pain_and_a_stop_answer(run: "Run") -> None:
    run(*SOME)
    assert "Pain of 7 of 10: no hinges today." in run("today", "--on", "2027-01-04", "--pain", "7").out
    assert "belongs to a doctor" in run("today", "--on", "2027-01-04", "--yes", "chest_pain").out
    assert "at 30 kg" in run("today", "--on", "2027-01-04", "--pain", "4").out


def test_changes_stay_until_they_are_taken_back(run: "Run") -> None:
    run(*SOME)
    run("plan", "edit", "--set", "rdl.load=80", "--swap", "split_squat=back_squat", "--skip", "2027-01-06")
    shown = run("plan", "show").out
    assert "Your change: 80 kg. The plan would have said: 60 kg." in shown
    assert "Wed 6 Jan" not in shown
    for _ in range(3):
        assert run("plan", "edit", "--undo").code == 0
    assert "Your change" not in run("plan", "show").out
    assert run("plan", "edit", "--undo").code == 2


@pytest.mark.parametrize("ending", ["ics", "csv", "json", "txt", "html"])
def test_exports(run: "Run", ending: str) -> None:
    run(*SOME)
    more = ("--at", "17:30", "--zone", "Europe/Vienna") if ending == "ics" else ()
    assert run("plan", "export", "plan.json", f"out.{ending}", *more).code == 0
    text = Path(f"out.{ending}").read_bytes().decode()
    says = {
        "ics": "DTSTART;TZID=Europe/Vienna:20270104T173000\r\n",
        "csv": "day,week,kind,part,exercise",
        "json": '"schema": "hiphinge.plan/1"',
        "txt": "Plan of hinge sessions",
        "html": "not gated by video",
    }
    assert says[ending] in text
    if ending == "csv":
        rows = list(csv.DictReader(text.splitlines()))
        assert [row["load"] for row in rows if row["part"] == "main"][:3] == ["60", "47.5", "40"]
    if ending == "html":
        assert "<script" not in text
        assert "http" not in text.replace("http-equiv", "")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("plan", "make", "--days", "mon"), 2, "two days a week or more"),
        (("plan", "make", "--days", "mon,xyz"), 2, "'xyz' is no day of the week"),
        (("plan", "make", "--days", "mon,thu", "--equipment", "rocks"), 2, "'rocks' is no piece of equipment"),
        (("plan", "make", "--days", "mon,thu", "--unit", "stone"), 2, "The unit should be kg or lb"),
        (("plan", "make", "--days", "mon,thu", "--back-aim", "flat"), 2, "--back-aim should be less"),
        (("plan", "make", "--days", "mon,thu", "--load", "rdl"), 2, "should have two sides"),
        (("plan", "make", "--days", "mon,thu", "--load", "rdl=heavy"), 2, "should be a number"),
        (("plan", "make", "--days", "mon,thu", "--load", "rdl=0"), 2, "should be above 0"),
        (("plan", "make", "--days", "mon,thu", "--load", "moonwalk=5"), 2, "moonwalk"),
        (("plan", "make", "--days", "mon,thu", "--test", "jump=3"), 2, "jump"),
        (("plan", "make", "--days", "mon,thu", "--yes", "nothing"), 2, "nothing"),
        (("plan", "make", "--days", "mon,thu", "--start", "soon"), 2, "'soon' is no day"),
        (("today", "none.json"), 3, "does not exist. Make one"),
        (("plan", "show", "none.json"), 3, "does not exist. Make one"),
    ],
)
def test_bad_input_is_refused(run: "Run", arguments: tuple[str, ...], code: int, says: str) -> None:
    ended = run(*arguments)
    assert ended.code == code
    assert says in " ".join(ended.err.split())
    assert not Path("plan.json").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("plan", "export", "plan.json", "out.doc"), "can be written as .ics"),
        (("plan", "export", "plan.json", "out.ics", "--zone", "Europe/Vienna"), "give --at as well"),
        (("plan", "export", "plan.json", "out.ics", "--at", "25:00"), "no time of day"),
        (("plan", "export", "plan.json", "out.ics", "--at", "17:30", "--zone", "Mars/Base"), "no time zone"),
        (("plan", "edit", "plan.json"), "Give changes"),
        (("plan", "edit", "plan.json", "--set", "rdl.colour=3"), "can set load"),
        (("plan", "edit", "plan.json", "--set", "rdl.load=much"), "should be a number"),
        (("plan", "done", "plan.json"), "Give what you did"),
        (("plan", "done", "plan.json", "rdl"), "should say sets and repetitions"),
        (("plan", "done", "plan.json", "moonwalk 3x8"), "moonwalk"),
    ],
)
def test_a_refused_command_leaves_the_plan_as_it_was(run: "Run", arguments: tuple[str, ...], says: str) -> None:
    run(*SOME)
    before = Path("plan.json").read_bytes()
    ended = run(*arguments)
    assert ended.code == 2
    assert says in " ".join(ended.err.split())
    assert Path("plan.json").read_bytes() == before


def test_what_was_logged_counts(run: "Run", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    today = datetime.now(UTC).astimezone().date()
    run("people", "add", "Anna", "--adult")
    monday = today - timedelta(days=today.weekday())
    days = ("--days", "mon,tue,wed,thu,fri,sat,sun", "--start", monday.isoformat())
    run("plan", "make", *days, "--experience", "some", "--equipment", "barbell")
    assert "You have trained today" not in run("today", "plan.json", "--person", "Anna").out
    assert run("log", "rdl", "2x8", "60kg").code == 0
    assert "You have trained today" in run("today", "plan.json", "--person", "Anna").out


def test_a_plan_says_what_simulated_lifters_made_of_it(run: "Run") -> None:
    out = run(*SOME).out
    assert "Tried out over 2 weeks with four simulated lifters." in out
    assert "One who succeeds does 6 sessions" in out
    assert "Their bodies are invented" in out


def test_a_plan_is_kept_with_a_person_and_follows_their_log(
    run: "Run", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    run("people", "add", "ana", "--adult")
    now = datetime.now(UTC).astimezone().date()
    today = now.isoformat()
    days = ",".join(f"{now + timedelta(days=ahead):%a}" for ahead in (0, 3))
    asked = ("--days", days, "--start", today, "--experience", "some", "--equipment", "barbell", "--load", "rdl=60")
    assert run("plan", "show", "--person", "ana").code == 3
    assert run("plan", "make", "--person", "ana", *asked).code == 0
    assert not Path("plan.json").exists()
    assert "Romanian deadlift: 2 x 8 at" in run("today", "--person", "ana").out
    assert run("plan", "edit", "--person", "ana", "--set", "rdl.load=70").code == 0
    assert "at 70 kg" in run("plan", "show", "--person", "ana").out
    assert run("plan", "edit", "--person", "ana", "--undo").code == 0
    assert "at 30 kg" in run("today", "--person", "ana", "--pain", "4").out
    assert "at 30 kg" in run("today", "--person", "ana").out, "what was answered today is kept"
    run("log", "rdl 2x8 60kg rpe 7", "--person", "ana")
    assert run("plan", "export", "out.json", "--person", "ana").code == 0
    [done] = json.loads(Path("out.json").read_text(encoding="utf-8"))["done"]
    assert (done["day"], len(done["sets"])) == (today, 2)
    assert run("plan", "stop", "--person", "ana").out == "The plan of ana has ended.\n"
    assert run("today", "--person", "ana").code == 3
    assert run("plan", "show", "plan.json", "--person", "ana").code == 2


def test_a_plan_on_paper(run: "Run") -> None:
    run(*SOME)
    assert run("plan", "export", "plan.json", "plan.pdf").code == 0
    assert run("plan", "export", "plan.json", "monday.pdf", "--day", "2027-01-04", "--for", "coach").code == 0
    assert [barriers(Path(name).read_bytes()) for name in ("plan.pdf", "monday.pdf")] == [[], []]
    assert run("plan", "export", "plan.json", "tuesday.pdf", "--day", "2027-01-05").code == 2
    assert run("plan", "export", "plan.json", "plan.csv", "--for", "coach").code == 2
    assert run("plan", "export", "plan.csv").code == 2
    assert not Path("tuesday.pdf").exists()
