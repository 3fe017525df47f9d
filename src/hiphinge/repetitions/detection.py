"""Detects movements in the fold: trunk inclination and half of the thigh's, together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.repetitions.boundaries import with_boundaries
from hiphinge.repetitions.hands_and_feet import HandsAndFeet
from hiphinge.repetitions.model import Span
from hiphinge.repetitions.turns import TurningPoint, turning_points
from hiphinge.signals import derivative, lowpass, rolling_median, runs, window_frames

__all__ = [
    "MIN_DEPTH_DEG",
    "MIN_DEPTH_SHARE",
    "STANDING_SHARE",
    "STANDING_TRUNK_DEG",
    "THIGH_WEIGHT",
    "Track",
    "detect_repetitions",
    "fold_deg",
    "track_of",
]

THIGH_WEIGHT = 0.5
"""Share of the thigh in the fold: a squat folds at the thigh, a hinge at the trunk; the fold shows both."""
MOST_LEAN_BACK_DEG = 15.0
"""A trunk that leans back further counts as one that leans back so far: a hip that is misplaced behind a plate while
somebody walks makes such a lean, and would make one long movement of the walk and what follows."""
MIN_DEPTH_DEG = 18.0
"""Folds smaller than this are postural sway, not movement."""
MIN_DEPTH_SHARE = 0.3
"""Turns smaller than this share of the recording's usual movement are pauses and corrections."""
ATTEMPT_SHARE = 0.6
"""Movements that reach less than this share of the usual fold of whole ones are attempts, or pauses half bent."""
STANDING_TRUNK_DEG = 28.0
STANDING_SHARE = 0.35
"""A lift ends upright: trunk within the first, or the fold back within this share of its depth."""
TOP_WINDOW_S = 0.2
HIDDEN_S = 0.4
"""A person hidden for longer than this just after rising more than half-way is taken to have stood up."""
UPRIGHT_FOLD_DEG = 40.0
"""Who is first seen upright and less folded than this walks in: sitting folds more, at the thigh, and a stride less."""
HIDDEN_DEEP_SHARE = 0.5
"""A person hidden from this share of the depth on, going down and coming up, is deepest in the middle of that time."""
TINY_DEG = 1e-6
"""A fold that changes less than this from frame to frame stays."""
SPIKE_S, SPIKE_SHARE = 0.5, 0.75
"""Landmarks that jump behind a plate make spikes: a median over this time does not reach this share of their depth."""
STILL_SHARE = 0.03
"""A phase ends where the speed of the fold falls below this share of its peak."""
AWAY_SHARE = 0.1
"""Parts of a movement that gain less than this share of it do not begin or end it; a descent begins where the fold
leaves the top by as much for good, and an ascent where it leaves the bottom: steps before the one and hips that bob
before the other are none of it."""
RESTED_S = 1.0
"""Who has come up to within `STANDING_SHARE` of the way and rests there for this long has stood up: what straightens
after that, as in walking off, is none of the ascent."""
DETECTION_CUTOFF_HZ = 4.0


def fold_deg(trunk_deg: FloatArray, thigh_back_deg: FloatArray) -> FloatArray:
    """Return how far a person is folded ``[time]`` in degrees: trunk lean and half of the thigh's.

    Where the thigh is not detected, the trunk alone counts; gaps are interpolated linearly, ends hold the nearest
    value.
    """
    thigh = np.clip(_bridged(thigh_back_deg), 0.0, 120.0)
    trunk = np.maximum(trunk_deg, -MOST_LEAN_BACK_DEG)
    fold = trunk + THIGH_WEIGHT * np.where(np.isfinite(thigh), thigh, 0.0)
    return _bridged(fold)


def _bridged(values: FloatArray) -> FloatArray:
    known = np.isfinite(values)
    if known.all() or not known.any():
        return values
    places = np.arange(len(values))
    return np.asarray(np.interp(places, places[known], values[known]))


def detect_repetitions(
    time_s: FloatArray,
    fold: FloatArray,
    trunk_deg: FloatArray,
    *,
    limbs: HandsAndFeet | None = None,
    from_floor: bool = False,
) -> tuple[Span, ...]:
    """Return every movement down and up in order of time, those that do not count with a note of what they are.

    Parameters
    ----------
    time_s
        ``[time]``.
    fold
        `fold_deg`, degrees ``[time]``; all NaN gives no repetitions.
    trunk_deg
        Trunk inclination, degrees ``[time]``: says whether a movement ends upright.
    limbs
        What hands and feet do; None leaves out whatever only they show (see `with_boundaries`).
    from_floor
        Whether it is known that every repetition begins with the weight on the floor.

    Notes
    -----
    Turning points must differ by a share of the usual movement, so that neither a camera's tremble nor a pause
    half-way makes a repetition, and one deep bend hides no smaller movements. Start and end of a phase are sought on
    their own, by the speed of the fold.
    """
    if len(time_s) < 2 or not np.isfinite(fold).all():  # noqa: PLR2004 - a movement needs two frames
        return ()
    track = track_of(time_s, fold, trunk_deg)
    smooth = track.fold
    turns = turning_points(smooth, threshold=max(MIN_DEPTH_DEG, MIN_DEPTH_SHARE * _usual_depth_deg(smooth)))
    found = [track.span(turns, i) for i, turn in enumerate(turns) if turn.kind == "bottom"]
    spans = _labelled(found)
    if limbs is None:
        return spans
    return _judged_again(with_boundaries(spans, smooth, limbs, from_floor=from_floor), found)


