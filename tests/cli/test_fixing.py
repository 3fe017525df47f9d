"""``hiphinge fix`` corrects a folder or a filed analysis, lists what was said, and takes it back."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.exports import write_pose
from hiphinge.store import open_store
from hiphinge.testing import HINGE, Lift, Plan, record_video
from hiphinge.workflow import analyze

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def poses(tmp_path: Path) -> Path:
    motion = record_video(Plan(movement=HINGE, lifts=(Lift(),) * 4)).motion
    path = tmp_path / "set.parquet"
    write_pose(path, replace(motion, origin=replace(motion.origin, name="set.mp4", sha256="b" * 64)))
    return path


@pytest.fixture
def folder(poses: Path, tmp_path: Path) -> Path:
    return analyze(poses, exercise="romanian_deadlift").save(tmp_path / "set.hiphinge", report=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")}


def test_a_folder_keeps_the_machines_answer_and_gets_the_corrected_one_beside_it(run: "Run", folder: Path) -> None:
    machine = contents(folder)
    ended = run("fix", folder, "--merge", "2", "3", "--reason", "one long pull", "--no-report")
    assert ended.code == 0
    assert ended.out.startswith("Three repetitions")
    assert "Corrected by you: the repetitions at 0:07.4 and 0:11.8 are one." in ended.out
    assert {name: now for name, now in contents(folder).items() if name != "corrections.json"} == machine
    rows = (folder / "corrected" / "repetitions.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 4
    listed = run("fix", folder, "--list").out
    assert "one long pull" in listed
    assert "counts" in listed
    assert run("fix", folder, "--undo", "--no-report").out.startswith("Nothing is corrected any more")
    assert not (folder / "corrected").exists()
    assert "taken back" in run("fix", folder).out


def test_each_way_of_correcting_can_be_said(run: "Run", folder: Path) -> None:
    for said, words in (
        (("--delete", "4"), "is no repetition"),
        (("--add", "14.2", "17.6"), "there is a repetition from 0:14.2 to 0:17.6"),
        (("--move", "1", "start", "1.3"), "starts at 0:01.3"),
        (("--exercise", "good morning"), "the exercise is good morning"),
        (("--load", "60kg"), "the load is 60 kg"),
        (("--pattern", "squat", "--repetition", "2"), "the repetition at 0:07.4 is a squat"),
        (("--reference", "2"), "the repetition at 0:07.4 is your reference"),
    ):
        ended = run("fix", folder, *said, "--no-report")
        assert (ended.code, words in ended.out) == (0, True), ended
    without = run("fix", folder, "--undo", "2", "--no-report")
    assert without.code == 0
    assert "there is a repetition" not in without.out
    merged = run("fix", folder, "--merge", "2", "3", "--no-report")
    assert "Two repetitions" in merged.out
    split = run("fix", folder, "--split", "2", "9.3", "--no-report")
    assert "Three repetitions" in split.out


def test_a_filed_analysis_is_corrected_in_the_log(run: "Run", poses: Path, tmp_path: Path) -> None:
    with open_store() as store:
        store.people.add("Ana", adult=True)
        store.people.add("Ben", adult=True)
    run("analyze", poses, "--exercise", "rdl", "--person", "Ana", "--no-report", "--out", tmp_path / "out")
    ended = run("fix", "last", "--person", "Ana", "--delete", "2", "--out", tmp_path / "fixed", "--no-report")
    assert ended.code == 0
    assert "three repetitions" in ended.out.casefold()
    assert "newer" not in ended.out
    with open_store() as store:
        ana = store.people.named("Ana")
        first = store.recordings.all(ana)[0].id
    assert len((tmp_path / "fixed" / "repetitions.csv").read_text(encoding="utf-8").splitlines()) == 4
    again = run(
        "analyze",
        poses,
        "--exercise",
        "rdl",
        "--load",
        "60",
        "--person",
        "Ana",
        "--no-report",
        "--out",
        tmp_path / "out",
    )
    assert "What you corrected earlier counts here too: the movement at 0:07.4 is no repetition." in again.out
    older = run("fix", first[-8:], "--person", "Ana", "--reference", "1")
    assert "A newer analysis of this recording is filed, and progress follows that one" in older.out
    assert run("fix", "last", "--person", "Ana", "--assign", "Ben").code == 0
    with open_store() as store:
        assert [len(store.recordings.all(one)) for one in store.people.all()] == [0, 2]


def test_a_folder_can_be_compared_with_the_reference_in_it(run: "Run", folder: Path) -> None:
    assert run("compare", f"{folder}#reference", f"{folder}#3").code == 2
    run("fix", folder, "--delete", "1", "--no-report")
    run("fix", folder, "--reference", "1", "--no-report")
    ended = run("compare", f"{folder}#reference", f"{folder}#3")
    assert ended.code == 0
    assert run("compare", f"{folder}#reference", f"{folder}#4").code == 2


def test_a_new_answer_in_the_same_folder_is_corrected_too(run: "Run", folder: Path, poses: Path) -> None:
    run("fix", folder, "--delete", "2", "--no-report")
    again = run("analyze", poses, "--exercise", "good_morning", "--out", folder, "--no-report")
    assert "What you corrected in this folder counts on" in again.out
    rows = (folder / "corrected" / "repetitions.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 4


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        (("--delete", "9"), 2, "There is no repetition 9: set.mp4 has repetitions 1 to 4."),
        (("--delete", "1", "--merge", "1", "2"), 2, "one thing at a time; --merge and --delete"),
        (("--move", "1", "top", "3"), 2, "start, bottom or end"),
        (("--dismiss", "heels"), 2, "No finding is called 'heels'. Did you mean heels_rise?"),
        (("--add", "50", "60"), 2, "that time is not in what was measured. Nothing was corrected."),
        (("--split", "1", "0:03.0"), 2, "a repetition would end at the bottom. Nothing was corrected."),
        (("--undo",), 2, "Nothing is corrected here."),
        (("3",), 2, "should follow --undo"),
        (("--repetition", "2"), 2, "give it with --pattern"),
        (("--assign", "Ben"), 2, "is a folder of results"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    run: "Run", folder: Path, said: tuple[str, ...], code: int, words: str
) -> None:
    before = contents(folder)
    ended = run("fix", folder, *said)
    assert ended.code == code
    assert words in ended.err
    assert contents(folder) == before


def test_without_poses_a_folder_says_that_nothing_can_follow(run: "Run", folder: Path) -> None:
    (folder / "pose.parquet").unlink()
    ended = run("fix", folder, "--delete", "2")
    assert ended.code == 4
    assert "No number can follow" in ended.err
    assert not (folder / "corrections.json").exists()


def test_damaged_corrections_are_named(run: "Run", folder: Path) -> None:
    (folder / "corrections.json").write_text('{"schema": "hiphinge.corrections/9"}', encoding="utf-8")
    ended = run("fix", folder, "--list")
    assert ended.code == 3
    assert "a newer hiphinge wrote it" in ended.err


def test_a_folder_that_is_none_is_named(run: "Run", tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ended = run("fix", tmp_path / "empty", "--list")
    assert ended.code == 3
    assert "has no analysis.json" in ended.err
