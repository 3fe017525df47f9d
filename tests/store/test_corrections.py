"""Corrections stand beside the analysis with the numbers that follow, all or nothing, on both engines."""

import pytest

from hiphinge.analysis import Correction
from hiphinge.documents import CorrectionRecord, CorrectionsDocument
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.store import AnalysisNumbers, FiledAnalysis, MeasuredAnew, MeasuredSet, NewAnalysis, Store
from hiphinge.store.columns import new_id
from hiphinge.workflow.correction_steps import record_of

MEASURED = (MeasuredSet(set=1, quantity="descent_s", repetitions=8, median=1.25, spread=0.5, half_width=0.1),)


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True)


@pytest.fixture
def filed(store: Store, ana: PersonRecord) -> FiledAnalysis:
    new = NewAnalysis(
        sha256="a" * 64,
        name="set.mp4",
        hiphinge_version="0.1",
        schema="hiphinge.analysis/5",
        exercise="romanian_deadlift",
        repetitions=8,
        document=b"{}",
        measured=MEASURED,
    )
    return store.recordings.file(ana, new)


def said(reason: str = "") -> CorrectionRecord:
    return record_of(Correction(kind="delete", bottom_s=3.25), corrects="0.1", reason=reason)


def test_what_is_kept_is_there_with_the_numbers_that_follow(
    store: Store, ana: PersonRecord, filed: FiledAnalysis
) -> None:
    assert store.corrections.of(filed.id) == CorrectionsDocument()
    assert store.corrections.numbers(filed.id) == AnalysisNumbers(
        exercise="romanian_deadlift", repetitions=8, measured=MEASURED
    )
    kept = CorrectionsDocument(records=(said("pick-up"),), corrected={"median": 1.1 + 2.2})
    measured = (MeasuredSet(set=2, quantity="descent_s", repetitions=7, median=1.5),)
    now = AnalysisNumbers(exercise="good_morning", repetitions=7, measured=measured)
    assert store.corrections.keep(filed.id, kept, seen=0, numbers=now)
    assert store.corrections.of(filed.id) == kept
    assert store.corrections.numbers(filed.id) == now
    assert store.recordings.document(filed.id) == b"{}"
    (one,) = store.recordings.sets_in_time(ana)
    assert (one.set, one.exercise, one.medians, one.repetitions) == (
        2,
        "good_morning",
        {"descent_s": 1.5},
        {"descent_s": 7},
    )


def test_who_was_slower_changes_nothing(store: Store, filed: FiledAnalysis) -> None:
    first, second = (CorrectionsDocument(records=(said(),)) for _ in range(2))
    assert store.corrections.keep(filed.id, first, seen=0, numbers=None)
    numbers = AnalysisNumbers(exercise="good_morning", repetitions=0, measured=())
    assert not store.corrections.keep(filed.id, second, seen=0, numbers=numbers)
    assert store.corrections.of(filed.id) == first
    assert store.corrections.numbers(filed.id).repetitions == 8


def test_a_recording_is_handed_over_whole_or_not_at_all(store: Store, ana: PersonRecord, filed: FiledAnalysis) -> None:
    ben = store.people.add("Ben", adult=True)
    numbers = AnalysisNumbers(exercise="good_morning", repetitions=7, measured=MEASURED)
    measured = {
        filed.id: MeasuredAnew(
            document=b'{"of": "Ben"}', hiphinge_version="1", schema="s", numbers=numbers, corrections=None, seen=0
        )
    }
    assert not store.corrections.hand_over(filed.recording, ben, {})
    assert store.corrections.hand_over(filed.recording, ben, measured)
    assert store.recordings.document(filed.id) == b'{"of": "Ben"}'
    assert (store.recordings.all(ana), [one.id for one in store.recordings.all(ben)]) == ((), [filed.id])
    assert store.corrections.recording(filed.id).person == ben.id
    with pytest.raises(UsageError, match="in the log of Ben already"):
        store.corrections.hand_over(filed.recording, ben, measured)


def test_an_unknown_analysis_is_named(store: Store) -> None:
    id_ = new_id()
    for ask in (store.corrections.of, store.corrections.recording):
        with pytest.raises(InputMissingError, match=id_):
            ask(id_)
