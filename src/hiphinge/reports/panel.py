"""The panel of an overlay: numbers and legend on fixed rows at one place of the frame for the whole video."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from hiphinge.analysis import Analysis, Repetition
from hiphinge.findings import NotMeasurable
from hiphinge.motion import FloatArray
from hiphinge.reports.frame_words import SHORT_TITLES, label_at
from hiphinge.reports.labels import CELL_PX, Rectangle, person_mask, share_covered
from hiphinge.reports.lettering import INK, PLATE, Image, draw_text, shade, text_width, wrapped
from hiphinge.reports.palette import STANDING, Rgb, quantity_colour
from hiphinge.reports.poses import PoseTrack
from hiphinge.reports.sticks import LOST, WOOD, loss_words, losses_at
from hiphinge.reports.strokes import disc, stroke, stroke_dashes

__all__ = ["Panel", "draw_panel", "place_box", "usual_person"]

_LUMBAR = "lumbar_flexion_deg"
_QUANTITIES = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg", _LUMBAR)
_ROW, _PAD, _SWATCH = 1.55, 0.6, 1.7
"""Height of a row, room around the rows and width of a swatch, in heights of the letters."""
_REASON_WIDTH = 17
"""A reason is wrapped to so many heights of the letters."""
_SAMPLES = 40
_LONGEST = 12
"""So many of the longest texts are measured to find the widest."""
_COLUMNS, _ROWS = 7, 15
_WEIGHT = 500
_DIM: Rgb = (150, 160, 172)

_DOTS = ("touches", "off")
"""What a full dot and a ring on the stick mean."""
_WIDEST_LOST = "Upper back off the stick"

_Kind = Literal["value", "dashes", "stick", "lost", "reason"]


@dataclass(frozen=True)
class _Row:
    kind: _Kind
    id: str
    colour: Rgb = INK


@dataclass(frozen=True, kw_only=True, eq=False)
class Panel:
    """What the panel of one video shows; ``size_px`` is the height of its letters."""

    analysis: Analysis
    track: PoseTrack
    size_px: int

    @cached_property
    def rows(self) -> tuple[_Row, ...]:
        """Return the rows, the same at every moment."""
        rows = [_Row("value", id_, quantity_colour(id_).on_image) for id_ in _QUANTITIES if self._has(id_)]
        if not self._has(_LUMBAR) and self.analysis.repetitions:
            rows.append(_Row("value", _LUMBAR, quantity_colour(_LUMBAR).on_image))
            rows += [_Row("reason", words) for words in self._reason]
        if _any_known(self.track.standing_backs):
            stands = self.analysis.standing.kind != "lockout"
            shape = "your standing shape" if stands else "your shape at the top"
            rows.append(_Row("dashes", shape, STANDING.on_image))
        if _any_known(self.track.sticks):
            rows.append(_Row("stick", "stick:", WOOD))
            rows += [_Row("lost", str(n), LOST) for n in range(self._most_lost)]
        return tuple(rows)

    def _has(self, id_: str) -> bool:
        series = self.analysis.series
        return series is not None and id_ in series.values and bool(np.isfinite(series.values[id_]).any())

    @cached_property
    def _reason(self) -> tuple[str, ...]:
        found = (r.measurements.get(_LUMBAR) for r in self.analysis.repetitions)
        reason = next((m.reason for m in found if isinstance(m, NotMeasurable)), "")
        return tuple(wrapped(reason, _REASON_WIDTH * self.size_px, size_px=self._small, weight=_WEIGHT))

    @property
    def _small(self) -> int:
        return max(9, round(self.size_px * 0.88))

    @cached_property
    def _most_lost(self) -> int:
        starts = [loss.start_s for r in self.analysis.repetitions for loss in r.contacts]
        return max((len(loss_words(losses_at(self.analysis, t))) for t in starts), default=0)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels, enough for every moment."""
        width = max((self._width(row) for row in self.rows), default=0)
        height = len(self.rows) * _ROW * self.size_px
        return round(width + 2 * _PAD * self.size_px), round(height + _PAD * self.size_px)

    def _width(self, row: _Row) -> float:
        if row.kind == "reason":
            return float(text_width(row.id, size_px=self._small, weight=_WEIGHT))
        if row.kind == "value":
            texts: tuple[str, ...] = self._widest(row.id)
        elif row.kind == "lost":
            texts = (_WIDEST_LOST,)
        else:
            texts = (row.id if row.kind == "dashes" else "".join((row.id, *_DOTS)),)
        dots = 3.0 if row.kind == "stick" else 0.0
        widest = max(text_width(t, size_px=self.size_px, weight=_WEIGHT) for t in texts)
        return (_SWATCH + dots) * self.size_px + widest

    def _widest(self, id_: str) -> tuple[str, ...]:
        """Return the longest of what a value's row says in the repetitions."""
        inside = np.zeros(len(self.track.time_s), dtype=bool)
        for r in self.analysis.repetitions:
            inside |= (self.track.time_s >= r.start_s) & (self.track.time_s < r.end_s)
        frames = np.flatnonzero(inside)
        texts = {words for i in frames if (words := label_at(self.analysis, id_, int(i))) is not None}
        return tuple(sorted({SHORT_TITLES[id_], *texts}, key=len)[-_LONGEST:])

    def texts(self, time_s: float, repetition: Repetition | None) -> Mapping[_Row, tuple[str, Rgb]]:
        """Return what each row says at a moment, with its colour; numbers stand inside repetitions only."""
        lost = loss_words(losses_at(self.analysis, time_s))
        index = self.track.index(time_s)
        return {row: self._text(row, index, lost, inside=repetition is not None) for row in self.rows}

    def _text(self, row: _Row, index: int, lost: Sequence[str], *, inside: bool) -> tuple[str, Rgb]:
        if row.kind == "value":
            words = label_at(self.analysis, row.id, index) if inside else None
            return (words, INK) if words is not None else (SHORT_TITLES[row.id], _DIM)
        if row.kind == "lost":
            return (lost[int(row.id)] if int(row.id) < len(lost) else "", LOST)
        return row.id, INK


