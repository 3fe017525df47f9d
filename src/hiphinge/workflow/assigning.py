"""Puts a recording into the log of the person that it shows: nobody's as it is, somebody else's measured anew."""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from hiphinge.documents import SCHEMA, CorrectionsDocument, analysis_from_json
from hiphinge.errors import NotMeasurableError, OutputError, UsageError
from hiphinge.motion import Person
from hiphinge.store import CorrectedMeanwhileError, MeasuredAnew, Store
from hiphinge.workflow.correcting import kept_poses, numbers_of
from hiphinge.workflow.correction_steps import (
    CorrectedAnalysis,
    follow,
    kept_corrections,
    machine_numbers,
    with_result,
)
from hiphinge.workflow.joining import join
from hiphinge.workflow.known_person import KnownPerson, known_person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Clip, CorrectedRecording
    from hiphinge.workflow.result import Result

__all__ = ["assign", "assign_analysis", "assign_clip"]

_TRIES = 5
_BUSY = "Somebody else is correcting this recording all the time, so nothing was changed. Try it again."


def assign_clip(store: Store, clip: "Clip", person: "PersonRecord | None") -> None:
    """Say whose a clip is; None takes that back.

    Raises
    ------
    UsageError
        If it shows a self-test: its values are in the log of whoever did it.
    NotMeasurableError, InputFormatError, InputMissingError, OutputError
        As `assign_analysis`.
    """
    if clip.asked is not None:
        message = f"{clip.name} shows a self-test, whose values are in a log already. Remove it, and give it in again."
        raise UsageError(message)
    analyses = store.corrections.analyses_of(clip.recording)
    if not analyses:
        store.recordings.assign(clip.recording, person)
    elif person is None:
        _take_back(store, analyses)
    else:
        assign_analysis(store, clip.analysis if clip.analysis in analyses else analyses[-1], person)


