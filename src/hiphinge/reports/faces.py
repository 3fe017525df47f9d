"""Making the face of the person unrecognisable in an image; other people in it are left as they are."""

import cv2
import numpy as np

from hiphinge.reports.lettering import Image
from hiphinge.reports.poses import Pose

__all__ = ["blur_face"]

_BLOCKS_ACROSS = 7
"""Blocks over the width of the disc: a head is about five wide, too few to tell a face."""


def blur_face(image: Image, pose: Pose) -> None:
    """Replace a disc over the head by coarse, softened blocks, in place; pixels outside the disc stay as they are.

    The blocks are averages, so what was there cannot be brought back from the image.
    """
    if not np.isfinite(pose.head_centre).all() or pose.head_radius <= 0:
        return
    radius = pose.head_radius
    left, top = (max(0, int(np.floor(v - radius))) for v in pose.head_centre)
    right, bottom = (int(np.ceil(v + radius)) + 1 for v in pose.head_centre)
    area = image[top:bottom, left:right]
    if area.size == 0:
        return
    height, width = area.shape[:2]
    block = max(1.0, 2 * radius / _BLOCKS_ACROSS)
    few = (max(1, round(width / block)), max(1, round(height / block)))
    coarse = cv2.resize(cv2.resize(area, few, interpolation=cv2.INTER_AREA), (width, height))
    x = np.arange(left, left + width, dtype=np.float32) - np.float32(pose.head_centre[0])
    y = np.arange(top, top + height, dtype=np.float32) - np.float32(pose.head_centre[1])
    inside = radius - np.hypot(x[None, :], y[:, None])
    cover = np.clip(inside / np.float32(max(1.0, 0.08 * radius)), 0.0, 1.0)
    area[:] = cv2.blendLinear(coarse, area, cover, 1.0 - cover)
