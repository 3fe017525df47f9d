"""Takes sets from another app into a log: new ones are added, those that are there are brought up to date."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, Table, delete, insert, select, update

from hiphinge.documents.training_log import BodyWeightRecord, PersonRecord, SessionRecord, SetRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import tables
from hiphinge.store.database import Database
from hiphinge.store.rows import record_of, row_of

__all__ = ["TakenOver", "compare", "take_over"]

_ROWS_AT_ONCE = 500
_REPLACED = (
    "exercise_name",
    "performed_at",
    "time_known",
    "kind",
    "load",
    "repetitions",
    "duration_s",
)
"""What the file always decides about a set, also where it says that there is none."""
_KEPT_WHERE_SILENT = ("rpe", "rest_s", "note")
"""What stays as it is in the log where the file says nothing of it. Everything else is the person's alone."""


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """What an import adds and changes.

    Attributes
    ----------
    changed
        Sets as they were and as they are now.
    same
        How many sets were there already, as the file says them.
    """

    new: tuple[SetRecord, ...] = ()
    changed: tuple[tuple[SetRecord, SetRecord], ...] = ()
    same: int = 0
    new_weights: tuple[BodyWeightRecord, ...] = ()
    changed_weights: tuple[tuple[BodyWeightRecord, BodyWeightRecord], ...] = ()
    same_weights: int = 0


@dataclass(frozen=True, kw_only=True)
class _Plan:
    taken: TakenOver
    moved: tuple[SetRecord, ...]
    """Sets of which only the place in the session is another."""
    new_sessions: tuple[SessionRecord, ...]
    changed_sessions: tuple[SessionRecord, ...]


def compare(
    database: Database,
    person: PersonRecord,
    sessions: Sequence[SessionRecord],
    sets: Sequence[SetRecord],
    weights: Sequence[BodyWeightRecord] = (),
) -> TakenOver:
    """Return what `take_over` would do, without doing it."""
    with database.reading() as connection:
        return _plan(connection, person, sessions, sets, weights).taken


def take_over(
    database: Database,
    person: PersonRecord,
    sessions: Sequence[SessionRecord],
    sets: Sequence[SetRecord],
    weights: Sequence[BodyWeightRecord] = (),
) -> TakenOver:
    """Take sets, their sessions and body weights into a person's log, all of them or none.

    A set is the one with the same source and key; it keeps its id, its session, its analysis, tempo and pain, and its
    exercise as long as its name is the same. A session
    and a body weight are the ones with the same id; a weight at the same moment with the same value is there already.

    Raises
    ------
    InputMissingError
        If the person is not in the store any more.
    OutputError
        If they cannot be written; nothing is changed then.
    """
    with database.writing() as connection:
        # One import of a person waits for the other, so that neither adds what the other just did.
        mine = select(tables.people.c.id).where(tables.people.c.id == person.id).with_for_update()
        if connection.execute(mine).scalar_one_or_none() is None:
            message = f"{person.name} is not in the training log any more."
            raise InputMissingError(message)
        plan = _plan(connection, person, sessions, sets, weights)
        _write(connection, plan)
        return plan.taken


def _write(connection: Connection, plan: _Plan) -> None:
    _insert(connection, tables.sessions, plan.new_sessions)
    for session in plan.changed_sessions:
        connection.execute(update(tables.sessions).where(tables.sessions.c.id == session.id).values(row_of(session)))
    _insert(connection, tables.sets, plan.taken.new)
    for one in (*(after for _, after in plan.taken.changed), *plan.moved):
        connection.execute(update(tables.sets).where(tables.sets.c.id == one.id).values(row_of(one)))
    changed = [after for _, after in plan.taken.changed_weights]
    if changed:
        ids = [weight.id for weight in changed]
        connection.execute(delete(tables.body_weights).where(tables.body_weights.c.id.in_(ids)))
    _insert(connection, tables.body_weights, (*plan.taken.new_weights, *changed))


def _insert(connection: Connection, table: Table, records: Sequence[Any]) -> None:
    if records:
        connection.execute(insert(table), [row_of(record) for record in records])


