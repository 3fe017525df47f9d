"""``hiphinge lift-index`` by numbers and from a video: the worked lift, its limits, what a side view hides."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge import Person
from hiphinge.exports import write_pose
from hiphinge.testing import record_video
from hiphinge.workflow import analyze

if TYPE_CHECKING:
    from tests.cli.conftest import Run

WORKED = (
    "--load",
    "10",
    "--h",
    "40",
    "--v",
    "50",
    "--d",
    "60",
    "--frequency",
    "3",
    "--hours",
    "1",
    "--coupling",
    "fair",
)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_the_worked_lift_and_what_to_change_first(run: "Run") -> None:
    ended = run("lift-index", *WORKED, "--asymmetry", "0")
    assert ended.code == 0
    assert "recommends 9.95 kg" in ended.out
    assert "lifting index of 1.005" in ended.out
    assert "Hold it closer: hands 25 cm" in ended.out
    assert "recommend 15.92 kg in place of 9.95 kg" in ended.out
    assert "for comparing ways to lift" in ended.out


def test_units_are_read_as_people_write_them(run: "Run") -> None:
    metres = run("lift-index", "--load", "10", "--h", "0.4 m", "--v", "0.5 m", "--d", "600 mm", "--frequency", "3")
    assert metres.out == run("lift-index", *WORKED).out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--h", "70"), 4, "more than 63 cm"),
        (("--hours", "9"), 4, "more than 8 hours"),
        (("--coupling", "loose"), 2, "good, fair or poor"),
        (("--d", "far"), 2, "cannot be read as a length"),
    ],
)
def test_what_has_no_number_gives_none(run: "Run", arguments: tuple[str, ...], code: int, said: str) -> None:
    ended = run("lift-index", *WORKED, *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err


def test_what_is_missing_is_named(run: "Run") -> None:
    ended = run("lift-index", "--load", "10", "--v", "50")
    assert ended.code == 2
    assert "--h, --d" in ended.err


def test_hands_and_heights_come_from_a_video(run: "Run", tmp_path: Path) -> None:
    poses = tmp_path / "box.parquet"
    write_pose(poses, record_video().motion)
    known = analyze(poses, exercise="hip_hinge", person=Person(stature_m=1.75)).save(tmp_path / "known", report=False)
    ended = run("lift-index", known, "--load", "8")
    assert ended.code == 0
    assert "the median of 3 repetitions" in ended.out
    assert "does not show a load to the side" in ended.out
    unknown = analyze(poses, exercise="hip_hinge").save(tmp_path / "unknown", report=False)
    ended = run("lift-index", unknown, "--load", "8")
    assert ended.code == 4
    assert "--stature" in ended.err
