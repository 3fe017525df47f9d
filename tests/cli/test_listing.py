import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.catalogue import load
from hiphinge.cli.listing import complete_exercise
from hiphinge.cli.requests import given_person
from hiphinge.cli.units import Units
from hiphinge.quantities import QUANTITIES
from hiphinge.sources.formats import formats
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("command", "ids"),
    [("exercises", load().exercises), ("quantities", QUANTITIES), ("formats", formats())],
    ids=["exercises", "quantities", "formats"],
)
def test_a_list_names_every_item(run: "Run", command: str, ids: dict[str, object]) -> None:
    ended = run(command)
    assert ended.code == 0
    shown = {line.split()[0] for line in ended.out.splitlines() if line.split()}
    assert set(ids) <= shown


def test_the_schema_is_json(run: "Run") -> None:
    assert json.loads(run("schema").out)["$id"] == "hiphinge.analysis/5"


def test_the_profile_can_be_used_as_it_is_printed(run: "Run") -> None:
    assert 'schema = "hiphinge.profile/1"' in run("profile").out


def test_a_profile_is_saved_used_by_name_and_erased(
    run: "Run", monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "filled.toml").write_text("stature_m = 1.8\n", encoding="utf-8")
    saved = run("profile", "filled.toml", "--person", "Anna B")
    assert (saved.code, person_files().read("anna b", "profile")) == (0, b"stature_m = 1.8\n")
    assert 'hiphinge analyze VIDEO --profile "Anna B"' in saved.out
    assert given_person(profile=Path("Anna B"), stature=None, mass=None, units=Units.METRIC).stature_m == 1.8
    assert "anna b.profile.toml" in run("people").out
    assert run("data", "erase", "anna b", "--only", "profile", "--yes").code == 0
    assert person_files().read("anna b", "profile") is None


def test_a_wrong_profile_is_not_saved(run: "Run", monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / "filled.toml").write_text("stature = 1.8\n", encoding="utf-8")
    ended = run("profile", "filled.toml")
    assert ended.code == 3
    assert "Did you mean stature_m?" in ended.err
    assert not (tmp_path / "data").exists()


def test_a_whole_catalogue_passes_and_a_broken_one_is_reported(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("catalogue", "check").code == 0
    monkeypatch.setattr("hiphinge.catalogue.check", lambda: ("drills/dowel.toml: dose: Field required",))
    broken = run("catalogue", "check")
    assert broken.code == 3
    assert "drills/dowel.toml: dose: Field required" in broken.out
    assert "1 problem" in broken.err


def test_the_exercises_of_which_videos_are_judged_come_first_and_are_what_is_completed(run: "Run") -> None:
    shown = {
        line.split()[0]: "not judged yet" not in line for line in run("exercises").out.splitlines() if line.strip()
    }
    judged = [e.id for e in load().exercises.values() if e.analysed]
    others = [e.id for e in load().exercises.values() if not e.analysed]
    assert [id_ for id_ in shown if id_ in judged or id_ in others] == [*judged, *others]
    assert [id_ for id_ in shown if not shown[id_]] == others
    assert [id_ for id_, _ in complete_exercise("")] == judged
    assert list(complete_exercise("side_pl")) == []
