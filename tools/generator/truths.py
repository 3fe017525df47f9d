"""The ground truth of a clip: angles on the skin, joints, balance, load, repetitions; the file beside each video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tools.generator.midline import C7_SHARE, LEVELS, S2_SHARE, tangents_deg
from tools.generator.rigs import SIDES
from tools.generator.skinning import blend, carry, transforms

if TYPE_CHECKING:
    from tools.generator.arrays import Array
    from tools.generator.bodies import Body
    from tools.generator.filming import Camera
    from tools.generator.sequences import Plan, Repetition
    from tools.generator.solving import Pose

JOINTS = {
    "hip": "thigh",
    "knee": "shank",
    "ankle": "foot",
    "shoulder": "upper_arm",
    "elbow": "forearm",
    "wrist": "hand",
}

SEAT_SHARES = (0.38, 0.62)
"""Heights at rest between which the skin may touch a wall in a hinge, shares of stature."""
AT_ONCE = 24
BACK_POINTS = 24


def back_m(body: Body, skinning: str, pose: Pose) -> Array:
    """Follow the back's midline over time, ``[frame, point, 3]``; only its own vertices are moved."""
    chosen = body.midline.vertices()
    matrices = transforms(body.skeleton, pose.turns, pose.positions_m)
    moved = carry(blend(body.weights[chosen], matrices, method=skinning), body.vertices_m[chosen])
    whole = np.zeros((len(moved), int(chosen.max()) + 1, 3))
    whole[:, chosen] = moved
    return body.midline.points(whole)


def angles_deg(body: Body, skinning: str, pose: Pose, standing: Pose) -> dict[str, Array]:
    """Every angle of every frame; the back and the joints from this person's reference posture."""
    now, own = (tangents_deg(body.midline, back_m(body, skinning, one)) for one in (pose, standing))
    change = {level: now[level] - own[level][0] for level in LEVELS}
    pelvis = change["s2"]
    trunk, own_trunk = (_trunk_deg(body, one) for one in (pose, standing))
    thigh = pose.thigh_deg - standing.thigh_deg[0]
    head, own_head = (_head_deg(body, one) for one in (pose, standing))
    return {
        "trunk_deg": trunk,
        "pelvis_tilt_deg": pelvis,
        "hip_flexion_deg": pelvis - thigh,
        "knee_flexion_deg": pose.shank_deg - pose.thigh_deg - (standing.shank_deg[0] - standing.thigh_deg[0]),
        "shank_deg": pose.shank_deg,
        "lumbar_flexion_deg": change["t12"] - change["s2"],
        "thoracic_flexion_deg": change["c7"] - change["t12"],
        "thoracolumbar_flexion_deg": change["c7"] - change["s2"],
        "neck_flexion_deg": (head - own_head[0]) - (trunk - own_trunk[0]),
        "balance_share": pose.balance_share,
    }


def _middle(body: Body, pose: Pose, part: str) -> Array:
    left, right = (pose.positions_m[:, body.skeleton.index(f"{part}_{side}")] for side in SIDES)
    middle: Array = 0.5 * (left + right)
    return middle


def _trunk_deg(body: Body, pose: Pose) -> Array:
    line = _middle(body, pose, "upper_arm") - _middle(body, pose, "thigh")
    return np.degrees(np.arctan2(-line[:, 1], line[:, 2]))


def _head_deg(body: Body, pose: Pose) -> Array:
    up = pose.turns[:, body.skeleton.index("head"), :, 2]
    return np.degrees(np.unwrap(np.arctan2(-up[:, 1], up[:, 2])))


def joints_m(body: Body, pose: Pose, back: Array) -> dict[str, Array]:
    """Joint centres and the three levels of the back, ``[frame, 3]`` each."""
    found = {}
    for joint, part in JOINTS.items():
        for side in SIDES:
            found[f"{joint}_{side[0]}"] = pose.positions_m[:, body.skeleton.index(f"{part}_{side}")]
    head = body.skeleton.index("head")
    rest = body.head_m("head") + np.array([0.0, 0.0, 0.03 * body.stature_m])
    found["head"] = pose.positions_m[:, head] + pose.turns[:, head] @ (rest - body.head_m("head"))
    for level, share in LEVELS.items():
        found[level] = back[:, body.midline.level(share)]
    return found


