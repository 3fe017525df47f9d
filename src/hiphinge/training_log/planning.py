"""What was planned for a day beside what was done on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

__all__ = ["PlannedAgainstDone", "planned_against_done"]


class WorkOfSet(Protocol):
    """What a planned and a logged set have in common."""

    @property
    def exercise(self) -> str | None:
        """An id of the catalogue, or None."""

    @property
    def exercise_name(self) -> str:
        """As it was written down."""

    @property
    def kind(self) -> str:
        """Work or warm-up."""


P = TypeVar("P", bound=WorkOfSet)
D = TypeVar("D", bound=WorkOfSet)


@dataclass(frozen=True, kw_only=True)
class PlannedAgainstDone(Generic[P, D]):
    """The sets of one exercise on one day."""

    planned: tuple[P, ...]
    done: tuple[D, ...]

    @property
    def state(self) -> Literal["done", "part", "none"]:
        """Whether as many sets were logged as planned, fewer, or none; their load and repetitions are not judged."""
        if len(self.done) >= len(self.planned):
            return "done"
        return "part" if self.done else "none"


def planned_against_done(planned: Sequence[P], done: Iterable[D]) -> tuple[PlannedAgainstDone[P, D], ...]:
    """Return the planned sets of a day by exercise, work and warm-up apart, each with the sets that were done of it.

    A name that the catalogue does not know is the same without case.
    """
    of_day = [(_key(one), one) for one in done]
    groups: dict[tuple[str, str], list[P]] = {}
    for one in planned:
        groups.setdefault(_key(one), []).append(one)
    return tuple(
        PlannedAgainstDone(planned=tuple(sets), done=tuple(one for other, one in of_day if other == key))
        for key, sets in groups.items()
    )


def _key(one: WorkOfSet) -> tuple[str, str]:
    return one.exercise or " ".join(one.exercise_name.casefold().split()), one.kind
