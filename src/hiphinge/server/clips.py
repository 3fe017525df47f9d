"""What the pages ask of the queue of videos: an interface that the queue meets."""

from collections.abc import Sequence
from typing import Protocol

from hiphinge.store import AS_BEFORE, Clip

__all__ = ["Clips"]


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
