"""What is drawn on each image of the video: figure, angles, phase, repetition, findings at their moment, a strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from hiphinge.analysis import Analysis, Repetition
from hiphinge.catalogue import Catalogue
from hiphinge.reports.drawing import draw_measure, draw_skeleton
from hiphinge.reports.faces import blur_face
from hiphinge.reports.figures import SHORT_TITLES, number_at
from hiphinge.reports.lettering import INK, Image, Plate, draw_plate, draw_text, shade, text_width
from hiphinge.reports.palette import Rgb
from hiphinge.reports.poses import Pose, PoseTrack
from hiphinge.reports.ranking import clip_findings
from hiphinge.reports.sticks import draw_stick, losses_at
from hiphinge.reports.strokes import stroke
from hiphinge.reports.text import clock, spoken
from hiphinge.reports.text.sentences import PHASES

__all__ = ["Painter"]

_MEASURES = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg")
_LETTER_PER_WIDTH = 0.032
_SMALLEST_LETTER_PX, _LARGEST_LETTER_PX = 11, 40
_ROOM_PER_TRUNK = 0.7
_BEFORE_S, _AFTER_S = 0.15, 1.6
"""How long a finding is shown: from shortly before its moment until it can be read."""

_FAULT: Rgb = (255, 178, 64)
_KNOWN: Rgb = (140, 190, 255)
_PHASE_INK: dict[str, Rgb] = {
    "descent": (150, 170, 184),
    "bottom": (232, 240, 246),
    "ascent": (112, 140, 160),
    "lockout": (70, 84, 96),
}


@dataclass(frozen=True, kw_only=True)
class _Notice:
    """A finding shown while its moment is on the screen."""

    time_s: float
    text: str
    cue: str
    colour: Rgb


@dataclass(frozen=True, kw_only=True)
class _Scale:
    start_s: float
    end_s: float
    left: float
    right: float

    def x(self, time_s: float) -> float:
        share = (time_s - self.start_s) / max(self.end_s - self.start_s, 1e-9)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


@dataclass(frozen=True)
class _Words:
    """A line of a banner; one with a colour is a heading."""

    text: str
    colour: Rgb | None = None

    def size_px(self, letter: int) -> int:
        """Return how large it is written."""
        return letter if self.colour else round(letter * 0.9)

    @property
    def weight(self) -> int:
        """How strong it is written."""
        return 700 if self.colour else 500


@dataclass(frozen=True, kw_only=True, eq=False)
class Painter:
    """Paints the images of one video; start and end are those of the video."""

    analysis: Analysis
    catalogue: Catalogue
    track: PoseTrack | None
    blur_faces: bool

    def paint(self, frame: Image, time_s: float) -> Image:
        """Return the image of a moment with everything drawn on it; the one given stays as it is."""
        image = np.ascontiguousarray(frame).copy()
        letter = int(np.clip(min(image.shape[:2]) * _LETTER_PER_WIDTH, _SMALLEST_LETTER_PX, _LARGEST_LETTER_PX))
        if self.track is not None and self.track.size is not None and self._is_measured(time_s):
            scale = image.shape[1] / self.track.size[0]
            self._figure(image, self.track.at(time_s).moved(left=0.0, top=0.0, scale=scale), time_s, letter)
        bottom = self._counter(image, time_s, letter)
        self._notice(image, time_s, letter, top=bottom)
        self._strip(image, time_s, letter)
        return image

    def _is_measured(self, time_s: float) -> bool:
        """Tell whether there is a pose near the moment: none is drawn before the first and after the last."""
        assert self.track is not None  # noqa: S101 - asked by the caller; this tells the type checker
        return abs(float(self.track.time_s[self.track.index(time_s)]) - time_s) < self._longest_step_s

    @cached_property
    def _longest_step_s(self) -> float:
        times = self.analysis.motion.time_s
        return 2.0 * float(np.median(np.diff(times))) if len(times) > 1 else 1.0

    def _figure(self, image: Image, pose: Pose, time_s: float, letter: int) -> None:
        if self.blur_faces:
            blur_face(image, pose)
        left, top, right, bottom = _room(pose, image)
        part = image[top:bottom, left:right]
        if part.size == 0:
            return
        inside = pose.moved(left=left, top=top, scale=1.0)
        draw_stick(part, inside, losses_at(self.analysis, time_s), size_px=round(letter * 0.82))
        draw_skeleton(part, inside)
        if self._repetition(time_s) is None or self.track is None:
            return
        index = self.track.index(time_s)
        for id_ in _MEASURES:
            number = number_at(self.analysis, id_, index)
            if number is not None:
                draw_measure(part, inside, id_, f"{SHORT_TITLES[id_]} {number}", size_px=round(letter * 0.82))

    def _repetition(self, time_s: float) -> Repetition | None:
        return next((r for r in self.analysis.repetitions if r.start_s <= time_s < r.end_s), None)

    def _counter(self, image: Image, time_s: float, letter: int) -> int:
        """Write how many repetitions were begun and which phase it is, at the top left, and return where it ends."""
        counted = self.analysis.counted
        begun = sum(1 for r in counted if r.start_s <= time_s)
        edge = letter * 0.7
        plate = Plate(text=f"{begun} of {len(counted)}", size_px=round(letter * 1.45), weight=700)
        left, top, width, height = draw_plate(image, plate, x=edge, y=edge + letter * 1.25)
        repetition = self._repetition(time_s)
        if repetition is None:
            return top + height
        phase = next((p.name for p in repetition.phases if p.start_s <= time_s < p.end_s), None)
        words = PHASES[phase] if phase else ""
        if repetition.kind == "attempt":
            words = "Not counted"
        if words:
            side = Plate(text=words, size_px=letter, weight=500)
            draw_plate(image, side, x=left + width + letter * 0.4, y=top + height / 2)
        return top + height

    def _strip(self, image: Image, time_s: float, letter: int) -> None:
        """Draw the time strip along the bottom."""
        height, width = image.shape[:2]
        edge, thick = round(letter * 0.7), max(4, round(letter * 0.42))
        box_height = round(letter * 2.5)
        top = height - box_height - edge
        shade(image, left=edge, top=top, width=width - 2 * edge, height=box_height, radius=letter // 2)
        words = clock(time_s)
        label = text_width(clock(self._end_s), size_px=letter, weight=500)
        middle = top + box_height / 2
        draw_text(image, words, left=edge * 2, baseline=middle + letter * 0.36, size_px=letter, weight=500)
        scale = _Scale(
            start_s=self._start_s,
            end_s=self._end_s,
            left=edge * 3.0 + label,
            right=width - edge * 2.2,
        )
        _bar(image, scale.left, scale.right, middle, thick, (58, 66, 76))
        self._stretches(image, scale, middle, thick)
        for notice in self._notices:
            _triangle(image, scale.x(notice.time_s), middle - thick * 1.1, letter * 0.34, notice.colour)
        x = scale.x(time_s)
        needle = np.array([[x, middle - letter * 0.85], [x, middle + letter * 0.85]])
        stroke(image, needle, INK, width=max(2, thick // 2))

    def _stretches(self, image: Image, scale: _Scale, middle: float, thick: int) -> None:
        for repetition in self.analysis.repetitions:
            for phase in repetition.phases:
                if phase.end_s > phase.start_s:
                    ends = scale.x(phase.start_s), scale.x(phase.end_s)
                    _bar(image, *ends, middle, thick, _PHASE_INK[phase.name])

    def _notice(self, image: Image, time_s: float, letter: int, *, top: int) -> None:
        """Tell the findings of this moment under the counter: at the bottom of a hinge the place over it is free."""
        current = [n for n in self._notices if -_BEFORE_S <= time_s - n.time_s < _AFTER_S]
        if not current:
            return
        first, *others = current
        cue = _wrapped(first.cue, image.shape[1] - letter * 4, size_px=round(letter * 0.9))
        lines = [_Words(first.text, first.colour), *(_Words(text) for text in cue)]
        lines += [_Words(n.text, n.colour) for n in others[:1]]
        _banner(image, lines, top=round(top + letter * 0.4), letter=letter)

    @cached_property
    def _notices(self) -> tuple[_Notice, ...]:
        found = [f for r in self.analysis.repetitions for f in r.findings] + list(clip_findings(self.analysis))
        return tuple(
            _Notice(
                time_s=f.time_s,
                text=f"{self.catalogue.faults[f.id].name}: {spoken(f.value, f.unit)}",
                cue=self.catalogue.faults[f.id].cue,
                colour=_FAULT if f.level == "fault" else _KNOWN,
            )
            for f in sorted(found, key=lambda f: self.catalogue.faults[f.id].priority)
        )

    @cached_property
    def _start_s(self) -> float:
        return float(self.analysis.motion.time_s[0])

    @cached_property
    def _end_s(self) -> float:
        return float(self.analysis.motion.time_s[-1])


def _room(pose: Pose, image: Image) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of the part of the image that the figure and its labels need."""
    points = np.concatenate([pose.near, pose.far])
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) == 0:
        return 0, 0, 0, 0
    height, width = image.shape[:2]
    margin = _ROOM_PER_TRUNK * float(np.ptp(points, axis=0).max())
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    return (
        int(np.clip(low[0], 0, width)),
        int(np.clip(low[1], 0, height)),
        int(np.clip(high[0], 0, width)),
        int(np.clip(high[1], 0, height)),
    )


