"""A body in any posture as it was filmed: both sides' joints, right and up in the frame."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.anthropometry import leg_lengths
from hiphinge.cleaning.side_view import MIN_CONFIDENCE, smoothed, without_jumps
from hiphinge.motion import BODY_SIDES, SIDE_JOINTS, BodySide, CoordinateFrame, FloatArray, Motion
from hiphinge.motion.contour import contour_points
from hiphinge.signals import percentile_of

__all__ = ["OTHER_SIDE", "Body", "BoolArray", "body_of", "fold_between_deg", "median_of_known", "middle_of"]

OTHER_SIDE: Mapping[BodySide, BodySide] = {"left": "right", "right": "left"}

_LONG_PERCENTILE = 80.0
"""A line that is not square to the camera only looks shorter: lengths are this percentile over time."""
_LEAST_FRAMES = 12
_LEG_JOINTS = ("knee", "ankle", "heel", "toe")
_FOLLOWED = ("knee", "ankle")
EXCHANGED_COSTS = 0.06
"""A leg that is followed under the other one's name costs this share of leg length each second: where both lie or stand
side by side, nothing but the names tells them apart. The program's own choice."""
_QUARTERS = {90: np.array([[0.0, 1.0], [-1.0, 0.0]]), 180: -np.eye(2), 270: np.array([[0.0, -1.0], [1.0, 0.0]])}
"""Undo a clockwise turn of the frame: what maps its way right and down to that of the frame as it was filmed."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Body:
    """Both sides of a body in the frame.

    Attributes
    ----------
    time_s
        Seconds ``[time]``.
    joints
        By side and name (`SIDE_JOINTS`), ``[time, 2]`` right and up, in pixels or metres; NaN where not detected.
    leg
        Hip to ankle over the knee; NaN where no leg was detected.
    outline
        ``[time, station, edge, 2]`` right and up (`hiphinge.motion.contour`), or None.
    """

    time_s: FloatArray
    joints: Mapping[BodySide, Mapping[str, FloatArray]]
    leg: float
    outline: FloatArray | None = None

    def middle(self, name: str) -> FloatArray:
        """Return the middle of both sides of a joint ``[time, 2]``, or the one that is known."""
        return middle_of(*(self.joints[side][name] for side in BODY_SIDES))

    @property
    def is_known(self) -> bool:
        """Whether there are frames enough, and a leg and a trunk in them."""
        trunk = np.isfinite(self.middle("hip") - self.middle("shoulder")).all(axis=1)
        return np.isfinite(self.leg) and self.leg > 0 and int(trunk.sum()) >= _LEAST_FRAMES

    @property
    def hips_apart(self) -> float:
        """Distance of the hip joints in the frame, as a share of the trunk's length; near 0 from the side."""
        across = np.linalg.norm(self.joints["left"]["hip"] - self.joints["right"]["hip"], axis=1)
        trunk = np.linalg.norm(self.middle("hip") - self.middle("shoulder"), axis=1)
        share = across / np.where(trunk > 0, trunk, np.nan)
        return float(np.median(share[np.isfinite(share)])) if np.isfinite(share).any() else 0.0


