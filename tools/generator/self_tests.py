"""How people carry out each self-test: postures over time, drawn for one person, and when what is held is held."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator.postures import HANDS, TRUNK, Posture
from tools.generator.rigs import SIDES
from tools.generator.sequences import smooth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.movements import Span
    from tools.generator.posture import Posing

OTHER = {"left": "right", "right": "left"}
GRAVITY = 9.81
RAMP_S: Span = (0.7, 1.1)
SWAY_DEG, SWAY_S = 0.6, 2.7
TOE_HEIGHT_SHARE = 0.065


@dataclass(frozen=True)
class Hold:
    """What is held from one moment to another, seconds; ``side`` is the one that is tested, where there is one."""

    start_s: float
    end_s: float
    side: str | None = None


@dataclass(frozen=True)
class Performance:
    """One test carried out.

    Parameters
    ----------
    bench
        Height of what the person lies on and, along the person from the hips, from where to where it reaches, metres;
        None for the floor.
    from_front
        Whether it is filmed from the front.
    drawn
        Further numbers that were drawn and are part of the truth.
    """

    posture: Posture
    holds: tuple[Hold, ...]
    bench: tuple[float, float, float] | None = None
    from_front: bool = False
    drawn: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Draw:
    """Who carries out a test, and what it is drawn with."""

    rng: Generator
    posing: Posing
    fps: float
    side: str
    seconds: float = 6.0

    @property
    def frames(self) -> int:
        """How many frames there are."""
        return round(self.seconds * self.fps)

    def between(self, low: float, high: float) -> float:
        """Draw a number."""
        return float(self.rng.uniform(low, high))

    def still(self, value: float) -> Array:
        """Return an angle that is held, with a little sway."""
        phase = self.between(0, 2 * np.pi)
        swayed: Array = value + SWAY_DEG * np.sin(2 * np.pi * np.arange(self.frames) / (SWAY_S * self.fps) + phase)
        return swayed

    def exactly(self, value: float) -> Array:
        """Return an angle that does not change."""
        return np.full(self.frames, value)

    def via(self, rest: float, *stops: tuple[float, float, float]) -> Array:
        """Return an angle that moves from ``rest`` to each value in turn: (from, to, value), seconds."""
        values, now = self.still(rest) if stops and abs(rest) > 1 else self.exactly(rest), rest
        for start_s, end_s, value in stops:
            values = values + (value - now) * smooth(round(start_s * self.fps), round(end_s * self.fps), self.frames)
            now = value
        return values

    def lifted(self, hold: Hold, ramp_s: float) -> Array:
        """Return a share that is 1 while something is held, and moves there and back in so many seconds."""
        moments = (hold.start_s - ramp_s, hold.start_s, hold.end_s, hold.end_s + ramp_s)
        first, there, leaves, back = (round(moment * self.fps) for moment in moments)
        share: Array = smooth(first, there, self.frames) - smooth(leaves, back, self.frames)
        return share

    def both(self, value: Array) -> dict[str, Array]:
        """Return the same for both sides."""
        return dict.fromkeys(SIDES, value)

    def supine(self, **changes: Any) -> Posture:
        """Lie on the back, legs straight, arms beside the body."""
        legs = self.both(self.still(-90.0))
        straight = self.posing.standing_knee_deg()
        posture = Posture(
            trunk_deg=self.still(-90.0),
            thigh_deg=legs,
            shank_deg=self.both(legs["left"] + straight),
            upper_arm_deg=self.both(self.exactly(88.0)),
            forearm_deg=self.both(self.exactly(90.0)),
            lumbar_deg=self.exactly(self.between(-4, 6)),
            thoracic_deg=self.exactly(0.0),
            neck_deg=self.exactly(self.between(-5, 8)),
            rests_on=("pelvis", "thoracic", "lumbar"),
            stays="pelvis",
        )
        return replace(posture, **changes)

    def upright(self, **changes: Any) -> Posture:
        """Stand, arms hanging."""
        legs = self.both(self.exactly(0.0))
        posture = Posture(
            trunk_deg=self.still(self.posing.person.standing_lean_deg),
            thigh_deg=legs,
            shank_deg=self.both(self.exactly(self.posing.standing_knee_deg())),
            upper_arm_deg=self.both(self.still(3.0)),
            forearm_deg=self.both(self.still(12.0)),
            lumbar_deg=self.exactly(0.0),
            thoracic_deg=self.exactly(0.0),
            neck_deg=self.exactly(0.0),
            foot_deg=self.both(self.exactly(0.0)),
        )
        return replace(posture, **changes)


def _held(draw: Draw, *, least_s: float = 1.0) -> tuple[float, float, float, float]:
    """Draw when a movement to a posture begins and ends, and when that away from it does."""
    begins = draw.between(0.8, 1.3)
    up, down = draw.between(*RAMP_S), draw.between(*RAMP_S)
    leaves = max(begins + up + least_s, draw.seconds - down - draw.between(0.3, 0.8))
    return begins, begins + up, leaves, leaves + down


def straight_leg_raise(draw: Draw) -> Performance:
    """Lie on the back and raise one straight leg."""
    begins, there, leaves, back = _held(draw)
    raised, bent = draw.between(45, 100), draw.between(0, 8)
    thigh = draw.via(-90.0, (begins, there, -90.0 - raised), (leaves, back, -90.0))
    knee = draw.via(draw.posing.standing_knee_deg(), (begins, there, bent), (leaves, back, 0.0))
    roll = draw.between(0, 0.18) * max(raised - 40, 0)
    lying = draw.supine(lumbar_deg=draw.via(0.0, (begins, there, roll), (leaves, back, 0.0)))
    return Performance(_with_leg(lying, draw.side, thigh, thigh + knee), (Hold(there, leaves, draw.side),))


def active_knee_extension(draw: Draw) -> Performance:
    """Lie on the back with one thigh upright, held with both hands, and straighten that knee."""
    begins, there, leaves, back = _held(draw)
    short, upright = draw.between(4, 45), draw.between(-4, 4)
    thigh = draw.still(-180.0 + upright)
    knee = draw.via(draw.between(80, 100), (begins, there, short), (leaves, back, 90.0))
    lying = draw.supine(grasp=dict.fromkeys(SIDES, f"shank_{draw.side}"))
    return Performance(_with_leg(lying, draw.side, thigh, thigh + knee), (Hold(there, leaves, draw.side),))


def thomas(draw: Draw) -> Performance:
    """Lie on a bench, one knee held to the chest, and let the other leg hang."""
    begins, there, _, _ = _held(draw)
    hangs, bends = draw.between(-18, 22), draw.between(45, 95)
    thigh = draw.via(-90.0 - draw.between(30, 60), (begins, there, -90.0 - hangs))
    knee = draw.via(draw.between(80, 95), (begins, there, bends))
    other = OTHER[draw.side]
    held = draw.still(-90.0 - draw.between(105, 125))
    height = draw.between(0.62, 0.85)
    lying = draw.supine(grasp=dict.fromkeys(SIDES, f"shank_{other}"), height_m=height, rests_on=TRUNK)
    lying = replace(lying, lumbar_deg=draw.exactly(draw.between(6, 18)))
    lying = _with_leg(lying, draw.side, thigh, thigh + knee)
    lying = _with_leg(lying, other, held, held + draw.between(105, 125))
    return Performance(lying, (Hold(there, draw.seconds, draw.side),), bench=(height, -0.02, 1.2))


def knee_to_chest(draw: Draw) -> Performance:
    """Lie on the back and pull one knee to the chest; from some angle on, the pelvis rolls with it."""
    begins, there, leaves, back = _held(draw)
    stops, more = draw.between(88, 128), draw.between(8, 20)
    middle = begins + 0.72 * (there - begins)
    lifted = draw.via(0.0, (begins, there, stops + more), (leaves, back, 0.0))
    shown = np.maximum(lifted - stops, 0.0)
    thigh = -90.0 - lifted
    knee = draw.via(0.0, (begins, middle, draw.between(100, 125)), (leaves + 0.2, back, 0.0))
    lying = draw.supine(grasp=dict.fromkeys(SIDES, f"shank_{draw.side}"), lumbar_deg=1.6 * shown)
    posture = _with_leg(lying, draw.side, thigh, thigh + knee)
    return Performance(posture, (Hold(there, leaves, draw.side),), drawn={"rolls_from_deg": stops})


def _with_leg(posture: Posture, side: str, thigh: Array, shank: Array) -> Posture:
    return replace(posture, thigh_deg={**posture.thigh_deg, side: thigh}, shank_deg={**posture.shank_deg, side: shank})


def bird_dog(draw: Draw) -> Performance:
    """On hands and knees, lift one leg and the opposite arm, then the others; some hold short, sag or roll."""
    long = draw.rng.random() < 0.65
    rises = draw.between(0.7, 1.0)
    holds, at = [], draw.between(0.9, 1.3)
    for side in (draw.side, OTHER[draw.side]):
        held = draw.between(5.3, 6.2) if long else draw.between(2.0, 4.4)
        holds.append(Hold(at + rises, at + rises + held, side))
        at = holds[-1].end_s + rises + draw.between(0.5, 0.9)
    draw.seconds = at + 0.2
    sags = draw.between(0, 6) if draw.rng.random() < 0.5 else draw.between(8, 22)
    rolls = draw.between(0, 4) if draw.rng.random() < 0.5 else draw.between(6, 16)
    lifts = [(hold, draw.lifted(hold, rises)) for hold in holds]
    up = {hold.side: share for hold, share in lifts}
    high = {hold.side: draw.between(78, 92) for hold in holds}
    reach = {hold.side: draw.between(78, 95) for hold in holds}
    either = sum(up.values())
    posture = Posture(
        trunk_deg=draw.still(86.0),
        thigh_deg={side: draw.still(0.0) + high[side] * up[side] for side in SIDES},
        shank_deg={side: draw.exactly(90.0) + (high[side] - 90.0) * up[side] for side in SIDES},
        upper_arm_deg={side: reach[side] * up[OTHER[side]] for side in SIDES},
        forearm_deg={side: reach[side] * up[OTHER[side]] for side in SIDES},
        lumbar_deg=draw.still(draw.between(-2, 8)) - sags * either,
        thoracic_deg=draw.exactly(0.0),
        neck_deg=draw.exactly(draw.between(-12, 4)),
        foot_deg={side: draw.exactly(145.0) - 60.0 * up[side] for side in SIDES},
        roll_deg=rolls * (up["left"] - up["right"]),
        rests_on=("shank",),
        levels=HANDS,
        levelled="trunk",
        stays="pelvis",
    )
    return Performance(posture, tuple(holds), drawn={"sags_deg": sags, "rolls_deg": rolls, "rises_s": rises})


def _endured(draw: Draw, *, rises_s: float = 0.6) -> tuple[Hold, Array]:
    """Draw how long something is held; the hold begins and ends halfway through the movements to it and from it."""
    start, held = draw.between(1.2, 1.8), draw.between(2.5, 6.0)
    hold = Hold(start, start + held)
    draw.seconds = start + held + draw.between(1.0, 1.6)
    half = 0.5 * rises_s
    inside = Hold(hold.start_s + half, hold.end_s - half)
    return hold, draw.lifted(inside, rises_s)


def front_plank(draw: Draw) -> Performance:
    """Lie on the forearms, lift the hips, hold, and let them down."""
    hold, up = _endured(draw)
    down, error = 1.0 - up, draw.between(-6, 8)
    posture = Posture(
        trunk_deg=draw.still(82.0) - 0.5 * error * up - 18.0 * down,
        thigh_deg=draw.both(draw.still(82.0) + 0.5 * error * up + 10.0 * down),
        shank_deg=draw.both(draw.still(84.0) + 0.5 * error * up + 8.0 * down),
        upper_arm_deg=draw.both(draw.still(2.0)),
        forearm_deg=draw.both(draw.exactly(88.0)),
        lumbar_deg=-0.4 * max(error, 0.0) * up - 20.0 * down,
        thoracic_deg=draw.exactly(0.0),
        neck_deg=draw.exactly(draw.between(-10, 0)),
        rests_on=("foot",),
        levels=HANDS,
        levelled="whole",
    )
    return Performance(posture, (hold,), drawn={"hips_low_deg": error})


def side_plank(draw: Draw) -> Performance:
    """Lie on one side, on the forearm, lift the hips, hold, and let them down; filmed from the front."""
    hold, up = _endured(draw)
    way = 1.0 if draw.side == "left" else -1.0
    down, error = 1.0 - up, draw.between(-4, 8)
    sag = error * up + 24.0 * down
    lower, upper = draw.side, OTHER[draw.side]
    posture = draw.upright(
        trunk_deg=draw.still(0.0),
        upper_arm_deg={lower: draw.exactly(0.0), upper: draw.exactly(5.0)},
        forearm_deg={lower: draw.exactly(80.0), upper: draw.exactly(8.0)},
        arm_out_deg={lower: 85.0, upper: 6.0},
        foot_deg=draw.both(draw.exactly(15.0)),
        aside_deg=way * 72.0,
        hips_aside_deg=way * sag,
        rests_on=(f"foot_{lower}",),
        levels=(f"forearm_{lower}", f"upper_arm_{lower}"),
        levelled="aside",
        stays=f"foot_{lower}",
    )
    hold = replace(hold, side=draw.side)
    return Performance(posture, (hold,), from_front=True, drawn={"hips_low_deg": error})


def back_extension(draw: Draw) -> Performance:
    """Lie face down with the trunk beyond the end of a bench, lift it level, hold, and let it down."""
    hold, up = _endured(draw, rises_s=0.8)
    level, hangs = draw.between(84, 96), draw.between(125, 145)
    trunk = draw.still(0.0) + level * up + hangs * (1.0 - up)
    height = draw.between(0.7, 0.9)
    posture = Posture(
        trunk_deg=trunk,
        thigh_deg=draw.both(draw.still(90.0)),
        shank_deg=draw.both(draw.exactly(90.0)),
        upper_arm_deg=draw.both(-trunk + 12.0),
        forearm_deg=draw.both(-trunk + 150.0),
        lumbar_deg=draw.exactly(0.0) + 25.0 * (1.0 - up) - draw.between(-3, 6) * up,
        thoracic_deg=draw.exactly(0.0),
        neck_deg=draw.exactly(draw.between(-12, 5)),
        rests_on=("thigh",),
        height_m=height,
        stays="pelvis",
    )
    return Performance(posture, (hold,), bench=(height, 0.06, 1.2), drawn={"level_deg": level})


def single_leg_stand(draw: Draw) -> Performance:
    """Stand on one leg, the other knee in front; ``side`` is the leg that stands."""
    hold, up = _endured(draw)
    raised = OTHER[draw.side]
    thigh = -draw.between(45, 85) * up
    shank = thigh + draw.between(80, 105) * up
    standing = draw.upright(trunk_deg=draw.still(draw.posing.person.standing_lean_deg) + draw.between(-3, 4) * up)
    standing = _with_leg(standing, raised, thigh, shank)
    feet = {draw.side: draw.exactly(0.0), raised: shank + 10.0 * up}
    posture = replace(standing, foot_deg=feet, rests_on=(f"foot_{draw.side}",), stays=f"foot_{draw.side}")
    return Performance(posture, (replace(hold, side=draw.side),))


def jump(draw: Draw) -> Performance:
    """Crouch, jump as high as it goes, and land in a crouch."""
    leaves, flight = draw.between(1.5, 1.9), draw.between(0.34, 0.6)
    lands = leaves + flight
    draw.seconds = lands + 1.0
    deep, lean = draw.between(70, 95), draw.between(28, 45)
    crouch = (leaves - 0.75, leaves - 0.25, 1.0), (leaves - 0.25, leaves, 0.0), (lands, lands + 0.2, 0.8)
    bent = np.clip(draw.via(0.0, *crouch, (lands + 0.3, lands + 0.9, 0.0)), 0.0, 1.0)
    tiptoe = draw.via(0.0, (leaves - 0.12, leaves, 50.0), (lands, lands + 0.12, 0.0))
    shank = draw.posing.standing_knee_deg() + 0.36 * deep * bent
    time_s = np.arange(draw.frames) / draw.fps
    since = np.clip(time_s - leaves, 0.0, flight)
    posture = draw.upright(
        trunk_deg=draw.still(draw.posing.person.standing_lean_deg) + lean * bent,
        shank_deg=draw.both(shank),
        thigh_deg=draw.both(shank - draw.posing.standing_knee_deg() - deep * bent),
        upper_arm_deg=draw.both(draw.via(0.0, (*crouch[0][:2], -40.0), (leaves - 0.25, leaves, 120.0), crouch[2])),
        forearm_deg=draw.both(draw.via(10.0, (*crouch[0][:2], -30.0), (leaves - 0.25, leaves, 130.0), crouch[2])),
        foot_deg=draw.both(np.clip(tiptoe, 0.0, None)),
        lift_m=0.5 * GRAVITY * since * (flight - since),
    )
    height = GRAVITY * flight**2 / 8.0
    return Performance(posture, (Hold(leaves, lands),), drawn={"flight_s": flight, "height_m": height})


def weight_bearing_lunge(draw: Draw) -> Performance:
    """Stand in a lunge and bend the front knee ahead, the heel down; ``side`` is the leg in front."""
    begins, there, leaves, back = _held(draw)
    lean = draw.between(22, 50)
    shank = draw.via(draw.between(0, 6), (begins, there, lean), (leaves, back, 4.0))
    knee = draw.via(draw.between(12, 25), (begins, there, lean + draw.between(25, 45)), (leaves, back, 18.0))
    trunk = draw.via(4.0, (begins, there, draw.between(0, 18)), (leaves, back, 4.0))
    return Performance(_in_lunge(draw, trunk, shank - knee, shank), (Hold(there, leaves, draw.side),))


def lunge(draw: Draw) -> Performance:
    """Go down in a split stance and come up, twice; ``side`` is the leg in front."""
    shares = draw.exactly(0.0)
    holds: list[Hold] = []
    for start in (0.9, 3.4):
        hold = Hold(start + 1.0, start + 1.4, draw.side)
        shares, holds = shares + draw.lifted(hold, 1.0), [*holds, hold]
    deep, ahead = draw.between(70, 100), draw.between(0, 22)
    shank, knee = draw.still(3.0) + ahead * shares, draw.still(14.0) + deep * shares
    trunk = draw.still(3.0) + draw.between(0, 30) * shares
    return Performance(_in_lunge(draw, trunk, shank - knee, shank), tuple(holds), drawn={"knee_deg": deep})


def _in_lunge(draw: Draw, trunk: Array, thigh: Array, shank: Array) -> Posture:
    """Put the other foot behind on its toes, wherever the front leg brings the hips."""
    legs, front, rear = draw.posing.geometry(SIDES), draw.side, OTHER[draw.side]
    height = legs.ankle_height_m + legs.shank_m * np.cos(np.radians(shank)) + legs.thigh_m * np.cos(np.radians(thigh))
    least = 15.0 + 0.8 * np.abs(thigh)
    bent = np.radians(np.clip(least, 10.0, 85.0))
    chord = np.hypot(legs.thigh_m + legs.shank_m * np.cos(bent), legs.shank_m * np.sin(bent))
    toes = TOE_HEIGHT_SHARE * draw.posing.body.stature_m + legs.ankle_height_m * 0.4
    behind = np.arccos(np.clip((height - toes) / chord, 0.3, 0.98))
    offset = np.arctan2(legs.shank_m * np.sin(bent), legs.thigh_m + legs.shank_m * np.cos(bent))
    rear_thigh = np.degrees(behind - offset)
    rear_shank = rear_thigh + np.degrees(bent)
    posture = _with_leg(draw.upright(trunk_deg=trunk), front, thigh, shank)
    posture = _with_leg(posture, rear, rear_thigh, rear_shank)
    feet = {front: draw.exactly(0.0), rear: np.clip(rear_shank - 5.0, 20.0, 65.0)}
    return replace(posture, foot_deg=feet, rests_on=(f"foot_{front}",), stays=f"foot_{front}")


TESTS: Mapping[str, Callable[[Draw], Performance]] = {
    "straight_leg_raise": straight_leg_raise,
    "active_knee_extension": active_knee_extension,
    "thomas": thomas,
    "knee_to_chest": knee_to_chest,
    "bird_dog": bird_dog,
    "front_plank": front_plank,
    "side_plank": side_plank,
    "back_extension": back_extension,
    "single_leg_stand": single_leg_stand,
    "jump": jump,
    "weight_bearing_lunge": weight_bearing_lunge,
    "lunge": lunge,
}
"""Tests with postures of their own; those in which both feet stand are in `self_test_bends`."""
