"""A broken catalogue names the file and the field of every mistake."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from hiphinge.catalogue import check, loading
from hiphinge.catalogue.reading import packaged_data, read
from hiphinge.errors import InputFormatError

Change = Callable[[str, str, str], Path]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(Path(str(packaged_data())), folder)
    return folder


@pytest.fixture
def change(copy: Path) -> Change:
    def replace(file: str, old: str, new: str) -> Path:
        path = copy / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return copy

    return replace


def test_a_true_copy_has_no_problem(copy: Path) -> None:
    assert check(copy) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("faults/shins_forward.toml", "priority = 40", 'priority = "high"', "faults/shins_forward.toml: priority: "),
        ("faults/shins_forward.toml", "threshold = 15.0", "treshold = 15.0", "shins_forward.toml: default.treshold: "),
        ("faults/shins_forward.toml", 'id = "shins_forward"', 'id = "shins"', "id: should be 'shins_forward'"),
        (
            "faults/shins_forward.toml",
            "[-13.0, 7.0]",
            "[7.0, -13.0]",
            "default.usual: Value error, should run from low",
        ),
        (
            "faults/shins_forward.toml",
            "priority = 40",
            "priority = ",
            "faults/shins_forward.toml: whole file: is not TOML",
        ),
        (
            "faults/shins_forward.toml",
            "priority = 40",
            f"priority = {'9' * 5000}",
            "faults/shins_forward.toml: whole file: is not TOML: Exceeds the limit",
        ),
        (
            "faults/shins_forward.toml",
            "priority = 40",
            f"priority = {'[' * 5000}",
            "faults/shins_forward.toml: whole file: is not TOML",
        ),
        (
            "reasons/no_movement.toml",
            '"Record a',
            '"a',
            "reasons/no_movement.toml: do: Value error, should be a",
        ),
        ("progressions/range.toml", "below = 60.0\n", "", "progressions/range.toml: whole file: Value error, quantity"),
        ("accuracy/hip_drop.toml", "absolute = 0.03", "absolute = -0.03", "accuracy/hip_drop.toml: absolute: "),
        ("exercises/hip_hinge.toml", 'family = "hinge"', 'family = "lunge"', "exercises/hip_hinge.toml: family: "),
    ],
)
def test_a_mistake_is_named_with_file_and_field(change: Change, file: str, old: str, new: str, problem: str) -> None:
    problems = check(change(file, old, new))
    assert any(problem in p for p in problems), problems


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "faults/shins_forward.toml",
            'drill = "shin_gate"',
            'drill = "shin_gates"',
            "drill: 'shin_gates' is not in drills",
        ),
        (
            "faults/shins_forward.toml",
            '"balance-model"',
            '"balance"',
            "default.citations: 'balance' is not in evidence",
        ),
        ("faults/shins_forward.toml", '"shank_inclination_deg"', '"shank"', "quantity: 'shank' is not in quantities"),
        ("faults/shins_forward.toml", '"pattern_squat"', '"a_squat"', "silent.reason: 'a_squat' is not in reasons"),
        ("faults/shins_forward.toml", "priority = 40", "priority = 50", "priority: 50 is taken by another fault"),
        ("exercises/hip_hinge.toml", "excess_knee_flexion", "excess_knee", "bands: 'excess_knee' is not in faults"),
        ("exercises/hip_hinge.toml", '"bodyweight_hip_hinge"', '"rdl"', "aliases: 'rdl' is given to more than one"),
        (
            "training_rules/preparation.toml",
            '"foam_rolling", ',
            "",
            "drills/foam_rolling.toml: id: nothing leads to it",
        ),
        ("drills/tempo.toml", '"3-17"', '"7-17"', "drills/tempo.toml: sources: '7-17' is not in statements"),
        ("progressions/range.toml", '"range_ladder"', '"ladder"', "progressions/range.toml: drill: 'ladder'"),
    ],
)
def test_a_reference_to_nothing_is_named(change: Change, file: str, old: str, new: str, problem: str) -> None:
    problems = check(change(file, old, new))
    assert any(problem in p for p in problems), problems


def test_a_missing_folder_is_named(copy: Path) -> None:
    shutil.rmtree(copy / "drills")
    assert check(copy) == ("drills: whole folder: is not there",)


def test_every_problem_is_reported_at_once(change: Change) -> None:
    change("accuracy/hip_drop.toml", "absolute = 0.03", "absolute = -0.03")
    folder = change("exercises/hip_hinge.toml", 'family = "hinge"', 'family = "lunge"')
    assert len(check(folder)) == 2


def test_loading_a_broken_catalogue_is_an_error_that_says_where(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = change("accuracy/hip_drop.toml", "absolute = 0.03", "absolute = -0.03")
    monkeypatch.setattr(loading, "packaged_data", lambda: folder)
    with pytest.raises(InputFormatError, match=r"accuracy/hip_drop\.toml: absolute: "):
        loading.load.__wrapped__()


def test_a_broken_catalogue_is_not_half_read(change: Change) -> None:
    catalogue, problems = read(change("accuracy/hip_drop.toml", "absolute = 0.03", "absolute = -0.03"))
    assert catalogue is None
    assert len(problems) == 1
