"""What a plan is made from, and what it is: settings, what was done, sessions, decisions. A day is an ordinal number.

Days count from 1 January of the year 1, which is day 1 and a Monday (`datetime.date.toordinal`); Monday is weekday 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from hiphinge.catalogue import Equipment
from hiphinge.errors import UsageError
from hiphinge.motion import BackAim

__all__ = [
    "WEEK",
    "Answers",
    "DayPlan",
    "Decided",
    "DoneSession",
    "DoneSet",
    "Experience",
    "Gate",
    "Goal",
    "Item",
    "Kind",
    "Part",
    "Plan",
    "Session",
    "Settings",
    "weekday_of",
]

Experience = Literal["new", "some", "advanced"]
"""``new`` to the hinge; ``some``: trains with weights and knows it; ``advanced``: has lifted heavy for long."""
Goal = Literal["learn", "strength", "size", "power"]
Kind = Literal["heavy", "light", "slow", "practice"]
Part = Literal["warm_up", "main", "fast", "stability", "assistance", "core"]

WEEK = 7
_MOST_PAIN = 10
_FEWEST_DAYS = 2
_LONGEST_WEEKS = 52


def weekday_of(day: int) -> int:
    """Return the weekday of a day, Monday being 0."""
    return (day - 1) % WEEK


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the person says before a plan is made.

    Attributes
    ----------
    start
        The first day.
    weekdays
        On which the person can train, Monday being 0.
    step
        The smallest step in which their weights grow, in ``unit``: both hands together, both ends of a bar together.
    loads
        The weight that they use in an exercise for sets of about eight with two left, in ``unit``, by exercise.
    self_tests
        Values of self-tests as they were typed in, by the test's id, in its own unit.
    answers
        Yes or no to the questions before the start, by id.
    weeks_off
        Weeks since they trained last; 0 for somebody who is in training, or never trained.
    easier_every
        After how many weeks they want an easier one; None leaves it to how the sessions went.
    """

    start: int
    weekdays: tuple[int, ...]
    weeks: int = 8
    experience: Experience = "new"
    goals: frozenset[Goal] = frozenset({"learn"})
    equipment: frozenset[Equipment] = frozenset()
    unit: Literal["kg", "lb"] = "kg"
    step: float = 2.5
    loads: Mapping[str, float] = field(default_factory=dict)
    self_tests: Mapping[str, float] = field(default_factory=dict)
    answers: Mapping[str, bool] = field(default_factory=dict)
    back_aim: BackAim | None = None
    age_years: int | None = None
    weeks_off: int = 0
    easier_every: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no plan can be made from.

        Raises
        ------
        UsageError
            If a field cannot be what it is given as.
        """
        days = sorted(set(self.weekdays))
        _check(all(0 <= day < WEEK for day in days), f"Weekdays should be 0 to 6, but are {days}.")
        _check(
            len(days) >= _FEWEST_DAYS,
            f"A plan needs two days a week or more, but was given {len(days)}. Name another day, or practise the daily "
            "habit alone.",
        )
        _check(
            1 <= self.weeks <= _LONGEST_WEEKS, f"A plan has 1 to {_LONGEST_WEEKS} weeks, but {self.weeks} are asked."
        )
        _check(self.step > 0, f"The smallest step of load should be above 0, but is {self.step:g} {self.unit}.")
        _check(self.weeks_off >= 0, f"Weeks off should be 0 or more, but are {self.weeks_off}.")
        _check(
            self.easier_every is None or self.easier_every > 1,
            f"An easier week can come every second week at most, but is asked every {self.easier_every}.",
        )
        _among("experience", {self.experience}, get_args(Experience))
        _among("goal", self.goals, get_args(Goal))
        _among("piece of equipment", self.equipment, get_args(Equipment))
        object.__setattr__(self, "weekdays", tuple(days))


def _check(right: bool, message: str) -> None:  # noqa: FBT001  # the condition is what it is about
    if not right:
        raise UsageError(message)


def _among(what: str, given: "frozenset[str] | set[str]", known: tuple[str, ...]) -> None:
    for one in sorted(given - set(known)):
        message = f"{one!r} is no {what} that a plan knows. Known: {', '.join(known)}."
        raise UsageError(message)


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What a video of a set shows: repetitions that were judged, those without a finding, and the lean in degrees."""

    judged: int
    met: int
    lean_deg: float | None = None


@dataclass(frozen=True, kw_only=True)
class DoneSet:
    """One work set that was done; ``load`` in the unit of the settings, ``effort`` from 1 to 10 (RPE)."""

    exercise: str
    repetitions: int | None = None
    hold_s: float | None = None
    load: float | None = None
    effort: float | None = None
    gate: Gate | None = None


@dataclass(frozen=True, kw_only=True)
class DoneSession:
    """One day on which something was done, or on which an answer stopped it; pain from 0 to 10."""

    day: int
    sets: tuple[DoneSet, ...] = ()
    kind: Kind | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    pain_next_morning: int | None = None
    stopped: bool = False

    @property
    def pain(self) -> int:
        """The most that was felt that day or the morning after."""
        return max(self.pain_before or 0, self.pain_after or 0, self.pain_next_morning or 0)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What is asked on the day: pain and soreness from 0 to 10, a question answered with yes, a busy week."""

    pain: int = 0
    soreness: int = 0
    yes: frozenset[str] = frozenset()
    busy: bool = False

    def __post_init__(self) -> None:
        """Refuse numbers off the scale.

        Raises
        ------
        UsageError
            If pain or soreness is not between 0 and 10.
        """
        for name in ("pain", "soreness"):
            value = getattr(self, name)
            _check(0 <= value <= _MOST_PAIN, f"{name.capitalize()} should be 0 to {_MOST_PAIN}, but is {value}.")


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision: its id in the catalogue, the training rule behind it, its sentence, and the grade of the rule."""

    id: str
    rule: str
    says: str
    grade: str
    unverified: bool


@dataclass(frozen=True, kw_only=True)
class Item:
    """One exercise of a session, with its dose.

    Attributes
    ----------
    drill
        The drill that it is done as, in the warm-up.
    load
        In the unit of the settings; None with ``choose_load`` is a weight that the person chooses, else no weight.
    lean_deg
        How far the trunk leans at the bottom, about; None where the exercise has its own depth.
    pause_s, lowering_s
        At the bottom, and on the way down; 0 is as usual.
    gated
        Whether videos of it are judged, so that they decide about its next step.
    """

    part: Part
    exercise: str
    sets: int
    drill: str | None = None
    repetitions: int | None = None
    hold_s: int | None = None
    each_side: bool = False
    load: float | None = None
    choose_load: bool = False
    lean_deg: float | None = None
    pause_s: float = 0.0
    lowering_s: float = 0.0
    rest_s: int | None = None
    gated: bool = False
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Session:
    """One hinge session; ``number`` is its place in its week from 0, wherever it was moved."""

    day: int
    week: int
    number: int
    kind: Kind
    items: tuple[Item, ...]
    decisions: tuple[Decided, ...] = ()

    @property
    def is_heavy(self) -> bool:
        """Whether it is the hard one of the week."""
        return self.kind == "heavy"


@dataclass(frozen=True, kw_only=True)
class DayPlan:
    """What a day brings: a session, or none and why; the habit of every day."""

    day: int
    session: Session | None
    decisions: tuple[Decided, ...]
    habit: Decided | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The sessions that are ahead, why they are as they are, and the next step of each exercise in use."""

    settings: Settings
    sessions: tuple[Session, ...]
    decisions: tuple[Decided, ...]
    ahead: Mapping[str, Decided]
    habit: Decided
