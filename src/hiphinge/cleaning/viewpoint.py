"""The camera's view: which way the person faces, which side is near, and the yaw from a true side view."""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from hiphinge.cleaning.body_in_view import body_in_view
from hiphinge.cleaning.turning import measured_yaw
from hiphinge.motion import CoordinateFrame, FloatArray, Motion, View

__all__ = ["Viewpoint", "estimate_viewpoint", "facing_of", "yaw_by_lines"]

SIDE_LIMIT_DEG = 27.0
"""Beyond this the angles in the frame are no longer the person's sagittal angles (cosine error above a tenth)."""
OBLIQUE_LIMIT_DEG = 57.0
"""Beyond this the person is seen from the front or the back."""
YAW_ERROR_DEG = 8.0
"""90 % half-width of the yaw estimate, from rendered people between -15 and 15 degrees."""
_MIN_CONFIDENCE = 0.3
_DISAGREE_DEG = 15.0
"""Hips, shoulders and heels of somebody who stands lie closer together than this in yaw."""
_LEGS_AGREE_DEG, _TWISTED_DEG = 20.0, 45.0
"""Nobody who lifts turns their hips and shoulders by more than the second against both legs; where heels, ankles and
knees agree within the first, it is the trunk's depth that is wrong."""
_CHAIN = ("shoulder", "hip", "knee", "ankle")
_MIN_WIDTH_M = 0.08
"""A body is wider, metres."""

SURELY_TURNED_DEG = 32.0
"""A view that the lines across the body take for one from the side is none where the whole body says this or more."""
TURNED_LIMIT_DEG = 62.0
"""Up to this yaw somebody filmed at an angle is turned into the side view: beyond, too little of a lean is seen."""
AWAY_LIMIT_DEG = 54.0
"""The same for somebody who faces away from the camera: of 42 people rendered from behind, the two at 63 and 66 degrees
had knees 15 to 25 degrees off, and a yaw that is 57 may be 66."""
LINES_LIMIT_DEG = 68.0
"""Where the lines across the body say more than this, nobody is turned, whatever the whole body says."""
BODY_YAW_ERROR_DEG = 9.0
"""90 % half-width of the yaw by the whole body, on 68 people rendered from all sides who were not in its training."""

PLATE_SHARE = 0.25
"""Who is seen from the side with a plate in more than this share of the frames has the yaw of the lines across them: in
154 rendered people with bars it was 6.4 degrees off, and by the whole body 8.9, too far from behind by 6.6."""
NOSE_AHEAD_M = 0.04
"""Who faces the camera has the nose nearer to it than the ears by more than this in the estimator's body, metres. In 92
rendered people from the front it was at least 0.09; in 17 from behind the nose was further away by 0.09 and more, but
for two whose whole body the network had taken for one from the front: there it was 0.01 nearer and 0.02 further."""

Side = Literal["left", "right"]
Facing = Literal["left", "right", "unknown"]


@dataclass(frozen=True, kw_only=True)
class Viewpoint:
    """The view with the axis along which a frame's x, or a laboratory's ground plane, is forward.

    ``forward`` is a unit vector in the first axis (video frame) or in the two horizontal axes (laboratory).
    """

    view: View
    near_side: Side
    forward: FloatArray


def estimate_viewpoint(motion: Motion, *, by_breadth: bool = False) -> Viewpoint:
    """Estimate facing, near side and view once for a whole recording.

    Parameters
    ----------
    by_breadth
        Whether the yaw comes from the breadth of shoulders and hips in the frame alone: with one foot far in front of
        the other, an estimator's own body in metres is turned by up to 70 degrees.

    Notes
    -----
    Facing comes from the feet (toe against heel), else from nose against ear. The yaw in a video frame comes from hips,
    shoulders and heels of an estimator's own body in metres where it gives one, and is corrected by the whole of that
    body (`hiphinge.cleaning.turning.measured_yaw`), except in a side view beside a plate; else it comes from the
    apparent width of shoulders and hips. Who looks away from the camera is not seen from the front.
    """
    if motion.coordinate_frame is CoordinateFrame.WORLD_M:
        return _laboratory(motion)
    facing = facing_of(motion)
    yaw_deg, toward = _yaw_of_widths(motion) if by_breadth else _yaw(motion, facing)
    near = _near_side(motion, facing)
    view = _view(facing, yaw_deg=yaw_deg, toward=toward)
    if view.label == "front" and _looks_away(motion):
        view = _view(facing, yaw_deg=yaw_deg, toward=False)
    if by_breadth:
        return Viewpoint(view=view, near_side=near, forward=_ahead(facing))
    if not view.usable:
        return _at_an_angle(motion, facing, view, near)
    body, by_lines_deg = body_in_view(motion, facing), yaw_by_lines(motion, facing)
    if body is not None and by_lines_deg is not None:
        yaw_deg = measured_yaw(body, by_lines_deg)
        if abs(yaw_deg) >= SURELY_TURNED_DEG:
            return _at_an_angle(motion, facing, view, near)
        if _shows_plate(motion):
            yaw_deg = by_lines_deg
        view = replace(view, yaw_deg=abs(yaw_deg), yaw_error_deg=BODY_YAW_ERROR_DEG, toward=yaw_deg > 0)
    return Viewpoint(view=view, near_side=near, forward=_ahead(facing))


