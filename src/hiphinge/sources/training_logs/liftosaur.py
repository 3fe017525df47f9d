"""Liftosaur: the history as CSV, one row for each set, planned and done, with the moment of each."""

from datetime import datetime

from hiphinge.sources.training_logs.collecting import Collection, collect
from hiphinge.sources.training_logs.dates import read_when
from hiphinge.sources.training_logs.model import Hints, TrainingExport, When
from hiphinge.sources.training_logs.sheet import Headings, Row
from hiphinge.sources.training_logs.text import RawTable
from hiphinge.sources.training_logs.values import rpe

__all__ = ["HEADINGS", "NEEDED", "read"]

HEADINGS: Headings = {
    "start": ("workout datetime",),
    "program": ("program",),
    "workout": ("day name",),
    "exercise": ("exercise",),
    "equipment": ("equipment",),
    "warm_up": ("is warmup set?",),
    "repetitions": ("completed reps",),
    "amrap": ("is amrap?",),
    "completed_rpe": ("completed rpe", "rpe"),
    "weight": ("completed weight value",),
    "weight_unit": ("completed weight unit",),
    "planned_weight": ("required weight value", "weight value"),
    "planned_unit": ("required weight unit", "weight unit"),
    "done_at": ("completed reps time",),
    "note": ("notes",),
}
"""Of the export of today, and of the older one with ``Equipment``, ``RPE``, ``Weight Value`` and ``Weight Unit``."""
NEEDED = frozenset({"start", "exercise", "repetitions"})


def read(table: RawTable, hints: Hints) -> TrainingExport:
    """Return the sets of Liftosaur's history that were done."""
    return collect(table, HEADINGS, hints, app="liftosaur", title="Liftosaur", take=_take)


def _take(found: Collection, row: Row, start: When) -> None:
    if not row.text("repetitions"):
        found.passed_over["sets that were planned and not done"] += 1
        return
    warm_up = row.text("warm_up") in {"1", "true"}
    weight = row.weight()
    if weight is None:
        weight = row.weight("planned_weight", "planned_unit")
    equipment = row.text("equipment")
    found.add(
        row,
        start=start,
        performed=_done_at(row, start),
        exercise=f"{row.text('exercise')} ({equipment})" if equipment else row.text("exercise"),
        workout=", ".join(part for part in (row.text("program"), row.text("workout")) if part),
        number="w" if warm_up else "",
        warm_up=warm_up,
        load=found.weight_of(weight),
        rpe=rpe(row.text("completed_rpe")),
        remark="as many as possible" if row.text("amrap") == "1" else "",
    )


def _done_at(row: Row, start: When) -> datetime | None:
    """Return the moment of the set, where it is one of that workout."""
    text = row.text("done_at")
    done = read_when(text) if text else None
    if not isinstance(done, datetime) or not isinstance(start, datetime) or done.tzinfo != start.tzinfo:
        return None
    return done if 0 <= (done - start).total_seconds() < 86_400 else None  # noqa: PLR2004 - a day
