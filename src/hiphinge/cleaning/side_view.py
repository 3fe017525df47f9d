"""From raw keypoints to a cleaned side view that can be measured."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.anthropometry import leg_lengths
from hiphinge.cleaning.behind_plate import placed_behind_plate
from hiphinge.cleaning.body_in_view import BodyInView, body_in_view
from hiphinge.cleaning.foot_places import foot_moves
from hiphinge.cleaning.held_plate import hands_at_plate
from hiphinge.cleaning.implausible_poses import without_implausible_poses
from hiphinge.cleaning.joints import correct_joints
from hiphinge.cleaning.shoulder_behind_plate import shoulder_behind_plate
from hiphinge.cleaning.turning import turned_joints
from hiphinge.cleaning.viewpoint import Viewpoint, estimate_viewpoint
from hiphinge.motion import BLAZEPOSE_33, SIDE_JOINTS, CoordinateFrame, FloatArray, Motion, SideMotion
from hiphinge.motion.contour import contour_points
from hiphinge.signals import fill_gaps, lowpass, outliers, percentile_of

__all__ = [
    "SideKeypoints",
    "clean",
    "filtered_keypoints",
    "project_to_side_view",
    "side_motion_of",
    "smoothed",
    "without_jumps",
]

CUTOFF_HZ = 6.0
"""Usual for slow whole-body movement (Winter 2009, ch. 3); a swing's hip keeps more than nine tenths of its speed."""
MAX_GAP_S = 0.4
MIN_CONFIDENCE = 0.25
OUTLIER_WINDOW_S = 0.35
OUTLIER_SIGMAS = 4.0
OUTLIER_FLOOR = 0.04
"""Jumps below this share of leg length are left to the low-pass."""
LIFTED_SHARE, BEHIND_SHARE = 0.2, 0.3
"""A foot is in the air whose ankle is higher, and further back, than the other one by these shares of leg length."""
LIFTED_TIME, LIFTED_CONFIDENCE = 0.1, 0.5
"""Who has the near foot in the air for more than this share of the time, both ankles well detected, stands on the far
leg. In 135 rendered and 21 real sets it was more than 0.3 in single-leg deadlifts on the far leg, and less than 0.06 in
all other sets, walking in and out included."""

SURELY_HIDDEN = 0.7
"""With a plate in view, a network that is so much less sure of the near leg's knee and ankle than of the far leg's has
drawn the near leg along the plate, and the leg that is seen as the far one. In 200 such frames of 11 rendered lifters
with plates, looked at, most of them in standing, the near ankle is 46 % of a leg's length off and the far one 7 %,
the near knee 32 % and the far one 4 % (medians)."""

_LEFT_OUT = {"ear": 0.1}
"""Other confidence limits: a turned head hides the ear, but its position is still well estimated."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SideKeypoints:
    """Joints of both sides in the sagittal plane, not yet corrected, forward along +x and up along +y.

    ``near``, ``far`` ``[time, joint, 2]`` and ``confidence`` ``[time, joint]`` of the near side; ``on_far_leg``: the
    leg of ``near`` is the far one. ``seen`` are both sides in the frame where ``near`` and ``far`` are turned.
    """

    near: FloatArray
    far: FloatArray
    confidence: FloatArray
    leg_length: float
    viewpoint: Viewpoint
    on_far_leg: bool
    seen: tuple[FloatArray, FloatArray] | None = None


def project_to_side_view(motion: Motion, *, viewpoint: Viewpoint | None = None) -> SideKeypoints:
    """Return both sides' joints as the network gave them, low-confidence ones as NaN, each frame by itself, unsmoothed.

    Who stands on the far leg alone is given that leg as the near one. ``viewpoint`` is estimated from the motion where
    it is None.
    """
    viewpoint = viewpoint or estimate_viewpoint(motion)
    far_side = "right" if viewpoint.near_side == "left" else "left"
    near, confidence = _chain(motion, viewpoint, viewpoint.near_side)
    far, far_confidence = _chain(motion, viewpoint, far_side)
    if viewpoint.view.turned:
        body = body_in_view(motion, viewpoint.view.facing)
        return _turned(body, viewpoint, (near, far), np.maximum(confidence, far_confidence))
    on_far_leg = _only_far_leg_stands(near, far, np.minimum(confidence, far_confidence))
    if on_far_leg:
        near, confidence = _on_far_leg(near, far), _with_far_leg(confidence, far_confidence)
    elif viewpoint.view.label == "side" and motion.plate is not None:
        hidden = np.isfinite(motion.plate[:, 0]) & _only_far_leg_is_seen(confidence, far_confidence)
        near = np.where(hidden[:, None, None], _with_far_leg(near, far), near)
        confidence = np.where(hidden[:, None], _with_far_leg(confidence, far_confidence), confidence)
    return SideKeypoints(
        near=near,
        far=far,
        confidence=confidence,
        leg_length=_leg_length(near),
        viewpoint=viewpoint,
        on_far_leg=on_far_leg,
    )


def _turned(
    body: BodyInView | None, viewpoint: Viewpoint, seen: tuple[FloatArray, FloatArray], confidence: FloatArray
) -> SideKeypoints:
    """Return both sides of somebody filmed at an angle in the side view; what neither side shows well is NaN.

    ``body`` is None where too few frames show one: nothing is known then.
    """
    near, far = (np.full(places.shape, np.nan) for places in seen)
    if body is not None:
        near, far = turned_joints(body, viewpoint.view.signed_yaw_deg)
    limits = np.array([_LEFT_OUT.get(joint, MIN_CONFIDENCE) for joint in SIDE_JOINTS])
    near = np.where((confidence >= limits)[..., None], near, np.nan)
    return SideKeypoints(
        near=near,
        far=np.where(np.isfinite(seen[1]), far, np.nan),
        confidence=confidence,
        leg_length=_leg_length(near),
        viewpoint=viewpoint,
        on_far_leg=False,
        seen=seen,
    )


def filtered_keypoints(motion: Motion, *, viewpoint: Viewpoint | None = None) -> SideKeypoints:
    """Return both sides' joints with gaps closed, jumps removed and smoothed; none is corrected yet."""
    raw = project_to_side_view(motion, viewpoint=viewpoint)
    from_side = raw.viewpoint.view.label in {"side", "unknown"}
    near = without_implausible_poses(raw.near, raw.confidence, motion.time_s, from_side=from_side)
    leg = _leg_length(near)
    return replace(
        raw,
        near=smoothed(without_jumps(near, motion.time_s, leg), motion.time_s),
        far=smoothed(without_jumps(raw.far, motion.time_s, leg), motion.time_s),
        leg_length=leg,
        seen=None if raw.seen is None else (smoothed(raw.seen[0], motion.time_s), smoothed(raw.seen[1], motion.time_s)),
    )


