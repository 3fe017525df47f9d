"""Which moments of a clip a report shows: evidence of findings, bottoms, and two repetitions in step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from hiphinge.analysis import Analysis, Repetition
from hiphinge.catalogue import Catalogue, load
from hiphinge.motion import CoordinateFrame
from hiphinge.reports.ranking import faults_in_set, pair_to_compare

__all__ = ["STEP_NAMES", "frame_time", "needed_times", "steps_of"]

StepName = Literal["start", "mid_descent", "bottom", "mid_ascent", "lockout"]

STEP_NAMES: dict[StepName, str] = {
    "start": "Start",
    "mid_descent": "Halfway down",
    "bottom": "Bottom",
    "mid_ascent": "Halfway up",
    "lockout": "Standing",
}
"""The moments at which two repetitions are laid side by side, in order, and their names."""

_MAX_TIMES = 90
_LEAN = "trunk_inclination_deg"


@dataclass(frozen=True, kw_only=True)
class _TimeSpan:
    start_s: float
    end_s: float


def needed_times(analysis: Analysis, *, catalogue: Catalogue | None = None) -> tuple[float, ...]:
    """Return the times whose images a report can show, in order; empty where there are no images.

    Every time is the time of a frame. Of a very long clip the least important moments are left out (at most 90);
    a report needs no image taller than 720 pixels of the person, so frames may be made smaller before they are kept.
    """
    if analysis.motion.coordinate_frame is not CoordinateFrame.IMAGE_PX or analysis.side is None:
        return ()
    wanted: dict[float, None] = {}
    for time_s in _by_importance(analysis, catalogue or load()):
        wanted.setdefault(frame_time(analysis, time_s))
    return tuple(sorted(list(wanted)[:_MAX_TIMES]))


def frame_time(analysis: Analysis, time_s: float) -> float:
    """Return the time of the frame nearest to a time."""
    times = analysis.motion.time_s
    return float(times[int(np.argmin(np.abs(times - time_s)))])


def _by_importance(analysis: Analysis, catalogue: Catalogue) -> Iterator[float]:
    pair = pair_to_compare(analysis, catalogue=catalogue)
    if pair is not None:
        for repetition in (pair.best, pair.worst):
            yield from steps_of(repetition, analysis).values()
    yield from (found.clearest.time_s for found in faults_in_set(analysis, catalogue=catalogue))
    yield from (repetition.bottom_s for repetition in analysis.counted)
    yield from (repetition.bottom_s for repetition in analysis.repetitions)


def steps_of(repetition: Repetition, analysis: Analysis) -> dict[StepName, float]:
    """Return the moments of a repetition that can be compared with those of another one.

    Halfway is half of the repetition's own trunk lean, not of its time, so that the same position of the trunk is
    compared.
    """
    down, up = _descent(repetition), _ascent(repetition)
    steps: dict[StepName, float] = {}
    if down is not None:
        steps["start"] = down.start_s
        steps["mid_descent"] = _half_way(analysis, down)
    steps["bottom"] = repetition.bottom_s
    if up is not None:
        steps["mid_ascent"] = _half_way(analysis, up)
        steps["lockout"] = up.end_s
    return {name: frame_time(analysis, time_s) for name, time_s in steps.items()}


def _descent(repetition: Repetition) -> _TimeSpan | None:
    if repetition.starts_at == "bottom":
        return None
    ends = [p.end_s for p in repetition.phases if p.name == "descent"]
    return _TimeSpan(start_s=repetition.start_s, end_s=ends[-1] if ends else repetition.bottom_s)


def _ascent(repetition: Repetition) -> _TimeSpan | None:
    if repetition.ends_at == "bottom":
        return None
    ascents = [p for p in repetition.phases if p.name == "ascent"]
    if ascents:
        return _TimeSpan(start_s=ascents[0].start_s, end_s=ascents[-1].end_s)
    return _TimeSpan(start_s=repetition.bottom_s, end_s=repetition.end_s)


def _half_way(analysis: Analysis, stretch: _TimeSpan) -> float:
    middle = (stretch.start_s + stretch.end_s) / 2
    series = analysis.series
    if series is None or _LEAN not in series.values:
        return middle
    inside = (series.time_s >= stretch.start_s) & (series.time_s <= stretch.end_s)
    lean, times = series.values[_LEAN][inside], series.time_s[inside]
    if not np.isfinite(lean).any():
        return middle
    half = (float(np.nanmin(lean)) + float(np.nanmax(lean))) / 2
    return float(times[int(np.nanargmin(np.abs(lean - half)))])
