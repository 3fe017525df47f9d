"""Sets of a week by movement pattern and by muscle, counted and not judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hiphinge.catalogue import Exercise, load
from hiphinge.frozen_mapping import FrozenMapping

__all__ = ["OTHER", "PATTERNS", "SetCount", "WeekCounts", "count_week", "pattern_of"]

PATTERNS = ("hinge", "squat", "lunge", "push", "pull", "carry", "core")
"""The patterns of statements 0-01 and 0-20."""
OTHER = "other"
"""Sets of exercises that the catalogue does not know."""
_PATTERN_OF_GROUP = {"hinge": "hinge", "bridge": "hinge", "daily": "hinge", "row": "pull"}
_CARRY = "carry"


@dataclass(frozen=True, kw_only=True)
class SetCount:
    """How many work sets were done of an exercise; ``exercise`` is an id of the catalogue, None for one not in it."""

    exercise: str | None
    sets: int


@dataclass(frozen=True, kw_only=True)
class WeekCounts:
    """Work sets by pattern, all of `PATTERNS` and `OTHER`, and by muscle's id, where a helping one counts a share."""

    patterns: Mapping[str, int]
    muscles: Mapping[str, float]

    @property
    def missing(self) -> tuple[str, ...]:
        """Patterns without a set."""
        return tuple(pattern for pattern in PATTERNS if self.patterns[pattern] == 0)


def pattern_of(exercise: Exercise) -> str:
    """Return which of `PATTERNS` an exercise belongs to."""
    if _CARRY in exercise.id:
        return _CARRY
    return _PATTERN_OF_GROUP.get(exercise.group, exercise.group)


def count_week(sets: Iterable[SetCount]) -> WeekCounts:
    """Return the sets of a week by pattern and muscle.

    Notes
    -----
    A set counts whole for the muscles that move and by a share (half) for those that help, as in Pelland et al. (2024).

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    """
    share = load().training_rules["weekly_volume"].values["helping_set_counts_share"]
    patterns = dict.fromkeys((*PATTERNS, OTHER), 0)
    muscles: dict[str, float] = {}
    for one in sets:
        if one.exercise is None:
            patterns[OTHER] += one.sets
            continue
        exercise = load().exercise(one.exercise)
        patterns[pattern_of(exercise)] += one.sets
        for weight, names in ((1.0, exercise.movers), (share, exercise.synergists)):
            for name in names:
                muscles[name] = muscles.get(name, 0.0) + weight * one.sets
    return WeekCounts(patterns=FrozenMapping(patterns), muscles=FrozenMapping(muscles))
