"""Where a recording is cut: the image changes between two frames, or the whole body jumps, and stays changed."""

import numpy as np
from numpy.typing import NDArray

from hiphinge.anthropometry import leg_lengths
from hiphinge.motion import CoordinateFrame, FloatArray, Motion
from hiphinge.signals import rolling_median

__all__ = ["body_jumps", "find_cuts", "image_changes"]

CHANGED, HARDLY_CHANGED = 0.12, 0.02
"""Half the mean squared difference of two thumbnails of unit contrast: 0 for the same image, 1 for two unlike ones. In
61 clips without a cut, some filmed by hand, it is 0.1 at most from frame to frame; of 100 pairs of them 98 differ by
more than 0.12. The smaller one is that of a cut only where the body jumps as well."""
AT_MOST, CHANGED_IN_MOST = 0.5, 0.045
"""A cut changes most of the image, too: no cell counts for more than the first, and the change is still more than the
second. Bright arms that move quickly before a dark wall change a few cells by much: in such a clip it is 0.036 (0.39
where each cell counts in full), in the cuts of real clips and in 99 of 100 pairs of clips 0.049 and more."""
STANDS_OUT = 4.0
"""A cut changes the image by so many times what the frames around it do."""
JUMPED, JUMPED_FAR = 0.1, 0.3
"""Jumps of the whole body, leg lengths: with a change of the image, and on its own."""
FLOOR_CONTRAST = 8.0
"""Standard deviation in grey levels below which an image counts as empty: noise is not enlarged further."""
AROUND, LATER = 8, (0, 2, 4)
_SURE = 0.3
_BODY = ("shoulder", "hip", "knee", "ankle")
_MIN_FRAMES = 12


def find_cuts(motion: Motion, thumbnails: NDArray[np.uint8] | None = None) -> tuple[float, ...]:
    """Return the times of the first frames after the cuts of a recording, seconds.

    Parameters
    ----------
    thumbnails
        Grey images ``[time, row, column]``; None where there are only keypoints: only jumps of the body are then found.
    """
    if len(motion) < _MIN_FRAMES or motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return ()
    jumps = body_jumps(motion)
    cut, strength = jumps >= JUMPED_FAR, jumps
    if thumbnails is not None:
        changes = image_changes(thumbnails)
        strength = jumps + changes
        clear = changes >= STANDS_OUT * _around(changes)
        in_most = image_changes(thumbnails, at_most=AT_MOST) >= CHANGED_IN_MOST
        cut |= clear & (((changes >= CHANGED) & in_most) | ((changes >= HARDLY_CHANGED) & (jumps >= JUMPED)))
    frames = np.flatnonzero(cut)
    groups = np.split(frames, np.flatnonzero(np.diff(frames) > max(LATER)) + 1) if len(frames) else []
    return tuple(float(motion.time_s[group[strength[group].argmax()]]) for group in groups)


def image_changes(thumbnails: NDArray[np.uint8], *, at_most: float = np.inf) -> FloatArray:
    """Return how far each frame's image differs from the one before ``[time]``, for good: a flash counts for nothing.

    Brightness and contrast of the whole image do not enter. No cell's squared difference counts for more than
    ``at_most``.
    """
    flat = thumbnails.reshape(len(thumbnails), -1).astype(np.float64)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(flat.std(axis=1, keepdims=True), FLOOR_CONTRAST)
    out = np.zeros(len(flat))
    if len(flat) < 4:  # noqa: PLR2004 - two frames before a cut and two after it
        return out
    before, now = (flat[:-3], flat[1:-2]), (flat[2:-1], flat[3:])
    out[2:-1] = np.min([np.minimum((a - b) ** 2, at_most).mean(axis=1) / 2 for a in before for b in now], axis=0)
    return out


def body_jumps(motion: Motion) -> FloatArray:
    """Return how far the whole body jumps from the frame before ``[time]``, leg lengths, beyond how fast it moves.

    The smallest of the distances between frames one, five and nine apart about the jump, so that a keypoint that comes
    back is no jump; the median over the joints of both sides, so that a lost leg is none.
    """
    body = _body(motion)
    out = np.zeros(len(motion))
    steps = np.full(len(motion), np.nan)
    steps[1:] = _median_distance(body[1:], body[:-1])
    usual = rolling_median(steps[:, None], frames=2 * AROUND + 1)[:, 0]
    frames = np.arange(max(LATER) + 1, len(motion) - max(LATER))
    if not len(frames):
        return out
    far = [_median_distance(body[frames + k], body[frames - 1 - k]) - (2 * k + 1) * usual[frames] for k in LATER]
    out[frames] = np.nan_to_num(np.min(far, axis=0))
    return np.maximum(out, 0.0)


def _body(motion: Motion) -> FloatArray:
    """Return the joints of both sides ``[time, joint, 2]`` in leg lengths, NaN where they are not sure."""
    sides = []
    for side in ("left", "right"):
        names = [f"{side}_{joint}" for joint in _BODY]
        sure = np.stack([motion.confidence_of(name) >= _SURE for name in names], axis=1)
        sides.append(np.where(sure[..., None], np.stack([motion.point(name) for name in names], axis=1), np.nan))
    lengths = np.concatenate([leg_lengths(*(side[:, k] for k in (1, 2, 3))) for side in sides])
    known = lengths[np.isfinite(lengths)]
    return np.concatenate(sides, axis=1) / (float(np.percentile(known, 80)) if len(known) else np.nan)


def _median_distance(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the median over joints of their distance ``[time]``; NaN where fewer than half of them are known."""
    distance = np.linalg.norm(one - other, axis=-1)
    known = np.isfinite(distance)
    enough = known.sum(axis=1) >= known.shape[1] // 2
    out = np.full(len(distance), np.nan)
    out[enough] = np.nanmedian(distance[enough], axis=1)
    return out


def _around(changes: FloatArray) -> FloatArray:
    """Return the second largest change among the frames around each one ``[time]``; the largest may be a cut, too."""
    padded = np.pad(changes, AROUND, constant_values=0.0)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * AROUND + 1)
    others = np.delete(windows, [AROUND - 1, AROUND, AROUND + 1], axis=1)
    return np.asarray(np.sort(others, axis=1)[:, -2])
