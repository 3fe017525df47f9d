"""Hands closed as around a bar, computed once at rest; rigs without fingers keep theirs open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.generator.skinning import Skeleton, blend, carry, joint_positions, transforms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.generator.arrays import Array

CURL_DEG = (55.0, 70.0, 50.0)


def close_hands(
    vertices_m: Array, heads_m: Array, labels: Sequence[str], parents: Sequence[int], weights: Array
) -> Array:
    """Curl fingers two to five of both hands around the line of the knuckles."""
    if "finger2-1.L" not in labels:
        return vertices_m
    skeleton = Skeleton(names=tuple(labels), parents=np.array(parents, dtype=np.int64), heads_m=heads_m)
    turns = np.tile(np.eye(3), (1, len(labels), 1, 1))
    for bone, label in enumerate(labels):
        above = parents[bone]
        turns[0, bone] = turns[0, above] @ _curl(label, skeleton) if bone else np.eye(3)
    positions = joint_positions(skeleton, turns, heads_m[0])
    matrices = blend(weights.astype(np.float32), transforms(skeleton, turns, positions))
    closed: Array = carry(matrices, vertices_m.astype(np.float32))[0].astype(float)
    return closed


def _curl(label: str, skeleton: Skeleton) -> Array:
    if not label.startswith("finger") or label.startswith("finger1"):
        return np.eye(3)
    side = label[-1]
    knuckle, last = (skeleton.heads_m[skeleton.index(f"finger{finger}-1.{side}")] for finger in (2, 5))
    wrist = skeleton.heads_m[skeleton.index(f"wrist.{side}")]
    thumb = skeleton.heads_m[skeleton.index(f"finger1-3.{side}")]
    across = (last - knuckle) / np.linalg.norm(last - knuckle)
    along = (knuckle - wrist) / np.linalg.norm(knuckle - wrist)
    palm = np.cross(along, across)
    sign = np.sign(np.dot(palm, thumb - wrist))
    return _about(across, -sign * CURL_DEG[int(label[8]) - 1] * np.sign(np.dot(np.cross(across, along), palm)) * -1.0)


def _about(axis: Array, angle_deg: float) -> Array:
    x, y, z = axis
    skew = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(angle_deg)
    turned: Array = np.eye(3) + np.sin(angle) * skew + (1 - np.cos(angle)) * skew @ skew
    return turned