def _ahead(facing: Facing) -> FloatArray:
    return np.array([-1.0 if facing == "left" else 1.0])


def _at_an_angle(motion: Motion, facing: Facing, view: View, near: Side) -> Viewpoint:
    """Return the viewpoint with the yaw by the whole body, where that can be turned into the side view.

    Seen nearly from the front or the back, the feet do not say which way the person faces: the yaw does.
    """
    other: Facing = "right" if facing == "left" else "left"
    for faces in (facing, other):
        body, by_lines_deg = body_in_view(motion, faces), yaw_by_lines(motion, faces)
        if body is None or by_lines_deg is None or abs(by_lines_deg) > LINES_LIMIT_DEG:
            continue
        yaw_deg = measured_yaw(body, by_lines_deg)
        if yaw_deg > SURELY_TURNED_DEG and _nose_ahead_m(motion) < 0.0:
            continue  # a body whose chest and nose point apart is none
        if -AWAY_LIMIT_DEG <= yaw_deg <= TURNED_LIMIT_DEG:
            from_side = -SIDE_LIMIT_DEG < yaw_deg < 0  # of a body that a bar hides, the lines across may say otherwise
            turned = View(
                label="side" if from_side else "oblique",
                facing=faces,
                yaw_deg=abs(yaw_deg),
                yaw_error_deg=BODY_YAW_ERROR_DEG,
                usable=True,
                toward=yaw_deg > 0,
            )
            return Viewpoint(view=turned, near_side="left" if faces == "left" else "right", forward=_ahead(faces))
    return Viewpoint(view=view, near_side=near, forward=_ahead(facing))


def _median_ahead(motion: Motion, front: str, rear: str) -> tuple[float, float]:
    """Return the median of front minus rear along x, and how many confident frames said so."""
    gap = motion.point(front)[:, 0] - motion.point(rear)[:, 0]
    sure = np.minimum(motion.confidence_of(front), motion.confidence_of(rear)) >= _MIN_CONFIDENCE
    good = gap[sure & np.isfinite(gap)]
    return (float(np.median(good)), float(len(good))) if len(good) else (0.0, 0.0)


def facing_of(motion: Motion) -> Literal["left", "right", "unknown"]:
    """Return which way the person faces in the frames, from the feet, else from the head."""
    for pairs in (
        (("left_toe", "left_heel"), ("right_toe", "right_heel")),
        (("nose", "left_ear"), ("nose", "right_ear")),
        (("left_toe", "left_ankle"), ("right_toe", "right_ankle")),
    ):
        votes = [_median_ahead(motion, front, rear) for front, rear in pairs]
        ahead = sum(gap * n for gap, n in votes)
        if ahead != 0.0:
            return "right" if ahead > 0 else "left"
    return "unknown"


def _near_side(motion: Motion, facing: str) -> Side:
    """Return the side towards the camera: the one with the higher confidence; on a tie the one that facing implies."""
    implied: Side = "left" if facing == "left" else "right"
    other: Side = "right" if implied == "left" else "left"

    def detected(side: Side) -> float:
        return float(np.mean([motion.confidence_of(f"{side}_{joint}").mean() for joint in _CHAIN]))

    tie = 0.08
    return other if detected(other) > detected(implied) + tie else implied


def yaw_by_lines(motion: Motion, facing: str) -> float | None:
    """Return the yaw of the lines across an estimator's body in metres, degrees, positive with the chest to the camera.

    Seen from behind it is too small: in rendered people by up to 20 degrees.
    """
    yaw_deg, toward = _yaw(motion, facing)
    return yaw_deg if yaw_deg is None or toward else -yaw_deg


