"""From the mean body of the generator to the flat parts of a puppet; the only room here that needs the body model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

BODY_FILE = Path(__file__).with_name("body.json")
MEAN_TRAITS = {
    "gender": 0.5,
    "age": 0.67,
    "muscle": 0.6,
    "weight": 0.42,
    "height": 0.5,
    "proportions": 0.7,
    "cupsize": 0.4,
    "firmness": 0.6,
    "african": 1 / 3,
    "asian": 1 / 3,
    "caucasian": 1 / 3,
}
UNIT = 1000.0
"""The puppet is this many units tall."""

TRUNK_JOINTS = {
    "pelvis": 0.529,
    "lumbar_a": 0.590,
    "lumbar_b": 0.628,
    "chest_a": 0.665,
    "chest_b": 0.735,
    "chest_c": 0.790,
    "neck": 0.843,
}
"""Heights, shares of stature, at which the back bends: below each is the part of that name."""
TRUNK_ENDS = (*list(TRUNK_JOINTS.values())[1:], 0.895)
SPINE_IN_FRONT_OF_SKIN = 0.042
MARKS = {"s2": 0.570, "t12": 0.685, "c7": 0.830}
OVERLAP = 0.016
HEAD_FROM, HEAD_JOINT = 0.872, 0.893
ARM_PARTS = ("upper_arm", "forearm", "hand")


@dataclass(frozen=True)
class Cloud:
    """Points all over the skin ``[point, 3]`` (forward, up, left; shares of stature) and which part each belongs to."""

    points: Array
    part: Sequence[str]
    joints: Mapping[str, Array]

    def of(self, *names: str, without: Sequence[str] = ()) -> Array:
        """Return the points of the parts whose names begin so."""
        wanted = [p.startswith(names or "") and not p.startswith(tuple(without) or "-") for p in self.part]
        return np.asarray(self.points[np.array(wanted)])


def mean_cloud() -> Cloud:
    """Ask the body model for the mean body and scatter points over its skin."""
    from tools.generator.bodies import build_body  # noqa: PLC0415 heavy, and only here
    from tools.generator.people import Person  # noqa: PLC0415 likewise
    from tools.generator.rigs import ANNY  # noqa: PLC0415 likewise

    person = Person(
        rig=ANNY,
        skinning="linear",
        traits=MEAN_TRAITS,
        changes={},
        lumbar_shares=(0.36, 0.34, 0.30),
        lordosis_deg=0.0,
        kyphosis_deg=0.0,
        head_forward_deg=0.0,
        maximum_lumbar_deg=60.0,
        balance_share=0.45,
        stance_share=0.1,
        toe_out_deg=0.0,
        standing_lean_deg=0.0,
        blade_deg=(0.0, 0.0),
        hidden=False,
    )
    body = build_body(person)
    turned = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    skin = body.vertices_m @ turned.T / body.stature_m
    joints = body.skeleton.heads_m @ turned.T / body.stature_m
    owner = body.weights.argmax(axis=1)
    corners = skin[body.faces]
    names = body.skeleton.names
    part = [names[owner[face[0]]] for face in body.faces]
    shares = [(a / 4, b / 4, (4 - a - b) / 4) for a in range(5) for b in range(5 - a)]
    points = np.concatenate([np.einsum("c,fcx->fx", np.array(s), corners) for s in shares])
    return Cloud(points=points, part=part * len(shares), joints=dict(zip(names, joints, strict=True)))


def _edges(flat: Array, levels: Array, *, window: float) -> Array:
    """Return the least and greatest of the first coordinate near each level of the second, ``[level, 2]``."""
    found = []
    for level in levels:
        near = flat[np.abs(flat[:, 1] - level) <= window, 0]
        found.append((near.min(), near.max()))
    edges = np.array(found)
    padded = np.concatenate([edges[:1], edges, edges[-1:]])
    return np.asarray((padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4)


def _cap(centre: tuple[float, float], left: float, right: float, *, upwards: bool, steps: int = 3) -> Array:
    """Return a rounded end from the right edge to the left one, as high as the nearer edge is far."""
    turn = np.linspace(0.0, np.pi, steps + 2)[1:-1]
    high = min(abs(left), abs(right)) * (1.0 if upwards else -1.0)
    across = np.where(np.cos(turn) > 0, right, -left) * np.cos(turn)
    return np.column_stack([centre[0] + across, centre[1] + high * np.sin(turn)])


def piece(
    flat: Array,
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    stations: int = 5,
    beyond: float = 0.0,
    window: float = 0.012,
) -> list[list[float]]:
    """Cut the part between two joints, both ends rounded about them; about the first joint, in units, y down.

    ``flat`` are points ``[point, 2]``: across, and along from the first joint to the second (up is positive).
    """
    past = beyond * np.sign(end[1] - start[1])
    levels = np.linspace(start[1] - past, end[1] + past, stations)
    edges = _edges(flat, levels, window=window)
    middle = np.linspace(start[0], end[0], stations)
    rising = end[1] > start[1]
    first = _cap((start[0], levels[0]), edges[0, 0] - start[0], edges[0, 1] - start[0], upwards=not rising)
    last = _cap((end[0], levels[-1]), edges[-1, 0] - end[0], edges[-1, 1] - end[0], upwards=rising)
    right = np.column_stack([np.maximum(edges[:, 1], middle + 0.004), levels])
    left = np.column_stack([np.minimum(edges[:, 0], middle - 0.004), levels])[::-1]
    outline = np.concatenate([right, last, left, first[::-1]])
    return _rounded(outline - np.array(start))


def _rounded(outline: Array) -> list[list[float]]:
    return [[round(float(x) * UNIT, 1), round(float(-y) * UNIT, 1)] for x, y in outline]


def _along_bone(points: Array, head: Array, tail: Array) -> tuple[Array, float]:
    """Lay a limb straight down: the points ``[point, 2]`` across and along, and the limb's length."""
    bone = tail - head
    length = float(np.linalg.norm(bone))
    axis = bone / length
    forward = np.array([1.0, 0.0, 0.0]) - axis[0] * axis
    forward /= np.linalg.norm(forward)
    away = points - head
    return np.column_stack([away @ forward, -(away @ axis)]), length


