"""The steps of correcting that a log and a folder share: what is said becomes a record, and an analysis follows it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from hiphinge.analysis import Correction, CorrectionKind
from hiphinge.analysis.corrections import replaced_by_later
from hiphinge.catalogue import load
from hiphinge.documents import AnalysisDocument, CorrectionRecord, CorrectionsDocument, analysis_document
from hiphinge.documents.corrections import MachineNumbers, MarkedBackRecord, SetNumbers
from hiphinge.documents.training_log import checked
from hiphinge.errors import NotMeasurableError, UnknownIdError, UsageError
from hiphinge.motion import Person, check_load
from hiphinge.reports.text.correction_words import UNFIT, correction_words, marked_words
from hiphinge.workflow.analyzing import analysed_motion
from hiphinge.workflow.calibrating import motion_from_recording
from hiphinge.workflow.exercise_lookup import analysed_exercise
from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch
from hiphinge.workflow.progress import no_progress
from hiphinge.workflow.provenance import provenance_of
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from hiphinge.analysis import StandingReference
    from hiphinge.store import AnalysisNumbers

__all__ = [
    "CorrectedAnalysis",
    "KeptCorrection",
    "Unfollowed",
    "as_correction",
    "chosen",
    "follow",
    "kept_corrections",
    "machine_numbers",
    "marks_record",
    "record_of",
    "undo_record",
    "unfit_of",
    "with_result",
]


class Unfollowed(NotMeasurableError):  # noqa: N818  # what happened to the numbers, not to the person
    """The numbers cannot follow a correction; the message says why."""


@dataclass(frozen=True, kw_only=True)
class KeptCorrection:
    """A correction as it is listed.

    Attributes
    ----------
    number
        Counts from 1 in the order in which they were said; what takes another one back has no number of its own.
    words
        What was said, as the part of a sentence.
    undone
        Whether it was taken back.
    replaced
        Whether a later one says the same thing anew, such as another exercise.
    unfit
        Why it could not be applied; None where it was.
    """

    number: int
    record: CorrectionRecord
    words: str
    undone: bool
    replaced: bool
    unfit: str | None

    @property
    def counts(self) -> bool:
        """Whether the analysis follows it; a back that was marked by hand stands beside it, and is not followed."""
        return self.record.kind != "back" and not self.undone and not self.replaced and self.unfit is None


@dataclass(frozen=True, kw_only=True, eq=False)
class CorrectedAnalysis:
    """An analysis as the person corrected it.

    Attributes
    ----------
    id
        Of the filed analysis; None for a folder of results.
    machine
        What hiphinge answered; never changed.
    document
        What counts: with every correction that was not taken back; the machine's answer where there is none.
    corrections
        All of them, those that were taken back too.
    not_followed
        Why the numbers could not follow; None where they did.
    result
        The corrected analysis to be saved and reported, where it was computed just now; None where it was only read.
    """

    id: str | None
    machine: AnalysisDocument
    document: AnalysisDocument
    corrections: tuple[KeptCorrection, ...]
    not_followed: str | None = None
    result: Result | None = None

    @property
    def reference_s(self) -> float | None:
        """A moment within the person's reference repetition; None where they chose none."""
        kept = (one for one in reversed(self.corrections) if not one.undone and one.record.kind == "reference")
        return next((one.record.bottom_s for one in kept), None)

    @property
    def is_corrected(self) -> bool:
        """Whether something is corrected that was not taken back."""
        return any(not one.undone for one in self.corrections)


