"""Detects repetitions in the fold: trunk inclination and half of the thigh's, together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.repetitions.model import Span
from hiphinge.repetitions.turns import TurningPoint, turning_points
from hiphinge.signals import derivative, lowpass, runs

__all__ = ["detect_repetitions", "fold_deg", "group_sets"]

THIGH_WEIGHT = 0.5
"""Share of the thigh in the fold: a squat folds at the thigh, a hinge at the trunk; the fold shows both."""
MIN_DEPTH_DEG = 18.0
"""Folds smaller than this are postural sway, not movement."""
MIN_DEPTH_SHARE = 0.3
"""Turns smaller than this share of the recording's own range are pauses and corrections."""
ATTEMPT_SHARE = 0.55
"""Movements that reach less than this share of the deepest usual fold are attempts."""
STANDING_TRUNK_DEG = 28.0
STANDING_SHARE = 0.35
"""A lift ends upright: trunk within the first, or the fold back within this share of its depth."""
TOP_WINDOW_S = 0.2
HIDDEN_S = 0.4
"""A person hidden for longer than this just after rising more than half-way is taken to have stood up."""
STILL_SHARE = 0.03
"""A phase ends where the speed of the fold falls below this share of its peak."""
DETECTION_CUTOFF_HZ = 4.0
REST_S, REST_SHARE = 7.0, 2.0
"""Sets are divided by rests longer than both: seconds, and the share of the usual repetition."""


def fold_deg(trunk_deg: FloatArray, thigh_back_deg: FloatArray) -> FloatArray:
    """Return how far a person is folded ``[time]`` in degrees: trunk lean and half of the thigh's.

    Where the thigh is not detected, the trunk alone counts; gaps are interpolated linearly, ends hold the nearest
    value.
    """
    thigh = np.clip(_bridged(thigh_back_deg), 0.0, 120.0)
    fold = trunk_deg + THIGH_WEIGHT * np.where(np.isfinite(thigh), thigh, 0.0)
    return _bridged(fold)


