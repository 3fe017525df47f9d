"""The lower back during a movement: measured a few frames at a time, and compared with the band it should be in."""

from collections import deque
from collections.abc import Mapping
from math import sqrt
from typing import Literal

import numpy as np

from hiphinge.analysis.streaming.events import BackBeyondBand, BackNow
from hiphinge.analysis.streaming.kept_frames import KeptFrames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.measures import (
    GAIN_OF,
    LEAN,
    LUMBAR,
    MIN_FRAMES,
    SAME_LEAN_DEG,
    MotionSeries,
    chance_beyond,
    lumbar_estimate,
)
from hiphinge.motion import FloatArray, Interval, SideMotion, lean_deg
from hiphinge.repetitions import Span
from hiphinge.signals import median_of
from hiphinge.spine import Back, ReferencePosture, contour_features_of, estimate_back, reference_posture_of

__all__ = ["BACK_LAG_S", "BackWatch", "curve_of"]

Band = Literal["own", "usual"]

WINDOW_S = 0.8
"""The last frames that are cleaned together: filters hardly look farther back."""
EVERY_S = 0.13
"""The back is measured so often, all frames since the last time together."""
BACK_LAG_S = 0.1
"""The back is measured so long after a frame: its filters see so much of what follows."""
SUSTAINED_S = 0.15
"""A back is beyond what is usual once it has been so for this long."""
OWN_MEAN_S, OWN_FRAMES = 0.1, 3
"""A back is rounder than before where it is so on average over this long, and over so many frames at least."""
OWN_MORE_DEG = 1.1
"""So much more than the finding's own limit it takes: what sounds at once cannot be taken back. Settled on 40 rendered
people and tried on 19 others, with limits two degrees lower to one higher: see the page about the live analysis."""
FORGOTTEN_S = 0.4
"""Frames farther apart than this are never averaged: the filters fill no longer gap."""
NOT_AS_DEEP_DEG = 1.0
"""An earlier repetition says nothing of leans that are not at least this much short of its own deepest: all of its
frames near them lean less, and so bend less."""
LEANS = np.arange(15.0, 121.0)
"""Trunk inclinations at which repetitions are compared, degrees: standing says nothing of a bend."""


class BackWatch:
    """Measures the lower back `BACK_LAG_S` behind the newest frame while somebody moves.

    The last `WINDOW_S` seconds are cleaned and measured by what measures recordings, every `EVERY_S` seconds; what a
    frame costs does not grow with time.
    """

    def __init__(self) -> None:
        self._side: SideMotion | None = None
        self._posture: ReferencePosture | None = None
        self._kind = "none"
        self._elsewhere = False
        self._off: Mapping[str, float] = {}
        self._curves: dict[float, FloatArray] = {}
        self._next = 0
        self._own_excess: deque[tuple[float, float]] = deque()
        self._usual_run: deque[BackBeyondBand] = deque()
        self._said: set[Band] = set()
        self.now: BackNow | None = None

    def stand(self, standing: SideMotion, *, kind: str, reference: ReferencePosture | None = None) -> None:
        """Take the reference posture from cleaned frames of standing, or from another recording."""
        self._side, self._kind = standing, kind
        frames = np.ones(len(standing), dtype=bool)
        self._posture = reference or (
            None if standing.contour is None else reference_posture_of(contour_features_of(standing), frames)
        )
        self._elsewhere = reference is not None
        self._off = {} if self._elsewhere or self._posture is None else _off_zero(standing, self._posture, kind)

    def begin(self, curves: dict[float, FloatArray]) -> None:
        """Begin with a movement; ``curves`` are those of earlier repetitions that kept their shape (`curve_of`)."""
        self._curves, self._said = curves, set()
        self._own_excess.clear()
        self._usual_run.clear()

    def push(self, frames: KeptFrames, exercise: str, index: int) -> list[BackBeyondBand]:
        """Measure the frames since the last time, where it is time, and return the bands that the back is beyond."""
        now_s = float(frames.time_s[-1])
        due = self._side is not None and self._posture is not None
        if not due or (self.now is not None and now_s - self.now.time_s < BACK_LAG_S + EVERY_S):
            return []
        start = frames.frame_at(now_s - WINDOW_S)
        motion = frames.motion(start)
        if len(motion) < 2 * MIN_FRAMES:
            return []
        side = clean(motion, like=self._side)
        back = estimate_back(
            side,
            standing=np.zeros(len(side), dtype=bool),
            reference_kind=self._kind,
            reference=self._posture,
            same_recording=not self._elsewhere,
        )
        lean = lean_deg(side.joint("shoulder") - side.joint("hip"))
        first = max(self._next, frames.frame_at(now_s - BACK_LAG_S - 2 * EVERY_S)) - start
        stop = int(np.searchsorted(side.time_s, now_s - BACK_LAG_S, side="right"))
        events: list[BackBeyondBand] = []
        for row in range(max(first, 0), stop):
            self.now = _at(back, side, lean, row, start + row, off=self._off)
            events += self._compared(self.now, now_s, exercise, index)
        self._next = start + stop
        return events

    def _compared(self, now: BackNow, given_s: float, exercise: str, index: int) -> list[BackBeyondBand]:
        own = self._own(now, given_s, exercise, index)
        usual = self._sustained(_usual(now, given_s, exercise, index))
        new = [event for event in (own, usual) if event is not None and event.band not in self._said]
        self._said.update(event.band for event in new)
        return new

    def _sustained(self, found: BackBeyondBand | None) -> BackBeyondBand | None:
        run = self._usual_run
        if found is None:
            run.clear()
            return None
        run.append(found)
        return found if found.time_s - run[0].time_s >= SUSTAINED_S else None

    def _own(self, now: BackNow, given_s: float, exercise: str, index: int) -> BackBeyondBand | None:
        """Return the event where the back is rounder than in earlier repetitions at the same lean.

        It has to be so by the threshold of ``back_gives``, `OWN_MORE_DEG`, and the error of the difference, which is
        smaller the more repetitions it is compared with.
        """
        place = round(now.lean_deg - LEANS[0]) if np.isfinite(now.lean_deg) else -1
        value = now.values[LUMBAR]
        if not 0 <= place < len(LEANS) or not np.isfinite(value):
            return None
        known = [curve[place] for curve in self._curves.values() if np.isfinite(curve[place])]
        if not known:
            return None
        usual, threshold = float(np.median(known)), load().faults["back_gives"].threshold(exercise)
        half_width = load().accuracy[GAIN_OF[LUMBAR]].repeatability * sqrt((1 + 1 / len(known)) / 2)
        beyond = value - usual - threshold
        if self._mean_excess(now.time_s, beyond - OWN_MORE_DEG - half_width) <= 0:
            return None
        return BackBeyondBand(
            time_s=now.time_s,
            given_s=given_s,
            index=index,
            band="own",
            frame=now.frame,
            lumbar_deg=value,
            limit_deg=usual + threshold + OWN_MORE_DEG + half_width,
            probability=chance_beyond(beyond, half_width=half_width),
        )

    def _mean_excess(self, time_s: float, excess_deg: float) -> float:
        """Return by how much the last frames are beyond the limit on average, degrees; at most 0 with too few."""
        last = self._own_excess
        if last and time_s - last[-1][0] > FORGOTTEN_S:
            last.clear()
        last.append((time_s, excess_deg))
        while len(last) > OWN_FRAMES and last[0][0] <= time_s - OWN_MEAN_S:
            last.popleft()
        return float(np.mean([excess for _, excess in last])) if len(last) >= OWN_FRAMES else 0.0


