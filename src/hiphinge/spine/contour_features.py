"""Features of the dorsal contour: its distance from the trunk's line and its direction."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import SIDE_EDGES, SIDE_JOINTS, FloatArray, SideMotion, lean_deg
from hiphinge.motion.contour import TRUNK_STATIONS
from hiphinge.signals import fill_rows, interpolate_rows, median_of_three, median_row, smooth_rows

__all__ = [
    "CONTOUR_FEATURE_SIZES",
    "ContourFeatures",
    "ReferencePosture",
    "contour_features_of",
    "contour_hollow_deg",
    "dorsal_contour",
    "features",
    "features_of_reference",
    "reference_posture_of",
]

Bools = NDArray[np.bool_]

MIN_STATIONS = 30
"""A back needs at least this many stations."""
ALONG = np.linspace(-0.45, 1.3, 60)
"""Where the contour's distance from the trunk's line is read, from 0 at the hip to 1 at the shoulder."""
RUN = np.linspace(-0.35, 1.0, 46)
"""Between which lengths along the contour its direction is read, from the hip's level, in leg lengths."""
SMOOTHED_STATIONS = 5
SMOOTHED_PIECES = 9
"""The contour's direction is averaged over this many pieces: bodies differ more in how sharply the back bends at one
place than in how far it turns."""
SACRUM, UPPER_BACK = (0.0, 0.26), (0.42, 0.86)
"""Between which lengths along the contour, from the hip's level in leg lengths, it is that of the sacrum and of the
upper back: of pelvis and rib cage, between which a lower back that hollows turns."""
FRONT_REACH = 0.27
"""How far in front of the trunk's line the ventral contour counts, in leg lengths: farther is a thigh, arm or plate."""
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
"""Number of features in each group of `ContourFeatures`."""
MIN_TRUNK, MAX_LEAN_DEG = 0.36, 105.0
"""Where hips and shoulders are nearer than this, in leg lengths, or the trunk hangs lower, the pose is outside the
training data."""
DEGREES = 30.0
"""Angles are divided by this, to be of the size of the rest."""
_DIRECTION_DEG = (-120.0, 170.0)
_MAY_BE_HIDDEN = ("front", "joints")
"""Groups without which the back can still be estimated: arms and plates hide them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ContourFeatures:
    """Features of a person's back in each frame.

    ``groups`` by name ``[time, number]``: lengths in leg lengths, angles in units of 30 degrees; ``known`` ``[time]``
    says where all of them were measured and the pose is within the training data; ``lean_deg`` ``[time, 3]`` are
    trunk, thigh and shank from vertical.
    """

    groups: Mapping[str, FloatArray]
    known: Bools
    lean_deg: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class ReferencePosture:
    """The same features of the reference posture: the median over the frames in which the person stands."""

    groups: Mapping[str, FloatArray]


def dorsal_contour(side: SideMotion, *, pooled: bool = True, edge: str = "back") -> FloatArray:
    """Return one side of the contour ``[time, station, 2]`` from the hip up, in leg lengths; NaN where not detected.

    The median of three neighbouring frames is taken where ``pooled``: a single silhouette is noisy by about a
    hundredth of a leg length.
    """
    stations = int(TRUNK_STATIONS.sum())
    if side.contour is None:
        return np.full((len(side), stations, 2), np.nan)
    places = side.contour[:, TRUNK_STATIONS, SIDE_EDGES.index(edge)]
    from_hip = (places - side.near[:, None, _HIP]) / side.leg_length
    if pooled:
        from_hip = median_of_three(from_hip)
    return np.stack([fill_rows(from_hip[..., axis], least=MIN_STATIONS) for axis in range(2)], axis=-1)


def contour_features_of(side: SideMotion, *, pooled: bool = True) -> ContourFeatures:
    """Return the features of the back in every frame."""
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
    detected = [np.isfinite(values).all(axis=1) for name, values in groups.items() if name not in _MAY_BE_HIDDEN]
    folded = (length < MIN_TRUNK) | (lean[:, 0] > MAX_LEAN_DEG)
    return ContourFeatures(groups=groups, known=np.logical_and.reduce([*detected, ~folded]), lean_deg=lean)


def _beside(edge: FloatArray, unit: FloatArray, length: FloatArray) -> FloatArray:
    """Return how far behind the trunk's line the contour lies ``[time, place]``."""
    behind = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    along = np.einsum("tij,tj->ti", edge, unit)
    across = np.einsum("tij,tj->ti", edge, behind)
    order = np.argsort(along, axis=1)
    along, across = np.take_along_axis(along, order, axis=1), np.take_along_axis(across, order, axis=1)
    return interpolate_rows(ALONG * length[:, None], along, across)


def _direction(edge: FloatArray, unit: FloatArray) -> FloatArray:
    """Return the contour's inclination ``[time, piece]``, degrees, by arc length from the hip's level."""
    smooth = smooth_rows(edge, samples=SMOOTHED_STATIONS)
    step = np.linalg.norm(np.diff(smooth, axis=1), axis=2)
    run = np.concatenate([np.zeros((len(edge), 1)), np.cumsum(step, axis=1)], axis=1)
    level = np.abs(np.einsum("tij,tj->ti", smooth, unit))
    hip = np.nan_to_num(level, nan=np.inf).argmin(axis=1)
    run = run - run[np.arange(len(run)), hip][:, None]
    places = np.broadcast_to(RUN, (len(edge), len(RUN)))
    points = np.stack([interpolate_rows(places, run, smooth[..., axis]) for axis in range(2)], axis=-1)
    return smooth_rows(np.clip(lean_deg(np.diff(points, axis=1)), *_DIRECTION_DEG), samples=SMOOTHED_PIECES)


def contour_hollow_deg(measured: ContourFeatures) -> FloatArray:
    """Return by how much the contour leans more forward over the sacrum than over the upper back ``[time]``, degrees.

    It grows by a share of what a standing lower back hollows, whatever the trunk does. NaN where not measured.
    """
    middles = 0.5 * (RUN[1:] + RUN[:-1])
    sacrum, upper = (
        measured.groups["direction"][:, (middles > low) & (middles < high)].mean(axis=1) * DEGREES
        for low, high in (SACRUM, UPPER_BACK)
    )
    return np.where(measured.known, sacrum - upper, np.nan)


def reference_posture_of(measured: ContourFeatures, standing: Bools) -> ReferencePosture | None:
    """Return the median over standing frames; None where the back was not measured in any of them."""
    frames = standing & measured.known
    if not frames.any():
        return None
    return ReferencePosture(groups={name: median_row(values[frames]) for name, values in measured.groups.items()})


def features_of_reference(reference: ReferencePosture) -> ContourFeatures:
    """Return the reference posture as the features of a single frame."""
    groups = {name: values[None] for name, values in reference.groups.items()}
    return ContourFeatures(groups=groups, known=np.ones(1, dtype=bool), lean_deg=groups["lean"] * DEGREES)


def features(measured: ContourFeatures, reference: ReferencePosture) -> FloatArray:
    """Return the networks' input ``[time, feature]``: features, their change from the reference posture, directions.

    Hidden features count as 0, as in training: joints at the hip, the ventral contour on the trunk's line.
    """
    parts = []
    for name, group in measured.groups.items():
        values = np.nan_to_num(group) if name in _MAY_BE_HIDDEN else group
        change = values - reference.groups[name]
        parts += [change] if name == "lean" else [values, change]
    radians = np.radians(measured.lean_deg)
    return np.concatenate([*parts, np.sin(radians), np.cos(radians)], axis=1)
