"""What a setting of the lab asks of a body: moments and forces with ranges, hamstrings, what a drifting load does."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from hiphinge.dynamics import BackLoads, Draws, Load, LoadComparison, LoadQuantity, compare, draw, lumbosacral_loads
from hiphinge.lab.figure import Figure, figure_of, standing_figure
from hiphinge.lab.setting import SLIDERS, Setting
from hiphinge.motion import Interval

__all__ = ["DRIFT_CM", "MOST_HELD_NM", "Answer", "Cause", "Difference", "Ranged", "answer", "difference"]

DRAWS = 400
"""So many answer a slider fast enough; the ranges of 1,000 differ from theirs by a few percent."""
DRIFT_CM = 5.0
HIP_ARM_M, KNEE_ARM_M = (0.05, 0.08), (0.02, 0.05)
"""How far the hamstrings pass behind hip and knee: between these by muscle and person, about alike through the bend. In
measurements on cadavers the hip's share in the length is much the larger (Visser et al. 1990, Eur. J. Appl. Physiol.
61:453); the numbers are from general knowledge."""
GRAVITY = 9.81
MOST_HELD_NM = 988.0
"""The largest moment at the lower back of national powerlifters (Cholewicki, McGill and Norman 1991, Med. Sci. Sports
Exerc. 23:1179, abstract)."""
_NOTHING_KG_M = 1e-3

Cause = Literal["load_place", "load_mass", "trunk", "body"]
"""What makes the moment at L5/S1 differ: where the load is, how heavy it is, where the upper body is, or its weight."""


@dataclass(frozen=True, kw_only=True)
class Ranged:
    """A value and its 90 % range, in one unit."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, interval: Interval) -> "Ranged":
        """Return a value with an interval."""
        return cls(value=value, low=interval.low, high=interval.high)


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """What a setting asks of a body that holds still.

    Attributes
    ----------
    back_nm, hips_nm, knees_nm
        Net moments at L5/S1, both hips and both knees, newton metres: positive where the extensors hold it.
    compression_n
        On the disc at L5/S1, newtons.
    hamstrings_cm
        How much longer the hamstrings are than in standing, from hip and knee alone.
    drift_nm
        What the moment at L5/S1 gains if the load is 5 cm farther in front of the legs, and as a share of it; None
        without a load in the hands.
    loads
        The draws behind the ranges.
    """

    setting: Setting
    figure: Figure
    back_nm: Ranged
    hips_nm: Ranged
    knees_nm: Ranged
    compression_n: Ranged
    hamstrings_cm: Ranged
    drift_nm: float | None
    drift_share: float | None
    loads: BackLoads

    @property
    def hip_travel_cm(self) -> float:
        """How far the hips are behind where they are in standing."""
        return 100 * self.figure.hip_travel_m

    @property
    def hip_travel_share(self) -> float:
        """The same as a share of the leg, ankle to hip."""
        return self.figure.hip_travel_m / (self.setting.legs / 100 * self.setting.stature_m)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What a second setting asks of L5/S1 against a first.

    Attributes
    ----------
    back
        The moment there, from paired draws.
    cause, amount
        What most of the difference comes from, and by how much that differs: centimetres farther in front of L5/S1, or
        kilograms heavier; None where nothing differs.
    changed
        Ids of what is set otherwise.
    """

    back: LoadComparison
    cause: Cause | None
    amount: float
    changed: frozenset[str]


@lru_cache(maxsize=1)
def _draws() -> Draws:
    return draw(DRAWS)


@lru_cache(maxsize=256)
def answer(setting: Setting) -> Answer:
    """Return what a setting asks of the body.

    Notes
    -----
    Static, in the side view, one muscle for all extensors (`hiphinge.dynamics.lumbosacral_loads`); the ranges are 90 %
    over bodies of this height and weight and over what is not known of their backs.
    """
    figure = figure_of(setting)
    loads = _loads(setting, figure)
    drift_nm, drift_share = _drift(setting, loads)
    return Answer(
        setting=setting,
        figure=figure,
        back_nm=_ranged(loads, "moment_nm"),
        hips_nm=_ranged(loads, "hip_moment_nm"),
        knees_nm=_ranged(loads, "knee_moment_nm"),
        compression_n=_ranged(loads, "compression_n"),
        hamstrings_cm=_hamstrings(figure, setting),
        drift_nm=drift_nm,
        drift_share=drift_share,
        loads=loads,
    )


def difference(first: Answer, second: Answer) -> Difference:
    """Return what the second setting asks of L5/S1 against the first, and what that comes from."""
    one, other = first.setting.texts, second.setting.texts
    before, after = _parts(first), _parts(second)
    more = {name: after[name] - before[name] for name in before}
    middle = {name: (after[name] + before[name]) / 2 for name in before}
    gains: dict[Cause, float] = {
        "load_place": middle["mass"] * more["ahead"],
        "load_mass": middle["ahead"] * more["mass"],
        "trunk": middle["upper"] * more["arm"],
        "body": middle["arm"] * more["upper"],
    }
    amounts: dict[Cause, float] = {
        "load_place": 100 * more["ahead"],
        "load_mass": more["mass"],
        "trunk": 100 * more["arm"],
        "body": more["upper"],
    }
    compared = compare(first.loads, second.loads)
    way = 1.0 if compared.share > 0 else -1.0
    cause = max(gains, key=lambda name: way * gains[name])
    clear = way * gains[cause] > _NOTHING_KG_M
    return Difference(
        back=compared,
        cause=cause if clear else None,
        amount=amounts[cause] if clear else 0.0,
        changed=frozenset(name for name in one if one[name] != other[name]),
    )


def _parts(found: Answer) -> dict[str, float]:
    """Return load and upper body as masses, kilograms, and how far they are in front of L5/S1, metres."""
    body, mass, ahead = found.figure.body, found.setting.load, found.figure.load_ahead_m
    upper = body.trunk.mass_kg + body.head.mass_kg + body.upper_arms.mass_kg + body.forearms.mass_kg
    whole = float(np.mean(found.loads.moment_nm)) / GRAVITY
    return {"mass": mass, "ahead": ahead, "upper": upper, "arm": (whole - mass * ahead) / upper}


def _loads(setting: Setting, figure: Figure) -> BackLoads:
    load = Load(mass_kg=setting.load, place=setting.place)
    return lumbosacral_loads(figure.posture, figure.body, load, draws=_draws())


def _ranged(loads: BackLoads, quantity: LoadQuantity) -> Ranged:
    estimate = loads.estimate(quantity, frame=0)
    return Ranged.of(estimate.value, estimate.interval)


def _drift(setting: Setting, loads: BackLoads) -> tuple[float | None, float | None]:
    farther = setting.bar + DRIFT_CM
    if not setting.loaded or setting.place != "hands" or farther > SLIDERS["bar"].high:
        return None, None
    drifted = replace(setting, bar=farther)
    figure = figure_of(drifted)
    before, after = (float(np.median(one.moment_nm)) for one in (loads, _loads(drifted, figure)))
    return after - before, after / before - 1 if before > 0 else None


def _hamstrings(figure: Figure, setting: Setting) -> Ranged:
    """Return how much longer the hamstrings are than in standing, centimetres: the hip pulls, the knee slackens."""
    standing = standing_figure(setting)
    hip = np.radians(figure.hip_bend_deg - standing.hip_bend_deg)
    knee = np.radians(setting.knee)
    arms = [(a, b) for a in HIP_ARM_M for b in KNEE_ARM_M]
    found = [100 * float(a * hip - b * knee) for a, b in arms]
    middle = 100 * float(np.mean(HIP_ARM_M) * hip - np.mean(KNEE_ARM_M) * knee)
    return Ranged(value=middle, low=min(found), high=max(found))
