"""What one clip teaches: what the network is told of every frame, where the joints are, and the true angles."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.cleaning.joints import settle_joints
from hiphinge.cleaning.side_view import traced
from hiphinge.motion import SIDE_JOINTS
from validation.accuracy.errors import UPRIGHT_DEG, true_angles
from validation.joints.describing import MOVED, described

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray, Motion

__all__ = ["Lesson", "angles_of", "lesson_of"]

MOST_WRONG_DEG = 40.0
"""Frames further off than this show another mistake (sides swapped, plates taken for legs), not an offset."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One clip's frames.

    ``told`` [time, number]; ``joints`` [time, `MOVED`, 2] in leg lengths; ``angles_deg`` [time, trunk/knee/shank];
    ``upright`` [time].
    """

    name: str
    iron: bool
    told: FloatArray
    joints: FloatArray
    angles_deg: FloatArray
    upright: NDArray[np.bool_]


def lesson_of(film: Path, motion: Motion) -> Lesson | None:
    """Return what a clip teaches, or None where it is not seen from the side or hardly seen at all."""
    truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
    trace = traced(motion)
    if trace.viewpoint.view.label != "side" or trace.viewpoint.view.facing != truth["facing"]:
        return None
    angles = np.stack(list(true_angles(truth).values()), axis=1)
    count = min(len(angles), len(motion))
    settled = settle_joints(trace.near, trace.far, motion.time_s, leg_length=trace.leg_length)
    told = described(settled, trace.far, leg_length=trace.leg_length)[:count]
    chosen = [SIDE_JOINTS.index(joint) for joint in MOVED]
    joints = settled[:count, chosen] / trace.leg_length
    seen_deg = angles_of(joints)
    known = np.isfinite(joints).all(axis=(1, 2)) & (np.abs(seen_deg - angles[:count]) < MOST_WRONG_DEG).all(axis=1)
    if known.sum() < count / 2:
        return None
    return Lesson(
        name=film.stem,
        iron=truth["iron"] is not None,
        told=told[known],
        joints=joints[known],
        angles_deg=angles[:count][known],
        upright=angles[:count][known, 0] < UPRIGHT_DEG,
    )


def angles_of(joints: FloatArray) -> FloatArray:
    """Return trunk, knee and shank of `MOVED` joints ``[time, joint, 2]``, degrees ``[time, 3]``."""
    shoulder, hip, knee, ankle = (joints[:, number] for number in range(len(MOVED)))
    trunk, thigh, shank = (
        np.degrees(np.arctan2(line[:, 0], line[:, 1])) for line in (shoulder - hip, hip - knee, knee - ankle)
    )
    return np.stack([trunk, shank - thigh, shank], axis=1)
