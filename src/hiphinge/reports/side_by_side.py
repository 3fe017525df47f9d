"""The page of a comparison: what differs in words, figures side by side in step, curves over the phases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hiphinge.catalogue import load
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.progress import Difference, FamilyDifference
from hiphinge.progress.side_by_side import ASCENT, BOTTOM, DESCENT, TEMPO, Nearness, is_usual
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.charting import steps_between
from hiphinge.reports.drawing import BONES
from hiphinge.reports.paper import filled, policy, style
from hiphinge.reports.text.numbers import spoken
from hiphinge.reports.time_charts import HEIGHT, WIDTH, Tick

__all__ = ["SideShown", "difference_words", "headline", "nearness_words", "side_by_side_page", "side_by_side_values"]

Bands = Mapping[str, tuple[float, float]]
"""What is usual in an exercise, by quantity."""
_NO_BANDS: Bands = {}
_CURVES = (
    "lumbar_flexion_deg",
    "trunk_inclination_deg",
    "knee_flexion_deg",
    "hip_back_travel",
    "shank_inclination_deg",
)
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 10, 10, 26
_STEPS = (
    ("Start", 0.0),
    ("Halfway down", DESCENT / 2),
    ("Bottom", DESCENT + BOTTOM / 2),
    ("Halfway up", DESCENT + BOTTOM + ASCENT / 2),
    ("Standing", DESCENT + BOTTOM + ASCENT),
)
_MARKS = ((0.0, "start"), (DESCENT + BOTTOM / 2, "bottom"), (DESCENT + BOTTOM + ASCENT, "end"))
_FIGURE_WIDTH, _FIGURE_HEIGHT, _PER_LEG = 150, 200, 88.0
_GROUND, _ANKLE_AT = 186.0, 62.0
_LEAST_SPAN = {"deg": 20.0, "share of leg length": 0.12}
_NEARNESS: dict[Nearness, str] = {
    "recording": "Both are from one recording, so body, clothes and camera are the same: small differences count.",
    "day": "Both are from one day, so body and clothes are the same; the camera may have moved.",
    "person": "They show two people, so body, clothes and camera differ: only large differences count.",
    "demonstration": "A is drawn and has no error; B is measured, so only what is larger than its error counts.",
    "nothing": "They are from different recordings, so only what is larger than the noise from day to day counts.",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class SideShown:
    """One side as it is shown.

    Attributes
    ----------
    curve
        Returns a quantity's median over the common time ``[place]``.
    figures
        Joints over the common time ``[place, joint, 2]`` in leg lengths from the ankle, or None.
    """

    name: str
    exercise: str
    repetitions: int
    curve: Callable[[str], FloatArray]
    figures: FloatArray | None


@dataclass(frozen=True, kw_only=True)
class _Curve:
    title: str
    sign: str
    paths: tuple[str, str]
    y_ticks: tuple[Tick, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class _Step:
    name: str
    sides: tuple[str, str]


def headline(families: Sequence[FamilyDifference]) -> str:
    """Return in a sentence what differs, the most important first, or that nothing does."""
    shape = [found.family for found in families if found.family != TEMPO]
    has_tempo = len(shape) < len(families)
    if not shape:
        return (
            "No difference that is larger than its error, except in tempo."
            if has_tempo
            else "No difference that is larger than its error."
        )
    first = f"The {shape[0]} {'differ' if shape[0].endswith('s') else 'differs'}."
    rest = shape[1:] + ([TEMPO] if has_tempo else [])
    return f"{first} Also: {', '.join(rest)}." if rest else first


def difference_words(found: Difference, usual: Bands = _NO_BANDS) -> str:
    """Return one difference in words: ``Lumbar flexion: 12° more (rounded forward), give or take 5°``.

    Where B is within ``usual``, the range of each quantity that is usual in the exercise, that is said.
    """
    quantity = QUANTITIES[found.quantity]
    meaning = f" ({quantity.sign})" if found.difference > 0 and quantity.unit != "s" else ""
    size, error = (spoken(abs(v), quantity.unit).partition(" of ")[0] for v in (found.difference, found.half_width))
    way = "more" if found.difference > 0 else "less"
    words = f"{quantity.title}: {size} {way}{meaning}, give or take {error}"
    still_usual = load().phrases["compared_usual"].say()
    return f"{words}. {still_usual}" if is_usual(found, usual) else words


def nearness_words(nearness: Nearness) -> str:
    """Return what two sides have in common, and what that means for small differences."""
    return _NEARNESS[nearness]


def side_by_side_page(
    first: SideShown,
    second: SideShown,
    *,
    differences: Sequence[Difference],
    families: Sequence[FamilyDifference],
    nearness: Nearness,
    notes: Sequence[str] = (),
    usual: Bands = _NO_BANDS,
    grid: FloatArray,
) -> str:
    """Return the page as one HTML document that loads nothing and needs no script."""
    values = side_by_side_values(
        first,
        second,
        differences=differences,
        families=families,
        nearness=nearness,
        notes=notes,
        usual=usual,
        grid=grid,
    )
    return filled("side_by_side.html.j2", policy=policy(), style=style("training.css", "side_by_side.css"), **values)


def side_by_side_values(
    first: SideShown,
    second: SideShown,
    *,
    differences: Sequence[Difference],
    families: Sequence[FamilyDifference],
    nearness: Nearness,
    notes: Sequence[str] = (),
    usual: Bands = _NO_BANDS,
    grid: FloatArray,
) -> dict[str, Any]:
    """Return what the templates of the page are filled with, on a page of its own or inside another."""
    return {
        "names": (first.name, second.name),
        "counts": (first.repetitions, second.repetitions),
        "exercise": " and ".join(load().exercise(id_).name for id_ in dict.fromkeys((first.exercise, second.exercise))),
        "headline": headline(families),
        "nearness": " ".join((nearness_words(nearness), *notes)),
        "families": [
            (f.family[0].upper() + f.family[1:], [difference_words(d, usual) for d in f.differences]) for f in families
        ],
        "steps": _steps(first, second, grid),
        "figure_size": (_FIGURE_WIDTH, _FIGURE_HEIGHT),
        "curves": [curve for id_ in _CURVES if (curve := _curve(id_, first, second, grid)) is not None],
        "chart": (WIDTH, HEIGHT),
        "edges": (_LEFT, WIDTH - _RIGHT, _TOP, HEIGHT - _BOTTOM),
        "marks": [
            (_x(at, grid), name) for at, name in ((0.0, "start"), (DESCENT + BOTTOM / 2, "bottom"), (grid[-1], "end"))
        ],
        "rows": [_row(found) for found in differences],
    }


def _row(found: Difference) -> tuple[str, str, str, str, str]:
    unit = QUANTITIES[found.quantity].unit
    size, error = (spoken(v, unit).partition(" of ")[0] for v in (abs(found.difference), found.half_width))
    way = "more" if found.difference > 0 else "less"
    return (
        QUANTITIES[found.quantity].title,
        spoken(found.before, unit),
        spoken(found.after, unit),
        f"{size} {way}, ± {error}",
        "larger than its error" if found.is_clear else "not distinguishable from noise",
    )


def _x(place: float, grid: FloatArray) -> float:
    return round(_LEFT + float(place / grid[-1]) * (WIDTH - _LEFT - _RIGHT), 1)


def _curve(id_: str, first: SideShown, second: SideShown, grid: FloatArray) -> _Curve | None:
    both = [first.curve(id_), second.curve(id_)]
    if not all(np.isfinite(curve).any() for curve in both):
        return None
    quantity = QUANTITIES[id_]
    low, high = float(np.nanmin(both)), float(np.nanmax(both))
    room = max(_LEAST_SPAN.get(quantity.unit, 1.0) - (high - low), 0.12 * (high - low)) / 2
    low, high = low - room, high + room

    def y(value: float) -> float:
        return round(HEIGHT - _BOTTOM - (value - low) / (high - low) * (HEIGHT - _TOP - _BOTTOM), 1)

    ticks = tuple(
        Tick(at=y(v), label=spoken(v, quantity.unit).partition(" of ")[0]) for v in steps_between(low, high, count=4)
    )
    return _Curve(
        title=quantity.title,
        sign=quantity.sign,
        paths=(_path(both[0], grid, y), _path(both[1], grid, y)),
        y_ticks=ticks,
        words=f"{quantity.title} over a repetition on both sides",
    )


def _path(curve: FloatArray, grid: FloatArray, y: Callable[[float], float]) -> str:
    parts, down = [], False
    for place, value in zip(grid, curve, strict=True):
        if np.isfinite(value):
            parts.append(f"{'L' if down else 'M'}{_x(float(place), grid)} {y(float(value))}")
        down = bool(np.isfinite(value))
    return "".join(parts)


def _steps(first: SideShown, second: SideShown, grid: FloatArray) -> tuple[_Step, ...]:
    if first.figures is None or second.figures is None:
        return ()
    found = []
    for name, at in _STEPS:
        place = int(np.argmin(np.abs(grid - at)))
        found.append(_Step(name=name, sides=(_stick(first.figures[place]), _stick(second.figures[place]))))
    return tuple(found)


def _stick(joints: FloatArray) -> str:
    """Return the path of a figure seen from the side, facing right, in the units of its drawing."""
    points = np.column_stack([_ANKLE_AT + joints[:, 0] * _PER_LEG, _GROUND - joints[:, 1] * _PER_LEG])
    lines = []
    for start, end in BONES:
        a, b = points[SIDE_JOINTS.index(start)], points[SIDE_JOINTS.index(end)]
        if np.isfinite([a, b]).all():
            lines.append(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}")
    return "".join(lines)
