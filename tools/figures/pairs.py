"""Two puppets side by side in step: what is meant, and what a finding is about with a mark where it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

from tools.figures.body import AXIS, body
from tools.figures.colours import sheet
from tools.figures.compact import merged_shifts, written_once
from tools.figures.moving import sampled, starts_s
from tools.figures.paths import number, open_line
from tools.figures.poses import Pose
from tools.figures.puppet import Drawing, shapes
from tools.figures.shapes import centre_ahead
from tools.figures.solving import placed
from tools.figures.svg import Sheet, Stage, carried, key_moment, label, scene, switched, timeline

if TYPE_CHECKING:
    from tools.figures.body import Point
    from tools.figures.poses import Figure
    from tools.figures.solving import Placed

__all__ = ["HEIGHT", "Mark", "Pair", "drawn_pair", "heel_of", "lean_of"]

WIDTH, HALF, HEIGHT = 440, 220, 306
NARROW, LINE_PX, FIRST_LINE, LETTER_PX = 25, 15, 16, 7.8
COARSE = 2.0
HEEL = (-32.0, 0.85)
SIGNS = {
    "ring": '<circle class="wa" r="14"/>',
    "arrow": '<path class="wa" d="M0-46V-19M-6-26L0-18L6-26"/>',
    "plumb": '<path class="wp" d="M0 0V-96"/><circle class="wa" cy="-96" r="3"/>',
    "trunk": '<path class="c" d="M0 0V-62"/>',
    "upright": '<path class="c" d="M0 0V-150"/>',
    "clock": '<circle class="wa" r="11"/><path class="wa" d="M0-6V0L5 3"/>',
}
"""Each mark about the place that it is at; an arrow points down at it from above unless it is turned."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A sign at a place of the body (``with_``) or of the drawing, moved by ``at`` (forward, up), turned by ``tilt``.

    ``when`` are the phases during which it is seen, all of them when left out. ``still`` are marks of both halves.
    """

    kind: str
    with_: str = ""
    at: Point = (0.0, 0.0)
    tilt: float = 0.0
    when: tuple[int, ...] = ()
    both: bool = False
    floor: bool = False


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One finding as a figure: both motions, the words above them, marks, and the back's own shape behind."""

    right: Figure
    wrong: Figure
    held: str
    name: str
    marks: tuple[Mark, ...] = ()
    reference_posture_of: bool = False
    also: tuple[str, ...] = ()
    """Other findings that the wrong half cannot do without; `findings` says why."""


def heel_of(pose: Placed) -> Point:
    """Return where the near heel is, forward and up."""
    return pose.point("foot", (HEEL[0], HEEL[1] * body().ankle_height))


def drawn_pair(pair: Pair) -> str:
    """Return the whole SVG file."""
    first, *others = pair.right.id.split("_")
    name = f"f{first[:2]}{''.join(word[0] for word in others)}"
    _same_length(pair)
    whole = _stage(pair.right, name)
    moves = Sheet(stage=whole, rules={})
    below = (
        f'<g transform="translate({(WIDTH - whole.width) // 2} 0)">{label(whole, moves)}{timeline(whole, moves)}</g>'
    )
    halves, rules = "", moves.text()
    for code, figure, left in (("a", pair.right, 0), ("b", pair.wrong, HALF)):
        stage = replace(_stage(figure, f"{name}-{code}"), width=HALF)
        half_moves = Sheet(stage=stage, rules={}, coarse=COARSE)
        inner = _half(pair, stage, half_moves, wrong=code == "b").replace(f"#{name}-{code}-", f"#{name}-")
        halves += f'<g class="{stage.name}"><g transform="translate({left} 0)">{inner}</g></g>'
        rules += half_moves.text()
    defs = shapes(Drawing(name=name, scale=pair.right.scale))
    again, halves = written_once(merged_shifts(halves), f"{name}-p")
    content = halves + _captions(pair) + below
    title = f"{pair.name}: beside how it is meant"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" viewBox="0 0 {WIDTH} {pair.right.height}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(_description(pair))}</desc>'
        f"<style>{sheet(name, defs + again + content)}{rules}</style><defs>{defs}{again}</defs>{content}</svg>\n"
    )


def _description(pair: Pair) -> str:
    return f"Left: {pair.held}. Right: {pair.name[0].lower()}{pair.name[1:]}. {pair.right.desc}"


