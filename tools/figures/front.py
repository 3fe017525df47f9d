"""The puppet from the front, for what shows only from there: a side plank, a weight carried in one hand."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.figures.body import Part
from tools.figures.making import figure
from tools.figures.moving import eased
from tools.figures.paths import closed, number
from tools.figures.poses import Claim, Phase, Pose
from tools.figures.svg import Sheet, Stage, key_moment, label, prefix_of, timeline, wrapped
from tools.figures.things import THINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.figures.body import Point
    from tools.figures.poses import Figure

__all__ = ["FIGURES", "FrontPose", "drawn_front", "drawn_front_content", "front_loop", "places", "seen_arm"]

HAIR_ABOVE = -100.0
HANDS_BELOW_SHOULDER = 62.0
SIDES = (1.0, -1.0)


def _parts() -> dict[str, Part]:
    raw = json.loads(Path(__file__).with_name("body.json").read_text(encoding="utf-8"))["front"]["parts"]
    return {
        name: Part(
            name=name,
            outline=tuple((x, y) for x, y in part["outline"]),
            at=tuple(part.get("at", (0.0, 0.0))),
            length=part.get("length", 0.0),
        )
        for name, part in raw.items()
    }


PARTS = _parts()


@dataclass(frozen=True, kw_only=True)
class FrontPose:
    """A posture from the front: the middle of the hips (across, up), degrees clockwise in the drawing.

    ``arms`` and ``elbows`` are first the one on the drawing's right, then the other; ``step`` lifts each foot,
    ``close`` brings the feet together; ``press`` holds the hands before the chest, 1 with long arms.
    """

    hip: Point = (0.0, 524.0)
    trunk: float = 0.0
    head: float = 0.0
    legs: float = 0.0
    arms: Point = (-7.0, 7.0)
    elbows: Point = (0.0, 0.0)
    step: Point = (0.0, 0.0)
    close: float = 2.0
    press: float | None = None


def _pair(a: Point, b: Point, share: float) -> Point:
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def _mixed(a: FrontPose, b: FrontPose, share: float) -> FrontPose:
    pairs: dict[str, Any] = {
        name: _pair(getattr(a, name), getattr(b, name), share) for name in ("hip", "arms", "elbows", "step")
    }
    turns = {
        name: getattr(a, name) + share * (getattr(b, name) - getattr(a, name))
        for name in ("trunk", "head", "legs", "close")
    }
    press = None if a.press is None or b.press is None else a.press + share * (b.press - a.press)
    return replace(b, **pairs, **turns, press=press)


def front_loop(shown: Figure) -> tuple[list[float], list[FrontPose]]:
    """Return the times and the postures of the whole loop."""
    ends = POSES[shown.id]
    times, poses = [0.0], [ends[-1]]
    for i, (phase, end) in enumerate(zip(shown.phases, ends, strict=True)):
        start, steps = times[-1], max(1, round(phase.seconds * 25))
        times += [start + phase.seconds * n / steps for n in range(1, steps + 1)]
        poses += [_mixed(ends[i - 1], end, eased(n / steps)) for n in range(1, steps + 1)]
    return times, poses


def places(pose: FrontPose) -> dict[str, Point]:
    """Where head, shoulders, hips and ankles are (across, up), for checking."""

    def moved(at: Point, by: Point, turn: float) -> Point:
        x, y, angle = by[0], by[1], math.radians(turn)
        return at[0] + x * math.cos(angle) - y * math.sin(angle), at[1] - x * math.sin(angle) - y * math.cos(angle)

    chest = moved(pose.hip, PARTS["chest"].at, pose.trunk)
    long = PARTS["thigh"].length + PARTS["shank"].length
    return {
        "hip": pose.hip,
        "neck": moved(chest, (0.0, PARTS["upper_arm"].at[1]), pose.trunk),
        "feet": moved(pose.hip, (0.0, PARTS["thigh"].at[1] + long), pose.legs),
    }


def seen_arm(pose: FrontPose) -> tuple[float, float, float]:
    """Return how an arm before the chest looks: lean, bend at the elbow, and its length as a share of the real one."""
    upper, fore = PARTS["upper_arm"].length, PARTS["forearm"].length + 8.0
    x, y = PARTS["upper_arm"].at[0], HANDS_BELOW_SHOULDER
    far = math.hypot(x, y)
    least = 1.02 * far / (upper + fore)
    share = 1.0 + (pose.press or 0.0) * (least - 1.0)
    a, b = share * upper, share * fore
    at_shoulder = math.acos(min(1.0, (a * a + far * far - b * b) / (2 * a * far)))
    at_elbow = math.acos(max(-1.0, (a * a + b * b - far * far) / (2 * a * b)))
    return math.degrees(math.atan2(x, y) - at_shoulder), 180.0 - math.degrees(at_elbow), share


@dataclass(frozen=True)
class _Pen:
    """What draws one figure: its stage, its keyframes, all its postures, what it carries."""

    stage: Stage
    moves: Sheet
    poses: Sequence[FrontPose]
    carries: str

    @property
    def scale(self) -> float:
        """Pixels per unit."""
        return self.stage.figure.scale

    def turned(self, code: str, turn: Callable[[FrontPose], float], inner: str) -> str:
        """Return a group that turns about its own zero."""
        track = [(turn(pose),) for pose in self.poses]
        moving = self.moves.moved(code, track, lambda row: f"transform:rotate({number(row[0])}deg)", (0.6,))
        name = f'class="{code}" ' if moving else ""
        return f'<g {name}transform="rotate({number(track[self.stage.key][0])})">{inner}</g>'

    def lifted(self, code: str, lift: Callable[[FrontPose], float], inner: str) -> str:
        """Return a group that goes up by units."""
        track = [(-self.scale * lift(pose),) for pose in self.poses]
        moving = self.moves.moved(code, track, lambda row: f"transform:translateY({number(row[0])}px)", (0.4,))
        name = f'class="{code}" ' if moving else ""
        return f'<g {name}transform="translate(0 {number(track[self.stage.key][0])})">{inner}</g>'

    def shape(self, part: str, style: str, away: float = 1.0, *, above: float = 1e9, widen: float = 1.0) -> str:
        """Return a part's shape, on one side or the other, or only what of it lies above a level."""
        outline = [(away * widen * x, y) for x, y in PARTS[part].outline if y <= above]
        return f'<path class="{style}" d="{closed(outline, self.scale)}"/>'

    def put(self, at: Point, inner: str) -> str:
        """Return a group at a place."""
        return f'<g transform="translate({number(at[0] * self.scale)} {number(at[1] * self.scale)})">{inner}</g>'

    def leg(self, index: int) -> str:
        """Return a whole leg."""
        away, thigh = SIDES[index], PARTS["thigh"]
        foot = self.put((0.0, PARTS["shank"].length), self.shape("foot", "o", away))
        text = self.shape("thigh", "k", away)
        text += self.put((0.0, thigh.length), self.shape("shank", "k", away) + foot)
        text += self.shape("thigh", "s", away, above=0.66 * thigh.length, widen=1.05)
        text = self.turned(f"l{index}", lambda p: p.legs - p.trunk + away * p.close, text)
        return self.put((away * thigh.at[0], thigh.at[1]), self.lifted(f"s{index}", lambda p: p.step[index], text))

    def stretched(self, code: str, share: Callable[[FrontPose], float], inner: str) -> str:
        """Return a group that is shortened downwards."""
        track = [(100.0 * share(pose),) for pose in self.poses]
        moving = self.moves.moved(code, track, lambda row: f"transform:scaleY({number(row[0] / 100, 2)})", (1.5,))
        name = f'class="{code}" ' if moving else ""
        return f'<g {name}transform="scale(1 {number(track[self.stage.key][0] / 100, 2)})">{inner}</g>'

    def pressing_arm(self, index: int) -> str:
        """Return an arm whose hand stays before the chest while it points more and more at the viewer."""
        away, upper, fore = SIDES[index], PARTS["upper_arm"], PARTS["forearm"]
        hand = f'<circle class="k" r="6.5" cy="{number(8 * self.scale)}"/>'
        down = self.lifted("w2", lambda p: -seen_arm(p)[2] * fore.length, hand)
        shape = self.stretched("w0", lambda p: seen_arm(p)[2], self.shape("forearm", "k", away))
        lower = self.turned(f"e{index}", lambda p: away * seen_arm(p)[1], shape + down)
        shape = self.shape("upper_arm", "k", away)
        shape += self.shape("upper_arm", "t", away, above=0.52 * upper.length, widen=1.05)
        shape = self.stretched("w0", lambda p: seen_arm(p)[2], shape)
        lower = self.lifted("w1", lambda p: -seen_arm(p)[2] * upper.length, lower)
        text = self.turned(f"r{index}", lambda p: away * seen_arm(p)[0], shape + lower)
        return self.put((away * upper.at[0], upper.at[1]), text)

    def arm(self, index: int) -> str:
        """Return a whole arm, with what the first one carries."""
        away, upper, fore = SIDES[index], PARTS["upper_arm"], PARTS["forearm"]
        hand = f'<circle class="k" r="5.6" cy="{number((fore.length + 18) * self.scale)}"/>'
        if self.carries and index == 0:
            thing = self.turned("h", lambda p: -p.trunk - p.arms[0], THINGS[self.carries])
            hand = self.put((0.0, fore.length + 24), thing) + hand
        if index == 0 and self.stage.figure.id in TOWARDS:
            hand = f'<circle class="k" r="6.5" cy="{number(4 * self.scale)}"/>'
        shown = "" if index == 0 and self.stage.figure.id in TOWARDS else self.shape("forearm", "k", away)
        lower = self.turned(f"e{index}", lambda p: p.elbows[index], shown + hand)
        text = self.shape("upper_arm", "k", away) + self.put((0.0, upper.length), lower)
        text += self.shape("upper_arm", "t", away, above=0.52 * upper.length, widen=1.05)
        return self.put((away * upper.at[0], upper.at[1]), self.turned(f"r{index}", lambda p: p.arms[index], text))

    def head(self) -> str:
        """Return neck, head, hair and face."""
        face = "".join(f'<circle class="h" cx="{x}" cy="-17.5" r="1.3"/>' for x in (-4.6, 4.6))
        text = self.shape("neck", "k") + self.shape("head", "k") + face
        text += self.shape("head", "h", above=HAIR_ABOVE, widen=1.06)
        return self.put(PARTS["head"].at, self.turned("k0", lambda p: p.head, text))

    def body(self) -> str:
        """Return everything of the body, where its hips are."""
        line = f'<path class="b" d="M0 0V{number(-230 * self.scale)}"/>'
        line += f'<circle class="m" r="3.4"/><circle class="m" cy="{number(-230 * self.scale)}" r="3.4"/>'
        inner = self.head() + self.leg(0) + self.leg(1) + self.shape("pelvis", "s")
        inner += self.put(PARTS["chest"].at, self.shape("chest", "t")) + line
        arm = self.arm if self.poses[0].press is None else self.pressing_arm
        inner += self.put(PARTS["chest"].at, arm(0) + arm(1))
        track = [(*self.stage.px(pose.hip), pose.trunk) for pose in self.poses]
        x, y, turn = (number(v) for v in track[self.stage.key])
        self.moves.moved(
            "a",
            track,
            lambda row: f"transform:translate({number(row[0])}px,{number(row[1])}px) rotate({number(row[2])}deg)",
            (0.4, 0.4, 0.6),
        )
        return f'<g class="a" transform="translate({x} {y})rotate({turn})">{inner}</g>'


