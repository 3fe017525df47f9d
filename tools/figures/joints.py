"""Maps of an exercise's joints: the key pose, a ring where a joint moves and a square where it holds."""

from __future__ import annotations

import math
import re
from functools import partial
from typing import TYPE_CHECKING

from tools.figures.body import body
from tools.figures.compact import merged_shifts
from tools.figures.front import PARTS, drawn_front, front_loop, seen_arm
from tools.figures.making import DATA, catalogued
from tools.figures.moving import sampled
from tools.figures.paths import number
from tools.figures.puppet import Drawing, shapes
from tools.figures.still import framed, short, style_of
from tools.figures.svg import Sheet, Stage, key_moment, scene

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.figures.body import Point
    from tools.figures.front import FrontPose
    from tools.figures.poses import Figure
    from tools.figures.solving import Placed

__all__ = ["map_of", "written"]

WIDTH, BELOW_FLOOR, LINE = 320, 56, 16
APART, MAX_ZOOM, MARGIN, HEADROOM = 19.5, 1.5, 26.0, 48.0
COLUMNS = (14, 170)
STYLE = {
    "mv": "fill:#e3f6ec;stroke:#0d7a4c;stroke-width:2.6",
    "ma": "fill:none;stroke:#0d7a4c;stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round",
    "hd": "fill:#e6eefb;stroke:#274f9c;stroke-width:2.6",
    "hl": "fill:none;stroke:#274f9c;stroke-width:2.2",
    "to": "stroke:#2b333d;stroke-width:1.2",
    "at": "fill:#2b333d",
    "n": "fill:#10151b;font:700 11px system-ui,sans-serif;text-anchor:middle",
}
DARK = {"to": "stroke:#e6eaef", "at": "fill:#e6eaef", "ma": "stroke:#3ecf97", "hl": "stroke:#8fb4ff"}
DRAWN = re.compile(r"^.*?</style>|<text.*$", re.DOTALL)
"""What is not drawn of a moving figure's file: all before the drawing, the label and the timeline after it."""
HEADINGS = {"moves": "Moves", "holds": "Holds still"}
NAMES = {"lower_back": "lower back", "upper_back": "upper back", "shoulder_blade": "shoulder blade"}


def written() -> Mapping[str, Callable[[], str]]:
    """Return every map by the name of its file."""
    from tools.figures.registry import figures  # noqa: PLC0415 it stands on this room

    shown = {figure.id: figure for figure in figures() if figure.kind == "exercises"}
    return {
        f"joints/{path.stem}.svg": partial(map_of, shown[path.stem])
        for path in sorted((DATA / "exercises").glob("*.toml"))
    }


def map_of(figure: Figure) -> str:
    """Return the map of an exercise."""
    item = catalogued("exercises", figure.id)
    joints = [*item["moves"], *item["holds"]]
    name = short("jo", figure.id)
    shown, at = _from_front(figure) if figure.view == "front" else _from_side(figure, name)
    shown, at, floor = _nearer(shown, at, figure.height - BELOW_FLOOR)
    marks = _apart({joint: at[joint] for joint in joints})
    drawing = shown + _marks(at, marks, item["moves"])
    top = round(floor) + 26
    drawing += _legend(item["moves"], item["holds"], top)
    listed = "; ".join(
        f"{what} {', '.join(joint.replace('_', ' ') for joint in item[kind])}"
        for kind, what in (("moves", "Moves:"), ("holds", "Holds still:"))
    )
    lines = max(len(item["moves"]), len(item["holds"]))
    style = style_of(name, drawing, STYLE, DARK)
    words = (f"What moves and what holds: {item['name']}", f"{listed}.")
    return framed(name, (WIDTH, top + 20 + LINE * lines), words, style + drawing)


def _from_side(figure: Figure, name: str) -> tuple[str, dict[str, Point]]:
    loop = sampled(figure)
    pose = loop.poses[key_moment(figure, loop.time_s)]
    stage = Stage(figure=figure, name=f"{name}-s", time_s=(0.0, 1.0), poses=(pose, pose), key=0)
    text = merged_shifts(scene(stage, Sheet(stage=stage, rules={})))
    reach = {f"end of {part}": place for part, place in pose.joint.items()}
    reach["top of head"] = pose.point("head", (20.0, -95.0))
    at = {joint: stage.px(place) for joint, place in (_places(pose) | reach).items()}
    return f"<defs>{shapes(Drawing(name=f'{name}-s', scale=figure.scale))}</defs>{text}", at


def _places(pose: Placed) -> dict[str, Point]:
    """Return where each joint of the catalogue is, forward and up."""
    back = body().back
    nape, head = pose.joint["neck"], pose.joint["head"]
    return {
        "foot": pose.named("ball"),
        "ankle": pose.named("ankle"),
        "knee": pose.named("knee"),
        "hip": pose.named("hip"),
        "lower_back": pose.point("lumbar_b", back["lumbar_b"][1]),
        "upper_back": pose.point("chest_b", back["chest_b"][1]),
        "shoulder_blade": pose.point("chest_c", back["chest_c"][0]),
        "neck": ((nape[0] + head[0]) / 2, (nape[1] + head[1]) / 2),
        "shoulder": pose.named("shoulder"),
        "elbow": pose.named("elbow"),
        "wrist": pose.joint["hand"],
    }


