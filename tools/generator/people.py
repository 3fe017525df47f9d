"""Who is filmed: shape, sex, age, how the back shares its movement, how the person stands; numbers only, no mesh."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tools.generator.rigging import draw_rigging
from tools.generator.rigs import ANNY, RIGS
from tools.generator.skinning import DUAL_QUATERNIONS, LINEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.rigging import Rigging
    from tools.generator.rigs import Rig

SHAPE_CHANGES = (
    "buttocks-volume-incr",
    "hip-scale-depth-incr",
    "hip-scale-horiz-incr",
    "measure-hips-circ-incr",
    "measure-napetowaist-dist-incr",
    "measure-neck-circ-incr",
    "measure-shoulder-dist-incr",
    "measure-thigh-circ-incr",
    "measure-waist-circ-incr",
    "stomach-pregnant-incr",
    "stomach-tone-incr",
    "torso-muscle-dorsi-incr",
    "torso-muscle-pectoral-incr",
    "torso-scale-depth-incr",
    "torso-scale-horiz-incr",
    "torso-vshape-incr",
    "upperlegs-height-incr",
    "lowerlegs-height-incr",
)
BODY_SHAPES = ("gender", "age", "muscle", "weight", "height", "proportions", "cupsize", "firmness")
ORIGINS = ("african", "asian", "caucasian")
AGE_FROM, AGE_TO = 0.52, 1.0
EVENNESS = 77.0
MAXIMUM_LUMBAR_DEG = (45.0, 75.0)
RIGGED_MAXIMUM_LUMBAR_DEG = (45.0, 95.0)
"""Farther than people bend: whoever is measured should not be at the edge of the training data."""
HELD_OUT_LOOKS = (
    *((rig, skinning) for rig in RIGS if rig.held_out for skinning in (LINEAR, DUAL_QUATERNIONS)),
    (ANNY, DUAL_QUATERNIONS),
)
# The last of them has a body that is in the training data, and moves differently only where joints crease.
HELD_OUT_SHARES = (*(0.9 / (len(HELD_OUT_LOOKS) - 1),) * (len(HELD_OUT_LOOKS) - 1), 0.1)


@dataclass(frozen=True)
class Person:
    """What makes one person, drawn once and kept through the clip.

    Parameters
    ----------
    traits, changes
        Shape of the body, as the body model names it.
    lumbar_shares
        How much of a bend of the lower back each lumbar bone takes, from below, adding to one.
    lordosis_deg, kyphosis_deg, head_forward_deg
        How this person stands, against the model's own standing shape.
    maximum_lumbar_deg
        The most the lower back bends, on the skin.
    balance_share
        Where over the foot the centre of mass is kept, from the heel.
    stance_share
        Half the distance between the feet, share of stature.
    rigging
        How the rig differs from the usual one, if it does.
    """

    rig: Rig
    skinning: str
    traits: Mapping[str, float]
    changes: Mapping[str, float]
    lumbar_shares: tuple[float, ...]
    lordosis_deg: float
    kyphosis_deg: float
    head_forward_deg: float
    maximum_lumbar_deg: float
    balance_share: float
    stance_share: float
    toe_out_deg: float
    standing_lean_deg: float
    blade_deg: tuple[float, float]
    hidden: bool
    rigging: Rigging | None = None


def draw_person(rng: Generator, *, held_out: bool = False, rigged: bool = False) -> Person:
    """Draw a person; those held out have another rig or another skinning, those ``rigged`` a rig of their own."""
    rig, skinning = ANNY, LINEAR
    if held_out:
        rig, skinning = HELD_OUT_LOOKS[int(rng.choice(len(HELD_OUT_LOOKS), p=HELD_OUT_SHARES))]
    person = Person(
        rig=rig,
        skinning=skinning,
        traits=_draw_traits(rng),
        changes={name: float(np.clip(rng.normal(0, 0.35), -0.9, 0.9)) for name in SHAPE_CHANGES}
        | {"stomach-pregnant-incr": float(max(rng.normal(-0.1, 0.25), 0.0))},
        lumbar_shares=_draw_shares(rng, rig),
        lordosis_deg=float(rng.normal(0, 5)),
        kyphosis_deg=float(rng.normal(3, 5)),
        head_forward_deg=float(rng.normal(6, 5)),
        maximum_lumbar_deg=float(rng.uniform(*MAXIMUM_LUMBAR_DEG)),
        balance_share=float(rng.uniform(0.40, 0.55)),
        stance_share=float(rng.uniform(0.05, 0.10)),
        toe_out_deg=float(rng.uniform(0, 18)),
        standing_lean_deg=float(rng.normal(1.0, 2.0)),
        blade_deg=(float(rng.uniform(-4, 10)), float(rng.uniform(4, 22))),
        hidden=held_out,
    )
    if not rigged:
        return person
    rigging, shares = draw_rigging(rng)
    most = float(rng.uniform(*RIGGED_MAXIMUM_LUMBAR_DEG))
    return replace(person, rigging=rigging, lumbar_shares=shares, maximum_lumbar_deg=most)


def _draw_traits(rng: Generator) -> dict[str, float]:
    traits = {name: float(rng.beta(1.6, 1.6)) for name in BODY_SHAPES}
    traits["gender"] = float(rng.beta(0.35, 0.35))
    traits["age"] = float(rng.uniform(AGE_FROM, AGE_TO))
    traits["weight"] = float(rng.beta(1.7, 1.9))
    traits["height"] = float(np.clip(rng.normal(0.40, 0.17), 0.0, 0.85))
    origin: Array = rng.dirichlet(np.full(len(ORIGINS), 0.6))
    return traits | {name: float(share) for name, share in zip(ORIGINS, origin, strict=True)}


def _draw_shares(rng: Generator, rig: Rig) -> tuple[float, ...]:
    """Draw shares that lean to the lower bones, as lumbar flexion does, without leaving a bone out."""
    concentration = EVENNESS * np.array(rig.lumbar_shares)
    return tuple(float(share) for share in rng.dirichlet(concentration))
