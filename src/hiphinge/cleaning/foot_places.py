"""Where the feet stand, stretch by stretch: a step, or a phone that is moved, puts them into another place."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.signals import median_row, resample, rolling_median, window_frames

__all__ = ["Moves", "foot_moves", "planted_position"]

Moves = tuple[tuple[int, int], ...]
"""Half-open runs of frames in which the feet move from one place to another, in order."""

MOVED = 0.06
"""Feet that stand this far from where they stood, leg lengths, have moved: about 5 cm."""
CLEAR = 4.0
"""A move is at least this many times the standard deviation of what the fit leaves."""
STAY_S = 1.0
"""Feet stand in one place for at least this long."""
HALF_S, QUICK_SHARE = 0.45, 0.6
"""Within this time on either side, a move covers at least this share of its distance; a camera that drifts does not."""
ALONG_SHARE = 0.5
"""The hips move with the feet: by the same distance, up to this share of it. Behind a plate only the feet seem to."""
PLACE_WINDOW_S, PLACE_EVERY_S = 20.0, 0.2
"""A foot's planted position is its median over this window, computed at this interval."""
_MIN_FRAMES = 20
_FEET = ("ankle", "heel", "toe")


def foot_moves(near: FloatArray, time_s: FloatArray, *, leg_length: float) -> Moves:
    """Return the runs of frames in which the feet move to another place and stay there.

    Parameters
    ----------
    near
        Joints of the near side ``[time, joint, 2]``, filtered.
    leg_length
        In the unit of ``near``.

    Notes
    -----
    A network places a foot that stands elsewhere while the body bends: by up to 0.15 leg lengths in rendered people. So
    the paths of foot and hip are fitted with the directions of trunk and thigh, which a step does not change, and with
    one sudden change of place at every time at which it may be. The time with the best fit is a move if the change is
    large, quick, clear of what the fit leaves, and the same in foot and hip; the stretches before and after it are then
    searched in the same way.
    """
    if not np.isfinite(leg_length) or _too_short(time_s):
        return ()
    paths = _paths(near, leg_length)
    places = np.flatnonzero(np.isfinite(paths).all(axis=1))
    found = sorted(_changes(paths[places], time_s[places]))
    edges = np.searchsorted(time_s, [[at_s - HALF_S, at_s + HALF_S] for at_s in found])
    return tuple((int(a), int(b)) for a, b in edges)


def _paths(near: FloatArray, leg_length: float) -> FloatArray:
    """Return foot, hip, trunk and thigh ``[time, 8]`` in leg lengths, the foot by its known points."""
    joint = {name: near[:, SIDE_JOINTS.index(name)] / leg_length for name in SIDE_JOINTS}
    from_ankle = [joint[name] - joint["ankle"] for name in _FEET]
    points = np.stack([joint[name] - _middle(off) for name, off in zip(_FEET, from_ankle, strict=True)])
    known = np.isfinite(points)
    foot = np.full(points.shape[1:], np.nan)
    some = known.any(axis=0)
    foot[some] = np.nanmedian(points[:, some], axis=0)
    trunk, thigh = joint["shoulder"] - joint["hip"], joint["hip"] - joint["knee"]
    return np.concatenate([foot, joint["hip"], trunk, thigh], axis=1)


def _middle(path: FloatArray) -> FloatArray:
    known = path[np.isfinite(path[:, 0])]
    return np.asarray(np.median(known, axis=0)) if len(known) else np.zeros(2)


@dataclass(frozen=True)
class _Change:
    """The change of place that fits best: at which frame, of foot and hip ``[4]``, and how clear and quick it is."""

    frame: int
    change: FloatArray
    left: float
    quickly: float

    @property
    def is_move(self) -> bool:
        """Whether the feet have moved, and the body with them."""
        size = float(np.hypot(*self.change[:2]))
        apart = float(np.hypot(*(self.change[2:] - self.change[:2])))
        clear = size >= MOVED and size >= CLEAR * self.left
        return clear and self.quickly >= QUICK_SHARE * size and apart <= ALONG_SHARE * size