def _bridged(values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    if known.all() or not known.any():
        return values
    places = np.arange(len(values))
    return np.asarray(np.interp(places, places[known], values[known]))


def detect_repetitions(time_s: FloatArray, fold: FloatArray, trunk_deg: FloatArray) -> tuple[Span, ...]:
    """Return every movement down and up, attempts included, in order of time.

    Parameters
    ----------
    time_s
        ``[time]``.
    fold
        `fold_deg`, degrees ``[time]``; all NaN gives no repetitions.
    trunk_deg
        Trunk inclination, degrees ``[time]``: says whether a movement ends upright.

    Notes
    -----
    Turning points must differ by a share of the recording's own range, so that neither a camera's tremble nor a
    pause half-way makes a repetition. Start and end of a phase are sought on their own, by the speed of the fold.
    A last descent without an ascent is an attempt where the set began standing; where it began at the floor it is
    putting the weight down, and is left out.
    """
    if len(time_s) < 2 or not np.isfinite(fold).all():  # noqa: PLR2004 - a movement needs two frames
        return ()
    smooth = lowpass(fold, time_s, cutoff_hz=DETECTION_CUTOFF_HZ)
    low, high = np.percentile(smooth, [2, 98])
    threshold = max(MIN_DEPTH_DEG, MIN_DEPTH_SHARE * float(high - low))
    turns = turning_points(smooth, threshold=threshold)
    track = _Track(time_s, smooth, derivative(smooth, time_s), trunk_deg)
    spans = [track.span(turns, i) for i, turn in enumerate(turns) if turn.kind == "bottom"]
    return _labelled([s for s in spans if s is not None])


@dataclass(frozen=True)
class _Track:
    time_s: FloatArray
    fold: FloatArray
    speed: FloatArray
    trunk_deg: FloatArray

    def span(self, turns: Sequence[TurningPoint], i: int) -> Span | None:
        bottom = turns[i].frame
        before = turns[i - 1].frame if i > 0 else None
        after = turns[i + 1].frame if i + 1 < len(turns) else None
        start, bottom_start = (bottom, bottom) if before is None else self._phase(before, bottom, sign=1)
        bottom_end, end = (bottom, bottom) if after is None else self._phase(bottom, after, sign=-1)
        if before is None:
            start = bottom_start = 0
        if after is None:
            bottom_end = end = len(self.time_s) - 1
        others = [self.fold[k] for k in (before, after) if k is not None]
        note = "ends_at_bottom" if after is None else self._top_note(bottom, after)
        t = self.time_s
        return Span(
            start_s=float(t[start]),
            bottom_start_s=float(t[bottom_start]),
            bottom_s=float(t[bottom]),
            bottom_end_s=float(t[max(bottom_end, bottom_start)]),
            end_s=float(t[end]),
            depth_deg=float(self.fold[bottom] - min(others)),
            starts_at="bottom" if before is None else "top",
            ends_at="bottom" if after is None else "top",
            kind="repetition" if note in {None, "top_not_seen"} else "attempt",
            note=note,
        )

    def _phase(self, first: int, last: int, *, sign: int) -> tuple[int, int]:
        """Return the frames at which a movement between two turning points starts and ends, by its speed."""
        speed = sign * self.speed[first : last + 1]
        peak = float(speed.max())
        moving = runs(speed > STILL_SHARE * peak)
        gains = [self.fold[first + b - 1] - self.fold[first + a] for a, b in moving]
        total = abs(float(self.fold[last] - self.fold[first]))
        real = [run for run, gain in zip(moving, gains, strict=True) if abs(gain) >= 0.1 * total]
        if not real:
            return first, last
        return first + real[0][0], first + min(real[-1][1], last - first)

    def _top_note(self, bottom: int, after: int) -> str | None:
        """Return the id of a note about the top of a movement; None where the person stood up."""
        near = np.abs(self.time_s - self.time_s[after]) <= TOP_WINDOW_S
        trunk = self.trunk_deg[near]
        left = float(self.fold[after] - self.fold.min())
        depth = float(self.fold[bottom] - self.fold.min())
        if np.isfinite(trunk).any() and float(np.nanmin(trunk)) <= STANDING_TRUNK_DEG:
            return None if left <= STANDING_SHARE * depth else "not_upright"
        stretches = runs(~np.isfinite(self.trunk_deg[bottom:]))
        hidden = [
            self.time_s[bottom + b - 1] - self.time_s[bottom + a] >= HIDDEN_S
            and self.time_s[bottom + a] - TOP_WINDOW_S <= self.time_s[after] <= self.time_s[bottom + b - 1]
            for a, b in stretches
        ]
        return "top_not_seen" if any(hidden) and self.fold[after] <= 0.5 * self.fold[bottom] else "not_upright"


def _labelled(spans: list[Span]) -> tuple[Span, ...]:
    """Drop a final descent that puts the weight down; label shallow movements as attempts."""
    if not spans:
        return ()
    floor_start = spans[0].starts_at == "bottom"
    kept = [s for s in spans if not (floor_start and s.ends_at == "bottom" and len(spans) > 1)]
    usual = float(np.median([s.depth_deg for s in kept if s.kind == "repetition"] or [s.depth_deg for s in kept]))
    return tuple(_shallow(s) if s.depth_deg < ATTEMPT_SHARE * usual else s for s in kept)


def _shallow(span: Span) -> Span:
    return replace(span, kind="attempt", note="partial_range")


def group_sets(spans: Sequence[Span]) -> list[list[int]]:
    """Return the indices of spans, set by set: a long rest begins a new set."""
    if not spans:
        return []
    usual_s = float(np.median([s.duration_s for s in spans]))
    sets = [[0]]
    for i in range(1, len(spans)):
        rest_s = spans[i].start_s - spans[i - 1].end_s
        if rest_s > max(REST_S, REST_SHARE * usual_s):
            sets.append([])
        sets[-1].append(i)
    return sets
