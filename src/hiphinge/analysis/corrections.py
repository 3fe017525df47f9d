"""What a person corrects of an analysis, and how an analysis follows it: boundaries, pattern, findings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from hiphinge.findings import Finding, Judgement, Pattern
from hiphinge.repetitions import BoundaryCorrection, BoundaryKind, Edge, Span, Unfit

__all__ = [
    "Correction",
    "CorrectionKind",
    "CorrectionOutcome",
    "boundaries_of",
    "dismissed",
    "given_pattern",
    "outcomes",
    "refused_outcomes",
    "replaced_by_later",
]

CorrectionKind = Literal[
    "merge",
    "split",
    "add",
    "delete",
    "move",
    "pattern",
    "dismiss",
    "confirm",
    "reference",
    "exercise",
    "load",
]
_BOUNDARIES = frozenset({"merge", "split", "add", "delete", "move"})
_OF_THE_SET = frozenset({"exercise", "load"})
_REPLACED = frozenset({"exercise", "load", "reference", "pattern"})
_OF_A_FINDING = frozenset({"dismiss", "confirm"})


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One thing that a person says of a recording.

    Repetitions are named by a moment within them, not by their number, so that a later analysis with other numbers
    keeps the correction.

    Attributes
    ----------
    kind
        ``merge`` two repetitions; ``split`` one; ``add``, ``delete`` or ``move`` one; which ``pattern`` it was;
        ``dismiss`` or ``confirm`` a finding; the person's ``reference`` repetition; the ``exercise``; the ``load``.
    bottom_s
        A moment within the repetition, seconds of the recording, such as its bottom. None for the whole recording
        (``pattern``, ``dismiss``, ``confirm``, ``exercise``, ``load``), or where ``add`` leaves the bottom to be found.
    other_s
        For ``merge``: a moment within the other repetition.
    start_s, end_s
        For ``add``.
    edge, to_s
        For ``move``: what is moved, and to when. For ``split``: ``to_s`` is when it is divided.
    name
        Id of the exercise or of the finding, or the pattern: ``hinge``, ``squat`` or ``stoop``.
    load_kg
        For ``load``: kilograms; None takes the load back.
    """

    kind: CorrectionKind
    bottom_s: float | None = None
    other_s: float | None = None
    start_s: float | None = None
    end_s: float | None = None
    edge: Edge | None = None
    to_s: float | None = None
    name: str | None = None
    load_kg: float | None = None

    @property
    def boundary(self) -> BoundaryCorrection | None:
        """What it says of where repetitions are; None where it says nothing of that."""
        if self.kind not in _BOUNDARIES:
            return None
        return BoundaryCorrection(
            kind=cast("BoundaryKind", self.kind),
            bottom_s=self.bottom_s,
            other_s=self.other_s,
            start_s=self.start_s,
            end_s=self.end_s,
            edge=self.edge,
            to_s=self.to_s,
        )

    def concerns(self, start_s: float, end_s: float) -> bool:
        """Tell whether it is about the repetition from one moment to another, or about all of them."""
        return self.bottom_s is None or start_s <= self.bottom_s <= end_s


@dataclass(frozen=True, kw_only=True)
class CorrectionOutcome:
    """A correction, why it could not be applied (``unfit``, None where it was), and whether a later one replaced it."""

    correction: Correction
    unfit: Unfit | None = None
    replaced: bool = False

    @property
    def counts(self) -> bool:
        """Whether the analysis follows it."""
        return self.unfit is None and not self.replaced


def replaced_by_later(corrections: Sequence[Correction]) -> tuple[bool, ...]:
    """Tell of each correction whether a later one says the same thing anew: exercise, load, reference, a pattern."""
    topics = [(one.kind, one.bottom_s if one.kind == "pattern" else None) for one in corrections]
    return tuple(topic[0] in _REPLACED and topic in topics[place + 1 :] for place, topic in enumerate(topics))


def boundaries_of(corrections: Sequence[Correction]) -> tuple[BoundaryCorrection, ...]:
    """Return what is said of boundaries, in order."""
    return tuple(found for one in corrections if (found := one.boundary) is not None)


def given_pattern(corrections: Sequence[Correction], span: Span) -> Pattern | None:
    """Return the pattern that the person named for a repetition, the latest; None where they named none."""
    said = [
        one.name for one in corrections if one.kind == "pattern" and one.name and one.concerns(span.start_s, span.end_s)
    ]
    if not said:
        return None
    chances = {label: float(label == said[-1]) for label in ("hinge", "squat", "stoop")}
    return Pattern(label=said[-1], probability=chances)  # type: ignore[arg-type] # checked where it was said


def dismissed(
    judgements: Sequence[Judgement], corrections: Sequence[Correction], span: Span
) -> tuple[tuple[Judgement, ...], frozenset[str]]:
    """Return the judgements of a repetition without what the person dismissed, and the ids of that.

    What is dismissed is neither found nor clear: the measurement still says otherwise, so it is no praise either.
    """
    ids = {one.name for one in corrections if one.kind == "dismiss" and one.concerns(span.start_s, span.end_s)}
    gone = frozenset(j.id for j in judgements if j.id in ids and j.outcome == "found")
    return tuple(replace(j, outcome="near_line") if j.id in gone else j for j in judgements), gone


def outcomes(
    corrections: Sequence[Correction],
    *,
    boundaries: Sequence[Unfit | None],
    spans: Sequence[Span],
    findings: Sequence[Sequence[Finding]],
    dismissed_ids: Sequence[frozenset[str]],
) -> tuple[CorrectionOutcome, ...]:
    """Return what became of each correction.

    Parameters
    ----------
    boundaries
        Of those that `boundaries_of` returns, in that order.
    spans, findings, dismissed_ids
        Of every movement of the recording.
    """
    waiting, found = iter(boundaries), list[CorrectionOutcome]()
    for one, replaced in zip(corrections, replaced_by_later(corrections), strict=True):
        unfit: Unfit | None = None
        if one.boundary is not None:
            unfit = next(waiting)
        elif one.kind not in _OF_THE_SET:
            here = [i for i, span in enumerate(spans) if one.concerns(span.start_s, span.end_s)]
            ids = {f.id for i in here for f in findings[i]} | {id_ for i in here for id_ in dismissed_ids[i]}
            counted = any(spans[i].kind == "repetition" for i in here)
            unfit = None if counted else "no_repetition"
            if unfit is None and one.kind in _OF_A_FINDING and one.name not in ids:
                unfit = "not_found"
        found.append(CorrectionOutcome(correction=one, unfit=unfit, replaced=replaced))
    return tuple(found)


def refused_outcomes(corrections: Sequence[Correction]) -> tuple[CorrectionOutcome, ...]:
    """Return what became of corrections of a recording in which nothing is measurable: exercise and load count."""
    return tuple(
        CorrectionOutcome(correction=one, unfit=None if one.kind in _OF_THE_SET else "refused", replaced=replaced)
        for one, replaced in zip(corrections, replaced_by_later(corrections), strict=True)
    )
