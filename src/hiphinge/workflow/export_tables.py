"""A log as tables for other programs: sets, aims, plans and back comfort, each a file of comma-separated values."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hiphinge.training_log import in_kg_and_lb
from hiphinge.workflow.log_keeping import gated_by_video

if TYPE_CHECKING:
    from hiphinge.documents.training_log import (
        AimRecord,
        LoadRecord,
        LogDocument,
        PersonRecord,
        PlannedSetRecord,
        Record,
        SetRecord,
    )

__all__ = ["export_tables"]

_LOAD = ("load_kg", "load_lb", "load_written_in")
_EXERCISE = ("exercise", "exercise_id", "gated_by_video")
_WORK = ("repetitions", "duration_s", "rpe", "rest_s", "tempo")
_FELT = ("pain_before", "pain_after", "pain_next_morning")
_LAST = ("counting", "note")
_SETS = ("day", "time", "zone", *_EXERCISE, "kind", *_LOAD, *_WORK, *_FELT, *_LAST, "source")
_WANTED = ("repetitions", "quantity", "way", "value", "note")
_AIMS = ("by", *_EXERCISE, *_LOAD, *_WANTED)
_PLANS = ("day", *_EXERCISE, "kind", *_LOAD, *_WORK, *_LAST)
_COMFORT = ("day", "comfort", "note")


def export_tables(log: "LogDocument") -> Mapping[str, str]:
    """Return the tables of a log by the names of their files; without aims, plans or comfort there is no such table.

    Times are where the person is, loads in kg and lb; ``gated_by_video`` is yes where hiphinge can judge a video of the
    exercise. Of several ratings of a day the last one is in the table. ``log.json`` is what is imported again.
    """
    sets = sorted(log.sets, key=lambda one: (one.performed_at, one.position, one.id))
    days = {one.id: one.day for one in log.planned_sessions}
    plans = sorted(log.planned_sets, key=lambda one: (days[one.session], one.position, one.id))
    comfort = {one.day: one for one in sorted(log.back_comfort, key=lambda one: (one.day, one.id))}
    aims = sorted(log.aims, key=lambda one: (one.by, one.id))
    tables: dict[str, tuple[Sequence[str], list[Sequence[object]]]] = {
        "sets.csv": (_SETS, [] if log.person is None else [_set(one, log.person) for one in sets]),
        "aims.csv": (_AIMS, [(one.by, *_exercise(one), *_load(one.load), *_fields(one, _WANTED)) for one in aims]),
        "plans.csv": (_PLANS, [(days[one.session], *_work(one), *_fields(one, (*_WORK, *_LAST))) for one in plans]),
        "comfort.csv": (_COMFORT, [_fields(one, _COMFORT) for one in comfort.values()]),
    }
    return {name: _csv(headings, rows) for name, (headings, rows) in tables.items() if rows or name == "sets.csv"}


def _set(one: "SetRecord", person: "PersonRecord") -> Sequence[object]:
    local = one.performed_at.astimezone(ZoneInfo(person.zone))
    moment = (f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}" if one.time_known else "", person.zone)
    return (*moment, *_work(one), *_fields(one, (*_WORK, *_FELT, *_LAST, "source")))


def _work(one: "SetRecord | PlannedSetRecord") -> Sequence[object]:
    return (*_exercise(one), one.kind, *_load(one.load))


def _exercise(one: "SetRecord | PlannedSetRecord | AimRecord") -> Sequence[object]:
    return one.exercise_name, one.exercise, "yes" if gated_by_video(one.exercise) else "no"


def _fields(one: "Record", names: Sequence[str]) -> Sequence[object]:
    return tuple(getattr(one, name) for name in names)


def _load(load: "LoadRecord | None") -> Sequence[object]:
    return ("", "", "") if load is None else (*in_kg_and_lb(load.value, load.unit), load.unit)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue()
