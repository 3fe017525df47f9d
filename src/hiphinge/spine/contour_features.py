"""The back's edge as numbers: where it lies beside the line of the trunk, and which way it runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import SIDE_EDGES, SIDE_JOINTS, FloatArray, SideMotion, lean_deg
from hiphinge.motion.contour import OF_TRUNK
from hiphinge.signals import fill_rows, interpolate_rows, median_of_three, median_row, smooth_rows

__all__ = [
    "CONTOUR_FEATURE_SIZES",
    "ContourFeatures",
    "ReferencePosture",
    "contour_features_of",
    "dorsal_contour",
    "features",
    "features_of_reference",
    "reference_posture_of",
]

Bools = NDArray[np.bool_]

LEAST_STATIONS = 30
"""Fewer places of the back than this are no back."""
ALONG = np.linspace(-0.45, 1.3, 60)
"""Where the edge's distance from the trunk's line is read, from 0 at the hip to 1 at the shoulder."""
RUN = np.linspace(-0.35, 1.0, 46)
"""Between which lengths along the edge its direction is read, from the hip's level, in leg lengths."""
SMOOTHED_STATIONS = 5
SMOOTHED_PIECES = 9
"""Over so many pieces the edge's direction is averaged: how sharply a back bends at one place differs from body to body
more than how far it turns."""
FRONT_REACH = 0.27
"""How far before the trunk's line its front edge counts, in leg lengths: farther is a thigh, an arm or a plate."""
_HIP, _SHOULDER = SIDE_JOINTS.index("hip"), SIDE_JOINTS.index("shoulder")
_KNEE, _ANKLE = SIDE_JOINTS.index("knee"), SIDE_JOINTS.index("ankle")
_NEAR = tuple(SIDE_JOINTS.index(name) for name in ("ear", "shoulder", "elbow", "wrist", "knee", "ankle"))
_FAR = tuple(SIDE_JOINTS.index(name) for name in ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle"))
CONTOUR_FEATURE_SIZES = MappingProxyType(
    {
        "beside": len(ALONG),
        "direction": len(RUN) - 1,
        "front": len(ALONG),
        "joints": 2 * (len(_NEAR) + len(_FAR)),
        "lean": 3,
        "length": 1,
    }
)
"""How many numbers each group of a `Shape` has."""
LEAST_TRUNK, MOST_LEAN_DEG = 0.36, 105.0
"""Where hips and shoulders are nearer than this, in leg lengths, or the trunk hangs lower, a person is folded as nobody
was who is learnt from."""
DEGREES = 30.0
"""Angles are divided by this, to be of the size of the rest."""
_DIRECTION_DEG = (-120.0, 170.0)
_MAY_BE_HIDDEN = ("front", "joints")
"""Groups without which a back can still be told: arms and plates hide them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ContourFeatures:
    """What is seen of a person's back in each frame.

    ``groups`` by name ``[time, number]``: lengths in leg lengths, angles in units of 30 degrees; ``known`` ``[time]``
    says where all of it was seen and the person was not folded double; ``lean_deg`` ``[time, 3]`` are trunk, thigh and
    shank from vertical.
    """

    groups: Mapping[str, FloatArray]
    known: Bools
    lean_deg: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class ReferencePosture:
    """The same of the person's own standing: the median over the frames in which they stand."""

    groups: Mapping[str, FloatArray]


def dorsal_contour(side: SideMotion, *, pooled: bool = True, edge: str = "back") -> FloatArray:
    """Return an edge of the silhouette ``[time, station, 2]`` from the hip, in leg lengths, from below; NaN unseen.

    The median of three neighbouring frames is taken where ``pooled``: a single silhouette trembles by about a
    hundredth of a leg length.
    """
    stations = int(OF_TRUNK.sum())
    if side.contour is None:
        return np.full((len(side), stations, 2), np.nan)
    places = side.contour[:, OF_TRUNK, SIDE_EDGES.index(edge)]
    from_hip = (places - side.near[:, None, _HIP]) / side.leg_length
    if pooled:
        from_hip = median_of_three(from_hip)
    return np.stack([fill_rows(from_hip[..., axis], least=LEAST_STATIONS) for axis in range(2)], axis=-1)


def contour_features_of(side: SideMotion, *, pooled: bool = True) -> ContourFeatures:
    """Return what is seen of the back in every frame."""
    edge = dorsal_contour(side, pooled=pooled)
    hip, shoulder = side.near[:, _HIP], side.near[:, _SHOULDER]
    line = (shoulder - hip) / side.leg_length
    length = np.linalg.norm(line, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = line / length[:, None]
    lean = np.stack(
        [
            lean_deg(line),
            lean_deg(hip - side.near[:, _KNEE]),
            lean_deg(side.near[:, _KNEE] - side.near[:, _ANKLE]),
        ],
        axis=1,
    )
    joints = np.concatenate([side.near[:, _NEAR], side.far[:, _FAR]], axis=1) - hip[:, None]
    groups = {
        "beside": _beside(edge, unit, length),
        "direction": _direction(edge, unit) / DEGREES,
        "front": np.maximum(_beside(dorsal_contour(side, pooled=pooled, edge="front"), unit, length), -FRONT_REACH),
        "joints": (joints / side.leg_length).reshape(len(side), -1),
        "lean": lean / DEGREES,
        "length": length[:, None],
    }
    seen = [np.isfinite(values).all(axis=1) for name, values in groups.items() if name not in _MAY_BE_HIDDEN]
    folded = (length < LEAST_TRUNK) | (lean[:, 0] > MOST_LEAN_DEG)
    return ContourFeatures(groups=groups, known=np.logical_and.reduce([*seen, ~folded]), lean_deg=lean)


def _beside(edge: FloatArray, unit: FloatArray, length: FloatArray) -> FloatArray:
    """Return how far behind the trunk's line the edge lies ``[time, place]``."""
    behind = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    along = np.einsum("tij,tj->ti", edge, unit)
    across = np.einsum("tij,tj->ti", edge, behind)
    order = np.argsort(along, axis=1)
    along, across = np.take_along_axis(along, order, axis=1), np.take_along_axis(across, order, axis=1)
    return interpolate_rows(ALONG * length[:, None], along, across)


def _direction(edge: FloatArray, unit: FloatArray) -> FloatArray:
    """Return the lean of the edge from vertical ``[time, piece]``, degrees, by its own length from the hip's level."""
    smooth = smooth_rows(edge, samples=SMOOTHED_STATIONS)
    step = np.linalg.norm(np.diff(smooth, axis=1), axis=2)
    run = np.concatenate([np.zeros((len(edge), 1)), np.cumsum(step, axis=1)], axis=1)
    level = np.abs(np.einsum("tij,tj->ti", smooth, unit))
    hip = np.nan_to_num(level, nan=np.inf).argmin(axis=1)
    run = run - run[np.arange(len(run)), hip][:, None]
    places = np.broadcast_to(RUN, (len(edge), len(RUN)))
    points = np.stack([interpolate_rows(places, run, smooth[..., axis]) for axis in range(2)], axis=-1)
    return smooth_rows(np.clip(lean_deg(np.diff(points, axis=1)), *_DIRECTION_DEG), samples=SMOOTHED_PIECES)


def reference_posture_of(shape: ContourFeatures, standing: Bools) -> ReferencePosture | None:
    """Return the median over standing frames; None where the back was not seen in any of them."""
    frames = standing & shape.known
    if not frames.any():
        return None
    return ReferencePosture(groups={name: median_row(values[frames]) for name, values in shape.groups.items()})


def features_of_reference(own: ReferencePosture) -> ContourFeatures:
    """Return own standing as the shape of a single frame."""
    groups = {name: values[None] for name, values in own.groups.items()}
    return ContourFeatures(groups=groups, known=np.ones(1, dtype=bool), lean_deg=groups["lean"] * DEGREES)


def features(shape: ContourFeatures, own: ReferencePosture) -> FloatArray:
    """Return what a back is told by ``[time, feature]``: what is seen, its change from own standing, directions.

    What may be hidden and is counts as 0, as in learning: joints at the hip, the front on the trunk's line.
    """
    parts = []
    for name, seen in shape.groups.items():
        values = np.nan_to_num(seen) if name in _MAY_BE_HIDDEN else seen
        change = values - own.groups[name]
        parts += [change] if name == "lean" else [values, change]
    radians = np.radians(shape.lean_deg)
    return np.concatenate([*parts, np.sin(radians), np.cos(radians)], axis=1)
