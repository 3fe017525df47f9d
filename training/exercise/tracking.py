"""What pose estimation gets of a drawn lifter: joints with its errors, and the silhouette with what hides it."""

from __future__ import annotations

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

Disc = tuple["FloatArray", "FloatArray"]
"""A round piece of a load in the frame: middle ``[time, 2]`` and radius ``[time]``, pixels."""
BIAS_SHARE, PHASE_BIAS_SHARE, NOISE_SHARE = 0.02, 0.012, 0.012
HAND_TIMES = 2.0
"""Errors of tracking in leg lengths: of a whole clip, of a posture within it, of a frame; hands have more of each."""
UNLIKE = 0.5
"""Standard deviation of the logarithm of how large a recording's errors are: some are tracked far worse than others."""
PLACED = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
WIDTHS = {"ankle": (0.15, 0.025), "knee": (0.26, 0.035), "hip": (0.31, 0.04)}
"""Mean and standard deviation of how wide shank, thigh and trunk are from the side, clothed, leg lengths."""
DISC_HIDES = 0.75
"""How often a plate or a bell hides the body's edge rather than widens it."""


def tracked(rng: Generator, pixels: Mapping[str, FloatArray], camera: Camera, *, fps: float) -> Motion:
    """Return projected joints as a network would give them: biased as a whole and by posture, and unsteady."""
    frames = len(pixels["hip_l"])
    leg = float(np.median(np.linalg.norm(pixels["hip_l"] - pixels["ankle_l"], axis=1)))
    leg *= float(np.exp(rng.normal(0, UNLIKE)))
    fold = pixels["shoulder_l"][:, 1]
    bent = np.clip((fold - fold.min()) / max(np.ptp(fold), 1.0), 0.0, 1.0)
    positions = np.full((frames, len(HALPE_26), 2), np.nan)
    for name, places in pixels.items():
        joint, _, side = name.rpartition("_")
        if joint not in PLACED:
            continue
        times = HAND_TIMES if joint in {"wrist", "elbow"} else 1.0
        bias = rng.normal(0, BIAS_SHARE * times * leg, 2) + bent[:, None] * rng.normal(
            0, PHASE_BIAS_SHARE * times * leg, 2
        )
        noise = rng.normal(0, NOISE_SHARE * times * leg, (frames, 2))
        place = HALPE_26.index(f"{'left' if side == 'l' else 'right'}_{joint}")
        if place is not None:
            positions[:, place] = places + bias + noise
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


def draw_contour(
    rng: Generator, pixels: Mapping[str, FloatArray], discs: Sequence[Disc], *, leg_length: float
) -> FloatArray:
    """Return edges of a body that are as far apart as they look ``[time, station, edge, 2]``, in the unit of the leg.

    No body is rendered: its parts vary in width as bodies and clothes do. Where a disc covers an edge, the edge is
    either hidden (NaN) or the disc's own. Edges lie on a horizontal line from 0: only how far they are apart is of use.
    """
    left, right = (np.stack([pixels[f"{joint}_{side}"] for joint in CONTOUR_JOINTS], axis=1) for side in "lr")
    leg_px = float(np.median(np.linalg.norm(left[:, 2] - left[:, 0], axis=1)))
    stations, across = stations_and_normals(left, right)
    drawn = {part: rng.normal(mean, deviation) for part, (mean, deviation) in WIDTHS.items()}
    half = np.array([0.5 * max(drawn[lower], 0.05) * leg_px for lower, _, _ in CONTOUR_STATIONS])
    low, high = np.broadcast_to(-half, stations.shape[:2]).copy(), np.broadcast_to(half, stations.shape[:2]).copy()
    hides = rng.random() < DISC_HIDES
    for middle, radius in discs:
        off = middle[:, None] - stations
        beside = np.einsum("tsi,tsi->ts", off, across)
        apart = np.sqrt(np.maximum(np.sum(off**2, axis=-1) - beside**2, 0.0))
        reach = np.sqrt(np.maximum(radius[:, None] ** 2 - apart**2, 0.0))
        first, last = np.where(reach > 0, beside - reach, np.inf), np.where(reach > 0, beside + reach, -np.inf)
        covers_low, covers_high = (first <= low) & (last > low), (last >= high) & (first < high)
        low = np.where(covers_low, np.nan if hides else first, low)
        high = np.where(covers_high, np.nan if hides else last, high)
    edges: Any = np.zeros((*stations.shape[:2], 2, 2))
    edges[:, :, 0, 0], edges[:, :, 1, 0] = low * leg_length / leg_px, high * leg_length / leg_px
    return np.asarray(edges)
