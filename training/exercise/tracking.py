"""What pose estimation gets of a drawn lifter: joints with its errors, and the silhouette with what hides it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.motion import HALPE_26, CoordinateFrame, Motion, Origin
from hiphinge.motion.contour import CONTOUR_JOINTS, CONTOUR_STATIONS, stations_and_normals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator
    from tools.generator.filming import Camera

    from hiphinge.motion import FloatArray

__all__ = ["Disc", "draw_contour", "tracked"]


@dataclass(frozen=True, kw_only=True)
class Disc:
    """A round thing in front of the body: middle ``[time, 2]``, radius ``[time]``, pixels; whether it hides joints."""

    middle: FloatArray
    radius: FloatArray
    opaque: bool


BIAS_SHARE, PHASE_BIAS_SHARE, NOISE_SHARE = 0.02, 0.012, 0.012
HAND_TIMES = 2.0
"""Errors of tracking in leg lengths: of a whole clip, of a posture within it, of a frame; hands have more of each."""
UNLIKE = 0.5
"""Standard deviation of the logarithm of how large a recording's errors are: some are tracked far worse than others."""
PLACED = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
WIDTHS = {"ankle": (0.15, 0.025), "knee": (0.26, 0.035), "hip": (0.31, 0.04)}
"""Mean and standard deviation of how wide shank, thigh and trunk are from the side, clothed, leg lengths."""
PLATE_HIDES, SMALL_HIDES = 0.75, 0.15
"""How often a plate, and how often a small weight, hides the body's edge rather than widens it."""
LIMBS = (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle", "heel", "toe"))
HIDDEN_BIAS, ALONE_BIAS, NOT_FOUND = 0.5, 0.2, 0.2
"""Error of a joint behind a plate, in radii of the plate, and of one whose limb is in sight on either side of it; how
often the joint is not found at all there."""
ARM_RADIUS_SHARE, ARM_STEPS = 0.05, 4
"""Half the width of an arm, leg lengths; in how many steps each of its parts is laid over the body."""


def tracked(
    rng: Generator, pixels: Mapping[str, FloatArray], discs: Sequence[Disc], camera: Camera, *, fps: float
) -> Motion:
    """Return projected joints as a network would give them.

    They are biased as a whole and by posture, unsteady, and worse or missing where a plate is in front of them.
    """
    frames = len(pixels["hip_l"])
    leg = _leg_px(pixels) * float(np.exp(rng.normal(0, UNLIKE)))
    fold = pixels["shoulder_l"][:, 1]
    bent = np.clip((fold - fold.min()) / max(np.ptp(fold), 1.0), 0.0, 1.0)[:, None]
    positions = np.full((frames, len(HALPE_26), 2), np.nan)
    for name, places in pixels.items():
        joint, _, side = name.rpartition("_")
        place = HALPE_26.index(f"{'left' if side == 'l' else 'right'}_{joint}") if joint in PLACED else None
        if place is not None:
            size = leg * (HAND_TIMES if joint in {"wrist", "elbow"} else 1.0)
            bias = rng.normal(0, BIAS_SHARE * size, 2) + bent * rng.normal(0, PHASE_BIAS_SHARE * size, 2)
            noise = rng.normal(0, NOISE_SHARE * size, (frames, 2))
            positions[:, place] = places + bias + noise + _behind_discs(rng, pixels, name, discs, bent)
    for ear in ("left_ear", "right_ear"):
        positions[:, HALPE_26.index(ear)] = pixels["head"] + rng.normal(0, NOISE_SHARE * leg, (frames, 2))
    return Motion(
        time_s=np.arange(frames) / fps,
        positions=positions,
        confidence=np.where(np.isfinite(positions[..., 0]), 0.9, 0.0),
        layout=HALPE_26,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=Origin(name="drawn", fps=fps, size_px=(camera.width, camera.height)),
    )


def _behind_discs(
    rng: Generator, pixels: Mapping[str, FloatArray], name: str, discs: Sequence[Disc], bent: FloatArray
) -> FloatArray:
    """Return the error ``[time, 2]`` of a joint where it is behind a plate, NaN where it is not found."""
    joint, _, side = name.rpartition("_")
    limb = next(joints for joints in LIMBS if joint in joints)
    error = np.zeros_like(pixels[name])
    for disc in discs:
        off, with_bend = rng.normal(0, 1.0, (2, 2))
        missing = rng.random() < NOT_FOUND
        if disc.opaque:
            hidden = [np.linalg.norm(pixels[f"{one}_{side}"] - disc.middle, axis=1) < disc.radius for one in limb]
            size = np.where(np.sum(hidden, axis=0) > 1, HIDDEN_BIAS, ALONE_BIAS) * disc.radius
            wrong = np.nan if missing else (off + bent * with_bend) * size[:, None]
            error = np.where(hidden[limb.index(joint)][:, None], wrong, error)
    return error


def draw_contour(
    rng: Generator, pixels: Mapping[str, FloatArray], discs: Sequence[Disc], *, near: str, leg_length: float
) -> FloatArray:
    """Return edges of a body that are as far apart as they look ``[time, station, edge, 2]``, in the unit of the leg.

    No body is rendered: its parts vary in width as bodies and clothes do, and the near arm and what is held widen it or
    hide its edge (NaN). Edges lie on a horizontal line from 0: only how far they are apart is of use.

    Parameters
    ----------
    near
        ``l`` or ``r``: the side of the arm in front of the body.
    """
    left, right = (np.stack([pixels[f"{joint}_{side}"] for joint in CONTOUR_JOINTS], axis=1) for side in "lr")
    leg_px = _leg_px(pixels)
    stations, across = stations_and_normals(left, right)
    drawn = {part: max(rng.normal(mean, deviation), 0.05) for part, (mean, deviation) in WIDTHS.items()}
    half = np.array([0.5 * drawn[lower] * leg_px for lower, _, _ in CONTOUR_STATIONS])
    low, high = -half * np.ones(stations.shape[:2]), half * np.ones(stations.shape[:2])
    for disc in _arm(pixels, near, ARM_RADIUS_SHARE * leg_px):
        low, high = _covered(low, high, stations, across, disc, hides=False)
    for disc in discs:
        hides = rng.random() < (PLATE_HIDES if disc.opaque else SMALL_HIDES)
        low, high = _covered(low, high, stations, across, disc, hides=hides)
    edges: Any = np.zeros((*stations.shape[:2], 2, 2))
    edges[:, :, 0, 0], edges[:, :, 1, 0] = low * leg_length / leg_px, high * leg_length / leg_px
    return np.asarray(edges)


def _covered(
    low: FloatArray, high: FloatArray, stations: FloatArray, across: FloatArray, disc: Disc, *, hides: bool
) -> tuple[FloatArray, FloatArray]:
    """Return how far the silhouette reaches to either side of its stations with a disc in front of it."""
    off = disc.middle[:, None] - stations
    beside = np.einsum("tsi,tsi->ts", off, across)
    apart = np.maximum(np.sum(off**2, axis=-1) - beside**2, 0.0)
    reach = np.sqrt(np.maximum(disc.radius[:, None] ** 2 - apart, 0.0))
    first, last = beside - reach, beside + reach
    lower = (reach > 0) & (first <= low) & (last > low)
    higher = (reach > 0) & (last >= high) & (first < high)
    return np.where(lower, np.nan if hides else first, low), np.where(higher, np.nan if hides else last, high)


def _arm(pixels: Mapping[str, FloatArray], near: str, radius: float) -> list[Disc]:
    """Return the arm as discs from the shoulder to the hand."""
    joints = [pixels[f"{joint}_{near}"] for joint in ("shoulder", "elbow", "wrist")]
    shares = (np.arange(ARM_STEPS) + 1) / ARM_STEPS
    middles = [a + share * (b - a) for a, b in pairwise(joints) for share in shares]
    return [Disc(middle=middle, radius=np.full(len(middle), radius), opaque=False) for middle in middles]


def _leg_px(pixels: Mapping[str, FloatArray]) -> float:
    return float(np.median(np.linalg.norm(pixels["hip_l"] - pixels["ankle_l"], axis=1)))