def _changes(paths: FloatArray, time_s: FloatArray) -> list[float]:
    """Return the times of all moves, by binary segmentation."""
    if _too_short(time_s):
        return []
    best = _best_change(paths, time_s)
    if best is None or not best.is_move:
        return []
    at = best.frame
    return [*_changes(paths[:at], time_s[:at]), float(time_s[at]), *_changes(paths[at:], time_s[at:])]


def _too_short(time_s: FloatArray) -> bool:
    return len(time_s) < _MIN_FRAMES or bool(time_s[-1] - time_s[0] < 2 * STAY_S)


def _best_change(paths: FloatArray, time_s: FloatArray) -> _Change | None:
    """Return the change of place that explains most of the foot's path beside the body's posture."""
    n, fitted = len(time_s), paths[:, :4]
    posture = np.column_stack([paths[:, 4:] - paths[:, 4:].mean(axis=0), np.ones(n)])
    inverse = np.linalg.inv(posture.T @ posture + 1e-6 * np.eye(posture.shape[1]))
    # Sums over all frames from each on: those of a change there, without fitting each one (Frisch and Waugh 1933).
    after, moved = (np.cumsum(values[::-1], axis=0)[::-1] for values in (posture, fitted))
    weight = np.arange(n, 0, -1) - np.einsum("ti,ij,tj->t", after, inverse, after)
    possible = (time_s >= time_s[0] + STAY_S) & (time_s <= time_s[-1] - STAY_S) & (weight > 0.02 * n)
    if not possible.any():
        return None
    change = (moved - after @ inverse @ (posture.T @ fitted)) / np.maximum(weight, 1e-9)[:, None]
    at = int(np.argmax(np.where(possible, (change[:, :2] ** 2).sum(axis=1) * weight, 0.0)))
    return _described(posture, fitted, time_s, at)


def _described(posture: FloatArray, fitted: FloatArray, time_s: FloatArray, at: int) -> _Change:
    design = np.column_stack([posture, np.arange(len(time_s)) >= at])
    fit = np.linalg.lstsq(design, fitted, rcond=None)[0]
    foot = (fitted - design @ fit)[:, :2]
    without = (fitted - posture @ fit[:-1])[:, :2]
    from_s = time_s - time_s[at]
    early = (from_s >= -2 * HALF_S) & (from_s < -HALF_S)
    late = (from_s >= HALF_S) & (from_s < 2 * HALF_S)
    quick = np.median(without[late], axis=0) - np.median(without[early], axis=0) if early.any() and late.any() else 0.0
    return _Change(
        frame=at,
        change=fit[-1],
        left=float(np.sqrt((foot**2).sum(axis=1).mean())),
        quickly=float(np.linalg.norm(quick)),
    )


def planted_position(path: FloatArray, time_s: FloatArray, *, moves: Moves = ()) -> FloatArray:
    """Return where a part of the foot stands, ``[2]`` over a short recording and ``[time, 2]`` else.

    The median over the seconds about each frame, so that a slow drift changes the position, of each stretch between
    ``moves`` by itself; during a move, a straight line from one place to the next. NaN where it was never detected.
    """
    if not moves or not np.isfinite(path[:, 0]).any():
        return _planted(path, time_s)
    place = np.full(path.shape, np.nan)
    for start, stop in pairwise([0, *(edge for move in moves for edge in move), len(path)]):
        if (start, stop) not in moves and stop > start:
            place[start:stop] = _planted(path[start:stop], time_s[start:stop])
    known = np.isfinite(place[:, 0])
    return resample(place[known], time_s[known], time_s) if known.sum() > 1 else _planted(path, time_s)


def _planted(path: FloatArray, time_s: FloatArray) -> FloatArray:
    if not np.isfinite(path[:, 0]).any():
        return np.full(2, np.nan)
    if time_s[-1] - time_s[0] <= PLACE_WINDOW_S / 2:
        return median_row(path)
    step = max(1, window_frames(time_s, PLACE_EVERY_S) // 2)
    some_s, some = time_s[::step], path[::step]
    # NaN at both ends, so that the window ends where the recording does.
    ended = np.pad(some, ((1, 1), (0, 0)), constant_values=np.nan)
    return resample(rolling_median(ended, frames=window_frames(some_s, PLACE_WINDOW_S))[1:-1], some_s, time_s)
