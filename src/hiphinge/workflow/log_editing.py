"""The use cases of a form: a set as its fields say it is logged, changed or erased; the log by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from hiphinge.documents.training_log import PersonRecord, PlannedSetRecord, SetRecord, checked
from hiphinge.errors import UsageError
from hiphinge.training_log import LoggedSets, PlannedAgainstDone, planned_against_done
from hiphinge.workflow.log_keeping import PLANNABLE, exercise_meant, load_meant, log_said

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["LogDay", "amend_set", "change_set", "day_start", "erase_set", "log_days", "log_set", "said_in_fields"]

_LONGEST = 200
_NEWEST_SETS = 150


def said_in_fields(fields: Mapping[str, str]) -> LoggedSets:
    """Return the one set that the fields of a form say.

    Parameters
    ----------
    fields
        ``name``; ``repetitions`` or ``seconds``; ``load`` with ``unit``, ``rpe``, ``rest_s``, ``tempo``, ``kind``,
        ``counting``, ``pain_before``, ``pain_after`` and ``note``, each of them empty where nothing is said.

    Raises
    ------
    UsageError
        If a field is no number, or neither repetitions nor seconds are there.
    """
    name, repetitions = fields.get("name", "").strip(), _whole(fields, "repetitions")
    seconds, load = _number(fields, "seconds"), _number(fields, "load")
    if not name or len(name) > _LONGEST:
        message = f"A set has an exercise, with a name of 1 to {_LONGEST} letters."
        raise UsageError(message)
    if repetitions is None and seconds is None:
        message = "A set has repetitions, or seconds for which it was held. Write one of them."
        raise UsageError(message)
    unit: Literal["kg", "lb"] | None = "lb" if fields.get("unit") == "lb" else "kg" if fields.get("unit") else None
    return LoggedSets(
        name=name,
        repetitions=(repetitions,),
        duration_s=seconds,
        load=None if load is None else (load, unit),
        rpe=_number(fields, "rpe"),
        rest_s=_number(fields, "rest_s"),
        tempo=fields.get("tempo", "").strip() or None,
        warm_up=fields.get("kind") == "warm_up",
        counting=fields.get("counting") == "yes",
        pain_before=_whole(fields, "pain_before"),
        pain_after=_whole(fields, "pain_after"),
        note=fields.get("note", "").strip(),
    )


def _number(fields: Mapping[str, str], name: str) -> float | None:
    text = fields.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        message = f"The {name.removesuffix('_s').replace('_', ' ')} should be a number, but is {text[:20]!r}."
        raise UsageError(message) from None


def _whole(fields: Mapping[str, str], name: str) -> int | None:
    value = _number(fields, name)
    if value is not None and not value.is_integer():
        message = f"The {name.replace('_', ' ')} should be a whole number, but is {value:g}."
        raise UsageError(message)
    return None if value is None else int(value)


def log_set(store: "Store", person: PersonRecord, fields: Mapping[str, str]) -> SetRecord:
    """Keep the set that the fields of a form say, done now; parameters and errors are those of `said_in_fields`."""
    return log_said(store, person, said_in_fields(fields)).sets[0]


def change_set(store: "Store", person: PersonRecord, id_: str, fields: Mapping[str, str]) -> SetRecord:
    """Put what the fields of a form say in the place of a logged set; its moment and its video stay.

    Raises
    ------
    UsageError
        As `said_in_fields`, or if a number cannot be.
    InputMissingError
        If the person has no such set.
    OutputError
        If it cannot be written.
    """
    before, said = store.log.one(person, id_), said_in_fields(fields)
    same_name = said.name == before.exercise_name
    now = {
        "exercise": before.exercise if same_name else exercise_meant(store, person, said.name),
        "exercise_name": said.name,
        "kind": "warm_up" if said.warm_up else "work",
        "load": load_meant(person, said)[0],
        "repetitions": said.repetitions[0],
        **{name: getattr(said, name) for name in (*PLANNABLE, "pain_before", "pain_after")},
    }
    one = checked(SetRecord, **(dict(before) | now))
    store.log.change(one)
    return one


def amend_set(store: "Store", person: PersonRecord, id_: str, changes: Mapping[str, Any]) -> SetRecord:
    """Change fields of a logged set, and leave the others; its moment and its video stay.

    Parameters
    ----------
    changes
        Fields of `SetRecord` by name; ``exercise`` may be any name of one.

    Raises
    ------
    UsageError
        If a number cannot be, or it had neither repetitions nor a duration any more.
    InputMissingError
        If the person has no such set.
    OutputError
        If it cannot be written.
    """
    before, now = store.log.one(person, id_), dict(changes)
    name = now.pop("exercise", None)
    if name is not None:
        now |= {"exercise": exercise_meant(store, person, name), "exercise_name": name}
    one = checked(SetRecord, **(dict(before) | now))
    if one.repetitions is None and one.duration_s is None:
        message = "A set has repetitions, or seconds for which it was held. Leave one of them."
        raise UsageError(message)
    store.log.change(one)
    return one


def erase_set(store: "Store", person: PersonRecord, id_: str) -> None:
    """Erase a logged set of a person; one that is gone already is no error."""
    store.log.remove(person, [id_])


@dataclass(frozen=True, kw_only=True)
class LogDay:
    """A day of the log: the sets that were done, and what was planned beside what was done of it."""

    day: date
    done: tuple[SetRecord, ...]
    planned: tuple[PlannedAgainstDone[PlannedSetRecord, SetRecord], ...]


def day_start(day: date, person: PersonRecord) -> datetime:
    """Return the moment at which a day begins where a person is, in UTC."""
    return datetime.combine(day, datetime.min.time(), ZoneInfo(person.zone)).astimezone(UTC)


def log_days(store: "Store", person: PersonRecord, *, before: date | None = None) -> tuple[LogDay, ...]:
    """Return the newest days of a person's log, the newest first, each of them whole.

    Parameters
    ----------
    before
        Only days before this one; None also shows what is planned for days to come.
    """
    zone, end = ZoneInfo(person.zone), None if before is None else day_start(before, person)
    page = store.log.page(person, size=_NEWEST_SETS, before=end)
    days = sorted({one.performed_at.astimezone(zone).date() for one in page})
    if len(page) == _NEWEST_SETS and len(days) > 1:
        days = days[1:]
    since = days[0] if days else date.min
    plans = {
        one.session.day: one.sets
        for one in store.plans.days(person, since=since)
        if before is None or one.session.day < before
    }
    done = _by_day(store, person, since, end, zone) if days else {}
    return tuple(
        LogDay(day=day, done=done.get(day, ()), planned=planned_against_done(plans.get(day, ()), done.get(day, ())))
        for day in sorted(set(done) | set(plans), reverse=True)
    )


def _by_day(
    store: "Store", person: PersonRecord, since: date, end: datetime | None, zone: ZoneInfo
) -> Mapping[date, tuple[SetRecord, ...]]:
    last = datetime.now(UTC) + timedelta(days=1) if end is None else end - timedelta(microseconds=1)
    days: dict[date, tuple[SetRecord, ...]] = {}
    for one in store.log.between(person, day_start(since, person), last):
        day = one.performed_at.astimezone(zone).date()
        days[day] = (*days.get(day, ()), one)
    return days