def _limb(cloud: Cloud, names: Sequence[str], joint: str, end: Array, **more: float) -> dict[str, object]:
    flat, length = _along_bone(cloud.of(*names), cloud.joints[joint], end)
    outline = piece(flat, (0.0, 0.0), (0.0, -length), stations=6, **more)
    return {"outline": outline, "length": round(length * UNIT, 1)}


def _contour(flat: Array, *, points: int) -> list[list[float]]:
    """Return the edge of a lump, seen from its middle."""
    centre = 0.5 * (flat.min(axis=0) + flat.max(axis=0))
    away = flat - centre
    angle = np.arctan2(away[:, 1], away[:, 0])
    reach = np.hypot(away[:, 0], away[:, 1])
    out = []
    for turn in np.linspace(-np.pi, np.pi, points, endpoint=False):
        off = np.abs((angle - turn + np.pi) % (2 * np.pi) - np.pi)
        far = reach[off < np.pi / points].max()
        out.append(centre + far * np.array([np.cos(turn), np.sin(turn)]))
    return _rounded(np.array(out))


def cut_side(cloud: Cloud) -> dict[str, object]:
    """Cut the body as seen from its right, arms and legs hanging straight down."""
    trunk = cloud.of(without=ARM_PARTS)[:, :2]
    skin = {h: float(_edges(trunk, np.array([h]), window=0.012)[0, 0]) for h in (*TRUNK_JOINTS.values(), *TRUNK_ENDS)}
    hip = cloud.joints["thigh_left"]
    joint = {name: (skin[h] + SPINE_IN_FRONT_OF_SKIN, h) for name, h in TRUNK_JOINTS.items()}
    joint["pelvis"] = (float(hip[0]), float(hip[1]))
    joint["head"] = (float(cloud.joints["neck_1"][0]), HEAD_JOINT)
    names = list(joint)
    parts: dict[str, dict[str, object]] = {}
    for name, above in pairwise(names):
        parts[name] = {
            "outline": piece(
                trunk,
                joint[name],
                joint[above],
                stations=3 if name != "pelvis" else 4,
                beyond=0.0 if name in {"pelvis", "chest_c"} else OVERLAP,
            )
        }
    head = trunk[trunk[:, 1] > HEAD_FROM] - np.array(joint["head"])
    parts["head"] = {"outline": _contour(head, points=26)}
    for name, above in zip(names[1:], names[:-1], strict=True):
        parts[name]["at"] = _rounded(np.array([joint[name]]) - np.array([joint[above]]))[0]
    shoulder = cloud.joints["upper_arm_left"][:2] + np.array([0.004, 0.0])
    parts |= _limbs(cloud)
    parts["upper_arm"]["at"] = _rounded(np.array([shoulder - np.array(joint["chest_c"])]))[0]
    return {
        "parts": parts,
        "back": _back(trunk, joint),
        "ankle_height": round(float(cloud.joints["foot_left"][1]) * UNIT, 1),
    }


