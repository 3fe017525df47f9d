"""A person corrects a filed analysis: kept beside the machine's answer, followed by everything, taken back at will."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hiphinge.analysis import Correction
from hiphinge.documents import (
    AnalysisDocument,
    CorrectionRecord,
    CorrectionsDocument,
    analysis_from_json,
    calibration_from_json,
)
from hiphinge.documents.corrections import MarkedBackRecord
from hiphinge.errors import HiphingeError, OutputError
from hiphinge.store import AnalysisNumbers, CorrectedRecording, MeasuredSet, Store
from hiphinge.workflow.correction_steps import (
    CorrectedAnalysis,
    KeptCorrection,
    Unfollowed,
    as_correction,
    chosen,
    follow,
    kept_corrections,
    machine_numbers,
    marks_record,
    record_of,
    undo_record,
    with_result,
)
from hiphinge.workflow.joining import join
from hiphinge.workflow.set_numbers import measured_sets

if TYPE_CHECKING:
    from hiphinge.analysis import StandingReference
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.workflow.result import Result

__all__ = [
    "CorrectedAnalysis",
    "KeptCorrection",
    "as_correction",
    "carry_over",
    "correct",
    "corrected_analysis",
    "corrected_result",
    "corrections_of",
    "keep_marks",
    "kept_poses",
    "newer_analysis",
    "numbers_of",
    "undo",
]

_NewRecord = Callable[["_Correcting", CorrectionsDocument], CorrectionRecord]
_TRIES = 5
_POSES = "pose.parquet"


def corrections_of(store: Store, analysis_id: str) -> tuple[KeptCorrection, ...]:
    """Return every correction of an analysis in the order in which they were said, those taken back too.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    return kept_corrections(store.corrections.of(analysis_id))


def corrected_analysis(store: Store, analysis_id: str) -> CorrectedAnalysis:
    """Return an analysis as the person corrected it, without computing anything.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    return _Correcting.of(store, analysis_id).now(store.corrections.of(analysis_id))


def corrected_result(store: Store, analysis_id: str, *, video: Path | None = None) -> "Result":
    """Return the analysis that counts as a result, computed from its poses, to be saved and reported.

    Parameters
    ----------
    video
        The video itself, for the images of the report.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    NotMeasurableError
        If its poses, or what its angles count from, are not kept.
    """
    return _Correcting.of(store, analysis_id).followed(store.corrections.of(analysis_id).active, video=video)


def newer_analysis(store: Store, analysis_id: str) -> str | None:
    """Return the id of the newest analysis of the same recording; None where it is this one.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    correcting = _Correcting.of(store, analysis_id)
    newest = store.recordings.of_recording(correcting.person, correcting.recording.sha256)[-1].id
    return None if newest == analysis_id else newest


def correct(store: Store, analysis_id: str, correction: Correction, *, reason: str = "") -> CorrectedAnalysis:
    """Correct an analysis, and return it with everything that follows.

    Where its poses are not kept, the correction is, and `CorrectedAnalysis.not_followed` says why no number follows.

    Parameters
    ----------
    correction
        What is said; `as_correction` makes it of the numbers of repetitions.
    reason
        Why, in the person's words.

    Raises
    ------
    UsageError
        If it does not fit the recording; nothing is corrected then.
    InputMissingError
        If there is no such analysis.
    OutputError
        If it cannot be written.
    """
    return _Correcting.of(store, analysis_id).add(
        lambda correcting, _: record_of(correction, corrects=correcting.recording.hiphinge_version, reason=reason)
    )


def keep_marks(store: Store, analysis_id: str, marks: MarkedBackRecord, *, reason: str = "") -> CorrectedAnalysis:
    """Keep a back that was marked by hand beside an analysis; no number of the analysis follows it.

    Raises
    ------
    InputMissingError, OutputError
        As `correct`.
    """
    return _Correcting.of(store, analysis_id).add(
        lambda correcting, _: marks_record(marks, corrects=correcting.recording.hiphinge_version, reason=reason)
    )


