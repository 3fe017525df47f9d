"""The people of the store: listed with what is kept of each, added and changed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from hiphinge.filesystem import local_zone
from hiphinge.people import KeptFile, person_key
from hiphinge.workflow.stores import is_there, user_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.documents.training_log import ConsentRecord, PersonRecord
    from hiphinge.store import Store

__all__ = [
    "PersonKept",
    "VideoConsent",
    "add_person",
    "change_person",
    "everybody",
    "everybody_in",
    "keep_videos",
    "settle_videos",
    "stop_keeping_videos",
    "video_consent",
    "video_consent_in",
    "video_consents",
]


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
        return everybody_in(store)


def everybody_in(store: "Store") -> tuple[PersonKept, ...]:
    """Return everybody of whom a store keeps something, by name.

    Raises
    ------
    InputUnreadableError
        If the store cannot be read.
    """
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


_VIDEOS: Literal["keep_videos"] = "keep_videos"


@dataclass(frozen=True, kw_only=True)
class VideoConsent:
    """Whether a person lets their videos be kept.

    Attributes
    ----------
    given
        Every time they agreed, the oldest first, each with when it was taken back.
    videos, size
        How many videos are kept now, and how many bytes they have.
    """

    person: "PersonRecord"
    given: "tuple[ConsentRecord, ...]"
    videos: int
    size: int

    @property
    def holds(self) -> bool:
        """Whether videos are kept from now on."""
        return any(one.withdrawn_at is None for one in self.given)


def video_consent(name: str) -> VideoConsent:
    """Return whether a person lets their videos be kept, and since when.

    Raises
    ------
    InputMissingError
        If nobody is called that.
    """
    with user_store() as store:
        return video_consent_in(store, store.people.named(name))


def keep_videos(name: str) -> VideoConsent:
    """Keep that a person agrees that their videos are kept; a second time changes nothing.

    Raises
    ------
    InputMissingError
        If nobody is called that.
    OutputError
        If it cannot be written.
    """
    with user_store() as store:
        return settle_videos(store, store.people.named(name), keep=True)


def stop_keeping_videos(name: str) -> VideoConsent:
    """Keep that a person takes that back, and erase the videos that are kept; poses and results stay.

    An erasure that is cut off can be repeated.

    Raises
    ------
    InputMissingError
        If nobody is called that.
    OutputError
        If something cannot be written or erased.
    """
    with user_store() as store:
        return settle_videos(store, store.people.named(name), keep=False)


def settle_videos(store: "Store", person: "PersonRecord", *, keep: bool) -> VideoConsent:
    """Keep that a person agrees that their videos are kept, or takes it back; then those that are kept are erased.

    Raises
    ------
    OutputError
        If something cannot be written or erased.
    """
    if not keep:
        store.people.withdraw(person, _VIDEOS)
        store.recordings.remove_videos(person, older_than=timedelta(0))
    elif not video_consent_in(store, person).holds:
        store.people.agree(person, _VIDEOS)
    return video_consent_in(store, person)


def video_consent_in(store: "Store", person: "PersonRecord") -> VideoConsent:
    """Return whether a person lets their videos be kept, and since when."""
    every: Sequence[ConsentRecord] = store.people.consents(person)
    videos, size = store.recordings.videos_of(person)
    return VideoConsent(person=person, given=tuple(one for one in every if one.to == _VIDEOS), videos=videos, size=size)


def video_consents(store: "Store") -> "dict[str, VideoConsent]":
    """Return what `video_consent_in` does of everybody in the training log, by the key of their name."""
    held, given = store.overview.held(), dict[str, list["ConsentRecord"]]()
    for one in store.people.consents():
        if one.to == _VIDEOS:
            given.setdefault(one.person, []).append(one)
    return {
        (key := person_key(person.name)): VideoConsent(
            person=person, given=tuple(given.get(person.id, ())), videos=held[key].videos, size=held[key].videos_bytes
        )
        for person in store.people.all()
    }
