"""What people do to the sides: knees in or out, hips shifted, pelvis, trunk and bar tilted; and the truth about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator.arms import elbow_m
from tools.generator.rigs import SIDES
from tools.generator.skinning import about_y, about_z, joint_positions
from tools.generator.stepping import LONGEST_SHARE, STRAIGHTEST, swung
from tools.generator.trajectories import BAR

if TYPE_CHECKING:
    from numpy.random import Generator

    from tools.generator.arrays import Array
    from tools.generator.bodies import Body
    from tools.generator.people import Person
    from tools.generator.posture import Posing
    from tools.generator.solving import Pose

OUTWARD = {"left": 1.0, "right": -1.0}
KNEES_IN, KNEES_OUT, SHIFTED, BAR_TILTED = "knees_cave", "knees_splay", "weight_to_one_side", "bar_tilts"
WIDE, NARROW = "stance_wide", "stance_narrow"
SIDEWAYS_FAULTS = (KNEES_IN, KNEES_OUT, SHIFTED, BAR_TILTED, WIDE, NARROW)
FAULT_SHARE = 0.23
FAULT_SHARES = {BAR_TILTED: 0.45}
SOLE_SHARE, TIP_M = 0.03, 0.03
MOST_SINE = 0.85


@dataclass(frozen=True)
class Sideways:
    """How far somebody goes to the sides at the bottoms of a set, over what they do in standing.

    Parameters
    ----------
    knees_in_m
        How far each knee goes towards the other leg, left and right, as far as a leg bent so much lets it.
    shift_m
        How far the hips go to the person's left.
    pelvis_deg, shoulders_deg
        Tilt of the hips' line and of the shoulders', left side up.
    bar_deg
        Tilt of a bar in the hands beyond that of the shoulders, left side up.
    faults
        What was drawn; whether it comes out as a fault, the truth of each repetition says.
    """

    knees_in_m: tuple[float, float]
    shift_m: float
    pelvis_deg: float
    shoulders_deg: float
    bar_deg: float
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Sway:
    """The same over time, each ``[frame]``; ``knees_in_m`` by side."""

    knees_in_m: dict[str, Array]
    shift_m: Array
    pelvis_deg: Array
    shoulders_deg: Array
    bar_deg: Array


def draw_sideways(rng: Generator, person: Person, body: Body) -> tuple[Person, Sideways]:
    """Draw where the feet stand, and what the set does to the sides: mostly little, sometimes a fault or two."""
    faults = tuple(fault for fault in SIDEWAYS_FAULTS if rng.random() < FAULT_SHARES.get(fault, FAULT_SHARE))
    tall = body.stature_m / 1.75
    knee = float(rng.normal(0, 0.010)) * tall
    if KNEES_IN in faults or KNEES_OUT in faults:
        inward = 1.0 if KNEES_IN in faults else -1.0
        knee = inward * float(rng.uniform(0.10, 0.16)) * tall
    shift = float(rng.normal(0, 0.006)) * tall
    if SHIFTED in faults:
        shift = (1.0 if rng.random() < 0.5 else -1.0) * float(rng.uniform(0.055, 0.095)) * tall
    bar = float(rng.normal(0, 0.8))
    if BAR_TILTED in faults:
        bar = (1.0 if rng.random() < 0.5 else -1.0) * float(rng.uniform(6.5, 12.0))
    half = _half_stance_m(rng, body, faults) / body.stature_m
    out_deg = float(np.clip(rng.normal(10.0 + 150.0 * max(half - 0.07, 0.0), 6.0), 0.0, 35.0))
    sideways = Sideways(
        knees_in_m=(knee + float(rng.normal(0, 0.006)), knee + float(rng.normal(0, 0.006))),
        shift_m=shift,
        pelvis_deg=float(rng.normal(0, 2.5)),
        shoulders_deg=float(rng.normal(0, 3.0)),
        bar_deg=bar,
        faults=faults,
    )
    return replace(person, stance_share=half, toe_out_deg=out_deg), sideways


def _half_stance_m(rng: Generator, body: Body, faults: tuple[str, ...]) -> float:
    """Draw half the distance between the ankles: clear of the widths of hips and shoulders, beyond one or not."""
    hip, shoulder = (float(abs(body.head_m(f"{part}_left")[0])) for part in ("thigh", "upper_arm"))
    if WIDE in faults:
        return shoulder * float(rng.uniform(1.3, 1.6))
    if NARROW in faults:
        return hip * float(rng.uniform(0.45, 0.8))
    return float(rng.uniform(1.15 * hip, max(0.95 * shoulder, 1.2 * hip)))


def sway_of(sideways: Sideways, share: Array) -> Sway:
    """Spread it over time: ``share`` is 0 in standing and 1 at the bottoms, ``[frame]``."""
    return Sway(
        knees_in_m={side: share * knee for side, knee in zip(SIDES, sideways.knees_in_m, strict=True)},
        shift_m=share * sideways.shift_m,
        pelvis_deg=share * sideways.pelvis_deg,
        shoulders_deg=share * sideways.shoulders_deg,
        bar_deg=share * sideways.bar_deg,
    )


def swayed(posing: Posing, sway: Sway, turns: Array, hips: Array) -> tuple[Array, Array, Array]:
    """Carry it out over planted feet: rotations, places from the hips' middle, and the hips, lowered where needed."""
    names, skeleton = posing.names, posing.body.skeleton
    before = joint_positions(skeleton, turns, hips)
    turns = _tilted(posing, turns, sway)
    hips = hips + sway.shift_m[:, None] * np.array([1.0, 0.0, 0.0])
    heads = {side: joint_positions(skeleton, turns, hips)[:, names.index(f"thigh_{side}")] for side in SIDES}
    ankles = {side: before[:, names.index(f"foot_{side}")] for side in SIDES}
    lowered = np.max([_lowered_m(posing, side, heads[side], ankles[side]) for side in SIDES], axis=0)
    drop = lowered[:, None] * np.array([0.0, 0.0, 1.0])
    for side in SIDES:
        lengths, rest = _leg(posing, side)
        head, ankle = heads[side] - drop, ankles[side]
        pole = _pole(before, names, side, (head, ankle), sway.knees_in_m[side], lengths)
        knee, reached = elbow_m(head, ankle, pole, lengths, straightest=STRAIGHTEST)
        turns[:, names.index(f"thigh_{side}")] = swung(rest[0], knee - head)
        turns[:, names.index(f"shank_{side}")] = swung(rest[1], reached - knee)
    hips = hips - drop
    return turns, joint_positions(skeleton, turns, np.zeros_like(hips)), hips


