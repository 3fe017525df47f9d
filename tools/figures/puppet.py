"""The drawn puppet: nested groups of parts, each turned about its joint; far limbs first, near ones last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tools.figures.body import ARM, AXIS, LEG, Point, body
from tools.figures.paths import closed, number, open_line

__all__ = ["CODES", "Drawing", "Turned", "neutral_puppet", "neutral_shapes", "puppet", "shapes"]

CODES = {
    "pelvis": "a0",
    "lumbar_a": "a1",
    "lumbar_b": "a2",
    "chest_a": "a3",
    "chest_b": "a4",
    "chest_c": "a5",
    "neck": "a6",
    "head": "a7",
    "thigh": "l1",
    "shank": "l2",
    "foot": "l3",
    "upper_arm": "r1",
    "forearm": "r2",
    "hand": "r3",
} | {
    "far_thigh": "m1",
    "far_shank": "m2",
    "far_foot": "m3",
    "far_upper_arm": "q1",
    "far_forearm": "q2",
    "far_hand": "q3",
}
SLEEVE, TROUSER = 0.52, 0.66
DOT = "a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0"
BROW, HAIRLINE = (62.0, -84.0), 0.62
"""Where the hair begins, and how much lower it is towards the nape."""
FAR_SHIFT = 'transform="translate(2.5-1.5)"'

Turned = Callable[[str], str]
"""What a group of a part carries so that it is turned: class and transform, by the part's name."""


@dataclass(frozen=True)
class Drawing:
    """How a puppet is drawn: its scale, its name, whether the back is marked, and what rides on which part."""

    name: str
    scale: float
    back: bool = True
    riders: Mapping[str, str] | None = None
    only: Sequence[str] = ()


def _cut(points: Sequence[Point], lowest: float, widen: float) -> list[Point]:
    return [(x * widen, y) for x, y in points if y <= lowest]


def shapes(drawing: Drawing) -> str:
    """Return the shapes that are drawn twice, once near and once far, for ``<defs>``."""
    parts = body().parts
    text = ""
    for name in (*LEG, *ARM):
        text += f'<path id="{drawing.name}-{CODES[name]}" d="{closed(parts[name].outline, drawing.scale)}"/>'
    for name, share, code in (("thigh", TROUSER, "ls"), ("upper_arm", SLEEVE, "rs")):
        cloth = _cut(parts[name].outline, share * parts[name].length, 1.05)
        text += f'<path id="{drawing.name}-{code}" d="{closed(cloth, drawing.scale)}"/>'
    return text


def _use(drawing: Drawing, code: str, style: str) -> str:
    return f'<use href="#{drawing.name}-{code}" class="{style}"/>'


def _group(drawing: Drawing, turned: Turned, part: str, inner: str) -> str:
    """Put a part where its joint is and turn it there: in one group where it stands still."""
    plain, turn = part.removeprefix("far_"), turned(part)
    x, y = (value * drawing.scale for value in body().parts[plain].at)
    place = "" if plain == "pelvis" or (x, y) == (0.0, 0.0) else f"translate({number(x)} {number(y)})"
    if not turn.startswith("class="):
        both = place + turn.removeprefix('transform="').removesuffix('"')
        return f'<g transform="{both}">{inner}</g>' if both else inner
    group = f"<g {turn}>{inner}</g>"
    return f'<g transform="{place}">{group}</g>' if place else group


def _leg(drawing: Drawing, turned: Turned, side: str) -> str:
    far = "f" if side else ""
    foot = _group(drawing, turned, side + "foot", _use(drawing, "l3", far + "o"))
    shank = _group(drawing, turned, side + "shank", _use(drawing, "l2", far + "k") + foot)
    thigh = _use(drawing, "l1", far + "k") + shank + _use(drawing, "ls", far + "s")
    return _group(drawing, turned, side + "thigh", thigh)


def _arm(drawing: Drawing, turned: Turned, side: str) -> str:
    far = "f" if side else ""
    hand = _group(drawing, turned, side + "hand", _use(drawing, "r3", far + "k"))
    fore = _group(drawing, turned, side + "forearm", hand + _use(drawing, "r2", far + "k"))
    upper = _use(drawing, "r1", far + "k") + fore + _use(drawing, "rs", far + "t")
    return _group(drawing, turned, side + "upper_arm", upper)


def _chain(drawing: Drawing, turned: Turned, own: Callable[[str], str], *, last: str = "head") -> str:
    """Nest the parts of the trunk in one another, the further part first, then the part's own drawing."""
    text = ""
    for name in reversed(AXIS[1 : AXIS.index(last) + 1]):
        text = _group(drawing, turned, name, text + own(name))
    return text


def _trunk_shape(drawing: Drawing, name: str) -> str:
    style = {"pelvis": "s", "neck": "k", "head": "k"}.get(name, "t")
    text = f'<path class="{style}" d="{closed(body().parts[name].outline, drawing.scale)}"/>'
    return text + (_hair(drawing.scale) if name == "head" else "")


def hair_outline() -> list[Point]:
    """Return the edge of short hair about the head's joint."""
    outline = body().parts["head"].outline
    return [(x * 1.05, y * 1.03) for x, y in outline if y < BROW[1] + (BROW[0] - x) * HAIRLINE]


