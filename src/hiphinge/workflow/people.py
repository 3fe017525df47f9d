"""The people of the store: listed with what is kept of each, added and changed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hiphinge.filesystem import local_zone
from hiphinge.people import KeptFile, person_key
from hiphinge.workflow.stores import is_there, user_store

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord

__all__ = ["PersonKept", "add_person", "change_person", "everybody"]


@dataclass(frozen=True, kw_only=True)
class PersonKept:
    """Somebody of whom something is kept.

    Attributes
    ----------
    trains
        Whether they are in the training log; otherwise only files are kept of them.
    """

    name: str
    trains: bool
    sets: int
    files: tuple[KeptFile, ...]


def everybody() -> tuple[PersonKept, ...]:
    """Return everybody of whom something is kept, by name; makes no store.

    Raises
    ------
    InputUnreadableError
        If the store cannot be read.
    """
    if not is_there():
        return ()
    with user_store() as store:
        counts, files = store.log.counts(), dict(store.documents.kept())
        known = {
            (key := person_key(person.name)): PersonKept(
                name=person.name, trains=True, sets=counts.get(person.id, 0), files=files.pop(key, ())
            )
            for person in store.people.all()
        }
    known |= {key: PersonKept(name=key, trains=False, sets=0, files=several) for key, several in files.items()}
    return tuple(known[key] for key in sorted(known))


def add_person(name: str, *, adult: bool, unit: Literal["kg", "lb"] = "kg", zone: str | None = None) -> "PersonRecord":
    """Add a person to the training log, in the system's time zone where none is given.

    Raises
    ------
    UsageError, OutputError
        As `hiphinge.store.People.add`.
    """
    with user_store() as store:
        return store.people.add(name, adult=adult, unit=unit, zone=zone or local_zone())


def change_person(name: str, *, unit: Literal["kg", "lb"] | None, zone: str | None) -> "PersonRecord":
    """Change a person's unit or time zone; None leaves it as it is.

    Raises
    ------
    InputMissingError
        If nobody is called that.
    UsageError
        If there is no such time zone.
    """
    with user_store() as store:
        person = store.people.named(name)
        return store.people.settle(person, zone=zone or person.zone, unit=unit or person.unit)