def assign_analysis(store: Store, analysis_id: str, person: "PersonRecord") -> None:
    """Say whose a filed recording is; where it is that person's already, nothing changes.

    One that is nobody's is joined to the logged set of its time, as filing does, and measured anew where that person
    has a profile or a calibration and its poses are kept. One of somebody else is always measured anew (`assign`), so
    that nothing of theirs is left.

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
    moment = next((one.recorded_at for one in before if one.recorded_at is not None), newest.recorded_at)
    known = known_person(person.name, store.documents)
    for _ in range(_TRIES):
        anew = _anew_of_all(store, there, known) if known.changes_numbers and _has_poses(store, there) else {}
        if newest.id in anew:
            found = join(store, person, anew[newest.id].result.analysis, before=before, moment=moment)
        else:
            document = analysis_from_json(store.recordings.document(newest.id), name=there.name)
            found = join(store, person, document, before=before, moment=moment)
        shows = {newest.id: {one.id: number for one, number in found.joined}}
        if _assigned_anew(store, there.recording, person, anew, shows=shows):
            return
    raise OutputError(_BUSY)


def _take_back(store: Store, analyses: "Sequence[str]") -> None:
    """Let a recording be nobody's again, measured without what is known of whoever's it was.

    Raises
    ------
    NotMeasurableError
        If something of theirs is in it and its poses are not kept; nothing is changed then.
    """
    there = store.corrections.recording(analyses[-1])
    documents = [analysis_from_json(store.recordings.document(id_), name=there.name) for id_ in analyses]
    theirs = any(
        one.person.person() != Person() or one.provenance.parameters.get("own_standing") is not None
        for one in documents
    )
    if theirs and not _has_poses(store, there):
        message = (
            f"The poses of {there.name} are not kept, so it cannot be measured without what is known of its person. "
            "Nothing was changed. Say whose it is instead, or discard it."
        )
        raise NotMeasurableError(message)
    for _ in range(_TRIES):
        anew = _anew_of_all(store, there, KnownPerson()) if theirs else {}
        if _assigned_anew(store, there.recording, None, anew, shows={}):
            return
    raise OutputError(_BUSY)


def _assigned_anew(
    store: Store,
    recording: str,
    person: "PersonRecord | None",
    anew: "Mapping[str, _Anew]",
    *,
    shows: "Mapping[str, Mapping[str, int]]",
) -> bool:
    """Say whose a recording is and put in what was measured anew, both or neither; False where it was corrected."""
    filed = {id_: one.filed(shows.get(id_, {})) for id_, one in anew.items()}
    try:
        store.recordings.assign(
            recording,
            person,
            shows=shows,
            with_it=lambda connection: store.corrections.put_anew(connection, person, filed),
        )
    except CorrectedMeanwhileError:
        return False
    return True


def _has_poses(store: Store, there: "CorrectedRecording") -> bool:
    return there.poses is not None and store.files.has(there.poses)


def _anew_of_all(store: Store, there: "CorrectedRecording", known: KnownPerson) -> "dict[str, _Anew]":
    """Return every analysis of a recording measured anew, with what people gave as reasons."""
    return {id_: _anew(store, id_, known, reasons=True) for id_ in store.corrections.analyses_of(there.recording)}


def assign(store: Store, analysis_id: str, person: "PersonRecord") -> CorrectedAnalysis:
    """Put a recording with all its analyses into the log of the person that it shows, and return the analysis there.

    Each analysis is computed anew from the poses with that person's profile and calibration, and takes the place of the
    former one: nothing is kept of whose log it was in. Corrections that count stay, without their reasons; logged sets
    that it was joined to are joined to nothing, and the person's own set of that time is.

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
    known, there = known_person(person.name, store.documents), store.corrections.recording(analysis_id)
    if there.person == person.id:
        message = f"This recording is in the log of {person.name} already. Nothing was changed."
        raise UsageError(message)
    if not _has_poses(store, there):
        message = (
            f"The poses of {there.name} are not kept, so it cannot be measured again for {person.name}. Nothing was "
            f'changed. Analyse the video again with --person "{person.name}".'
        )
        raise NotMeasurableError(message)
    for _ in range(_TRIES):
        anew = {id_: _anew(store, id_, known, reasons=False) for id_ in store.corrections.analyses_of(there.recording)}
        newest = list(anew)[-1]
        shows = _shows(store, person, anew[newest].result, newest, was=there)
        filed = {id_: one.filed(shows if id_ == newest else {}) for id_, one in anew.items()}
        if store.corrections.hand_over(there.recording, person, filed):
            if there.video is not None:
                store.files.remove_shown(there.video)
            return anew[analysis_id].answer(analysis_id)
    raise OutputError(_BUSY)


class _Anew(NamedTuple):
    """An analysis of the recording as somebody else's, without corrections and with those that count."""

    machine: "Result"
    result: "Result"
    corrections: CorrectionsDocument
    seen: int

    def filed(self, shows: "Mapping[str, int]") -> MeasuredAnew:
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


def _anew(store: Store, analysis_id: str, known: KnownPerson, *, reasons: bool) -> _Anew:
    """Return an analysis measured anew for a person, its corrections with or without what people gave as reasons."""
    recording, before = store.corrections.recording(analysis_id), store.corrections.of(analysis_id)
    former = analysis_from_json(store.recordings.document(analysis_id), name=recording.name)
    records = tuple(one if reasons else one.model_copy(update={"reason": ""}) for one in before.active)
    with kept_poses(store, recording) as poses:
        measured = partial(follow, former, poses, person=known.person, standing=known.standing)
        machine = measured(())
        result = measured(before.followed) if before.followed else machine
    kept = CorrectionsDocument(records=records, sha256=recording.sha256, machine=machine_numbers(numbers_of(machine)))
    return _Anew(machine, result, with_result(kept, result if before.followed else None), len(before.records))


def _shows(
    store: Store, person: "PersonRecord", result: "Result", analysis_id: str, *, was: "CorrectedRecording"
) -> dict[str, int]:
    """Return which logged sets of the person an analysis shows that is still in another log."""
    former = next((one for one in store.people.all() if one.id == was.person), None)
    moment = store.recordings.analysis(former, analysis_id).recorded_at
    return {one.id: number for one, number in join(store, person, result.analysis, before=(), moment=moment).joined}