def _wrapped(text: str, width_px: float, *, size_px: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size_px=size_px, weight=500) <= width_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _banner(image: Image, lines: Sequence[_Words], *, top: int, letter: int) -> None:
    """Draw a plate with lines of text; coloured ones are headings."""
    edge, row = round(letter * 0.7), letter * 1.36
    height = round(row * len(lines) + letter * 0.9)
    width = max(text_width(w.text, size_px=w.size_px(letter), weight=w.weight) for w in lines)
    shade(image, left=edge, top=top, width=width + round(letter * 2.6), height=height, radius=letter // 2)
    side = np.array([[edge + letter * 0.6, top + letter * 0.7], [edge + letter * 0.6, top + height - letter * 0.7]])
    stroke(image, side, lines[0].colour or INK, width=max(3, letter // 5))
    for n, words in enumerate(lines):
        draw_text(
            image,
            words.text,
            left=edge + letter * 1.3,
            baseline=top + letter * 1.3 + n * row,
            size_px=words.size_px(letter),
            colour=words.colour or INK,
            weight=words.weight,
        )


def _bar(image: Image, left: float, right: float, middle: float, thick: int, colour: Rgb) -> None:
    top = round(middle - thick / 2)
    image[top : top + thick, round(left) : max(round(right), round(left) + 1)] = colour


def _triangle(image: Image, x: float, tip_y: float, size: float, colour: Rgb) -> None:
    corners = np.array([[x, tip_y], [x - size, tip_y - size * 1.5], [x + size, tip_y - size * 1.5]]) * 16
    cv2.fillPoly(image, [np.rint(corners).astype(np.int32)], colour, cv2.LINE_AA, 4)
