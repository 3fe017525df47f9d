"""What the pages ask of the queue of videos: an interface that the queue meets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

__all__ = ["Clip", "Clips", "State"]

State = Literal["queued", "running", "done", "failed", "cancelled"]


class Clip(Protocol):
    """A video that was given in, and what became of it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """What it is called: a label, never the name of a file."""

    @property
    def person(self) -> str | None:
        """Whose video it is, by name; None where nobody said so yet."""

    @property
    def added_at(self) -> datetime:
        """When it came."""

    @property
    def state(self) -> State:
        """How it stands."""

    @property
    def stage(self) -> str | None:
        """What is being done with it."""

    @property
    def fraction(self) -> float | None:
        """How much of that is done, from 0 to 1; None where that is not known."""

    @property
    def position(self) -> int | None:
        """How many are before it in the queue."""

    @property
    def reason(self) -> str | None:
        """Why it failed, in words."""

    @property
    def video(self) -> str | None:
        """The key of its file in the store; None where it is not kept."""

    @property
    def proxy(self) -> str | None:
        """The key of the copy that browsers play, where one was needed."""

    @property
    def analysis(self) -> str | None:
        """The id of its analysis, where there is one."""


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

    def retry(self, id_: str) -> object:
        """Try it again."""

    def discard(self, id_: str) -> object:
        """Forget it, with its file."""
