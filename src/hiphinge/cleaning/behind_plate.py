"""Joints behind the weight plate nearer to the camera: placed by what must hold, where a network can only guess.

The plate that is followed says which joints it hides. A foot stands still, so that a hidden ankle is where it is
while the plate is away; a hidden knee is as far from ankle and hip as it is seen to be, and moves smoothly; the hip of
somebody who stands is over what is seen of the leg and the trunk, and from there it goes as the shoulder goes.
"""

import numpy as np
from numpy.typing import NDArray

from hiphinge.cleaning.foot_places import Moves, planted_position
from hiphinge.cleaning.plate_in_hands import depth_behind, plate_in_hands
from hiphinge.cleaning.seen_shin import seen_shin_lean_deg
from hiphinge.cleaning.shoulder_behind_plate import is_at_shoulder
from hiphinge.cleaning.smooth_path import Line, smooth_path
from hiphinge.motion import SIDE_JOINTS, FloatArray, lean_deg
from hiphinge.signals import fill_gaps

__all__ = ["HIDEABLE", "placed_behind_plate"]

BoolArray = NDArray[np.bool_]

HIDEABLE = ("hip", "knee", "ankle")
LEAST_RADIUS, COVERED_SHARE, RESTS = 0.28, 0.03, 0.05
"""Something round of more than the first, leg lengths, before the legs in more than the second share of the frames,
which goes up and down by more than the third, leg lengths, is a plate, even if it is seen too seldom to tell that hands
hold it: so it was in four rendered lifters with plates, whose knees were 10 to 28 degrees off, and in none of 289
rendered people without one."""
PLATE_GAP_S, KNEE_GAP_S = 0.5, 1.0
CLEAR_SHARE = 0.2
CLEAR_DEPTH = (-0.7, -0.15)
"""The ankle's place comes from this share of the frames, those with the plate farthest from it. Depths: 1 in the middle
of the plate, 0 at its edge, -1 a radius outside. Near the edge the network shifts a joint, too."""
KNEE_BAND = 0.3
"""So far outside the edge a knee begins to be doubted."""
SHANK_SHARE, SHANK_SD, THIGH_SHARE, THIGH_SD = 0.311, 0.03, 0.301, 0.025
"""Ankle to knee and knee to hip as shares of ankle to shoulder in standing, as the network places them, and their
standard deviations: of 47 rendered people without plates from the side."""
SEEN_SD = 0.03
"""Standard deviation of such a share where both ends are seen."""
SHORTER = 0.925
"""Thigh and shin are that much shorter behind a plate than these shares: the hip is placed low there."""
THIGH_BENT, BENT_AT = 1.05, 0.25
"""So much longer is a thigh in a bend, where the hip is seen in its place: all of it where the shoulder has come so
much nearer to the ankle, share of standing."""
UPRIGHT_SHARE = 0.93
"""Ankle to shoulder, share of its largest, from which on somebody stands upright."""
SHANK_LENGTH_SD, THIGH_LENGTH_SD = 0.05, 0.02
SEEN_KNEE_SD, HIDDEN_KNEE_SD, DEEPER_SD = 0.01, 0.1, 0.3
"""Standard deviations in leg lengths: of a hidden leg's lengths, of a knee that is seen, of one at the plate's edge,
and what is added to it in the plate's middle."""
ALONG_SD, ACROSS_SD, DEEPER_ACROSS_SD = 0.5, 0.06, 0.2
"""The same where the hip is seen, along the thigh and across it: a network draws a hidden knee where the thigh
disappears, on its line, but too near to the hip."""
SEEN_SHIN_SD_DEG = 1.0
"""Standard deviation of the shin's lean where a part of it is seen under the plate."""
USUAL_SHIN_DEG, BENT_SHIN_DEG, USUAL_SHIN_SD_DEG = 4.0, 30.0, 7.5
"""How a shin leans of which nothing is seen: over a straight leg, and what is added by the share by which the hip is
nearer to the ankle than over a straight leg; regression on 74 rendered lifters. The standard deviation is set
on 110 rendered lifters, looked at."""
HIDDEN_HIP_SD = 0.2
"""The same of the distance to a hip that is hidden itself."""
SMOOTHNESS = 0.1
"""How fast a hidden knee's speed may change, leg lengths per second to the power of 1.5."""
LEAST_THIGH, POSSIBLE_SHANK, LOST_SHARE = 0.8, (0.9, 1.25), 0.4
"""Where thigh or shin, as placed, are outside these shares of their lengths, the knee is not where it was placed: in 99
rendered lifters with plates, looked at, such knees were 19 degrees off (root mean square, from standing), all others 5.
Who has a larger share of such frames has a leg that nothing shows."""
BENT_LEAN_DEG = 20.0
"""From here on a trunk leans more than standing people's do, whatever hides the hip."""
HIP_FROM_SHOULDER, HIP_FROM_KNEE, HIP_SHIFT = 0.25, 1.33, -0.026
"""Where the hip is ahead of the ankle in standing, leg lengths: so many shares of shoulder and knee, and a shift.
Regression on 51 rendered people without plates (2 % of leg length left; a hidden hip is placed 6 % wrong)."""
HIP_LOW = 0.04
"""So much lower than one that is seen does a network place a hidden hip, leg lengths."""
HIP_BENT, HIP_BAND, FAR_BENT_DEG = (-0.03, 0.075), 1.2, 15.0
"""In a bend the network draws a hip at the plate's edge so much too far forward and too low, leg lengths: from the
second, a share of the plate's radius, outside the edge on, and all of it in a trunk that leans by so much more than
`BENT_LEAN_DEG`."""
HIP_BY_SHOULDER = ((0.05, -0.02), (0.9, 0.42), (-0.52, -1.39), (0.51, -0.41))
"""Where a hip goes from standing, leg lengths forward and up, by where the shoulder goes: so much for each length that
it goes forward and up, for the product of both, and for the square of the latter. Regression on 98 rendered lifters
with plates in the hands; in those left out of it, the hip is 3 % of a leg's length off, by the network 6 %."""
USUAL_FROM, USUAL_SHARE = -1.6, 0.8
"""From the first, in the plate's radii outside its edge, hips are moved to there, at the edge by the second, a share:
the network draws a hip at a plate's edge so much too low that the trunk leans 6 to 10 degrees less."""
DRAGGED, DRAGGED_DEPTH = (0.2, 0.3), 0.35
"""A leg whose ankle is drawn so far from where it stands, leg lengths, is dragged out of the plate with its knee, which
is doubted as one so deep behind the plate, wherever it is drawn."""
STANDING_LEAN_DEG = 14.0
LARGEST_SHIFT = 0.15
_ROUNDS, _MIN_FRAMES = 6, 5
_INDEX = {name: SIDE_JOINTS.index(name) for name in SIDE_JOINTS}


