"""The scale of the lower back: where each repetition lies between standing, what lifters show and the own maximum."""

import math
from dataclasses import dataclass

import numpy as np

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import Catalogue
from hiphinge.findings import NotMeasurable
from hiphinge.motion import Interval
from hiphinge.reports.frame_words import says_nothing
from hiphinge.reports.model import BackOnScale, BackScale, Tick
from hiphinge.reports.text.numbers import listed, spoken, spoken_range

__all__ = ["ScaleDrawing", "ScaleRow", "back_scale", "scale_drawing"]

_LUMBAR, _MOST = "lumbar_flexion_deg", "lumbar_flexion_most_deg"
_STEP_DEG, _LEAST_DEG = 10.0, 50.0
_SAME_DEG = 1.0
_HEAD_PX, _TIGHT_PX, _ROOMY_PX, _FOOT_PX = 42, 17, 26, 24
_ROOMY_ROWS = 10
_LEFT, _RIGHT = 11.0, 97.0
"""Between which percent of the width the axis runs; numbers of repetitions stand to the left of it."""


def back_scale(analysis: Analysis, *, catalogue: Catalogue) -> BackScale | None:
    """Return the lower back of every repetition that counts, beside the range it is compared with; None without one."""
    repetitions = analysis.counted
    back = next((r.back for r in repetitions if r.back is not None and r.back.label != "not_measurable"), None)
    if back is None:
        return None
    return BackScale(
        range_deg=back.range_deg,
        source="; ".join(catalogue.evidence[id_].citation for id_ in back.citations),
        grade=back.grade,
        repetitions=tuple(_on_scale(r) for r in repetitions),
        own_maximum_deg=analysis.person.lumbar_maximum_deg,
    )


def _on_scale(repetition: Repetition) -> BackOnScale:
    measured, label = repetition.measurements.get(_LUMBAR), f"Repetition {repetition.index}"
    most = repetition.measurements.get(_MOST)
    if isinstance(measured, Measurement):
        between = measured.interval
        return BackOnScale(
            index=repetition.index,
            value_deg=measured.value,
            low=None if between is None else between.low,
            high=None if between is None else between.high,
            most_deg=most.value if isinstance(most, Measurement) else None,
            label=label,
            reason=None,
        )
    reason = measured.reason if isinstance(measured, NotMeasurable) else "It was not measured."
    return BackOnScale(
        index=repetition.index, value_deg=None, low=None, high=None, most_deg=None, label=label, reason=reason
    )


@dataclass(frozen=True, kw_only=True)
class ScaleRow:
    """A repetition on the drawing: places in percent of the width, heights in pixels; None for what is not drawn."""

    name: str
    middle: float
    at: float | None
    low: float | None
    high: float | None
    most: float | None
    words: str
    written: str


@dataclass(frozen=True, kw_only=True)
class ScaleDrawing:
    """The scale ready to be drawn: places in percent of the width, heights in pixels, and the same in words."""

    height: int
    top: int
    bottom: int
    left: float
    right: float
    zero: float
    band: tuple[float, float]
    band_words: str
    own_maximum: float | None
    own_words: str
    ticks: tuple[Tick, ...]
    rows: tuple[ScaleRow, ...]
    has_interval: bool
    has_most: bool
    not_measurable: tuple[str, ...]
    alt: str