def undo(
    store: Store, analysis_id: str, correction_id: str | int | None = None, *, reason: str = ""
) -> CorrectedAnalysis:
    """Take a correction back, the last one where none is named, and return the analysis without it.

    Parameters
    ----------
    correction_id
        The record's id, or its number as it is listed.

    Raises
    ------
    UsageError
        If there is nothing to take back.
    InputMissingError, OutputError
        As `correct`.
    """

    def taken_back(correcting: "_Correcting", kept: CorrectionsDocument) -> CorrectionRecord:
        gone = chosen(kept, correction_id)
        version = correcting.recording.hiphinge_version
        return undo_record(gone.id, corrects=version, reason=reason)

    return _Correcting.of(store, analysis_id).add(taken_back)


def carry_over(store: Store, analysis_id: str, *, earlier: Sequence[str]) -> CorrectedAnalysis | None:
    """Keep the corrections of the latest earlier analysis of a recording for a new one, and apply those that still fit.

    An exercise or a load that the new analysis was given is later than what was corrected before.

    Parameters
    ----------
    earlier
        Ids of the recording's other analyses, the newest last.

    Returns
    -------
    CorrectedAnalysis or None
        None where nothing was corrected.
    """
    before = next((kept for id_ in reversed(earlier) if (kept := store.corrections.of(id_)).records), None)
    if before is None or store.corrections.of(analysis_id).records:
        return None
    correcting = _Correcting.of(store, analysis_id)
    given = {"exercise"} if correcting.machine.exercise.given else set()
    given |= {"load"} if correcting.machine.load_kg is not None else set()
    version = correcting.recording.hiphinge_version
    later = [
        undo_record(one.id, corrects=version, reason="named when it was analysed again")
        for one in before.active
        if one.kind in given
    ]
    records = (*before.records, *later)
    return correcting.keep(CorrectionsDocument(records=records, sha256=correcting.recording.sha256), seen=0)