def seat_y_m(body: Body, skinning: str, pose: Pose) -> Array:
    """How far back the skin of the seat reaches in each frame, ``[frame]``: what touches a wall behind the person."""
    heights = body.vertices_m[:, 2] / body.stature_m
    chosen = np.flatnonzero((heights > SEAT_SHARES[0]) & (heights < SEAT_SHARES[1]) & (body.vertices_m[:, 1] > 0))
    matrices = transforms(body.skeleton, pose.turns, pose.positions_m)
    parts = [
        carry(blend(body.weights[chosen], matrices[first : first + AT_ONCE], method=skinning), body.vertices_m[chosen])
        for first in range(0, len(matrices), AT_ONCE)
    ]
    farthest: Array = np.concatenate([part[..., 1].max(axis=1) for part in parts])
    return farthest


def back_yz_m(body: Body, back: Array) -> Array:
    """Points of the back's midline from S2 to C7, from the bottom up, ``[frame, point, 2]``: back and up."""
    chosen = np.linspace(body.midline.level(S2_SHARE), body.midline.level(C7_SHARE), BACK_POINTS).round().astype(int)
    points: Array = back[:, chosen, 1:]
    return points


def repetition_truth(
    plan: Plan, repetition: Repetition, angles: dict[str, Array], before: list[float]
) -> dict[str, Any]:
    """Frames, depth, phases and faults of one repetition; ``before`` holds the lumbar bends of earlier ones."""
    bottom = slice(repetition.bottom_start, max(repetition.bottom_end, repetition.bottom_start + 1))
    top = slice(repetition.end, min(repetition.end + max(round(0.4 * plan.fps), 1), plan.frames))
    measured = {name: float(np.median(values[bottom])) for name, values in angles.items()}
    descent_s = (repetition.bottom_start - repetition.start) / plan.fps
    top_lumbar = float(angles["lumbar_flexion_deg"][top].min()) if top.start < plan.frames else 0.0
    more = measured["lumbar_flexion_deg"] - float(np.mean(before or [0.0]))
    return {
        "start": repetition.start,
        "bottom_start": repetition.bottom_start,
        "bottom_end": repetition.bottom_end,
        "end": repetition.end,
        "faults": list(repetition.depth.faults),
        "lumbar_bottom_deg": round(measured["lumbar_flexion_deg"], 1),
        "trunk_bottom_deg": round(measured["trunk_deg"], 1),
        "knee_bottom_deg": round(measured["knee_flexion_deg"], 1),
        "neck_bottom_deg": round(measured["neck_flexion_deg"], 1),
        "balance_bottom_share": round(measured["balance_share"], 3),
        "lumbar_top_deg": round(top_lumbar, 1),
        "lumbar_more_than_before_deg": round(more, 1) if before else None,
        "descent_s": round(descent_s, 3),
        "phases": _phases(repetition),
    }


def everyday_truth(plan: Plan) -> dict[str, Any]:
    """Name the exercise of an everyday set and what in it is no repetition; nothing for other sets.

    ``bottom`` of what has no bottom (walking, standing still) is its middle.
    """
    if plan.everyday is None:
        return {}
    others = sorted(plan.everyday.others, key=lambda other: other.start)
    return {"exercise": plan.everyday.exercise, "not_repetitions": [dict(vars(other)) for other in others]}


def _phases(repetition: Repetition) -> list[dict[str, Any]]:
    marks = (repetition.start, repetition.bottom_start, repetition.bottom_end, repetition.end)
    names = ("descent", "bottom", "ascent")
    spans = zip(names, marks[:-1], marks[1:], strict=True)
    return [{"name": name, "start": start, "end": end} for name, start, end in spans if end > start]


def as_lists(values: Array, digits: int) -> list[Any]:
    """Plain numbers for a JSON file."""
    plain: list[Any] = np.round(values, digits).tolist()
    return plain


def pixels(camera: Camera, joints: dict[str, Array]) -> dict[str, list[Any]]:
    """Joints in the frame, from its top left corner."""
    return {name: as_lists(camera.project(points), 1) for name, points in joints.items()}