def scale_drawing(scale: BackScale) -> ScaleDrawing:
    """Return where everything stands on the drawing of a scale."""
    low, high = _axis(scale)

    def place(value: float | None) -> float | None:
        if value is None:
            return None
        share = (min(max(value, low), high) - low) / (high - low)
        return round(_LEFT + share * (_RIGHT - _LEFT), 2)

    def certain(value: float) -> float:
        return place(value) or 0.0

    row_px = _ROOMY_PX if len(scale.repetitions) <= _ROOMY_ROWS else _TIGHT_PX
    rows = tuple(
        ScaleRow(
            name=str(r.index),
            middle=_HEAD_PX + row_px * (n + 0.5),
            at=place(None if _says_nothing(r) else r.value_deg),
            low=place(r.low),
            high=place(r.high),
            most=place(r.most_deg) if _differs(r) else None,
            words=_words(r),
            written="not measurable" if r.value_deg is None else "",
        )
        for n, r in enumerate(scale.repetitions)
    )
    bottom = _HEAD_PX + row_px * len(rows)
    own = scale.own_maximum_deg
    own_words = "" if own is None else f"your maximum {spoken(own, 'deg')}"
    return ScaleDrawing(
        height=bottom + _FOOT_PX,
        top=_HEAD_PX,
        bottom=bottom,
        left=_LEFT,
        right=_RIGHT,
        zero=certain(0.0),
        band=(certain(scale.range_deg.low), certain(scale.range_deg.high)),
        band_words=spoken_range(scale.range_deg.low, scale.range_deg.high, "deg"),
        own_maximum=place(own),
        own_words=own_words,
        ticks=tuple(
            Tick(at=certain(float(v)), label=spoken(float(v), "deg")) for v in np.arange(low, high + 1.0, _STEP_DEG)
        ),
        rows=rows,
        has_interval=any(row.low is not None for row in rows),
        has_most=any(row.most is not None for row in rows),
        not_measurable=_not_measurable(scale),
        alt=_alt(scale, own_words),
    )


def _axis(scale: BackScale) -> tuple[float, float]:
    """Return the ends of the axis, degrees, on whole steps: all that is drawn, and standing."""
    drawn = [0.0, scale.range_deg.low, scale.range_deg.high, _LEAST_DEG]
    drawn += [v for r in scale.repetitions for v in (r.value_deg, r.low, r.high, r.most_deg) if v is not None]
    drawn += [] if scale.own_maximum_deg is None else [scale.own_maximum_deg]
    return math.floor(min(drawn) / _STEP_DEG) * _STEP_DEG, math.ceil(max(drawn) / _STEP_DEG) * _STEP_DEG


def _says_nothing(row: BackOnScale) -> bool:
    return row.low is not None and row.high is not None and says_nothing(Interval(low=row.low, high=row.high))


def _differs(row: BackOnScale) -> bool:
    """Tell whether the most of a repetition is worth a mark: more than the bottom, where that says anything."""
    return (
        row.most_deg is not None
        and row.value_deg is not None
        and not _says_nothing(row)
        and row.most_deg - row.value_deg >= _SAME_DEG
    )


def _words(row: BackOnScale) -> str:
    """Return a repetition in words, for those who do not see the drawing."""
    if row.value_deg is None:
        return f"{row.label}: not measurable."
    if row.low is None or row.high is None:
        words = f"{row.label}: {spoken(row.value_deg, 'deg')}"
    elif _says_nothing(row):
        words = f"{row.label}: anywhere from {spoken_range(row.low, row.high, 'deg')}"
    else:
        words = f"{row.label}: {spoken(row.value_deg, 'deg')}, could be {spoken_range(row.low, row.high, 'deg')}"
    most = f", at its most {spoken(row.most_deg, 'deg')}" if row.most_deg is not None and _differs(row) else ""
    return f"{words}{most}."


def _not_measurable(scale: BackScale) -> tuple[str, ...]:
    """Return a sentence for each reason why repetitions have no place on the scale."""
    grouped: dict[str, list[str]] = {}
    for row in scale.repetitions:
        if row.value_deg is None:
            grouped.setdefault(row.reason or "", []).append(str(row.index))
    return tuple(
        f"Repetition{'s' if len(indices) > 1 else ''} {listed(indices)}: not measurable. {reason}".rstrip()
        for reason, indices in grouped.items()
    )


def _alt(scale: BackScale, own_words: str) -> str:
    """Return the whole drawing in words."""
    band = spoken_range(scale.range_deg.low, scale.range_deg.high, "deg")
    parts = [
        "How far your lower back bends from your standing, in degrees.",
        f"Trained lifters show {band} in the deadlift.",
        *([f"{own_words[0].upper()}{own_words[1:]}."] if own_words else []),
        *(_words(row) for row in scale.repetitions),
    ]
    return " ".join(parts)