def _plan(
    connection: Connection,
    person: PersonRecord,
    sessions: Sequence[SessionRecord],
    sets: Sequence[SetRecord],
    weights: Sequence[BodyWeightRecord],
) -> _Plan:
    present = _present_sets(connection, person, sets)
    new, changed, moved, same = [], [], [], 0
    for one in sets:
        before = present.get((one.source, one.source_key))
        if before is None:
            new.append(one)
            continue
        after = _merged(before, one)
        if after == before.model_copy(update={"position": after.position}):
            same += 1
            moved += [] if after.position == before.position else [after]
        else:
            changed.append((before, after))
    weighed = _weighed(connection, person, weights)
    taken = TakenOver(new=tuple(new), changed=tuple(changed), same=same, **weighed)
    added, renamed = _sessions(connection, sessions, needed={one.session for one in new})
    return _Plan(taken=taken, moved=tuple(moved), new_sessions=added, changed_sessions=renamed)


def _merged(before: SetRecord, one: SetRecord) -> SetRecord:
    """Return a set of the log as the file says it."""
    given = {name: getattr(one, name) for name in (*_REPLACED, "position")}
    if before.exercise is None or before.exercise_name != one.exercise_name:
        given["exercise"] = one.exercise  # what the person said of this one set counts otherwise
    said = {name: value for name in _KEPT_WHERE_SILENT if (value := getattr(one, name)) not in (None, "")}
    return before.model_copy(update=given | said)


def _sessions(
    connection: Connection, sessions: Sequence[SessionRecord], *, needed: Collection[str]
) -> tuple[tuple[SessionRecord, ...], tuple[SessionRecord, ...]]:
    """Return the sessions that new sets need, and those that are there and read otherwise now."""
    rows = _rows(connection, select(tables.sessions), tables.sessions.c.id, [session.id for session in sessions])
    present = {row["id"]: record_of(row, SessionRecord) for row in rows}
    new = [one for one in sessions if one.id in needed and one.id not in present]
    changed = []
    for one in sessions:
        if before := present.get(one.id):
            silent = {name: getattr(before, name) for name in ("title", "note") if not getattr(one, name)}
            after = one.model_copy(update=silent)
            changed += [] if after == before else [after]
    return tuple(new), tuple(changed)


def _present_sets(
    connection: Connection, person: PersonRecord, sets: Sequence[SetRecord]
) -> Mapping[tuple[str | None, str | None], SetRecord]:
    """Return the person's sets that have the source and key of one of these."""
    table = tables.sets
    keys = [one.source_key for one in sets if one.source_key is not None]
    mine = select(table).where((table.c.person == person.id) & table.c.source.in_({one.source for one in sets}))
    rows = _rows(connection, mine, table.c.source_key, keys)
    return {(row["source"], row["source_key"]): record_of(row, SetRecord) for row in rows}


def _weighed(connection: Connection, person: PersonRecord, weights: Sequence[BodyWeightRecord]) -> dict[str, Any]:
    """Return which body weights are new, changed and there already."""
    table = tables.body_weights
    query = select(table).where(table.c.person == person.id)
    kept = [record_of(row, BodyWeightRecord) for row in connection.execute(query).mappings()] if weights else []
    by_id = {weight.id: weight for weight in kept}
    by_value = {(weight.measured_at, weight.weight) for weight in kept}
    new = [one for one in weights if one.id not in by_id and (one.measured_at, one.weight) not in by_value]
    changed = [(by_id[one.id], one) for one in weights if one.id in by_id and one != by_id[one.id]]
    return {
        "new_weights": tuple(new),
        "changed_weights": tuple(changed),
        "same_weights": len(weights) - len(new) - len(changed),
    }


def _rows(
    connection: Connection, query: Select[Any], column: Column[str], values: Sequence[str]
) -> list[Mapping[str, Any]]:
    """Return the rows of a query in which a column has one of the values."""
    found: list[Mapping[str, Any]] = []
    for start in range(0, len(values), _ROWS_AT_ONCE):
        some = values[start : start + _ROWS_AT_ONCE]
        found += [dict(row) for row in connection.execute(query.where(column.in_(some))).mappings()]
    return found
