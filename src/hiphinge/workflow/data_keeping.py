"""The use cases of a person's data as a whole: erased without a trace, checked, thinned out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hiphinge.errors import InputMissingError
from hiphinge.people import KINDS, Kind, person_key
from hiphinge.workflow.stores import former_folder

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["Holdings", "all_holdings", "erase_kept", "erase_person", "holdings_of", "remove_old_videos"]


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """How much is kept of a person; the values of a test in one sitting are one of ``self_tests``."""

    name: str
    sets: int
    analyses: int
    self_tests: int
    documents: int
    files: int


def holdings_of(store: "Store", name: str) -> Holdings:
    """Return how much is kept of a person.

    Raises
    ------
    UsageError, InputMissingError
        If it is no name that can be used, or nothing is kept of them.
    """
    log = store.transfer.log_of(name)
    files = set() if log.person is None else store.recordings.files_of(log.person)
    return Holdings(
        name=name if log.person is None else log.person.name,
        sets=len(log.sets),
        analyses=len(log.analyses),
        self_tests=log.count_of_self_tests,
        documents=len(log.kept),
        files=len(files),
    )


def all_holdings(store: "Store") -> tuple[Holdings, ...]:
    """Return how much is kept of everybody of whom something is, by name; one who does not train is their key."""
    names = {person_key(one.name): one.name for one in store.people.all()}
    return tuple(
        Holdings(
            name=names.get(key, key),
            sets=one.sets,
            analyses=one.analyses,
            self_tests=one.self_tests,
            documents=one.documents,
            files=one.files,
        )
        for key, one in store.overview.held().items()
    )


def erase_person(store: "Store", name: str) -> None:
    """Erase everything that is kept of a person: files first, so that an erasure that is cut off can be repeated.

    Files that a recording of somebody else names, too, stay theirs.

    Raises
    ------
    UsageError, InputMissingError
        As `holdings_of`.
    OutputError
        If something cannot be erased; what was erased is gone then, and the same command goes on from there.
    """
    log = store.transfer.log_of(name)
    if log.person is not None:
        store.recordings.remove_files(log.person)
        store.people.remove(log.person)
    store.documents.erase_all(name)
    former_folder().erase(name)
    store.upkeep.wipe()


def erase_kept(store: "Store", name: str, kinds: Sequence[Kind]) -> int:
    """Erase a person's documents of some kinds, and leave the training log; return how many.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    InputMissingError
        If there are none of these kinds.
    OutputError
        If they cannot be erased.
    """
    wanted = tuple(kind for kind in KINDS if kind in kinds)
    gone = store.documents.erase(name, wanted)
    if not gone:
        message = f"There is no {' or '.join(wanted)} of {person_key(name)!r}. `hiphinge people` lists what is saved."
        raise InputMissingError(message)
    store.upkeep.wipe()
    return len(gone)


def remove_old_videos(store: "Store", *, days: int, name: str | None = None) -> int:
    """Erase videos that were filed more than some days ago, of one person, or of everybody and nobody; results stay.

    Raises
    ------
    InputMissingError
        If nobody is called that.
    OutputError
        If something cannot be erased.
    """
    people = (*store.people.all(), None) if name is None else (store.people.named(name),)
    return sum(store.recordings.remove_videos(person, older_than=timedelta(days=days)) for person in people)
