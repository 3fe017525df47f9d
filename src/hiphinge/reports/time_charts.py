"""The shapes of charts over days and loads: dots, bands, bars and ticks in the units of a small drawing; no markup."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hiphinge.reports.charting import steps_between
from hiphinge.reports.dots import Dot
from hiphinge.reports.text.progress_words import day_words

__all__ = ["HEIGHT", "WIDTH", "Band", "Bars", "Plot", "Stack", "Tick", "bars", "plot"]

WIDTH, HEIGHT = 360, 210
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 12, 30
_Y_TICKS, _X_TICKS, _MOST_DATES = 4, 5, 4
_YEAR = 300
_NEAR_EDGE = 16


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark on an axis; ``anchor`` is where its text stands on it."""

    at: float
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, kw_only=True)
class Band:
    """A horizontal band, or a level where its height is 0, between two places on the x axis."""

    x: float
    y: float
    width: float
    height: float
    kind: str


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """The axes and the size of a chart."""

    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    top: int = _TOP
    bottom: int = HEIGHT - _BOTTOM


@dataclass(frozen=True, kw_only=True)
class Plot(_Frame):
    """Dots over days or loads."""

    dots: tuple[Dot, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, kw_only=True)
class Point:
    """A value at a place, with the range that it may have."""

    at: float
    value: float
    words: str
    kind: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True)
class Level:
    """A value over a stretch of the x axis (None is all of it), as wide as ``half_width`` on both sides."""

    value: float
    half_width: float
    kind: str
    start: float | None = None
    end: float | None = None


def plot(
    points: Sequence[Point],
    *,
    levels: Sequence[Level] = (),
    y_label: Callable[[float], str],
    x_label: Callable[[float], str] | None = None,
    least_span: float,
) -> Plot:
    """Return dots over an axis; ``x_label`` None makes it one of days.

    Parameters
    ----------
    least_span
        So much of the y axis is shown at least, so that noise does not fill the chart.
    """
    xs = [point.at for point in points]
    shown = [v for p in points for v in (p.value, p.low, p.high) if v is not None]
    shown += [level.value + sign * level.half_width for level in levels for sign in (-1, 1)]
    y_low, y_high = _padded(min(shown), max(shown), least_span)
    x_low, x_high = _spread(min(xs), max(xs), days=x_label is None)

    def x(value: float) -> float:
        return round(_LEFT + (value - x_low) / (x_high - x_low) * (WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (value - y_low) / (y_high - y_low) * (HEIGHT - _TOP - _BOTTOM), 1)

    return Plot(
        dots=tuple(
            Dot(
                x=x(p.at),
                y=y(p.value),
                words=p.words,
                kind=p.kind,
                bar=None if p.low is None or p.high is None else (y(p.high), y(p.low)),
            )
            for p in points
        ),
        bands=tuple(_band(level, x, y, (x_low, x_high)) for level in levels),
        x_ticks=_dates(xs, x) if x_label is None else _numbers(x_low, x_high, x, x_label, count=_X_TICKS),
        y_ticks=_numbers(y_low, y_high, y, y_label, count=_Y_TICKS),
    )


def _band(level: Level, x: Callable[[float], float], y: Callable[[float], float], ends: tuple[float, float]) -> Band:
    left = x(ends[0] if level.start is None else level.start)
    right = x(ends[1] if level.end is None else level.end)
    top, bottom = y(level.value + level.half_width), y(level.value - level.half_width)
    return Band(x=left, y=top, width=round(right - left, 1), height=round(bottom - top, 1), kind=level.kind)


def _padded(low: float, high: float, least_span: float) -> tuple[float, float]:
    room = max(least_span - (high - low), 0.16 * max(high - low, least_span)) / 2
    return low - room, high + room


def _spread(low: float, high: float, *, days: bool) -> tuple[float, float]:
    room = max(0.04 * (high - low), 0.5 if days else 1.0)
    return low - room, high + room


def _numbers(
    low: float, high: float, place: Callable[[float], float], label: Callable[[float], str], *, count: int
) -> tuple[Tick, ...]:
    ticks = [(place(value), label(value)) for value in steps_between(low, high, count=count)]
    return tuple(
        Tick(at=at, label=text, anchor="end" if at > WIDTH - _RIGHT - _NEAR_EDGE else "middle") for at, text in ticks
    )


def _dates(days: Sequence[float], place: Callable[[float], float]) -> tuple[Tick, ...]:
    """Return the first and last day and up to two between, as far as their names do not meet."""
    first, last = min(days), max(days)
    if first == last:
        return (Tick(at=place(first), label=day_words(int(first), year=True)),)
    between = [first + (last - first) * part / (_MOST_DATES - 1) for part in range(1, _MOST_DATES - 1)]
    middle = [round(day) for day in between] if last - first >= _MOST_DATES * 2 else []
    year = last - first > _YEAR
    return (
        Tick(at=place(first), label=day_words(int(first), year=year), anchor="start"),
        *(Tick(at=place(day), label=day_words(day)) for day in middle if not year),
        Tick(at=place(last), label=day_words(int(last), year=year), anchor="end"),
    )


@dataclass(frozen=True, kw_only=True)
class Stack:
    """One week: its bars from left to right, as ``(x, y, width, height, kind)``."""

    words: str
    parts: tuple[tuple[float, float, float, float, str], ...]


@dataclass(frozen=True, kw_only=True)
class Bars(_Frame):
    """Bars beside one another for each of some weeks."""

    stacks: tuple[Stack, ...]


def bars(groups: Sequence[tuple[int, str, Sequence[tuple[str, int]]]]) -> Bars:
    """Return bars of counts for each group ``(day, words, (kind, count)...)`` in order of time."""
    most = max((count for _, _, parts in groups for _, count in parts), default=0)
    top = max(most * 1.1, 4.0)
    room = (WIDTH - _LEFT - _RIGHT) / max(len(groups), 1)
    scale = (HEIGHT - _TOP - _BOTTOM) / top
    floor = HEIGHT - _BOTTOM
    stacks = []
    for place, (_, words, parts) in enumerate(groups):
        width = min(room * 0.8 / len(parts), 26.0)
        start = _LEFT + (place + 0.5) * room - width * len(parts) / 2
        drawn = tuple(
            (
                round(start + n * width, 1),
                round(floor - count * scale, 1),
                round(width, 1),
                round(count * scale, 1),
                kind,
            )
            for n, (kind, count) in enumerate(parts)
        )
        stacks.append(Stack(words=words, parts=drawn))
    every = max(1, -(-len(groups) // _MOST_DATES))
    return Bars(
        stacks=tuple(stacks),
        x_ticks=tuple(
            Tick(at=round(_LEFT + (place + 0.5) * room, 1), label=day_words(day))
            for place, (day, _, _) in enumerate(groups)
            if place % every == 0
        ),
        y_ticks=tuple(
            Tick(at=round(floor - value * scale, 1), label=f"{value:.0f}")
            for value in steps_between(0.0, top, count=_Y_TICKS)
            if value == round(value)
        ),
    )
