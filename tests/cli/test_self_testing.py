"""``hiphinge test`` and ``hiphinge battery``: listed, explained, measured, kept, written, and read by the planner."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.catalogue import load
from hiphinge.documents.training_log import SelfTestRecord
from hiphinge.exports import write_pose
from hiphinge.planning import Settings
from hiphinge.testing import LimbKey, Limbs, record_limbs
from hiphinge.workflow.kept_plans import with_measured_tests
from hiphinge.workflow.stores import user_store

if TYPE_CHECKING:
    from tests.cli.conftest import Run

FLAT = Limbs(trunk=-90.0, left_thigh=90.0, right_thigh=90.0, left_shank=90.0, right_shank=90.0, feet=0.0, hip_up=0.06)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path


def raised(folder: Path, name: str, up: float) -> Path:
    """Write the poses of somebody who raises the right leg so far."""
    leg = Limbs(**{**vars(FLAT), "right_thigh": 90.0 - up, "right_shank": 92.0 - up})
    keys = [LimbKey(time_s=at, limbs=limbs) for at, limbs in ((0.0, FLAT), (1.0, FLAT), (2.0, leg), (4.0, leg))]
    write_pose(folder / name, record_limbs(keys, frame_rate_hz=20.0))
    return folder / name


def test_tests_are_listed_and_one_is_explained(run: "Run") -> None:
    listed = run("test")
    assert listed.code == 0
    assert all(one.id in listed.out for one in load().self_tests.values() if one.protocol is not None)
    thomas = run("test", "thomas")
    assert "How to film it" in thomas.out
    assert "No full lockout" in thomas.out or "lockout" in thomas.out.lower()


def test_two_sides_are_measured_kept_and_read_by_the_plan(run: "Run", tmp_path: Path) -> None:
    left, right = raised(tmp_path, "left.parquet", 52.0), raised(tmp_path, "right.parquet", 75.0)
    assert run("people", "add", "ana", "--adult").code == 0
    clips = (f"straight_leg_raise:left={left}", f"straight_leg_raise:right={right}")
    ended = run("battery", *clips, "--person", "ana", "--page", "tests.html", "--pdf", "tests.pdf")
    assert ended.code == 0, ended.err
    assert "Left and right" in ended.out or "more on the right" in ended.out
    assert "more on the right" in (tmp_path / "tests.html").read_text(encoding="utf-8")
    assert (tmp_path / "tests.pdf").read_bytes().startswith(b"%PDF")
    with user_store() as store:
        person = store.people.named("ana")
        kept = store.days.tests(person)
        monday = date(2026, 6, 1).toordinal()
        settings = Settings(start=monday, weekdays=(0, 3), goals=frozenset({"learn"}))
        planned = with_measured_tests(store, person, settings).self_tests
        typed = Settings(
            start=monday, weekdays=(0, 3), goals=frozenset({"learn"}), self_tests={"straight_leg_raise": 81.0}
        )
        assert with_measured_tests(store, person, typed).self_tests == {"straight_leg_raise": 81.0}
    assert [(one.quantity, one.side) for one in kept] == [("leg_raise_deg", "left"), ("leg_raise_deg", "right")]
    assert len({one.sitting for one in kept}) == 1
    assert isinstance(kept[0], SelfTestRecord)
    assert planned["straight_leg_raise"] == pytest.approx(52.0, abs=2.0)
    again = run("test", "straight_leg_raise", right, "--person", "ana")
    assert "within its error" in again.out
    assert "leg_raise" not in run("log", "undo", "--person", "ana").err


def test_a_result_is_json_for_other_programs(run: "Run", tmp_path: Path) -> None:
    ended = run("test", "straight_leg_raise", raised(tmp_path, "leg.parquet", 60.0), "--json")
    document = json.loads(ended.out)
    assert document["schema"] == "hiphinge.self_tests/1"
    (value,) = document["tests"][0]["values"]
    assert value["side"] == "right"
    assert value["low"] < value["value"] < value["high"]


def test_what_is_not_measurable_ends_with_its_own_code(run: "Run", tmp_path: Path) -> None:
    ended = run("test", "straight_leg_raise", raised(tmp_path, "flat.parquet", 2.0))
    assert ended.code == 4
    assert "Not measured" in ended.out


def test_a_sitting_is_guided_in_order(run: "Run") -> None:
    ended = run("battery", "--tests", "thomas,toe_touch")
    assert ended.code == 0
    assert ended.out.index("toe_touch") < ended.out.index("(thomas)")


@pytest.mark.parametrize(
    "arguments",
    [
        ("battery", "thomas"),
        ("battery", "thomas:up=a.mp4"),
        ("battery", "--tests", "full_bend"),
        ("battery", "thomas=a.mp4", "--tests", "thomas"),
        ("test", "thomas", "a.mp4", "b.mp4", "--side", "left"),
        ("test", "no_such_test"),
    ],
)
def test_what_does_not_fit_is_refused_without_a_traceback(run: "Run", arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert "Traceback" not in ended.err


def test_a_page_that_cannot_be_written_is_said_before_anything_is_measured_or_kept(run: "Run", tmp_path: Path) -> None:
    left = raised(tmp_path, "left.parquet", 52.0)
    assert run("people", "add", "ana", "--adult").code == 0
    for option, name in (("--page", "x.html"), ("--pdf", "x.pdf")):
        ended = run("test", "straight_leg_raise", left, "--person", "ana", option, tmp_path / "nowhere" / name)
        assert ended.code == 6
    with user_store() as store:
        assert store.days.tests(store.people.named("ana")) == ()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("battery", "--tests", ","), "names no test"),
        (("test", "full_bend", "x.mp4"), "hiphinge calibrate VIDEO"),
        (("test", "toe_touch", "x.mp4", "--hurt"), "does not ask whether it hurt"),
    ],
)
def test_what_means_nothing_is_refused(run: "Run", arguments: tuple[str, ...], says: str) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert says in " ".join(ended.err.split())
