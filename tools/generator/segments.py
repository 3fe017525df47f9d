"""Masses of the body's parts and their centres: the model on which balance is solved, and its ground truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.bodies import Body

# Shares of body mass and places of the centres (share of the segment from its upper end), male and
# female: de Leva 1996, J Biomech 29:1223, table 4.
MASS_SHARES = {
    "head": (0.0694, 0.0668),
    "upper_trunk": (0.1596, 0.1545),
    "mid_trunk": (0.1633, 0.1465),
    "lower_trunk": (0.1117, 0.1247),
    "upper_arm": (0.0271, 0.0255),
    "forearm": (0.0162, 0.0138),
    "hand": (0.0061, 0.0056),
    "thigh": (0.1416, 0.1478),
    "shank": (0.0433, 0.0481),
    "foot": (0.0137, 0.0129),
}
CENTRES = {
    "upper_arm": (0.5772, 0.5754),
    "forearm": (0.4574, 0.4559),
    "thigh": (0.4095, 0.3612),
    "shank": (0.4395, 0.4352),
    "foot": (0.4415, 0.4014),
}
# Heights of the centres of head and trunk, share of stature: the same table's lengths set on a
# mid-hip at 0.53 of stature; and the part each moves with.
AXIAL_HEIGHTS = {"lower_trunk": 0.563, "mid_trunk": 0.682, "upper_trunk": 0.807, "head": 0.935}
SLICE_SHARE = 0.02
HAND_BEYOND_WRIST_SHARE = 0.045


@dataclass(frozen=True)
class Segments:
    """Masses and centres of one body.

    Parameters
    ----------
    mass_kg
        Of each segment, one side's for limbs.
    centre
        Share of each limb segment's length from its upper end.
    axial_part, axial_rest_m
        For head and trunk: the part each moves with, and its centre at rest.
    """

    mass_kg: dict[str, float]
    centre: dict[str, float]
    axial_part: dict[str, str]
    axial_rest_m: dict[str, Array]


def segments_of(body: Body) -> Segments:
    """Mix the two tables by the body's sex, and find trunk and head in the mesh."""
    female = body.femaleness
    mass = {name: body.mass_kg * (male * (1 - female) + other * female) for name, (male, other) in MASS_SHARES.items()}
    centre = {name: male * (1 - female) + other * female for name, (male, other) in CENTRES.items()}
    names = body.skeleton.names
    lumbar = max(name for name in names if name.startswith("lumbar"))
    part = {"lower_trunk": "pelvis", "mid_trunk": lumbar, "upper_trunk": body.thorax, "head": "head"}
    rest = {name: _slice_centre(body, share) for name, share in AXIAL_HEIGHTS.items()}
    return Segments(mass_kg=mass, centre=centre, axial_part=part, axial_rest_m=rest)


def _slice_centre(body: Body, share: float) -> Array:
    """Middle of the trunk's slice at a height, arms left out."""
    arms = [index for index, name in enumerate(body.skeleton.names) if name.startswith(("upper_arm", "forearm"))]
    height = body.vertices_m[:, 2] / body.stature_m
    near = (np.abs(height - share) < SLICE_SHARE) & (body.weights[:, arms].sum(axis=1) < 0.05)
    depth = body.vertices_m[near, 1]
    return np.array([0.0, 0.5 * (depth.min() + depth.max()), share * body.stature_m])
