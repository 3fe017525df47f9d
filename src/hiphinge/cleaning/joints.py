"""Joint positions corrected for the systematic errors of a pose network."""

import numpy as np

from hiphinge.cleaning.foot_places import Moves, planted_position
from hiphinge.motion import SIDE_JOINTS, FloatArray

__all__ = ["correct_joints"]

FAR_SHARE = {"hip": 0.1, "shoulder": 0.25, "knee": 0.1, "ankle": 0.1}
"""Weight of the far side's position: the body's midline is between the two sides."""
HIP_SHIFT = 0.045
"""Share of trunk length by which a flexed hip is shifted towards the shoulder."""
HELD_ANKLE_SHARE = 0.4
"""Share of the ankle's movement that is taken as the network's error while the foot is planted."""
LENGTH_SHARE = 0.4
BENT_FROM_DEG, BENT_FULL_DEG = 50.0, 80.0
"""Knee bend between which the known lengths of thigh and shank begin to correct the knee's position."""
_UPRIGHT_PERCENTILE = 80.0


def correct_joints(
    near: FloatArray, far: FloatArray, time_s: FloatArray, *, leg_length: float, moves: Moves = ()
) -> FloatArray:
    """Return the near side ``[time, joint, 2]`` with hip, knee, ankle and shoulder corrected.

    Four steps, each small: the far side is mixed in; a flexed hip is shifted up the trunk (networks place it towards
    the buttocks); the standing ankle is held; a flexed knee is shifted towards where the lengths of thigh and shank put
    it. ``moves`` are those of the feet (`foot_moves`): the ankle is held in each place by itself.

    Notes
    -----
    The shares were chosen on rendered people with known joint centres (24 people without a load), where they take
    the knee's error from 3.6 to 3.2 degrees and the shank's from 1.9 to 1.3; none was fitted on real lifters.
    """
    if not np.isfinite(leg_length):
        return near
    joint = {name: near[:, SIDE_JOINTS.index(name)] for name in SIDE_JOINTS}
    for name, share in FAR_SHARE.items():
        other = far[:, SIDE_JOINTS.index(name)]
        close = np.linalg.norm(other - joint[name], axis=1) < 0.35 * leg_length
        mixed = (1 - share) * joint[name] + share * other
        joint[name] = np.where((close & np.isfinite(other[:, 0]))[:, None], mixed, joint[name])
    joint["ankle"] = _planted(joint["ankle"], time_s, moves)
    joint["hip"] = _shifted_up_trunk(joint["hip"], joint["shoulder"], joint["knee"])
    joint["knee"] = _by_lengths(joint["hip"], joint["knee"], joint["ankle"])
    return np.stack([joint[name] for name in SIDE_JOINTS], axis=1)


def _planted(ankle: FloatArray, time_s: FloatArray, moves: Moves) -> FloatArray:
    if not np.isfinite(ankle[:, 0]).any():
        return ankle
    place = planted_position(ankle, time_s, moves=moves)
    return np.where(np.isfinite(place), (1 - HELD_ANKLE_SHARE) * ankle + HELD_ANKLE_SHARE * place, ankle)


def _direction(vector: FloatArray) -> FloatArray:
    """Return the angle from vertical in radians, forward positive."""
    return np.asarray(np.arctan2(vector[:, 0], vector[:, 1]))


def _shifted_up_trunk(hip: FloatArray, shoulder: FloatArray, knee: FloatArray) -> FloatArray:
    fold = _direction(shoulder - hip) - _direction(hip - knee)
    drawn = hip + HIP_SHIFT * np.sin(np.clip(fold, 0, np.pi))[:, None] * (shoulder - hip)
    return np.where(np.isfinite(fold)[:, None], drawn, hip)


def _by_lengths(hip: FloatArray, knee: FloatArray, ankle: FloatArray) -> FloatArray:
    thigh, shank = (np.linalg.norm(a - b, axis=1) for a, b in ((hip, knee), (knee, ankle)))
    bend_deg = np.degrees(_direction(knee - ankle) - _direction(hip - knee))
    known = np.isfinite(bend_deg)
    straight = known & (bend_deg < BENT_FROM_DEG)
    if straight.sum() < 5:  # noqa: PLR2004 - too few frames with a straight leg to know its lengths
        return knee
    thigh_length, shank_length = (float(np.percentile(x[straight], _UPRIGHT_PERCENTILE)) for x in (thigh, shank))
    target = _knee_from_lengths(hip, ankle, upper=thigh_length, lower=shank_length)
    share = LENGTH_SHARE * np.clip((bend_deg - BENT_FROM_DEG) / (BENT_FULL_DEG - BENT_FROM_DEG), 0, 1)[:, None]
    return np.where(np.isfinite(target) & known[:, None], (1 - share) * knee + share * target, knee)


def _knee_from_lengths(hip: FloatArray, ankle: FloatArray, *, upper: float, lower: float) -> FloatArray:
    """Return the knee, in front of the line from ankle to hip, that fits both lengths."""
    line = hip - ankle
    reach = np.linalg.norm(line, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = line / reach[:, None]
        short = np.minimum(reach, (upper + lower) * 0.9999)
        along = (lower**2 - upper**2 + short**2) / (2 * short)
        aside = np.sqrt(np.maximum(lower**2 - along**2, 0.0))
    forward = np.stack([unit[:, 1], -unit[:, 0]], axis=1)
    return np.asarray(ankle + along[:, None] * unit + aside[:, None] * forward)