def _limbs(cloud: Cloud) -> dict[str, dict[str, object]]:
    joints = cloud.joints
    hand = cloud.of("hand_left")
    tip = hand[np.argmax(np.linalg.norm(hand - joints["hand_left"], axis=1))]
    toward = 0.5 * (hand.mean(axis=0) + tip)
    palm, length = _along_bone(hand, joints["hand_left"], toward)
    foot = cloud.of("foot_left")[:, :2] - joints["foot_left"][:2]
    return {
        "thigh": _limb(cloud, ("thigh_left", "pelvis", "shank_left"), "thigh_left", joints["shank_left"]),
        "shank": _limb(cloud, ("shank_left", "thigh_left"), "shank_left", joints["foot_left"]),
        "foot": {"outline": _contour(foot, points=18)},
        "upper_arm": _limb(cloud, ("upper_arm_left", "forearm_left"), "upper_arm_left", joints["forearm_left"]),
        "forearm": _limb(cloud, ("forearm_left", "upper_arm_left", "hand_left"), "forearm_left", joints["hand_left"]),
        "hand": {"outline": _contour(palm, points=10), "length": round(length * UNIT, 1)},
    }


def _back(trunk: Array, joint: Mapping[str, tuple[float, float]]) -> dict[str, object]:
    """Return the line of the back, part by part, and its three marks, each about its part's joint."""
    names = [name for name in joint if name not in {"neck", "head"}]
    tops = [joint[name][1] for name in names[1:]] + [MARKS["c7"] + 0.012]
    lines, marks = {}, {}
    for name, top in zip(names, tops, strict=True):
        low = 0.545 if name == "pelvis" else joint[name][1]
        levels = np.linspace(low, top, 4)
        edge = _edges(trunk, levels, window=0.010)[:, 0] - 0.004
        lines[name] = _rounded(np.column_stack([edge, levels]) - np.array(joint[name]))
        for mark, height in MARKS.items():
            if low <= height < top:
                marks[mark] = {
                    "part": name,
                    "at": _rounded(np.array([[np.interp(height, levels, edge), height]]) - np.array([joint[name]]))[0],
                }
    return {"lines": lines, "marks": marks}


def cut_front(cloud: Cloud) -> dict[str, object]:
    """Cut the body as seen from the front: trunk in one piece, limbs hanging straight down; left is positive."""
    across = cloud.points[:, [2, 1]]
    of = {
        name: np.array([p.startswith(name) for p in cloud.part]) for name in ("upper_arm", "forearm", "hand", "foot_l")
    }
    trunk = across[~(of["upper_arm"] | of["forearm"] | of["hand"])]
    shoulder, hip = cloud.joints["upper_arm_left"], cloud.joints["thigh_left"]
    parts: dict[str, dict[str, object]] = {
        "pelvis": {"outline": piece(trunk, (0.0, 0.515), (0.0, 0.590), stations=4)},
        "chest": {"outline": piece(trunk, (0.0, 0.590), (0.0, 0.785), stations=6), "at": [0.0, -75.0]},
        "head": {"outline": _contour(trunk[trunk[:, 1] > HEAD_FROM] - [0.0, 0.843], points=22), "at": [0.0, -328.0]},
        "neck": {"outline": piece(trunk, (0.0, 0.843), (0.0, 0.893), stations=3), "at": [0.0, -328.0]},
        "foot": {"outline": _contour(across[of["foot_l"]] - cloud.joints["foot_left"][[2, 1]], points=12)},
    }
    for name, near, joint, end in (
        ("thigh", ("thigh_left", "shank_left"), "thigh_left", "shank_left"),
        ("shank", ("shank_left", "thigh_left"), "shank_left", "foot_left"),
        ("upper_arm", ("upper_arm_left", "forearm_left"), "upper_arm_left", "forearm_left"),
        ("forearm", ("forearm_left", "upper_arm_left", "hand_left"), "forearm_left", "hand_left"),
    ):
        parts[name] = _limb(cloud, near, joint, cloud.joints[end])
    parts["thigh"]["at"] = [round(float(hip[2]) * UNIT, 1), round((0.515 - float(hip[1])) * UNIT, 1)]
    parts["upper_arm"]["at"] = [round(float(shoulder[2]) * UNIT, 1), round((0.590 - float(shoulder[1])) * UNIT, 1)]
    return {"parts": parts}


def write(path: Path = BODY_FILE) -> None:
    """Cut the mean body anew and keep it."""
    cloud = mean_cloud()
    text = json.dumps({"side": cut_side(cloud), "front": cut_front(cloud)}, separators=(",", ":"))
    path.write_text(text.replace('"outline"', '\n"outline"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
