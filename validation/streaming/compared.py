"""One recording streamed frame by frame, and what the stream said beside what the whole recording says."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import process_time
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hiphinge.motion import Motion

__all__ = ["SAME_S", "Compared", "Streamed", "compared", "equal", "streamed"]

SAME_S = 0.1
"""Bottoms of the same repetition are no farther apart than this."""
EQUAL_S, EQUAL_DEG = 0.05, 1.0
"""Two analyses are equal where no time and no angle differs by more."""
_LAGS = (RepetitionBegan, BottomReached, RepetitionEnded, BackBeyondBand)


@dataclass(frozen=True)
class Streamed:
    """What a stream gave: its events, its analysis at the end, and its processor time for each frame, seconds."""

    events: Sequence[StreamEvent]
    analysis: Analysis
    cost_s: Sequence[float]


def streamed(motion: Motion) -> Streamed:
    """Stream a recording frame by frame."""
    stream = AnalysisStream()
    events: list[StreamEvent] = []
    costs: list[float] = []
    for k in range(len(motion)):
        frame = motion.part(slice(k, k + 1))
        before = process_time()
        events += stream.push(frame)
        costs.append(process_time() - before)
    events += stream.finish()
    return Streamed(events, stream.analysis(), costs)


@dataclass
class Compared:
    """Counts over the repetitions of one recording that count, and what differed.

    ``movements`` are those of the recording, ``given`` those of the stream, ``found`` those of both by their bottoms.
    """

    movements: int = 0
    given: int = 0
    found: int = 0
    bottoms: int = 0
    alike_at_first: int = 0
    alike_at_end: int = 0
    revised: int = 0
    equal: bool = False
    differences: list[str] = field(default_factory=list)
    lags_s: Mapping[str, list[float]] = field(default_factory=dict)
    cost_s: Sequence[float] = ()


def compared(motion: Motion, ran: Streamed) -> Compared:
    """Compare the repetitions as they were first given, and as they stood at the set's end, with the recording's."""
    whole, events = analyse(motion), ran.events
    first = [e.repetition for e in events if isinstance(e, RepetitionEnded) and e.repetition.kind == "repetition"]
    sets = [event.repetitions for event in events if isinstance(event, SetEnded)]
    last = [one for repetitions in sets for one in repetitions if one.kind == "repetition"]
    bottoms_s = np.array([event.time_s for event in events if isinstance(event, BottomReached)])
    out = Compared(movements=len(whole.counted), given=len(last), equal=equal(ran.analysis, whole))
    out.revised = sum(isinstance(event, RepetitionRevised) for event in events)
    out.lags_s = {kind.__name__: [e.lag_s for e in events if isinstance(e, kind)] for kind in _LAGS}
    out.cost_s = ran.cost_s
    for repetition in whole.counted:
        out.bottoms += bool((np.abs(bottoms_s - repetition.bottom_s) <= SAME_S).any())
        out.found += _nearest(repetition, last) is not None
        out.alike_at_first += _alike(repetition, first, out.differences, "first given as")
        out.alike_at_end += _alike(repetition, last, out.differences, "at the end")
    return out


def _said(repetition: Repetition) -> tuple[object, ...]:
    return repetition.pattern.label, tuple(sorted(finding.id for finding in repetition.findings))


def _nearest(repetition: Repetition, among: Sequence[Repetition]) -> Repetition | None:
    near = [one for one in among if abs(one.bottom_s - repetition.bottom_s) <= SAME_S]
    return min(near, key=lambda one: abs(one.bottom_s - repetition.bottom_s), default=None)


def _alike(repetition: Repetition, among: Sequence[Repetition], differences: list[str], words: str) -> bool:
    mine = _nearest(repetition, among)
    if mine is not None and _said(mine) == _said(repetition):
        return True
    given = "nothing" if mine is None else _said(mine)
    differences.append(f"{repetition.bottom_s:.2f} s is {_said(repetition)}, {words} {given}")
    return False


def equal(one: Analysis, other: Analysis) -> bool:
    """Tell whether two analyses agree within `EQUAL_S` and `EQUAL_DEG`, with the same ids."""
    if len(one.repetitions) != len(other.repetitions):
        return False
    for a, b in zip(one.repetitions, other.repetitions, strict=True):
        apart_s = max(abs(a.start_s - b.start_s), abs(a.bottom_s - b.bottom_s), abs(a.end_s - b.end_s))
        if apart_s > EQUAL_S or _said(a) != _said(b) or set(a.measurements) != set(b.measurements):
            return False
    if one.series is None or other.series is None:
        return one.series is other.series
    angles = [name for name in one.series.values if name.endswith("_deg")]
    pairs = [(one.series.values[name], other.series.values[name]) for name in angles]
    return all(np.allclose(a, b, rtol=0.0, atol=EQUAL_DEG, equal_nan=True) for a, b in pairs)
