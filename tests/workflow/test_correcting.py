"""A filed analysis is corrected beside the machine's answer; everything follows, and all of it can be undone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiphinge.analysis import Correction
from hiphinge.documents import AnalysisDocument
from hiphinge.documents.training_log import PersonRecord, SetRecord
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.exports import write_pose
from hiphinge.store import Store, open_store, sqlite_url
from hiphinge.store.columns import new_id
from hiphinge.testing import HINGE, SQUAT, Lift, Movement, Plan, record_video
from hiphinge.workflow import Result, analyze
from hiphinge.workflow.comparing import read_side
from hiphinge.workflow.correcting import (
    as_correction,
    correct,
    corrected_analysis,
    corrected_result,
    corrections_of,
    undo,
)
from hiphinge.workflow.data_keeping import erase_person
from hiphinge.workflow.data_transfer import export_person, import_person
from hiphinge.workflow.filing import Filed, file_result
from hiphinge.workflow.set_numbers import JUDGED, LOAD
from hiphinge.workflow.training_progress import progress_of

SHA256 = "a" * 64
NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store(sqlite_url(tmp_path / "log.sqlite"), files=str(tmp_path / "files")) as opened:
        yield opened


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True)


def analysed(folder: Path, movement: Movement = HINGE, *, lifts: int = 4, sets: int = 1, **asked: Any) -> Result:
    motion = record_video(Plan(movement=movement, lifts=(Lift(),) * lifts, sets=sets, rest_s=20.0)).motion
    poses = folder / "kept.parquet"
    write_pose(poses, replace(motion, origin=replace(motion.origin, name="set.mp4", sha256=SHA256)))
    return analyze(poses, **asked)


@pytest.fixture
def filed(store: Store, ana: PersonRecord, tmp_path: Path) -> Filed:
    return file_result(store, ana, analysed(tmp_path, exercise="romanian_deadlift", load_kg=60.0))


def said(store: Store, filed: Filed, kind: str, **fields: Any) -> Correction:
    return as_correction(corrected_analysis(store, filed.analysis.id).document, kind, **fields)


class Numbers(NamedTuple):
    """What progress knows of one quantity of a set."""

    median: float
    repetitions: int


def numbers(store: Store, person: PersonRecord) -> dict[tuple[int, str], Numbers]:
    return {
        (one.set, quantity): Numbers(median, one.repetitions[quantity])
        for one in store.recordings.sets_in_time(person)
        for quantity, median in one.medians.items()
    }


def bottoms(document: AnalysisDocument) -> list[float]:
    return [one.bottom_s for one in document.repetitions]


def test_without_corrections_the_machines_answer_counts_number_for_number(store: Store, filed: Filed) -> None:
    now = corrected_analysis(store, filed.analysis.id)
    assert (now.corrections, now.is_corrected, now.not_followed) == ((), False, None)
    assert now.document == now.machine
    assert corrected_result(store, filed.analysis.id).to_json(indent=None).encode() == store.recordings.document(
        filed.analysis.id
    )


def test_a_deleted_repetition_is_gone_from_every_output_and_back_when_that_is_undone(
    store: Store, ana: PersonRecord, filed: Filed, tmp_path: Path
) -> None:
    id_, before = filed.analysis.id, numbers(store, ana)
    machine = store.recordings.document(id_)
    gone = said(store, filed, "delete", repetition=2)
    now = correct(store, id_, gone, reason="I stumbled")
    assert len(now.document.repetitions) == 3
    assert gone.bottom_s not in bottoms(now.document)
    assert corrected_analysis(store, id_).document == now.document
    assert store.recordings.document(id_) == machine
    assert store.recordings.analysis(ana, id_).repetitions == 3
    assert {point.repetitions for point in numbers(store, ana).values()} == {3}
    assert len(read_side(id_[-8:], store=store, person=ana).parts[0].repetitions) == 3
    folder = corrected_result(store, id_).save(tmp_path / "out", exports=("csv",))
    assert len((folder / "repetitions.csv").read_text(encoding="utf-8").splitlines()) == 4
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Corrected by you: the movement at 0:07.4 is no repetition." in page
    assert "three repetitions" in page.casefold()
    assert "four repetitions" not in page.casefold()
    assert "no repetition" in str(now.document.provenance.parameters["corrected"])
    again = undo(store, id_)
    assert again.document == again.machine
    assert numbers(store, ana) == before
    assert [(one.undone, one.record.reason) for one in corrections_of(store, id_)] == [(True, "I stumbled")]


def test_an_added_one_appears(store: Store, ana: PersonRecord, filed: Filed) -> None:
    id_ = filed.analysis.id
    second = corrected_analysis(store, id_).machine.repetitions[1]
    correct(store, id_, said(store, filed, "delete", repetition=2))
    now = correct(store, id_, said(store, filed, "add", start_s=second.start_s, end_s=second.end_s))
    assert bottoms(now.document) == bottoms(now.machine)
    assert {point.repetitions for point in numbers(store, ana).values()} == {4}


CHOICES: Sequence[tuple[str, dict[str, Any]]] = (
    ("merge", {"repetition": 1, "other": 2}),
    ("delete", {"repetition": 1}),
    ("move", {"repetition": 1, "edge": "start", "to_s": 1.3}),
    ("exercise", {"name": "good morning"}),
    ("load", {"load_kg": 80.0}),
    ("pattern", {"name": "stoop"}),
    ("reference", {"repetition": 1}),
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3), order=st.randoms(use_true_random=False))
def test_whatever_is_said_and_undone_in_any_order_leaves_the_original_numbers(
    store: Store, ana: PersonRecord, filed: Filed, chosen: list[tuple[str, dict[str, Any]]], order: Any
) -> None:
    id_, before = filed.analysis.id, numbers(store, ana)
    known = {one.record.id for one in corrections_of(store, id_)}
    for kind, fields in chosen:
        correct(store, id_, said(store, filed, kind, **fields))
    new = [one.record.id for one in corrections_of(store, id_) if one.record.id not in known]
    order.shuffle(new)
    for one in new:
        undo(store, id_, one)
    now = corrected_analysis(store, id_)
    assert now.document == now.machine
    assert numbers(store, ana) == before
    assert store.recordings.analysis(ana, id_) == filed.analysis


def test_another_exercise_and_load_count_in_progress(store: Store, ana: PersonRecord, filed: Filed) -> None:
    id_ = filed.analysis.id
    correct(store, id_, said(store, filed, "exercise", name="good morning"))
    now = correct(store, id_, said(store, filed, "load", load_kg=20.0))
    assert (now.document.exercise.id, now.document.exercise.given, now.document.load_kg) == ("good_morning", True, 20.0)
    (progress,) = progress_of(store, ana).exercises
    assert progress.exercise == "good_morning"
    assert numbers(store, ana)[1, LOAD].median == 20.0


def test_what_was_said_anew_replaces_what_was_said_before(store: Store, filed: Filed) -> None:
    id_ = filed.analysis.id
    correct(store, id_, said(store, filed, "exercise", name="good morning"))
    now = correct(store, id_, said(store, filed, "exercise", name="conventional_deadlift"))
    assert [(one.counts, one.replaced) for one in now.corrections] == [(False, True), (True, False)]
    assert "morning" not in str(now.document.provenance.parameters["corrected"])
    assert undo(store, id_).document.exercise.id == "good_morning"


def test_a_dismissed_finding_gives_no_cue_and_counts_in_no_progress(
    store: Store, ana: PersonRecord, tmp_path: Path
) -> None:
    filed = file_result(store, ana, analysed(tmp_path, SQUAT, lifts=3, exercise="romanian_deadlift"))
    id_, machine = filed.analysis.id, corrected_analysis(store, filed.analysis.id).machine
    met = numbers(store, ana)[1, JUDGED].median
    assert machine.advice is not None
    for finding in {f.id for r in machine.repetitions for f in r.findings if f.level == "fault"}:
        now = correct(store, id_, said(store, filed, "dismiss", name=finding), reason="I meant it so")
    assert all(f.level != "fault" for r in now.document.repetitions for f in r.findings)
    assert now.document.advice is not None
    assert (machine.advice.finding is not None, now.document.advice.finding) == (True, None)
    marks = numbers(store, ana)[1, JUDGED]
    assert met == 0 < marks.median == marks.repetitions


def test_what_does_not_fit_is_refused_and_nothing_is_kept(store: Store, filed: Filed) -> None:
    id_ = filed.analysis.id
    for kind, fields, words in (
        ("merge", {"repetition": 1, "other": 1}, "both times are in the same repetition"),
        ("add", {"start_s": 0.0, "end_s": 500.0}, "not in what was measured"),
        ("dismiss", {"name": "squat_pattern"}, "was not found there"),
    ):
        with pytest.raises(UsageError, match=words):
            correct(store, id_, said(store, filed, kind, **fields))
    for kind, fields in (("delete", {"repetition": 9}), ("delete", {}), ("split", {"repetition": 1}), ("move", {})):
        with pytest.raises(UsageError):
            correct(store, id_, said(store, filed, kind, **fields))
    for kind, name in (("dismiss", "nothing"), ("pattern", "lunge"), ("exercise", "nothing"), ("nothing", None)):
        with pytest.raises(UnknownIdError):
            said(store, filed, kind, name=name)
    with pytest.raises(UsageError, match="Nothing is corrected"):
        undo(store, id_)
    assert corrections_of(store, id_) == ()


def test_two_at_once_are_both_kept(store: Store, filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    id_, keep = filed.analysis.id, type(store.corrections).keep
    first, second = (said(store, filed, "reference", repetition=number) for number in (1, 2))
    waiting = [second]

    def slow(*given: Any, **named: Any) -> bool:
        if waiting:
            correct(store, id_, waiting.pop())
        return keep(*given, **named)

    monkeypatch.setattr(type(store.corrections), "keep", slow)
    now = correct(store, id_, first)
    assert [one.record.bottom_s for one in now.corrections] == [second.bottom_s, first.bottom_s]


def test_a_logged_set_follows_the_set_that_it_shows(store: Store, ana: PersonRecord, tmp_path: Path) -> None:
    filed = file_result(store, ana, analysed(tmp_path, lifts=2, sets=2, exercise="romanian_deadlift"))
    id_ = filed.analysis.id
    session = store.log.session_at(ana, NOW)
    one = SetRecord(
        id=new_id(),
        person=ana.id,
        session=session.id,
        performed_at=NOW,
        position=0,
        exercise="romanian_deadlift",
        exercise_name="RDL",
        repetitions=2,
        analysis=id_,
        analysis_set=2,
    )
    store.log.add([session], [one])
    shown = []
    for change in ("delete", "delete", "undo"):
        if change == "undo":
            undo(store, id_)
        else:
            correct(store, id_, said(store, filed, change, repetition=1))
        (joined,) = store.log.of_analyses(ana, [id_])
        shown.append(joined.analysis_set)
    assert shown == [2, 1, 2]


def test_a_new_analysis_keeps_what_was_corrected_and_says_what_no_longer_fits(
    store: Store, ana: PersonRecord, filed: Filed, tmp_path: Path
) -> None:
    correct(store, filed.analysis.id, said(store, filed, "delete", repetition=2))
    correct(store, filed.analysis.id, said(store, filed, "reference", repetition=3))
    correct(store, filed.analysis.id, said(store, filed, "load", load_kg=70.0))
    part = analysed(tmp_path, exercise="romanian_deadlift", load_kg=65.0, end_s=14.0)
    new = file_result(store, ana, part)
    assert new.corrected is not None
    assert [(one.words, one.undone, one.unfit) for one in new.corrected.corrections] == [
        ("the movement at 0:07.4 is no repetition", False, None),
        ("the repetition at 0:16.2 is your reference", False, "there is no repetition at that time"),
        ("the load is 70 kg", True, None),
    ]
    assert new.corrected.document.load_kg == 65.0
    assert len(new.corrected.document.repetitions) == len(new.corrected.machine.repetitions) - 1


def test_without_poses_it_is_kept_and_says_why_nothing_follows(store: Store, ana: PersonRecord, filed: Filed) -> None:
    before = numbers(store, ana)
    gone = said(store, filed, "delete", repetition=2)
    store.recordings.remove_files(ana)
    now = correct(store, filed.analysis.id, gone)
    assert now.not_followed is not None
    assert "poses of set.mp4 are not kept" in now.not_followed
    assert now.document == now.machine
    assert numbers(store, ana) == before
    assert len(corrections_of(store, filed.analysis.id)) == 1
    assert corrected_analysis(store, filed.analysis.id).not_followed is not None


def test_a_chosen_reference_can_be_compared_with(store: Store, ana: PersonRecord, filed: Filed) -> None:
    with pytest.raises(UsageError, match="has no reference repetition"):
        read_side("last#reference", store=store, person=ana)
    correct(store, filed.analysis.id, said(store, filed, "reference", repetition=3))
    (part,) = read_side("last#reference", store=store, person=ana).parts
    assert [one.index for one in part.repetitions] == [3]


def test_corrections_go_out_and_in_with_a_person_and_are_erased_with_them(
    store: Store, filed: Filed, tmp_path: Path
) -> None:
    id_ = filed.analysis.id
    now = correct(store, id_, said(store, filed, "delete", repetition=2), reason="Quetzalcoatlus")
    export_person(store, "Ana", tmp_path / "ana.zip")
    with open_store(sqlite_url(tmp_path / "other.sqlite"), files=str(tmp_path / "other")) as other:
        import_person(other, tmp_path / "ana.zip")
        there = corrected_analysis(other, id_)
        assert (there.document, there.corrections) == (now.document, now.corrections)
        assert undo(other, id_).document == now.machine
    erase_person(store, "Ana")
    store.close()
    assert b"Quetzalcoatlus" not in (tmp_path / "log.sqlite").read_bytes()


def test_a_correction_of_ten_repetitions_is_quick(store: Store, ana: PersonRecord, tmp_path: Path) -> None:
    filed = file_result(store, ana, analysed(tmp_path, lifts=10, exercise="romanian_deadlift"))
    started = datetime.now(UTC)
    correct(store, filed.analysis.id, said(store, filed, "delete", repetition=2))
    assert datetime.now(UTC) - started < timedelta(seconds=10)
