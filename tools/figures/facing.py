"""What shows from the front, as still figures: a person at the bottom of a hinge as it is meant, beside a finding."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

from tools.figures.colours import sheet
from tools.figures.making import catalogued
from tools.figures.paths import number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.figures.body import Point

__all__ = ["FINDINGS", "Facing", "written"]

WIDTH, HALF, HEIGHT = 440, 220, 306
DRILL_WIDTH, DRILL_HEIGHT = 320, 288
FLOOR, HIP_UP, KNEE_SHARE, SHOULDER_UP, HEAD_UP = 286.0, 96.0, 0.5, 140.0, 142.0
HIP_HALF, SHOULDER_HALF, ARM, GRIP = 17.0, 34.0, 84.0, 40.0
BAR_HALF, PLATE = 92.0, 21.0
NARROW, LINE_PX, FIRST_LINE, LETTER_PX = 25, 15, 16, 7.8


@dataclass(frozen=True, kw_only=True)
class Facing:
    """A person from the front at the bottom: half the stance, and what goes to a side, pixels and degrees.

    ``knees_in`` moves both knees towards each other, ``aside`` the hips, to the drawing's right; ``bar`` tilts a bar in
    the hands, None where there is none. ``thing`` is what a drill needs: ``band`` or ``tape``.
    """

    feet: float = 27.0
    knees_in: float = 0.0
    aside: float = 0.0
    bar: float | None = None
    thing: str = ""


def _limb(a: Point, b: Point, thick: tuple[float, float], style: str) -> str:
    """Return a limb between two places, rounded at both ends."""
    (x, y), (u, v) = a, b
    along = math.atan2(v - y, u - x)
    across = math.sin(along), -math.cos(along)
    at, to = thick
    corners = [(x + at * across[0], y + at * across[1]), (u + to * across[0], v + to * across[1])]
    back = [(u - to * across[0], v - to * across[1]), (x - at * across[0], y - at * across[1])]
    points = [f"{number(px)} {number(py)}" for px, py in (*corners, *back)]
    return (
        f'<path class="{style}" d="M{points[0]}L{points[1]}A{number(to)} {number(to)} 0 0 1 {points[2]}'
        f'L{points[3]}A{number(at)} {number(at)} 0 0 1 {points[0]}z"/>'
    )


def _places(person: Facing) -> dict[str, Point]:
    """Return joints by name and side (-1, 1), right of and down from the middle between the feet on the floor."""
    found: dict[str, Point] = {}
    for name, side in (("left", -1.0), ("right", 1.0)):
        hip = (person.aside + side * HIP_HALF, -HIP_UP)
        ankle = (side * person.feet, -12.0)
        straight = hip[0] + KNEE_SHARE * (ankle[0] - hip[0]), hip[1] + KNEE_SHARE * (ankle[1] - hip[1])
        found |= {f"hip_{name}": hip, f"ankle_{name}": ankle}
        found[f"knee_{name}"] = straight[0] - side * person.knees_in, straight[1]
        shoulder = (0.8 * person.aside + side * SHOULDER_HALF, -SHOULDER_UP)
        drop = 0.0 if person.bar is None else side * GRIP * math.tan(math.radians(person.bar))
        across = 0.8 * person.aside + side * GRIP
        found |= {f"shoulder_{name}": shoulder, f"hand_{name}": (across, -SHOULDER_UP + ARM + drop)}
    return found


def _person(person: Facing) -> str:
    """Return the whole figure about the middle between the feet on the floor."""
    at = _places(person)
    text = "".join(_foot(at[f"ankle_{name}"], side) for name, side in (("left", -1.0), ("right", 1.0)))
    for name in ("left", "right"):
        text += _limb(at[f"knee_{name}"], at[f"ankle_{name}"], (7.5, 5.5), "k")
        text += _limb(at[f"hip_{name}"], at[f"knee_{name}"], (12.0, 8.0), "s")
    middle = 0.8 * person.aside, -SHOULDER_UP
    text += _limb((person.aside, -HIP_UP - 4), (middle[0], middle[1] + 6), (24.0, 30.0), "ft")
    for name in ("left", "right"):
        elbow = tuple((p + q) / 2 for p, q in zip(at[f"shoulder_{name}"], at[f"hand_{name}"], strict=True))
        text += _limb((elbow[0], elbow[1]), at[f"hand_{name}"], (6.0, 5.0), "k")
        text += _limb(at[f"shoulder_{name}"], (elbow[0], elbow[1]), (8.5, 7.0), "t")
    text += _limb((middle[0] - 20, middle[1]), (middle[0] + 20, middle[1]), (12.0, 12.0), "t")
    text += f'<circle class="h" cx="{number(middle[0])}" cy="{number(-HEAD_UP)}" r="17"/>'
    text += f'<circle class="k" cx="{number(middle[0])}" cy="{number(-HEAD_UP + 6)}" r="15"/>'
    return text + ("" if person.bar is None else _bar(person)) + _thing(person, at)


def _foot(ankle: Point, side: float) -> str:
    x, y = ankle
    return f'<ellipse class="o" cx="{number(x + 3 * side)}" cy="{number(y + 6)}" rx="10" ry="6"/>'


def _bar(person: Facing) -> str:
    middle = -SHOULDER_UP + ARM
    rod = f'<path class="eo" d="M{number(-BAR_HALF)} 0H{number(BAR_HALF)}"/>'
    plates = "".join(
        f'<rect class="e" x="{number(side * (BAR_HALF - 10) - 5)}" y="{number(-PLATE)}" width="10" '
        f'height="{number(2 * PLATE)}" rx="2"/>'
        for side in (-1.0, 1.0)
    )
    place = f"translate({number(0.8 * person.aside)} {number(middle)})rotate({number(person.bar or 0.0)})"
    return f'<g transform="{place}">{rod}{plates}</g>'


def _thing(person: Facing, at: dict[str, Point]) -> str:
    if person.thing == "band":
        (x, y), (u, _) = at["knee_left"], at["knee_right"]
        width = number(u - x + 20)
        return f'<rect class="u" x="{number(x - 10)}" y="{number(y - 16)}" width="{width}" height="9" rx="4"/>'
    if person.thing == "tape":
        return "".join(f'<path class="c" d="M{number(x - 14)} 6h28"/>' for x in (-person.feet, person.feet))
    return ""


def _knee_marks(person: Facing, *, inward: float) -> str:
    """Return an arrow at each knee, the way it went."""
    text = ""
    for name, side in (("left", -1.0), ("right", 1.0)):
        x, y = _places(person)[f"knee_{name}"]
        to = -side * inward
        text += (
            f'<path class="wa" d="M{number(x - 34 * to)} {number(y)}h{number(18 * to)}'
            f'm{number(-7 * to)}-6l{number(7 * to)} 6l{number(-7 * to)} 6"/>'
        )
    return text


def _width_mark(person: Facing) -> str:
    x = number(person.feet)
    return f'<path class="wa" d="M-{x} 12v-8M{x} 12v-8M-{x} 8H{x}"/>'


def _plumb_mark(person: Facing) -> str:
    hips = number(-HIP_UP)
    return f'<path class="wp" d="M{number(person.aside)} 0V{hips}"/><path class="c" d="M0 0V{hips}"/>'


def _level_mark(_: Facing) -> str:
    return f'<path class="c" d="M{number(-BAR_HALF - 8)} {number(-SHOULDER_UP + ARM)}H{number(BAR_HALF + 8)}"/>'


MEANT = Facing()
WITH_BAR = Facing(bar=0.0)
FINDINGS: dict[str, tuple[str, Facing, Facing, Callable[[Facing], str]]] = {
    "knees_cave": ("knees over the feet", MEANT, replace(MEANT, knees_in=15.0), partial(_knee_marks, inward=1.0)),
    "knees_splay": ("knees over the feet", MEANT, replace(MEANT, knees_in=-19.0), partial(_knee_marks, inward=-1.0)),
    "stance_wide": ("feet under the shoulders", MEANT, replace(MEANT, feet=62.0), _width_mark),
    "stance_narrow": ("feet under the hips or wider", MEANT, replace(MEANT, feet=9.0), _width_mark),
    "weight_to_one_side": ("weight on both feet", MEANT, replace(MEANT, aside=22.0), _plumb_mark),
    "bar_tilts": ("a level bar", WITH_BAR, replace(WITH_BAR, bar=11.0), _level_mark),
}
"""The words above the left half, both halves, and what marks the finding on the right one."""
DRILLS = {"knee_band": replace(MEANT, thing="band"), "feet_on_tape": replace(MEANT, thing="tape")}


def _stood(middle: float, inner: str, floor: float = FLOOR) -> str:
    ground = f'<path class="g" d="M{number(middle - 96)} {number(floor + 1.5)}h192"/>'
    return f'{ground}<g transform="translate({number(middle)} {number(floor)})">{inner}</g>'


def _caption(words: str, style: str, left: int, sign: str) -> str:
    lines = wrap(words, NARROW)
    middle, half = left + HALF // 2 + 8, LETTER_PX / 2 * max(map(len, lines))
    text = f'<g transform="translate({number(middle - half - 18)} {FIRST_LINE - 4})">{sign}</g>'
    for n, line in enumerate(lines):
        text += f'<text class="x {style}" x="{middle}" y="{FIRST_LINE + n * LINE_PX}">{escape(line)}</text>'
    return text


def _svg(name: str, title: str, desc: str, size: tuple[int, int], content: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(desc)}</desc><style>{sheet(name, content)}</style>{content}</svg>\n'
    )


def _finding(id_: str) -> str:
    held, meant, shown, mark = FINDINGS[id_]
    item = catalogued("faults", id_)
    content = _stood(HALF / 2, _person(meant)) + _stood(HALF * 1.5, _person(shown) + mark(shown))
    content += _caption(held, "xo", 0, '<path class="ka" d="M0 0l4 5 8-11"/>')
    content += _caption(item["name"], "xa", HALF, '<path class="wa" d="M1-6l10 10M11-6l-10 10"/>')
    desc = f"From the front. Left: {held}. Right: {item['name'][0].lower()}{item['name'][1:]}. {item['what']}"
    name = f"finding-{id_}".replace("_", "-")
    return _svg(name, f"{item['name']}: beside how it is meant", desc, (WIDTH, HEIGHT), content)


def _drill(id_: str) -> str:
    item = catalogued("drills", id_)
    content = _stood(DRILL_WIDTH / 2, _person(DRILLS[id_]), DRILL_HEIGHT - 24.0)
    name = f"drill-{id_}".replace("_", "-")
    return _svg(name, item["name"], f"From the front. {item['purpose']}", (DRILL_WIDTH, DRILL_HEIGHT), content)


def written() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the name of each file (``findings/knees_cave.svg``) and what writes it."""
    for id_ in FINDINGS:
        yield f"findings/{id_}.svg", partial(_finding, id_)
    for id_ in DRILLS:
        yield f"drills/{id_}.svg", partial(_drill, id_)