def track_of(time_s: FloatArray, fold: FloatArray, trunk_deg: FloatArray) -> "Track":
    """Return the fold as movements are sought in it: smoothed, with its speed; ``fold`` is finite ``[time]``."""
    smooth = lowpass(fold, time_s, cutoff_hz=DETECTION_CUTOFF_HZ)
    return Track(time_s, smooth, derivative(smooth, time_s), trunk_deg)


def _usual_depth_deg(fold: FloatArray) -> float:
    """Return how far a movement usually goes: the median of all ways up and down, weighted by how far they go."""
    turns = turning_points(fold, threshold=MIN_DEPTH_DEG)
    ways = np.abs(np.diff([fold[turn.frame] for turn in turns]))
    return _usual(ways) if len(ways) else float(np.ptp(fold))


def _usual(depths_deg: Sequence[float] | FloatArray) -> float:
    """Return the median of depths, weighted by themselves: pauses half bent count for less than whole movements."""
    depths = np.sort(depths_deg)
    return float(depths[np.searchsorted(np.cumsum(depths), depths.sum() / 2)])


@dataclass(frozen=True)
class Track:
    """The fold of a recording, smoothed, with its speed ``[time]``: degrees, and degrees per second."""

    time_s: FloatArray
    fold: FloatArray
    speed: FloatArray
    trunk_deg: FloatArray

    def span(self, turns: Sequence[TurningPoint], i: int) -> Span:
        """Return the movement about a turning point that is a bottom."""
        before = turns[i - 1].frame if i > 0 else None
        after = turns[i + 1].frame if i + 1 < len(turns) else None
        first, last = before or 0, len(self.fold) - 1 if after is None else after
        bottom = min(max(self._deepest(self._steady(turns[i].frame, first, last)), first), last)
        start, bottom_start = (bottom, bottom) if before is None else self.phase(before, bottom, sign=1)
        bottom_end, end = (bottom, bottom) if after is None else self.phase(bottom, after, sign=-1)
        if before is None:
            start = bottom_start = 0
            bottom = bottom_end
        if after is None:
            bottom_end = end = len(self.time_s) - 1
        others = [self.fold[k] for k in (before, after) if k is not None]
        note = "ends_at_bottom" if after is None else self._top_note(bottom, after)
        if before is None and self._walks_in(bottom, end):
            note = "walking"
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

    def _steady(self, turn: int, first: int, last: int) -> int:
        """Return the bottom between two tops: where it is a spike, the middle of the time in which the fold is deep."""
        way = self.fold[first : last + 1]
        frames = min(window_frames(self.time_s, SPIKE_S), 2 * ((len(way) - 1) // 2) + 1)
        steady, low = rolling_median(way, frames=frames), float(way.min())
        if steady[turn - first] - low >= SPIKE_SHARE * (self.fold[turn] - low):
            return turn
        deep = np.flatnonzero(steady - low >= SPIKE_SHARE * (steady.max() - low))
        return first + int(deep[0] + deep[-1]) // 2

    def _deepest(self, turn: int) -> int:
        """Return the frame of a bottom: where the person is hidden there, the middle of the deep part of that time."""
        about_s = self.time_s[turn] + np.array([-TOP_WINDOW_S, TOP_WINDOW_S])
        early, late = np.searchsorted(self.time_s, about_s)
        for start, stop in runs(~np.isfinite(self.trunk_deg)):
            if start <= late and early <= stop and self.time_s[stop - 1] - self.time_s[start] >= HIDDEN_S:
                first, last = self._deep(start, stop)
                return (first + last) // 2 if first < last else turn
        return turn

    def _deep(self, start: int, stop: int) -> tuple[int, int]:
        """Return when, within a time in which the person is hidden, both ways are as deep as the deeper one was seen.

        The way that was lost sight of earlier is taken to go on as fast as it went.
        """
        down, up = float(self.fold[start]), float(self.fold[stop - 1])
        if min(down, up) >= HIDDEN_DEEP_SHARE * max(down, up):
            return start, stop
        seen = max(start - 1, 0) if down < up else min(stop, len(self.fold) - 1)
        speed = float(self.speed[seen]) * (1.0 if down < up else -1.0)
        step_s = float(np.median(np.diff(self.time_s)))
        frames = round(abs(up - down) / (speed * step_s)) if speed * step_s > TINY_DEG else stop - start
        return (start + frames, stop) if down < up else (start, stop - frames)

    def phase(self, first: int, last: int, *, sign: int) -> tuple[int, int]:
        """Return the frames at which a movement between two turning points starts and ends, by its speed."""
        speed = sign * self.speed[first : last + 1]
        peak = float(speed.max())
        moving = runs(speed > STILL_SHARE * peak)
        gains = [self.fold[first + b - 1] - self.fold[first + a] for a, b in moving]
        total = abs(float(self.fold[last] - self.fold[first]))
        real = [run for run, gain in zip(moving, gains, strict=True) if abs(gain) >= AWAY_SHARE * total]
        real = _for_good(real, sign * self.fold[first : last + 1], within=AWAY_SHARE * total)
        if not real:
            return first, last
        end = min(self._end_of_ascent(real, first, last) if sign < 0 else real[-1][1], last - first)
        return first + real[0][0], first + end

    def _end_of_ascent(self, moving: list[tuple[int, int]], first: int, last: int) -> int:
        """Return the frame after ``first`` at which an ascent ends: with its last run, or one that is rested on."""
        least = float(self.fold[last]) + STANDING_SHARE * float(self.fold[first] - self.fold[last])
        for (_, stop), (onward, _) in pairwise(moving):
            rests = self.time_s[first + onward] - self.time_s[first + stop] >= RESTED_S
            if rests and self.fold[first + stop] <= least:
                return stop
        return moving[-1][1]

    def _walks_in(self, bottom: int, end: int) -> bool:
        """Tell whether nobody is seen at a bottom with which a recording begins, and then somebody who is upright."""
        seen = np.flatnonzero(np.isfinite(self.trunk_deg[: end + 1]))
        comes_s = float(self.time_s[seen[0]]) if len(seen) else np.inf
        if not max(float(self.time_s[bottom]) - TOP_WINDOW_S, float(self.time_s[0]) + HIDDEN_S) <= comes_s < np.inf:
            return False
        first = seen[self.time_s[seen] <= comes_s + TOP_WINDOW_S]
        upright = float(np.median(self.trunk_deg[first])) <= STANDING_TRUNK_DEG
        return upright and float(np.median(self.fold[first])) <= UPRIGHT_FOLD_DEG

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


def _for_good(moving: list[tuple[int, int]], way: FloatArray, *, within: float) -> list[tuple[int, int]]:
    """Return the runs of a growing way that end after it was last this near to its beginning."""
    last = int(np.flatnonzero(way <= way[0] + within)[-1])
    return [run for run in moving if run[1] > last + 1]


def _labelled(spans: list[Span]) -> tuple[Span, ...]:
    """Label a final descent that puts the weight down, and shallow movements as attempts."""
    if not spans:
        return ()
    begins_low = spans[0].starts_at == "bottom" and spans[0].note != "walking"
    if begins_low and spans[-1].note == "ends_at_bottom" and len(spans) > 1:
        spans = [*spans[:-1], replace(spans[-1], note="put_down")]
    counted = [s for s in spans if s.kind == "repetition"] or spans
    whole = [s for s in counted if s.starts_at == "top"] or counted
    usual = float(np.median([s.depth_deg for s in whole]))
    return tuple(_shallow(s) if s.ends_at == "top" and s.depth_deg < ATTEMPT_SHARE * usual else s for s in spans)


def _judged_again(spans: tuple[Span, ...], found: Sequence[Span]) -> tuple[Span, ...]:
    """Judge again what is shallow, beside the repetitions alone: not beside bends to a weight on the floor.

    What is not shallow after all is what it was ``found`` to be, which may be no repetition for another reason.
    """
    depths = [s.depth_deg for s in spans if s.kind == "repetition" and s.starts_at == s.ends_at == "top"]
    if not depths:
        return spans
    least = ATTEMPT_SHARE * _usual(depths)
    before = {(s.start_s, s.end_s): s for s in found}
    return tuple(_rejudged(s, before, least_deg=least) for s in spans)


def _rejudged(span: Span, before: Mapping[tuple[float, float], Span], *, least_deg: float) -> Span:
    if span.note == "partial_range" and span.depth_deg >= least_deg:
        return before[span.start_s, span.end_s]
    whole = span.kind != "repetition" or "bottom" in (span.starts_at, span.ends_at) or span.depth_deg >= least_deg
    return span if whole else _shallow(span)


def _shallow(span: Span) -> Span:
    return span if span.note == "walking" else replace(span, kind="attempt", note="partial_range")
