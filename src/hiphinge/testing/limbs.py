"""A body whose limbs are posed one by one, in any posture: lying, on hands and knees, in the air."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.motion.contour import CONTOUR_STATIONS
from hiphinge.testing.body import (
    ANKLE_HEIGHT,
    FOREARM,
    HAND,
    HEEL_BEHIND,
    NECK,
    NOSE_AHEAD,
    SHANK,
    THIGH,
    TOE_AHEAD,
    TRUNK,
    UPPER_ARM,
)

__all__ = ["LimbKey", "Limbs", "record_limbs"]

_PX_PER_STATURE = 800.0
_HALF_TRUNK = 0.06
_SURE = {"near": 0.95, "far": 0.75}


@dataclass(frozen=True, kw_only=True)
class Limbs:
    """Where each segment points, degrees from straight up, forward positive; ``left_`` and ``right_`` for limbs.

    ``trunk`` from the hip to the shoulder, ``head`` on from there; thighs and shanks from hip to knee to ankle, arms
    from shoulder to elbow to wrist; ``feet`` from ankle to toe. ``hip_ahead`` and ``hip_up`` are where the hips are, in
    statures; ``bend`` is how far the outline of the back rises over its middle, share of trunk length. ``apart`` is the
    distance between the two sides' joints in the frame, in statures: 0 from the side.
    """

    trunk: float = 0.0
    head: float = 0.0
    left_thigh: float = 180.0
    right_thigh: float = 180.0
    left_shank: float = 180.0
    right_shank: float = 180.0
    left_arm: float = 180.0
    right_arm: float = 180.0
    left_forearm: float = 180.0
    right_forearm: float = 180.0
    feet: float = 90.0
    hip_ahead: float = 0.0
    hip_up: float = SHANK + THIGH + ANKLE_HEIGHT
    bend: float = 0.0
    apart: float = 0.0
    hips_tilt: float = 0.0


@dataclass(frozen=True, kw_only=True)
class LimbKey:
    """A posture that is reached, and left, at rest."""

    time_s: float
    limbs: Limbs


def record_limbs(
    keys: Sequence[LimbKey],
    *,
    noise_px: float = 1.5,
    frame_rate_hz: float = 30.0,
    turned_deg: int = 0,
    with_outline: bool = True,
    seed: int = 0,
) -> Motion:
    """Return what a pose network would give of a body that passes through postures, facing right, the right side near.

    Parameters
    ----------
    turned_deg
        By how much the frames were turned clockwise to stand the body upright (`Origin.details`); 0, 90, 180, 270.

    Notes
    -----
    Between two keys every angle follows the minimum-jerk path, as in `hiphinge.testing.Trajectory`.
    """
    random = np.random.default_rng(seed)
    time_s = np.arange(keys[0].time_s, keys[-1].time_s, 1.0 / frame_rate_hz)
    posed = _between(keys, time_s)
    places = np.stack([_points(posed)[name] for name in BLAZEPOSE_33.keypoints], axis=1)
    px = places * np.array([1.0, -1.0]) * _PX_PER_STATURE + np.array([640.0, 900.0])
    px = px + noise_px * random.standard_normal(px.shape)
    for _ in range(turned_deg // 90 % 4):
        px = np.stack([-px[..., 1], px[..., 0]], axis=-1)
    near = np.array([0.0 if name.startswith("left") else 1.0 for name in BLAZEPOSE_33.keypoints])
    sure = np.where(near > 0, _SURE["near"], _SURE["far"])
    return Motion(
        time_s=time_s,
        positions=px,
        confidence=np.tile(sure, (len(time_s), 1)),
        layout=BLAZEPOSE_33,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=Origin(
            name="synthetic test",
            format="synthetic",
            duration_s=float(time_s[-1]),
            fps=frame_rate_hz,
            details={"added_rotation_deg": turned_deg},
        ),
        contour=_outline(posed, len(time_s)) if with_outline else None,
    )


def _between(keys: Sequence[LimbKey], time_s: FloatArray) -> dict[str, FloatArray]:
    times = np.array([key.time_s for key in keys])
    values = np.array([astuple(key.limbs) for key in keys])
    left = np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, len(times) - 2)
    share = np.clip((time_s - times[left]) / (times[left + 1] - times[left]), 0.0, 1.0)
    way = share**3 * (10.0 - 15.0 * share + 6.0 * share**2)
    path = values[left] + way[:, None] * (values[left + 1] - values[left])
    return {field.name: path[:, i] for i, field in enumerate(fields(Limbs))}


def _along(angle_deg: FloatArray, length: float) -> FloatArray:
    angle = np.radians(angle_deg)
    return length * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def _points(posed: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Return every point of `BLAZEPOSE_33` ``[time, 2]`` in statures: forward, up."""
    middle = np.stack([posed["hip_ahead"], posed["hip_up"]], axis=1)
    found: dict[str, FloatArray] = {}
    for side, sign in (("left", -1.0), ("right", 1.0)):
        tilt = np.stack([0.5 * posed["apart"], 0.5 * np.tan(np.radians(posed["hips_tilt"])) * posed["apart"]], axis=1)
        hip = middle - sign * tilt
        knee = hip + _along(posed[f"{side}_thigh"], THIGH)
        ankle = knee + _along(posed[f"{side}_shank"], SHANK)
        toe = ankle + _along(posed["feet"], TOE_AHEAD) - _along(posed["feet"] - 90.0, ANKLE_HEIGHT)
        heel = ankle - _along(posed["feet"], HEEL_BEHIND) - _along(posed["feet"] - 90.0, 0.8 * ANKLE_HEIGHT)
        shoulder = (
            middle
            - sign * np.stack([0.6 * posed["apart"], 0.0 * posed["apart"]], axis=1)
            + _along(posed["trunk"], TRUNK)
        )
        elbow = shoulder + _along(posed[f"{side}_arm"], UPPER_ARM)
        wrist = elbow + _along(posed[f"{side}_forearm"], FOREARM)
        hand = wrist + _along(posed[f"{side}_forearm"], HAND)
        ear = shoulder + _along(posed["trunk"] + posed["head"], NECK)
        nose = ear + _along(posed["trunk"] + posed["head"] + 90.0, NOSE_AHEAD)
        parts = {"hip": hip, "knee": knee, "ankle": ankle, "toe": toe, "heel": heel, "shoulder": shoulder}
        parts |= {
            "elbow": elbow,
            "wrist": wrist,
            "pinky": hand,
            "index": hand,
            "thumb": hand,
            "ear": ear,
            "mouth": nose,
        }
        parts |= dict.fromkeys(("eye_inner", "eye", "eye_outer"), nose)
        found |= {f"{side}_{name}": place for name, place in parts.items()} | {"nose": nose}
    return found


def _outline(posed: dict[str, FloatArray], count: int) -> FloatArray:
    """Return the outline's distances from the midline ``[time, station, edge]``, pixels: straight lines, or bent."""
    shares = np.array([share if low == "hip" else 0.5 for low, _, share in CONTOUR_STATIONS])
    rise = posed["bend"][:, None] * TRUNK * 4.0 * shares * (1.0 - shares)
    width = np.full((count, len(shares), 2), _HALF_TRUNK)
    width[:, :, 0] -= rise
    width[:, :, 1] += rise
    return np.asarray(width * _PX_PER_STATURE)
