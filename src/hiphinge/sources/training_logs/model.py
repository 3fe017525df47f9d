"""What the export of a training app says, set by set, before it becomes part of a person's log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from hiphinge.frozen_mapping import FrozenMapping

__all__ = ["DateOrder", "ExportedSet", "ExportedWeight", "Hints", "RejectedLine", "TrainingExport", "Unit", "When"]

Unit = Literal["kg", "lb"]
DateOrder = Literal["day-first", "month-first"]
When = date | datetime
"""A day alone; a time on the clock where the person was (no offset); or a moment (with its offset)."""


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What a file may not say about itself but a person can; None where not given."""

    unit: Unit | None = None
    dates: DateOrder | None = None


@dataclass(frozen=True, kw_only=True)
class ExportedSet:
    """One set of an export.

    Attributes
    ----------
    line
        Where it begins in the file, from 1; in a file without lines, which entry it is.
    start
        When its workout began.
    performed
        When the set itself was done, where the file says so.
    number
        Its number among the sets of that exercise, as the app writes it; empty where it writes none.
    identity
        The app's own identifier, which outlives every correction; None where it writes none.
    load
        Value and unit; None for no weight on top of the body's.
    distance
        In words, such as ``20 meters``; the log has no field for it.
    """

    line: int
    start: When
    exercise: str
    performed: datetime | None = None
    workout: str = ""
    workout_note: str = ""
    number: str = ""
    identity: str | None = None
    warm_up: bool = False
    load: tuple[float, Unit] | None = None
    repetitions: int | None = None
    duration_s: float | None = None
    rpe: float | None = None
    rest_s: float | None = None
    distance: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ExportedWeight:
    """The body's weight at a moment."""

    line: int
    measured: When
    weight: tuple[float, Unit]


@dataclass(frozen=True, kw_only=True)
class RejectedLine:
    """A line that cannot be used: where it begins, and what was expected and what came instead."""

    line: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class TrainingExport:
    """Everything that one file says.

    Attributes
    ----------
    passed_over
        What is in the file on purpose and is no set, with how often: rest timers, sets that were only planned.
    remarks
        What was assumed.
    """

    app: str
    title: str
    sets: tuple[ExportedSet, ...] = ()
    weights: tuple[ExportedWeight, ...] = ()
    rejected: tuple[RejectedLine, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=lambda: FrozenMapping({}))
    remarks: tuple[str, ...] = ()
