"""A comparison says how much more or less one side asks of the lower back, where body and load are known."""

from pathlib import Path

import pytest

from hiphinge.exports import write_pose
from hiphinge.motion import Person
from hiphinge.testing import Lift, Plan, record_video
from hiphinge.workflow import analyze
from hiphinge.workflow.carried_notes import carried_notes
from hiphinge.workflow.comparing import compare_sides, read_side

PERSON = Person(stature_m=1.75, mass_kg=75.0)


@pytest.fixture(scope="module")
def poses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("poses") / "set.parquet"
    write_pose(path, record_video(Plan(lifts=(Lift(), Lift()))).motion)
    return path


def _saved(poses: Path, folder: Path, *, person: Person = PERSON, load_kg: float | None = None) -> str:
    found = analyze(poses, exercise="romanian_deadlift", person=person, load_kg=load_kg)
    return str(found.save(folder, report=False))


def test_twice_the_weight_asks_more_and_half_of_it_less(poses: Path, tmp_path: Path) -> None:
    light, heavy = (read_side(_saved(poses, tmp_path / f"{kg:g}", load_kg=kg)) for kg in (30.0, 60.0))
    more, less = compare_sides(light, heavy).notes[-1], compare_sides(heavy, light).notes[-1]
    assert more.startswith("B asks ")
    assert " % more of your lower back than A" in more
    assert " % less of your lower back than A" in less
    assert "-" not in less


def test_the_same_weight_shows_no_difference(poses: Path, tmp_path: Path) -> None:
    sides = [read_side(_saved(poses, tmp_path / name, load_kg=40.0)) for name in "ab"]
    assert "no difference is seen" in compare_sides(sides[0], sides[1]).notes[-1]
    assert carried_notes(sides[0], sides[1], "nothing") == ()


def test_without_body_or_load_nothing_is_said(poses: Path, tmp_path: Path) -> None:
    known = read_side(_saved(poses, tmp_path / "known", load_kg=40.0))
    for name, person, load_kg in (("no_load", PERSON, None), ("nobody", Person(), 40.0)):
        other = read_side(_saved(poses, tmp_path / name, person=person, load_kg=load_kg))
        assert carried_notes(known, other, "recording") == ()
