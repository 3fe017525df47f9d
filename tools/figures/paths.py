"""Numbers and curves as the text of an SVG file: short, rounded once, nothing about bodies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.figures.body import Point

__all__ = ["closed", "number", "open_line", "stops", "thinned"]


def number(value: float, places: int = 1) -> str:
    """Return a number as short as SVG allows."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"
    text = "0" if text in {"-0", ""} else text
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _pair(x: float, y: float) -> str:
    second = number(y)
    return number(x) + ("" if second.startswith("-") else " ") + second


def closed(points: Sequence[Point], scale: float) -> str:
    """Return a smooth closed curve that follows the points: a quadratic spline whose corners they are.

    Each corner mirrors the one before it about the point between them, so that only those points are written.
    """
    scaled = [(x * scale, y * scale) for x, y in points]
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in zip(scaled, scaled[1:] + scaled[:1], strict=True)]
    text = f"M{_pair(*middles[-1])}Q{_pair(*scaled[0])} {_pair(*middles[0])}"
    for end in middles[1:]:
        text += "T" + _pair(*end)
    return (text + "z").replace(" -", "-")


def open_line(points: Sequence[Point], scale: float) -> str:
    """Return a line through the points."""
    text = " ".join(_pair(x * scale, y * scale) for x, y in points)
    return ("M" + text).replace(" -", "-")


def thinned(time: Sequence[float], track: Sequence[Sequence[float]], tolerance: Sequence[float]) -> list[int]:
    """Return which moments are enough for straight lines between them to stay within the tolerance of the track."""
    kept = {0, len(time) - 1}
    waiting = [(0, len(time) - 1)]
    while waiting:
        first, last = waiting.pop()
        worst, where = 0.0, -1
        for i in range(first + 1, last):
            share = (time[i] - time[first]) / max(time[last] - time[first], 1e-9)
            off = max(
                abs(v - a - share * (b - a)) / tolerated
                for v, a, b, tolerated in zip(track[i], track[first], track[last], tolerance, strict=True)
            )
            if off > worst:
                worst, where = off, i
        if worst > 1.0:
            kept.add(where)
            waiting += [(first, where), (where, last)]
    return sorted(kept)


def stops(texts: Sequence[tuple[float, str]]) -> str:
    """Return the body of keyframes from shares (0 to 1) and declarations, equal ones written once."""
    together: dict[str, list[str]] = {}
    for share, text in texts:
        percent = number(100 * share) + "%"
        places = together.setdefault(text, [])
        if percent not in places:
            places.append(percent)
    return "".join(f"{','.join(places)}{{{text}}}" for text, places in together.items())


def is_still(track: Sequence[Sequence[float]], tolerance: Sequence[float]) -> bool:
    """Return whether a track never leaves its first place by more than the tolerance."""
    return all(math.isclose(v, w, abs_tol=t) for row in track for v, w, t in zip(row, track[0], tolerance, strict=True))
