"""Puts a recording into the log of the person that it shows: nobody's as it is, somebody else's measured anew."""

from typing import TYPE_CHECKING, NamedTuple

from hiphinge.documents import SCHEMA, CorrectionsDocument, analysis_from_json
from hiphinge.errors import NotMeasurableError, OutputError, UsageError
from hiphinge.motion import Person
from hiphinge.store import MeasuredAnew, Store
from hiphinge.workflow.correcting import kept_poses, numbers_of
from hiphinge.workflow.correction_steps import (
    CorrectedAnalysis,
    follow,
    kept_corrections,
    machine_numbers,
    with_result,
)
from hiphinge.workflow.joining import join
from hiphinge.workflow.profile import profile_of

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Clip, CorrectedRecording
    from hiphinge.workflow.result import Result

__all__ = ["assign", "assign_analysis", "assign_clip"]

_TRIES = 5


def assign_clip(store: Store, clip: "Clip", person: "PersonRecord | None") -> None:
    """Say whose a clip is; None takes that back.

    Raises
    ------
    UsageError, NotMeasurableError, InputFormatError, InputMissingError, OutputError
        As `assign_analysis`.
    """
    analyses = store.corrections.analyses_of(clip.recording)
    if person is None or not analyses:
        store.recordings.assign(clip.recording, person)
    else:
        assign_analysis(store, clip.analysis if clip.analysis in analyses else analyses[-1], person)


def assign_analysis(store: Store, analysis_id: str, person: "PersonRecord") -> None:
    """Say whose a filed recording is; where it is that person's already, nothing changes.

    One that is nobody's goes into the log as it was measured, and is joined to the logged set of its time, as filing
    does. One of somebody else is measured anew (`assign`), so that nothing of theirs is left.

    Raises
    ------
    UsageError, NotMeasurableError, InputFormatError
        As `assign`.
    InputMissingError
        If there is no such analysis.
    OutputError
        If it cannot be written.
    """
    there = store.corrections.recording(analysis_id)
    if there.person is None:
        _adopt(store, there, person)
    elif there.person != person.id:
        assign(store, analysis_id, person)


def _adopt(store: Store, there: "CorrectedRecording", person: "PersonRecord") -> None:
    """Put a recording that is nobody's into a log, and join it to the set that it shows, both or neither."""
    *before, newest = (
        *store.recordings.of_recording(person, there.sha256),
        *(one for one in store.recordings.of_recording(None, there.sha256) if one.recording == there.recording),
    )
    document = analysis_from_json(store.recordings.document(newest.id), name=there.name)
    moment = next((one.recorded_at for one in before if one.recorded_at is not None), newest.recorded_at)
    found = join(store, person, document, before=before, moment=moment)
    store.recordings.assign(there.recording, person, shows={newest.id: {one.id: n for one, n in found.joined}})


def assign(store: Store, analysis_id: str, person: "PersonRecord") -> CorrectedAnalysis:
    """Put a recording with all its analyses into the log of the person that it shows, and return the analysis there.

    Each analysis is computed anew from the poses with that person's profile, and takes the place of the former one:
    nothing is kept of whose log it was in. Corrections that count stay, without their reasons; logged sets that it was
    joined to are joined to nothing, and the person's own set of that time is.

    Raises
    ------
    UsageError
        If the recording is in that person's log already; nothing is changed then.
    NotMeasurableError
        If its poses are not kept; nothing is changed then.
    InputFormatError
        If their profile is damaged; nothing is changed then.
    InputMissingError
        If there is no such analysis.
    OutputError
        If it cannot be written.
    """
    profile, there = profile_of(person.name, store.documents), store.corrections.recording(analysis_id)
    if there.person == person.id:
        message = f"This recording is in the log of {person.name} already. Nothing was changed."
        raise UsageError(message)
    if there.poses is None or not store.files.has(there.poses):
        message = (
            f"The poses of {there.name} are not kept, so it cannot be measured again for {person.name}. Nothing was "
            f'changed. Analyse the video again with --person "{person.name}".'
        )
        raise NotMeasurableError(message)
    for _ in range(_TRIES):
        anew = {id_: _anew(store, id_, profile) for id_ in store.corrections.analyses_of(there.recording)}
        newest = list(anew)[-1]
        shows = _shows(store, person, anew[newest].result, newest, was=there)
        filed = {id_: one.filed(shows if id_ == newest else {}) for id_, one in anew.items()}
        if store.corrections.hand_over(there.recording, person, filed):
            return anew[analysis_id].answer(analysis_id)
    message = "Somebody else is correcting this recording all the time, so nothing was changed. Try it again."
    raise OutputError(message)


class _Anew(NamedTuple):
    """An analysis of the recording as somebody else's, without corrections and with those that count."""

    machine: "Result"
    result: "Result"
    corrections: CorrectionsDocument
    seen: int

    def filed(self, shows: dict[str, int]) -> MeasuredAnew:
        """Return it as the store takes it."""
        return MeasuredAnew(
            document=self.machine.to_json(indent=None).encode(),
            hiphinge_version=self.machine.provenance.versions.get("hiphinge", ""),
            schema=SCHEMA,
            numbers=numbers_of(self.result),
            corrections=self.corrections if self.corrections.records else None,
            seen=self.seen,
            shows=shows,
        )

    def answer(self, analysis_id: str) -> CorrectedAnalysis:
        """Return it as whoever corrects it sees it."""
        machine, now = (analysis_from_json(one.to_json(), name=analysis_id) for one in (self.machine, self.result))
        listed = kept_corrections(self.corrections)
        return CorrectedAnalysis(id=analysis_id, machine=machine, document=now, corrections=listed, result=self.result)


def _anew(store: Store, analysis_id: str, profile: Person) -> _Anew:
    recording, before = store.corrections.recording(analysis_id), store.corrections.of(analysis_id)
    former = analysis_from_json(store.recordings.document(analysis_id), name=recording.name)
    records = tuple(one.model_copy(update={"reason": ""}) for one in before.active)
    with kept_poses(store, recording) as poses:
        machine = follow(former, poses, (), person=profile)
        result = follow(former, poses, before.followed, person=profile) if before.followed else machine
    kept = CorrectionsDocument(records=records, sha256=recording.sha256, machine=machine_numbers(numbers_of(machine)))
    return _Anew(machine, result, with_result(kept, result if before.followed else None), len(before.records))


def _shows(
    store: Store, person: "PersonRecord", result: "Result", analysis_id: str, *, was: "CorrectedRecording"
) -> dict[str, int]:
    """Return which logged sets of the person an analysis shows that is still in another log."""
    former = next((one for one in store.people.all() if one.id == was.person), None)
    moment = store.recordings.analysis(former, analysis_id).recorded_at
    return {one.id: number for one, number in join(store, person, result.analysis, before=(), moment=moment).joined}
