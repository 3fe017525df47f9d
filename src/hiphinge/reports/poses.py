"""Where the cleaned joints are in the image, frame by frame; drawing is elsewhere."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.motion import SIDE_JOINTS, CoordinateFrame, FloatArray, Motion
from hiphinge.reports.back_lines import back_lines_of
from hiphinge.spine import CONTACTS

__all__ = ["Box", "Pose", "PoseTrack", "pose_track"]

_FACE_POINTS = ("nose", "left_eye", "right_eye", "left_mouth", "right_mouth")
_EARS = ("left_ear", "right_ear")
_EAR_SHARE = 0.65
"""The middle of a head seen from the side is nearer to the ear than to the face."""
_HEAD_RADIUS_PER_TRUNK = 0.34
"""Radius of a disc over the whole head, as a share of hip to shoulder (0.29 of stature; a head is 0.13 high)."""
_HEAD_ABOVE_SHOULDER_PER_TRUNK = 0.42
_MIN_CONFIDENCE = 0.3
_ROOM_FOR_LABELS = 0.1
"""Above a back that is drawn, as a share of the person's height in the frame."""


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle of the image, in its pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Pose:
    """The joints at one moment, in pixels of an image ``scale`` times the original, from its top left corner.

    ``near`` and ``far`` are ``[joint, 2]`` as in `SIDE_JOINTS`; ``forward`` is +1 when the person faces right;
    ``hip_in_standing`` is where the hip would be above this ankle in the reference posture; ``stick`` ``[3, 2]``
    is the stick along the back beside tailbone, upper back and head (`hiphinge.spine.CONTACTS`), NaN where not
    measurable; ``back`` and ``standing_back`` ``[station, 2]`` are the contour of the back and the standing contour on
    the same pelvis (`hiphinge.reports.back_lines`), NaN where there is none.
    """

    near: FloatArray
    far: FloatArray
    head_centre: FloatArray
    head_radius: float
    forward: int
    hip_in_standing: FloatArray
    stick: FloatArray = field(default_factory=lambda: np.full((len(CONTACTS), 2), np.nan))
    back: FloatArray = field(default_factory=lambda: np.full((1, 2), np.nan))
    standing_back: FloatArray = field(default_factory=lambda: np.full((1, 2), np.nan))

    def joint(self, name: str) -> FloatArray:
        """Return the position ``[2]`` of a joint of the near side, pixels."""
        return np.asarray(self.near[SIDE_JOINTS.index(name)])

    def moved(self, *, left: float, top: float, scale: float) -> "Pose":
        """Return the pose in an image cut at ``left``, ``top`` and then enlarged by ``scale``."""
        corner = np.array([left, top])
        return Pose(
            near=(self.near - corner) * scale,
            far=(self.far - corner) * scale,
            head_centre=(self.head_centre - corner) * scale,
            head_radius=self.head_radius * scale,
            forward=self.forward,
            hip_in_standing=(self.hip_in_standing - corner) * scale,
            stick=(self.stick - corner) * scale,
            back=(self.back - corner) * scale,
            standing_back=(self.standing_back - corner) * scale,
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class PoseTrack:
    """The joints over the whole clip, in pixels of the original image (or in metres where there is no image)."""

    time_s: FloatArray
    near: FloatArray
    far: FloatArray
    head_centre: FloatArray
    head_radius: float
    forward: int
    standing_index: int | None
    size: tuple[float, float] | None
    sticks: FloatArray | None = None
    backs: FloatArray | None = None
    standing_backs: FloatArray | None = None

    def index(self, time_s: float) -> int:
        """Return the frame nearest to a time."""
        after = int(np.clip(np.searchsorted(self.time_s, time_s), 1, max(1, len(self.time_s) - 1)))
        nearer_before = len(self.time_s) > 1 and time_s - self.time_s[after - 1] <= self.time_s[after] - time_s
        return after - 1 if nearer_before or len(self.time_s) == 1 else after

    def at(self, time_s: float) -> Pose:
        """Return the pose of the frame nearest to a time."""
        i = self.index(time_s)
        return Pose(
            near=self.near[i],
            far=self.far[i],
            head_centre=self.head_centre[i],
            head_radius=self.head_radius,
            forward=self.forward,
            hip_in_standing=self._hip_in_standing(i),
            stick=np.full((len(CONTACTS), 2), np.nan) if self.sticks is None else self.sticks[i],
            back=np.full((1, 2), np.nan) if self.backs is None else self.backs[i],
            standing_back=np.full((1, 2), np.nan) if self.standing_backs is None else self.standing_backs[i],
        )

    def _hip_in_standing(self, i: int) -> FloatArray:
        if self.standing_index is None:
            return np.full(2, np.nan)
        hip, ankle = SIDE_JOINTS.index("hip"), SIDE_JOINTS.index("ankle")
        standing = self.near[self.standing_index]
        return np.asarray(self.near[i, ankle] + standing[hip] - standing[ankle])

    def box(self, *, start_s: float, end_s: float, with_back: bool = False) -> Box | None:
        """Return a rectangle that holds the person from start to end with a margin, or None when nobody is seen.

        ``with_back``: and the contours of the back that are drawn.
        """
        inside = (self.time_s >= start_s) & (self.time_s <= end_s)
        radius = np.full((int(inside.sum()), 2), self.head_radius)
        head = self.head_centre[inside]
        points = np.concatenate(
            [self.near[inside].reshape(-1, 2), self.far[inside].reshape(-1, 2), head - radius, head + radius]
        )
        points = points[np.isfinite(points).all(axis=1)]
        if len(points) == 0:
            return None
        low, high = np.percentile(points, 0.5, axis=0), np.percentile(points, 99.5, axis=0)
        for lines in (self.backs, self.standing_backs):
            drawn = np.empty((0, 2)) if lines is None or not with_back else lines[inside].reshape(-1, 2)
            drawn = drawn[np.isfinite(drawn).all(axis=1)]
            if len(drawn):
                low, high = np.minimum(low, drawn.min(axis=0)), np.maximum(high, drawn.max(axis=0))
        low = low - np.array([0.0, _ROOM_FOR_LABELS * float(high[1] - low[1]) * with_back])
        margin = 0.09 * float((high - low).max())
        low, high = low - margin, high + margin
        if self.size is not None:
            low, high = np.clip(low, 0, self.size), np.clip(high, 0, self.size)
        return Box(x=float(low[0]), y=float(low[1]), width=float(high[0] - low[0]), height=float(high[1] - low[1]))


def pose_track(analysis: Analysis) -> PoseTrack | None:
    """Return the joints of an analysis in its image, or None where the near side was not found."""
    side = analysis.side
    if side is None:
        return None
    forward = -1 if side.view.facing == "left" else 1
    to_image = np.array([forward, -1.0])
    near, far = (places * to_image for places in side.seen)
    trunk = np.linalg.norm(
        near[:, SIDE_JOINTS.index("shoulder")] - near[:, SIDE_JOINTS.index("hip")],
        axis=1,
    )
    length = float(np.nanmedian(trunk)) if np.isfinite(trunk).any() else side.leg_length * 0.6
    standing, lines = analysis.standing.time_s, back_lines_of(analysis)
    track = PoseTrack(
        time_s=side.time_s,
        near=near,
        far=far,
        head_centre=_head_centres(analysis.motion, side.time_s, near, length),
        head_radius=_HEAD_RADIUS_PER_TRUNK * length,
        forward=forward,
        standing_index=None,
        size=_size(analysis.motion),
        sticks=None if analysis.dowel is None else analysis.dowel.contact_points * to_image,
        backs=None if lines is None else lines.now * to_image,
        standing_backs=None if lines is None else lines.standing * to_image,
    )
    return track if standing is None else replace(track, standing_index=track.index(standing))


def _size(motion: Motion) -> tuple[float, float] | None:
    if motion.coordinate_frame is not CoordinateFrame.IMAGE_PX or motion.origin.size_px is None:
        return None
    width, height = motion.origin.size_px
    return float(width), float(height)


def _head_centres(motion: Motion, time_s: FloatArray, near: FloatArray, trunk: float) -> FloatArray:
    """Return ``[time, 2]``: the middle of the head's detected keypoints, else a point beyond the shoulder."""
    guessed = _beyond_shoulder(near, trunk)
    if motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return guessed
    face, ears = _middle(motion, _FACE_POINTS), _middle(motion, _EARS)
    centre = np.where(np.isfinite(face), _EAR_SHARE * ears + (1 - _EAR_SHARE) * face, ears)
    centre = np.where(np.isfinite(centre), centre, face)[_nearest(motion.time_s, time_s)]
    return np.where(np.isfinite(centre), centre, guessed)


def _middle(motion: Motion, names: tuple[str, ...]) -> FloatArray:
    """Return the middle ``[time, 2]`` of the detected points, NaN where none was detected."""
    points = np.stack([motion.point(n) for n in names], axis=1)
    trusted = np.stack([motion.confidence_of(n) for n in names], axis=1) >= _MIN_CONFIDENCE
    detected = trusted & np.isfinite(points).all(axis=2)
    count = detected.sum(axis=1)[:, None]
    total = np.where(detected[..., None], points, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _beyond_shoulder(near: FloatArray, trunk: float) -> FloatArray:
    shoulder, hip = near[:, SIDE_JOINTS.index("shoulder")], near[:, SIDE_JOINTS.index("hip")]
    along = shoulder - hip
    length = np.linalg.norm(along, axis=1, keepdims=True)
    return np.asarray(shoulder + along / np.maximum(length, 1e-9) * trunk * _HEAD_ABOVE_SHOULDER_PER_TRUNK)


def _nearest(times_s: FloatArray, wanted_s: FloatArray) -> NDArray[np.intp]:
    after = np.clip(np.searchsorted(times_s, wanted_s), 1, max(1, len(times_s) - 1))
    if len(times_s) == 1:
        return np.zeros(len(wanted_s), dtype=np.intp)
    before = after - 1
    return np.where(wanted_s - times_s[before] <= times_s[after] - wanted_s, before, after)