def _usual(now: BackNow, given_s: float, exercise: str, index: int) -> BackBeyondBand | None:
    """Return the event where the whole interval is beyond what trained lifters show."""
    threshold = load().faults["more_than_usual"].threshold(exercise)
    value, low, high = (series[LUMBAR] for series in (now.values, now.low, now.high))
    if not low > threshold:
        return None
    estimate = lumbar_estimate(value, Interval(low=low, high=high))
    return BackBeyondBand(
        time_s=now.time_s,
        given_s=given_s,
        index=index,
        band="usual",
        frame=now.frame,
        lumbar_deg=value,
        limit_deg=value + threshold - low,
        probability=estimate.chance_above(threshold),
    )


def curve_of(series: MotionSeries, span: Span) -> FloatArray:
    """Return lumbar flexion at each of `LEANS` in a movement ``[lean]``, degrees.

    NaN where too few frames are near, or the movement hardly went as deep.
    """
    within = series.between(span.start_s, span.end_s)
    lean, flexion = series.of(LEAN)[within], series.of(LUMBAR)[within]
    known = np.isfinite(lean) & np.isfinite(flexion)
    order = np.argsort(lean[known])
    lean, flexion = lean[known][order], flexion[known][order]
    reached = lean.max(initial=-np.inf) - NOT_AS_DEEP_DEG >= LEANS
    first, last = (np.searchsorted(lean, LEANS + off) for off in (-SAME_LEAN_DEG, SAME_LEAN_DEG))
    return np.array(
        [
            median_of(flexion[a:b]) if near and b - a >= MIN_FRAMES else np.nan
            for a, b, near in zip(first, last, reached, strict=True)
        ]
    )


def _off_zero(standing: SideMotion, posture: ReferencePosture, kind: str) -> dict[str, float]:
    """Return by how much each angle is off in standing where it is measured from the posture alone, degrees.

    A recording takes the median angle of its standing frames for 0, and not the angle of their median posture; with few
    or unsteady frames these differ by degrees.
    """
    none, every = (np.full(len(standing), value) for value in (False, True))
    alone = estimate_back(standing, standing=none, reference_kind=kind, reference=posture, same_recording=True)
    as_recorded = estimate_back(standing, standing=every, reference_kind=kind)
    off = {name: alone.values[name] - as_recorded.values[name] for name in alone.values}
    return {name: float(np.nanmedian(values)) for name, values in off.items() if np.isfinite(values).any()}


def _at(back: Back, side: SideMotion, lean: FloatArray, row: int, frame: int, *, off: Mapping[str, float]) -> BackNow:
    picked = [
        {name: float(values[row]) - off.get(name, 0.0) for name, values in series.items()}
        for series in (back.values, back.low, back.high)
    ]
    return BackNow(
        time_s=float(side.time_s[row]),
        frame=frame,
        lean_deg=float(lean[row]),
        values=picked[0],
        low=picked[1],
        high=picked[2],
    )
