"""wger: what its interface answers as JSON (workout logs, sessions, exercises, weights), and weights as CSV."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hiphinge.sources.training_logs.collecting import Collection, collect
from hiphinge.sources.training_logs.dates import read_when
from hiphinge.sources.training_logs.model import (
    ExportedSet,
    ExportedWeight,
    Hints,
    RejectedLine,
    TrainingExport,
    Unit,
    When,
)
from hiphinge.sources.training_logs.sheet import Headings, Row
from hiphinge.sources.training_logs.text import RawTable
from hiphinge.sources.training_logs.values import UnreadableCellError, duration_s, number, repetitions, rpe

__all__ = ["WEIGHT_HEADINGS", "WEIGHT_NEEDED", "read", "read_weights", "recognise"]

WEIGHT_HEADINGS: Headings = {
    "start": ("date", "datum", "fecha", "data"),
    "weight": ("weight", "gewicht", "poids", "peso"),
}
WEIGHT_NEEDED = frozenset({"start", "weight"})
_LOGS = ("workoutlog", "workout_logs", "logs")
_SESSIONS = ("workoutsession", "workout_sessions", "sessions")
_EXERCISES = ("exerciseinfo", "exercise", "exercises")
_WEIGHTS = ("weightentry", "weight_entries", "weights")
_UNITS: Mapping[int, Unit | None] = {1: "kg", 2: "lb", 3: None}
"""wger's own numbers: kilograms, pounds, body weight."""
_OTHER_WEIGHTS = {4: "plates", 5: "km/h", 6: "mph"}
_SECONDS_OF = {3: 1.0, 4: 60.0}
_DISTANCES = {5: "miles", 6: "km", 8: "m"}
_ENGLISH = 2
_NUMBER = re.compile(r"[0-9]{1,18}")
_DAY_LETTERS = len("2025-01-18")


@dataclass(frozen=True)
class _Parts:
    logs: Sequence[Any]
    sessions: Mapping[Any, Mapping[str, Any]]
    names: Mapping[Any, str]
    weights: Sequence[Any]


def recognise(value: object) -> bool:
    """Return whether a JSON value is an answer of wger, or an object of several."""
    parts = _parts(value)
    log = next((log for log in parts.logs if isinstance(log, Mapping)), {})
    return bool(parts.weights) or ("date" in log and any(key in log for key in ("exercise", "exercise_base")))


def read(value: object, hints: Hints) -> TrainingExport:
    """Return the sets and body weights of wger's answers."""
    found, parts = Collection("wger", "wger", hints), _parts(value)
    for place, log in enumerate(parts.logs, start=1):
        try:
            found.keep(_set_of(found, _object(log), place, parts))
        except UnreadableCellError as error:
            found.rejected.append(RejectedLine(line=place, reason=str(error)))
    for place, entry in enumerate(parts.weights, start=1):
        try:
            _take_weight(found, _object(entry), place)
        except UnreadableCellError as error:
            found.rejected.append(RejectedLine(line=place, reason=f"body weight: {error}"))
    return found.done()


def read_weights(table: RawTable, hints: Hints) -> TrainingExport:
    """Return the body weights of wger's CSV."""
    return collect(table, WEIGHT_HEADINGS, hints, app="wger", title="wger", take=_take_row)


def _take_row(found: Collection, row: Row, start: When) -> None:
    weight = found.weight_of(row.weight())
    if weight is None or weight[0] <= 0:
        expected = "the body weight should be a number above 0"
        raise UnreadableCellError(expected, row.text("weight"))
    found.weights.append(ExportedWeight(line=row.line, measured=start, weight=weight))


def _take_weight(found: Collection, entry: Mapping[str, Any], place: int) -> None:
    value = number(_text(entry, "weight"), name="the body weight")
    unit = _UNITS.get(_id(entry.get("weight_unit")) or 0)
    weight = found.weight_of(None if value is None else (value, unit))
    if weight is None or weight[0] <= 0:
        expected = "the body weight should be a number above 0"
        raise UnreadableCellError(expected, _text(entry, "weight"))
    found.weights.append(ExportedWeight(line=place, measured=read_when(_text(entry, "date")), weight=weight))


def _set_of(found: Collection, log: Mapping[str, Any], place: int, parts: _Parts) -> ExportedSet:
    date_text = _text(log, "date")
    done = read_when(date_text)
    session = parts.sessions.get(_id(log.get("session")), {})
    count, seconds, distance = _work(log)
    load, remark = _load(found, log)
    identity = _id(log.get("id"))
    return ExportedSet(
        line=place,
        start=_start(session, date_text, done),
        performed=done if isinstance(done, datetime) else None,
        exercise=_name(log, parts.names),
        workout_note=str(session.get("notes") or "").strip(),
        identity=None if identity is None else f"log {identity}",
        load=load,
        repetitions=count,
        duration_s=seconds,
        rpe=rpe(_text(log, "rir"), in_reserve=True),
        rest_s=duration_s(_text(log, "rest")),
        distance=distance,
        note="\n".join(part for part in (remark, str(log.get("comment") or "").strip()) if part),
    )


