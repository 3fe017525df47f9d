"""Unit quaternions w, x, y, z and the vectors that they turn."""

import numpy as np

from hiphinge.motion import FloatArray

__all__ = ["inverse", "product", "rotated", "up_in_sensor"]


def product(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return ``first`` after ``second`` ``[..., 4]``."""
    w1, x1, y1, z1 = np.moveaxis(np.asarray(first), -1, 0)
    w2, x2, y2, z2 = np.moveaxis(np.asarray(second), -1, 0)
    return np.stack(
        [
            w1 * w2 - x1 * x2 - y1 * y2 - z1 * z2,
            w1 * x2 + x1 * w2 + y1 * z2 - z1 * y2,
            w1 * y2 - x1 * z2 + y1 * w2 + z1 * x2,
            w1 * z2 + x1 * y2 - y1 * x2 + z1 * w2,
        ],
        axis=-1,
    )


def inverse(quaternion: FloatArray) -> FloatArray:
    """Return the opposite turns ``[..., 4]``."""
    return np.asarray(quaternion * np.array([1.0, -1.0, -1.0, -1.0]))


def rotated(quaternion: FloatArray, vector: FloatArray) -> FloatArray:
    """Return vectors ``[..., 3]`` turned by quaternions ``[..., 4]``."""
    q, v = np.asarray(quaternion), np.asarray(vector)
    across = 2.0 * np.cross(q[..., 1:], v)
    return np.asarray(v + q[..., :1] * across + np.cross(q[..., 1:], across))


def up_in_sensor(quaternion: FloatArray) -> FloatArray:
    """Return which way is up in the sensor's axes ``[..., 3]``, from its orientation ``[..., 4]`` on an earth."""
    return rotated(inverse(quaternion), np.array([0.0, 0.0, 1.0]))
