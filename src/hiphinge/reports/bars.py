"""The bar's path in each repetition as a small drawing: up, and ahead of the middle of the foot, in centimetres."""

from dataclasses import dataclass

import numpy as np

from hiphinge.analysis import Analysis, Repetition
from hiphinge.loads import BarPath
from hiphinge.motion import FloatArray
from hiphinge.reports.text import clock, spoken
from hiphinge.reports.text.bar_statement import measured, statement_on_the_bar, statement_on_the_scale

__all__ = ["BarCard", "BarSection", "bar_section"]

_CM = 100.0
_ROOM_CM = 4.0
_LEAST_HALF_WIDTH_CM = 18.0
_TICK_CM = 10.0
_LOSS = "bar_velocity_loss"
_WORDS = (
    ("bar_mean_velocity", "mean"),
    ("bar_peak_velocity", "peak"),
    (_LOSS, "slower than the fastest"),
    ("bar_power", "mean power"),
)


@dataclass(frozen=True, kw_only=True)
class BarCard:
    """The bar in one repetition: its path on the way down and up, what was measured; an empty path was not followed."""

    index: int
    title: str
    time_s: float
    time: str
    down: str
    up: str
    alt: str
    numbers: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class BarSection:
    """The bar over the set; every drawing has the same box, x, y, width and height in centimetres, y down."""

    says: str
    scale: str
    box: tuple[float, float, float, float]
    heights: tuple[float, ...]
    cards: tuple[BarCard, ...]


def bar_section(analysis: Analysis) -> BarSection | None:
    """Return the bar of every repetition that counts; None where no plate was followed."""
    bar = analysis.bar
    if bar is None or not analysis.counted:
        return None
    ahead, up = bar.ahead_m * _CM, bar.up_m * _CM
    inside = np.zeros(len(up), dtype=bool)
    for repetition in analysis.counted:
        inside |= _between(analysis, repetition.start_s, repetition.end_s)
    highest, widest = (float(np.nanmax(values[inside], initial=0.0)) for values in (up, np.abs(ahead)))
    half, top = max(widest + _ROOM_CM, _LEAST_HALF_WIDTH_CM), highest + _ROOM_CM
    return BarSection(
        says=statement_on_the_bar(analysis),
        scale=statement_on_the_scale(analysis),
        box=(round(-half, 1), round(-top, 1), round(2 * half, 1), round(top + _ROOM_CM, 1)),
        heights=tuple(round(float(v), 1) for v in np.arange(0.0, top, _TICK_CM)),
        cards=tuple(_card(analysis, bar, repetition) for repetition in analysis.counted),
    )


def _card(analysis: Analysis, bar: BarPath, repetition: Repetition) -> BarCard:
    numbers = [_number(repetition, id_, words) for id_, words in _WORDS]
    speed = repetition.measurements.get("bar_mean_velocity")
    missing = "" if measured(repetition, "bar_mean_velocity") else getattr(speed, "reason", "")
    down = _path(analysis, bar, repetition.start_s, repetition.bottom_s)
    up = _path(analysis, bar, repetition.bottom_s, repetition.end_s)
    return BarCard(
        index=repetition.index,
        title=f"Repetition {repetition.index}",
        time_s=repetition.bottom_s,
        time=clock(repetition.bottom_s),
        down=down,
        up=up,
        alt=f"Path of the bar in repetition {repetition.index}, seen from the side, you facing right",
        numbers=tuple(said for said in numbers if said),
        reason=missing,
    )


def _number(repetition: Repetition, id_: str, words: str) -> str:
    """Return a measurement in words; empty where there is none, and where nothing was lost: that is the fastest."""
    found = measured(repetition, id_)
    if found is None or not np.isfinite(found.value) or (id_ == _LOSS and round(found.value) == 0):
        return ""
    return f"{spoken(found.value, found.unit)} {words}"


def _path(analysis: Analysis, bar: BarPath, start_s: float, end_s: float) -> str:
    frames = _between(analysis, start_s, end_s)
    places = np.stack([bar.ahead_m[frames], -bar.up_m[frames]], axis=1) * _CM
    places = places[np.isfinite(places).all(axis=1)]
    if len(places) < 2:  # noqa: PLR2004 - a line has two ends
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)


def _between(analysis: Analysis, start_s: float, end_s: float) -> FloatArray:
    time_s = analysis.motion.time_s
    return np.asarray((time_s >= start_s) & (time_s <= end_s))
