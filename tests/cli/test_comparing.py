"""``hiphinge compare`` names what differs between two sides of one person, and finds no difference in a copy."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.exports import write_pose
from hiphinge.motion import Motion
from hiphinge.store import open_store
from hiphinge.testing import DEADLIFT, HINGE, Camera, Lift, Plan, Tempo, record_video
from hiphinge.workflow import analyze

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def saved(motion: Motion, folder: Path, exercise: str = "hip_hinge") -> Path:
    poses = folder.with_suffix(".parquet")
    write_pose(poses, motion)
    return analyze(poses, exercise=exercise).save(folder, report=False)


def noisy(facing: str, seed: int) -> Motion:
    return record_video(camera=Camera(facing=facing, noise_px=1.0), seed=seed).motion  # type: ignore[arg-type]  # left or right


def test_a_slowed_mirrored_copy_differs_in_tempo_and_nothing_else(run: "Run", tmp_path: Path) -> None:
    first = saved(noisy("right", 1), tmp_path / "first")
    copy = noisy("left", 2)
    second = saved(replace(copy, time_s=copy.time_s * 1.5), tmp_path / "second")
    ended = run("compare", first, second)
    assert ended.code == 0
    assert ended.out.startswith("No difference that is larger than its error, except in tempo.")
    assert "Descent time: " in ended.out
    page = (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert page.count('class="bone one" d="M') == 10
    assert "http" not in page.replace("http-equiv", "")


def test_other_knees_are_named(run: "Run", tmp_path: Path) -> None:
    first = saved(noisy("right", 1), tmp_path / "first")
    second = saved(record_video(Plan(movement=DEADLIFT)).motion, tmp_path / "second")
    ended = run("compare", first, second, "--same-day")
    assert "Knee bend: " in ended.out
    assert "not distinguishable from noise" in (tmp_path / "compare.html").read_text(encoding="utf-8")


def test_repetitions_of_one_set_are_compared_by_their_numbers(run: "Run", tmp_path: Path) -> None:
    lifts = (Lift(), Lift(movement=replace(HINGE, tempo=Tempo(descent_s=4.0))))
    folder = saved(record_video(Plan(lifts=lifts)).motion, tmp_path / "set")
    ended = run("compare", f"{folder}#1", f"{folder}#2")
    assert "Both are from one recording" in ended.out
    assert "Descent time: " in ended.out
    assert run("compare", f"{folder}#1", f"{folder}#9").code == 2
    assert "none of that number" in run("compare", folder, f"{folder}#set7").err


def test_days_and_filed_analyses_come_from_the_log(run: "Run", tmp_path: Path) -> None:
    with open_store() as store:
        store.people.add("Ana", adult=True)
    for seed in (1, 2):
        motion = noisy("right", seed)
        poses = tmp_path / f"{seed}.parquet"
        write_pose(poses, replace(motion, origin=replace(motion.origin, sha256=f"{seed:064x}")))
        run("analyze", "--from-pose", poses, "--exercise", "hip_hinge", "--person", "ana", "--no-report")
    with open_store() as store:
        first, second = (one.id[-8:] for one in store.recordings.all(store.people.named("ana")))
    ended = run("compare", first, second, "--person", "ana")
    assert ended.code == 0
    assert "Both are from one day" in ended.out
    assert 'class="bone one" d="M' in (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert run("compare", "2001-01-01", second, "--person", "ana").code == 3
    assert run("compare", first, second).out == ended.out  # who, where one person trains, need not be said


def test_other_exercises_and_what_is_not_there_are_refused(run: "Run", tmp_path: Path) -> None:
    folder = saved(noisy("right", 1), tmp_path / "hinge")
    other = saved(noisy("right", 2), tmp_path / "other", exercise="good_morning")
    assert "the same exercise" in run("compare", folder, other).err
    assert not (tmp_path / "compare.html").exists()
    assert run("compare", folder, "nowhere").code == 3
    with open_store() as store:
        assert not store.people.all()
    assert "There is no folder nowhere" in " ".join(run("compare", folder, "nowhere").err.split())
    assert run("compare", folder, tmp_path).code == 3


def test_a_guess_does_not_keep_two_sets_from_being_compared(run: "Run", tmp_path: Path) -> None:
    folders = [saved(noisy("right", seed), tmp_path / f"{seed}") for seed in (1, 2)]
    guessed = folders[1] / "analysis.json"
    document = json.loads(guessed.read_text(encoding="utf-8"))
    document["exercise"] |= {"id": "good_morning", "given": False}
    guessed.write_text(json.dumps(document), encoding="utf-8")
    ended = run("compare", folders[0], guessed)
    assert ended.code == 0
    assert "by a guess" in ended.out
    assert "Good morning" in (tmp_path / "compare.html").read_text(encoding="utf-8")


def test_a_back_that_was_not_measured_is_said(run: "Run", tmp_path: Path) -> None:
    folders = [saved(noisy("right", seed), tmp_path / f"{seed}") for seed in (1, 2)]
    hidden = folders[1] / "analysis.json"
    document = json.loads(hidden.read_text(encoding="utf-8"))
    for repetition in document["repetitions"]:
        repetition["measurements"].pop("lumbar_flexion_deg")
    hidden.write_text(json.dumps(document), encoding="utf-8")
    ended = run("compare", folders[0], hidden)
    lacking = [name for name, file in (("A", folders[0] / "analysis.json"), ("B", hidden)) if not has_lumbar(file)]
    assert f"not be measured in {' and '.join(lacking)}, so whether it differs is not known" in " ".join(
        ended.out.split()
    )
    assert "so whether it differs is not known" in (tmp_path / "compare.html").read_text(encoding="utf-8")


def has_lumbar(file: Path) -> bool:
    repetitions = json.loads(file.read_text(encoding="utf-8"))["repetitions"]
    return any("value" in r["measurements"].get("lumbar_flexion_deg", {}) for r in repetitions)


def test_a_demonstration_is_compared_and_what_is_planted_is_named_first(run: "Run", tmp_path: Path) -> None:
    bent = replace(HINGE, bottom=replace(HINGE.bottom, knee_deg=60.0, shank_deg=14.0))
    folder = saved(record_video(Plan(movement=bent)).motion, tmp_path / "bent")
    ended = run("compare", "demonstration", folder)
    assert ended.out.startswith("The knees and shins differ.")
    assert "A is drawn and has no error" in ended.out
    assert "Your own reference repetition is the better measure" in ended.out
    page = (tmp_path / "compare.html").read_text(encoding="utf-8")
    assert page.count("A and B over one another") == 5
    swapped = run("compare", folder, "demonstration:hip_hinge")
    assert swapped.out == ended.out


def test_somebody_who_does_as_the_demonstration_is_not_named(run: "Run", tmp_path: Path) -> None:
    alike = replace(HINGE, bottom=replace(HINGE.bottom, trunk_deg=71.0, knee_deg=17.0, shank_deg=-4.0))
    folder = saved(record_video(Plan(movement=replace(alike, tempo=Tempo(descent_s=2.2)))).motion, tmp_path / "alike")
    ended = run("compare", "demonstration", folder)
    assert ended.out.startswith("No difference that is larger than its error")


def test_of_another_person_less_is_clear(run: "Run", tmp_path: Path) -> None:
    first = saved(noisy("right", 1), tmp_path / "first")
    bent = replace(HINGE, bottom=replace(HINGE.bottom, knee_deg=32.0, shank_deg=2.0))
    second = saved(record_video(Plan(movement=bent)).motion, tmp_path / "second")
    own, other = run("compare", first, second, "--same-day"), run("compare", first, second, "--other-person")
    assert "These are two people" in other.out
    assert other.out.count("give or take") <= own.out.count("give or take")


def test_what_cannot_be_compared_with_a_demonstration_is_said(run: "Run", tmp_path: Path) -> None:
    folder = saved(noisy("right", 1), tmp_path / "first")
    both = run("compare", "demonstration", "demonstration:hip_hinge")
    assert both.code == 2
    assert "Both sides are demonstrations" in both.err
    none = run("compare", "demonstration:plank", folder)
    assert none.code == 2
    assert "has no demonstration to compare with" in none.err


@pytest.mark.parametrize("shown", ["friday.hiphinge", "toe_touch=touch.mp4"])
@pytest.mark.parametrize("option", ["--other-person", "--same-day"])
def test_beside_a_demonstration_nobody_is_somebody_else(run: "Run", tmp_path: Path, shown: str, option: str) -> None:
    for sides in (("demonstration", shown), (shown, "demonstration")):
        ended = run("compare", *sides, option)
        assert ended.code == 2
        assert f"Leave out {option}." in " ".join(ended.err.split())
        assert not (tmp_path / "compare.html").exists()
