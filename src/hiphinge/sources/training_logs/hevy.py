"""Hevy: ``workout_data.csv`` with one row for each set, and ``measurement_data.csv`` with body weight."""

from hiphinge.sources.training_logs.collecting import Collection, collect
from hiphinge.sources.training_logs.model import ExportedWeight, Hints, TrainingExport, When
from hiphinge.sources.training_logs.sheet import Headings, Row
from hiphinge.sources.training_logs.text import RawTable

__all__ = ["HEADINGS", "MEASUREMENT_HEADINGS", "MEASUREMENT_NEEDED", "NEEDED", "read", "read_measurements"]

HEADINGS: Headings = {
    "start": ("start_time",),
    "workout": ("title",),
    "workout_note": ("description",),
    "exercise": ("exercise_title",),
    "superset": ("superset_id",),
    "note": ("exercise_notes",),
    "number": ("set_index",),
    "kind": ("set_type",),
    "weight": ("weight",),
    "repetitions": ("reps",),
    "distance": ("distance",),
    "duration": ("duration_seconds", "duration"),
    "rpe": ("rpe",),
}
NEEDED = frozenset({"start", "exercise", "number"})
MEASUREMENT_HEADINGS: Headings = {"start": ("date",), "weight": ("weight",), "fat": ("fat_percent",)}
MEASUREMENT_NEEDED = frozenset({"start", "weight", "fat"})
_KINDS = {"dropset": "drop set", "failure": "to failure"}


def read(table: RawTable, hints: Hints) -> TrainingExport:
    """Return the sets of an export of Hevy."""
    return collect(table, HEADINGS, hints, app="hevy", title="Hevy", take=_take)


def _take(found: Collection, row: Row, start: When) -> None:
    kind, superset = row.text("kind").casefold(), row.text("superset")
    remarks = (_KINDS.get(kind, ""), f"superset {superset}" if superset else "")
    found.add(
        row,
        start=start,
        number=row.text("number"),
        warm_up=kind in {"warmup", "warm_up"},
        remark="\n".join(part for part in remarks if part),
    )


def read_measurements(table: RawTable, hints: Hints) -> TrainingExport:
    """Return the body weights of Hevy's measurements; the other measurements are passed over."""
    return collect(table, MEASUREMENT_HEADINGS, hints, app="hevy", title="Hevy", take=_take_measurement)


def _take_measurement(found: Collection, row: Row, start: When) -> None:
    weight = found.weight_of(row.weight())
    if weight is None or weight[0] <= 0:
        found.passed_over["measurements without a body weight"] += 1
    else:
        found.weights.append(ExportedWeight(line=row.line, measured=start, weight=weight))
