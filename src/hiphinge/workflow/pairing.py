"""Finds the value that hiphinge measured at the moment of each reference, or the reason why there is none."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.measures import LEANING_DEG
from hiphinge.motion import FloatArray
from hiphinge.signals.synchronising import alignment_of
from hiphinge.sources.analysis_files import SavedAnalysis, Value
from hiphinge.sources.references import ReferenceRow
from hiphinge.spine.inclinometers import READINGS, angles_from_inclinometers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hiphinge.motion import Motion

__all__ = ["CHEST", "Pair", "Pairing", "Unpaired", "pairs_of_markers", "pairs_of_rows"]

CHEST = "chest_to_pelvis_deg"
"""Chest against pelvis as markers give it; hiphinge's counterpart is lumbar plus half of thoracic flexion."""
_NEAR_S = 0.1
_EVERY_S = 0.5
_TRUNK = "trunk_inclination_deg"
_SENSORS_ERR = (
    "Sensors on the skin are no exact truth: the confidence intervals of bias and limits hold their own error, too. "
    "More moments of one person do not make those smaller."
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One quantity, measured and by the reference, of one person at one moment."""

    id: str
    person: str
    measured: Value
    reference: float
    reference_error: float = 0.0
    """Half of the reference's own 90 % interval; 0 where it counts as the truth."""


@dataclass(frozen=True, kw_only=True)
class Unpaired:
    """A reference without a counterpart, and why."""

    where: str
    why: str


@dataclass(kw_only=True)
class Pairing:
    """The pairs of all recordings, and the references without one."""

    pairs: list[Pair] = field(default_factory=list)
    unpaired: list[Unpaired] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(  # what a pair is, and where it is from
        self,
        id_: str,
        person: str,
        measured: Value | None,
        reference: float,
        *,
        where: str,
        reference_error: float = 0.0,
    ) -> None:
        """Add a pair, or the reference as unpaired where hiphinge measured nothing."""
        if measured is None or not np.isfinite(measured.value):
            self.unpaired.append(Unpaired(where=f"{where}, {id_}", why="hiphinge measured nothing there"))
        else:
            pair = Pair(id=id_, person=person, measured=measured, reference=reference, reference_error=reference_error)
            self.pairs.append(pair)


def pairs_of_rows(paired: Pairing, saved: SavedAnalysis, rows: Sequence[ReferenceRow], *, person: str) -> None:
    """Add the pairs of one person's lines of a table."""
    standing = _standing_readings(rows)
    for row in rows:
        if row.standing:
            continue
        where = f"line {row.line}"
        if row.readings and not standing:
            why = "readings need a line of the same person and recording with the moment 'standing'"
            paired.unpaired.append(Unpaired(where=where, why=why))
        references = {**angles_from_inclinometers(row.readings, standing=standing), **row.angles}
        missing = _missing(saved, row)
        if missing:
            paired.unpaired.append(Unpaired(where=where, why=missing))
            continue
        for id_, reference in references.items():
            paired.add(id_, person, _value(saved, id_, row), reference, where=where)


def _standing_readings(rows: Sequence[ReferenceRow]) -> dict[str, float]:
    """Return the mean reading at each place while standing."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.standing:
            for place, value in row.readings.items():
                found[place].append(value)
    return {place: float(np.mean(found[place])) for place in READINGS if place in found}


def _missing(saved: SavedAnalysis, row: ReferenceRow) -> str:
    """Return why a line has no counterpart at all; empty where it may have one."""
    if row.repetition is not None:
        if row.repetition in saved.bottoms:
            return ""
        known = ", ".join(map(str, saved.bottoms)) or "none"
        return f"there is no repetition {row.repetition} in {saved.name} (there are: {known})"
    assert row.time_s is not None  # noqa: S101  # the table was checked; this tells the type checker
    away = float(np.min(np.abs(saved.time_s - row.time_s)))
    if away > _NEAR_S:
        ends = f"{saved.time_s[0]:.2f} to {saved.time_s[-1]:.2f} s"
        return f"{saved.name} has no frame at {row.time_s:g} s (it runs from {ends})"
    return ""


def _value(saved: SavedAnalysis, id_: str, row: ReferenceRow) -> Value | None:
    if row.repetition is not None:
        return saved.bottoms[row.repetition].get(id_)
    assert row.time_s is not None  # noqa: S101  # the table was checked; this tells the type checker
    return _at(saved, id_, row.time_s)


def _at(saved: SavedAnalysis, id_: str, time_s: float) -> Value | None:
    """Return a quantity at a moment, interpolated between two frames; None where it was not measured."""
    if id_ == CHEST:
        return _chest(saved, time_s)
    if id_ not in saved.values:
        return None

    def interpolated(series: Mapping[str, FloatArray]) -> float:
        return float(np.interp(time_s, saved.time_s, series[id_])) if id_ in series else float("nan")

    return Value(value=interpolated(saved.values), low=interpolated(saved.low), high=interpolated(saved.high))


def _chest(saved: SavedAnalysis, time_s: float) -> Value | None:
    parts = [_at(saved, id_, time_s) for id_ in ("lumbar_flexion_deg", "thoracic_flexion_deg")]
    lumbar, thoracic = parts
    return None if lumbar is None or thoracic is None else Value(value=lumbar.value + thoracic.value / 2)


def pairs_of_markers(
    paired: Pairing, saved: SavedAnalysis, motion: "Motion", *, person: str, offset_s: float | None, where: str
) -> None:
    """Add the pairs of a video and a recording of markers or sensors: every half second of movement.

    Parameters
    ----------
    offset_s
        Added to the video's time it gives that of the reference, seconds; None finds it from the trunk inclination.
    """
    reference = _sensor_angles(motion) if motion.sensors is not None else _marker_angles(motion)
    trunk, angles = reference.trunk_deg, reference.angles
    if offset_s is None:
        nothing = np.full(len(saved.time_s), np.nan)
        found = alignment_of(
            saved.time_s, saved.values.get(_TRUNK, nothing), other_time_s=motion.time_s, other_values=trunk
        )
        offset_s = found.offset_s
        if (problem := found.problem(any_size=motion.sensors is None)) is not None:
            why = (
                f"the trunk of {motion.origin.name} does not move like that of {saved.name} ({problem}); "
                "give the offset, or the right file"
            )
            paired.unpaired.append(Unpaired(where=where, why=why))
            return
        said = f"{motion.origin.name}: its clock minus the video's is {offset_s:+.2f} s"
        paired.notes.append(f"{said} (found from the trunk angle, correlation {found.like:.3f}).")
    for time_s in _moments(motion.time_s[reference.moving] - offset_s, saved.time_s):
        for id_, values in angles.items():
            true = float(np.interp(time_s + offset_s, motion.time_s, values))
            if np.isfinite(true):
                own = reference.half_widths.get(id_)
                error = 0.0 if own is None else float(np.interp(time_s + offset_s, motion.time_s, own))
                at = f"{where} at {time_s:.2f} s"
                paired.add(id_, person, _at(saved, id_, time_s), true, where=at, reference_error=error)
    if reference.half_widths:
        paired.notes.append(_SENSORS_ERR)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Reference:
    """What a reference measured ``[time]``: the trunk's lean, angles by quantity id, and when the person moves."""

    trunk_deg: FloatArray
    angles: Mapping[str, FloatArray]
    moving: "NDArray[np.bool_]"
    half_widths: Mapping[str, FloatArray] = field(default_factory=dict)
    """Of angles that the reference does not know exactly: half of their 90 % intervals ``[time]``."""


def _marker_angles(motion: "Motion") -> _Reference:
    from hiphinge.analysis.tracks import movement_events_of  # noqa: PLC0415  # slow to load
    from hiphinge.cleaning import clean  # noqa: PLC0415  # likewise
    from hiphinge.spine.segments import segment_angles  # noqa: PLC0415  # likewise

    events = movement_events_of(clean(motion))
    standing = events.still.frames
    angles = segment_angles(motion, standing=standing)
    return _Reference(trunk_deg=events.angles[_TRUNK], angles=angles, moving=~standing)


def _sensor_angles(motion: "Motion") -> _Reference:
    """Return the angles between the sensors' places; the trunk's lean only tells the time, it is another line."""
    from hiphinge.analysis.from_sensors import lean_of, measure_sensors  # noqa: PLC0415  # slow to load

    assert motion.sensors is not None  # noqa: S101  # the caller looked
    series = measure_sensors(motion.sensors, motion.time_s)[0].series
    trunk = lean_of(series)
    angles = {id_: values for id_, values in series.values.items() if id_ != _TRUNK}
    half_widths = {id_: np.asarray((series.high[id_] - series.low[id_]) / 2.0) for id_ in angles if id_ in series.low}
    moving = np.asarray(np.abs(trunk) > LEANING_DEG)
    return _Reference(trunk_deg=trunk, angles=angles, moving=moving, half_widths=half_widths)


def _moments(moving_s: FloatArray, video_s: FloatArray) -> Iterator[float]:
    """Yield times of the video, half a second apart or more, at which the person is not standing."""
    last = -np.inf
    for time_s in moving_s[(moving_s >= video_s[0]) & (moving_s <= video_s[-1])]:
        if time_s - last >= _EVERY_S:
            last = time_s
            yield float(time_s)
