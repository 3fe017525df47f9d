"""Lumbar flexion as a share of lumbar and hip flexion, over the descent and over each third of it."""

from functools import partial
from itertools import pairwise

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.estimates import back_not_measurable
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, Measurement, not_measurable
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span

__all__ = ["LUMBAR_SHARE"]

MIN_BEND_DEG = 20.0
MIN_FRAMES = 6
_LUMBAR, _HIP = "lumbar_flexion_deg", "hip_flexion_deg"
_SHARE = "lumbar_share"
_THIRDS = ("lumbar_share_first_third", "lumbar_share_second_third", "lumbar_share_last_third")


def _lumbar_share(repetition: RepetitionInput, *, id_: str) -> Measured:
    series, span = repetition.series, repetition.span
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    frames = _thirds_of_bend(series, span)
    if frames is None:
        return back_not_measurable(series)
    first, last = {_SHARE: (frames[0], frames[-1]), **dict(zip(_THIRDS, pairwise(frames), strict=True))}[id_]
    return _share(series, id_, first, last)


def _thirds_of_bend(series: MotionSeries, span: Span) -> list[int] | None:
    """Return the frames at which the bend starts, has done one and two thirds, and ends; None where it is hidden."""
    bend = series.of(_LUMBAR) + series.of(_HIP)
    descent = series.between(span.start_s, span.bottom_s)
    known = np.flatnonzero(descent & np.isfinite(bend))
    if len(known) < max(MIN_FRAMES, descent.sum() / 2) or bend[known[-1]] - bend[known[0]] < MIN_BEND_DEG:
        return None
    levels = bend[known[0]] + np.array([0.0, 1.0, 2.0, 3.0]) / 3 * (bend[known[-1]] - bend[known[0]])
    return [int(known[0]), *(int(known[np.argmax(bend[known] >= level)]) for level in levels[1:3]), int(known[-1])]


def _share(series: MotionSeries, id_: str, first: int, last: int) -> Measured:
    """Return the growth of lumbar flexion between two frames over that of lumbar and hip flexion together."""
    lumbar, hip = series.of(_LUMBAR), series.of(_HIP)
    part = (lumbar[last] + hip[last]) - (lumbar[first] + hip[first])
    if part <= 0:
        return back_not_measurable(series)
    value = float((lumbar[last] - lumbar[first]) / part)
    repeatability = float(load().accuracy[_LUMBAR].repeatability / part)
    of_angle = abs(value / max(float(lumbar[last]), 1.0))
    below = of_angle * float(lumbar[last] - series.low_of(_LUMBAR)[last])
    above = of_angle * float(series.high_of(_LUMBAR)[last] - lumbar[last])
    low, high = (float(np.hypot(offset, repeatability)) for offset in (below, above))
    return Measurement(
        value=value,
        unit=QUANTITIES[id_].unit,
        interval=Interval(low=value - low, high=value + high),
        repeatability=repeatability,
        time_s=float(series.time_s[last]),
    )


LUMBAR_SHARE = tuple(
    Measure(quantity=id_, function=partial(_lumbar_share, id_=id_), inputs=(_LUMBAR, _HIP))
    for id_ in (_SHARE, *_THIRDS)
)
