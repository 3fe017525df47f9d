"""Which finding recurred often enough to be worth a cue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hiphinge.analysis import Repetition
from hiphinge.catalogue import Fault, load
from hiphinge.findings import rules_in_use
from hiphinge.motion import BackAim

__all__ = ["Recurrence", "found_once", "mostly", "only_set_aside_by_aim", "recurring"]

_MIN_FOR_LATE = 4
_NEARLY_ALL = 0.8
_FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """In which of the counted repetitions a finding was, numbered from 1 in the order of the recording."""

    id: str
    places: tuple[int, ...]
    total: int

    @property
    def count(self) -> int:
        """Number of repetitions with it."""
        return len(self.places)

    @property
    def repetitions_before(self) -> int:
        """Number of repetitions before it came."""
        return self.places[0] - 1

    @property
    def came_late(self) -> bool:
        """Whether the first half of a set of four or more was free of it; a pattern is no matter of fatigue."""
        of_pattern = load().faults[self.id].quantity is None
        return not of_pattern and self.total >= _MIN_FOR_LATE and 2 * self.repetitions_before >= self.total

    @property
    def in_nearly_all(self) -> bool:
        """Whether it was in at least four of five repetitions."""
        return self.count >= _NEARLY_ALL * self.total


def mostly(counted: Sequence[Repetition], label: str) -> bool:
    """Tell whether more than half of the repetitions had this pattern."""
    return 2 * sum(r.pattern.label == label for r in counted) > len(counted)


def recurring(counted: Sequence[Repetition], *, back_aim: BackAim | None = None) -> Recurrence | None:
    """Return the most important finding that came back, or None.

    It has to be found in two repetitions: one may be chance. In the last of a set, one that compares repetitions with
    each other is enough. What is only information, or works against the person's aim for their back, is no reason for
    a cue.
    """
    return next((r for r in _found(counted, back_aim) if r.count >= _FEWEST or _ends_the_set(r)), None)


def _ends_the_set(found: Recurrence) -> bool:
    """Tell whether the last repetition differs from all the earlier ones, as when a set has one too many."""
    rule = rules_in_use().get(found.id)
    return found.came_late and found.places == (found.total,) and rule is not None and rule.compares_repetitions


def only_set_aside_by_aim(counted: Sequence[Repetition], back_aim: BackAim) -> bool:
    """Tell whether something came back that is no reason for a cue only because of the person's aim for their back."""
    return any(r.count >= _FEWEST and back_aim not in load().faults[r.id].back_aims for r in _found(counted, None))


def found_once(counted: Sequence[Repetition], *, back_aim: BackAim | None = None) -> tuple[Recurrence, ...]:
    """Return what was found once, the most important first; nothing where something came back."""
    return () if recurring(counted, back_aim=back_aim) else tuple(_found(counted, back_aim))


def _found(counted: Sequence[Repetition], back_aim: BackAim | None) -> Iterator[Recurrence]:
    for fault in load().faults.values():
        if back_aim is not None and back_aim not in fault.back_aims:
            continue
        places = tuple(n for n, r in enumerate(counted, start=1) if _has(r, fault))
        if places:
            yield Recurrence(id=fault.id, places=places, total=len(counted))


def _has(repetition: Repetition, fault: Fault) -> bool:
    return any(f.id == fault.id and f.level == "fault" for f in repetition.findings)
