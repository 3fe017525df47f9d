"""The window of a stream that is measured: cleaned whole at an event, its costly quantities measured once per frame."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.analysis.streaming.kept_frames import KeptFrames
from hiphinge.analysis.tracks import FrameMeasurements, MovementEvents, measure_frames, movement_events_of
from hiphinge.cleaning import clean
from hiphinge.kinematics import joint_angles
from hiphinge.motion import CoefficientSet, FloatArray, Motion, SideMotion
from hiphinge.posture import StandingFrames

__all__ = ["Look", "WindowMeasuring"]

MARGIN_S = 0.5
"""So much before the new frames is measured with them: filters look so far back."""
UNSETTLED_S = 0.3
"""The newest frames are measured again with the next ones: filters look so far ahead."""
STANDING_FRAMES = 60
"""As many frames of standing are kept as reference, half of them the first ones, half the last."""
AFFORDED = 3
"""A look may measure so many times as many frames as have come since the last one. A window that is no longer is
measured anew, from all standing that it shows."""
GROWS = 2
"""In a longer window, the reference posture is taken anew where there is so many times as much standing."""
_SIDE_ARRAYS = ("time_s", "near", "far", "quality", "contour", "plate", "knee_lost")


@dataclass(frozen=True, kw_only=True, eq=False)
class Look:
    """The frames of a stream from number ``start`` on, cleaned, with the movements that are seen in them."""

    start: int
    motion: Motion
    side: SideMotion
    events: MovementEvents


@dataclass(frozen=True, kw_only=True, eq=False)
class _Standing:
    """The frames that the reference posture is taken from: cleaned, and their numbers in the stream."""

    still: StandingFrames
    numbers: NDArray[np.intp]
    side: SideMotion


class WindowMeasuring:
    """Measures windows of a stream by what measures recordings.

    Positions are cleaned and movements detected in the whole window, at 0.1 ms a frame. What costs ten times as much
    (the networks of back and legs, the dowel) is measured once for each frame, in a short recording made of the
    standing and the new frames, and kept until the window has passed.
    """

    def __init__(self, *, reference: StandingReference | None, coefficients: CoefficientSet, from_floor: bool) -> None:
        self._reference = reference
        self._coefficients = coefficients
        self._from_floor = from_floor
        self._standing: _Standing | None = None
        self._series: dict[str, FloatArray] = {}
        self._start = self._settled = 0

    def look(self, frames: KeptFrames, start: int, *, like: SideMotion | None = None) -> Look:
        """Clean the frames from ``start`` on and find the movements in them."""
        motion = frames.motion(start)
        side = clean(motion, like=like)
        events = movement_events_of(side, from_floor=self._from_floor)
        return Look(start=max(start, frames.first), motion=motion, side=side, events=events)

    def measure(self, look: Look, *, anew: bool = False) -> FrameMeasurements:
        """Return the quantities of every frame of the window; ``anew`` measures all of them again."""
        if self._takes_standing(look, anew=anew):
            self._series, self._settled = {}, look.start
        numbers = np.arange(look.start, look.start + len(look.side))
        first = max(self._settled, look.start)
        margin_from = max(
            look.start,
            look.start + int(np.searchsorted(look.side.time_s, look.side.time_s[first - look.start] - MARGIN_S)),
        )
        part, part_numbers = self._part(look, margin_from)
        stands = np.isin(part_numbers, self._numbers) & np.isfinite(part.near[:, :, 0]).any(axis=1)
        still = StandingFrames(kind=self._kind, frames=stands, legs=self._standing is None or self._standing.still.legs)
        events = MovementEvents(angles=joint_angles(part), spans=look.events.spans, still=still)
        tracks = measure_frames(part, reference=self._reference, coefficients=self._coefficients, events=events)
        new = part_numbers >= first
        series = {name: values[new] for name, values in _arrays(tracks).items()}
        self._keep(series, look.start, first, len(numbers))
        self._settled = look.start + int(np.searchsorted(look.side.time_s, look.side.time_s[-1] - UNSETTLED_S))
        return _with_arrays(tracks, look, self._series)

    @property
    def standing(self) -> SideMotion | None:
        """The cleaned frames of the reference posture, None before anybody stood."""
        return None if self._standing is None else self._standing.side

    @property
    def _numbers(self) -> NDArray[np.intp]:
        return np.empty(0, dtype=np.intp) if self._standing is None else self._standing.numbers

    @property
    def _kind(self) -> Literal["quiet", "lockout", "none"]:
        return "none" if self._standing is None else self._standing.still.kind

    def _takes_standing(self, look: Look, *, anew: bool) -> bool:
        """Take the window's standing as the reference where it is better than the one there is; tell whether it was."""
        still, known = look.events.still, self._standing
        frames = np.flatnonzero(still.frames)
        if not len(frames):
            return anew or not self._series
        if len(frames) > STANDING_FRAMES:
            frames = np.concatenate([frames[: STANDING_FRAMES // 2], frames[-STANDING_FRAMES // 2 :]])
        better = known is None or (still.kind == "quiet" != known.still.kind)
        if known is not None and still.kind == known.still.kind:
            affordable = len(look.side) <= AFFORDED * (look.start + len(look.side) - self._settled)
            better = anew or affordable or len(frames) >= GROWS * len(known.numbers)
        if known is not None and _view_of(known.side) != _view_of(look.side):
            better = True
        if better:
            self._standing = _Standing(still=still, numbers=look.start + frames, side=_rows(look.side, frames))
        return bool(better) or anew or not self._series

    def _part(self, look: Look, margin_from: int) -> tuple[SideMotion, NDArray[np.intp]]:
        """Return the standing before frame number ``margin_from`` and all frames from it on, as one side view.

        A row without positions parts frames that do not follow each other, so that no filter runs across; its number
        is -1.
        """
        recent = _rows(look.side, np.arange(margin_from - look.start, len(look.side)))
        numbers = np.arange(margin_from, look.start + len(look.side))
        before = np.flatnonzero(self._numbers < margin_from)
        if self._standing is not None and len(before):
            recent = _joined(_rows(self._standing.side, before), recent)
            numbers = np.concatenate([self._numbers[before], numbers])
        gaps = np.flatnonzero(np.diff(numbers) > 1) + 1
        part, numbers = _parted(recent, gaps), np.insert(numbers, gaps, -1)
        return replace(part, moves=_moves(look, numbers)), numbers

    def _keep(self, series: dict[str, FloatArray], start: int, first: int, count: int) -> None:
        """Keep the new frames' arrays behind those of the window's frames before them."""
        for name, values in series.items():
            old = self._series.get(name)
            if old is None or self._start > start:
                old = np.full((first - start, *values.shape[1:]), np.nan)
            else:
                old = old[start - self._start : first - self._start]
            self._series[name] = np.concatenate([old, values])[:count]
        self._start = start


def _view_of(side: SideMotion) -> tuple[str, str, bool]:
    return side.near_side, side.view.facing, side.on_far_leg


def _rows(side: SideMotion, frames: NDArray[np.intp]) -> SideMotion:
    rows: dict[str, Any] = {name: v[frames] for name in _SIDE_ARRAYS if (v := getattr(side, name)) is not None}
    return replace(side, moves=(), **rows)


def _joined(one: SideMotion, other: SideMotion) -> SideMotion:
    """Return the frames of both, in the view and the scale of the other."""
    if (one.knee_lost is None) != (other.knee_lost is None):
        one, other = _with_known_knees(one), _with_known_knees(other)
    pairs = {name: (getattr(one, name), getattr(other, name)) for name in _SIDE_ARRAYS}
    both: dict[str, Any] = {
        n: None if a is None or b is None else np.concatenate([a, b]) for n, (a, b) in pairs.items()
    }
    return replace(other, **both)


def _with_known_knees(side: SideMotion) -> SideMotion:
    """Return the same, with every knee known where it is not said which are lost."""
    return side if side.knee_lost is not None else replace(side, knee_lost=np.zeros(len(side), dtype=bool))


def _parted(side: SideMotion, gaps: NDArray[np.intp]) -> SideMotion:
    time_s = np.insert(side.time_s, gaps, (side.time_s[gaps - 1] + side.time_s[gaps]) / 2)
    arrays = {name: getattr(side, name) for name in _SIDE_ARRAYS if name != "time_s"}
    parted: dict[str, Any] = {n: np.insert(v, gaps, np.nan, axis=0) for n, v in arrays.items() if v is not None}
    return replace(side, time_s=time_s, **parted)


def _moves(look: Look, numbers: NDArray[np.intp]) -> tuple[tuple[int, int], ...]:
    """Return the window's moves of the feet as runs of the part's rows, those that are whole in it."""
    rows = {int(number): row for row, number in enumerate(numbers) if number >= 0}
    edges = [(look.start + start, look.start + stop - 1) for start, stop in look.side.moves]
    return tuple((rows[a], rows[b] + 1) for a, b in edges if a in rows and b in rows and rows[b] - rows[a] == b - a)


def _arrays(tracks: FrameMeasurements) -> dict[str, FloatArray]:
    series, dowel = tracks.series, tracks.dowel
    kinds = {"values": series.values, "low": series.low, "high": series.high}
    found = {f"{kind}:{name}": values for kind, named in kinds.items() for name, values in named.items()}
    return found | {"dowel:contact_points": dowel.contact_points, "dowel:contour_hollow": dowel.contour_hollow}


def _with_arrays(tracks: FrameMeasurements, look: Look, arrays: dict[str, FloatArray]) -> FrameMeasurements:
    """Return the measurements of the whole window: those of its newest part, with the arrays of all its frames."""

    def of(kind: str) -> dict[str, Any]:
        return {name.removeprefix(f"{kind}:"): v for name, v in arrays.items() if name.startswith(f"{kind}:")}

    series = replace(
        tracks.series,
        time_s=look.side.time_s,
        values=of("values"),
        low=of("low"),
        high=of("high"),
        leg_length=look.side.leg_length,
    )
    return replace(
        tracks, side=look.side.without_lost_knees(), series=series, dowel=replace(tracks.dowel, **of("dowel"))
    )
