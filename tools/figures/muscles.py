"""Charts of muscles: what each does in an exercise, and where each is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tools.figures.anatomy import ARM_TURN_DEG, DEEP, HIP_UP, LABELLED, REGIONS, STANDING, outline_of
from tools.figures.compact import merged_shifts
from tools.figures.front import PARTS
from tools.figures.making import DATA, catalogued
from tools.figures.paths import closed, number
from tools.figures.poses import Figure, Phase
from tools.figures.puppet import Drawing, puppet, shapes
from tools.figures.solving import placed
from tools.figures.still import framed, short, style_of
from tools.figures.svg import Sheet, Stage, turned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.figures.anatomy import Region, View
    from tools.figures.body import Point

__all__ = ["ROLES", "chart_of", "place_of", "written"]

WIDTH, FLOOR, SCALE = 430, 284.0, 0.268
MIDDLES: dict[View, float] = {"side": 64.0, "front": 208.0, "back": 352.0}
ROLES = {"movers": ("mv", "Movers"), "synergists": ("hp", "Helpers"), "stabilisers": ("st", "Hold still")}
"""What the catalogue calls them, the class, and the heading."""
COLUMNS, LINE, TOP = (8, 136, 266), 15, 312
STYLE = {
    "mv": "fill:#d1495b;stroke:#7d1d2c;stroke-width:1.2",
    "hp": "stroke:#8a5a00;stroke-width:1.2",
    "st": "stroke:#155a8a;stroke-width:1.2",
    "sa": "fill:#f2c14e",
    "sb": "fill:none;stroke:#8a5a00;stroke-width:1.4",
    "ha": "fill:#a9d3ee",
    "hb": "fill:#155a8a",
    "nb": "fill:#fff;fill-opacity:.85",
}
DARK = {"mv": "fill:#e0697a", "nb": "fill:#f4f6f8"}


def written() -> Mapping[str, Callable[[], str]]:
    """Return every chart by the name of its file."""
    charts: dict[str, Callable[[], str]] = {}
    for path in sorted((DATA / "exercises").glob("*.toml")):
        charts[f"muscles/{path.stem}.svg"] = partial(chart_of, path.stem)
    for id_ in REGIONS:
        charts[f"muscles/{id_}.svg"] = partial(place_of, id_)
    return charts


def chart_of(exercise: str) -> str:
    """Return the chart of an exercise: each muscle's part in it, by colour, pattern and number."""
    item = catalogued("exercises", exercise)
    parts = {role: [m for m in REGIONS if m in item.get(role, ())] for role in ROLES}
    roles = {muscle: ROLES[role][0] for role, muscles in parts.items() for muscle in muscles}
    numbers = {muscle: n for n, muscle in enumerate(roles, 1)}
    name = short("mu", exercise)
    drawing = _bodies(name) + _regions(name, roles, numbers) + _legend(name, parts, numbers)
    lines = max(map(len, parts.values()))
    listed = "; ".join(
        f"{ROLES[role][1].lower()}: {', '.join(_named(m).lower() for m in muscles)}"
        for role, muscles in parts.items()
        if muscles
    )
    words = (f"Muscles: {item['name']}", f"{listed[0].upper()}{listed[1:]}.")
    patterns = _patterns(name)
    style = style_of(name, drawing + patterns, STYLE, DARK)
    return framed(name, (WIDTH, TOP + 26 + LINE * lines), words, f"{style}<defs>{patterns}</defs>{drawing}")


def place_of(muscle: str) -> str:
    """Return the chart of one muscle: where it is."""
    item = catalogued("muscles", muscle)
    name = short("mp", muscle)
    drawing = _bodies(name) + _regions(name, {muscle: "mv"}, {})
    style = style_of(name, drawing, STYLE, DARK)
    words = (item["name"], item["where"])
    return framed(name, (WIDTH, TOP), words, f"{style}{drawing}")


def _named(muscle: str) -> str:
    return str(catalogued("muscles", muscle)["name"])


def _px(view: View, point: Point) -> Point:
    return MIDDLES[view] + point[0] * SCALE, FLOOR - point[1] * SCALE


def _bodies(name: str) -> str:
    place = f"translate({MIDDLES['side'] - 160:g} 0)"
    text = f'<defs>{_front_parts(name)}</defs><g transform="{place}">{_from_side(name)}</g>'
    text += f'<path class="g" d="M8 {FLOOR + 2:g}H{WIDTH - 8}"/>'
    for view in ("front", "back"):
        place = f"translate({MIDDLES[view]:g} {number(FLOOR - HIP_UP * SCALE)})"
        text += f'<g transform="{place}">{_from_front(name)}</g>'
    return text + "".join(
        f'<text class="x" text-anchor="middle" x="{middle:g}" y="{FLOOR + 17:g}">{view}</text>'
        for view, middle in MIDDLES.items()
    )


def _from_side(name: str) -> str:
    shown = Figure(
        kind="muscles",
        id=name,
        title="",
        phases=(Phase(label="", seconds=1.0, pose=STANDING),),
        key_phase=0,
        height=int(FLOOR) + 56,
        scale=SCALE,
    )
    stage = Stage(figure=shown, name=f"{name}-s", time_s=(0.0, 1.0), poses=(placed(STANDING, "foot"),) * 2, key=0)
    moves, drawing = Sheet(stage=stage, rules={}), Drawing(name=f"{name}-s", scale=SCALE, back=False)
    text = puppet(drawing, lambda part: turned(stage, moves, part))
    return f"<defs>{shapes(drawing)}</defs>{merged_shifts(text)}"


