"""What the legs have to carry: masses above the hips and their moments, and the whole body's centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools.generator import balance
from tools.generator.arms import arm_length_m, elbow_m
from tools.generator.holding import BELL_BELOW_WRIST, at_chest_m, on_back_m
from tools.generator.posture import lean_deg
from tools.generator.rigs import SIDES
from tools.generator.trajectories import BACK, BAR, CHEST, HANG

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.holding import Wrists
    from tools.generator.posture import Posing
    from tools.generator.trajectories import Trajectory

FREE_LEG_FOLLOWS, FREE_KNEE_DEG = 0.9, 14.0


def burden_of(
    posing: Posing, trajectory: Trajectory, upper: tuple[Array, Array], held: Wrists, bar: Array
) -> balance.Burden:
    """Masses above the hips and over fixed places; ``upper`` holds rotations and places from the hips."""
    turns, places = upper
    frames = len(bar)
    riding, moment = np.zeros(frames), np.zeros(frames)
    for weight, place in _riding(posing, trajectory, turns, places, held):
        riding, moment = riding + weight, moment - weight * place[:, 1]
    mass = posing.segments.mass_kg
    feet = sum(side != trajectory.free_leg for side in SIDES)
    length = posing.body.heel_y_m - posing.body.toe_y_m
    foot = -posing.body.heel_y_m + posing.segments.centre["foot"] * length
    resting = np.full(frames, feet * mass["foot"])
    resting_moment = resting * foot
    if trajectory.hands == BAR:
        arms, share = _arm_mass(posing)
        shoulders = shoulders_m(posing, places)
        riding, moment = riding + arms * (1 - share), moment - arms * (1 - share) * shoulders[:, 1]
        hanging = arms * share + trajectory.carried_kg
        resting, resting_moment = resting + hanging, resting_moment + hanging * bar
    return balance.Burden(riding, moment, resting, resting_moment)


def shoulders_m(posing: Posing, places: Array) -> Array:
    """Middle between the shoulder joints."""
    left, right = (places[:, posing.names.index(f"upper_arm_{side}")] for side in SIDES)
    middle: Array = 0.5 * (left + right)
    return middle


def _arm_mass(posing: Posing) -> tuple[float, float]:
    """Mass of both arms, and how far along a straight arm its centre lies."""
    upper, lower = arm_length_m(posing.body)
    mass, centre = posing.segments.mass_kg, posing.segments.centre
    reach = posing.reach_m()
    moment = mass["upper_arm"] * centre["upper_arm"] * upper
    moment += mass["forearm"] * (upper + centre["forearm"] * lower) + mass["hand"] * reach
    total = mass["upper_arm"] + mass["forearm"] + mass["hand"]
    return 2 * total, moment / total / reach


def _riding(
    posing: Posing, trajectory: Trajectory, turns: Array, places: Array, held: Wrists
) -> list[tuple[Array | float, Array]]:
    """Mass and place from the hips of everything that moves with them."""
    found: list[tuple[Array | float, Array]] = [*_axial(posing, turns, places)]
    mass, centre = posing.segments.mass_kg, posing.segments.centre
    lengths = arm_length_m(posing.body)
    for side, (wrist, pole) in held.items():
        shoulder = places[:, posing.names.index(f"upper_arm_{side}")]
        elbow, wrist_at = elbow_m(shoulder, wrist, pole, lengths)
        found.append((mass["upper_arm"], shoulder + centre["upper_arm"] * (elbow - shoulder)))
        found.append((mass["forearm"], elbow + centre["forearm"] * (wrist_at - elbow)))
        found.append((mass["hand"], wrist_at))
        if trajectory.hands == HANG:
            found.append((0.5 * trajectory.carried_kg, wrist_at + (wrist_at - shoulder) * BELL_BELOW_WRIST))
        if trajectory.hands == CHEST:
            found.append((0.5 * trajectory.carried_kg, at_chest_m(posing, turns, wrist_at)))
    if trajectory.hands == BACK:
        found.append((trajectory.carried_kg, on_back_m(posing, turns, places)))
    if trajectory.free_leg:
        found += _free_leg_masses(posing, trajectory)
    return found


def _axial(posing: Posing, turns: Array, places: Array) -> list[tuple[float, Array]]:
    found = []
    for name, part in posing.segments.axial_part.items():
        index = posing.names.index(part)
        arm = posing.segments.axial_rest_m[name] - posing.body.skeleton.heads_m[index]
        found.append((posing.segments.mass_kg[name], places[:, index] + turns[:, index] @ arm))
    return found


def free_leg_leans(posing: Posing, trajectory: Trajectory) -> tuple[Array, Array]:
    """Leans of thigh and shank of a leg that leaves the floor behind."""
    thigh, _, _ = posing.leg("left")
    raised = np.maximum(trajectory.trunk_deg - posing.person.standing_lean_deg, 0.0)
    lean = lean_deg(thigh) + FREE_LEG_FOLLOWS * raised
    return lean, lean + posing.standing_knee_deg() + FREE_KNEE_DEG * np.clip(raised / 20.0, 0, 1)


def _free_leg_masses(posing: Posing, trajectory: Trajectory) -> list[tuple[float, Array]]:
    thigh_lean, shank_lean = free_leg_leans(posing, trajectory)
    legs = posing.geometry(("left",))
    thigh = -legs.thigh_m * _direction(thigh_lean)
    shank = -legs.shank_m * _direction(shank_lean)
    mass, centre = posing.segments.mass_kg, posing.segments.centre
    return [
        (mass["thigh"], centre["thigh"] * thigh),
        (mass["shank"], thigh + centre["shank"] * shank),
        (mass["foot"], thigh + shank),
    ]


def _direction(lean: Array) -> Array:
    angle = np.radians(lean)
    return np.stack([np.zeros_like(angle), -np.sin(angle), np.cos(angle)], axis=-1)


def centre_of_mass_m(
    posing: Posing, trajectory: Trajectory, turns: Array, positions: Array, load: Array | None
) -> Array:
    """Centre of mass of body and load, ``[frame, 3]``, from where every segment is."""
    found = _axial(posing, turns, positions)
    mass, centre = posing.segments.mass_kg, posing.segments.centre
    chains = {"upper_arm": "forearm", "forearm": "hand", "thigh": "shank", "shank": "foot"}
    for side in SIDES:
        place = {part: positions[:, posing.names.index(f"{part}_{side}")] for part in {*chains, *chains.values()}}
        found += [(mass[a], place[a] + centre[a] * (place[b] - place[a])) for a, b in chains.items()]
        found += [(mass["hand"], place["hand"]), (mass["foot"], place["foot"] + _foot_centre(posing))]
    total: Array | float = sum(weight for weight, _ in found)
    moment: Array = sum((weight * at for weight, at in found), np.zeros(3))
    if load is not None:
        carried = np.broadcast_to(trajectory.carried_kg, len(load))[:, None]
        total, moment = total + carried, moment + carried * load
    middle: Array = moment / total
    return middle


def _foot_centre(posing: Posing) -> Array:
    body = posing.body
    forward = -body.heel_y_m + posing.segments.centre["foot"] * (body.heel_y_m - body.toe_y_m)
    return np.array([0.0, -forward - body.head_m("foot_left")[1], 0.0])
