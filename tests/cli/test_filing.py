"""``analyze --person`` files the result, says where it is in a line, and joins the set logged at that time."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.workflow.filmed_at import stamped

from hiphinge.documents.training_log import LoadRecord, SetRecord
from hiphinge.store import open_store
from hiphinge.store.columns import new_id

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor

FILMED = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def video(actor: "Actor", tmp_path: Path) -> Path:
    return stamped(actor.write_video(tmp_path / "plain.mp4"), tmp_path / "set.mp4", FILMED)


def _ana_logs(kg: float) -> str:
    with open_store() as store:
        ana = next(iter(store.people.all()), None) or store.people.add("Ana", adult=True, zone="Europe/Vienna")
        session = store.log.session_at(ana, FILMED)
        one = SetRecord(
            id=new_id(),
            person=ana.id,
            session=session.id,
            position=0,
            performed_at=FILMED,
            exercise="romanian_deadlift",
            exercise_name="RDL",
            load=LoadRecord(value=kg, unit="kg"),
            repetitions=3,
        )
        store.log.add([session], [one])
        return one.id


def test_it_says_where_the_result_is_filed_and_which_set_it_shows(run: "Run", video: Path) -> None:
    _ana_logs(60)
    ended = run("analyze", video, "--exercise", "rdl", "--person", "ana", "--no-report")
    assert ended.code == 0
    assert "Filed in the log of Ana as " in ended.out
    assert "It shows the logged set 2026-05-04 19:30, RDL, 3 repetitions, 60 kg." in ended.out
    again = run("analyze", video, "--exercise", "rdl", "--person", "ana", "--no-report")
    assert "Already filed in the log of Ana" in again.out


def test_what_is_not_clear_can_be_joined_as_it_says(run: "Run", video: Path) -> None:
    _ana_logs(60)
    other = _ana_logs(80)
    ended = run("analyze", video, "--exercise", "rdl", "--person", "ana", "--no-report")
    assert "Which logged set it shows is not clear." in ended.out
    assert other[-8:] in ended.out
    command = ended.out.strip().splitlines()[-1].split()
    assert command[:3] == ["hiphinge", "analyze", "--from-pose"]
    poses = command[3].strip('"')
    joined = run("analyze", "--from-pose", poses, "--exercise", "rdl", "--person", "Ana", "--join", other[-8:])
    assert "3 repetitions, 80 kg." in joined.out


def test_nobody_of_that_name_is_said_before_anything_is_measured(run: "Run", video: Path, tmp_path: Path) -> None:
    ended = run("analyze", video, "--person", "bo")
    assert ended.code == 3
    assert "Nobody called 'bo' is in the training log" in ended.err
    assert not (tmp_path / "set.hiphinge").exists()


def test_join_needs_a_person_and_one_recording(run: "Run", video: Path) -> None:
    assert run("analyze", video, "--join", "abcdef").code == 2


def test_json_stays_one_document(run: "Run", video: Path) -> None:
    _ana_logs(60)
    assert run("analyze", video, "--person", "ana", "--json", "--no-report").out.lstrip().startswith("{")