def clean(motion: Motion, *, like: SideMotion | None = None, by_breadth: bool = False) -> SideMotion:
    """Return the person's side view: gaps closed, jumps removed, smoothed, forward along +x and up along +y.

    The near side is chosen once for the whole recording; the far side is kept as a check. Who stands on the far leg
    alone is measured on that leg. The joints of BlazePose are then corrected for that network's systematic errors
    (`hiphinge.cleaning.joints`); other layouts are not. ``like`` is an earlier part of the same recording: view and leg
    length are then taken from it. ``by_breadth`` is for whoever stands with one foot in front of the other
    (`estimate_viewpoint`).
    """
    if like is None:
        viewpoint = estimate_viewpoint(motion, by_breadth=by_breadth)
        return side_motion_of(motion, filtered_keypoints(motion, viewpoint=viewpoint))
    sign = -1.0 if like.view.facing == "left" else 1.0
    known = Viewpoint(view=like.view, near_side=like.near_side, forward=np.array([sign]))
    side = side_motion_of(motion, replace(filtered_keypoints(motion, viewpoint=known), leg_length=like.leg_length))
    return replace(side, leg_length=like.leg_length)


def side_motion_of(motion: Motion, trace: SideKeypoints) -> SideMotion:
    """Return filtered keypoints of a recording as a side view: joints corrected, with the silhouette's edges."""
    near = trace.near
    moves = foot_moves(near, motion.time_s, leg_length=trace.leg_length)
    of_video = motion.coordinate_frame is CoordinateFrame.IMAGE_PX
    plate = _plate(motion, trace.viewpoint) if trace.seen is None else None
    hands = hands_at_plate(near, trace.far, plate, leg=trace.leg_length)
    contour = _edges(motion, trace.viewpoint) if trace.seen is None else None
    behind = placed_behind_plate(
        near, plate, motion.time_s, hands=hands, leg_length=trace.leg_length, moves=moves, contour=contour
    )
    near, hidden, lost = (near, None, None) if behind is None else behind
    if of_video and motion.layout == BLAZEPOSE_33 and trace.seen is None:
        near = correct_joints(near, trace.far, motion.time_s, leg_length=trace.leg_length, moves=moves)
    near, hides_shoulder = shoulder_behind_plate(near, plate, motion.time_s)
    leg_length = next(filter(np.isfinite, (_leg_length(near), trace.leg_length)), float("nan"))
    return SideMotion(
        time_s=motion.time_s,
        near=near,
        far=trace.far,
        quality=np.where(np.isfinite(near[..., 0]), trace.confidence, 0.0),
        near_side=trace.viewpoint.near_side,
        unit="px" if of_video else "m",
        leg_length=leg_length,
        view=trace.viewpoint.view,
        contour=contour,
        plate=plate,
        behind_plate=hidden,
        knee_lost=lost,
        shoulder_hidden=hides_shoulder,
        moves=moves,
        on_far_leg=trace.on_far_leg,
        seen_near=None if trace.seen is None else trace.seen[0],
        seen_far=None if trace.seen is None else trace.seen[1],
    )


def _edges(motion: Motion, viewpoint: Viewpoint) -> FloatArray | None:
    """Return the silhouette's edges ``[time, station, (front, back), 2]`` forward and up."""
    if motion.contour is None or motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return None
    sign = float(viewpoint.forward[0])
    places = contour_points(motion) * np.array([sign, -1.0])
    return np.asarray(places if sign > 0 else places[:, :, ::-1])


