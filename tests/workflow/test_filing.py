"""A result is filed once, whole, with what was agreed to, and joined to the logged set of that time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.workflow.filmed_at import stamped

from hiphinge.documents import analysis_from_json
from hiphinge.documents.analysis import MeasurementDocument
from hiphinge.documents.training_log import LoadRecord, PersonRecord, SetRecord
from hiphinge.errors import UsageError
from hiphinge.store import Store, open_store, sqlite_url
from hiphinge.store.columns import new_id
from hiphinge.workflow import Result, analyze
from hiphinge.workflow.filing import file_result
from hiphinge.workflow.set_numbers import JUDGED, LOAD

if TYPE_CHECKING:
    from tests.conftest import Actor

FILMED = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
LogSet = Callable[..., SetRecord]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(sqlite_url(tmp_path / "log.sqlite"), files=str(tmp_path / "files")) as opened:
        yield opened


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True, zone="Europe/Vienna")


@pytest.fixture
def result(actor: "Actor", tmp_path: Path) -> Result:
    video = stamped(actor.write_video(tmp_path / "plain.mp4"), tmp_path / "set.mp4", FILMED)
    return analyze(video, exercise="romanian_deadlift", load_kg=60.0)


@pytest.fixture
def log_set(store: Store, ana: PersonRecord) -> LogSet:
    def logged(minutes: float = 3.0, **fields: Any) -> SetRecord:
        at = FILMED + timedelta(minutes=minutes)
        session = store.log.session_at(ana, at)
        given: dict[str, Any] = {
            "exercise": "romanian_deadlift",
            "exercise_name": "RDL",
            "repetitions": 3,
            "position": 0,
        }
        one = SetRecord(id=new_id(), person=ana.id, session=session.id, performed_at=at, **(given | fields))
        store.log.add([session], [one])
        return one

    return logged


def test_what_progress_reads_is_filed_with_the_whole_document_and_the_poses(
    store: Store, ana: PersonRecord, result: Result
) -> None:
    filed = file_result(store, ana, result)
    assert (filed.new, filed.earlier, filed.keeps_video) == (True, 0, False)
    assert filed.analysis.recorded_at == FILMED
    document = analysis_from_json(store.recordings.document(filed.analysis.id), name="filed")
    (filmed,) = store.recordings.sets_in_time(ana)
    kept = {one.quantity: one for one in store.transfer.log_of("Ana").measured_sets}
    assert filmed.medians == {id_: one.median for id_, one in kept.items()}
    measured = [r.measurements["trunk_inclination_deg"] for r in document.repetitions]
    leans = sorted(one.value for one in measured if isinstance(one, MeasurementDocument))
    trunk = kept["trunk_inclination_deg"]
    assert trunk.repetitions == filmed.repetitions[trunk.quantity] == 3
    assert trunk.median == pytest.approx(leans[1], abs=0.05)
    assert trunk.spread is not None
    assert trunk.half_width == pytest.approx(10.0)
    assert filmed.medians[LOAD] == 60.0
    assert filmed.medians[JUDGED] <= filmed.repetitions[JUDGED] <= 3
    key = store.recordings.poses_of(ana, filed.analysis.sha256)
    assert key is not None
    assert store.files.has(key)


def test_the_same_result_is_filed_once_and_another_of_the_recording_beside_it(
    store: Store, ana: PersonRecord, result: Result, tmp_path: Path
) -> None:
    first = file_result(store, ana, result)
    again = file_result(store, ana, result)
    assert (again.new, again.analysis, again.earlier) == (False, first.analysis, 0)
    other = file_result(store, ana, analyze(tmp_path / "set.mp4", exercise="good_morning"))
    assert (other.new, other.earlier) == (True, 1)
    assert other.analysis.recording == first.analysis.recording
    assert len(store.recordings.all(ana)) == 2
    assert {one.exercise for one in store.recordings.sets_in_time(ana)} == {"good_morning"}


def test_kept_poses_belong_to_the_recording_and_a_part_does_not_replace_them(
    store: Store, ana: PersonRecord, result: Result, tmp_path: Path
) -> None:
    first = file_result(store, ana, result)
    whole = store.recordings.poses_of(ana, first.analysis.sha256)
    folder = result.save(tmp_path / "out", report=False)
    part = file_result(store, ana, analyze(folder / "pose.parquet", exercise="romanian_deadlift", end_s=6.0))
    assert part.analysis.recording == first.analysis.recording
    assert part.analysis.recorded_at == FILMED
    assert store.recordings.poses_of(ana, first.analysis.sha256) == whole


def test_the_video_is_kept_only_with_consent(store: Store, ana: PersonRecord, result: Result, tmp_path: Path) -> None:
    file_result(store, ana, result)
    assert len(store.recordings.files_of(ana)) == 1
    store.people.agree(ana, "keep_videos")
    assert file_result(store, ana, analyze(tmp_path / "set.mp4", exercise="hip_hinge")).keeps_video
    assert len(store.recordings.files_of(ana)) == 2
    store.people.withdraw(ana, "keep_videos")
    assert not file_result(store, ana, analyze(tmp_path / "set.mp4", exercise="good_morning")).keeps_video


def test_the_set_logged_at_that_time_is_joined(
    store: Store, ana: PersonRecord, result: Result, log_set: LogSet
) -> None:
    log_set(2.0, exercise="back_squat", exercise_name="Squat")
    log_set(-25.0)
    fitting = log_set(19.0, load=LoadRecord(value=60, unit="kg"))
    filed = file_result(store, ana, result)
    (joined,) = filed.joining.joined
    assert joined == (fitting, 1)
    assert fitting.model_copy(update={"analysis": filed.analysis.id, "analysis_set": 1}) in store.log.sets(ana)


def test_a_set_of_an_unknown_exercise_fits_too(
    store: Store, ana: PersonRecord, result: Result, log_set: LogSet
) -> None:
    unknown = log_set(exercise=None, exercise_name="My hinge")
    assert [one.id for one, _ in file_result(store, ana, result).joining.joined] == [unknown.id]


def test_sets_that_cannot_be_told_apart_are_as_good_as_one(
    store: Store, ana: PersonRecord, result: Result, log_set: LogSet
) -> None:
    sets = [log_set(position=position) for position in range(3)]
    assert [one.id for one, _ in file_result(store, ana, result).joining.joined] == [sets[0].id]


def test_of_sets_that_differ_the_person_chooses_and_the_choice_stays(
    store: Store, ana: PersonRecord, result: Result, log_set: LogSet, tmp_path: Path
) -> None:
    heavy, light = (log_set(at, load=LoadRecord(value=kg, unit="kg")) for at, kg in ((1.0, 80), (4.0, 40)))
    filed = file_result(store, ana, result)
    assert filed.joining.joined == ()
    assert [one.id for one in filed.joining.possible] == [heavy.id, light.id]
    with pytest.raises(UsageError, match="has 3"):
        file_result(store, ana, result, join_to=light.id[-3:])
    chosen = file_result(store, ana, result, join_to=light.id[-8:])
    assert [one.id for one, _ in chosen.joining.joined] == [light.id]
    later = file_result(store, ana, analyze(tmp_path / "set.mp4", exercise="good_morning"))
    assert [one.id for one, _ in later.joining.joined] == [light.id]
    assert [one.id for one in store.log.of_analyses(ana, [later.analysis.id])] == [light.id]


def test_a_recording_without_a_time_joins_nothing(
    store: Store, ana: PersonRecord, actor: "Actor", log_set: LogSet, tmp_path: Path
) -> None:
    log_set()
    filed = file_result(store, ana, analyze(actor.write_video(tmp_path / "set.mp4"), exercise="rdl"))
    assert (filed.joining.has_time, filed.joining.joined) == (False, ())