ALONE = {"neck": "k", "head": "k", "pelvis": "s", "chest": "t"}
SIDED = {"foot": "o", "shank": "k", "thigh": "s"}


def _front_parts(name: str) -> str:
    """Return the shapes of the body from the front, about the middle of its hips; the arm about its shoulder."""
    down = {"thigh": 0.0, "shank": PARTS["thigh"].length, "foot": PARTS["thigh"].length + PARTS["shank"].length}
    text = ""
    for part in (*ALONE, *SIDED):
        x, y = PARTS["thigh" if part in SIDED else part].at
        points = [(a + x, b + y + down.get(part, 0.0)) for a, b in PARTS[part].outline]
        text += f'<path id="{name}-{part}" d="{closed(points, SCALE)}"/>'
    for part, y in (("forearm", PARTS["upper_arm"].length), ("upper_arm", 0.0)):
        points = [(a, b + y) for a, b in PARTS[part].outline]
        text += f'<path id="{name}-{part}" d="{closed(points, SCALE)}"/>'
    return text


def _from_front(name: str) -> str:
    """Return the body from the front, or from behind, arms hanging."""

    def use(part: str, style: str) -> str:
        return f'<use href="#{name}-{part}" class="{style}"/>'

    x, y = (PARTS["chest"].at[i] + PARTS["upper_arm"].at[i] for i in (0, 1))
    reach = (PARTS["upper_arm"].length + PARTS["forearm"].length + 16) * SCALE
    arm = f'<g transform="translate({number(x * SCALE)} {number(y * SCALE)})rotate({number(ARM_TURN_DEG)})">'
    arm += f'<circle class="k" r="6.5" cy="{number(reach)}"/>{use("forearm", "k")}{use("upper_arm", "k")}</g>'
    half = "".join(use(part, style) for part, style in SIDED.items()) + arm
    whole = "".join(use(part, style) for part, style in ALONE.items())
    return f'{half}<g transform="scale(-1 1)">{half}</g>{whole}'


def _regions(name: str, roles: Mapping[str, str], numbers: Mapping[str, int]) -> str:
    """Return the shapes of the muscles, those that lie under others last, and a number on each once."""
    text, labels = "", ""
    for muscle, role in sorted(roles.items(), key=lambda pair: (pair[0] in DEEP, -numbers.get(pair[0], 0))):
        fill = "" if role == "mv" else f' fill="url(#{name}-{role})"'
        broken = ' stroke-dasharray="3 2"' if muscle in DEEP else ""
        drawn = "".join(_shape(f"{name}-r{list(REGIONS).index(muscle)}", region) for region in REGIONS[muscle])
        text += f'<g class="{role}" data-muscle="{muscle}"{fill}{broken}>{drawn}</g>'
        if muscle in numbers:
            labels += _number(*_labelled(muscle), numbers[muscle])
    return text + labels


def _shape(id_: str, region: Region) -> str:
    """Return a muscle's shape in one view, where it has two sides the other one mirrored."""
    points = [_px(region.view, place) for place in outline_of(region)[0]]
    if region.view == "side":
        return f'<path d="{closed(points, 1.0)}"/>'
    middle, id_ = MIDDLES[region.view], f"{id_}{region.view[0]}"
    other = f'<use href="#{id_}" transform="matrix(-1 0 0 1 {number(2 * middle)} 0)"/>'
    return f'<path id="{id_}" d="{closed(points, 1.0)}"/>{other}'


def _labelled(muscle: str) -> Point:
    """Return where a muscle's number is written: in the middle of one of its shapes."""
    view, side = LABELLED[muscle]
    shape = next(outline_of(region) for region in REGIONS[muscle] if region.view == view)[side]
    points = [_px(view, place) for place in shape]
    x, y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    return x, y


def _number(x: float, y: float, value: int) -> str:
    at = f'cx="{number(x)}" cy="{number(y)}"'
    return f'<circle class="nb" r="6.5" {at}/><text class="n" x="{number(x)}" y="{number(y + 4)}">{value}</text>'


def _patterns(name: str) -> str:
    """Return stripes for helpers and dots for what holds still: they read without colour."""
    return (
        f'<pattern id="{name}-hp" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<path class="sa" d="M0 0h6v6H0z"/><path class="sb" d="M1 0v6"/></pattern>'
        f'<pattern id="{name}-st" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<path class="ha" d="M0 0h5v5H0z"/><circle class="hb" cx="2" cy="2" r="1"/></pattern>'
    )


def _legend(name: str, parts: Mapping[str, list[str]], numbers: Mapping[str, int]) -> str:
    text = ""
    for column, (role, muscles) in enumerate(parts.items()):
        if not muscles:
            continue
        letter, heading = ROLES[role]
        x = COLUMNS[column]
        fill = "" if letter == "mv" else f' fill="url(#{name}-{letter})"'
        text += f'<path class="{letter}"{fill} d="M{x} {TOP}h16v12h-16z"/>'
        text += f'<text class="x" x="{x + 22}" y="{TOP + 11}">{heading}</text>'
        for row, muscle in enumerate(muscles):
            y = TOP + 27 + row * LINE
            text += f'<text class="q" x="{x}" y="{y}">{numbers[muscle]} {_named(muscle)}</text>'
    return text
