"""The shapes of charts and of what moves in step with the video: curves, ticks, stretches of time; no markup."""

import math

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.catalogue import Catalogue, Fault
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.back_drawing import BACK_QUANTITIES
from hiphinge.reports.drawing import BONES
from hiphinge.reports.figures import drawn_for
from hiphinge.reports.model import Chart, Curve, FindingMarker, Player, Tick, TimeBand
from hiphinge.reports.palette import quantity_colour
from hiphinge.reports.poses import Box, PoseTrack
from hiphinge.reports.ranking import clip_findings
from hiphinge.reports.text import clock, spoken
from hiphinge.reports.text.sentences import PHASES

__all__ = ["CHARTED", "player", "steps_between"]

CHARTED = (
    "trunk_inclination_deg",
    "hip_flexion_deg",
    "lumbar_flexion_deg",
    "knee_flexion_deg",
    "shank_inclination_deg",
    "hip_back_travel",
)
"""The quantities that have a chart, in order."""

_LUMBAR = "lumbar_flexion_deg"
_MAX_SAMPLES = 1800
_HEIGHT = 1000
_MIN_SPAN = {"deg": 20.0, "share of leg length": 0.1}
_MIN_ROOM = {"deg": 20.0}
"""So much of an interval is shown beyond the curve, however small the curve is."""
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
_ROOM_FOR_TITLE = 0.08
"""No tick in the highest part of a chart, where its label would meet the title."""
_Y_TICKS, _TIME_TICKS = 4, 9
_PER_METRE = 1000.0


def player(analysis: Analysis, *, track: PoseTrack | None, catalogue: Catalogue) -> Player | None:
    """Return what moves in step with the video, or None where nothing was measured over time."""
    series = analysis.series
    if series is None or track is None or len(series.time_s) < 2:  # noqa: PLR2004 - a video has two frames
        return None
    kept = _thinned(len(series.time_s))
    start_s, end_s = float(series.time_s[0]), float(series.time_s[-1])
    unit = 1.0 if track.size else _PER_METRE
    return Player(
        start_s=start_s,
        end_s=end_s,
        times_s=tuple(round(float(t), 3) for t in series.time_s[kept]),
        joints=_joints(track, series.time_s[kept], unit),
        bones=tuple((SIDE_JOINTS.index(a), SIDE_JOINTS.index(b)) for a, b in BONES),
        head_radius=track.head_radius * unit * 0.62,
        floor=_floor(track, unit),
        box=_whole(track.box(start_s=start_s, end_s=end_s), unit),
        size=None if track.size is None else (round(track.size[0]), round(track.size[1])),
        charts=tuple(_chart(analysis, id_, kept, catalogue) for id_ in CHARTED if _has(analysis, id_)),
        repetitions=_repetitions(analysis),
        phases=_phases(analysis),
        ticks=tuple(
            Tick(at=t, label=clock(t).removesuffix(".0")) for t in steps_between(start_s, end_s, count=_TIME_TICKS)
        ),
    )


def steps_between(low: float, high: float, *, count: int) -> tuple[float, ...]:
    """Return about ``count`` round numbers from low to high."""
    rough = max(high - low, 1e-9) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(f * power for f in _ROUND if f * power >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(n * step, 9) for n in range(first, last + 1))


def _thinned(count: int) -> NDArray[np.intp]:
    every = max(1, math.ceil(count / _MAX_SAMPLES))
    return np.arange(0, count, every)


def _has(analysis: Analysis, id_: str) -> bool:
    series = analysis.series
    return series is not None and id_ in series.values and bool(np.isfinite(series.values[id_]).any())


def _joints(track: PoseTrack, times_s: FloatArray, unit: float) -> tuple[tuple[int | None, ...], ...]:
    rows = [track.index(float(t)) for t in times_s]
    points = np.concatenate([track.near[rows], track.head_centre[rows][:, None]], axis=1) * unit
    flat = points.reshape(len(rows), -1)
    return tuple(tuple(round(float(v)) if math.isfinite(v) else None for v in row) for row in flat)


def _floor(track: PoseTrack, unit: float) -> int | None:
    feet = track.near[:, [SIDE_JOINTS.index("heel"), SIDE_JOINTS.index("toe")], 1]
    return round(float(np.nanmax(np.nanmedian(feet, axis=0))) * unit) if np.isfinite(feet).any() else None


def _whole(box: Box | None, unit: float) -> tuple[int, int, int, int]:
    if box is None:
        return 0, 0, 100, 100
    return round(box.x * unit), round(box.y * unit), round(box.width * unit), round(box.height * unit)