def _hair(scale: float) -> str:
    """Short hair: the head's edge above a line from the brow to the nape, and an ear."""
    ear = f'<ellipse class="fk" cx="{number(4 * scale)}" cy="{number(-48 * scale)}" rx="1.9" ry="3"/>'
    eye = f'<circle class="h" cx="{number(52 * scale)}" cy="{number(-62 * scale)}" r="1.3"/>'
    return f'<path class="h" d="{closed(hair_outline(), scale)}"/>{ear}{eye}'


def _back_line(drawing: Drawing, name: str) -> str:
    line = body().back.get(name)
    return f'<path class="b" d="{open_line(line, drawing.scale)}"/>' if line else ""


def _marks(drawing: Drawing, name: str) -> str:
    text = ""
    for part, (x, y) in body().marks.values():
        if part == name:
            text += f'<circle class="m" cx="{number(x * drawing.scale)}" cy="{number(y * drawing.scale)}" r="3.4"/>'
    return text


def puppet(drawing: Drawing, turned: Turned, *, middle: str = "", under_arm: str = "") -> str:
    """Return the whole puppet within its root group; ``middle`` and ``under_arm`` are drawn there, in place."""
    riders = drawing.riders or {}
    far = _leg(drawing, turned, "far_")
    far_arm = _chain(drawing, turned, lambda n: _arm(drawing, turned, "far_") if n == "chest_c" else "", last="chest_c")
    trunk = _trunk_shape(drawing, "pelvis") + _chain(drawing, turned, lambda n: _trunk_shape(drawing, n))
    near = _leg(drawing, turned, "")
    line = ""
    if drawing.back:
        line = _back_line(drawing, "pelvis") + _chain(drawing, turned, lambda n: _back_line(drawing, n), last="chest_c")
        line += _marks(drawing, "pelvis") + _chain(drawing, turned, lambda n: _marks(drawing, n), last="chest_c")
    ride = riders.get("pelvis", "")
    if any(name in AXIS[1:] for name in riders):
        ride += _chain(drawing, turned, lambda n: riders.get(n, ""))
    arm = _chain(drawing, turned, lambda n: _arm(drawing, turned, "") if n == "chest_c" else "", last="chest_c")
    root = turned("pelvis")
    behind = f"<g {root}><g {FAR_SHIFT}>{far_arm}{far}</g></g>"
    body_ = f"<g {root}>{trunk}{near}{line}{ride}</g>"
    return f"{behind}{middle}{body_}{under_arm}<g {root}>{arm}</g>"


def _neutral_joints() -> dict[str, Point]:
    """Return every joint of the trunk about the hip, in the body's shape in standing."""
    joints: dict[str, Point] = {"pelvis": (0.0, 0.0)}
    for before, name in pairwise(AXIS):
        (x, y), (u, v) = joints[before], body().parts[name].at
        joints[name] = (x + u, y + v)
    return joints


def neutral_shapes(drawing: Drawing) -> str:
    """Return the trunk as a few shapes that many postures share, where the back keeps its standing shape."""
    joints, scale = _neutral_joints(), drawing.scale

    def moved(points: Sequence[Point], name: str) -> list[Point]:
        return [(x + joints[name][0], y + joints[name][1]) for x, y in points]

    shirt = "".join(closed(moved(body().parts[n].outline, n), scale) for n in AXIS[1:6])
    skin = "".join(closed(moved(body().parts[n].outline, n), scale) for n in ("neck", "head"))
    hair = closed(moved(hair_outline(), "head"), scale)
    line = open_line([p for name, points in body().back.items() for p in moved(points, name)], scale)
    marks = [moved([at], part)[0] for part, at in body().marks.values()]
    dots = "".join(f"M{number(x * scale - 2.6)} {number(y * scale)}{DOT}" for x, y in marks)
    drawn_parts = {"shirt": shirt, "skin": skin, "hair": hair, "line": line, "dots": dots}
    drawn_parts["shorts"] = closed(body().parts["pelvis"].outline, scale)
    return "".join(f'<path id="{drawing.name}-{code}" d="{d}"/>' for code, d in drawn_parts.items())


def neutral_puppet(drawing: Drawing, turned: Turned) -> str:
    """Return the whole puppet out of shared shapes; its back keeps its standing shape."""
    x, y = _neutral_joints()["chest_c"]
    shoulder = (x * drawing.scale, y * drawing.scale)
    at = f'<g transform="translate({number(shoulder[0])} {number(shoulder[1])})">'
    codes = (("skin", "k"), ("shorts", "s"), ("shirt", "t"), ("hair", "h"), ("line", "b"))
    trunk = "".join(_use(drawing, code, style) for code, style in codes)
    far = f"<g {FAR_SHIFT}>{at}{_arm(drawing, turned, 'far_')}</g>{_leg(drawing, turned, 'far_')}</g>"
    near = _leg(drawing, turned, "") + _use(drawing, "dots", "m") + at + _arm(drawing, turned, "") + "</g>"
    return f"<g {turned('pelvis')}>{far}{trunk}{near}</g>"
