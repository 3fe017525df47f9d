"""Finds for each reference the value that hiphinge measured at the same moment, or says why there is none."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.signals.synchronising import clock_offset_s
from hiphinge.sources.analysis_files import SavedAnalysis, Value
from hiphinge.sources.references import ReferenceRow
from hiphinge.spine.inclinometers import READINGS, angles_from_inclinometers

if TYPE_CHECKING:
    from hiphinge.motion import Motion

__all__ = ["CHEST", "Pair", "Paired", "Unpaired", "pairs_of_markers", "pairs_of_rows"]

CHEST = "chest_to_pelvis_deg"
"""Chest against pelvis as markers give it; hiphinge's counterpart is lumbar plus half of thoracic flexion."""
_NEAR_S = 0.1
_EVERY_S = 0.5
_LIKE = 0.9
"""Below this correlation two trunks do not move alike."""
_TRUNK = "trunk_inclination_deg"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One quantity, measured and by the reference, of one person at one moment."""

    id: str
    person: str
    measured: Value
    reference: float


@dataclass(frozen=True, kw_only=True)
class Unpaired:
    """A reference without a counterpart, and why."""

    where: str
    why: str


@dataclass(kw_only=True)
class Paired:
    """What was collected over all recordings."""

    pairs: list[Pair] = field(default_factory=list)
    unpaired: list[Unpaired] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, id_: str, person: str, measured: Value | None, reference: float, *, where: str) -> None:
        """Keep a pair, or that hiphinge measured nothing there."""
        if measured is None or not np.isfinite(measured.value):
            self.unpaired.append(Unpaired(where=f"{where}, {id_}", why="hiphinge measured nothing there"))
        else:
            self.pairs.append(Pair(id=id_, person=person, measured=measured, reference=reference))


def pairs_of_rows(paired: Paired, answer: SavedAnalysis, rows: Sequence[ReferenceRow], *, person: str) -> None:
    """Add the pairs of one person's lines of a table."""
    zero = _zero(rows)
    for row in rows:
        if row.standing:
            continue
        where = f"line {row.line}"
        if row.readings and not zero:
            why = "readings need a line of the same person and recording with the moment 'standing'"
            paired.unpaired.append(Unpaired(where=where, why=why))
        told = {**angles_from_inclinometers(row.readings, standing=zero), **row.angles}
        missing = _missing(answer, row)
        if missing:
            paired.unpaired.append(Unpaired(where=where, why=missing))
            continue
        for id_, reference in told.items():
            paired.add(id_, person, _value(answer, id_, row), reference, where=where)


def _zero(rows: Sequence[ReferenceRow]) -> dict[str, float]:
    """Return the mean reading of each place in standing."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.standing:
            for place, value in row.readings.items():
                found[place].append(value)
    return {place: float(np.mean(found[place])) for place in READINGS if place in found}


def _missing(answer: SavedAnalysis, row: ReferenceRow) -> str:
    """Return why a line has no counterpart at all; empty where it may have one."""
    if row.repetition is not None:
        if row.repetition in answer.bottoms:
            return ""
        known = ", ".join(map(str, answer.bottoms)) or "none"
        return f"there is no repetition {row.repetition} in {answer.name} (it has: {known})"
    assert row.time_s is not None  # noqa: S101  # the table was checked; this tells the type checker
    away = float(np.min(np.abs(answer.time_s - row.time_s)))
    if away > _NEAR_S:
        ends = f"{answer.time_s[0]:.2f} to {answer.time_s[-1]:.2f} s"
        return f"{answer.name} has no frame at {row.time_s:g} s (it runs from {ends})"
    return ""


def _value(answer: SavedAnalysis, id_: str, row: ReferenceRow) -> Value | None:
    if row.repetition is not None:
        return answer.bottoms[row.repetition].get(id_)
    assert row.time_s is not None  # noqa: S101  # the table was checked; this tells the type checker
    return _at(answer, id_, row.time_s)


def _at(answer: SavedAnalysis, id_: str, time_s: float) -> Value | None:
    """Return a quantity at a moment, between its two frames; None where it was not measured."""
    if id_ == CHEST:
        return _chest(answer, time_s)
    if id_ not in answer.values:
        return None

    def told(series: Mapping[str, FloatArray]) -> float:
        return float(np.interp(time_s, answer.time_s, series[id_])) if id_ in series else float("nan")

    return Value(value=told(answer.values), low=told(answer.low), high=told(answer.high))


def _chest(answer: SavedAnalysis, time_s: float) -> Value | None:
    parts = [_at(answer, id_, time_s) for id_ in ("lumbar_flexion_deg", "thoracic_flexion_deg")]
    lumbar, thoracic = parts
    return None if lumbar is None or thoracic is None else Value(value=lumbar.value + thoracic.value / 2)


def pairs_of_markers(
    paired: Paired, answer: SavedAnalysis, motion: "Motion", *, person: str, offset_s: float | None, where: str
) -> None:
    """Add the pairs of a video and a file of markers: every half second outside of standing.

    Parameters
    ----------
    offset_s
        What is to be added to the video's time for that of the markers; None finds it by the lean of the trunk.
    """
    from hiphinge.analysis.tracks import standing_of  # noqa: PLC0415  # slow to load
    from hiphinge.cleaning import clean  # noqa: PLC0415  # likewise
    from hiphinge.spine.segments import segment_angles  # noqa: PLC0415  # likewise

    stood = standing_of(clean(motion))
    angles = segment_angles(motion, standing=stood.still.frames)
    trunk = stood.angles[_TRUNK]
    if offset_s is None:
        nothing = np.full(len(answer.time_s), np.nan)
        offset_s, like = clock_offset_s(
            answer.time_s, answer.values.get(_TRUNK, nothing), other_time_s=motion.time_s, other_values=trunk
        )
        if not like >= _LIKE:
            why = (
                f"the trunk of {motion.origin.name} does not move as that of {answer.name} (correlation {like:.2f}); "
                "give offset_s, or the right file"
            )
            paired.unpaired.append(Unpaired(where=where, why=why))
            return
        found = f"{motion.origin.name}: the clock of the markers is {offset_s:+.2f} s from the video's"
        paired.notes.append(f"{found} (found by the lean of the trunk, correlation {like:.3f}).")
    for time_s in _moments(motion.time_s[~stood.still.frames] - offset_s, answer.time_s):
        for id_, values in angles.items():
            reference = float(np.interp(time_s + offset_s, motion.time_s, values))
            if np.isfinite(reference):
                paired.add(id_, person, _at(answer, id_, time_s), reference, where=f"{where} at {time_s:.2f} s")


def _moments(moving_s: FloatArray, video_s: FloatArray) -> Iterator[float]:
    """Yield times of the video, half a second apart or more, at which the person is not standing."""
    last = -np.inf
    for time_s in moving_s[(moving_s >= video_s[0]) & (moving_s <= video_s[-1])]:
        if time_s - last >= _EVERY_S:
            last = time_s
            yield float(time_s)
