"""Tries a plan out with four simulated lifters: one succeeds, one stalls, one misses weeks, one hurts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hiphinge.catalogue import load
from hiphinge.planning.edits import Edit
from hiphinge.planning.model import Settings
from hiphinge.planning.trial.lifters import KINDS, Lifter, Nature, strength_of
from hiphinge.planning.trial.promises import broken_promises
from hiphinge.planning.trial.running import Run, run
from hiphinge.training_log import POUND_KG

__all__ = ["Outcome", "try_out"]

_LONGEST_WEEKS = 26
_FEW_DAYS = 14
_UNIT_KG = {"kg": 1.0, "lb": POUND_KG}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a plan with one simulated lifter.

    Attributes
    ----------
    sessions
        How many they did.
    weeks
        Over how many weeks: those of the plan, 26 at most.
    first_load, last_load
        The heaviest main hinge of the first two weeks with a weight, and of the last two, in the unit of the settings;
        None where they lifted none.
    hardest
        The hardest main hinge that they came to, by id.
    broken
        Promises that the plan did not keep, in words.
    """

    sessions: int
    weeks: int
    first_load: float | None
    last_load: float | None
    hardest: str
    broken: tuple[str, ...]


def try_out(settings: Settings, edits: Sequence[Edit] = (), *, seed: int = 1) -> Mapping[str, Outcome]:
    """Run a plan from its first day to its last with each of the four, by their name.

    Parameters
    ----------
    edits
        The person's changes; a promise may be broken by them, as they count for more.

    Raises
    ------
    UsageError
        If changes leave no main exercise.
    """
    short = replace(settings, weeks=min(settings.weeks, _LONGEST_WEEKS))
    unit_kg = _UNIT_KG[settings.unit]
    strength = strength_of({id_: load * unit_kg for id_, load in settings.loads.items()})
    return {
        kind: _outcome(
            run(
                short,
                Lifter(_early(nature, strength), np.random.default_rng(seed), unit_kg=unit_kg),
                edits=edits,
            )
        )
        for kind, nature in KINDS.items()
    }


def _early(nature: Nature, strength: float) -> Nature:
    """Return a lifter of a strength who misses the second week, where they miss any: most plans are short."""
    return replace(nature, strength=strength, holiday=(1, *nature.holiday) if nature.holiday else ())


def _outcome(found: Run) -> Outcome:
    main = {one.id: one.rung for one in load().stations.values() if one.part in {"main", "stability"}}
    tops = [
        (one.day, max((s.load for s in one.sets if s.exercise in main and s.load is not None), default=None))
        for one in found.done
    ]
    lifted = [(day, top) for day, top in tops if top is not None]
    planned = [item.exercise for day in found.days if day.session for item in day.session.items if item.part == "main"]
    return Outcome(
        sessions=len(found.done),
        weeks=found.settings.weeks,
        first_load=max((top for day, top in lifted if day < lifted[0][0] + _FEW_DAYS), default=None),
        last_load=max((top for day, top in lifted if day > lifted[-1][0] - _FEW_DAYS), default=None),
        hardest=max(planned, key=lambda id_: main.get(id_, 0)),
        broken=tuple(broken_promises(found.settings, found.days, found.done, pains=found.pains)),
    )
