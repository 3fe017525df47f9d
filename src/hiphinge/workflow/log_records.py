"""The export of a training app as records of a person's log: moments in their time zone, keys that do not change."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hiphinge.documents.training_log import (
    LONGEST_TEXT,
    BodyWeightRecord,
    LoadRecord,
    PersonRecord,
    SessionRecord,
    SetRecord,
    new_day,
)
from hiphinge.errors import UsageError
from hiphinge.sources.training_logs import ExportedSet, TrainingExport, When
from hiphinge.store.fixed_ids import fixed_id

__all__ = ["Records", "days_of", "moment_of", "records_of", "zone_named"]

_LONGEST_KEY = 200


@dataclass(frozen=True, kw_only=True)
class Records:
    """What an export adds to a log.

    Attributes
    ----------
    repeated
        How many entries are in the file twice, by the app's own identifier.
    skipped_hour, doubled_hour
        How many times on the clock did not exist on their day, and how many existed twice.
    """

    sessions: tuple[SessionRecord, ...]
    sets: tuple[SetRecord, ...]
    weights: tuple[BodyWeightRecord, ...]
    repeated: int
    skipped_hour: int
    doubled_hour: int


def zone_named(name: str) -> str:
    """Return the name of a time zone.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"{name!r} is no time zone. Give a name such as Europe/Vienna, America/New_York or UTC."
        raise UsageError(message) from None
    return name


def moment_of(when: When, zone: str) -> datetime:
    """Return the moment of a day (its noon), of a time on the clock in a zone, or of a moment, in UTC.

    A time that the clocks skipped in spring is as much later as they were put forward; of one that was there twice in
    autumn, the first is meant.
    """
    if not isinstance(when, datetime):
        return new_day(when, zone)
    return (when if when.tzinfo is not None else when.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def records_of(
    export: TrainingExport, person: PersonRecord, zone: str, *, exercise_of: Callable[[str], str | None]
) -> Records:
    """Return an export as records of a person.

    The ids of sets, sessions and body weights follow from the person, the app and what does not change in the file, so
    that the same file always gives the same records.

    Parameters
    ----------
    zone
        Where the clock was; not part of any key, so that the same file in another zone moves sets and doubles none.
    exercise_of
        Which exercise of the catalogue a name means.
    """
    keyed, repeated = _keyed(export.sets)
    workouts: dict[str, list[ExportedSet]] = {}
    for one in export.sets:
        workouts.setdefault(_session_key(one), []).append(one)
    places = Counter[str]()
    sets = []
    for key, one in keyed:
        session = _session_key(one)
        sets.append(_set_of(one, person, zone, key, export.app, places[session], exercise_of(one.exercise)))
        places[session] += 1
    clocks = [some[0].start for some in workouts.values()] + [one.measured for one in export.weights]
    skipped, doubled = _odd_hours(clocks, zone)
    return Records(
        sessions=tuple(_session_of(some, person, zone, export.app) for some in workouts.values()),
        sets=tuple(sets),
        weights=tuple(_weights_of(export, person, zone)),
        repeated=repeated,
        skipped_hour=skipped,
        doubled_hour=doubled,
    )


def _keyed(sets: Sequence[ExportedSet]) -> tuple[list[tuple[str, ExportedSet]], int]:
    """Return the sets, each with its key, and how many of them the file holds twice."""
    found: dict[str, ExportedSet] = {}
    counts = Counter[str]()
    for one in sets:
        if one.identity is not None:
            found.setdefault(one.identity, one)
            continue
        plain = f"{_start_key(one.start)}|{_short(' '.join(one.exercise.casefold().split()))}|{one.number[:20]}"
        key = plain
        while key in found:
            counts[plain] += 1
            key = f"{plain}#{counts[plain] + 1}"
        found[key] = one
    return list(found.items()), len(sets) - len(found)


def _short(name: str) -> str:
    """Return a name, or the digest of a long one, so that a key stays below its longest."""
    return name if len(name) <= _LONGEST_KEY // 2 else hashlib.sha256(name.encode()).hexdigest()


def _start_key(when: When) -> str:
    """Return when a workout began, as the file says it: a day, a time on the clock, or a moment in UTC."""
    if isinstance(when, datetime) and when.tzinfo is not None:
        return f"{when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    return when.isoformat(timespec="seconds") if isinstance(when, datetime) else when.isoformat()


def _session_key(one: ExportedSet) -> str:
    """Return which workout a set belongs to; two of one day have different names where only the day is known."""
    key = _start_key(one.start)
    return key if isinstance(one.start, datetime) else f"{key}|{one.workout}"


def _session_of(sets: Sequence[ExportedSet], person: PersonRecord, zone: str, app: str) -> SessionRecord:
    """Return the session of a workout's sets; where only its day is known, it begins with the first of them."""
    first = sets[0]
    done = [one.performed for one in sets if one.performed is not None]
    start = first.start if isinstance(first.start, datetime) or not done else min(done)
    return SessionRecord(
        id=fixed_id(person.id, app, "session", _session_key(first)),
        person=person.id,
        started_at=moment_of(start, zone),
        zone=zone,
        title=_text(next((one.workout for one in sets if one.workout), "")),
        note=_text(next((one.workout_note for one in sets if one.workout_note), "")),
    )


def _text(text: str) -> str:
    """Return a text that the log has room for."""
    return text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 3]}..."


