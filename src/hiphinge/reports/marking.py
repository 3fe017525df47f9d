"""The page on which a person puts points along the back's edge: two images, cut and with the face blurred."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.errors import NotMeasurableError
from hiphinge.motion import SIDE_JOINTS
from hiphinge.reports.faces import blur_face
from hiphinge.reports.lettering import Image
from hiphinge.reports.paper import filled, packed, part, policy, style
from hiphinge.reports.poses import Pose, pose_track
from hiphinge.reports.text import clock

__all__ = ["MarkFrame", "mark_frame", "mark_page", "mark_page_data"]

_SHOWN = ("shoulder", "hip", "knee")
_MARGIN = 0.25
"""Room about the joints, as a share of their extent: the back is outside of them."""
_TALLEST_PX, _SMALLEST_PX = 1400, 900
_QUALITY = 90


@dataclass(frozen=True, kw_only=True)
class MarkFrame:
    """One image to put points on.

    ``data`` is a WebP file of ``width`` by ``height``; a place on it is ``left`` + x / ``scale`` in pixels of the
    upright original, downwards alike.
    """

    id: str
    time_s: float
    data: bytes
    width: int
    height: int
    left: float
    top: float
    scale: float

    @property
    def clock(self) -> str:
        """The time as people read it."""
        return clock(self.time_s)


def mark_frame(
    id_: str, image: Image, *, time_s: float, analysis: Analysis | None, blur_faces: bool = True
) -> MarkFrame:
    """Return an image cut to the person, with the face made unrecognisable.

    Parameters
    ----------
    image
        The whole frame ``[h, w, 3]`` in the size of the original.
    analysis
        Where the person is; None keeps the whole frame, and cannot be asked to blur.

    Raises
    ------
    NotMeasurableError
        If a face is to be blurred that was not found.
    """
    track = None if analysis is None else pose_track(analysis)
    pose = None if track is None else track.at(time_s)
    if blur_faces and (pose is None or not np.isfinite(pose.head_centre).all() or pose.head_radius <= 0):
        message = (
            f"The face at {time_s:g} s should be blurred, but no person was found there. Choose another moment with "
            "--standing-at and --bottom-at, or show the image as it is with --no-blur-faces."
        )
        raise NotMeasurableError(message)
    shown = image.copy()
    if blur_faces and pose is not None:
        blur_face(shown, pose)
    return _cut(id_, shown, pose, time_s=time_s)


def _cut(id_: str, image: Image, pose: Pose | None, *, time_s: float) -> MarkFrame:
    left, top, right, bottom = _window(image, pose)
    cut = image[top:bottom, left:right]
    side = max(cut.shape[:2])
    scale = min(max(1.0, _SMALLEST_PX / side), _TALLEST_PX / side)
    size = (max(1, round(cut.shape[1] * scale)), max(1, round(cut.shape[0] * scale)))
    sized = np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), np.uint8)
    return MarkFrame(
        id=id_,
        time_s=time_s,
        data=packed(sized, quality=_QUALITY),
        width=size[0],
        height=size[1],
        left=float(left),
        top=float(top),
        scale=size[0] / cut.shape[1],
    )


def _window(image: Image, pose: Pose | None) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is shown: head to knee, as the feet take pixels from the back."""
    high, wide = image.shape[:2]
    if pose is None:
        return 0, 0, wide, high
    joints = [SIDE_JOINTS.index(name) for name in _SHOWN]
    points = np.concatenate([pose.near[joints], pose.far[joints], pose.head_centre[None]])
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < len(_SHOWN):
        return 0, 0, wide, high
    low, far = points.min(axis=0), points.max(axis=0)
    room = max(_MARGIN * float((far - low).max()), 1.2 * pose.head_radius)
    left, top = (int(max(0.0, value - room)) for value in low)
    right, bottom = (int(min(edge, value + room)) for edge, value in zip((wide, high), far, strict=True))
    return (left, top, right, bottom) if right - left > 1 and bottom - top > 1 else (0, 0, wide, high)


def mark_page(
    standing: MarkFrame, bottom: MarkFrame, *, video: str, size_px: tuple[int, int], rater: str, next_command: str
) -> str:
    """Return the page as one HTML document that needs no network.

    Parameters
    ----------
    video, size_px
        Name and size of the video, which are written into the file of points.
    next_command
        What is to be typed when the points are saved.
    """
    script = part("mark.js")
    frames = (standing, bottom)
    return filled(
        "mark.html.j2",
        policy=policy(script),
        script=script,
        style=style("mark.css", "mark_stage.css"),
        frames=frames,
        video=video,
        next_command=next_command,
        page_data=mark_page_data(frames, video=video, size_px=size_px, rater=rater),
    )


def mark_page_data(
    frames: tuple[MarkFrame, ...], *, video: str, size_px: tuple[int, int], rater: str = ""
) -> Mapping[str, Any]:
    """Return what the script needs, as plain data."""
    return {
        "video": video,
        "size_px": list(size_px),
        "rater": rater,
        "frames": [
            {
                "id": frame.id,
                "time_s": round(frame.time_s, 4),
                "left": frame.left,
                "top": frame.top,
                "scale": frame.scale,
                "width": frame.width,
                "height": frame.height,
            }
            for frame in frames
        ],
    }
