"""Draws load, volume and gates of simulated lifters over the weeks, as SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["drawing"]

_WIDTH, _ROW, _LEFT, _TOP = 860, 120, 130, 56
_COLUMN, _HEIGHT = 220, 84
_TITLES = ("heaviest main hinge, kg", "load lifted, t", "gates met and not met")
_MET, _NOT_MET, _INK, _SOFT = "#0a6660", "#b4530a", "#1a2129", "#586370"

Week = tuple[int, float, float, int, int]


def drawing(runs: Mapping[str, Sequence[Week]]) -> str:
    """Return the drawing: a row for each lifter, a column for load, volume and gates."""
    height = _TOP + _ROW * len(runs) + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}">',
        "<title>Load, volume and gates of simulated lifters, week by week</title>",
        "<style>text { font: 12px sans-serif }</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        *(
            f'<text x="{_LEFT + place * (_COLUMN + 20)}" y="30" fill="{_INK}">{title}</text>'
            for place, title in enumerate(_TITLES)
        ),
    ]
    most = [
        max((week[1] for weeks in runs.values() for week in weeks), default=1.0),
        max((week[2] / 1000 for weeks in runs.values() for week in weeks), default=1.0),
        float(max((week[3] + week[4] for weeks in runs.values() for week in weeks), default=1)),
    ]
    for row, (kind, weeks) in enumerate(runs.items()):
        base = _TOP + _ROW * row + _HEIGHT
        parts.append(f'<text x="8" y="{base - _HEIGHT / 2}" fill="{_INK}" font-weight="600">{kind}</text>')
        for place in range(len(_TITLES)):
            parts += _column(place, base, weeks, most[place])
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _column(place: int, base: float, weeks: Sequence[Week], most: float) -> Iterator[str]:
    left, wide = _LEFT + place * (_COLUMN + 20), _COLUMN / len(weeks)
    yield f'<line x1="{left}" y1="{base}" x2="{left + _COLUMN}" y2="{base}" stroke="{_SOFT}"/>'
    label = f"{most:.0f}"
    yield f'<text x="{left - 4}" y="{base - _HEIGHT + 10}" text-anchor="end" fill="{_SOFT}">{label}</text>'
    yield f'<text x="{left}" y="{base + 14}" fill="{_SOFT}">1</text>'
    yield f'<text x="{left + _COLUMN}" y="{base + 14}" text-anchor="end" fill="{_SOFT}">week {len(weeks)}</text>'
    for number, top, volume, met, failed in weeks:
        x = left + number * wide
        if place < 2:  # noqa: PLR2004 - load and volume are one bar each
            value = (top, volume / 1000)[place]
            yield from _bar(x, base, wide, _HEIGHT * value / most, _MET)
        else:
            yield from _bar(x, base, wide, _HEIGHT * met / most, _MET)
            yield from _bar(x, base - _HEIGHT * met / most, wide, _HEIGHT * failed / most, _NOT_MET)


def _bar(x: float, base: float, wide: float, high: float, fill: str) -> Iterator[str]:
    if high > 0:
        yield f'<rect x="{x + 1:.1f}" y="{base - high:.1f}" width="{wide - 2:.1f}" height="{high:.1f}" fill="{fill}"/>'
