"""The page of a comparison: what differs in words, figures side by side in step, curves over the phases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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

__all__ = [
    "LYING_TEST",
    "REPETITION",
    "STANDING_TEST",
    "Drawing",
    "SideShown",
    "difference_words",
    "headline",
    "nearness_words",
    "self_test_headline",
    "side_by_side_page",
    "side_by_side_values",
]

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
_SHOWN_AT = (0.0, DESCENT / 2, DESCENT + BOTTOM / 2, DESCENT + BOTTOM + ASCENT / 2, DESCENT + BOTTOM + ASCENT)
_REPETITION = tuple(zip(("Start", "Halfway down", "Bottom", "Halfway up", "Standing"), _SHOWN_AT, strict=True))
_SELF_TEST = tuple(zip(("Start", "On the way", "Held", "On the way back", "End"), _SHOWN_AT, strict=True))
_LEAST_SPAN = {"deg": 20.0, "share of leg length": 0.12}
_NEARNESS: dict[Nearness, str] = {
    "recording": "Both are from one recording, so body, clothes and camera are the same: small differences count.",
    "day": "Both are from one day, so body and clothes are the same; the camera may have moved.",
    "person": "They show two people, so body, clothes and camera differ: only large differences count.",
    "demonstration": "A is drawn and has no error; B is measured, so only what is larger than its error counts.",
    "nothing": "They are from different recordings, so only what is larger than the noise from day to day counts.",
}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """How figures are drawn: at which places of the common time, in which frame, and what is said of them.

    ``origin`` is where in the frame the figure's own is, ``ground`` the height of the floor's line, and ``per_leg`` the
    length of a leg, in the units of the drawing.
    """

    steps: tuple[tuple[str, float], ...]
    says: str
    of_values: str
    size: tuple[int, int] = (150, 200)
    origin: tuple[float, float] = (62.0, 186.0)
    ground: float = 194.0
    per_leg: float = 88.0


REPETITION = Drawing(
    steps=_REPETITION,
    says="The middle repetition of each, at the same phase, both turned to face right and drawn with legs of the same "
    "length; below them, B over A.",
    of_values="Medians of the repetitions. ± is a 95 % interval of the difference: the error of measuring, and what "
    "the repetitions of each side differ by. The largest difference for its error comes first; of twenty measures in "
    "which nothing differs, about one says otherwise by chance. Above, the back comes before what may follow from it, "
    "and tempo last.",
)
STANDING_TEST = Drawing(
    steps=_SELF_TEST,
    says="Both at the same phase, turned to face right and drawn with legs of the same length; below them, B over A.",
    of_values="± is a 95 % interval of the difference, the error of measuring. The largest difference for its error "
    "comes first. How long something was held is not compared.",
)
LYING_TEST = replace(
    STANDING_TEST,
    says="Both at the same phase, the legs to the right and as long as each other's: the leg that is tested, the trunk "
    "and the arms; below them, B over A.",
    size=(250, 150),
    origin=(112.0, 118.0),
    ground=134.0,
    per_leg=78.0,
)
"""Somebody who lies, or kneels on hands and knees."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SideShown:
    """One side as it is shown.

    Attributes
    ----------
    shows
        The exercise's name, or the test's.
    curve
        Returns a quantity's median over the common time ``[place]``.
    figures
        Joints over the common time ``[place, joint, 2]`` in leg lengths, from the ankle or from hips that lie; or None.
    """

    name: str
    shows: str
    repetitions: int
    curve: Callable[[str], FloatArray]
    figures: FloatArray | None
    drawing: Drawing = REPETITION


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


def self_test_headline(families: Sequence[FamilyDifference]) -> str:
    """Return in a sentence which values of a self-test differ, the largest difference for its error first."""
    titles = [_title(one) for found in families for one in found.differences]
    if not titles:
        return "No difference that is larger than its error."
    also = ", ".join(title[0].lower() + title[1:] for title in titles[1:])
    return f"{titles[0]} differs most. Also: {also}." if also else f"{titles[0]} differs."


def difference_words(found: Difference, usual: Bands = _NO_BANDS) -> str:
    """Return one difference in words: ``Lumbar flexion: 12° more (rounded forward), give or take 5°``.

    Where B is within ``usual``, the range of each quantity that is usual in the exercise, that is said.
    """
    quantity = QUANTITIES[found.quantity]
    says_way = quantity.unit != "s" and quantity.sign != "more"
    meaning = f" ({quantity.sign})" if found.difference > 0 and says_way else ""
    size, error = (spoken(abs(v), quantity.unit).partition(" of ")[0] for v in (found.difference, found.half_width))
    way = "more" if found.difference > 0 else "less"
    words = f"{_title(found)}: {size} {way}{meaning}, give or take {error}"
    still_usual = load().phrases["compared_usual"].say()
    return f"{words}. {still_usual}" if is_usual(found, usual) else words


def _title(found: Difference) -> str:
    title = QUANTITIES[found.quantity].title
    return f"{title} ({found.side})" if found.side else title


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
    drawing = second.drawing
    return {
        "names": (first.name, second.name),
        "counts": (first.repetitions, second.repetitions),
        "exercise": " and ".join(dict.fromkeys((first.shows, second.shows))),
        "headline": (headline if drawing is REPETITION else self_test_headline)(families),
        "nearness": " ".join((nearness_words(nearness), *notes)),
        "families": [
            (f.family[0].upper() + f.family[1:], [difference_words(d, usual) for d in f.differences]) for f in families
        ],
        "steps": _steps(first, second, grid, drawing),
        "drawing": drawing,
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
        _title(found),
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


def _steps(first: SideShown, second: SideShown, grid: FloatArray, drawing: Drawing) -> tuple[_Step, ...]:
    if first.figures is None or second.figures is None:
        return ()
    found = []
    for name, at in drawing.steps:
        place = int(np.argmin(np.abs(grid - at)))
        one, other = (_stick(figures[place], drawing) for figures in (first.figures, second.figures))
        found.append(_Step(name=name, sides=(one, other)))
    return tuple(found)


def _stick(joints: FloatArray, drawing: Drawing) -> str:
    """Return the path of a figure seen from the side, facing right, in the units of its drawing."""
    points = np.array(drawing.origin) + joints * drawing.per_leg * np.array([1.0, -1.0])
    lines = []
    for start, end in BONES:
        a, b = points[SIDE_JOINTS.index(start)], points[SIDE_JOINTS.index(end)]
        if np.isfinite([a, b]).all():
            lines.append(f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}")
    return "".join(lines)
