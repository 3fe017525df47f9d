"""What the pages ask of the queue of videos: an interface that `hiphinge.jobs` meets."""

from collections.abc import Sequence
from pathlib import Path
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
        """What it is called."""

    @property
    def person(self) -> str | None:
        """Whose video it is, by name; None where nobody said so yet."""

    @property
    def state(self) -> State:
        """How it stands."""

    @property
    def stage(self) -> str | None:
        """What is being done with it."""

    @property
    def fraction(self) -> float | None:
        """How much of the stage is done, from 0 to 1; None where the end is not known."""

    @property
    def position(self) -> int | None:
        """How many are before it in the queue."""

    @property
    def reason(self) -> str | None:
        """Why it failed, in words."""

    @property
    def analysis(self) -> str | None:
        """The id of its analysis in the store, where it is done."""


class Clips(Protocol):
    """The queue of videos."""

    def clip(self, id_: str) -> Clip:
        """Return one; raises InputMissingError where there is none."""

    def clips(self) -> Sequence[Clip]:
        """Return all, the newest first."""

    def cancel(self, id_: str) -> object:
        """Stop it."""

    def retry(self, id_: str) -> object:
        """Try it again."""

    def discard(self, id_: str) -> object:
        """Forget it, with its file."""

    def file(self, id_: str) -> Path | None:
        """Return its file; None where it is not kept any more."""
