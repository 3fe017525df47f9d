"""Reading coordinates from SimCC outputs: one distribution along x and one along y for each keypoint."""

import numpy as np

from hiphinge.estimators.litert import Tensor
from hiphinge.motion import FloatArray

__all__ = ["SPLIT", "decoded", "normalised"]

SPLIT = 2.0
"""Bins to a pixel of the input (published RTMPose configurations, ``simcc_split_ratio``)."""
MEAN = np.array([123.675, 116.28, 103.53], dtype=np.float32)
SPREAD = np.array([58.395, 57.12, 57.375], dtype=np.float32)
"""Mean and standard deviation of red, green and blue in the training images (published configurations)."""


def normalised(grid: np.ndarray) -> Tensor:
    """Return a frame ``[row, column, 3]`` of 8 bits as the network's input ``[1, 3, row, column]``."""
    values = (grid.astype(np.float32) - MEAN) / SPREAD
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None])


def decoded(along_x: Tensor, along_y: Tensor) -> tuple[FloatArray, FloatArray]:
    """Return where each keypoint is in the input, and how sure that is.

    Parameters
    ----------
    along_x, along_y
        ``[keypoint, bin]``.

    Returns
    -------
    points, confidence
        ``[keypoint, 2]`` pixels of the input, NaN where either peak is not above 0; ``[keypoint]`` the lower of the
        two peaks, cut to 0 to 1 (the heights are no probabilities).

    References
    ----------
    Li et al. (2022), SimCC: A simple coordinate classification perspective for human pose estimation. ECCV.
    Jiang et al. (2023), RTMPose: Real-time multi-person pose estimation based on MMPose. arXiv:2303.07399
    """
    peak = np.minimum(along_x.max(axis=1), along_y.max(axis=1)).astype(np.float64)
    points = np.column_stack([along_x.argmax(axis=1), along_y.argmax(axis=1)]) / SPLIT
    return np.where((peak > 0)[:, None], points, np.nan), np.clip(peak, 0.0, 1.0)