def _tilted(posing: Posing, turns: Array, sway: Sway) -> Array:
    """Tilt everything above the legs to the side, the chest and what hangs on it by the shoulders' angle."""
    turns, parents = turns.copy(), posing.body.skeleton.parents
    chest = posing.names.index(posing.body.thorax)
    for index, name in enumerate(posing.names):
        if name.startswith(("thigh", "shank", "foot")):
            continue
        above = index
        while above not in (0, chest):
            above = int(parents[above])
        tilt = sway.shoulders_deg if above == chest else sway.pelvis_deg
        turns[:, index] = about_y(-tilt) @ turns[:, index]
    return turns


def _leg(posing: Posing, side: str) -> tuple[tuple[float, float], tuple[Array, Array]]:
    """Lengths of thigh and shank, and both lines at rest, downwards."""
    hip, knee, ankle = (posing.body.head_m(f"{part}_{side}") for part in ("thigh", "shank", "foot"))
    return (float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))), (knee - hip, ankle - knee)


def _lowered_m(posing: Posing, side: str, hip: Array, ankle: Array) -> Array:
    (thigh, shank), _ = _leg(posing, side)
    longest = max(LONGEST_SHARE * (thigh + shank), 0.0)
    was = np.linalg.norm(hip - ankle, axis=1)
    across = np.linalg.norm((hip - ankle)[:, :2], axis=1)
    highest = ankle[:, 2] + np.sqrt(np.clip(longest**2 - across**2, 0.01, None))
    lowered: Array = np.where(was > longest, np.clip(hip[:, 2] - highest, 0.0, None), 0.0)
    return lowered


