"""The findings of the back on a rendered person: the same motion, its silhouette read as that of a video.

Needs the body model (``anny``, torch) and cv2. The mean body carries out the puppet's motion; its silhouette is filled
from the mesh, and the joints are the body's own: there is no pose network, no clothing and no load.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.figures.checking import Row
from tools.figures.checking_findings import REPETITIONS, stood_first
from tools.figures.findings import BACKS, EXERCISE, PAIRS, first_standing
from tools.figures.moving import sampled, starts_s
from tools.figures.pairs import lean_of
from tools.figures.poses import Pose
from tools.figures.solving import placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hiphinge.analysis import Analysis
    from hiphinge.motion import Motion
    from tools.figures.pairs import Pair
    from tools.figures.poses import Figure
    from tools.figures.solving import Placed
    from tools.generator.arrays import Array

__all__ = ["back_rows"]

RATE_HZ, STILL_S = 30.0, 2.0
SKIN_PER_BONE = 0.88
"""How much of a bend of the bones shows on the skin of the mean body."""
MAXIMUM_DEG = 58.0
"""The maximum that is given for the person: the median of `troke-2005` at 30 to 39 years, rounded."""
NOT_FOUND = ("near_end_range", "lumbar_leads_hip")
"""Findings that the wrong half does not bring out: they are measured, but their intervals cross the threshold."""
SIZE_PX, FOV_DEG, AWAY_M, HIGH_M = (720, 960), 44.0, 3.4, 0.95


@dataclass(frozen=True)
class Angles:
    """What a body is asked for in each frame, degrees."""

    trunk: Array
    lumbar: Array
    thoracic: Array
    neck: Array
    knee: Array
    arm: Array


def back_rows() -> Iterator[Row]:
    """Check both halves of each finding of the back, and report what the analysis finds in them."""
    yield from (_row(pair) for pair in PAIRS if pair.right.id in BACKS)


def _row(pair: Pair) -> Row:
    id_ = pair.right.id
    right, wrong = (_found(pair, half) for half in (pair.right, pair.wrong))
    mistakes = [f"right half: {' '.join(sorted(right[0]))}"] if right[0] else []
    if wrong[0] != (set() if id_ in NOT_FOUND else {id_}):
        mistakes.append("wrong half not as claimed")
    said = [f"{' '.join(sorted(ids)) or 'none'} ({number})" for ids, number in (right, wrong)]
    shown = f"right: {said[0]}; wrong: {said[1]}"
    return Row(name=f"findings/{id_}", shown=shown, wrong=tuple(mistakes))


def _found(pair: Pair, half: Figure) -> tuple[set[str], str]:
    """Return the findings of most repetitions, and the value that decides on them."""
    from hiphinge.analysis import analyse  # noqa: PLC0415 heavy
    from hiphinge.motion import Interval, Person  # noqa: PLC0415 as above

    person = Person(
        lumbar_maximum_deg=MAXIMUM_DEG, lumbar_maximum_interval=Interval(low=MAXIMUM_DEG - 4, high=MAXIMUM_DEG + 4)
    )
    shown = analyse(filmed(pair, half), exercise=EXERCISE[pair.right.id], person=person)
    every = [{f.id for f in repetition.findings} for repetition in shown.counted]
    said = {i for ids in every for i in ids if 2 * sum(i in other for other in every) > len(every)}
    return said, f"{_value(pair, shown)}, {len(every)} repetitions"


def _value(pair: Pair, shown: Analysis) -> str:
    """Return the median of what the finding is judged by, and the interval of it where it has one."""
    from hiphinge.catalogue import load  # noqa: PLC0415 heavy
    from hiphinge.findings import Measurement  # noqa: PLC0415 as above

    quantity = load().faults[pair.right.id].quantity or ""
    found = [r.measurements[quantity] for r in shown.counted]
    known = sorted((m for m in found if isinstance(m, Measurement)), key=lambda m: m.value)
    if not known:
        return f"{quantity} not measurable"
    middle = known[len(known) // 2]
    span = "" if middle.interval is None else f" [{middle.interval.low:.2g} to {middle.interval.high:.2g}]"
    return f"{quantity} {middle.value:.2g}{span}"


def filmed(pair: Pair, half: Figure) -> Motion:
    """Return standing and several repetitions as joints and contour of the mean body, filmed square from the side."""
    from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, Motion, Origin  # noqa: PLC0415 only where it is analysed

    loop = stood_first(pair, half)
    once, still = _played(loop), [placed(first_standing(pair), half.pin)]
    positions, outline = _seen(_angles([*still, *once], half), chest=half.load_hands == 0.0)
    frames = [0] * round(STILL_S * RATE_HZ) + [*range(1, 1 + len(once))] * REPETITIONS + [0] * round(RATE_HZ)
    time_s = np.arange(len(frames)) / RATE_HZ
    sure = np.array([0.75 if name.startswith("right_") else 0.95 for name in BLAZEPOSE_33.keypoints])
    return Motion(
        time_s=time_s,
        positions=positions[frames],
        confidence=np.tile(sure, (len(frames), 1)),
        contour=outline[frames],
        layout=BLAZEPOSE_33,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=Origin(name="figure", format="synthetic", duration_s=float(time_s[-1]), fps=RATE_HZ, size_px=SIZE_PX),
    )


def _played(loop: Figure) -> list[Placed]:
    """Return the postures of one repetition, the first phase (standing) left out."""
    shown, starts = sampled(loop, rate_hz=RATE_HZ), starts_s(loop)
    one = (len(starts) - 2) // REPETITIONS
    times = np.arange(starts[1], starts[1 + one], 1.0 / RATE_HZ)
    return [shown.poses[int(np.argmin(np.abs(np.asarray(shown.time_s) - t)))] for t in times]


def _angles(poses: list[Placed], half: Figure) -> Angles:
    standing = lean_of(placed(Pose(), "hip"))
    lean = {name: np.array([pose.lean[name] for pose in poses]) for name in poses[0].lean}
    knee = lean["shank"] - lean["thigh"]
    hanging = -lean["upper_arm"] if half.load_hands else np.zeros(len(poses))
    return Angles(
        trunk=np.array([lean_of(pose) for pose in poses]) - standing,
        lumbar=(lean["chest_a"] - lean["pelvis"]) / SKIN_PER_BONE,
        thoracic=lean["chest_c"] - lean["chest_a"],
        neck=lean["head"] - lean["chest_c"],
        knee=np.maximum(knee - knee[0], 0.0),
        arm=hanging,
    )


@cache
def _mean() -> Any:
    """Return the mean body, ready to be asked for poses."""
    from tools.generator.bodies import build_body  # noqa: PLC0415 needs torch
    from tools.generator.people import Person as Drawn  # noqa: PLC0415 as above
    from tools.generator.posture import Posing  # noqa: PLC0415 as above
    from tools.generator.rigs import ANNY  # noqa: PLC0415 as above

    traits = {"gender": 0.5, "age": 0.67, "muscle": 0.6, "weight": 0.42, "height": 0.5, "proportions": 0.7}
    traits |= {"cupsize": 0.4, "firmness": 0.6, "african": 1 / 3, "asian": 1 / 3, "caucasian": 1 / 3}
    person = Drawn(
        rig=ANNY,
        skinning="linear",
        traits=traits,
        changes={},
        lumbar_shares=(0.36, 0.34, 0.3),
        lordosis_deg=0.0,
        kyphosis_deg=0.0,
        head_forward_deg=0.0,
        maximum_lumbar_deg=MAXIMUM_DEG,
        balance_share=0.45,
        stance_share=0.055,
        toe_out_deg=5.0,
        standing_lean_deg=0.0,
        blade_deg=(0.0, 6.0),
        hidden=False,
    )
    return Posing(build_body(person), person)


def _seen(angles: Angles, *, chest: bool) -> tuple[Array, Array]:
    """Return keypoints ``[frame, keypoint, 2]`` and outline ``[frame, station, edge]`` in pixels."""
    from tools.generator.skinning import blend, carry, transforms  # noqa: PLC0415 as above
    from tools.generator.solving import solve  # noqa: PLC0415 as above
    from tools.generator.trajectories import CHEST, HANG, Trajectory  # noqa: PLC0415 needs torch

    posing, frames = _mean(), len(angles.trunk)
    trajectory = Trajectory(
        trunk_deg=angles.trunk,
        lumbar_deg=angles.lumbar,
        thoracic_deg=angles.thoracic,
        neck_deg=angles.neck,
        knee_deg=angles.knee,
        balance_share=np.full(frames, posing.person.balance_share),
        arm_deg=angles.arm,
        blade_share=np.clip(angles.trunk / 70.0, 0.0, 1.0),
        bar_drift_m=np.zeros(frames),
        hands=CHEST if chest else HANG,
        load_kg=0.0,
    )
    pose = solve(posing, trajectory)
    matrices = transforms(posing.body.skeleton, pose.turns, pose.positions_m)
    outlines, places = [], []
    for frame in range(frames):
        mesh = carry(blend(posing.body.weights, matrices[frame : frame + 1]), posing.body.vertices_m)[0]
        keypoints = _keypoints(posing, pose, mesh, frame)
        places.append(keypoints)
        outlines.append(_outline(_px(mesh), posing.body.faces, keypoints))
    return np.array(places), np.array(outlines)


def _camera() -> Any:
    from tools.generator.filming import Camera  # noqa: PLC0415 beside the other rooms of the generator

    width, height = SIZE_PX
    place, goal = (-AWAY_M, -0.1, HIGH_M), (0.0, -0.1, HIGH_M - 0.1)
    return Camera(width, height, -1, 0.0, place, goal, FOV_DEG, 0.0, 0.0)


def _px(points_m: Array) -> Array:
    found: Array = _camera().project(points_m)
    return found


PARTS = {"hip": "thigh", "knee": "shank", "ankle": "foot", "shoulder": "upper_arm", "elbow": "forearm", "wrist": "hand"}


def _keypoints(posing: Any, pose: Any, mesh: Array, frame: int) -> Array:
    """Return the joints' pixels; what has no joint of its own is put near the one that carries it."""
    from hiphinge.motion import BLAZEPOSE_33  # noqa: PLC0415 only where it is analysed

    skeleton, rest = posing.body.skeleton, posing.body.vertices_m
    at = {}
    for name in BLAZEPOSE_33.keypoints:
        side, _, joint = name.partition("_")
        if joint in PARTS:
            at[name] = pose.positions_m[frame, skeleton.index(f"{PARTS[joint]}_{side}")]
        elif joint in {"heel", "foot_index"}:
            ankle = posing.body.head_m(f"foot_{side}")
            y = posing.body.heel_y_m - 0.03 if joint == "heel" else posing.body.toe_y_m + 0.05
            at[name] = mesh[np.argmin(np.linalg.norm(rest - [ankle[0], y, 0.03], axis=1))]
        elif side in {"left", "right"} and joint in {"pinky", "index", "thumb"}:
            at[name] = pose.positions_m[frame, skeleton.index(f"hand_{side}")]
        else:
            at[name] = mesh[_of_head(posing, name)]
    return _px(np.array([at[name] for name in BLAZEPOSE_33.keypoints]))