@dataclass(frozen=True, eq=False)
class _Correcting:
    """One filed analysis that is being corrected."""

    store: Store
    recording: CorrectedRecording
    machine: AnalysisDocument

    @classmethod
    def of(cls, store: Store, analysis_id: str) -> "_Correcting":
        recording = store.corrections.recording(analysis_id)
        machine = analysis_from_json(store.recordings.document(analysis_id), name=recording.name)
        return cls(store, recording, machine)

    @property
    def person(self) -> "PersonRecord | None":
        """Whose it is; None for nobody yet."""
        return next((one for one in self.store.people.all() if one.id == self.recording.person), None)

    def add(self, new_record: _NewRecord) -> CorrectedAnalysis:
        """Add one record, again where somebody else corrected it at the same time."""
        for _ in range(_TRIES):
            kept = self.store.corrections.of(self.recording.analysis)
            record = new_record(self, kept)
            more = kept.model_copy(update={"records": (*kept.records, record), "sha256": self.recording.sha256})
            done = self.keep(more, seen=len(kept.records), newest=record)
            if done is not None:
                return done
        message = "Somebody else is correcting this analysis all the time, so nothing was corrected. Try it again."
        raise OutputError(message)

    def keep(
        self, kept: CorrectionsDocument, *, seen: int, newest: CorrectionRecord | None = None
    ) -> CorrectedAnalysis | None:
        """Keep corrections with what follows from them; None where somebody else was faster."""
        why: str | None = None
        result: Result | None = None
        try:
            result = self.followed(kept.followed) if kept.followed else None
        except Unfollowed as error:
            why = str(error)
        if why is None:
            kept = with_result(kept, result, newest=newest)
        if kept.machine is None:
            kept = kept.model_copy(
                update={"machine": machine_numbers(self.store.corrections.numbers(self.recording.analysis))}
            )
        numbers = None if why is not None else _given_back(kept) if result is None else numbers_of(result)
        there = self.now(self.store.corrections.of(self.recording.analysis)).document
        now = self.now(kept, result=result, why=why)
        shows = self._shows(there, now)
        done = self.store.corrections.keep(self.recording.analysis, kept, seen=seen, numbers=numbers, shows=shows)
        return now if done else None

    def now(
        self, kept: CorrectionsDocument, *, result: "Result | None" = None, why: str | None = None
    ) -> CorrectedAnalysis:
        """Return the analysis with what is kept of its corrections."""
        document = self.machine
        if kept.corrected is not None:
            document = analysis_from_json(json.dumps(kept.corrected), name=f"the corrected {self.recording.name}")
        elif kept.followed and why is None:
            why = "its poses were not kept when it was corrected"
        return CorrectedAnalysis(
            id=self.recording.analysis,
            machine=self.machine,
            document=document,
            corrections=kept_corrections(kept),
            not_followed=why,
            result=result,
        )

    def followed(self, active: Sequence[CorrectionRecord], *, video: Path | None = None) -> "Result":
        """Return the analysis of the kept poses as corrected; `Unfollowed` where something for that is not kept."""
        with kept_poses(self.store, self.recording) as poses:
            return follow(self.machine, poses, active, standing=self._standing(), video=video)

    def _standing(self) -> "StandingReference | None":
        """Return how the person stands in the other recording that the machine's angles count from."""
        wanted = self.machine.provenance.parameters.get("own_standing")
        if wanted is None:
            return None
        person = self.person
        text = None if person is None else self.store.documents.read(person.name, "calibration")
        try:
            found = None if text is None else calibration_from_json(text, name="the calibration").calibration().standing
        except HiphingeError:
            found = None
        if found is None or found.recording != wanted:
            message = (
                f"No number follows, as the angles count from standing in {wanted}, which is not kept. Analyse the "
                "video again with --person and --neutral: the corrections are applied then."
            )
            raise Unfollowed(message)
        return found

    def _shows(self, before: AnalysisDocument, now: CorrectedAnalysis) -> Mapping[str, int]:
        """Return which set of the recording each logged set is now: those that it showed, else those that fit."""
        person = self.person
        if person is None:
            return {}
        joined = self.store.log.of_analyses(person, [self.recording.analysis])
        spans = {one.index: (one.start_s, one.end_s) for one in before.sets}
        if joined or now.result is None:
            moved = {one.id: spans.get(one.analysis_set or 1) for one in joined}
            found = {id_: None if old is None else _most_in_common(old, now.document) for id_, old in moved.items()}
            return {id_: number for id_, number in found.items() if number is not None}
        filed = self.store.recordings.analysis(person, self.recording.analysis)
        fitting = join(self.store, person, now.result.analysis, before=(), moment=filed.recorded_at)
        return {one.id: number for one, number in fitting.joined}


@contextmanager
def kept_poses(store: Store, recording: CorrectedRecording) -> Iterator[Path]:
    """Yield a file of a recording's poses that is there during the block.

    Raises
    ------
    NotMeasurableError
        If they are not kept.
    """
    if recording.poses is None or not store.files.has(recording.poses):
        message = (
            f"No number follows, as the poses of {recording.name} are not kept. Analyse the video again with "
            "--person: the corrections are applied then."
        )
        raise Unfollowed(message)
    with TemporaryDirectory(prefix="hiphinge-") as folder:
        poses = Path(folder) / _POSES
        poses.write_bytes(store.files.read(recording.poses))
        yield poses


def _most_in_common(span: tuple[float, float], document: AnalysisDocument) -> int | None:
    """Return the set that shares the most time with a stretch; None where none does."""
    shared = {one.index: min(span[1], one.end_s) - max(span[0], one.start_s) for one in document.sets}
    best = max(shared, key=lambda index: shared[index], default=None)
    return best if best is not None and shared[best] > 0 else None


def numbers_of(result: "Result") -> AnalysisNumbers:
    """Return what progress reads of a result."""
    analysis = result.analysis
    return AnalysisNumbers(
        exercise=analysis.exercise, repetitions=len(analysis.counted), measured=measured_sets(analysis)
    )


def _given_back(kept: CorrectionsDocument) -> AnalysisNumbers | None:
    """Return the machine's own numbers."""
    if kept.machine is None:
        return None
    measured = tuple(MeasuredSet(**one.model_dump()) for one in kept.machine.measured)
    return AnalysisNumbers(exercise=kept.machine.exercise, repetitions=kept.machine.repetitions, measured=measured)