def middle_of(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return the middle of two paths ``[time, 2]``, or the one that is known."""
    both = (one + other) / 2
    return np.asarray(np.where(np.isfinite(both), both, np.where(np.isfinite(one), one, other)))


def median_of_known(values: FloatArray) -> float:
    """Return the median of those values ``[number]`` that are no NaN; NaN where none is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def fold_between_deg(lower: FloatArray, middle: FloatArray, upper: FloatArray) -> FloatArray:
    """Return the bend at a joint ``[time]``, degrees: 0 where both lines ``[time, 2]`` are in line."""
    first, second = middle - lower, upper - middle
    cross = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    return np.asarray(np.degrees(np.abs(np.arctan2(cross, (first * second).sum(axis=1)))))


def body_of(motion: Motion, *, as_filmed: bool) -> Body:
    """Return the body in a recording.

    Parameters
    ----------
    as_filmed
        Whether the frame is taken as the camera held it: who lies was turned upright by the pose step
        (``added_rotation_deg`` in `Origin.details`), and gravity then pulls to the side.
    """
    turn = int(motion.origin.details.get("added_rotation_deg", 0)) % 360 if as_filmed else 0
    joints: dict[BodySide, dict[str, FloatArray]] = {
        side: {name: _path(motion, f"{side}_{name}", turn) for name in SIDE_JOINTS} for side in BODY_SIDES
    }
    joints = _without_exchanges(joints, motion.time_s)
    lengths = [leg_lengths(*(joints[side][name] for name in ("hip", "knee", "ankle"))) for side in BODY_SIDES]
    known = np.concatenate([length[np.isfinite(length)] for length in lengths])
    leg = percentile_of(known, _LONG_PERCENTILE) if len(known) else float("nan")
    clean: dict[BodySide, Mapping[str, FloatArray]] = {
        side: {name: _clean(path, motion.time_s, leg) for name, path in joints[side].items()} for side in BODY_SIDES
    }
    return Body(time_s=motion.time_s, joints=clean, leg=leg, outline=_outline(motion, turn))


def _without_exchanges(
    joints: Mapping[BodySide, dict[str, FloatArray]], time_s: FloatArray
) -> dict[BodySide, dict[str, FloatArray]]:
    """Return joints by side and name whose legs keep their names from frame to frame.

    Notes
    -----
    A network calls the left leg the right one for a while in views from the side: both then seem to jump. Of both ways
    to name the legs in each frame, the sequence is taken in which knees and ankles move least (Viterbi's algorithm).
    """
    lengths = [leg_lengths(*(joints[side][name] for name in ("hip", "knee", "ankle"))) for side in BODY_SIDES]
    known = np.concatenate([length[np.isfinite(length)] for length in lengths])
    if not len(known) or len(time_s) < _LEAST_FRAMES:
        return dict(joints)
    leg = percentile_of(known, _LONG_PERCENTILE)
    paths = np.stack([[joints[side][name] for name in _FOLLOWED] for side in BODY_SIDES]) / leg
    kept, crossed = (np.nan_to_num(_moved(paths, other)) for other in (paths, paths[::-1]))
    exchanged = _fewest_jumps(kept, crossed, EXCHANGED_COSTS * float(np.median(np.diff(time_s))))
    named = {side: dict(joints[side]) for side in BODY_SIDES}
    for side in BODY_SIDES:
        for name in _LEG_JOINTS:
            own, other = joints[side][name], joints[OTHER_SIDE[side]][name]
            named[side][name] = np.where(exchanged[:, None], other, own)
    return named


def _moved(paths: FloatArray, before: FloatArray) -> FloatArray:
    """Return how far joints ``[side, joint, time, 2]`` are from where the frame before had them ``[time - 1]``."""
    steps = np.linalg.norm(paths[:, :, 1:] - before[:, :, :-1], axis=-1)
    return np.asarray(np.nansum(steps, axis=(0, 1)))


def _fewest_jumps(kept: FloatArray, crossed: FloatArray, costs: float) -> BoolArray:
    """Return the frames ``[time]`` whose names are exchanged, from what keeping and changing them costs in each."""
    total = np.array([0.0, costs])
    came_from = np.zeros((len(kept), 2), dtype=int)
    for row, (stay, change) in enumerate(zip(kept, crossed, strict=True)):
        ways = np.array([[total[0] + stay, total[1] + change], [total[0] + change, total[1] + stay]])
        came_from[row] = ways.argmin(axis=1)
        total = ways.min(axis=1) + np.array([0.0, costs])
    names = np.empty(len(kept) + 1, dtype=int)
    names[-1] = int(total.argmin())
    for row in range(len(kept) - 1, -1, -1):
        names[row] = came_from[row, names[row + 1]]
    return np.asarray(names == 1)


def _clean(path: FloatArray, time_s: FloatArray, leg: float) -> FloatArray:
    return smoothed(without_jumps(path[:, None], time_s, leg), time_s)[:, 0]


def _path(motion: Motion, name: str, turn: int) -> FloatArray:
    """Return a joint's path ``[time, 2]`` right and up; NaN where it was detected poorly."""
    sure = motion.confidence_of(name) >= MIN_CONFIDENCE
    return np.asarray(np.where(sure[:, None], _in_frame(motion.point(name), motion, turn), np.nan))


def _in_frame(points: FloatArray, motion: Motion, turn: int) -> FloatArray:
    """Return places ``[..., axis]`` right and up; of a laboratory in the upright plane along the body's length."""
    if motion.coordinate_frame is CoordinateFrame.IMAGE_PX:
        turned = points @ _QUARTERS[turn].T if turn in _QUARTERS else points
        return np.asarray(turned * np.array([1.0, -1.0]))
    return np.stack([points[..., [0, 2]] @ _long_axis(motion), points[..., 1]], axis=-1)


def _long_axis(motion: Motion) -> FloatArray:
    """Return the horizontal direction ``[2]`` along which a body in a laboratory is longest."""
    ground = motion.positions[..., [0, 2]]
    known = ground[np.isfinite(ground).all(axis=-1)]
    return np.asarray(np.linalg.svd(known - known.mean(axis=0), full_matrices=False)[2][0])


def _outline(motion: Motion, turn: int) -> FloatArray | None:
    if motion.contour is None or motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return None
    return _in_frame(contour_points(motion), motion, turn)
