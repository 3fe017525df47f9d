"""What the pages ask of the queue of videos: an interface that the queue meets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hiphinge.store import AS_BEFORE, Clip, SeenStore

__all__ = ["Clips", "SeenClips"]


class Clips(Protocol):
    """The queue of videos; each method raises InputMissingError where there is no such clip."""

    def clip(self, id_: str) -> Clip:
        """Return one."""

    def clips(self) -> Sequence[Clip]:
        """Return all, the newest first."""

    def assign(self, id_: str, person: str) -> object:
        """Say whose it is, by name."""

    def cancel(self, id_: str) -> object:
        """Stop it."""

    def retry(self, id_: str, *, exercise: str | None = AS_BEFORE) -> object:
        """Try it again, as before or judged as another exercise; None tells it from the movement."""

    def discard(self, id_: str) -> object:
        """Forget it, with its file."""


@dataclass(frozen=True)
class SeenClips:
    """The queue as one account sees it; another one's clip is as one that is not there."""

    every: Clips
    store: SeenStore

    def clip(self, id_: str) -> Clip:
        """Return one."""
        return self.store.clips.clip(id_)

    def clips(self) -> Sequence[Clip]:
        """Return theirs, the newest first."""
        return self.store.clips.all()

    def assign(self, id_: str, person: str) -> object:
        """Say whose it is, by name: one of those whom the account sees."""
        return self.every.assign(self.clip(id_).id, self.store.people.named(person).name)

    def cancel(self, id_: str) -> object:
        """Stop it."""
        return self.every.cancel(self.clip(id_).id)

    def retry(self, id_: str, *, exercise: str | None = AS_BEFORE) -> object:
        """Try it again."""
        return self.every.retry(self.clip(id_).id, exercise=exercise)

    def discard(self, id_: str) -> object:
        """Forget it, with its file."""
        return self.every.discard(self.clip(id_).id)
