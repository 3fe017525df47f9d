"""Stretches of a recording: filmed in one go, from one side."""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hiphinge.cleaning.cuts import find_cuts
from hiphinge.cleaning.viewpoint import OBLIQUE_LIMIT_DEG, SIDE_LIMIT_DEG
from hiphinge.motion import CoordinateFrame, FloatArray, Motion
from hiphinge.signals import rolling_median, runs, window_frames

__all__ = ["CUTS", "stretches_of"]

CUTS: Final = "cuts_s"
"""Key of `Origin.details` with the times of the first frames after cuts, where the images were looked at."""

LASTS_S = 4.0
"""A view without a cut that lasts shorter than this holds no repetition: somebody walks in or turns, or is lost."""
UPRIGHT_SHARE = 0.82
"""The view is taken where the trunk's height in the image is this share of its usual length or more: cos 35 degrees."""
VIEW_WINDOW_S = 0.7
NOT_SIDE_DEG = (SIDE_LIMIT_DEG + OBLIQUE_LIMIT_DEG) / 2
"""Beyond this angle a view is clearly not from the side, though a bend or an error changes it for a while."""
FOOT_AHEAD = 0.1
"""Toes this far in front of the heels, leg lengths, show which way the person faces."""
_SURE = 0.3
_UNKNOWN, _LEFT, _RIGHT, _NOT_SIDE = 0, 1, 2, 3


def stretches_of(motion: Motion) -> tuple[tuple[int, int], ...]:
    """Return the half-open runs of frames between cuts and lasting changes of the view, in order; they cover it all.

    Notes
    -----
    The view is that of `hiphinge.cleaning.viewpoint`, frame by frame: from the body in metres about the hips, else from
    the breadth of shoulders and hips, and which way the toes point. A stretch is divided where the person, or the
    camera, turns from the side to the front, the back or the other side, and stays there for `LASTS_S`.
    """
    if motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return ((0, len(motion)),)
    known = motion.origin.details.get(CUTS)
    cuts_s = find_cuts(motion) if known is None else known
    cuts = [int(at) for at in np.searchsorted(motion.time_s, np.asarray(cuts_s, dtype=np.float64) - 1e-6)]
    edges = sorted({0, *(at for at in cuts if 0 < at < len(motion)), len(motion)})
    found = []
    for start, stop in pairwise(edges):
        inner = _turns(motion.part(slice(start, stop)))
        found += list(pairwise([start, *(start + at for at in inner), stop]))
    return tuple(found)


def _turns(motion: Motion) -> list[int]:
    """Return the frames at which one lasting view changes into another."""
    if motion.time_s[-1] - motion.time_s[0] < 2 * LASTS_S:
        return []
    views = _views(motion)
    lasting = [
        (start, stop, view)
        for view in (_LEFT, _RIGHT, _NOT_SIDE)
        for start, stop in runs(_bridged(views, view))
        if motion.time_s[stop - 1] - motion.time_s[start] >= LASTS_S
    ]
    lasting.sort()
    return [(one[1] + other[0]) // 2 for one, other in pairwise(lasting) if one[2] != other[2]]


def _bridged(views: NDArray[np.int_], view: int) -> NDArray[np.bool_]:
    """Return where a view is, with the frames of unknown view between two stretches of it."""
    out = views == view
    for start, stop in runs(views == _UNKNOWN):
        around = [views[at] for at in (start - 1, stop) if 0 <= at < len(views)]
        if around and all(each == view for each in around):
            out[start:stop] = True
    return np.asarray(out)


def _views(motion: Motion) -> NDArray[np.int_]:
    """Return which way the person faces, or that it is clearly not seen from the side ``[time]``."""
    frames = min(window_frames(motion.time_s, VIEW_WINDOW_S), 2 * (len(motion) // 2) - 1)
    off = _off_side_deg(motion, frames)
    toes = rolling_median(_toes_ahead(motion)[:, None], frames=frames)[:, 0]
    with np.errstate(invalid="ignore"):
        upright, aside = _upright(motion), off <= SIDE_LIMIT_DEG
        choices = [~upright, off >= NOT_SIDE_DEG, aside & (toes < -FOOT_AHEAD), aside & (toes > FOOT_AHEAD)]
    return np.select(choices, [_UNKNOWN, _NOT_SIDE, _LEFT, _RIGHT], default=_UNKNOWN)


def _upright(motion: Motion) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` with an upright trunk: folded, a body's depth is estimated badly."""
    trunks = [motion.point(f"{side}_shoulder") - motion.point(f"{side}_hip") for side in ("left", "right")]
    trunk = np.mean(trunks, axis=0)
    length = np.linalg.norm(trunk, axis=1)
    usual = float(np.percentile(length[np.isfinite(length)], 80)) if np.isfinite(length).any() else np.nan
    return np.asarray(-trunk[:, 1] >= UPRIGHT_SHARE * usual)


def _off_side_deg(motion: Motion, frames: int) -> FloatArray:
    """Return the angle from a true side view ``[time]``, 0 to 90 degrees."""
    if motion.world_m is not None:
        across = np.stack([_of_body(motion, motion.world_m, joint) for joint in ("hip", "shoulder")])
        known = np.isfinite(across).all(axis=(0, 2))
        middle = np.full(across.shape[1:], np.nan)
        middle[known] = across[:, known].mean(axis=0)
        x, along = np.abs(rolling_median(middle, frames=frames)).T
        return np.asarray(np.degrees(np.arctan2(x, along)))
    trunk = np.linalg.norm(motion.point("left_shoulder") - motion.point("left_hip"), axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        widths = [
            np.abs((motion.point(f"left_{joint}") - motion.point(f"right_{joint}"))[:, 0]) / (trunk * breadth)
            for joint, breadth in (("shoulder", 0.75), ("hip", 0.55))
        ]
        share = rolling_median(np.mean(widths, axis=0)[:, None], frames=frames)[:, 0]
    return np.asarray(np.degrees(np.arcsin(np.clip(share, 0.0, 1.0))))


def _of_body(motion: Motion, world_m: FloatArray, joint: str) -> FloatArray:
    """Return the unit vector from the right to the left joint over the ground ``[time, 2]``."""
    left, right = (motion.layout.index(f"{side}_{joint}") for side in ("left", "right"))
    if left is None or right is None:
        return np.full((len(motion), 2), np.nan)
    across = (world_m[:, left] - world_m[:, right])[:, [0, 2]]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(across / np.linalg.norm(across, axis=1, keepdims=True))


def _toes_ahead(motion: Motion) -> FloatArray:
    """Return how far the toes are to the right of the heels ``[time]``, leg lengths, by the side that is surer."""
    ahead, sure = [], []
    for side in ("left", "right"):
        leg = np.linalg.norm(motion.point(f"{side}_hip") - motion.point(f"{side}_ankle"), axis=1)
        size = float(np.percentile(leg[np.isfinite(leg)], 80)) if np.isfinite(leg).any() else np.nan
        rear = "heel" if motion.layout.index(f"{side}_heel") is not None else "ankle"
        ahead.append((motion.point(f"{side}_toe") - motion.point(f"{side}_{rear}"))[:, 0] / size)
        sure.append(np.minimum(motion.confidence_of(f"{side}_toe"), motion.confidence_of(f"{side}_{rear}")))
    first = sure[0] >= sure[1]
    return np.where(np.maximum(*sure) >= _SURE, np.where(first, *ahead), np.nan)