def _of_head(posing: Any, name: str) -> int:
    """Return the vertex of the resting head that is nearest to a place of the face."""
    rest, head = posing.body.vertices_m, posing.body.head_m("head")
    stature = posing.body.stature_m
    outward = 1.0 if "left" in name else -1.0 if "right" in name else 0.0
    ahead, up, aside = next((place for part, place in FACE.items() if part in name), FACE["mouth"])
    goal = np.asarray(head) + stature * np.array([outward * aside, -ahead, up])
    return int(np.argmin(np.linalg.norm(rest - goal, axis=1)))


FACE = {
    "ear": (0.004, 0.048, 0.045),
    "eye": (0.052, 0.062, 0.02),
    "nose": (0.068, 0.050, 0.0),
    "mouth": (0.058, 0.025, 0.015),
}
"""Forward, up and aside of the head's joint, share of stature."""


def _outline(px: Array, faces: Array, keypoints: Array) -> Array:
    """Fill the body's triangles and read the edge of what they cover."""
    import cv2  # noqa: PLC0415 heavy

    from hiphinge.estimators.contour import contour_of  # noqa: PLC0415 as above
    from hiphinge.estimators.pose import PersonMask, PoseFrame  # noqa: PLC0415 as above
    from hiphinge.motion import BLAZEPOSE_33  # noqa: PLC0415 as above

    mask = np.zeros((SIZE_PX[1], SIZE_PX[0]), np.uint8)
    corners = np.round((px - 0.5) * 16).astype(np.int32)
    three = px[faces]
    turned = np.cross(three[:, 1] - three[:, 0], three[:, 2] - three[:, 0])
    for triangle in corners[faces[turned > 0]]:
        cv2.fillConvexPoly(mask, triangle, 255, lineType=cv2.LINE_8, shift=4)
    soft = cv2.GaussianBlur(mask, (5, 5), 0).astype(np.float32) / 255.0
    frame = PoseFrame(
        positions=keypoints,
        confidence=np.ones(len(keypoints)),
        world_m=None,
        score=1.0,
        detected=True,
        tracked=True,
        mask=PersonMask(probability=soft, to_image=np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])),
    )
    return contour_of(frame, BLAZEPOSE_33)
