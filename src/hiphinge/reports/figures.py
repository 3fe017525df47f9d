"""Images with the figure drawn on them, cut to the person and packed for a page; not which moments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import cv2
import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.catalogue import Fault
from hiphinge.reports.back_drawing import BACK_QUANTITIES, has_back, has_standing_back
from hiphinge.reports.drawing import DRAWN_QUANTITIES, draw_measure, draw_skeleton
from hiphinge.reports.faces import blur_face
from hiphinge.reports.frame_words import back_note, label_at
from hiphinge.reports.labels import Label, draw_labels
from hiphinge.reports.lettering import Image
from hiphinge.reports.model import Figure
from hiphinge.reports.poses import Box, Pose, PoseTrack

__all__ = ["BOTTOM_QUANTITIES", "Studio", "drawn_for", "image_height", "padded"]

_TRUNK_AND_KNEE = ("trunk_inclination_deg", "knee_flexion_deg")
BOTTOM_QUANTITIES = ("lumbar_flexion_deg", *_TRUNK_AND_KNEE)
"""What is drawn where nothing was found."""

_LOWER_BACK = ("lumbar_flexion_deg",)
_DRAWN_FOR_FAULT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "squat_pattern": _TRUNK_AND_KNEE,
        "back_gives": _LOWER_BACK,
        "more_than_usual": _LOWER_BACK,
        "near_end_range": _LOWER_BACK,
        "lumbar_leads_hip": _LOWER_BACK,
        "thoracic_rounding": ("thoracic_flexion_deg",),
        "weight_forward": ("trunk_inclination_deg", "hip_back_travel"),
        "no_lockout": ("trunk_thigh_angle_deg", "knee_flexion_deg"),
    }
)
_LEAN = ("trunk_inclination_deg",)

_Contours = Literal["none", "now", "both"]
_ALT: Mapping[_Contours, str] = MappingProxyType(
    {
        "none": "",
        "now": "The contour of the back is drawn.",
        "both": "The contour of the back is drawn with the standing contour on the same pelvis.",
    }
)
_QUALITY = 80
_TALLEST_PX, _FEW_FIGURES = 620, 26
_SMALLEST_PX = 300
_NARROWEST, _WIDEST = 0.72, 1.15
_TOLERANCE_S = 0.06


def drawn_for(fault: Fault) -> tuple[str, ...]:
    """Return the quantities whose figures show a finding."""
    if fault.id in _DRAWN_FOR_FAULT:
        return _DRAWN_FOR_FAULT[fault.id]
    return (fault.quantity,) if fault.quantity in DRAWN_QUANTITIES and fault.quantity is not None else _LEAN


def image_height(count: int) -> int:
    """Return how tall images may be when there are so many, so that a page stays small."""
    return int(max(_SMALLEST_PX, _TALLEST_PX * min(1.0, (_FEW_FIGURES / max(count, 1)) ** 0.5)))


def padded(boxes: Iterable[Box], size: tuple[float, float] | None) -> Box | None:
    """Return one rectangle around several, neither very tall nor very wide, inside the image."""
    each = list(boxes)
    if not each:
        return None
    left, top = min(b.x for b in each), min(b.y for b in each)
    right, bottom = max(b.x + b.width for b in each), max(b.y + b.height for b in each)
    width = max(right - left, _NARROWEST * (bottom - top))
    height = max(bottom - top, width / _WIDEST)
    left -= (width - (right - left)) / 2
    top -= height - (bottom - top)
    if size is not None:
        width, height = min(width, size[0]), min(height, size[1])
        left, top = min(max(left, 0.0), size[0] - width), min(max(top, 0.0), size[1] - height)
    return Box(x=left, y=top, width=width, height=height)


@dataclass(frozen=True, kw_only=True, eq=False)
class Studio:
    """Makes the images of one report, all in the same manner."""

    analysis: Analysis
    frames: Mapping[float, Image]
    track: PoseTrack
    height_px: int
    blur_faces: bool

    def figure(self, time_s: float, *, quantities: Sequence[str], box: Box | None, alt: str) -> Figure | None:
        """Return the image of a moment with quantities drawn on it, or None where its frame was not given."""
        frame = self._frame(time_s)
        size = self.track.size
        if frame is None or box is None or size is None:
            return None
        image, pose = self._cut(frame, self.track.at(time_s), box, size)
        labels = self._drawn(image, pose, time_s, quantities)
        draw_labels(image, labels, pose=pose)
        on_back = bool({*BACK_QUANTITIES} & {*quantities})
        drawn = _contours(pose) if on_back else "none"
        return Figure(
            id="-".join(["at", str(round(time_s * 1000)), *(q.split("_")[0] for q in quantities), str(round(box.y))]),
            time_s=time_s,
            data=_packed(image),
            width=image.shape[1],
            height=image.shape[0],
            alt=f"{alt} {_ALT[drawn]}".rstrip(),
            note=back_note(self.analysis, pose, time_s) if on_back else "",
            contours=drawn,
        )

    def _drawn(self, image: Image, pose: Pose, time_s: float, quantities: Sequence[str]) -> list[Label]:
        """Draw the figure and its quantities, in place, and return the labels that are yet to be placed."""
        letter = max(13, round(image.shape[0] * 0.033))
        labels: list[Label] = []
        draw_skeleton(image, pose)
        index = self.track.index(time_s)
        for id_ in quantities:
            words = label_at(self.analysis, id_, index, still=True)
            if words is not None:
                labels += draw_measure(image, pose, id_, words, size_px=letter)
        return labels

    def _frame(self, time_s: float) -> Image | None:
        nearest = min(self.frames, key=lambda t: abs(t - time_s), default=None)
        if nearest is None or abs(nearest - time_s) > _TOLERANCE_S:
            return None
        return self.frames[nearest]

    def _cut(self, frame: Image, pose: Pose, box: Box, size: tuple[float, float]) -> tuple[Image, Pose]:
        """Return the part of the frame in the box at the wanted height, the face made unrecognisable, and its pose."""
        given = frame.shape[1] / size[0]
        left, top = round(box.x * given), round(box.y * given)
        right, bottom = round((box.x + box.width) * given), round((box.y + box.height) * given)
        part = frame[top:bottom, left:right].copy()
        part_pose = pose.moved(left=left / given, top=top / given, scale=given)
        if self.blur_faces:
            blur_face(part, part_pose)
        scale = self.height_px / part.shape[0]
        width = max(1, round(part.shape[1] * scale))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        image = cv2.resize(part, (width, self.height_px), interpolation=how)
        return np.asarray(image, dtype=np.uint8), part_pose.moved(left=0.0, top=0.0, scale=scale)


def _packed(image: Image) -> bytes:
    _, data = cv2.imencode(".webp", image[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    return bytes(data)


def _contours(pose: Pose) -> _Contours:
    return "both" if has_standing_back(pose) else "now" if has_back(pose) else "none"
