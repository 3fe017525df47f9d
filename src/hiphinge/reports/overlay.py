"""What is drawn on each image of the video: figure, angles, phase, repetition, findings at their moment, a strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

import numpy as np

from hiphinge.analysis import Analysis, Repetition
from hiphinge.catalogue import Catalogue
from hiphinge.reports.bar_drawing import draw_barbell
from hiphinge.reports.drawing import draw_measure, draw_skeleton
from hiphinge.reports.faces import blur_face
from hiphinge.reports.frame_words import number_at
from hiphinge.reports.labels import Rectangle
from hiphinge.reports.lettering import (
    INK,
    Image,
    Plate,
    draw_text,
    plate_size,
    shade,
    text_width,
    wrapped,
    write_plate,
)
from hiphinge.reports.palette import Rgb
from hiphinge.reports.panel import Panel, draw_panel, place_box, usual_person
from hiphinge.reports.poses import Pose, PoseTrack
from hiphinge.reports.ranking import clip_findings
from hiphinge.reports.sticks import draw_stick, losses_at
from hiphinge.reports.strokes import stroke
from hiphinge.reports.text import clock, spoken
from hiphinge.reports.text.sentences import PHASES
from hiphinge.reports.time_strip import TimeScale, draw_bar, draw_triangle

__all__ = ["Layout", "Painter"]

_MEASURES = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg")
_LETTER_PER_SIDE, _LETTER_PER_WIDTH = 0.036, 0.022
"""Height of letters per shorter side and per width of the frame, the larger counts: a phone held upright shows a wide
video small."""
_SMALLEST_LETTER_PX, _LARGEST_LETTER_PX = 12, 80
_PANEL_PER_LETTER = 0.86
_ROOM_PER_TRUNK = 0.7
_LINE = 1.36
_WIDEST_NOTICE = 26
"""Lines longer than so many heights of letters are broken."""
_SMALLER = 0.85
_NOTICE_COUNTS, _LEFT_OUT = 0.5, 9.0
"""What it costs that the notice, which is there for a moment only, covers the person; and that a box has no room."""
_LUMBAR = "lumbar_flexion_deg"
_NOT_COUNTED = "Not counted"
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
    """A finding shown while its moment is on the screen, with its cue where that is the one for the next set."""

    time_s: float
    text: str
    cue: str
    colour: Rgb


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


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything stands in the frames of a video, the same at every moment, so that nothing jumps.

    ``letter`` is the height of letters in pixels; ``notice`` and ``panel`` are None where there is nothing to say.
    """

    letter: int
    counter: Rectangle
    strip: Rectangle
    notice: Rectangle | None
    panel: Rectangle | None

    @property
    def boxes(self) -> tuple[Rectangle, ...]:
        """Return every box that is written on."""
        return tuple(box for box in (self.counter, self.strip, self.notice, self.panel) if box is not None)


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
        height, width = image.shape[:2]
        layout = self.layout(width, height)
        if self.track is not None and self.track.size is not None and self._is_measured(time_s):
            pose = self.track.at(time_s).moved(left=0.0, top=0.0, scale=width / self.track.size[0])
            self._figure(image, pose, time_s)
            repetition = self._repetition(time_s)
            if repetition is not None:
                scale = width / self.track.size[0]
                draw_barbell(image, self.analysis, time_s, start_s=repetition.start_s, scale=scale)
            panel = self._panel(layout.letter)
            if panel is not None and layout.panel is not None:
                draw_panel(image, panel, layout.panel, time_s, self._repetition(time_s))
        self._counter(image, time_s, layout)
        self._notice(image, time_s, layout)
        self._strip(image, time_s, layout)
        return image

    def layout(self, width: int, height: int) -> Layout:
        """Return where everything stands in frames of that size, over the whole video."""
        if (width, height) not in self._layouts:
            self._layouts[width, height] = self._lay_out(width, height)
        return self._layouts[width, height]

    def _lay_out(self, width: int, height: int) -> Layout:
        """Return the layout with the largest letters with which everything has room."""
        by_size = max(_LETTER_PER_SIDE * min(width, height), _LETTER_PER_WIDTH * width)
        letter = int(np.clip(round(by_size), _SMALLEST_LETTER_PX, _LARGEST_LETTER_PX))
        while True:
            layout, is_whole = self._layout_with(letter, width, height)
            if is_whole or letter == _SMALLEST_LETTER_PX:
                return layout
            letter = max(_SMALLEST_LETTER_PX, round(letter * _SMALLER))

    def _layout_with(self, letter: int, width: int, height: int) -> tuple[Layout, bool]:
        """Return the layout with letters of that height, and whether everything has room."""
        edge = round(letter * 0.7)
        counter, strip_height = self._counter_box(letter, edge), round(letter * 2.5)
        strip = Rectangle(left=edge, top=height - strip_height - edge, width=width - 2 * edge, height=strip_height)
        boxes, is_whole = self._placed(letter, width, height, [counter, strip])
        panel, notice = boxes.get("panel"), boxes.get("notice")
        return Layout(letter=letter, counter=counter, strip=strip, notice=notice, panel=panel), is_whole

    def _placed(
        self, letter: int, width: int, height: int, fixed: list[Rectangle]
    ) -> tuple[dict[str, Rectangle], bool]:
        """Return where panel and notice stand: whichever is placed first, so that the person is covered least.

        With it comes whether both have room.
        """
        panel, notice = self._panel(letter), self._notice_size(letter, width)
        found = [(n.time_s - _BEFORE_S, n.time_s + _AFTER_S) for n in self._notices]
        lifting = [(r.start_s, r.end_s) for r in self.analysis.repetitions]
        asked = {
            name: (size, usual_person(self.track, spans, width=width, height=height))
            for name, size, spans in (("panel", panel.size if panel else None, lifting), ("notice", notice, found))
            if size is not None and min(size) > 0
        }
        best: tuple[float, dict[str, Rectangle]] = (np.inf, {})
        for order in permutations(asked):
            boxes, cost = dict[str, Rectangle](), 0.0
            for name in order:
                size, covered = asked[name]
                taken = [*fixed, *boxes.values()]
                free = place_box(
                    size, covered=covered, width=width, height=height, edge=round(letter * 0.7), reserved=taken
                )
                if free is None:
                    cost += _LEFT_OUT
                else:
                    boxes[name] = free[0]
                    cost += free[1] * (_NOTICE_COUNTS if name == "notice" else 1.0)
            best = min(best, (cost, boxes), key=lambda item: item[0])
        return best[1], len(best[1]) == len(asked)

    @cached_property
    def _layouts(self) -> dict[tuple[int, int], Layout]:
        return {}

    @cached_property
    def _panels(self) -> dict[int, Panel]:
        return {}

    def _panel(self, letter: int) -> Panel | None:
        if self.track is None or self.track.size is None:
            return None
        size_px = max(_SMALLEST_LETTER_PX - 1, round(letter * _PANEL_PER_LETTER))
        return self._panels.setdefault(letter, Panel(analysis=self.analysis, track=self.track, size_px=size_px))

    def _is_measured(self, time_s: float) -> bool:
        """Tell whether there is a pose near the moment: none is drawn before the first and after the last."""
        assert self.track is not None  # noqa: S101 - asked by the caller; this tells the type checker
        return abs(float(self.track.time_s[self.track.index(time_s)]) - time_s) < self._longest_step_s

    @cached_property
    def _longest_step_s(self) -> float:
        times = self.analysis.motion.time_s
        return 2.0 * float(np.median(np.diff(times))) if len(times) > 1 else 1.0

    def _figure(self, image: Image, pose: Pose, time_s: float) -> None:
        if self.blur_faces:
            blur_face(image, pose)
        left, top, right, bottom = _room(pose, image)
        part = image[top:bottom, left:right]
        if part.size == 0 or self.track is None:
            return
        inside = pose.moved(left=left, top=top, scale=1.0)
        draw_stick(part, inside, losses_at(self.analysis, time_s))
        draw_skeleton(part, inside)
        if self._repetition(time_s) is None:
            return
        index = self.track.index(time_s)
        for id_ in _MEASURES:
            if number_at(self.analysis, id_, index) is not None:
                draw_measure(part, inside, id_, "", size_px=_SMALLEST_LETTER_PX)
        draw_measure(part, inside, _LUMBAR, "", size_px=_SMALLEST_LETTER_PX)

    def _repetition(self, time_s: float) -> Repetition | None:
        return next((r for r in self.analysis.repetitions if r.start_s <= time_s < r.end_s), None)

    def _counter(self, image: Image, time_s: float, layout: Layout) -> None:
        """Write how many repetitions were begun and which phase it is."""
        counted, box, letter = self.analysis.counted, layout.counter, layout.letter
        begun = sum(1 for r in counted if r.start_s <= time_s)
        plate = self._count_plate(begun, letter)
        write_plate(image, plate, left=box.left, top=box.top)
        repetition = self._repetition(time_s)
        if repetition is None:
            return
        phase = next((p.name for p in repetition.phases if p.start_s <= time_s < p.end_s), None)
        words = PHASES[phase] if phase else ""
        if repetition.kind == "attempt":
            words = _NOT_COUNTED
        if words:
            width, height = plate_size(plate)
            side = Plate(text=words, size_px=letter, weight=500)
            top = box.top + (height - plate_size(side)[1]) // 2
            write_plate(image, side, left=box.left + width + round(letter * 0.4), top=top)

    def _count_plate(self, begun: int, letter: int) -> Plate:
        return Plate(text=f"{begun} of {len(self.analysis.counted)}", size_px=round(letter * 1.45), weight=700)

    def _counter_box(self, letter: int, edge: int) -> Rectangle:
        """Return the room of counter and phase, enough for every moment."""
        count = len(self.analysis.counted)
        sizes = [plate_size(self._count_plate(begun, letter)) for begun in range(count + 1)]
        words = [plate_size(Plate(text=w, size_px=letter, weight=500))[0] for w in (*PHASES.values(), _NOT_COUNTED)]
        width = max(w for w, _ in sizes) + round(letter * 0.4) + max(words)
        return Rectangle(left=edge, top=edge, width=width, height=sizes[0][1])

    def _strip(self, image: Image, time_s: float, layout: Layout) -> None:
        """Draw the time strip along the bottom."""
        box, letter = layout.strip, layout.letter
        edge, thick = round(letter * 0.7), max(4, round(letter * 0.42))
        shade(image, left=box.left, top=box.top, width=box.width, height=box.height, radius=letter // 2)
        words = clock(time_s)
        label = text_width(clock(self._end_s), size_px=letter, weight=500)
        middle = box.top + box.height / 2
        draw_text(image, words, left=edge * 2, baseline=middle + letter * 0.36, size_px=letter, weight=500)
        scale = TimeScale(
            start_s=self._start_s,
            end_s=self._end_s,
            left=edge * 3.0 + label,
            right=image.shape[1] - edge * 2.2,
        )
        draw_bar(image, scale.left, scale.right, middle, thick, (58, 66, 76))
        self._stretches(image, scale, middle, thick)
        for notice in self._notices:
            draw_triangle(image, scale.x(notice.time_s), middle - thick * 1.1, letter * 0.34, notice.colour)
        x = scale.x(time_s)
        needle = np.array([[x, middle - letter * 0.85], [x, middle + letter * 0.85]])
        stroke(image, needle, INK, width=max(2, thick // 2))

    def _stretches(self, image: Image, scale: TimeScale, middle: float, thick: int) -> None:
        for repetition in self.analysis.repetitions:
            for phase in repetition.phases:
                if phase.end_s > phase.start_s:
                    ends = scale.x(phase.start_s), scale.x(phase.end_s)
                    draw_bar(image, *ends, middle, thick, _PHASE_INK[phase.name])

    def _notice(self, image: Image, time_s: float, layout: Layout) -> None:
        """Tell the findings of this moment, always at the same place."""
        if layout.notice is None:
            return
        lines = self._lines(time_s, layout.letter, image.shape[1])
        if lines:
            _banner(image, lines, layout.notice, letter=layout.letter)

    def _lines(self, time_s: float, letter: int, width: int) -> list[_Words]:
        """Return what is said of the findings of a moment, line by line; the advised one comes first, with its cue."""
        current = [n for n in self._notices if -_BEFORE_S <= time_s - n.time_s < _AFTER_S]
        if not current:
            return []
        room, lines = min(width - letter * 4, letter * _WIDEST_NOTICE), list[_Words]()
        first, *others = sorted(current, key=lambda n: not n.cue)
        said: list[tuple[str, Rgb | None]] = [(first.text, first.colour)]
        said += [(first.cue, None)] if first.cue else []
        for text, colour in (*said, *((n.text, n.colour) for n in others[:1])):
            like = _Words(text, colour)
            parts = wrapped(text, room, size_px=like.size_px(letter), weight=like.weight)
            lines += [_Words(part, colour) for part in parts]
        return lines

    def _notice_size(self, letter: int, width: int) -> tuple[int, int] | None:
        """Return the size of the findings' words, enough for every moment; None where there are none."""
        changes = [n.time_s + after for n in self._notices for after in (-_BEFORE_S, _AFTER_S)]
        sizes = [_banner_size(lines, letter) for t in changes if (lines := self._lines(t, letter, width))]
        return (max(w for w, _ in sizes), max(h for _, h in sizes)) if sizes else None

    @cached_property
    def _notices(self) -> tuple[_Notice, ...]:
        found = [f for r in self.analysis.repetitions for f in r.findings] + list(clip_findings(self.analysis))
        advice = self.analysis.advice
        return tuple(
            _Notice(
                time_s=f.time_s,
                text=f"{self.catalogue.faults[f.id].name}: {spoken(f.value, f.unit)}",
                cue=advice.cue if advice is not None and advice.finding == f.id else "",
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


def _banner_size(lines: Sequence[_Words], letter: int) -> tuple[int, int]:
    width = max(text_width(w.text, size_px=w.size_px(letter), weight=w.weight) for w in lines)
    return width + round(letter * 2.6), round(letter * (_LINE * len(lines) + 0.9))


def _banner(image: Image, lines: Sequence[_Words], room: Rectangle, *, letter: int) -> None:
    """Draw a plate with lines of text, as many as there is room for; coloured ones are headings."""
    shown = lines[: max(1, int((room.height / letter - 0.9) / _LINE + 1e-6))]
    width, height = _banner_size(shown, letter)
    edge, top = room.left, room.top
    shade(image, left=edge, top=top, width=width, height=height, radius=letter // 2)
    side = np.array([[edge + letter * 0.6, top + letter * 0.7], [edge + letter * 0.6, top + height - letter * 0.7]])
    stroke(image, side, shown[0].colour or INK, width=max(3, letter // 5))
    for n, words in enumerate(shown):
        draw_text(
            image,
            words.text,
            left=edge + letter * 1.3,
            baseline=top + letter * (1.3 + n * _LINE),
            size_px=words.size_px(letter),
            colour=words.colour or INK,
            weight=words.weight,
        )
