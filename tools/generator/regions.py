"""Which part of the skin each garment covers: a field over the body that is positive under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.bodies import Body
    from tools.generator.wardrobe import Garment

ARM_PARTS = ("upper_arm", "forearm", "hand")
MOSTLY = 0.5


def part_weight(body: Body, *prefixes: str) -> Array:
    """Skin weights of the parts with these names at each vertex."""
    chosen = [index for index, name in enumerate(body.skeleton.names) if name.startswith(prefixes)]
    total: Array = body.weights[:, chosen].sum(axis=1).astype(float)
    return total


def cover(body: Body, garment: Garment) -> Array:
    """Field in metres, positive where the garment covers the skin."""
    fields = {"shirt": _shirt, "trousers": _trousers, "shoes": _shoes, "belt": _belt, "hair": _hair}
    return fields[garment.kind](body, garment)


def along_arm(body: Body) -> Array:
    """0 at the shoulder, 1 at the elbow, 2 at the wrist, and on; negative off the arms."""
    place = np.full(len(body.vertices_m), -1.0)
    on_arm = part_weight(body, *ARM_PARTS) > MOSTLY
    for side, outward in (("left", 1.0), ("right", -1.0)):
        mine = on_arm & (body.vertices_m[:, 0] * outward > 0)
        shoulder, elbow, wrist = (body.head_m(f"{part}_{side}") for part in ARM_PARTS)
        points = body.vertices_m[mine].astype(float)
        upper = _share(points, shoulder, elbow)
        lower = _share(points, elbow, wrist)
        place[mine] = np.where(upper < 1.0, np.maximum(upper, 0.0), 1.0 + np.maximum(lower, 0.0))
    return place


def _share(points: Array, start: Array, end: Array) -> Array:
    along = end - start
    share: Array = (points - start) @ along / (along @ along)
    return share


def _shirt(body: Body, garment: Garment) -> Array:
    sleeve, hem = garment.ends
    height, stature = body.vertices_m[:, 2].astype(float), body.stature_m
    arm = along_arm(body)
    on_trunk = np.where(arm < 0, height - hem * stature, 1.0)
    on_arm = np.where(arm >= 0, (sleeve - arm) * 0.16 * stature, 1.0)
    middle = body.head_m("neck_0") - np.array([0.0, 0.004, 0.012]) * stature
    from_neck = np.linalg.norm(body.vertices_m - middle, axis=1) - 0.048 * stature
    below_neck = middle[2] + 0.010 * stature - height
    collar = np.where(arm < 0, np.minimum(from_neck, below_neck + 0.25 * np.abs(body.vertices_m[:, 0])), 1.0)
    covered: Array = np.minimum(np.minimum(on_trunk, on_arm), collar)
    return np.minimum(covered, _vest(body)) if garment.blades_bare else covered


def _vest(body: Body) -> Array:
    """Positive between the cuts of a vest: a band between the shoulder blades, broader on the chest."""
    height = body.vertices_m[:, 2] / body.stature_m
    behind = np.clip(0.5 + 1.5 * body.normals[:, 1], 0.0, 1.0)
    narrowest = 0.030 * behind + 0.065 * (1.0 - behind)
    rise = np.clip((height - 0.68) / 0.08, 0.0, 1.0)
    strap = np.clip((height - 0.77) / 0.04, 0.0, 1.0)
    half = 0.16 * (1.0 - rise) + narrowest * rise * (1.0 - strap) + 0.075 * rise * strap
    between: Array = half * body.stature_m - np.abs(body.vertices_m[:, 0])
    return between


def _off_arms(body: Body, field: Array) -> Array:
    return np.where(part_weight(body, *ARM_PARTS) > MOSTLY, -1.0, field)


def _trousers(body: Body, garment: Garment) -> Array:
    waist, end = garment.ends
    height = body.vertices_m[:, 2].astype(float)
    return _off_arms(body, np.minimum(waist * body.stature_m - height, height - end * body.stature_m))


def _shoes(body: Body, garment: Garment) -> Array:
    height = body.vertices_m[:, 2].astype(float)
    front = np.clip(-body.vertices_m[:, 1] / body.stature_m - 0.02, 0, 0.05) * 0.3
    covered: Array = (garment.ends[0] - front) * body.stature_m - height
    return covered


def _belt(body: Body, garment: Garment) -> Array:
    low, high = (share * body.stature_m for share in garment.ends)
    height = body.vertices_m[:, 2].astype(float)
    return _off_arms(body, np.minimum(height - low, high - height))


def _hair(body: Body, garment: Garment) -> Array:
    """Behind and above a surface from the brow over the ears to the nape."""
    stature = body.stature_m
    place = (body.vertices_m - np.array([0.0, body.head_m("head")[1], stature])) / stature
    back, up = place[:, 1], place[:, 2]
    line = 0.030 + 0.004 * garment.ends[0]
    field = (up + 0.052 + np.minimum(1.25 * (back - 0.004), line + 0.06 * garment.ends[0])) * stature
    fringe = (up + 0.036 + 0.3 * (back + 0.05)) * stature
    field = np.where(back < -0.018, np.minimum(fringe, field + 0.03), field)
    return np.where(part_weight(body, "head", "neck") > MOSTLY, field, -1.0)
