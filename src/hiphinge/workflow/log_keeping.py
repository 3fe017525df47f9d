"""The use cases of the training log: sets and body weights entered, looked at and taken back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from hiphinge.catalogue import load
from hiphinge.documents.training_log import (
    BodyWeightRecord,
    LoadRecord,
    PersonRecord,
    SessionRecord,
    SetRecord,
    checked,
    new_day,
)
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.training_log import LoggedSets, parse_set_line

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = [
    "PLANNABLE",
    "Logged",
    "exercise_meant",
    "gated_by_video",
    "known_exercise",
    "load_meant",
    "log_said",
    "log_sets",
    "log_weight",
    "moment_of",
    "sets_together",
]

PLANNABLE = ("duration_s", "rpe", "rest_s", "tempo", "counting", "note")
"""What a line gives for all its sets, done or planned, beside exercise, load and kind."""
_AHEAD = timedelta(minutes=10)
"""How far in the future a set may be: clocks differ."""
_MOMENT = re.compile(r"(?:(?P<day>\d{4}-\d\d-\d\d|today|yesterday)(?:[ tT]+|$))?(?P<time>\d{1,2}:\d\d(?::\d\d)?)?")
_WEIGHT = re.compile(r"(?P<value>\d+(?:[.,]\d+)?)\s*(?P<unit>kgs?|lbs?)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Logged:
    """What a line became.

    Attributes
    ----------
    unit_assumed
        The unit that was taken because the line says none; None where it says one, or no load.
    """

    sets: tuple[SetRecord, ...]
    unit_assumed: Literal["kg", "lb"] | None


def log_sets(store: "Store", person: PersonRecord, line: str, *, at: str | datetime | None = None) -> Logged:
    """Keep the sets that a line says, and return them.

    Parameters
    ----------
    line
        As `hiphinge.training_log.parse_set_line` reads it; a load without a unit is in the person's.
    at
        As `moment_of` reads it; None is now.

    Raises
    ------
    UsageError
        If the line or the moment is not understood, or a number in it cannot be.
    OutputError
        If the sets cannot be written; none of them is kept then.
    """
    return log_said(store, person, parse_set_line(line), at=at)


def log_said(store: "Store", person: PersonRecord, said: LoggedSets, *, at: str | datetime | None = None) -> Logged:
    """Keep sets that were read already; errors are those of `log_sets`."""
    from hiphinge.store.columns import new_ids  # noqa: PLC0415  # loads the database's library

    moment, time_known = moment_of(at, person)
    exercise = exercise_meant(store, person, said.name)
    load_record, assumed = load_meant(person, said)

    def sets_of(session: SessionRecord, first: int) -> Sequence[SetRecord]:
        return [
            checked(
                SetRecord,
                id=id_,
                person=person.id,
                session=session.id,
                position=first + number,
                performed_at=moment,
                time_known=time_known,
                exercise=exercise,
                exercise_name=said.name,
                kind="warm_up" if said.warm_up else "work",
                load=load_record,
                repetitions=said.repetitions[number],
                **_given(said),
            )
            for number, id_ in enumerate(new_ids(len(said.repetitions)))
        ]

    return Logged(sets=store.log.enter(person, moment, sets_of), unit_assumed=assumed)


def _given(said: LoggedSets) -> dict[str, object]:
    """Return the fields of a set that a line gives for all its sets."""
    return {name: getattr(said, name) for name in (*PLANNABLE, "pain_before", "pain_after")}


def log_weight(
    store: "Store", person: PersonRecord, text: str, *, at: str | None = None
) -> tuple[BodyWeightRecord, bool]:
    """Keep a body weight such as ``82.5kg``; return it, and whether its unit was taken from the person.

    Raises
    ------
    UsageError
        If it is no weight, or the moment is not understood.
    OutputError
        If it cannot be written.
    """
    from hiphinge.store.columns import new_id  # noqa: PLC0415  # loads the database's library

    match = _WEIGHT.fullmatch(text.strip())
    if match is None or float(match["value"].replace(",", ".")) == 0:
        message = f"{text!r} is no body weight. Write it like 82kg or 181.5lb."
        raise UsageError(message)
    unit = person.unit if match["unit"] is None else match["unit"].lower().removesuffix("s")
    weight = checked(LoadRecord, value=float(match["value"].replace(",", ".")), unit=unit)
    moment, _ = moment_of(at, person)
    record = checked(BodyWeightRecord, id=new_id(), person=person.id, measured_at=moment, weight=weight)
    store.log.weigh([record])
    return record, match["unit"] is None


def moment_of(
    text: str | datetime | None, person: PersonRecord, *, now: datetime | None = None
) -> tuple[datetime, bool]:
    """Return a moment in UTC that is written in a person's time zone, and whether its time is known.

    Parameters
    ----------
    text
        ``2026-11-28 17:30``, ``17:30`` (today), ``yesterday 17:30``, or a day alone, which is noon of it; or a moment
        with its offset; None is now.

    Raises
    ------
    UsageError
        If it is none of these, or in the future.
    """
    now = now or datetime.now(UTC)
    if text is None:
        return now, True
    if isinstance(text, datetime):
        return _past(text.astimezone(UTC), now, text=text.isoformat()), True
    match = _MOMENT.fullmatch(text.strip())
    if match is None or not text.strip():
        raise _no_moment(text)
    today = now.astimezone(ZoneInfo(person.zone)).date()
    named = {None: today, "today": today, "yesterday": today - timedelta(days=1)}
    try:
        day = named[match["day"]] if match["day"] in named else datetime.fromisoformat(match["day"]).date()
        moment = new_day(day, person.zone)
        if match["time"]:
            hour, *rest = map(int, match["time"].split(":"))
            local = moment.astimezone(ZoneInfo(person.zone)).replace(hour=hour, minute=rest[0], second=sum(rest[1:]))
            moment = local.astimezone(UTC)
    except ValueError as error:
        raise _no_moment(text) from error
    if match["time"] is None and day <= today:
        return moment, False
    return _past(moment, now, text=f"{text!r} ({person.zone})"), match["time"] is not None


def _past(moment: datetime, now: datetime, *, text: str) -> datetime:
    if moment > now + _AHEAD:
        message = f"{text} is in the future. Log what was done."
        raise UsageError(message)
    return moment


def _no_moment(text: str) -> UsageError:
    message = f"{text!r} is no moment. Write it like '2026-11-28 17:30', '17:30' or 'yesterday 17:30'."
    return UsageError(message)


def exercise_meant(store: "Store", person: PersonRecord, name: str) -> str | None:
    """Return the id of the exercise that a name means to a person: what they said of it, else the catalogue."""
    from hiphinge.workflow.log_names import meaning_of  # noqa: PLC0415  # loads the database's library

    meaning, known_by = meaning_of(name, store.names.all(person))
    return meaning if known_by is not None else known_exercise(name)


def load_meant(person: PersonRecord, said: LoggedSets) -> tuple[LoadRecord | None, Literal["kg", "lb"] | None]:
    """Return the load of a line, and the unit that was taken from the person because the line says none.

    Raises
    ------
    UsageError
        If nobody can lift it.
    """
    if said.load is None:
        return None, None
    value, unit = said.load
    return checked(LoadRecord, value=value, unit=unit or person.unit), None if unit else person.unit


def known_exercise(name: str) -> str | None:
    """Return the id of the exercise that a name means, or None where the catalogue has none."""
    try:
        return load().exercise(name).id
    except UnknownIdError:
        return None


def gated_by_video(exercise: str | None) -> bool:
    """Return whether videos of an exercise are judged; None is one that the catalogue does not know."""
    return exercise in load().exercises and load().exercises[exercise].analysed  # type: ignore[index]  # it is there


def sets_together(sets: Sequence[SetRecord]) -> tuple[tuple[SetRecord, ...], ...]:
    """Return sets in groups that differ in their repetitions alone and follow one another, each in its own order."""
    groups: list[list[SetRecord]] = []
    for one in sets:
        if groups and _apart(groups[-1][-1]) == _apart(one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return tuple(tuple(sorted(group, key=lambda one: one.position)) for group in groups)


def _apart(one: SetRecord) -> tuple[object, ...]:
    names = ("session", "performed_at", "exercise_name", "kind", "load", "duration_s", "rpe", "rest_s", "tempo", "note")
    return tuple(
        getattr(one, name) for name in (*names, "counting", "pain_before", "pain_after", "pain_next_morning", "source")
    )
