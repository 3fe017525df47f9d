"""One figure as the text of an SVG file: puppet, things, floor, label and timeline, moved by CSS keyframes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tools.figures.body import AXIS, PARENT
from tools.figures.colours import sheet
from tools.figures.moving import sampled, starts_s
from tools.figures.paths import is_still, number, stops, thinned
from tools.figures.puppet import CODES, Drawing, puppet, shapes
from tools.figures.things import THINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.figures.body import Point
    from tools.figures.poses import Figure, Line, Prop
    from tools.figures.solving import Placed

__all__ = [
    "WIDTH",
    "Sheet",
    "Stage",
    "carried",
    "drawn",
    "drawn_content",
    "key_moment",
    "label",
    "prefix_of",
    "scene",
    "switched",
    "timeline",
    "wrapped",
]

WIDTH = 320
BELOW_FLOOR = 56
LABEL_UP, TIMELINE_UP = 26, 11
TIMELINE = (24.0, 296.0)
FULL_SCALE = 0.2
ALIKE_DEG = 0.1
DRAWN_LONG_PX = 100
TURN_TOLERANCE_DEG, SHIFT_TOLERANCE_PX = 0.8, 0.45


def prefix_of(figure: Figure) -> str:
    """Return the prefix of all names in a figure, so that many figures can share a page."""
    return f"{figure.kind.removesuffix('s')}-{figure.id}".replace("_", "-")


@dataclass(frozen=True)
class Stage:
    """A figure while it is drawn: its samples, and the conversion of places to pixels."""

    figure: Figure
    name: str
    time_s: tuple[float, ...]
    poses: tuple[Placed, ...]
    key: int
    width: int = WIDTH

    @property
    def floor(self) -> float:
        """The floor, px from the top."""
        return self.figure.height - BELOW_FLOOR

    def px(self, point: Point) -> Point:
        """Return the pixel of a place (forward, up)."""
        scale = self.figure.scale
        return self.width / 2 + (point[0] - self.figure.centre) * scale, self.floor - point[1] * scale


@dataclass
class Sheet:
    """The keyframes that were asked for, by class."""

    stage: Stage
    rules: dict[str, str]
    coarse: float = 1.0
    """How much farther than usual straight movement may be from the true one."""

    def moved(
        self,
        code: str,
        track: Sequence[Sequence[float]],
        says: Callable[[Sequence[float]], str],
        tolerance: Sequence[float],
    ) -> bool:
        """Note the keyframes of a track; False where it stands still and needs none."""
        if is_still(track, [t / 2 for t in tolerance]):
            return False
        if code not in self.rules:
            time = self.stage.time_s
            kept = thinned(time, track, [self.coarse * t for t in tolerance])
            self.rules[code] = stops([(time[i] / time[-1], says(track[i])) for i in kept])
        return True

    def text(self) -> str:
        """Return the style sheet of all movement."""
        name, seconds = self.stage.name, number(self.stage.time_s[-1], 2)
        rules = "".join(
            f"@keyframes {name}-{c}{{{body}}}.{name} .{c}{{animation-name:{name}-{c}}}"
            for c, body in self.rules.items()
        )
        each = f".{name} :is(g,text,circle,path)"
        steady = "animation-timing-function:linear;animation-iteration-count:infinite"
        run = f"{each}{{animation-duration:{seconds}s;{steady}}}"
        still = f"@media(prefers-reduced-motion:reduce){{{each}{{animation:none!important}}}}"
        return f"{run}{rules}{still}" if self.rules else ""


def drawn(figure: Figure) -> str:
    """Return the whole SVG file."""
    return wrapped(*drawn_content(figure))


def drawn_content(figure: Figure) -> tuple[Stage, Sheet, str, str]:
    """Return what a file is wrapped from: stage, keyframes, shapes that are drawn twice, and the drawing."""
    loop = sampled(figure)
    key = key_moment(figure, loop.time_s)
    stage = Stage(figure=figure, name=prefix_of(figure), time_s=loop.time_s, poses=loop.poses, key=key)
    moves = Sheet(stage=stage, rules={})
    content = scene(stage, moves) + label(stage, moves) + timeline(stage, moves)
    defs = shapes(Drawing(name=stage.name, scale=figure.scale))
    return stage, moves, f"<defs>{defs}</defs>", content


def key_moment(figure: Figure, times: Sequence[float]) -> int:
    """Return the index of the key pose's moment."""
    key_s = starts_s(figure)[figure.key_phase + 1]
    return min(range(len(times)), key=lambda i: abs(times[i] - key_s))