def _start(session: Mapping[str, Any], date_text: str, done: When) -> When:
    """Return when the workout began: its session's day and time, else the day of the set where it was done."""
    day, clock = _text(session, "date"), _text(session, "time_start")
    if day and clock and len(day) <= _DAY_LETTERS:
        return read_when(f"{day} {clock}")
    if day:
        return read_when(day)
    return read_when(date_text[:_DAY_LETTERS]) if isinstance(done, datetime) else done


def _work(log: Mapping[str, Any]) -> tuple[int | None, float | None, str]:
    """Return the repetitions, the seconds and the distance of a log, one of which it has."""
    text = _text(log, "repetitions") or _text(log, "reps")
    unit = _id(log.get("repetitions_unit", log.get("repetition_unit"))) or 1
    if unit in _SECONDS_OF:
        value = number(text, name="the time")
        return None, duration_s(str(value * _SECONDS_OF[unit])) if value else None, ""
    if unit in _DISTANCES:
        value = number(text, name="the distance")
        return None, None, f"{value:g} {_DISTANCES[unit]}" if value else ""
    return repetitions(text), None, ""


def _load(found: Collection, log: Mapping[str, Any]) -> tuple[tuple[float, Unit] | None, str]:
    """Return the load of a log; where it is counted in something else, that in words."""
    value = number(_text(log, "weight"), name="the weight")
    unit = _id(log.get("weight_unit"))
    if not value:
        return None, ""
    if unit in _OTHER_WEIGHTS:
        return None, f"{value:g} {_OTHER_WEIGHTS[unit]}"
    if unit in _UNITS and _UNITS[unit] is None:
        return None, ""
    return found.weight_of((value, _UNITS.get(unit or 0))), ""


def _name(log: Mapping[str, Any], names: Mapping[Any, str]) -> str:
    """Return the name of a log's exercise; its number in words where the file has no name for it."""
    exercise = log.get("exercise", log.get("exercise_base"))
    for named in (log.get("exercise_name"), exercise.get("name") if isinstance(exercise, Mapping) else exercise):
        if isinstance(named, str) and named.strip() and not named.strip().isdigit():
            return named.strip()
    number_of_it = _id(exercise)
    return names.get(number_of_it, "" if number_of_it is None else f"wger exercise {number_of_it}")


def _parts(value: object) -> _Parts:
    """Return the answers in a file: one list of logs or weights, or an object of several lists."""
    if isinstance(value, Mapping) and "results" not in value:
        named = value
    else:
        entries = list(_entries(value))
        first = next((one for one in entries if isinstance(one, Mapping)), {})
        weights = "weight" in first and not any(key in first for key in ("exercise", "exercise_base", "session"))
        named = {"weightentry" if weights else "workoutlog": entries}
    sessions = {_id(one.get("id")): one for one in _named(named, _SESSIONS) if isinstance(one, Mapping)}
    names = {_id(one.get("id")): _title(one) for one in _named(named, _EXERCISES) if isinstance(one, Mapping)}
    known = {id_: name for id_, name in names.items() if name}
    return _Parts(_named(named, _LOGS), sessions, known, _named(named, _WEIGHTS))


def _named(value: Mapping[str, Any], keys: Sequence[str]) -> Sequence[Any]:
    return [one for key in keys if key in value for one in _entries(value[key])]


def _entries(value: object) -> Iterator[Any]:
    """Yield what is in a list, or in a page of one."""
    if isinstance(value, Mapping) and isinstance(value.get("results"), list):
        yield from value["results"]
    elif isinstance(value, list):
        yield from value


def _title(exercise: Mapping[str, Any]) -> str:
    """Return an exercise's name, in English where there are several."""
    texts = [one for one in _entries(exercise.get("translations")) if isinstance(one, Mapping) and one.get("name")]
    english = [one for one in texts if _id(one.get("language")) == _ENGLISH]
    return str(exercise.get("name") or next((one["name"] for one in (*english, *texts)), "")).strip()


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        expected = "an entry should be an object"
        raise UnreadableCellError(expected, str(value))
    return value


def _text(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return "" if found is None or isinstance(found, (dict, list)) else str(found).strip()


def _id(value: object) -> Any:
    """Return an identifier: a number where it is one, also as text or in an object; None where there is none."""
    if isinstance(value, Mapping):
        return _id(value.get("id"))
    if isinstance(value, str):
        return int(value) if _NUMBER.fullmatch(value) else value or None
    return value if isinstance(value, int) and not isinstance(value, bool) else None
