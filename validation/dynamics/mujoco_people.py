"""MuJoCo bodies of simulated people in random bends: do the intervals hold the moments that MuJoCo computes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.dynamics import CENTRAL, Body, Load, Posture, Segment, draw, lumbosacral_loads, video_pose_error
from validation.dynamics.motions import bends, time_of
from validation.dynamics.mujoco_chain import moments_by_mujoco, posture_of
from validation.dynamics.people import Coverage, true_draws

if TYPE_CHECKING:
    from hiphinge.dynamics import LoadQuantity
    from hiphinge.dynamics.body import Sex
    from hiphinge.dynamics.unknowns import Values

__all__ = ["ChainAgreement", "chain_agreement", "mujoco_coverage", "true_body"]

NAMES: tuple[tuple[LoadQuantity, str], ...] = (
    ("moment_nm", "back"),
    ("hip_moment_nm", "hip"),
    ("knee_moment_nm", "knee"),
)
EDGE_S = 0.35
RATE_HZ = 60.0


@dataclass(frozen=True, kw_only=True)
class ChainAgreement:
    """The largest difference from MuJoCo, share of the largest moment of the bend, and the median of them all."""

    joint: str
    largest: float
    median: float
    bends: int


def chain_agreement(count: int, *, seed: int = 1, rate_hz: float = 100.0) -> list[ChainAgreement]:
    """Return how far the model agrees with MuJoCo on bodies, bends and loads at random, joint by joint."""
    rng = np.random.default_rng(seed)
    away = np.empty((count, len(NAMES)))
    for number, bend in enumerate(bends(count, rng)):
        body, load = _random_body(rng), _random_load(rng)
        time_s = time_of(bend, rate_hz=rate_hz)
        inside = (time_s > EDGE_S) & (time_s < time_s[-1] - EDGE_S)
        found = lumbosacral_loads(posture_of(bend, body, time_s), body, load, draws=CENTRAL)
        truth = moments_by_mujoco(bend, body, load, time_s)
        for place, (quantity, joint) in enumerate(NAMES):
            difference = np.abs(found.of(quantity)[0] - truth[joint])[inside].max()
            away[number, place] = difference / np.abs(truth[joint]).max()
    return [
        ChainAgreement(joint=joint, largest=float(away[:, p].max()), median=float(np.median(away[:, p])), bends=count)
        for p, (_, joint) in enumerate(NAMES)
    ]


def mujoco_coverage(people: int, *, seed: int = 2, count: int = 1000) -> list[Coverage]:
    """Return how often the 90 % interval at the deepest moment holds what MuJoCo computes for the true body."""
    rng, draws, error = np.random.default_rng(seed), draw(count), video_pose_error()
    holds, widths = np.zeros((people, 2), dtype=bool), np.zeros((people, 2))
    for number, bend in enumerate(bends(people, rng)):
        given = _random_body(rng)
        truth = true_draws(rng)
        values = truth.values(error)
        body, load = true_body(given, values), _random_load(rng)
        time_s = time_of(bend, rate_hz=RATE_HZ, periods=1.5)
        moments = moments_by_mujoco(bend, body, _true_load(load, values), time_s)
        exact = posture_of(bend, body, time_s)
        seen = Posture(
            **{name: getattr(exact, name) - float(np.degrees(values.leans[name][0, 0])) for name in error.shared},
            time_s=time_s,
        )
        estimated = Body.of(stature_m=given.stature_m, mass_kg=given.mass_kg)
        found = lumbosacral_loads(seen, estimated, load, draws=draws, pose_error=error)
        deepest = int(np.argmin(np.abs(time_s - 0.5 * bend.period_s)))
        for place, (quantity, joint) in enumerate(NAMES[:2]):
            estimate = found.estimate(quantity, frame=deepest)
            value = float(moments[joint][deepest])
            holds[number, place] = estimate.interval.low <= value <= estimate.interval.high
            widths[number, place] = estimate.interval.width / 2 / abs(estimate.value)
    return [
        Coverage(quantity=q, share=float(holds[:, p].mean()), width=float(np.median(widths[:, p])), people=people)
        for p, (q, _) in enumerate(NAMES[:2])
    ]


def true_body(body: Body, values: Values) -> Body:
    """Return a body with its true lengths, masses and centres."""
    factor = {name: float(getattr(values, name)[0, 0]) for name in ("trunk_length", "leg_length", "arm_length")}
    trunk_mass, limb_mass = float(values.trunk_mass[0, 0]), float(values.limb_mass[0, 0])
    shift = body.trunk_m * float(values.joint_place[0, 0])
    trunk = _scaled(body.trunk, factor["trunk_length"], trunk_mass)
    return replace(
        body,
        shanks=_scaled(body.shanks, factor["leg_length"], limb_mass),
        thighs=_scaled(body.thighs, factor["leg_length"], limb_mass),
        pelvis=replace(
            _scaled(body.pelvis, factor["trunk_length"], trunk_mass),
            length_m=factor["trunk_length"] * (body.pelvis.length_m + shift),
        ),
        trunk=replace(
            trunk,
            length_m=factor["trunk_length"] * (body.trunk.length_m - shift),
            centre=body.trunk.centre + float(values.trunk_centre[0, 0]),
        ),
        head=_scaled(body.head, factor["trunk_length"], limb_mass),
        upper_arms=_scaled(body.upper_arms, factor["arm_length"], limb_mass),
        forearms=_scaled(body.forearms, factor["arm_length"], limb_mass),
    )


def _scaled(segment: Segment, length: float, mass: float) -> Segment:
    return replace(
        segment,
        length_m=segment.length_m * length,
        mass_kg=segment.mass_kg * mass,
        inertia_kg_m2=segment.inertia_kg_m2 * mass * length**2,
    )


def _true_load(load: Load, values: Values) -> Load:
    return replace(load, mass_kg=load.mass_kg * float(values.load_mass[0, 0]))


def _random_body(rng: np.random.Generator) -> Body:
    sexes: tuple[Sex, ...] = ("female", "male", "mean")
    stature_m = float(rng.uniform(1.5, 2.0))
    return Body.of(
        stature_m=stature_m, mass_kg=float(rng.uniform(19, 32) * stature_m**2), sex=sexes[int(rng.integers(3))]
    )


def _random_load(rng: np.random.Generator) -> Load:
    return Load(mass_kg=float(rng.choice([0, 20, 60, 120])), place="back" if rng.random() < 0.5 else "hands")  # noqa: PLR2004 - as often as not