def placed_behind_plate(
    near: FloatArray,
    plate: FloatArray | None,
    time_s: FloatArray,
    *,
    hands: FloatArray,
    leg_length: float,
    moves: Moves = (),
    contour: FloatArray | None = None,
) -> tuple[FloatArray, BoolArray, BoolArray] | None:
    """Return the near side with joints behind a plate placed, what it hides, and where the knee is not as placed.

    It hides each of `HIDEABLE` ``[time, joint]``; the knee is lost ``[time]``. None where no plate is there.

    Parameters
    ----------
    near
        Joints ``[time, joint, 2]`` forward and up, smoothed.
    plate
        ``[time, 5]``: its centre in the axes of ``near``, width, height, and share of rays (`SideMotion.plate`).
    hands
        The middle between both wrists ``[time, 2]``, or between the elbows where a plate hides the wrists.
    leg_length
        In the unit of ``near``.
    moves
        Those of the feet (`foot_moves`).
    contour
        The silhouette's edges (`SideMotion.contour`): how the shin leans where some of it is seen under the plate.

    Notes
    -----
    In 110 rendered lifters with plates in the hands, looked at, from the side, the middle error of the knee (root mean
    square from standing) is 4.1 degrees, the shin's 1.8 and the trunk's 2.6. A shin that leans unusually and is hidden
    is drawn towards the usual, and so is a hip at the plate's edge.
    """
    if plate is None or not np.isfinite(leg_length) or not len(near):
        return None
    disc = plate_in_hands(plate[:, :4], hands, leg_length)
    if not np.isfinite(disc).any():
        return _not_followed(near, plate[:, :4], leg_length)
    disc = fill_gaps(disc, time_s, max_gap_s=PLATE_GAP_S)
    out = np.array(near)
    ankle, place, ankle_hidden = _planted_ankle(near[:, _INDEX["ankle"]], disc, time_s, moves)
    out[:, _INDEX["ankle"]] = ankle
    on_back = is_at_shoulder(disc, near, leg_length=leg_length)
    out[:, _INDEX["hip"]] = _standing_hip(out, disc, leg_length, on_back=on_back)
    hip = out[:, _INDEX["hip"]] if on_back else _as_hips_go(out, disc, leg_length)
    out[:, _INDEX["hip"]] = hip
    shin = _seen_shin(out, place, disc, contour, leg_length)
    out[:, _INDEX["ankle"]] = np.where(np.isfinite(shin)[:, None], place, ankle)
    dragged = _dragged(near[:, _INDEX["ankle"]], place, leg_length)
    knee, doubt = _hidden_knee(out, disc, time_s, leg_length, shin, dragged)
    out[:, _INDEX["knee"]] = knee
    hidden = np.stack([depth_behind(hip, disc) > 0, doubt > 0, ankle_hidden], axis=1)
    doubted = np.asarray(hidden.any(axis=1))
    return out, hidden, _lost(doubted, doubted & _has_odd_leg(out, disc))


