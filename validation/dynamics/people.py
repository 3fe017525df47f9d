"""Simulated people: do the intervals hold, is a true difference found, and is none found where there is none.

Their true lengths, masses, muscles and errors of pose come from distributions that are wider than the model's, have
heavier tails, and depend on one another; the table of segment masses is the other sex's as often as not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.dynamics import Body, Draws, Load, PoseError, Posture, compare, draw, lumbosacral_loads, video_pose_error
from hiphinge.dynamics.unknowns import COCONTRACTION_MOST, GROUPS, LEANS, Values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiphinge.dynamics import BackLoads, LoadQuantity
    from hiphinge.motion import FloatArray

__all__ = ["Comparisons", "Coverage", "TrueDraws", "comparisons", "coverage", "true_draws"]

WIDER, FREEDOM, TOGETHER = 1.10, 8.0, 0.35
"""How much wider standard deviations are, the tails' degrees of freedom, how far a group's unknowns correlate."""
_SIGNS = {"trunk_length": 1.0, "leg_length": -1.0, "arm_length": 1.0, "trunk_mass": 1.0, "limb_mass": -1.0}
"""At one stature and mass, long trunks have short legs, and heavy trunks light limbs; other signs are drawn."""
MOST_COCONTRACTION = 0.36
QUANTITIES: tuple[LoadQuantity, ...] = ("moment_nm", "compression_n", "hip_moment_nm")
LEAN_SPREAD_DEG = 1.5
"""How far the deepest leans of the repetitions of one set differ, standard deviation."""
TRUE_CHANGE = 0.10


@dataclass(frozen=True, kw_only=True, eq=False)
class TrueDraws(Draws):
    """What is true of one person; co-contraction may be more than the model's most."""

    def values(self, pose_error: PoseError) -> Values:
        """Return the values, with co-contraction up to its true most."""
        found = super().values(pose_error)
        return replace(found, cocontraction=found.cocontraction * MOST_COCONTRACTION / COCONTRACTION_MOST)


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """In which share of people the 90 % interval holds the truth, and how wide it is, share of the value."""

    quantity: str
    share: float
    width: float
    people: int


@dataclass(frozen=True, kw_only=True)
class Comparisons:
    """Share of sets of five repetitions in which a true difference of 10 % is found, and a false one is."""

    found: float
    false: float
    sets: int


@dataclass(frozen=True, kw_only=True, eq=False)
class _Person:
    stature_m: float
    mass_kg: float
    sex: str
    draws: TrueDraws
    posture: dict[str, float]
    load: Load


def true_draws(rng: np.random.Generator) -> TrueDraws:
    """Return what is true of one person, in the model's standard deviations."""
    standard: dict[str, FloatArray] = {}
    for names in GROUPS.values():
        shared = rng.standard_normal()
        own = rng.standard_normal(len(names))
        signs = np.array([_SIGNS[name] if name in _SIGNS else rng.choice([-1.0, 1.0]) for name in names])
        tail = np.sqrt(FREEDOM / rng.chisquare(FREEDOM)) * np.sqrt((FREEDOM - 2) / FREEDOM)
        mixed = WIDER * tail * (np.sqrt(TOGETHER) * shared * signs + np.sqrt(1 - TOGETHER) * own)
        standard |= {name: np.array([z]) for name, z in zip(names, mixed, strict=True)}
    return TrueDraws(standard=standard, each={name: np.zeros(1) for name in LEANS}, seed=-2)


def _person(rng: np.random.Generator) -> _Person:
    sex = str(rng.choice(["female", "male"]))
    stature_m = float(np.clip(rng.normal(1.64 if sex == "female" else 1.77, 0.07), 1.45, 2.05))
    mass_kg = float(np.clip(rng.normal(24.0, 3.5), 18, 36) * stature_m**2)
    trunk = float(rng.uniform(35, 85))
    knee = float(rng.uniform(5, 70))
    shank = float(rng.uniform(-3, 3) + 0.2 * knee)
    posture = {
        "trunk_deg": trunk,
        "pelvis_deg": trunk * float(np.clip(rng.normal(0.75, 0.15), 0.2, 1.1)),
        "thigh_deg": shank - knee,
        "shank_deg": shank,
        "head_deg": trunk * float(rng.uniform(0.4, 1.1)),
        "upper_arm_deg": float(rng.normal(0, 6)),
        "forearm_deg": float(rng.normal(4, 6)),
    }
    load = Load(mass_kg=float(rng.choice([0, 10, 20, 40, 60, 100])), place=rng.choice(["hands", "back"]))
    return _Person(stature_m=stature_m, mass_kg=mass_kg, sex=sex, draws=true_draws(rng), posture=posture, load=load)


def _seen(person: _Person, posture: dict[str, float], error: PoseError, rng: np.random.Generator) -> dict[str, float]:
    """Return a posture as a camera gives it: with the person's own error, and one of this repetition."""
    tail = np.sqrt(FREEDOM / rng.chisquare(FREEDOM)) * np.sqrt((FREEDOM - 2) / FREEDOM)
    return {
        name: lean
        - error.shared[name] * float(person.draws.standard[name][0])
        - WIDER * tail * error.each[name] * float(rng.standard_normal())
        for name, lean in posture.items()
    }