def as_correction(  # noqa: PLR0913  # what can be said, by name
    document: AnalysisDocument,
    kind: str,
    *,
    repetition: int | None = None,
    other: int | None = None,
    start_s: float | None = None,
    bottom_s: float | None = None,
    end_s: float | None = None,
    edge: Literal["start", "bottom", "end"] | None = None,
    to_s: float | None = None,
    name: str | None = None,
    load_kg: float | None = None,
) -> Correction:
    """Return what somebody says of an analysis, repetitions by their numbers in ``document``.

    Parameters
    ----------
    document
        The analysis that they look at: `CorrectedAnalysis.document`.
    kind, other, start_s, bottom_s, end_s, edge, to_s, name, load_kg
        As `hiphinge.analysis.Correction`; ``other`` is the number of the other repetition that is merged, ``bottom_s``
        is for ``add``, and ``name`` may be any name of an exercise.

    Raises
    ------
    UsageError, UnknownIdError
        If it has no such repetition, or there is no such exercise, finding or pattern, or a number is impossible.
    """
    if kind not in get_args(CorrectionKind):
        raise UnknownIdError.of(kind, kind="correction", known=get_args(CorrectionKind))
    check_load(load_kg)
    here_s = _bottom_s(document, repetition)
    if repetition is None and kind in {"merge", "split", "delete", "move", "reference"}:
        message = f"To {kind} a repetition, say which: its number in the report."
        raise UsageError(message)
    return Correction(
        kind=cast("CorrectionKind", kind),
        bottom_s=bottom_s if repetition is None else here_s,
        other_s=_bottom_s(document, other),
        start_s=start_s,
        end_s=end_s,
        edge=edge,
        to_s=to_s,
        name=_known_name(kind, name),
        load_kg=load_kg,
    )


def _bottom_s(document: AnalysisDocument, number: int | None) -> float | None:
    if number is None:
        return None
    found = next((one for one in document.repetitions if one.index == number), None)
    if found is None:
        there = len(document.repetitions)
        had = f"repetitions 1 to {there}" if there > 1 else "one repetition" if there else "no repetition"
        message = f"There is no repetition {number}: {document.source.path} has {had}."
        raise UsageError(message)
    return found.bottom_s


def _known_name(kind: str, name: str | None) -> str | None:
    if name is None:
        return None
    if kind == "exercise":
        return analysed_exercise(name).id
    if kind in {"dismiss", "confirm"} and name not in load().faults:
        raise UnknownIdError.of(name, kind="finding", known=load().faults)
    if kind == "pattern" and name not in {"hinge", "squat", "stoop"}:
        raise UnknownIdError.of(name, kind="pattern", known=("hinge", "squat", "stoop"))
    return name


def record_of(correction: Correction, *, corrects: str, reason: str = "") -> CorrectionRecord:
    """Return a new record of what was said now; ``corrects`` is the version of hiphinge whose answer it corrects.

    Raises
    ------
    UsageError
        If something is missing or too long.
    """
    return _record(corrects=corrects, reason=reason, **vars(correction))


def marks_record(marks: MarkedBackRecord, *, corrects: str, reason: str = "") -> CorrectionRecord:
    """Return a new record of a back that was marked by hand; errors as `record_of`."""
    return _record(kind="back", marks=marks, corrects=corrects, reason=reason)


def undo_record(undoes: str, *, corrects: str, reason: str = "") -> CorrectionRecord:
    """Return a new record that takes another one back, by its id; errors as `record_of`."""
    return _record(kind="undo", undoes=undoes, corrects=corrects, reason=reason)


def _record(**said: Any) -> CorrectionRecord:
    return checked(CorrectionRecord, id=secrets.token_hex(16), at=datetime.now(UTC), **said)


def kept_corrections(kept: CorrectionsDocument) -> tuple[KeptCorrection, ...]:
    """Return the corrections as they are listed."""
    active = {one.id for one in kept.active}
    said = [(one.id, found) for one in kept.active if (found := one.correction()) is not None]
    later = replaced_by_later([found for _, found in said])
    replaced = {id_ for (id_, _), is_replaced in zip(said, later, strict=True) if is_replaced}
    listed = [one for one in kept.records if one.kind != "undo"]
    return tuple(
        KeptCorrection(
            number=number,
            record=one,
            words=_words(one),
            undone=one.id not in active,
            replaced=one.id in replaced,
            unfit=kept.unfit.get(one.id),
        )
        for number, one in enumerate(listed, start=1)
    )


def _words(one: CorrectionRecord) -> str:
    said = one.correction()
    if said is not None:
        return correction_words(said)
    return "" if one.marks is None else marked_words(one.marks.standing_s, one.marks.bottom_s)