def _not_followed(near: FloatArray, disc: FloatArray, leg: float) -> tuple[FloatArray, BoolArray, BoolArray] | None:
    """Return the near side as it is where a plate is before the legs that is seen too seldom to place them by it.

    Where they bend, the knee is lost. None where nothing as large as a plate is before them, where it rests, and where
    it is on the back.
    """
    shoulder, hip = near[:, _INDEX["shoulder"]], near[:, _INDEX["hip"]]
    with np.errstate(invalid="ignore"):
        large = np.asarray(np.isfinite(disc).all(axis=1) & (disc[:, 3] > 2.0 * LEAST_RADIUS * leg))
    joints = [depth_behind(near[:, _INDEX[name]], disc) > 0 for name in HIDEABLE]
    hidden = np.stack(joints, axis=1) & large[:, None]
    covered = hidden.any(axis=1)
    if is_at_shoulder(disc, near, leg_length=leg) or covered.mean() < COVERED_SHARE:
        return None
    if np.ptp(disc[covered, 1]) < RESTS * leg:
        return None
    return near, hidden, np.nan_to_num(lean_deg(shoulder - hip)) > STANDING_LEAN_DEG


def _lost(doubted: BoolArray, lost: BoolArray) -> BoolArray:
    """Return the frames without a known knee: the ``lost`` ones, or all that are ``doubted`` where too many are."""
    return np.asarray(doubted if lost.sum() > LOST_SHARE * doubted.sum() else lost)


def _has_odd_leg(near: FloatArray, disc: FloatArray) -> BoolArray:
    """Return the frames in which thigh or shin, as placed, is as long as none is: the leg is somewhere else."""
    hip, knee, ankle = (near[:, _INDEX[name]] for name in ("hip", "knee", "ankle"))
    shank, thigh = np.stack([np.linalg.norm(knee - end, axis=1) for end in (ankle, hip)]) / _leg_lengths(near, disc)
    with np.errstate(invalid="ignore"):
        return np.asarray((thigh < LEAST_THIGH) | (shank < POSSIBLE_SHANK[0]) | (shank > POSSIBLE_SHANK[1]))


def _stands(near: FloatArray) -> BoolArray:
    """Return the frames in which somebody is as tall as mostly and does not lean; none where that is not known."""
    shoulder, hip, ankle = (near[:, _INDEX[name]] for name in ("shoulder", "hip", "ankle"))
    tall = np.linalg.norm(shoulder - ankle, axis=1)
    known = np.isfinite(tall) & np.isfinite(hip[:, 0])
    if not known.any():
        return np.zeros(len(near), dtype=bool)
    leans = np.nan_to_num(lean_deg(shoulder - hip)) > BENT_LEAN_DEG
    return np.asarray(known & ~leans & (np.nan_to_num(tall) > UPRIGHT_SHARE * np.percentile(tall[known], 85)))


