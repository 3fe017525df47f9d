"""The user's store: opened where the settings say, with everything in it that was kept in files before."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import InputMissingError
from hiphinge.filesystem import data_folder, database_address, files_address
from hiphinge.people import KINDS, KeptFile, Kind, PersonFiles, PersonFolder, person_key

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["chosen_person", "is_there", "person_files", "place_of_store", "user_store"]

_FILE = "log.sqlite"
_FORMER_FOLDER = "people"


def user_store() -> "Store":
    """Open the user's store, made where it does not exist yet; what was kept in a folder before moves in first.

    Raises
    ------
    HiphingeError
        As `hiphinge.store.open_store`, or if the folder cannot be read or changed.
    """
    from hiphinge.store import open_store  # noqa: PLC0415  # slow to load, and most commands need none

    store = open_store(database_address(), files=files_address())
    try:
        former_folder().hand_over(store.documents.move_in)
    except BaseException:
        store.close()
        raise
    return store


def is_there() -> bool:
    """Return whether anything is kept yet, so that whoever only reads need not make a store."""
    return database_address() is not None or (data_folder() / _FILE).exists() or former_folder().place.is_dir()


def place_of_store() -> str:
    """Return where everything is that is kept, as a message says it, whether it exists or not."""
    if database_address() is None:
        return str(data_folder() / _FILE)
    with user_store() as store:
        return store.database.place


def former_folder() -> PersonFolder:
    """Return the folder in which earlier versions kept files of people."""
    return PersonFolder(place=data_folder() / _FORMER_FOLDER)


def person_files(store: "Store | None" = None) -> PersonFiles:
    """Return what is kept of people for this user, in an open store or in their own; whatever reads it asks here."""
    return _StoredFiles(store)


def chosen_person(store: "Store", name: str | None) -> "PersonRecord":
    """Return the person of that name; without one the only person, or the one called "me".

    Raises
    ------
    InputMissingError
        If there is nobody of that name, or nobody at all, or several to choose from.
    """
    if name is not None:
        return store.people.named(name)
    everybody = store.people.all()
    if not everybody:
        message = "Nobody is in the training log yet. Add yourself first: hiphinge people add NAME --adult"
        raise InputMissingError(message)
    if len(everybody) == 1:
        return everybody[0]
    for one in everybody:
        if person_key(one.name) == "me":
            return one
    message = f"Several people are in the training log: {', '.join(one.name for one in everybody)}. Add --person NAME"
    raise InputMissingError(message)


@dataclass(frozen=True)
class _StoredFiles:
    """`PersonFiles` in the user's store, opened for each use, or in one that is open already."""

    store: "Store | None" = None

    @contextmanager
    def _opened(self) -> Iterator["Store"]:
        if self.store is not None:
            yield self.store
            return
        with user_store() as store:
            yield store

    def _is_there(self) -> bool:
        return self.store is not None or is_there()

    @property
    def place(self) -> Path:
        """The database: its file, or its name."""
        if self.store is None and database_address() is None:
            return data_folder() / _FILE
        with self._opened() as store:
            return store.documents.place

    def kept(self) -> Mapping[str, tuple[KeptFile, ...]]:
        """Return everything that is kept, by the person's name."""
        if not self._is_there():
            return {}
        with self._opened() as store:
            return store.documents.kept()

    def place_of(self, person: str, kind: Kind) -> Path:
        """Return the database, with the name of the document in it."""
        from hiphinge.store import document_name  # noqa: PLC0415  # slow to load, and most commands need none

        return self.place / document_name(person, kind)

    def read(self, person: str, kind: Kind) -> bytes | None:
        """Return the content, or None where there is none."""
        person_key(person)
        if not self._is_there():
            return None
        with self._opened() as store:
            return store.documents.read(person, kind)

    def change(self, person: str, kind: Kind, change: Callable[[bytes | None], bytes]) -> Path:
        """Read, change and write in one transaction."""
        person_key(person)
        with self._opened() as store:
            return store.documents.change(person, kind, change)

    def write(self, person: str, kind: Kind, content: bytes) -> Path:
        """Put the content in the place of what was there."""
        return self.change(person, kind, lambda _: content)

    def erase(self, person: str, kinds: tuple[Kind, ...] = KINDS) -> tuple[Path, ...]:
        """Erase what is kept of a person of these kinds."""
        person_key(person)
        if not self._is_there():
            return ()
        with self._opened() as store:
            return store.documents.erase(person, kinds)
