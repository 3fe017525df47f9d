"""What an estimator may also do: look for others than the person who is followed."""

from typing import Protocol, runtime_checkable

from hiphinge.estimators.region import Region

__all__ = ["SeesPeople"]


@runtime_checkable
class SeesPeople(Protocol):
    """What an estimator may also have: it looks for others than the person who is followed."""

    @property
    def people(self) -> int:
        """How many people are in the frame at once, since the last reset."""
        ...

    @property
    def bends_instead(self) -> Region | None:
        """Where somebody is who bends while the person who is followed stands still; None where there is nobody."""
        ...

    def follow(self, region: Region) -> None:
        """Follow the person in that region of the first frames; the next reset forgets it."""
        ...