def wrapped(stage: Stage, moves: Sheet, defs: str, content: str) -> str:
    """Return the file around a drawing: title, description, styles."""
    figure, name = stage.figure, stage.name
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" viewBox="0 0 {WIDTH} {figure.height}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(figure.title)}</title>'
        f'<desc id="{name}-desc">{escape(figure.desc or figure.title)}</desc>'
        f"<style>{sheet(name, defs + content)}{moves.text()}</style>{defs}{content}</svg>\n"
    )


def scene(stage: Stage, moves: Sheet) -> str:
    """Return things, floor and puppet, and note how they move."""
    figure = stage.figure
    layers = dict.fromkeys(("behind", "middle", "under_arm", "front"), "")
    riders: dict[str, str] = {}
    for number_, prop in enumerate(figure.props):
        if prop.with_.startswith("part:"):
            part = prop.with_.removeprefix("part:")
            riders[part] = riders.get(part, "") + _rider(figure, prop)
        else:
            layers[prop.layer] += _prop(stage, moves, prop, f"p{number_}")
    for number_, line in enumerate(figure.lines):
        layers[line.layer] += _line(stage, moves, line, f"b{number_}")
    body = puppet(
        Drawing(name=stage.name, scale=figure.scale, riders=riders),
        lambda part: turned(stage, moves, part),
        middle=layers["middle"],
        under_arm=layers["under_arm"],
    )
    floor = f'<path class="g" d="M8 {number(stage.floor + 1.5)}H{stage.width - 8}"/>'
    return f"{layers['behind']}{floor}{body}{layers['front']}"


def turned(stage: Stage, moves: Sheet, part: str) -> str:
    """Return class and transform of a part's group, and note its keyframes."""
    code = CODES[_same(stage, part)]
    if part == "pelvis":
        return carried(stage, moves, code, [(*stage.px(p.joint[part]), p.lean[part]) for p in stage.poses])
    above = _above(part)
    track = [(p.lean[part] - p.lean[above],) for p in stage.poses]
    moving = moves.moved(code, track, lambda row: f"transform:rotate({number(row[0])}deg)", (TURN_TOLERANCE_DEG,))
    base = number(track[stage.key][0])
    at = f'transform="rotate({base})"' if base != "0" or moving else ""
    return f'class="{code}" {at}' if moving else at


def _same(stage: Stage, part: str) -> str:
    """Return the near part where the far one always does what it does."""
    near = part.removeprefix("far_")
    parts = (part, _above(part)) if near != "pelvis" else (part,)
    alike = all(abs(p.lean[x] - p.lean[x.removeprefix("far_")]) < ALIKE_DEG for p in stage.poses for x in parts)
    return near if alike else part


def _above(part: str) -> str:
    plain = part.removeprefix("far_")
    above = PARENT[plain]
    return above if above in AXIS or plain == part else "far_" + above


def carried(stage: Stage, moves: Sheet, code: str, track: list[tuple[float, float, float]], style: str = "") -> str:
    """Return class and transform of a group that is carried and turned, and note its keyframes."""

    def says(row: Sequence[float]) -> str:
        turn = f" rotate({number(row[2])}deg)" if any_turn else ""
        return f"transform:translate({number(row[0])}px,{number(row[1])}px){turn}"

    any_turn = any(abs(row[2]) > TURN_TOLERANCE_DEG / 2 for row in track)
    moving = moves.moved(code, track, says, (SHIFT_TOLERANCE_PX, SHIFT_TOLERANCE_PX, TURN_TOLERANCE_DEG))
    x, y, turn = track[stage.key]
    rotate = f"rotate({number(turn)})" if any_turn else ""
    name = " ".join(part for part in (style, code if moving else "") if part)
    return (f'class="{name}" ' if name else "") + f'transform="translate({number(x)} {number(y)}){rotate}"'


def _rider(figure: Figure, prop: Prop) -> str:
    x, y = (value * figure.scale for value in prop.at)
    return f'<g transform="translate({number(x)} {number(y)})rotate({number(prop.tilt)})">{_thing(figure, prop)}</g>'


def _thing(figure: Figure, prop: Prop) -> str:
    size = prop.size * figure.scale / FULL_SCALE
    thing = THINGS[prop.kind]
    return thing if math.isclose(size, 1.0) else f'<g transform="scale({number(size, 2)})">{thing}</g>'