def _chart(analysis: Analysis, id_: str, kept: NDArray[np.intp], catalogue: Catalogue) -> Chart:
    series = analysis.series
    assert series is not None  # noqa: S101 - `_has` was asked before; this tells the type checker
    quantity, colour = QUANTITIES[id_], quantity_colour(id_)
    times, values = series.time_s[kept], series.values[id_][kept]
    low, high = (series.low.get(id_), series.high.get(id_))
    bottom, top = _span(values, low, high, quantity.unit)
    factor = 100.0 if quantity.unit.startswith("share") else 1.0
    ending = " %" if quantity.unit.startswith("share") else "°"
    return Chart(
        id=id_,
        title=quantity.title,
        unit=ending,
        meaning=f"{quantity.meaning} Up means {quantity.sign}.",
        on_paper=colour.on_paper,
        on_dark=colour.on_dark,
        line=Curve(
            path=_path(times, _heights(values, bottom, top)),
            band="" if low is None or high is None else _band(times, low[kept], high[kept], bottom, top),
        ),
        ticks=tuple(
            Tick(at=1 - (v - bottom) / (top - bottom), label=_tick(v * factor, ending))
            for v in steps_between(bottom, top - _ROOM_FOR_TITLE * (top - bottom), count=_Y_TICKS)
        ),
        markers=_markers(analysis, id_, bottom, top, catalogue),
        values=tuple(round(float(v) * factor, 1) if math.isfinite(v) else None for v in values),
    )


def _tick(value: float, ending: str) -> str:
    return f"{round(value, 1):g}{ending}".replace("-", "\N{MINUS SIGN}")


def _span(values: FloatArray, lower: FloatArray | None, upper: FloatArray | None, unit: str) -> tuple[float, float]:
    """Return what the axis spans: the curve, zero, and the interval as far as it does not dwarf the curve."""
    low, high = min(float(np.nanmin(values)), 0.0), float(np.nanmax(values))
    high = max(high, low + _MIN_SPAN.get(unit, 1.0))
    room, margin = max(0.45 * (high - low), _MIN_ROOM.get(unit, 0.0)), 0.06 * (high - low)
    if lower is not None and upper is not None and np.isfinite(lower).any() and np.isfinite(upper).any():
        low, high = max(float(np.nanmin(lower)), low - room), min(max(float(np.nanmax(upper)), high), high + room)
        low = min(low, 0.0)
    return low - margin, high + margin


def _heights(values: FloatArray, bottom: float, top: float) -> FloatArray:
    return np.asarray((1 - (values - bottom) / (top - bottom)) * _HEIGHT)


def _path(times_s: FloatArray, heights: FloatArray) -> str:
    """Return path commands; a gap lifts the pen."""
    parts: list[str] = []
    down = False
    for t, y in zip(times_s, heights, strict=True):
        if not math.isfinite(y):
            down = False
            continue
        parts.append(f"{'L' if down else 'M'}{round(t * 100)} {round(y)}")
        down = True
    return "".join(parts)


def _band(times_s: FloatArray, low: FloatArray, high: FloatArray, bottom: float, top: float) -> str:
    """Return the outline of the interval, one closed shape for each stretch without a gap."""
    upper, lower = (np.clip(_heights(v, bottom, top), 0, _HEIGHT) for v in (high, low))
    known = np.isfinite(upper) & np.isfinite(lower)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    shapes = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        there = _path(times_s[first:last], upper[first:last])
        back = _path(times_s[first:last][::-1], lower[first:last][::-1])
        shapes.append(f"{there}L{back[1:]}Z")
    return "".join(shapes)


def _markers(
    analysis: Analysis, id_: str, bottom: float, top: float, catalogue: Catalogue
) -> tuple[FindingMarker, ...]:
    series = analysis.series
    found = [f for r in analysis.repetitions for f in r.findings] + list(clip_findings(analysis))
    markers = []
    for finding in found:
        fault = catalogue.faults[finding.id]
        if series is None or _charted_for(fault, analysis) != id_:
            continue
        value = float(np.interp(finding.time_s, series.time_s, series.values[id_]))
        if math.isfinite(value):
            at = min(max(1 - (value - bottom) / (top - bottom), 0.0), 1.0)
            label = f"{fault.name} at {clock(finding.time_s)}: {spoken(finding.value, finding.unit)}"
            markers.append(FindingMarker(time_s=finding.time_s, at=at, label=label, level=finding.level))
    return tuple(markers)


def _charted_for(fault: Fault, analysis: Analysis) -> str:
    """Return the quantity on whose chart a finding is marked: what shows it, else the trunk for the back."""
    shown = drawn_for(fault)[-1]
    if shown not in BACK_QUANTITIES:
        return shown
    return _LUMBAR if _has(analysis, _LUMBAR) else CHARTED[0]


def _repetitions(analysis: Analysis) -> tuple[TimeBand, ...]:
    return tuple(
        TimeBand(
            name=str(r.index) if r.kind == "repetition" else f"({r.index})",
            kind=r.kind,
            start_s=r.start_s,
            end_s=r.end_s,
            repetition=r.index,
        )
        for r in analysis.repetitions
    )


def _phases(analysis: Analysis) -> tuple[TimeBand, ...]:
    return tuple(
        TimeBand(name=PHASES[p.name], kind=p.name, start_s=p.start_s, end_s=p.end_s, repetition=r.index)
        for r in analysis.repetitions
        for p in r.phases
        if p.end_s > p.start_s
    )
