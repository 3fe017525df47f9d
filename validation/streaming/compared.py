"""One recording streamed frame by frame, and what the stream said beside what the whole recording says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import process_time

import numpy as np

from hiphinge.analysis import Analysis, Repetition, analyse
from hiphinge.analysis.streaming import (
    AnalysisStream,
    BackBeyondBand,
    BottomReached,
    RepetitionBegan,
    RepetitionEnded,
    RepetitionRevised,
    SetEnded,
    StreamEvent,
)
from hiphinge.motion import Motion

__all__ = ["SAME_S", "Compared", "Streamed", "compared", "final_equal", "streamed"]

SAME_S = 0.1
"""Bottoms of the same repetition are no farther apart than this."""


@dataclass(frozen=True)
class Streamed:
    """What a stream gave: its events, its analysis at the end, and its processor time per frame, seconds."""

    events: list[StreamEvent]
    analysis: Analysis
    cost_s: list[float]
    finish_s: float


def streamed(motion: Motion, *, exercise: str | None = None) -> Streamed:
    """Stream a recording frame by frame."""
    stream = AnalysisStream(exercise=exercise)
    events: list[StreamEvent] = []
    costs: list[float] = []
    for k in range(len(motion)):
        frame = motion.part(slice(k, k + 1))
        before = process_time()
        events += stream.push(frame)
        costs.append(process_time() - before)
    before = process_time()
    events += stream.finish()
    return Streamed(events, stream.analysis(), costs, process_time() - before)


def _said(repetition: Repetition) -> tuple[object, ...]:
    return repetition.pattern.label, tuple(sorted(finding.id for finding in repetition.findings))


@dataclass
class Compared:
    """Counts of one recording: repetitions of the batch, those the stream gave alike, and what differed."""

    batch: int = 0
    given: int = 0
    found: int = 0
    pattern: int = 0
    findings: int = 0
    bottoms: int = 0
    alike_at_first: int = 0
    alike_at_end: int = 0
    revised: int = 0
    differences: list[str] = field(default_factory=list)
    lags_s: Mapping[str, list[float]] = field(default_factory=dict)


def compared(motion: Motion, ran: Streamed, *, exercise: str | None = None) -> Compared:
    """Compare the repetitions that count, as they were first given and as they stood at the end, with the batch."""
    truth = analyse(motion, exercise=exercise).counted
    first: list[Repetition] = []
    for event in ran.events:
        if isinstance(event, RepetitionEnded) and event.repetition.kind == "repetition":
            first.append(event.repetition)
    at_end = [r for event in ran.events if isinstance(event, SetEnded) for r in event.repetitions if r.kind == "repetition"]
    bottoms = [event.time_s for event in ran.events if isinstance(event, BottomReached)]
    out = Compared(batch=len(truth), given=len(at_end))
    out.revised = sum(isinstance(event, RepetitionRevised) for event in ran.events)
    for repetition in truth:
        mine = _nearest(repetition, first)
        later = _nearest(repetition, at_end)
        out.bottoms += any(abs(at - repetition.bottom_s) <= SAME_S for at in bottoms)
        out.alike_at_first += mine is not None and _said(mine) == _said(repetition)
        if mine is None or _said(mine) != _said(repetition):
            out.differences.append(f"first: {repetition.bottom_s:.2f} s batch {_said(repetition)} stream {mine and _said(mine)}")
        if later is None:
            out.differences.append(f"{repetition.bottom_s:.2f} s missing")
            continue
        out.found += 1
        out.pattern += later.pattern.label == repetition.pattern.label
        out.findings += _said(later)[1] == _said(repetition)[1]
        out.alike_at_end += _said(later) == _said(repetition)
        if _said(later) != _said(repetition):
            out.differences.append(f"{repetition.bottom_s:.2f} s batch {_said(repetition)} stream {_said(later)}")
    out.lags_s = _lags(ran.events)
    return out


def _nearest(repetition: Repetition, among: list[Repetition]) -> Repetition | None:
    near = [one for one in among if abs(one.bottom_s - repetition.bottom_s) <= SAME_S]
    return min(near, key=lambda one: abs(one.bottom_s - repetition.bottom_s), default=None)


def _lags(events: list[StreamEvent]) -> dict[str, list[float]]:
    kinds = (RepetitionBegan, BottomReached, RepetitionEnded, BackBeyondBand)
    return {kind.__name__: [e.lag_s for e in events if isinstance(e, kind)] for kind in kinds}


def final_equal(one: Analysis, other: Analysis) -> bool:
    """Tell whether two analyses agree within 1 degree and 0.05 s, with the same ids."""
    if len(one.repetitions) != len(other.repetitions):
        return False
    for a, b in zip(one.repetitions, other.repetitions, strict=True):
        times = np.abs(np.array([a.start_s - b.start_s, a.bottom_s - b.bottom_s, a.end_s - b.end_s]))
        if times.max() > 0.05 or _said(a) != _said(b) or set(a.measurements) != set(b.measurements):  # noqa: PLR2004
            return False
    if one.series is None or other.series is None:
        return one.series is other.series
    angles = [name for name in one.series.values if name.endswith("_deg")]
    gaps = [np.abs(one.series.values[name] - other.series.values[name]) for name in angles]
    return all(not np.isfinite(gap).any() or float(np.nanmax(gap)) <= 1.0 for gap in gaps)
