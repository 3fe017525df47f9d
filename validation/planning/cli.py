"""The command: half a year of plans with four lifters as figures and a plot, and promises with many at random."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.planning import Goal, Settings
from hiphinge.planning.trial.lifters import KINDS, Lifter, random_nature
from hiphinge.planning.trial.promises import broken_promises
from hiphinge.planning.trial.running import START, run, usual_settings, weekly
from validation.planning.plot import drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.catalogue import Equipment

__all__ = ["main", "random_settings", "with_stops"]

_EQUIPMENT: tuple[Equipment, ...] = ("band", "barbell", "bench", "cable", "dumbbells", "kettlebell", "trap_bar")
_GOALS: tuple[Goal, ...] = ("learn", "strength", "size", "power")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the plans; return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m validation.planning", description=__doc__)
    parser.add_argument("--lifters", type=int, default=1000, help="how many at random")
    parser.add_argument("--weeks", type=int, default=26, help="how long each of them trains")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plot", type=Path, help="where the plot of the four goes, as SVG")
    asked = parser.parse_args(arguments)
    broken = 0
    runs = {
        kind: run(usual_settings(), Lifter(nature, np.random.default_rng(asked.seed))) for kind, nature in KINDS.items()
    }
    print(
        "| lifter | sessions | first load, kg | heaviest, kg | last four weeks, kg | lifted, t | gates met | not met |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind, found in runs.items():
        weeks = list(weekly(found))
        tops = [top for _, top, *_ in weeks if top]
        print(
            f"| {kind} | {len(found.done)} | {tops[0]:g} | {max(tops):g} | {max(w[1] for w in weeks[-4:]):g} "
            f"| {sum(w[2] for w in weeks) / 1000:.0f} | {sum(w[3] for w in weeks)} | {sum(w[4] for w in weeks)} |"
        )
        broken += _say(kind, list(broken_promises(found.settings, found.days, found.done, pains=found.pains)))
    if asked.plot is not None:
        asked.plot.write_text(drawing({kind: list(weekly(found)) for kind, found in runs.items()}), encoding="utf-8")
    for number in range(asked.lifters):
        rng = np.random.default_rng((asked.seed, number))
        stops = with_stops(rng, 7 * asked.weeks)
        found = run(random_settings(rng, weeks=asked.weeks), Lifter(random_nature(rng), rng), stops=stops)
        broken += _say(
            str(number), list(broken_promises(found.settings, found.days, found.done, found.stops, found.pains))
        )
    print(f"\n{asked.lifters} lifters at random, {asked.weeks} weeks each: {broken} promises broken.")
    return int(broken > 0)


def _say(who: str, broken: list[str]) -> int:
    for words in broken:
        print(f"{who}: {words}")
    return len(broken)


def random_settings(rng: np.random.Generator, *, weeks: int) -> Settings:
    """Return settings that somebody might give."""

    def by_chance(chance: float) -> bool:
        return bool(rng.random() < chance)

    return Settings(
        start=START + int(rng.integers(0, 7)),
        weeks=weeks,
        weekdays=tuple(int(day) for day in rng.choice(7, size=int(rng.integers(2, 8)), replace=False)),
        experience=("new", "some", "advanced")[rng.integers(0, 3)],
        goals=frozenset(goal for goal in _GOALS if by_chance(0.5)),
        equipment=frozenset(one for one in _EQUIPMENT if by_chance(0.5)),
        step=float(rng.choice([1.0, 2.0, 2.5, 4.0, 5.0])),
        loads={"romanian_deadlift": float(rng.integers(4, 40)) * 2.5} if by_chance(0.3) else {},
        self_tests={"straight_leg_raise": float(rng.integers(30, 110))} if by_chance(0.3) else {},
        answers={str(rng.choice(["heart_or_pressure", "pregnancy", "pain_now"])): by_chance(0.2)},
        back_aim=(None, "less", "same", "more")[rng.integers(0, 4)],
        age_years=int(rng.integers(18, 90)) if by_chance(0.5) else None,
        weeks_off=int(rng.choice([0, 0, 2, 4, 20])),
        easier_every=(None, 4, 6)[rng.integers(0, 3)],
    )


def with_stops(rng: np.random.Generator, days: int) -> frozenset[int]:
    """Return days, from 0, on which an answer asks to stop."""
    chance = float(rng.choice([0.0, 0.03]))
    return frozenset(int(day) for day in np.flatnonzero(rng.random(days) < chance))
