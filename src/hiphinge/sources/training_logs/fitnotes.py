"""FitNotes: one row for each set with its day alone, and the body tracker's file with body weight."""

from datetime import datetime

from hiphinge.sources.training_logs.collecting import Collection, collect
from hiphinge.sources.training_logs.dates import read_when
from hiphinge.sources.training_logs.model import ExportedWeight, Hints, TrainingExport, When
from hiphinge.sources.training_logs.sheet import Headings, Row
from hiphinge.sources.training_logs.text import RawTable

__all__ = ["BODY_HEADINGS", "BODY_NEEDED", "HEADINGS", "NEEDED", "read", "read_body"]

HEADINGS: Headings = {
    "start": ("date",),
    "exercise": ("exercise",),
    "category": ("category",),
    "weight": ("weight",),
    "weight_unit": ("weight unit",),
    "repetitions": ("reps",),
    "distance": ("distance",),
    "distance_unit": ("distance unit",),
    "duration": ("time",),
    "note": ("comment", "comments", "notes"),
}
NEEDED = frozenset({"start", "exercise", "category"})
BODY_HEADINGS: Headings = {
    "start": ("date",),
    "time": ("time",),
    "measurement": ("measurement",),
    "weight": ("value",),
    "weight_unit": ("unit",),
    "note": ("comment",),
}
BODY_NEEDED = frozenset({"start", "measurement", "weight"})
_BODY_WEIGHT = {"bodyweight", "body weight", "weight"}


def read(table: RawTable, hints: Hints) -> TrainingExport:
    """Return the sets of an export of FitNotes; all those of a day are one workout."""
    return collect(table, HEADINGS, hints, app="fitnotes", title="FitNotes", take=_take)


def _take(found: Collection, row: Row, start: When) -> None:
    found.add(row, start=start)


def read_body(table: RawTable, hints: Hints) -> TrainingExport:
    """Return the body weights of FitNotes' body tracker; the other measurements are passed over."""
    return collect(table, BODY_HEADINGS, hints, app="fitnotes", title="FitNotes", take=_take_body)


def _take_body(found: Collection, row: Row, start: When) -> None:
    if row.text("measurement").casefold() not in _BODY_WEIGHT:
        found.passed_over["measurements other than body weight"] += 1
        return
    weight = found.weight_of(row.weight())
    if weight is None or weight[0] <= 0:
        found.passed_over["measurements without a value"] += 1
        return
    if clock := row.text("time"):
        timed = read_when(f"2000-01-01 {clock}")
        start = datetime.combine(start, timed.time()) if isinstance(timed, datetime) else start
    found.weights.append(ExportedWeight(line=row.line, measured=start, weight=weight))
