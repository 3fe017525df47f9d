"""A small image of a recording: the person, upright, with the face made unrecognisable."""

import cv2
import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.reports.faces import blur_face
from hiphinge.reports.lettering import Image
from hiphinge.reports.paper import packed
from hiphinge.reports.poses import Pose, pose_track

__all__ = ["thumbnail", "thumbnail_time"]

_HEIGHT_PX = 176
_COARSE_PX = 36
"""Shorter side of a frame in which no face was found to be blurred: whoever fills it has a head of some five pixels."""
_AROUND = 0.12
"""Room around the joints, as a share of their height."""
_NARROWEST = 0.6
"""Width over height at the least, so that all images of a list have much the same size."""
_QUALITY = 72


def thumbnail_time(analysis: Analysis) -> float | None:
    """Return the moment to show, in seconds: the first one with a head from where the first repetition is at its top.

    None where no person was found.
    """
    track = pose_track(analysis)
    if track is None or track.size is None:
        return None
    seen = np.isfinite(track.head_centre).all(axis=1)
    first = analysis.repetitions[0] if analysis.repetitions else None
    start = float(track.time_s[0]) if first is None else first.start_s if first.starts_at == "top" else first.end_s
    after = np.flatnonzero(seen & (track.time_s >= start))
    found = after if len(after) else np.flatnonzero(seen)
    return float(track.time_s[found[0]]) if len(found) else None


def thumbnail(image: Image, analysis: Analysis | None, *, time_s: float) -> bytes:
    """Return a frame ``[h, w, 3]`` as a small WebP file.

    Parameters
    ----------
    analysis
        Where the person is at ``time_s``: they are cut out and their face is blurred. None, or nobody there, makes the
        whole frame so coarse that no face in it can be recognised.
    """
    track = None if analysis is None else pose_track(analysis)
    if track is None or track.size is None:
        return _coarse(image)
    pose = track.at(time_s).moved(left=0.0, top=0.0, scale=image.shape[1] / track.size[0])
    if not np.isfinite(pose.head_centre).all() or pose.head_radius <= 0:
        return _coarse(image)
    shown = image.copy()
    blur_face(shown, pose)
    left, top, right, bottom = _around(shown, pose)
    return packed(_sized(shown[top:bottom, left:right], _HEIGHT_PX), quality=_QUALITY)


def _around(image: Image, pose: Pose) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what shows the person."""
    head = pose.head_centre + pose.head_radius * np.array([[-1.0, -1.0], [1.0, 1.0]])
    points = np.concatenate([pose.near, pose.far, head])
    points = points[np.isfinite(points).all(axis=1)]
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    room = _AROUND * (y1 - y0)
    wanted = max(x1 - x0 + 2 * room, _NARROWEST * (y1 - y0 + 2 * room))
    middle = (x0 + x1) / 2
    height, width = image.shape[:2]
    left, right = (int(np.clip(middle + side * wanted / 2, 0, width)) for side in (-1, 1))
    top, bottom = (int(np.clip(y, 0, height)) for y in (y0 - room, y1 + room))
    return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else (0, 0, width, height)


def _coarse(image: Image) -> bytes:
    height, width = image.shape[:2]
    scale = _COARSE_PX / min(height, width)
    few = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    return packed(_sized(np.asarray(few, dtype=np.uint8), _HEIGHT_PX), quality=_QUALITY)


def _sized(image: Image, height_px: int) -> Image:
    scale = height_px / image.shape[0]
    size = (max(1, round(image.shape[1] * scale)), height_px)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size, interpolation=how), dtype=np.uint8)
