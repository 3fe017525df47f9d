"""Collects the sets of an export, with a reason for every line that cannot be used."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hiphinge.documents.training_log import POUND_KG
from hiphinge.errors import UsageError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.sources.training_logs.dates import order_of, read_when
from hiphinge.sources.training_logs.model import (
    ExportedSet,
    ExportedWeight,
    Hints,
    RejectedLine,
    TrainingExport,
    Unit,
    When,
)
from hiphinge.sources.training_logs.sheet import Headings, Row, columns_of, rows_of
from hiphinge.sources.training_logs.text import RawTable
from hiphinge.sources.training_logs.values import UnreadableCellError, duration_s, number, repetitions, rpe

__all__ = ["Collection", "collect"]

_KG_OF = {"kg": 1.0, "lb": POUND_KG}
_MOST_KG = 600.0
_LONGEST_NAME = 200
_ASSISTED = ("assist",)
"""In English, German, French, Spanish, Italian, Portuguese and Dutch a name with this is helped by the weight."""


@dataclass
class Collection:
    """What was read so far."""

    app: str
    title: str
    hints: Hints
    sets: list[ExportedSet] = field(default_factory=list)
    weights: list[ExportedWeight] = field(default_factory=list)
    rejected: list[RejectedLine] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    remarks: dict[str, None] = field(default_factory=dict)
    units: set[Unit] = field(default_factory=set)

    def done(self) -> TrainingExport:
        """Return everything that was read."""
        if self.hints.unit is not None and self.units - {self.hints.unit}:
            self.remarks[
                f"The file says itself where a weight is in {' or '.join(sorted(self.units))}; that counts."
            ] = None
        return TrainingExport(
            app=self.app,
            title=self.title,
            sets=tuple(self.sets),
            weights=tuple(self.weights),
            rejected=tuple(self.rejected),
            passed_over=FrozenMapping(dict(self.passed_over)),
            remarks=tuple(self.remarks),
        )

    def weight_of(self, weight: tuple[float, Unit | None] | None) -> tuple[float, Unit] | None:
        """Return a weight with its unit: the file's own, else the one that was given.

        Raises
        ------
        UsageError
            If neither is known.
        UnreadableCellError
            If nobody lifts as much.
        """
        if weight is None:
            return None
        value, unit = weight
        if unit is None:
            unit = self.hints.unit
        else:
            self.units.add(unit)
        if unit is None and value:
            message = (
                f"The weights in this export of {self.title} are without a unit: it is a setting of the app and not in "
                "the file. Say it with --unit kg or --unit lb."
            )
            raise UsageError(message)
        unit = unit or "kg"
        if abs(value) * _KG_OF[unit] > _MOST_KG:
            expected = f"the weight should be at most {_MOST_KG:g} kg"
            raise UnreadableCellError(expected, f"{value:g} {unit}")
        return value, unit

    def add(self, row: Row, **known: object) -> None:
        """Keep the set of a row; ``known`` is what the app writes in its own way.

        Raises
        ------
        UnreadableCellError
            If a cell cannot be read, or nothing was done in it.
        """
        self.keep(self._read(row, known))

    def keep(self, one: ExportedSet) -> None:
        """Keep a set, its load turned into assistance where it helps, and nothing where there is none.

        Raises
        ------
        UnreadableCellError
            If it has no name, or nothing was done in it.
        """
        if not one.exercise:
            expected = "the exercise should have a name"
            raise UnreadableCellError(expected, "")
        if len(one.exercise) > _LONGEST_NAME:
            expected = f"the exercise should have a name of at most {_LONGEST_NAME} letters"
            raise UnreadableCellError(expected, one.exercise)
        one = _without_assistance(one)
        if one.repetitions == 0 and (one.duration_s is not None or one.load is None):
            one = replace(one, repetitions=None)
        if one.repetitions is None and one.duration_s is None and one.load is None and not one.distance:
            expected = "a set should have repetitions, a weight, a time or a distance"
            raise UnreadableCellError(expected, "")
        self.sets.append(one)

    def _read(self, row: Row, known: dict[str, object]) -> ExportedSet:
        notes = [str(known.pop("remark", "")), row.text("note")]
        fields: dict[str, object] = {
            "exercise": row.text("exercise"),
            "workout": row.text("workout"),
            "workout_note": row.text("workout_note"),
            "load": self.weight_of(row.weight()),
            "repetitions": repetitions(row.text("repetitions")),
            "duration_s": duration_s(row.text("duration")),
            "rpe": rpe(row.text("rpe")),
            "distance": distance_of(row),
            "note": "\n".join(part for part in notes if part),
        }
        return ExportedSet(line=row.line, **(fields | known))  # type: ignore[arg-type]  # the names are its fields


def _without_assistance(one: ExportedSet) -> ExportedSet:
    """Return a set whose weight is what was lifted on top of the body: none where the weight helped, which is noted."""
    if one.load is None:
        return one
    value, unit = one.load
    helped = value < 0 or any(word in one.exercise.casefold() for word in _ASSISTED)
    if value and not helped:
        return one
    said = f"assistance {abs(value):g} {unit}" if value else ""
    return replace(one, load=None, note="\n".join(part for part in (said, one.note) if part))


def distance_of(row: Row) -> str:
    """Return the distance of a row in words; an empty text where there is none."""
    for cell, unit in row.measured("distance"):
        value = number(cell, name="the distance")
        if value:
            return f"{value:g} {unit or row.text('distance_unit')}".strip()
    return ""


def collect(
    table: RawTable,
    headings: Headings,
    hints: Hints,
    *,
    app: str,
    title: str,
    take: Callable[[Collection, Row, When], None],
) -> TrainingExport:
    """Return what a table says.

    Parameters
    ----------
    take
        Keeps one row, whose start is given; raises `UnreadableCellError` where it cannot.

    Raises
    ------
    UsageError
        If a unit, or the order of day and month, is neither in the file nor given.
    """
    found = Collection(app, title, hints)
    rows = list(rows_of(table, columns_of(table.headings, headings)))
    order = hints.dates or order_of(row.text("start") for row in rows if isinstance(row, Row))
    if order is None:
        message = (
            "The dates of this file can be read in two ways: 3/4/2025 is in March or in April. Say which with "
            "--dates day-first or --dates month-first."
        )
        raise UsageError(message)
    for row in rows:
        if not isinstance(row, Row):
            raw, reason = row
            found.rejected.append(RejectedLine(line=raw.line, reason=reason))
            continue
        try:
            take(found, row, read_when(row.text("start"), order=order))
        except UnreadableCellError as error:
            found.rejected.append(RejectedLine(line=row.line, reason=str(error)))
    return found.done()
