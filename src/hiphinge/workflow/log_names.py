"""What the names of exercises in a person's log mean: asked, listed, and set by the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hiphinge.catalogue import load
from hiphinge.errors import UsageError
from hiphinge.sources.training_logs import exercise_of
from hiphinge.store import Store, name_key

__all__ = ["KnownBy", "LoggedName", "logged_names", "map_names", "meaning_of"]

KnownBy = Literal["person", "hiphinge"]
_NONE = "none"


@dataclass(frozen=True, kw_only=True)
class LoggedName:
    """A name in a person's log or list of names, what it means, who says so, and how many sets have it."""

    name: str
    exercise: str | None
    known_by: KnownBy | None
    sets: int


def meaning_of(name: str, said: Mapping[str, str | None]) -> tuple[str | None, KnownBy | None]:
    """Return the exercise that a name means, and who says so: the person before hiphinge; None where nobody does."""
    key = name_key(name)
    if key in said:
        return said[key], "person"
    known = exercise_of(name)
    return known, None if known is None else "hiphinge"


def logged_names(store: Store, person: str) -> tuple[LoggedName, ...]:
    """Return the names in a person's log, and those that they gave a meaning, by name.

    Raises
    ------
    InputMissingError
        If the person is not in the store.
    """
    who = store.people.named(person)
    said, used = store.names.all(who), store.names.used(who)
    rows = []
    for row in used:
        meaning, by = meaning_of(row.name, said)
        known_by = by if meaning == row.exercise else None
        rows.append(LoggedName(name=row.name, exercise=row.exercise, known_by=known_by, sets=row.sets))
    unused = set(said) - {name_key(row.name) for row in used}
    rows += [LoggedName(name=name, exercise=said[name], known_by="person", sets=0) for name in unused]
    return tuple(sorted(rows, key=lambda row: (name_key(row.name), row.exercise or "")))


def map_names(store: Store, person: str, pairs: Mapping[str, str]) -> int:
    """Keep what names mean for a person, also in the sets that are logged already; return how many sets that changes.

    Parameters
    ----------
    pairs
        The exercise of each name: an id or another name of the catalogue, or ``none`` where it is none of ours.

    Raises
    ------
    InputMissingError
        If the person is not in the store.
    UsageError
        If a name is empty, or an exercise is not known; nothing is kept then.
    """
    who = store.people.named(person)
    meanings = {name.strip(): _exercise(exercise) for name, exercise in pairs.items()}
    if "" in meanings:
        message = 'A name to map should not be empty. Write --map "Name in the app=exercise".'
        raise UsageError(message)
    return sum(store.names.assign(who, name, exercise) for name, exercise in meanings.items())


def _exercise(name: str) -> str | None:
    return None if name.strip().casefold() == _NONE else load().exercise(name).id
