"""``hiphinge people`` and ``hiphinge log``: who trains, and what they did, one line a set."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def anna(run: "Run") -> str:
    ended = run("people", "add", "Anna", "--adult", "--unit", "lb", "--zone", "Europe/Vienna")
    assert (ended.code, ended.err) == (0, "")
    return "Anna"


def flat(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def test_nobody_is_there_and_nothing_is_made_by_looking(run: "Run", home: Path) -> None:
    assert "Nothing is saved about anybody" in run("people").out
    assert not home.exists()


def test_a_log_without_anybody_says_how_to_add_somebody(run: "Run") -> None:
    ended = run("log", "rdl", "3x8")
    assert ended.code == 3
    assert "hiphinge people add NAME --adult" in flat(ended.err)


def test_nobody_under_18_is_added_and_the_reason_is_said(run: "Run") -> None:
    ended = run("people", "add", "Kim")
    assert ended.code == 2
    assert "18 or older" in flat(ended.err)
    assert "nothing of it is known to hold for children" in flat(ended.err)
    assert "Nothing is saved about anybody" in run("people").out


@pytest.mark.parametrize(
    ("options", "said"),
    [(("--zone", "Mars/Olympus"), "is no time zone"), (("--unit", "stone"), "A unit is kg or lb")],
)
def test_a_person_needs_a_zone_and_a_unit_that_exist(run: "Run", options: tuple[str, str], said: str) -> None:
    ended = run("people", "add", "Bo", "--adult", *options)
    assert ended.code == 2
    assert said in flat(ended.err)


@pytest.mark.usefixtures("anna")
def test_people_are_listed_with_what_they_logged(run: "Run") -> None:
    run("log", "rdl", "3x8", "60kg")
    run("ready", "--no", "--person", "anna")
    row = next(line for line in run("people").out.splitlines() if line.strip().startswith("Anna"))
    assert row.split() == ["Anna", "3", "anna.notes.json"]


@pytest.mark.usefixtures("anna")
def test_a_line_becomes_sets_in_both_units(run: "Run") -> None:
    ended = run("log", "rdl 3x8 60kg rpe 7", "--at", "2026-11-28 17:30")
    assert (ended.code, ended.err) == (0, "")
    assert (
        "Logged for Anna, 2026-11-28 17:30: rdl (romanian deadlift) 3 × 8, 60 kg (132.3 lb), RPE 7." in ended.out  # noqa: RUF001  # a sign for times
    )
    assert "not gated" not in ended.out
    (row,) = [line.split() for line in run("log").out.splitlines() if "Romanian" in line]
    assert row == ["2026-11-28", "17:30", "Romanian", "deadlift", "3", "×", "8", "60", "132.3", "7"]  # noqa: RUF001  # as above


@pytest.mark.usefixtures("anna")
def test_a_load_without_a_unit_takes_the_persons_and_says_so(run: "Run") -> None:
    assert "135 has no unit; it is taken as lb, your unit." in run("log", "rdl", "3x5x135").out
    assert "180 has no unit; it is taken as lb, your unit." in run("log", "weight", "180").out
    assert run("people", "change", "anna", "--unit", "kg").code == 0
    assert "60 has no unit; it is taken as kg" in run("log", "rdl", "3x5@60").out
    assert "135" in run("log").out


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bosu curl 2x10", "hiphinge does not know 'bosu curl'"),
        ("pallof press 2x10", "cannot judge a video of pallof press"),
    ],
)
@pytest.mark.usefixtures("anna")
def test_an_exercise_without_video_is_kept_and_marked(run: "Run", line: str, said: str) -> None:
    ended = run("log", line)
    assert ended.code == 0
    assert said in ended.out
    assert "Not gated by video: hiphinge" in ended.out
    assert "not gated by video" in run("log").out


@pytest.mark.usefixtures("anna")
def test_the_last_entry_is_taken_back_whole_and_only_it(run: "Run") -> None:
    run("log", "rdl 3x8 60kg")
    run("log", "weight", "82kg")
    run("log", "deadlift 5,5,4 100kg", "--at", "2025-01-02")
    assert "deadlift 5, 5, 4, 100 kg" in run("log", "--undo").out.replace("(conventional deadlift) ", "")
    assert "body weight 82 kg" in run("log", "--undo").out
    assert "All 3 sets" in run("log").out
    run("log", "--undo")
    assert "nothing that could be taken back" in run("log", "--undo").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rdl", "3x8", "heavy"), "'heavy' is not understood"),
        (("rdl", "3x8", "900kg"), "900.0 kg cannot be taken: a weight is up to 600 kg (1323 lb)"),
        (("rdl", "3x8", "--at", "2099-01-01"), "is in the future"),
        (("rdl", "3x8", "--at", "2026-02-30"), "is no moment"),
        (("rdl", "3x8", "--at", "noon"), "is no moment"),
        (("rdl", "3x8", "rest", "90000s"), "The rest s"),
        (("weight", "heavy"), "is no body weight"),
        (("weight", "0kg"), "is no body weight"),
        (("rdl", "3x8", "--undo"), "No such option"),
        (("--at", "17:30"), "No such option"),
        (("rdl", "3x8", "pain", "0", "after", "2"), "says the pain after twice"),
    ],
)
@pytest.mark.usefixtures("anna")
def test_what_cannot_be_logged_is_refused_and_nothing_is_kept(
    run: "Run", arguments: tuple[str, ...], said: str
) -> None:
    ended = run("log", *arguments)
    assert ended.code == 2
    assert said in flat(ended.err)
    assert "has logged no sets yet" in run("log").out


@pytest.mark.usefixtures("anna")
def test_several_people_are_told_apart(run: "Run") -> None:
    run("people", "add", "Bo", "--adult")
    refused = run("log", "rdl 3x8")
    assert refused.code == 3
    assert "--person NAME" in flat(refused.err)
    assert run("log", "rdl 3x8", "--person", " BO ").code == 0
    assert "has logged no sets yet" in run("log", "--person", "anna").out


def test_a_store_that_cannot_be_made_is_a_clear_error(run: "Run", home: Path) -> None:
    home.write_text("a file where the folder belongs")
    ended = run("people", "add", "Anna", "--adult")
    assert ended.code == 6
    assert "that folder cannot be made" in flat(ended.err)
