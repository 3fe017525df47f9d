"""Strips: several moments of one movement side by side, the one that is now lit up."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tools.figures.body import PARENT
from tools.figures.colours import sheet
from tools.figures.hinges import crossed
from tools.figures.paths import number, stops
from tools.figures.poses import Leg, Pose
from tools.figures.puppet import Drawing, neutral_puppet, neutral_shapes, shapes
from tools.figures.solving import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tools.figures.solving import Placed

__all__ = ["STEPS", "STRIPS"]

NAME = "hinge8"
WIDTH, HEIGHT, ACROSS = 320, 326, 4
SCALE, PANEL, ROW, FLOOR = 0.118, 76.0, 162.0, 136.0
SECONDS_EACH = 1.5
AHEAD = 5.0

_BOTTOM = Pose(trunk=68.0, leg=Leg(knee=15.0), arm=crossed(68.0))
STEPS: tuple[tuple[str, Pose], ...] = (
    ("stand", Pose(arm=crossed(0.0))),
    ("brace", Pose(arm=crossed(0.0))),
    ("hips back", Pose(trunk=18.0, leg=Leg(knee=3.0), arm=crossed(18.0))),
    ("knees soft", Pose(trunk=34.0, leg=Leg(knee=13.0), arm=crossed(34.0))),
    ("keep shape", Pose(trunk=55.0, leg=Leg(knee=15.0), arm=crossed(55.0))),
    ("pause", _BOTTOM),
    ("hips forward", Pose(trunk=32.0, leg=Leg(knee=11.0), arm=crossed(32.0))),
    ("stand tall", Pose(arm=crossed(0.0))),
)
"""The eight steps of a hinge, in order: what is written under each, and its posture."""
_SIGNS: Mapping[int, str] = {
    1: '<circle class="c" cx="1" cy="-69" r="12"/>',
    2: '<path class="u" d="M-14-62h-14m5-5l-5 5 5 5"/>',
    6: '<path class="u" d="M-34-62h14m-5-5l5 5-5 5"/>',
}


def _turned(pose: Placed) -> Callable[[str], str]:
    """Return what turns a part in a drawing that stands still."""

    def turned(part: str) -> str:
        if part == "pelvis":
            x, y = pose.joint["pelvis"]
            place = f"translate({number(x * SCALE - AHEAD)} {number(-y * SCALE)})"
            return f'transform="{place}rotate({number(pose.lean[part])})"'
        side = "far_" if part.startswith("far_") else ""
        above = PARENT[part.removeprefix(side)]
        turn = number(pose.lean[part] - pose.lean[side + above if side + above in pose.lean else above])
        return "" if turn == "0" else f'transform="rotate({turn})"'

    return turned


def hinge_steps() -> str:
    """Return the strip of the eight steps of a hinge."""
    panels = "".join(_panel(number_, label, pose) for number_, (label, pose) in enumerate(STEPS))
    drawing = Drawing(name=NAME, scale=SCALE)
    title = "The hinge in eight steps"
    desc = "; ".join(f"{i}, {label}" for i, (label, _) in enumerate(STEPS, 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{NAME}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{NAME}-title {NAME}-desc"><title id="{NAME}-title">{title}</title>'
        f'<desc id="{NAME}-desc">{escape(desc)}.</desc><style>{sheet(NAME, panels)}{_lights()}</style>'
        f"<defs>{shapes(drawing)}{neutral_shapes(drawing)}</defs>{panels}</svg>\n"
    )


def _panel(number_: int, label: str, pose: Pose) -> str:
    x = WIDTH / ACROSS * (number_ % ACROSS + 0.5)
    y = FLOOR + 6 + ROW * (number_ // ACROSS)
    body = neutral_puppet(Drawing(name=NAME, scale=SCALE), _turned(placed(pose, "foot")))
    box = f'<rect class="y n{number_}" opacity="0" x="-39" y="-{number(FLOOR)}" width="78" height="156" rx="7"/>'
    floor = '<path class="g" d="M-34 1h68"/>'
    text = f'<text class="x z" y="16">{escape(label)}</text><text class="x" x="-29" y="-120">{number_ + 1}</text>'
    return f'<g transform="translate({number(x)} {number(y)})">{box}{floor}{body}{_SIGNS.get(number_, "")}{text}</g>'


def _lights() -> str:
    """Light one panel after the other, and none where nothing shall move."""
    text = f".{NAME} .z{{font-size:11px}}.{NAME} .y{{fill:#d81b76;fill-opacity:.16}}"
    count = len(STEPS)
    for n in range(count):
        switches = [
            (0.0, n == 0),
            (n / count, True),
            ((n + 1) / count - 0.002, True),
            ((n + 1) / count, False),
            (1.0, False),
        ]
        if n:
            switches.insert(1, (n / count - 0.002, False))
        body = stops([(share, f"opacity:{int(on)}") for share, on in switches])
        run = f"{NAME}-n{n} {number(count * SECONDS_EACH)}s linear infinite"
        text += f"@keyframes {NAME}-n{n}{{{body}}}.{NAME} .n{n}{{animation:{run}}}"
    return text + f"@media(prefers-reduced-motion:reduce){{.{NAME} rect{{animation:none!important}}}}"


STRIPS: Mapping[str, Callable[[], str]] = {"strips/hinge_steps.svg": hinge_steps}
"""Each strip's file name and what writes it."""