def _any_known(points: FloatArray | None) -> bool:
    return points is not None and bool(np.isfinite(points).any())


def place_box(
    size: tuple[int, int], *, covered: FloatArray, width: int, height: int, edge: int, reserved: Sequence[Rectangle]
) -> tuple[Rectangle, float] | None:
    """Return where a box stands in the whole video: off what is reserved, and off the person as far as possible.

    ``covered`` is how often the person covers each square of the frame (`usual_person`). Of places that are alike, it
    is the highest at the left. With it comes how much of it is covered. None where there is no room.
    """
    wide, high = size
    if min(size) <= 0 or wide + 2 * edge > width or high + 2 * edge > height:
        return None
    columns, rows = np.linspace(edge, width - edge - wide, _COLUMNS), np.linspace(edge, height - edge - high, _ROWS)
    corners = [(round(float(x)), round(float(y))) for x in (columns[0], columns[-1], *columns[1:-1]) for y in rows]
    boxes = [Rectangle(left=x, top=y, width=wide, height=high) for x, y in corners]
    free = [box for box in boxes if not any(box.meets(other) for other in reserved)]
    if not free:
        return None
    table = np.array([[box.left, box.top, box.width, box.height] for box in free], dtype=np.float64)
    shares = share_covered(covered, table).round(2)
    best = int(np.argmin(shares))
    return free[best], float(shares[best])


def usual_person(
    track: PoseTrack | None, spans: Sequence[tuple[float, float]], *, width: int, height: int
) -> FloatArray:
    """Return in which share of the moments of some spans of time the person covers each square of the frame."""
    nothing = np.zeros((-(-height // CELL_PX), -(-width // CELL_PX)))
    if track is None or track.size is None or not spans:
        return nothing
    times = [t for start, end in spans for t in np.linspace(start, end, max(3, _SAMPLES // len(spans)))]
    scale = width / track.size[0]
    poses = (track.at(float(t)).moved(left=0.0, top=0.0, scale=scale) for t in times)
    return np.asarray(np.mean([person_mask(pose, width=width, height=height) for pose in poses], axis=0))


def draw_panel(image: Image, panel: Panel, box: Rectangle, time_s: float, repetition: Repetition | None) -> None:
    """Draw the panel of a moment, in place."""
    letter = panel.size_px
    shade(image, left=box.left, top=box.top, width=box.width, height=box.height, radius=letter // 2)
    left = box.left + _PAD * letter
    for n, (row, (text, colour)) in enumerate(panel.texts(time_s, repetition).items()):
        middle = box.top + letter * (_PAD / 2 + _ROW * (n + 0.5))
        small = row.kind == "reason"
        if not small and text:
            _draw_swatch(image, row, left=left, middle=middle, letter=letter)
        start = left if small else left + _SWATCH * letter
        size = round(letter * 0.88) if small else letter
        draw_text(image, text, left=start, baseline=middle + size * 0.36, size_px=size, colour=colour, weight=_WEIGHT)
        if row.kind == "stick":
            _draw_dots(image, start + text_width(text, size_px=letter, weight=_WEIGHT), middle, letter)


def _draw_swatch(image: Image, row: _Row, *, left: float, middle: float, letter: int) -> None:
    ends = np.array([[left, middle], [left + 1.2 * letter, middle]])
    width = max(2, letter // 5)
    if row.kind == "dashes":
        stroke_dashes(image, ends, row.colour, width=max(2, width - 1))
    elif row.kind == "lost":
        _ring(image, ends.mean(axis=0), letter)
    else:
        stroke(image, ends, row.colour, width=width)


def _draw_dots(image: Image, left: float, middle: float, letter: int) -> None:
    """Explain the stick's dots beside its name."""
    x = left + 0.8 * letter
    for text, is_ring in zip(_DOTS, (False, True), strict=True):
        centre = np.array([x, middle])
        if is_ring:
            _ring(image, centre, letter)
        else:
            disc(image, centre, 0.34 * letter, INK)
        draw_text(image, text, left=x + 0.6 * letter, baseline=middle + letter * 0.36, size_px=letter, weight=_WEIGHT)
        x += 1.6 * letter + text_width(text, size_px=letter, weight=_WEIGHT)


def _ring(image: Image, centre: FloatArray, letter: int) -> None:
    disc(image, centre, 0.34 * letter, LOST)
    disc(image, centre, 0.18 * letter, PLATE)