def machine_numbers(now: "AnalysisNumbers") -> MachineNumbers:
    """Return what progress read of an analysis before anything was corrected, as it is kept with the corrections."""
    measured = tuple(SetNumbers(**vars(one)) for one in now.measured)
    return MachineNumbers(exercise=now.exercise, repetitions=now.repetitions, measured=measured)


def chosen(kept: CorrectionsDocument, which: str | int | None) -> CorrectionRecord:
    """Return the correction that is to be taken back: the last one, or by its number or id.

    Raises
    ------
    UsageError
        If there is none, or it was taken back already.
    """
    listed = kept_corrections(kept)
    waiting = [one for one in listed if not one.undone]
    if which is None:
        found = waiting[-1] if waiting else None
    else:
        found = next((one for one in waiting if which in {one.number, one.record.id}), None)
    if found is None:
        what = "Nothing is corrected here" if not waiting else f"There is no correction {which} to take back"
        known = f": {', '.join(str(one.number) for one in waiting)} can be" if waiting else ""
        message = f"{what}{known}."
        raise UsageError(message)
    return found.record


def follow(
    machine: AnalysisDocument,
    poses: Path,
    active: Sequence[CorrectionRecord],
    *,
    person: Person | None = None,
    standing: "StandingReference | None" = None,
    video: Path | None = None,
) -> Result:
    """Return the analysis of kept poses as a person corrected it, asked as the machine was.

    Parameters
    ----------
    person, standing
        Whose it is, None for the person of the machine's answer; how they stand in another recording.

    Raises
    ------
    InputError
        If the poses cannot be read.
    """
    asked = machine.provenance.parameters
    stretch = Stretch(start_s=_number(asked.get("start_s")), end_s=_number(asked.get("end_s")))
    motion = motion_from_recording(poses, stretch=stretch, estimator_config=EstimatorConfig(), listener=no_progress)
    corrections = [found for one in active if (found := one.correction()) is not None]
    analysis = analysed_motion(
        motion,
        exercise=machine.exercise.id if machine.exercise.given else None,
        person=machine.person.person() if person is None else person,
        load_kg=machine.load_kg,
        plate_mm=_number(asked.get("plate_mm")),
        standing=standing,
        corrections=corrections,
    )
    parameters: dict[str, str | float | None] = dict(asked)
    if any(one.kind in {"exercise", "load"} for one in corrections):
        parameters |= {"exercise": analysis.exercise, "load_kg": analysis.load_kg}
    parameters["own_standing"] = None if standing is None else standing.recording
    if said := "; ".join(correction_words(o.correction) for o in analysis.corrections if o.counts):
        parameters["corrected"] = said
    return Result(
        analysis=analysis, provenance=provenance_of(analysis.motion.origin, parameters=parameters), video=video
    )


def _number(asked: object) -> float | None:
    return float(asked) if isinstance(asked, int | float) else None


def unfit_of(result: Result, active: Sequence[CorrectionRecord]) -> Mapping[str, str]:
    """Return, by the record's id, why a correction could not be applied."""
    asked = [one.id for one in active if one.correction() is not None]
    found = zip(asked, result.analysis.corrections, strict=True)
    return {id_: UNFIT[one.unfit] for id_, one in found if one.unfit is not None}


def with_result(
    kept: CorrectionsDocument, result: Result | None, *, newest: CorrectionRecord | None = None
) -> CorrectionsDocument:
    """Return the corrections with the analysis that follows them; without one where nothing is corrected any more.

    Raises
    ------
    UsageError
        If ``newest``, which was said just now, does not fit.
    """
    if result is None:
        return kept.model_copy(update={"corrected": None, "unfit": {}})
    unfit = unfit_of(result, kept.active)
    if newest is not None and newest.id in unfit:
        said = newest.correction()
        words = "it" if said is None else correction_words(said)
        message = f"You said that {words}, but {unfit[newest.id]}. Nothing was corrected."
        raise UsageError(message)
    document = analysis_document(result.analysis, provenance=result.provenance)
    return kept.model_copy(update={"corrected": document.model_dump(mode="json", by_alias=True), "unfit": dict(unfit)})
