"""Simulated lifters: a strength, a skill, a range and a pain of their own; they know no rule of the planner.

Strength is a most for one repetition per exercise that grows towards a ceiling with the work that is done and falls in
weeks without any. Skill is the log-odds of a repetition without a finding; it grows with practice and falls with the
share of the strength that is lifted, with lean beyond the comfortable range and with tiredness. Pain is a random walk
that is pulled back to a level. All numbers are invented, and only their order of size is meant to be like people's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp

import numpy as np

from hiphinge.planning.model import Answers, DoneSession, DoneSet, Gate, Item, Session

__all__ = ["KINDS", "Lifter", "Nature", "random_nature", "strength_of"]

_MOST_KG = {
    "kettlebell_deadlift": 70.0,
    "romanian_deadlift": 80.0,
    "trap_bar_deadlift": 110.0,
    "conventional_deadlift": 105.0,
    "kickstand_romanian_deadlift": 45.0,
    "single_leg_romanian_deadlift": 35.0,
    "kettlebell_swing": 36.0,
}
_OTHER_KG = 40.0


@dataclass(frozen=True, kw_only=True)
class Nature:
    """What a lifter is like.

    Attributes
    ----------
    strength, ceiling
        Factors on the most for one repetition, at first and at last.
    skill, learns, heavy_costs
        Log-odds of a good repetition, how much a hundred repetitions add, what a full effort takes away.
    range_deg, loosens
        The comfortable lean, and how much a session adds.
    comes, holiday
        The chance of coming to a session, and the weeks, from 0, without any.
    pain, flares
        The level that pain returns to, and the chance of a flare after a session.
    filmed
        The chance that a set of an exercise is filmed.
    """

    strength: float = 1.0
    ceiling: float = 1.5
    skill: float = 1.5
    learns: float = 0.9
    heavy_costs: float = 2.0
    range_deg: float = 45.0
    loosens: float = 0.8
    comes: float = 1.0
    holiday: tuple[int, ...] = ()
    pain: float = 0.0
    flares: float = 0.0
    filmed: float = 1.0


_EIGHT = 0.7
"""The share of the most for one repetition that somebody lifts eight times with two left, about."""


def strength_of(loads_kg: Mapping[str, float]) -> float:
    """Return the factor on the most for one repetition of somebody who does sets of about eight with these weights."""
    return max((kg / (_EIGHT * _MOST_KG.get(id_, _OTHER_KG)) for id_, kg in loads_kg.items()), default=1.0)


KINDS: dict[str, Nature] = {
    "succeeds": Nature(skill=2.4, learns=1.2, heavy_costs=1.0),
    "stalls": Nature(skill=1.6, learns=0.05, heavy_costs=3.5, ceiling=1.02, loosens=0.25),
    "misses weeks": Nature(skill=2.2, comes=0.65, holiday=(4, 5, 11, 12, 13, 14, 20)),
    "hurts": Nature(skill=2.2, pain=1.6, flares=0.22),
}


def random_nature(rng: np.random.Generator) -> Nature:
    """Return somebody at random."""
    weeks = tuple(int(week) for week in np.flatnonzero(rng.random(52) < rng.choice([0.0, 0.05, 0.25])))
    return Nature(
        strength=float(rng.uniform(0.4, 1.8)),
        ceiling=float(rng.uniform(1.0, 2.5)),
        skill=float(rng.normal(1.5, 1.5)),
        learns=float(rng.uniform(0.0, 2.0)),
        heavy_costs=float(rng.uniform(0.0, 4.0)),
        range_deg=float(rng.uniform(25.0, 80.0)),
        loosens=float(rng.uniform(0.0, 2.0)),
        comes=float(rng.uniform(0.4, 1.0)),
        holiday=weeks,
        pain=float(rng.choice([0.0, 0.0, rng.uniform(0.0, 4.0)])),
        flares=float(rng.choice([0.0, rng.uniform(0.0, 0.4)])),
        filmed=float(rng.choice([0.0, 0.5, 1.0])),
    )


@dataclass
class Lifter:
    """Somebody over time."""

    nature: Nature
    rng: np.random.Generator
    factor: float = field(init=False)
    practised: float = 0.0
    pain: float = 0.0
    last_day: int | None = None
    unit_kg: float = 1.0
    """How many kg the unit of their weights is."""

    def __post_init__(self) -> None:
        """Begin where the nature says."""
        self.factor, self.range_deg = self.nature.strength, self.nature.range_deg

    def _by_chance(self, chance: float) -> bool:
        return bool(self.rng.random() < chance)

    def comes(self, week: int) -> bool:
        """Tell whether they come to a session of this week."""
        return week not in self.nature.holiday and bool(self.rng.random() < self.nature.comes)

    def answers(self) -> Answers:
        """Return what they answer today; pain changes a little from day to day."""
        self.pain += 0.3 * (self.nature.pain - self.pain) + float(self.rng.normal(0.0, 0.5)) * (self.nature.pain > 0)
        self.pain = float(np.clip(self.pain, 0.0, 10.0))
        return Answers(pain=round(self.pain), soreness=int(self.rng.choice([0, 2, 5], p=[0.7, 0.2, 0.1])))

    def most(self, exercise: str) -> float:
        """Return the most for one repetition, in the unit of their weights."""
        return self.factor * _MOST_KG.get(exercise, _OTHER_KG) / self.unit_kg

    def does(self, session: Session) -> DoneSession:
        """Return what they do of a session, and change by it."""
        if self.last_day is not None:
            self.factor = max(0.4, self.factor * 0.995 ** max(0, session.day - self.last_day - 7))
        self.last_day = session.day
        tired, sets = 0.0, []
        for item in session.items:
            if item.part == "warm_up":
                continue
            load = item.load if item.load is not None else self._chosen(item)
            for number in range(item.sets):
                sets.append(self._set(item, load, tired=tired, filmed=number == item.sets - 1))
                tired += 0.03
            self._grows(item, load)
        before = round(self.pain)
        if self.rng.random() < self.nature.flares:
            self.pain = min(10.0, self.pain + float(self.rng.uniform(1.0, 5.0)))
        return DoneSession(
            day=session.day,
            sets=tuple(sets),
            kind=session.kind,
            pain_before=before,
            pain_after=round(self.pain),
            pain_next_morning=round(0.8 * self.pain),
        )

    def _chosen(self, item: Item) -> float | None:
        return max(2.5, 2.5 * round(0.55 * self.most(item.exercise) / 2.5)) if item.choose_load else None

    def _set(self, item: Item, load: float | None, *, tired: float, filmed: bool) -> DoneSet:
        if item.hold_s is not None:
            return DoneSet(exercise=item.exercise, hold_s=item.hold_s, load=load)
        share = 0.0 if load is None else load / self.most(item.exercise)
        possible = 30.0 if share <= 0 else max(0.0, 34.0 * max(0.0, 1.0 - share) ** 0.9)
        wanted = item.repetitions or 0
        repetitions = max(0, min(wanted, int(possible)))
        effort = float(np.clip(round(10.0 - 0.6 * (possible - repetitions)), 1.0, 10.0))
        return DoneSet(
            exercise=item.exercise,
            repetitions=repetitions,
            load=load,
            effort=effort,
            gate=self._filmed(item, share, repetitions, tired) if filmed and item.gated else None,
        )

    def _filmed(self, item: Item, share: float, repetitions: int, tired: float) -> Gate | None:
        if self.rng.random() >= self.nature.filmed:
            return None
        lean = min(item.lean_deg or 50.0, self.range_deg + float(self.rng.normal(0.0, 2.0)))
        beyond = max(0.0, lean - self.range_deg) / 10.0
        skill = self.nature.skill + self.nature.learns * np.log1p(self.practised / 100.0)
        odds = float(skill - self.nature.heavy_costs * share**2 - beyond - tired)
        judged = repetitions if self._by_chance(0.9) else int(self.rng.integers(0, repetitions + 1))
        met = int(self.rng.binomial(judged, 1.0 / (1.0 + exp(-odds)))) if judged else 0
        return Gate(judged=judged, met=met, lean_deg=lean if judged and item.lean_deg is not None else None)

    def _grows(self, item: Item, load: float | None) -> None:
        self.practised += item.sets * (item.repetitions or 0)
        self.range_deg = min(80.0, self.range_deg + self.nature.loosens * (item.lean_deg is not None))
        if load is not None and load > 0.5 * self.most(item.exercise):
            self.factor += 0.006 * (self.nature.ceiling * self.nature.strength - self.factor)