def _set_of(
    one: ExportedSet, person: PersonRecord, zone: str, key: str, app: str, place: int, exercise: str | None
) -> SetRecord:
    return SetRecord(
        id=fixed_id(person.id, app, "set", key),
        person=person.id,
        session=fixed_id(person.id, app, "session", _session_key(one)),
        position=place,
        performed_at=moment_of(one.performed or one.start, zone),
        time_known=isinstance(one.performed or one.start, datetime),
        exercise=exercise,
        exercise_name=one.exercise,
        kind="warm_up" if one.warm_up else "work",
        load=None if one.load is None else LoadRecord(value=one.load[0], unit=one.load[1]),
        repetitions=one.repetitions,
        duration_s=one.duration_s,
        rpe=one.rpe,
        rest_s=one.rest_s,
        note=_text("\n".join(part for part in (one.distance and f"distance {one.distance}", one.note) if part)),
        source=app,
        source_key=key,
    )


def _weights_of(export: TrainingExport, person: PersonRecord, zone: str) -> Iterator[BodyWeightRecord]:
    """Yield the body weights, the last of those at the same time."""
    by_key = {_start_key(one.measured): one for one in export.weights}
    for key, one in by_key.items():
        weight = LoadRecord(value=one.weight[0], unit=one.weight[1])
        id_ = fixed_id(person.id, export.app, "weight", key)
        yield BodyWeightRecord(id=id_, person=person.id, measured_at=moment_of(one.measured, zone), weight=weight)


def _odd_hours(whens: Sequence[When], zone: str) -> tuple[int, int]:
    """Return how many times on the clock were skipped, and how many were there twice, when the clocks changed."""
    place, skipped, doubled = ZoneInfo(zone), 0, 0
    for when in whens:
        if not isinstance(when, datetime) or when.tzinfo is not None:
            continue
        first, second = when.replace(tzinfo=place, fold=0), when.replace(tzinfo=place, fold=1)
        if first.astimezone(UTC).astimezone(place).replace(tzinfo=None) != when:
            skipped += 1
        elif first.utcoffset() != second.utcoffset():
            doubled += 1
    return skipped, doubled


def days_of(export: TrainingExport) -> tuple[date, date] | None:
    """Return the first and the last day of an export, as it says them; None where it has none."""
    whens = [one.start for one in export.sets] + [one.measured for one in export.weights]
    days = [when.date() if isinstance(when, datetime) else when for when in whens]
    return (min(days), max(days)) if days else None