def _same_length(pair: Pair) -> None:
    both = starts_s(pair.right), starts_s(pair.wrong)
    if abs(both[0][-1] - both[1][-1]) > 1e-6:  # noqa: PLR2004 seconds that are the same
        message = f"{pair.right.id}: both halves should last equally long, but last {both[0][-1]} and {both[1][-1]} s."
        raise ValueError(message)


def _stage(figure: Figure, name: str) -> Stage:
    loop = sampled(figure)
    key = key_moment(figure, loop.time_s)
    return Stage(figure=figure, name=name, time_s=loop.time_s, poses=loop.poses, key=key)


def _half(pair: Pair, stage: Stage, moves: Sheet, *, wrong: bool) -> str:
    signs = "".join(_mark(stage, moves, mark, f"w{n}") for n, mark in enumerate(pair.marks) if wrong or mark.both)
    if pair.reference_posture_of and wrong:
        signs = _while(stage, moves, pair.marks[0].when, "o1", _own_shape(stage, moves)) + signs
    return scene(stage, moves) + signs


def _mark(stage: Stage, moves: Sheet, mark: Mark, code: str) -> str:
    figure, track = stage.figure, []
    for pose in stage.poses:
        x, y = _place(figure, pose, mark.with_)
        place = x + mark.at[0], (0.0 if mark.floor else y) + mark.at[1]
        track.append((*stage.px(place), 0.0))
    text = f"<g {carried(stage, moves, code, track)}>{_turned(mark)}</g>"
    return _while(stage, moves, mark.when, f"v{code}", text)


def _while(stage: Stage, moves: Sheet, when: tuple[int, ...], code: str, text: str) -> str:
    """Return what is seen during some phases only."""
    if not when:
        return text
    starts = starts_s(stage.figure)
    moves.rules[code] = switched([(s / starts[-1], n in when) for n, s in enumerate(starts[:-1])])
    hidden = "" if stage.figure.key_phase in when else ' opacity="0"'
    return f'<g class="{code}"{hidden}>{text}</g>'


def _turned(mark: Mark) -> str:
    sign = SIGNS[mark.kind]
    return sign if not mark.tilt else f'<g transform="rotate({number(mark.tilt)})">{sign}</g>'


def _place(figure: Figure, pose: Placed, name: str) -> Point:
    if not name:
        return 0.0, 0.0
    if name == "heel":
        return heel_of(pose)
    if name == "centre":
        return centre_ahead(figure, pose), 0.0
    if name in {"lumbar", "thoracic"}:
        part = "lumbar_b" if name == "lumbar" else "chest_b"
        return pose.point(part, body().back[part][1])
    return pose.named(name)


def _own_shape(stage: Stage, moves: Sheet) -> str:
    """Return the back's line in its shape in standing, at the hip and with the lean of the trunk as it is now."""
    origin, points = (0.0, 0.0), []
    for part in AXIS[: AXIS.index("chest_c") + 1]:
        at = body().parts[part].at
        origin = origin[0] + at[0], origin[1] + at[1]
        points += [(origin[0] + x, origin[1] + y) for x, y in body().back[part]]
    standing = lean_of(placed(Pose(), "hip"))
    track = [(*stage.px(pose.joint["pelvis"]), lean_of(pose) - standing) for pose in stage.poses]
    place = carried(stage, moves, "o0", track)
    line = open_line(points, stage.figure.scale)
    id_ = f"{stage.name.removesuffix('-b')}-o"
    return f'<g {place}><path id="{id_}" class="og" d="{line}"/><use href="#{id_}" class="oh"/></g>'


def lean_of(pose: Placed) -> float:
    """Return how far the line from hip to shoulder leans forward, degrees."""
    (x, y), (u, v) = pose.joint["pelvis"], pose.joint["upper_arm"]
    return math.degrees(math.atan2(u - x, v - y))


def _captions(pair: Pair) -> str:
    text = '<path class="ka" d="M0 0l4 5 8-11"/>'
    return _caption(pair.held, "xo", 0, text) + _caption(
        pair.name, "xa", HALF, '<path class="wa" d="M1-6l10 10M11-6l-10 10"/>'
    )


def _caption(words: str, style: str, left: int, sign: str) -> str:
    lines = wrap(words, NARROW)
    middle, half = left + HALF // 2 + 8, LETTER_PX / 2 * max(map(len, lines))
    text = f'<g transform="translate({number(middle - half - 18)} {FIRST_LINE - 4})">{sign}</g>'
    for n, line in enumerate(lines):
        text += f'<text class="x {style}" x="{middle}" y="{FIRST_LINE + n * LINE_PX}">{escape(line)}</text>'
    return text
