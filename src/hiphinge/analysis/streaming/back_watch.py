"""The lower back during a movement: measured a few frames at a time, and compared with the band it should be in."""

from collections import deque
from math import erf, sqrt
from typing import Literal

import numpy as np

from hiphinge.analysis.streaming.events import BackBeyondBand, BackNow
from hiphinge.analysis.streaming.kept_frames import KeptFrames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.measures import (
    CERTAIN_WIDTH_DEG,
    GAIN_OF,
    HALF_WIDTH_IN_ERRORS,
    LEAN,
    LUMBAR,
    MIN_FRAMES,
    SAME_LEAN_DEG,
    WIDENING_SHARE,
    MotionSeries,
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
"""A back is beyond its band once it has been so for this long."""
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
        self._curves: dict[float, FloatArray] = {}
        self._next = 0
        self._beyond: dict[Band, deque[BackBeyondBand]] = {"own": deque(), "usual": deque()}
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

    def begin(self, curves: dict[float, FloatArray]) -> None:
        """Begin with a movement; ``curves`` are those of earlier repetitions that kept their shape (`curve_of`)."""
        self._curves, self._said = curves, set()
        for found in self._beyond.values():
            found.clear()

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
            self.now = _at(back, side, lean, row, start + row)
            events += self._compared(self.now, now_s, exercise, index)
        self._next = start + stop
        return events

    def _compared(self, now: BackNow, given_s: float, exercise: str, index: int) -> list[BackBeyondBand]:
        own = self._sustained("own", self._own(now, given_s, exercise, index))
        return own + self._sustained("usual", _usual(now, given_s, exercise, index))

    def _sustained(self, band: Band, found: BackBeyondBand | None) -> list[BackBeyondBand]:
        run = self._beyond[band]
        if found is None:
            run.clear()
            return []
        run.append(found)
        if band in self._said or found.time_s - run[0].time_s < SUSTAINED_S:
            return []
        self._said.add(band)
        return [found]

    def _own(self, now: BackNow, given_s: float, exercise: str, index: int) -> BackBeyondBand | None:
        """Return the event where the back is rounder than in earlier repetitions at the same lean, as a batch finds."""
        place = round(now.lean_deg - LEANS[0]) if np.isfinite(now.lean_deg) else -1
        value = now.values[LUMBAR]
        if not 0 <= place < len(LEANS) or not np.isfinite(value):
            return None
        known = [curve[place] for curve in self._curves.values() if np.isfinite(curve[place])]
        if not known:
            return None
        fault, id_ = load().faults["back_gives"], GAIN_OF[LUMBAR]
        width_deg = max(now.high[LUMBAR] - now.low[LUMBAR] - CERTAIN_WIDTH_DEG, 0.0)
        half_width = load().accuracy[id_].repeatability + WIDENING_SHARE * width_deg
        usual, threshold = float(np.median(known)), fault.threshold(exercise)
        beyond = value - usual - threshold
        if beyond <= half_width:
            return None
        return BackBeyondBand(
            time_s=now.time_s,
            given_s=given_s,
            index=index,
            band="own",
            frame=now.frame,
            lumbar_deg=value,
            limit_deg=usual + threshold + half_width,
            probability=0.5 * (1 + erf(beyond * HALF_WIDTH_IN_ERRORS / half_width / sqrt(2))),
        )


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
    """Return lumbar flexion at each of `LEANS` in a movement ``[lean]``, degrees; NaN where too few frames are near."""
    within = series.between(span.start_s, span.end_s)
    lean, flexion = series.of(LEAN)[within], series.of(LUMBAR)[within]
    known = np.isfinite(lean) & np.isfinite(flexion)
    order = np.argsort(lean[known])
    lean, flexion = lean[known][order], flexion[known][order]
    first, last = (np.searchsorted(lean, LEANS + off) for off in (-SAME_LEAN_DEG, SAME_LEAN_DEG))
    return np.array(
        [median_of(flexion[a:b]) if b - a >= MIN_FRAMES else np.nan for a, b in zip(first, last, strict=True)]
    )


def _at(back: Back, side: SideMotion, lean: FloatArray, row: int, frame: int) -> BackNow:
    picked = [
        {name: float(values[row]) for name, values in series.items()} for series in (back.values, back.low, back.high)
    ]
    return BackNow(
        time_s=float(side.time_s[row]),
        frame=frame,
        lean_deg=float(lean[row]),
        values=picked[0],
        low=picked[1],
        high=picked[2],
    )