def _from_front(figure: Figure) -> tuple[str, dict[str, Point]]:
    """Return what a figure from the front shows at its key pose, and its joints' positions."""
    times, poses = front_loop(figure)
    pose = poses[key_moment(figure, times)]
    text = DRAWN.sub("", drawn_front(figure))
    text = re.sub(r' class="(?!(?:k|t|s|o|h|b|m|g|u|uf|e|eo|p|w|wd|c)")[^"]*"', "", text)
    floor = figure.height - BELOW_FLOOR
    x, y = WIDTH / 2 + (pose.hip[0] - figure.centre) * figure.scale, floor - pose.hip[1] * figure.scale
    places = _front_places(pose)
    return text, {joint: (x + u * figure.scale, y + v * figure.scale) for joint, (u, v) in places.items()}


def _front_places(pose: FrontPose) -> dict[str, Point]:
    """Return where the joints of the body's left side are from the middle of the hips, across and down."""

    def step(at: Point, by: Point, turn: float) -> Point:
        c, s = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        return at[0] + by[0] * c - by[1] * s, at[1] + by[0] * s + by[1] * c

    def up(across: float, height: float) -> Point:
        return step((0.0, 0.0), (across, -height), pose.trunk)

    upper, fore, (aside, below) = (PARTS["upper_arm"], PARTS["forearm"], PARTS["chest"].at)
    shoulder = up(aside + upper.at[0], -below - upper.at[1])
    at_shoulder, at_elbow, share = (pose.arms[0], pose.elbows[0], 1.0) if pose.press is None else seen_arm(pose)
    elbow = step(shoulder, (0.0, share * upper.length), pose.trunk + at_shoulder)
    wrist = step(elbow, (0.0, share * fore.length), pose.trunk + at_shoulder + at_elbow)
    hip = step((0.0, 0.0), PARTS["thigh"].at, pose.trunk)
    leg = pose.legs + pose.close
    knee = step(hip, (0.0, PARTS["thigh"].length), leg)
    ankle = step(knee, (0.0, PARTS["shank"].length), leg)
    places = {"foot": step(ankle, (4.0, 34.0), leg), "ankle": ankle, "knee": knee, "hip": hip}
    places |= {"lower_back": up(0.0, 105.0), "upper_back": up(0.0, 205.0), "shoulder_blade": up(58.0, 232.0)}
    places["top of head"] = up(0.0, 460.0)
    return places | {"neck": up(0.0, 318.0), "shoulder": shoulder, "elbow": elbow, "wrist": wrist}


def _nearer(shown: str, at: dict[str, Point], floor: float) -> tuple[str, dict[str, Point], float]:
    """Return drawing, joints and the floor's height as large as the width allows, cut off above the head."""
    across = [x for x, _ in at.values()]
    zoom = min(MAX_ZOOM, (WIDTH - 2 * MARGIN) / max(max(across) - min(across), 1.0))
    left = WIDTH / 2 - zoom * (max(across) + min(across)) / 2
    top = HEADROOM - zoom * min(y for _, y in at.values())
    text = f'<g transform="matrix({number(zoom, 3)} 0 0 {number(zoom, 3)} {number(left)} {number(top)})">{shown}</g>'
    return text, {joint: (left + zoom * x, top + zoom * y) for joint, (x, y) in at.items()}, top + zoom * floor


def _apart(at: Mapping[str, Point]) -> dict[str, Point]:
    """Return places of the marks: as near as may be, and none upon another."""
    places = dict(at)
    names = list(at)
    for _ in range(200):
        moved = False
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                (x, y), (u, v) = places[one], places[other]
                far = math.hypot(u - x, v - y)
                if far < APART:
                    dx, dy = ((u - x) / far, (v - y) / far) if far > 1e-6 else (0.0, 1.0)  # noqa: PLR2004 the same place
                    push = 0.26 * (APART - far) + 0.05
                    places[one], places[other] = (x - push * dx, y - push * dy), (u + push * dx, v + push * dy)
                    moved = True
        if not moved:
            break
    return places


def _marks(at: Mapping[str, Point], marks: Mapping[str, Point], moves: list[str]) -> str:
    text = ""
    for value, (joint, (x, y)) in enumerate(marks.items(), 1):
        (u, v), kind = at[joint], "moves" if joint in moves else "holds"
        line = f'<path class="to" d="M{number(u)} {number(v)}L{number(x)} {number(y)}"/>'
        dot = f'<circle class="at" cx="{number(u)}" cy="{number(v)}" r="1.8"/>'
        sign = f'{_sign(kind)}<text class="n" y="4">{value}</text>'
        text += f'<g data-joint="{joint}" data-kind="{kind}">{line}{dot}'
        text += f'<g transform="translate({number(x)} {number(y)})">{sign}</g></g>'
    return text


def _sign(kind: str) -> str:
    """Return a ring with a small arc that has an arrow, or a square with the bow of a lock."""
    if kind == "moves":
        return '<circle class="mv" r="7.5"/><path class="ma" d="M-7-11A13 13 0 0 1 10-8.4M10.5-13.5V-8H5"/>'
    bow = '<path class="hl" d="M-4.5-7.5v-2a4.5 4.5 0 0 1 9 0v2"/>'
    return f'<rect class="hd" x="-7.5" y="-7" width="15" height="14" rx="2"/>{bow}'


def _legend(moves: list[str], holds: list[str], top: int) -> str:
    text, value = "", 0
    for x, kind, joints in ((COLUMNS[0], "moves", moves), (COLUMNS[1], "holds", holds)):
        if not joints:
            continue
        text += f'<g transform="translate({x + 8} {top})scale(.8)">{_sign(kind)}</g>'
        text += f'<text class="x" x="{x + 24}" y="{top + 4}">{HEADINGS[kind]}</text>'
        for row, joint in enumerate(joints, 1):
            value += 1
            y = top + 6 + row * LINE
            text += f'<text class="q" x="{x}" y="{y}">{value} {NAMES.get(joint, joint)}</text>'
    return text