def _yaw(motion: Motion, facing: str) -> tuple[float | None, bool]:
    """Return the distance from a true side view in degrees, and whether the chest turns to the camera."""
    if motion.world_m is not None:
        return _yaw_of_body(motion, facing)
    return _yaw_of_widths(motion)


def _yaw_of_body(motion: Motion, facing: str) -> tuple[float | None, bool]:
    """Return the yaw of hips and shoulders; where the heels disagree with one of them, the median of the three.

    A bar on the back, with the hands beside it, turns the shoulders of an estimator's body towards the camera; a plate
    that hides the trunk may turn the hips with them, and the legs then tell the yaw.
    """
    hips, shoulders, heels = (_across(motion, joint) for joint in ("hip", "shoulder", "heel"))
    if hips is None or shoulders is None:
        return None, True
    # Facing right, the left shoulder is the far one (z positive): a true side view is (0, +1); facing left (0, -1).
    ahead = np.array([1.0, 1.0 if facing != "left" else -1.0])
    x, along = np.mean([hips, shoulders], axis=0) * ahead
    yaw_deg = float(np.degrees(np.arctan2(x, along)))
    if heels is not None:
        each = [float(np.degrees(np.arctan2(*(one * ahead)))) for one in (hips, shoulders, heels)]
        middle = float(np.median(each))
        if max(abs(each[0] - middle), abs(each[1] - middle)) > _DISAGREE_DEG:
            yaw_deg = middle
    legs_deg = _yaw_of_legs(motion, ahead)
    if legs_deg is not None and abs(math.remainder(legs_deg - yaw_deg, 360.0)) > _TWISTED_DEG:
        yaw_deg = legs_deg
    return abs(yaw_deg), yaw_deg > 0


def _shows_plate(motion: Motion) -> bool:
    return motion.plate is not None and bool(np.isfinite(motion.plate[:, 0]).mean() > PLATE_SHARE)


def _looks_away(motion: Motion) -> bool:
    """Tell whether the head of an estimator's body does not face the camera, whatever the lines across it say."""
    return _nose_ahead_m(motion) < NOSE_AHEAD_M


def _nose_ahead_m(motion: Motion) -> float:
    """Return how much nearer to the camera the nose is than the ears, metres; NaN where no body says it."""
    nose, left, right = (motion.layout.index(name) for name in ("nose", "left_ear", "right_ear"))
    if motion.world_m is None or nose is None or left is None or right is None:
        return float("nan")
    depth = motion.world_m[..., 2]
    ahead_m = (depth[:, left] + depth[:, right]) / 2 - depth[:, nose]
    return float(np.median(ahead_m[np.isfinite(ahead_m)])) if np.isfinite(ahead_m).any() else float("nan")


def _yaw_of_legs(motion: Motion, ahead: FloatArray) -> float | None:
    """Return the median yaw of heels, ankles and knees in degrees, or None where they disagree."""
    lines = [_across(motion, joint) for joint in ("heel", "ankle", "knee")]
    each = [float(np.degrees(np.arctan2(*(line * ahead)))) for line in lines if line is not None]
    if len(each) < len(lines):
        return None
    middle = float(np.median(each))
    return middle if all(abs(math.remainder(one - middle, 360.0)) <= _LEGS_AGREE_DEG for one in each) else None


def _across(motion: Motion, joint: str) -> FloatArray | None:
    """Return the usual direction from the right to the left joint of an estimator's body, over the ground (x, z)."""
    left, right = motion.layout.index(f"left_{joint}"), motion.layout.index(f"right_{joint}")
    if left is None or right is None or motion.world_m is None:
        return None
    across = motion.world_m[:, left] - motion.world_m[:, right]
    good = across[np.isfinite(across).all(axis=1)]
    if not len(good):
        return None
    middle = np.median(good, axis=0)[[0, 2]]
    return np.asarray(middle / max(float(np.hypot(*middle)), 1e-6))


def _yaw_of_widths(motion: Motion) -> tuple[float | None, bool]:
    """Return the yaw from apparent width: shoulders are about 0.75 and hips 0.55 of the trunk's length apart.

    From the front the left side lies on the right of the frame, from the back on the left.
    """
    shares = []
    trunk = np.linalg.norm(motion.point("left_shoulder") - motion.point("left_hip"), axis=1)
    for joint, breadth in (("shoulder", 0.75), ("hip", 0.55)):
        across = motion.point(f"left_{joint}")[:, 0] - motion.point(f"right_{joint}")[:, 0]
        share = across / (trunk * breadth)
        good = share[np.isfinite(share)]
        if len(good):
            shares.append((float(np.median(np.abs(good))), float(np.median(good))))
    if not shares:
        return None, True
    width, signed = np.mean(shares, axis=0)
    return float(np.degrees(np.arcsin(np.clip(width, 0, 1)))), bool(signed > 0)