def _prop(stage: Stage, moves: Sheet, prop: Prop, code: str) -> str:
    if not prop.with_:
        x, y = stage.px(prop.at)
        tilt = f"rotate({number(prop.tilt)})" if prop.tilt else ""
        return f'<g transform="translate({number(x)} {number(y)}){tilt}">{_thing(stage.figure, prop)}</g>'
    track = []
    for pose in stage.poses:
        x, y = pose.named(prop.with_)
        turn = prop.tilt + (pose.lean[prop.turn] if prop.turn else 0.0)
        track.append((*stage.px((x + prop.at[0], y + prop.at[1])), turn))
    return f"<g {carried(stage, moves, code, track)}>{_thing(stage.figure, prop)}</g>"


def _line(stage: Stage, moves: Sheet, line: Line, code: str) -> str:
    """Draw a line of `DRAWN_LONG_PX`, turned and stretched to where it must reach."""
    track: list[tuple[float, float]] = []
    x, y = stage.px(line.start)
    for pose in stage.poses:
        end = pose.named(line.to)
        u, v = stage.px((end[0] + line.offset[0], end[1] + line.offset[1]))
        turn = math.degrees(math.atan2(v - y, u - x))
        if track:
            turn += 360.0 * round((track[-1][0] - turn) / 360.0)
        track.append((turn, math.hypot(u - x, v - y)))
    at = f"translate({number(x)}px,{number(y)}px)"

    def says(row: Sequence[float]) -> str:
        return f"transform:{at} rotate({number(row[0])}deg) scale({number(row[1] / DRAWN_LONG_PX, 3)},1)"

    moving = moves.moved(code, track, says, (SHIFT_TOLERANCE_PX, SHIFT_TOLERANCE_PX))
    turn, long = track[stage.key]
    base = f"translate({number(x)} {number(y)})rotate({number(turn)})scale({number(long / DRAWN_LONG_PX, 3)} 1)"
    half = number(line.thick / 2)
    name = f"uf {code}" if moving else "uf"
    return f'<path class="{name}" d="M0-{half}H{DRAWN_LONG_PX}V{half}H0z" transform="{base}"/>'


def label(stage: Stage, moves: Sheet) -> str:
    """Write the label of the present phase: one text for each label, only one of them visible."""
    figure, starts = stage.figure, starts_s(stage.figure)
    y = figure.height - LABEL_UP
    text = ""
    labels = list(dict.fromkeys(phase.label for phase in figure.phases))
    for n, label in enumerate(labels):
        code, shown = f"t{n}", figure.phases[figure.key_phase].label == label
        if len(labels) > 1:
            shares = [(s / starts[-1], phase.label == label) for s, phase in zip(starts, figure.phases, strict=False)]
            moves.rules[code] = switched(shares)
        hidden = "" if shown else ' opacity="0"'
        text += f'<text class="x {code}" x="{WIDTH // 2}" y="{y}"{hidden}>{escape(label)}</text>'
    return text


def switched(shares: Sequence[tuple[float, bool]]) -> str:
    """Return the keyframes of what is visible from some shares of the loop on and not from others."""
    switches = []
    for (share, on), (end, _) in zip(shares, (*shares[1:], (1.0, False)), strict=True):
        text = f"opacity:{int(on)}"
        switches += [(share, text), (max(share, end - 0.001), text)]
    switches[-1] = (1.0, switches[-1][1])
    return stops(switches)


def timeline(stage: Stage, moves: Sheet) -> str:
    """Draw the loop's time, its phases marked, and the dot that runs along it."""
    starts, (left, right) = starts_s(stage.figure), TIMELINE
    y = stage.figure.height - TIMELINE_UP
    at = [left + (right - left) * s / starts[-1] for s in starts]
    ticks = "".join(f"M{number(x)} {y - 3}v6" for x in at)
    moves.rules["d0"] = stops(
        [(0.0, f"transform:translate({number(left)}px,{y}px)"), (1.0, f"transform:translate({number(right)}px,{y}px)")]
    )
    stop = at[stage.figure.key_phase + 1]
    line = f'<path class="l" d="M{number(left)} {y}H{number(right)}{ticks}"/>'
    return f'{line}<circle class="d d0" r="4" transform="translate({number(stop)} {y})"/>'