def _planted_ankle(
    ankle: FloatArray, disc: FloatArray, time_s: FloatArray, moves: Moves
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return the ankle ``[time, 2]``, where it stands while it is hidden; where it stands; the frames that hide it.

    An ankle that is never seen clear of the plate is known nowhere: what was detected is the plate's edge.
    """
    seen = np.isfinite(ankle[:, 0])
    depth = depth_behind(ankle, disc)
    place, hidden = ankle, np.zeros(len(ankle), dtype=bool)
    for _ in range(_ROUNDS):
        if not seen.any():
            break
        limit = np.clip(np.quantile(depth[seen], CLEAR_SHARE), *CLEAR_DEPTH)
        clear = seen & (depth <= limit)
        if clear.sum() < _MIN_FRAMES:
            return np.full(ankle.shape, np.nan), np.full(ankle.shape, np.nan), depth > limit
        found = planted_position(np.where(clear[:, None], ankle, np.nan), time_s, moves=moves)
        place, hidden = np.broadcast_to(found, ankle.shape), depth > limit
        depth = np.maximum(depth_behind(ankle, disc), depth_behind(place, disc))
    return np.where(hidden[:, None], place, ankle), place, hidden


def _dragged(ankle: FloatArray, place: FloatArray, leg: float) -> FloatArray:
    """Return how surely a leg is dragged out of the plate ``[time]``, 0 to 1, by how far its ankle is drawn away."""
    away = np.nan_to_num(np.linalg.norm(ankle - place, axis=1)) / leg
    return np.asarray(np.clip((away - DRAGGED[0]) / (DRAGGED[1] - DRAGGED[0]), 0.0, 1.0))


def _seen_shin(
    near: FloatArray, place: FloatArray, disc: FloatArray, contour: FloatArray | None, leg: float
) -> FloatArray:
    """Return the lean of the shin ``[time]`` by what is seen of it under the plate; NaN where too little is.

    The middle of a shin's contour does not lean quite as its joints do: the difference comes from the frames with the
    knee under the plate and farthest from its middle, and counts less the deeper the plate covers it there.
    """
    knee = near[:, _INDEX["knee"]]
    if contour is None:
        return np.full(len(near), np.nan)
    lean = seen_shin_lean_deg(contour, place, disc, leg_length=leg)
    more, depth = lean_deg(knee - place) - lean, depth_behind(knee, disc)
    lean = np.where(_doubt(depth) > 0, lean, np.nan)
    with np.errstate(invalid="ignore"):
        under = np.isfinite(more) & (knee[:, 1] < disc[:, 1])
    if under.sum() < _MIN_FRAMES:
        return lean
    clear = under & (depth <= np.quantile(depth[under], CLEAR_SHARE))
    share = float(np.clip(1.0 - np.median(depth[clear]), 0.0, 1.0))
    return lean + share * float(np.median(more[clear]))


def _standing_hip(near: FloatArray, disc: FloatArray, leg: float, *, on_back: bool) -> FloatArray:
    """Return the hip, moved as far as it is off in standing, by how deep behind the plate it is.

    A network has nothing to go by there and takes the hip to be over the ankle, as most people's is.
    """
    shoulder, hip, knee, ankle = (near[:, _INDEX[name]] for name in ("shoulder", "hip", "knee", "ankle"))
    depth = depth_behind(hip, disc)
    ahead = HIP_FROM_SHOULDER * (shoulder - ankle)[:, 0] + HIP_FROM_KNEE * (knee - ankle)[:, 0] + HIP_SHIFT * leg
    off = ankle[:, 0] + ahead - hip[:, 0]
    lean = lean_deg(shoulder - hip - np.column_stack([off, np.zeros(len(off))]))
    with np.errstate(invalid="ignore"):
        known = np.isfinite(off) & (np.abs(lean) < STANDING_LEAN_DEG)
        stands = known & (depth > 0) & (depth_behind(knee, disc) < 0)
    low = HIP_LOW * np.clip(depth / KNEE_BAND, 0.0, 1.0)
    bent = np.clip((np.nan_to_num(lean_deg(shoulder - hip)) - BENT_LEAN_DEG) / FAR_BENT_DEG, 0.0, 1.0)
    bent *= 0.0 if on_back else np.clip(1.0 + depth / HIP_BAND, 0.0, 1.5)
    hip = hip + leg * np.column_stack([HIP_BENT[0] * bent, low + HIP_BENT[1] * bent])
    if stands.sum() < _MIN_FRAMES:
        return hip
    most = float(np.clip(np.median(off[stands]), -LARGEST_SHIFT * leg, LARGEST_SHIFT * leg))
    share = np.clip(depth / max(float(np.median(depth[stands])), 0.1), 0.0, 1.0)
    return np.asarray(hip + np.column_stack([most * share, np.zeros(len(share))]))


def _as_hips_go(near: FloatArray, disc: FloatArray, leg: float) -> FloatArray:
    """Return the hip, the nearer to the plate the more where hips go while a shoulder goes where it is seen.

    It is as it was where nobody is seen standing. Whoever leans where they are nearest to standing is on the way down.
    """
    shoulder, hip = near[:, _INDEX["shoulder"]], near[:, _INDEX["hip"]]
    standing = _stands(near)
    if standing.sum() < _MIN_FRAMES or np.median(lean_deg(shoulder - hip)[standing]) > STANDING_LEAN_DEG:
        return hip
    forward, up = ((shoulder - np.median(shoulder[standing], axis=0)) / leg).T
    gone = np.column_stack([forward, up, forward * up, up**2]) @ np.array(HIP_BY_SHOULDER)
    usual = np.median(hip[standing], axis=0) + leg * gone
    share = USUAL_SHARE * np.clip(1.0 - depth_behind(hip, disc) / USUAL_FROM, 0.0, 1.0)[:, None]
    return np.where(np.isfinite(usual), (1.0 - share) * hip + share * usual, hip)


def _hidden_knee(
    near: FloatArray, disc: FloatArray, time_s: FloatArray, leg: float, shin_deg: FloatArray, dragged: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the knee ``[time, 2]`` and how much of it is doubted ``[time]``, 0 to 1.

    ``shin_deg`` is the lean of the shin ``[time]`` where it is seen, else NaN; ``dragged`` as `_dragged` returns it.
    """
    hip, given, ankle = (near[:, _INDEX[name]] for name in ("hip", "knee", "ankle"))
    filled = fill_gaps(given, time_s, max_gap_s=KNEE_GAP_S)
    ends = np.stack([ankle, hip])
    known = np.isfinite(filled[:, 0]) & np.isfinite(ends).all(axis=(0, 2))
    lengths = _leg_lengths(near, disc)
    if known.sum() < 2 * _MIN_FRAMES or not np.isfinite(lengths).all():
        return given, _doubt(depth_behind(filled, disc))
    start = np.where(known[:, None], filled, 0.0)
    ends = np.where(known[None, :, None], ends, 0.0)
    least = np.where(dragged > 0, DRAGGED_DEPTH * dragged - KNEE_BAND * (1.0 - dragged), -np.inf)
    knee, depth = start, np.maximum(depth_behind(filled, disc), least)
    hip_hidden = np.clip(1.0 + depth_behind(hip, disc) / KNEE_BAND, 0.0, 1.0)
    length_sd = np.stack([np.full(len(hip), SHANK_LENGTH_SD), np.hypot(THIGH_LENGTH_SD, HIDDEN_HIP_SD * hip_hidden)])
    across = _across(start - ends[1])
    shin = _shin_line(ends, shin_deg, known, lengths)
    for _ in range(_ROUNDS):
        doubt = _doubt(depth)
        either, along, aside = (
            _spread(doubt, depth, np.isfinite(given[:, 0]), *sds) ** -2.0
            for sds in ((HIDDEN_KNEE_SD, DEEPER_SD), (ALONG_SD, DEEPER_SD), (ACROSS_SD, DEEPER_ACROSS_SD))
        )
        both = np.stack([(1.0 - hip_hidden) * one + hip_hidden * either for one in (along, aside)])
        weight = np.where(known, both / leg**2, 0.0)
        by_length = np.where(known & (doubt > 0), (length_sd * leg) ** -2.0, 0.0)
        thigh = Line(start, across, np.maximum(weight[1] - weight[0], 0.0))
        knee = smooth_path(knee, (start, weight[0]), (thigh, shin), ends, lengths, by_length, _stiffness(time_s, leg))
        depth = np.maximum(np.maximum(depth_behind(filled, disc), depth_behind(knee, disc)), least)
    doubt = np.where(known, _doubt(depth), 0.0)
    return np.where((doubt > 0)[:, None], knee, given), doubt


def _shin_line(ends: FloatArray, shin_deg: FloatArray, known: BoolArray, lengths: FloatArray) -> Line:
    """Return the line of a shin: as it is seen in part, else as shins lean."""
    seen = known & np.isfinite(shin_deg)
    bent = np.clip(1.0 - np.linalg.norm(ends[1] - ends[0], axis=1) / lengths.sum(axis=0), 0.0, 0.5)
    lean = np.radians(np.where(seen, shin_deg, USUAL_SHIN_DEG + BENT_SHIN_DEG * bent))
    sd_deg = np.where(seen, SEEN_SHIN_SD_DEG, USUAL_SHIN_SD_DEG)
    weight = np.where(known, (np.radians(sd_deg) * lengths[0]) ** -2.0, 0.0)
    return Line(ends[0], np.column_stack([np.cos(lean), -np.sin(lean)]), weight)


def _across(line: FloatArray) -> FloatArray:
    """Return directions ``[time, 2]`` at right angles to lines."""
    unit = line / (np.linalg.norm(line, axis=1, keepdims=True) + 1e-9)
    return np.column_stack([-unit[:, 1], unit[:, 0]])


def _spread(doubt: FloatArray, depth: FloatArray, seen: BoolArray, hidden_sd: float, deeper_sd: float) -> FloatArray:
    """Return the standard deviation of a network's knee ``[time]``, leg lengths, by how much a plate hides it."""
    spread = SEEN_KNEE_SD + doubt * (hidden_sd - SEEN_KNEE_SD) + deeper_sd * np.clip(depth, 0.0, 1.0)
    return np.where(seen, spread, hidden_sd)


def _doubt(depth: FloatArray) -> FloatArray:
    return np.asarray(np.clip((depth + KNEE_BAND) / KNEE_BAND, 0.0, 1.0))


def _leg_lengths(near: FloatArray, disc: FloatArray) -> FloatArray:
    """Return ankle to knee and knee to hip ``[2, time]``; from proportions, and from frames with both ends seen."""
    shoulder, hip, knee, ankle = (near[:, _INDEX[name]] for name in ("shoulder", "hip", "knee", "ankle"))
    tall = np.linalg.norm(shoulder - ankle, axis=1)
    if np.isfinite(tall).sum() < _MIN_FRAMES:
        return np.full((2, len(near)), np.nan)
    stature = float(np.nanpercentile(tall, 85))
    with np.errstate(invalid="ignore"):
        upright = tall > UPRIGHT_SHARE * stature
    clear = [depth_behind(joint, disc) < min(-KNEE_BAND, CLEAR_DEPTH[1]) for joint in (ankle, knee, hip)]
    found = []
    for ends, both, usual, sd in (
        (knee - ankle, clear[0] & clear[1], SHANK_SHARE, SHANK_SD),
        (hip - knee, clear[1] & clear[2], THIGH_SHARE, THIGH_SD),
    ):
        share = np.linalg.norm(ends, axis=1) / stature
        measured = both & np.isfinite(share)
        standing = measured & upright
        seen = share[standing if standing.sum() >= _MIN_FRAMES else measured]
        if len(seen) < _MIN_FRAMES:
            found.append(usual)
            continue
        trust = SEEN_SD**-2.0, sd**-2.0
        found.append((trust[0] * float(np.median(seen)) + trust[1] * usual) / sum(trust))
    with np.errstate(invalid="ignore"):
        bent = np.clip(np.nan_to_num((1.0 - tall / stature) / BENT_AT, nan=1.0), 0.0, 1.0)
    longer = np.stack([np.ones(len(near)), 1.0 + (THIGH_BENT - 1.0) * bent])
    return np.asarray(SHORTER * stature * np.array(found)[:, None] * longer)


def _stiffness(time_s: FloatArray, leg: float) -> float:
    """Return the weight of a squared second difference of the knee's path from frame to frame."""
    step_s = float(np.median(np.diff(time_s)))
    return 1.0 / (step_s**3 * (SMOOTHNESS * leg) ** 2)