def _view(facing: Literal["left", "right", "unknown"], *, yaw_deg: float | None, toward: bool) -> View:
    if yaw_deg is None:
        return View(label="unknown", facing=facing, yaw_deg=None, yaw_error_deg=None, usable=True)
    error = YAW_ERROR_DEG
    if yaw_deg <= SIDE_LIMIT_DEG:
        return View(label="side", facing=facing, yaw_deg=yaw_deg, yaw_error_deg=error, usable=True)
    if yaw_deg <= OBLIQUE_LIMIT_DEG or yaw_deg >= 180 - OBLIQUE_LIMIT_DEG:
        return View(
            label="oblique",
            facing=facing,
            yaw_deg=yaw_deg,
            yaw_error_deg=error,
            usable=False,
            reasons=("view_oblique",),
        )
    label: Literal["front", "back"] = "front" if toward else "back"
    return View(
        label=label,
        facing="unknown",
        yaw_deg=yaw_deg,
        yaw_error_deg=error,
        usable=False,
        reasons=(f"view_{label}",),
    )


def _laboratory(motion: Motion) -> Viewpoint:
    """Forward from the feet in the horizontal plane of a laboratory; from pelvis and shoulders if the feet disagree."""
    forward = _forward(motion)
    detected = {
        side: float(np.mean([_sure(motion, f"{side}_{j}").mean() for j in _CHAIN])) for side in ("left", "right")
    }
    near: Side = "left" if detected["left"] > detected["right"] else "right"
    if forward is not None and detected["left"] == detected["right"] and _is_flat(motion):
        near = "left" if forward[0] < 0 else "right"  # of a video: the side towards the camera
    if forward is None:
        view = View(
            label="unknown",
            facing="unknown",
            yaw_deg=None,
            yaw_error_deg=None,
            usable=False,
            reasons=("feet_not_seen",),
        )
        return Viewpoint(view=view, near_side=near, forward=np.array([1.0, 0.0]))
    view = View(label="side", facing="unknown", yaw_deg=0.0, yaw_error_deg=0.0, usable=True)
    return Viewpoint(view=view, near_side=near, forward=forward)


def _forward(motion: Motion) -> FloatArray | None:
    ground = [0, 2]
    ahead = [motion.point(f"{s}_toe")[:, ground] - motion.point(f"{s}_heel")[:, ground] for s in ("left", "right")]
    feet = _mean_direction(np.concatenate(ahead))
    pelvis, shoulders = (_square_to(motion, joint) for joint in ("hip", "shoulder"))
    if feet is None or pelvis is None or shoulders is None or _is_flat(motion):
        return pelvis if feet is None else feet
    alike = np.cos(np.radians(_DISAGREE_DEG))
    if pelvis @ shoulders >= alike and max(feet @ pelvis, feet @ shoulders) < alike:
        return _mean_direction(np.stack([pelvis, shoulders]))
    return feet


def _is_flat(motion: Motion) -> bool:
    """Return whether all points are in one upright plane, as those of a video brought to metres: without width."""
    ground = motion.positions[..., [0, 2]][np.isfinite(motion.positions).all(axis=-1)]
    return len(ground) > 0 and float(np.ptp(ground, axis=0).min()) < _MIN_WIDTH_M


def _square_to(motion: Motion, joint: str) -> FloatArray | None:
    """Return forward as the direction square to the line from the left joint to the right one."""
    across = (motion.point(f"right_{joint}") - motion.point(f"left_{joint}"))[:, [0, 2]]
    # y up, x forward, z right: turning the right-hand direction a quarter about y gives forward.
    return _mean_direction(np.stack([across[:, 1], -across[:, 0]], axis=1))


def _sure(motion: Motion, name: str) -> FloatArray:
    """Return a point's confidence ``[time]``, 0 in gaps; that of a marker is 1 unless its file says otherwise."""
    return np.where(np.isfinite(motion.point(name)[:, 0]), motion.confidence_of(name), 0.0)


def _mean_direction(vectors: FloatArray) -> FloatArray | None:
    good = vectors[np.isfinite(vectors).all(axis=1)]
    if not len(good):
        return None
    middle = np.median(good, axis=0)
    length = float(np.hypot(*middle))
    return np.asarray(middle / length) if length > 0 else None