def _pole(
    before: Array,
    names: tuple[str, ...],
    side: str,
    ends: tuple[Array, Array],
    inward_m: Array,
    lengths: tuple[float, float],
) -> Array:
    """Direction of the knee from the line hip to ankle: where it was, turned about that line by a way inwards."""
    head, ankle = ends
    axis = (ankle - head) / np.linalg.norm(ankle - head, axis=1, keepdims=True)
    knee = before[:, names.index(f"shank_{side}")] - before[:, names.index(f"thigh_{side}")]
    ahead = knee - np.sum(knee * axis, axis=1, keepdims=True) * axis
    ahead = ahead / np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    inward = np.cross(axis, ahead)
    inward *= -OUTWARD[side] * np.sign(inward[:, :1])
    apart = np.linalg.norm(ankle - head, axis=1)
    along = (apart**2 + lengths[0] ** 2 - lengths[1] ** 2) / (2 * apart)
    radius = np.sqrt(np.clip(lengths[0] ** 2 - along**2, 1e-6, None))
    sine = np.clip(inward_m / radius, -MOST_SINE, MOST_SINE)[:, None]
    pole: Array = np.sqrt(1 - sine**2) * ahead + sine * inward
    return pole


def grips_raised_m(sway: Sway, half_m: float) -> dict[str, Array]:
    """How much higher each hand holds a bar than it would hang, so that the bar tilts, ``[frame]`` by side."""
    rise = 2 * half_m * np.tan(np.radians(sway.bar_deg))
    return {"left": np.maximum(rise, 0.0), "right": np.maximum(-rise, 0.0)}


def foot_lines(body: Body, person: Person) -> dict[str, Array]:
    """Direction of each foot over the floor, heel to toes, ``[2]`` by side: left and back."""
    soles = body.vertices_m[body.vertices_m[:, 2] < SOLE_SHARE * body.stature_m]
    lines = {}
    for side in SIDES:
        own = soles[OUTWARD[side] * soles[:, 0] > 0]
        toes, heel = (own[np.abs(own[:, 1] - end(own[:, 1])) < TIP_M].mean(axis=0) for end in (np.min, np.max))
        line = (about_z(OUTWARD[side] * person.toe_out_deg) @ (toes - heel))[:2]
        lines[side] = line / np.linalg.norm(line)
    return lines


def sideways_truth(body: Body, person: Person, pose: Pose, sideways: Sideways, *, hands: str) -> dict[str, Any]:
    """Everything that shows from the front, exact, in every frame: metres, degrees, shares."""
    names = body.skeleton.names
    at = {part: pose.positions_m[:, names.index(part)] for part in names}
    lines = foot_lines(body, person)
    inward = {}
    for side in SIDES:
        off = (at[f"shank_{side}"] - at[f"foot_{side}"])[:, :2]
        across = np.array([-lines[side][1], lines[side][0]])
        across *= OUTWARD[side] * np.sign(across[0])
        inward[side] = np.round(-(off @ across), 4).tolist()
    feet = at["foot_left"][:, 0], at["foot_right"][:, 0]
    found = {
        "drawn": list(sideways.faults),
        "knee_inward_m": inward,
        "weight_left_share": np.round((pose.centre_m[:, 0] - feet[1]) / (feet[0] - feet[1]), 4).tolist(),
        "foot_lines": {side: np.round(line, 4).tolist() for side, line in lines.items()},
    }
    parts = {"pelvis_line_deg": "thigh", "shoulder_line_deg": "upper_arm"}
    if hands == BAR:
        parts["bar_line_deg"] = "hand"
    for name, part in parts.items():
        found[name] = np.round(_line_deg(at[f"{part}_left"] - at[f"{part}_right"]), 2).tolist()
    return found


def _line_deg(across: Array) -> Array:
    tilt: Array = np.degrees(np.arctan2(across[:, 2], across[:, 0]))
    return tilt