def drawn_front(shown: Figure) -> str:
    """Return the whole SVG file of a figure from the front."""
    return wrapped(*drawn_front_content(shown))


def drawn_front_content(shown: Figure) -> tuple[Stage, Sheet, str, str]:
    """Return what a file is wrapped from, as `tools.figures.svg.drawn_content` does."""
    times, poses = front_loop(shown)
    stage = Stage(figure=shown, name=prefix_of(shown), time_s=tuple(times), poses=(), key=key_moment(shown, times))
    moves = Sheet(stage=stage, rules={})
    pen = _Pen(stage=stage, moves=moves, poses=poses, carries=CARRIES.get(shown.id, ""))
    floor = f'<path class="g" d="M8 {number(stage.floor + 1.5)}H312"/>'
    behind, before = AROUND.get(shown.id, ("", ""))
    content = floor + behind + pen.body() + before + label(stage, moves) + timeline(stage, moves)
    return stage, moves, "", content


def _phases(*phases: tuple[str, float]) -> tuple[Phase, ...]:
    return tuple(Phase(label=name, seconds=seconds, pose=Pose()) for name, seconds in phases)


CARRY = FrontPose(arms=(-9.0, 9.0))
LEFT, RIGHT = replace(CARRY, hip=(0.0, 530.0), step=(28.0, 0.0)), replace(CARRY, hip=(0.0, 530.0), step=(0.0, 28.0))
SIDE_UP = FrontPose(hip=(0.0, 194.0), trunk=72.0, legs=72.0, arms=(-72.0, 50.0), elbows=(0.0, -112.0), close=6.0)
SIDE_DOWN = replace(SIDE_UP, hip=(21.0, 104.0), trunk=54.0, legs=83.5, arms=(-54.0, 50.0))
PRESS_IN, PRESS_OUT = FrontPose(press=0.0, close=-1.0), FrontPose(press=1.0, close=-1.0)
BOTH_FEET = FrontPose(close=-1.0)
FOOT_UP, OTHER_UP = replace(BOTH_FEET, step=(104.0, 0.0)), replace(BOTH_FEET, step=(0.0, 104.0))
POSES = {
    "pallof_press": (PRESS_IN, PRESS_OUT, PRESS_OUT, PRESS_IN),
    "side_plank": (SIDE_DOWN, SIDE_UP, SIDE_UP, SIDE_DOWN),
    "suitcase_carry": (CARRY, LEFT, CARRY, RIGHT),
    "single_leg_stand": (BOTH_FEET, FOOT_UP, FOOT_UP, BOTH_FEET, OTHER_UP, OTHER_UP),
}
POST = '<path class="eo" d="M46 232V64M36 232h20"/>'
BAND = '<path class="uf" d="M46 81.5L154 82v3L46 84.5z"/><circle class="e" cx="157" cy="83.5" r="3.6"/>'
AROUND = {"pallof_press": (POST, BAND)}
"""What stands behind the body, and what is drawn before it."""
CARRIES = {"suitcase_carry": "kettlebell"}
TOWARDS = {"side_plank"}
"""Figures whose first forearm points at the viewer."""

FIGURES = (
    figure(
        "exercises",
        "pallof_press",
        _phases(
            ("hands at the chest", 0.8), ("press straight ahead", 1.4), ("hold: nothing turns", 1.8), ("back", 1.2)
        ),
        2,
        view="front",
        claim=Claim(shapes=("upright_from_the_front",)),
    ),
    figure(
        "exercises",
        "side_plank",
        _phases(("hips down", 0.8), ("lift the hips", 1.1), ("hold, breathe", 2.4), ("lower", 1.1)),
        2,
        height=230,
        centre=-70.0,
        view="front",
        claim=Claim(shapes=("one_line_from_the_front",)),
    ),
    figure(
        "exercises",
        "suitcase_carry",
        _phases(("tall", 0.45), ("step", 0.45), ("tall, no lean", 0.45), ("step", 0.45)),
        2,
        view="front",
        claim=Claim(shapes=("upright_from_the_front",)),
    ),
)
