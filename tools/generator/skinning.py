"""From turned bones to a moved skin: forward kinematics, linear blending and dual quaternions, many frames at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.generator.arrays import Array, Weights

DUAL_QUATERNIONS = "dual quaternions"
LINEAR = "linear"


@dataclass(frozen=True)
class Skeleton:
    """Parts that move, in an order in which each parent comes first.

    Parameters
    ----------
    names
        Part of every joint.
    parents
        Index of the part above; the first has itself.
    heads_m
        Where each part turns, at rest, ``[part, 3]``.
    """

    names: tuple[str, ...]
    parents: NDArray[np.int64]
    heads_m: Array

    def index(self, name: str) -> int:
        """Index of a part in every array."""
        return self.names.index(name)

    def has(self, name: str) -> bool:
        """Whether this rig moves the part at all."""
        return name in self.names


def joint_positions(skeleton: Skeleton, turns: Array, root_m: Array) -> Array:
    """Positions of every part's head, ``[frame, part, 3]``, from world rotations and the first part's head."""
    positions = np.empty((*turns.shape[:2], 3))
    positions[:, 0] = root_m
    for part in range(1, len(skeleton.names)):
        above = skeleton.parents[part]
        arm = skeleton.heads_m[part] - skeleton.heads_m[above]
        positions[:, part] = positions[:, above] + turns[:, above] @ arm
    return positions


def transforms(skeleton: Skeleton, turns: Array, positions_m: Array) -> Array:
    """Matrices ``[frame, part, 3, 4]`` that carry a point at rest to where its part has gone."""
    shift = positions_m - np.einsum("fpij,pj->fpi", turns, skeleton.heads_m)
    return np.concatenate([turns, shift[..., None]], axis=-1)


def blend(weights: Weights, matrices: Array, *, method: str = LINEAR) -> NDArray[np.float32]:
    """Matrices ``[frame, vertex, 3, 4]``: every vertex's own, mixed from the parts that pull at it."""
    mixed = _mix_dual_quaternions if method == DUAL_QUATERNIONS else _mix_linearly
    return mixed(weights, matrices)


def carry(matrices: NDArray[np.float32], points_m: Weights) -> NDArray[np.float32]:
    """Points ``[frame, vertex, 3]``: those at rest, carried by their matrices."""
    moved: NDArray[np.float32] = np.einsum("fvij,vj->fvi", matrices[..., :3], points_m) + matrices[..., 3]
    return moved


def turn(matrices: NDArray[np.float32], directions: Weights) -> NDArray[np.float32]:
    """Directions ``[frame, vertex, 3]``: those at rest, turned and brought back to length one."""
    turned: NDArray[np.float32] = np.einsum("fvij,vj->fvi", matrices[..., :3], directions)
    length = np.sqrt(np.einsum("fvi,fvi->fv", turned, turned))[..., None]
    unit: NDArray[np.float32] = turned / np.maximum(length, np.float32(1e-9))
    return unit


def _mix_linearly(weights: Weights, matrices: Array) -> NDArray[np.float32]:
    frames, parts = matrices.shape[:2]
    table = matrices.astype(np.float32).reshape(frames, parts, 12)
    mixed: NDArray[np.float32] = np.matmul(weights[None], table).reshape(frames, len(weights), 3, 4)
    return mixed


def quaternions_of(turns: Array) -> Array:
    """Turn into unit quaternions ``[..., 4]`` (scalar last) of rotation matrices."""
    from scipy.spatial.transform import Rotation  # noqa: PLC0415 only the second look needs it

    flat = Rotation.from_matrix(turns.reshape(-1, 3, 3)).as_quat()
    return np.asarray(flat, dtype=float).reshape(*turns.shape[:-2], 4)


def _mix_dual_quaternions(weights: Weights, matrices: Array) -> NDArray[np.float32]:
    """Blend without loss of volume (Kavan et al. 2008, ACM Trans. Graph. 27:105)."""
    real = quaternions_of(matrices[..., :3])
    facing = np.sign(np.einsum("fpk,fk->fp", real, real[:, 0]))
    real *= np.where(facing == 0, 1.0, facing)[..., None]
    shift = np.concatenate([matrices[..., 3], np.zeros((*real.shape[:2], 1))], axis=-1)
    dual = 0.5 * _product(shift, real)
    both = np.matmul(weights[None], np.concatenate([real, dual], axis=-1).astype(np.float32))
    both /= np.linalg.norm(both[..., :4], axis=-1, keepdims=True)
    turns = _matrices_of(both[..., :4])
    move = 2.0 * _product(both[..., 4:], both[..., :4] * np.array([-1, -1, -1, 1], np.float32))[..., :3]
    return np.concatenate([turns, move[..., None]], axis=-1).astype(np.float32)


def _product(first: Array, second: Array) -> Array:
    head = first[..., 3:] * second[..., :3] + second[..., 3:] * first[..., :3]
    head = head + np.cross(first[..., :3], second[..., :3])
    tail = first[..., 3:] * second[..., 3:] - np.sum(first[..., :3] * second[..., :3], axis=-1, keepdims=True)
    return np.concatenate([head, tail], axis=-1)


def _matrices_of(quaternion: Array) -> Array:
    x, y, z, w = np.moveaxis(quaternion, -1, 0)
    rows = (
        (1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)),
        (2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)),
        (2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)),
    )
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def about_x(angle_deg: Array | float) -> Array:
    """Rotations that lean forward by the angle: about the axis to the person's left, whose front is at negative y."""
    angle = np.radians(np.asarray(angle_deg, dtype=float))
    zero, one = np.zeros_like(angle), np.ones_like(angle)
    sine, cosine = np.sin(angle), np.cos(angle)
    return _stack(((one, zero, zero), (zero, cosine, -sine), (zero, sine, cosine)))


def about_y(angle_deg: Array | float) -> Array:
    """Rotations about the axis to the person's back."""
    angle = np.radians(np.asarray(angle_deg, dtype=float))
    zero, one = np.zeros_like(angle), np.ones_like(angle)
    sine, cosine = np.sin(angle), np.cos(angle)
    return _stack(((cosine, zero, sine), (zero, one, zero), (-sine, zero, cosine)))


def about_z(angle_deg: Array | float) -> Array:
    """Rotations about the vertical, to the left seen from above."""
    angle = np.radians(np.asarray(angle_deg, dtype=float))
    zero, one = np.zeros_like(angle), np.ones_like(angle)
    sine, cosine = np.sin(angle), np.cos(angle)
    return _stack(((cosine, -sine, zero), (sine, cosine, zero), (zero, zero, one)))


def _stack(rows: tuple[tuple[Array, ...], ...]) -> Array:
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def swing_to(start: Array, goal: Array) -> Array:
    """Smallest rotations that carry unit vectors ``start`` to ``goal``, both ``[..., 3]``."""
    cross = np.cross(start, goal)
    cosine = np.sum(start * goal, axis=-1)[..., None, None]
    zero = np.zeros(cross.shape[:-1])
    x, y, z = np.moveaxis(cross, -1, 0)
    skew = _stack(((zero, -z, y), (z, zero, -x), (-y, x, zero)))
    swung: Array = np.eye(3) + skew + skew @ skew / np.maximum(1.0 + cosine, 1e-9)
    return swung