def _plate(motion: Motion, viewpoint: Viewpoint) -> FloatArray | None:
    """Return what may be a plate ``[time, 5]``, its centre forward and up."""
    if motion.plate is None or motion.coordinate_frame is not CoordinateFrame.IMAGE_PX:
        return None
    return np.asarray(motion.plate * np.array([float(viewpoint.forward[0]), -1.0, 1.0, 1.0, 1.0]))


def _only_far_leg_stands(near: FloatArray, far: FloatArray, confidence: FloatArray) -> bool:
    """Tell whether the near foot is often in the air, behind the far one; ``confidence`` is the lower of both sides."""
    ankle = SIDE_JOINTS.index("ankle")
    leg = next(filter(np.isfinite, (_leg_length(far), _leg_length(near))), float("nan"))
    ahead, above = ((near[:, ankle] - far[:, ankle]) / leg).T
    with np.errstate(invalid="ignore"):
        lifted = (above > LIFTED_SHARE) & (-ahead > BEHIND_SHARE) & (confidence[:, ankle] >= LIFTED_CONFIDENCE)
    return bool(lifted.mean() > LIFTED_TIME)


def _only_far_leg_is_seen(near: FloatArray, far: FloatArray) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` in which the network takes the leg that is seen for the far one.

    ``near`` and ``far`` are confidences ``[time, joint]``.
    """
    lower = [SIDE_JOINTS.index(joint) for joint in ("knee", "ankle")]
    near_leg, far_leg = near[:, lower].min(axis=1), far[:, lower].min(axis=1)
    return np.asarray((far_leg >= MIN_CONFIDENCE) & (near_leg < SURELY_HIDDEN * far_leg))


def _on_far_leg(near: FloatArray, far: FloatArray) -> FloatArray:
    """Return the near side with the far leg, and the middle of the hips where both are detected."""
    mixed = _with_far_leg(near, far)
    hips = near[:, SIDE_JOINTS.index("hip")], far[:, SIDE_JOINTS.index("hip")]
    middle = np.where(np.isfinite(hips[1]), (hips[0] + hips[1]) / 2, hips[0])
    mixed[:, SIDE_JOINTS.index("hip")] = np.where(np.isfinite(hips[0]), middle, hips[1])
    return mixed


def _with_far_leg(near: FloatArray, far: FloatArray) -> FloatArray:
    """Return values of the near side ``[time, joint, ...]``, those of the leg below the hip from the far one."""
    mixed = near.copy()
    legs = [SIDE_JOINTS.index(joint) for joint in ("knee", "ankle", "heel", "toe")]
    mixed[:, legs] = far[:, legs]
    return mixed


def _chain(motion: Motion, viewpoint: Viewpoint, side: str) -> tuple[FloatArray, FloatArray]:
    """Return one side's joints ``[time, joint, 2]`` forward and up, low-confidence ones as NaN, and the confidence."""
    points, sure = [], []
    for joint in SIDE_JOINTS:
        place = motion.point(f"{side}_{joint}")
        confidence = motion.confidence_of(f"{side}_{joint}")
        detected = confidence >= _LEFT_OUT.get(joint, MIN_CONFIDENCE)
        points.append(np.where(detected[:, None], _flatten(place, viewpoint, motion.coordinate_frame), np.nan))
        sure.append(confidence)
    return np.stack(points, axis=1), np.stack(sure, axis=1)


def _flatten(place: FloatArray, viewpoint: Viewpoint, frame: CoordinateFrame) -> FloatArray:
    if frame is CoordinateFrame.IMAGE_PX:
        return np.stack([place[:, 0] * viewpoint.forward[0], -place[:, 1]], axis=1)
    return np.stack([place[:, [0, 2]] @ viewpoint.forward, place[:, 1]], axis=1)


def _leg_length(chain: FloatArray) -> float:
    """Return hip to knee to ankle, the 80th percentile over time (a leg seen from the side only looks shorter)."""
    hip, knee, ankle = (chain[:, SIDE_JOINTS.index(j)] for j in ("hip", "knee", "ankle"))
    length = leg_lengths(hip, knee, ankle)
    good = length[np.isfinite(length)]
    return percentile_of(good, 80) if len(good) else float("nan")


def without_jumps(chain: FloatArray, time_s: FloatArray, leg: float) -> FloatArray:
    """Return points ``[time, joint, axis]`` without those that jump; ``leg`` is a leg's length in their unit."""
    if not np.isfinite(leg):
        return chain
    bad = outliers(chain, time_s, window_s=OUTLIER_WINDOW_S, sigmas=OUTLIER_SIGMAS, floor=OUTLIER_FLOOR * leg)
    return np.where(bad.any(axis=-1, keepdims=True), np.nan, chain)


def smoothed(chain: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return points ``[time, joint, axis]`` with short gaps closed, low-passed."""
    return lowpass(fill_gaps(chain, time_s, max_gap_s=MAX_GAP_S), time_s, cutoff_hz=CUTOFF_HZ)