def _posture(leans: Mapping[str, Any]) -> Posture:
    return Posture(**leans)


def _true(person: _Person, posture: dict[str, float]) -> BackLoads:
    body = Body.of(stature_m=person.stature_m, mass_kg=person.mass_kg, sex=person.sex)  # type: ignore[arg-type] # one of the tables
    return lumbosacral_loads(_posture(posture), body, person.load, draws=person.draws)


def _estimated(person: _Person, seen: dict[str, float], draws: Draws, *, back_seen: bool) -> BackLoads:
    if not back_seen:
        seen = {name: lean for name, lean in seen.items() if name != "pelvis_deg"}
    body = Body.of(stature_m=person.stature_m, mass_kg=person.mass_kg)
    return lumbosacral_loads(_posture(seen), body, person.load, draws=draws, pose_error=video_pose_error())


def coverage(people: int, *, seed: int = 1, count: int = 1000) -> list[Coverage]:
    """Return how often the intervals of simulated people hold the truth."""
    rng, draws, error = np.random.default_rng(seed), draw(count), video_pose_error()
    holds = {quantity: np.zeros(people, dtype=bool) for quantity in QUANTITIES}
    widths = {quantity: np.zeros(people) for quantity in QUANTITIES}
    for number in range(people):
        person = _person(rng)
        found = _estimated(
            person,
            _seen(person, person.posture, error, rng),
            draws,
            back_seen=bool(rng.random() < 0.5),  # noqa: PLR2004 - every other person
        )
        truth = _true(person, person.posture)
        for quantity in QUANTITIES:
            estimate = found.estimate(quantity)
            value = float(truth.of(quantity)[0, 0])
            holds[quantity][number] = estimate.interval.low <= value <= estimate.interval.high
            widths[quantity][number] = estimate.interval.width / 2 / abs(estimate.value)
    return [
        Coverage(quantity=q, share=float(holds[q].mean()), width=float(np.median(widths[q])), people=people)
        for q in QUANTITIES
    ]


def comparisons(sets: int, *, seed: int = 1, count: int = 1000, repetitions: int = 5) -> Comparisons:
    """Return how often a true difference of a tenth between two sets is found, and one between equal sets."""
    rng, draws = np.random.default_rng((seed, 7)), draw(count)
    found = false = 0
    for _ in range(sets):
        person = _person(rng)
        back_seen = bool(rng.random() < 0.5)  # noqa: PLR2004 - every other person
        while (heavier := _asking_more(person, rng)) is None:
            person = _person(rng)
        first, second, third = (
            _set(person, posture, draws, rng, first=at, back_seen=back_seen, count=repetitions)
            for at, posture in ((0, person.posture), (10, heavier), (20, person.posture))
        )
        found += compare(first, second).clear == "more"
        false += compare(first, third).clear != "alike"
    return Comparisons(found=found / sets, false=false / sets, sets=sets)


def _asking_more(person: _Person, rng: np.random.Generator) -> dict[str, float] | None:
    """Return the person's posture with a tenth more moment at L5/S1; None where nothing of this kind brings it.

    More lean of everything above the hips or, with a load in the hands as often as not, hands further forward.
    """
    reaches = person.load.place == "hands" and person.load.mass_kg > 0 and bool(rng.random() < 0.5)  # noqa: PLR2004 - as often as not
    moved = ("upper_arm_deg", "forearm_deg") if reaches else ("trunk_deg", "pelvis_deg", "head_deg")
    steps = np.arange(0.0, 60.0, 0.25)
    whole = person.posture["trunk_deg"]
    leans = {
        name: (lean + steps if reaches else lean * (1 + steps / whole)) if name in moved else np.full(len(steps), lean)
        for name, lean in person.posture.items()
    }
    body = Body.of(stature_m=person.stature_m, mass_kg=person.mass_kg, sex=person.sex)  # type: ignore[arg-type] # one of the tables
    asked = lumbosacral_loads(_posture(leans), body, person.load, draws=person.draws).moment_nm[0]
    enough = np.flatnonzero(asked >= (1 + TRUE_CHANGE) * asked[0])
    return {name: float(lean[enough[0]]) for name, lean in leans.items()} if len(enough) else None


def _set(
    person: _Person,
    posture: dict[str, float],
    draws: Draws,
    rng: np.random.Generator,
    *,
    first: int,
    back_seen: bool,
    count: int,
) -> list[BackLoads]:
    """Return the estimates of a set's repetitions, which differ a little and are seen with errors of their own."""
    out = []
    for number in range(count):
        away = LEAN_SPREAD_DEG * float(rng.standard_normal())
        own = {name: lean + (away if name in ("trunk_deg", "pelvis_deg") else 0.0) for name, lean in posture.items()}
        seen = _seen(person, own, video_pose_error(), rng)
        out.append(_estimated(person, seen, draws.of_repetition(first + number), back_seen=back_seen))
    return out
