"""All per-frame quantities of one recording, computed once for the measures to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.result import Series, Standing
from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.anthropometry import segments_of
from hiphinge.catalogue import load
from hiphinge.cleaning import planted_position
from hiphinge.kinematics import (
    bridged_thigh_lean_deg,
    correct_limb_angles,
    head_angle_deg,
    hip_ahead,
    joint_angles,
    relative_series,
)
from hiphinge.loads import BarPath, bar_path
from hiphinge.measures import (
    BACK_HOLLOW,
    BAR_AHEAD,
    BAR_UP,
    HIDDEN,
    HIP_AHEAD,
    HIP_HEIGHT,
    OF_SHOULDER,
    SHOULDER_HIDDEN_DEG,
    TRUNK_LENGTH,
    MotionSeries,
    Reference,
)
from hiphinge.motion import CoefficientSet, FloatArray, SideMotion
from hiphinge.posture import (
    ONE_LEG,
    StandingFrames,
    add_hip_flexion,
    detect_standing,
    feet_and_arms,
    implausible_poses,
    legs_of,
    on_one_leg,
    over_foot,
)
from hiphinge.quantities import QUANTITIES, Quantity
from hiphinge.repetitions import (
    BoundaryCorrection,
    Span,
    Unfit,
    correct_spans,
    detect_repetitions,
    fold_deg,
    hands_and_feet_of,
)
from hiphinge.spine import OTHER_RECORDING_DEG, Back, Dowel, estimate_back, fit_dowel

__all__ = [
    "FrameMeasurements",
    "MovementEvents",
    "half_width_of",
    "measure_frames",
    "median_in_standing",
    "movement_events_of",
    "series_of",
    "thigh_lean_deg",
    "with_bar",
    "without_lost_knees",
]

HIDDEN_SHARE = 0.1
"""A plate that hides a joint of the leg in more than this share of the frames makes angles less accurate."""
UPRIGHT_DEG, UPRIGHT_S = 12.0, 0.3
"""Whose trunk leans by less than the first for longer than the second stands, or would be seen to."""
MIN_STANDING_FRAMES = 3
_HEAD = "head_angle_deg"
_OF_LEGS = ("knee_flexion_deg", "shank_inclination_deg", "trunk_thigh_angle_deg")
"""What is not known of legs that stand as no legs do because a plate hides them: they are as wrong at the bottom."""
_WITHOUT_LEGS = frozenset({"trunk_inclination_deg", _HEAD, TRUNK_LENGTH, HIP_HEIGHT})
"""What standing is a reference for where the legs are hidden or cannot be standing as detected."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FrameMeasurements:
    """All per-frame quantities of one recording.

    Attributes
    ----------
    side
        What was seen; None where sensors recorded the movement.
    series
        What the measures read: quantities and positions per frame, spans and the reference posture.
    standing
        The reference posture as it is reported.
    dowel
        The virtual dowel in every frame.
    bar
        Where the bar is, or None where no plate was followed.
    unfit
        Of each correction of boundaries: why it could not be applied, None where it was.
    """

    side: SideMotion | None
    series: MotionSeries
    standing: Standing
    dowel: Dowel
    bar: BarPath | None = None
    unfit: tuple[Unfit | None, ...] = ()

    @property
    def seen(self) -> SideMotion:
        """What a camera saw.

        Raises
        ------
        TypeError
            If sensors recorded the movement.
        """
        if self.side is None:
            message = "A camera should have seen the movement, but sensors recorded it."
            raise TypeError(message)
        return self.side


@dataclass(frozen=True, kw_only=True, eq=False)
class MovementEvents:
    """Joint angles by quantity id, movements, and standing frames: what the reference posture is taken from.

    ``unfit`` says of each correction why it could not be applied, None where it was.
    """

    angles: Mapping[str, FloatArray]
    spans: tuple[Span, ...]
    still: StandingFrames
    unfit: tuple[Unfit | None, ...] = ()


def movement_events_of(
    side: SideMotion, *, from_floor: bool = False, corrections: Sequence[BoundaryCorrection] = ()
) -> MovementEvents:
    """Find the repetitions of a cleaned side view, as a person corrected them, and when the person stands."""
    angles = joint_angles(side)
    trunk = np.where(implausible_poses(side, angles["trunk_inclination_deg"]), np.nan, angles["trunk_inclination_deg"])
    fold = fold_deg(trunk, -bridged_thigh_lean_deg(side))
    limbs = hands_and_feet_of(side)
    spans, unfit = correct_spans(
        detect_repetitions(side.time_s, fold, trunk, limbs=limbs, from_floor=from_floor),
        corrections,
        time_s=side.time_s,
        fold=fold,
        trunk_deg=trunk,
    )
    still = StandingFrames(kind="none", frames=np.zeros(len(side), dtype=bool))
    for walks in (limbs.walks | _elsewhere(side, spans), limbs.walks):
        if still.kind != "quiet":
            knee_deg, shank_deg = angles["knee_flexion_deg"], angles["shank_inclination_deg"]
            legs = legs_of(side, knee_deg=knee_deg, shank_deg=shank_deg, walks=walks)
            still = detect_standing(side.time_s, trunk, fold, spans, legs=legs)
    return MovementEvents(angles=angles, spans=spans, still=still, unfit=unfit)


def _elsewhere(side: SideMotion, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` in which the feet stand where no repetition happens: before a set, or after it.

    Who has walked there mostly faces another way, and is no reference for the repetitions.
    """
    edges = [0, *(edge for move in side.moves for edge in move), len(side)]
    bottoms_s = np.array([span.bottom_s for span in spans if span.kind == "repetition"])
    out = np.zeros(len(side), dtype=bool)
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        at = side.time_s[start:stop]
        if side.moves and len(at) and not ((bottoms_s >= at[0]) & (bottoms_s <= at[-1])).any():
            out[start:stop] = True
    return out if not out.all() else np.zeros(len(side), dtype=bool)


def measure_frames(
    side: SideMotion,
    *,
    reference: StandingReference | None = None,
    coefficients: CoefficientSet = CoefficientSet.MEAN,
    from_floor: bool = False,
    events: MovementEvents | None = None,
    corrections: Sequence[BoundaryCorrection] = (),
) -> FrameMeasurements:
    """Measure a cleaned side view frame by frame, detect its repetitions and take the reference posture.

    Parameters
    ----------
    reference
        How the person stands in another recording. Angles then count from it, even if the person stands in this one:
        it was chosen. Positions (hip travel, balance) always count from standing in this recording.
    coefficients
        The person's segment masses.
    from_floor
        Whether it is known that every repetition begins with the weight on the floor.
    corrections
        What a person corrected of where repetitions are.
    events
        Movements and standing frames where they are known; None detects them.
    """
    events = events or movement_events_of(side, from_floor=from_floor, corrections=corrections)
    spans, still = events.spans, events.still
    placed = side  # the back is measured with knees where they were placed, lost or not
    known, side = without_lost_knees(events.angles, side)
    angles = correct_limb_angles(side, known, standing=still.frames & still.legs)
    positions = _positions(side, coefficients)
    standing = median_in_standing(angles | positions | {_HEAD: head_angle_deg(side)}, still.frames)
    if _has_lost_legs(side, still, angles["trunk_inclination_deg"]):
        angles = {name: np.full(len(side), np.nan) if name in _OF_LEGS else series for name, series in angles.items()}
    if not still.legs:
        standing = {name: value for name, value in standing.items() if name in _WITHOUT_LEGS}
    standing |= {} if reference is None else dict(reference.angles)
    back, dowel = fit_dowel(side, _back(placed, still, thigh_lean_deg(angles), reference), standing=still.frames)
    hollow = {} if back.hollow_deg is None else {BACK_HOLLOW: back.hollow_deg}
    standing |= median_in_standing(hollow, still.frames)
    reported = _standing(side.time_s, still, standing, reference)
    return FrameMeasurements(
        side=side,
        series=MotionSeries(
            source="video" if side.unit == "px" else "markers",
            time_s=side.time_s,
            values=positions | angles | relative_series(side, standing=standing) | hollow | dict(back.values),
            low=back.low,
            high=back.high,
            spans=spans,
            reference=Reference(
                kind=reported.kind,
                values=standing,
                stands_here=still.kind != "none",
                error_deg=0.0 if reference is None else OTHER_RECORDING_DEG,
            ),
            leg_length=side.leg_length,
            back_missing=HIDDEN if side.view.turned else back.reason,
            yaw_deg=side.view.signed_yaw_deg if side.view.turned else None,
            behind_plate=_is_behind_plate(side),
            shoulder_hidden=side.shoulder_hidden,
        ),
        standing=reported,
        dowel=dowel,
        unfit=events.unfit,
    )


def with_bar(
    tracks: FrameMeasurements, *, plate_mm: float | None, stature_m: float | None, frame_px: tuple[int, int] | None
) -> FrameMeasurements:
    """Return the measurements with the bar's path, or with the reason why there is none."""
    series = tracks.series
    if tracks.side is None:
        return tracks
    bar = bar_path(tracks.side, series.spans, plate_mm=plate_mm, stature_m=stature_m, frame_px=frame_px)
    if isinstance(bar, str):
        return replace(tracks, series=replace(series, bar_missing=bar))
    values = {**series.values, BAR_UP: bar.up_m, BAR_AHEAD: bar.ahead_m}
    return replace(
        tracks, bar=bar, series=replace(series, values=values, bar_missing=None, bar_scale_doubt=bar.scale_doubt)
    )


def _positions(side: SideMotion, coefficients: CoefficientSet) -> dict[str, FloatArray]:
    """Return the positions ``[time]`` that measures need and that are no quantities, by name."""
    return {
        HIP_AHEAD: hip_ahead(side),
        HIP_HEIGHT: _hip_height(side),
        TRUNK_LENGTH: np.linalg.norm(side.joint("shoulder") - side.joint("hip"), axis=1),
        **over_foot(side, segments=segments_of(coefficients)),
        **feet_and_arms(side),
        ONE_LEG: on_one_leg(side),
    }


def without_lost_knees(angles: Mapping[str, FloatArray], side: SideMotion) -> tuple[dict[str, FloatArray], SideMotion]:
    """Return angles by quantity id and the side view, neither with anything of a leg whose knee is lost."""
    lost = np.zeros(len(side), dtype=bool) if side.knee_lost is None else side.knee_lost
    known = {id_: np.where(lost, np.nan, values) if id_ in _OF_LEGS else values for id_, values in angles.items()}
    return known, side.without_lost_knees()


def _is_behind_plate(side: SideMotion) -> bool:
    hidden = side.behind_plate
    return hidden is not None and bool(hidden.mean(axis=0).max() >= HIDDEN_SHARE)


def _has_lost_legs(side: SideMotion, still: StandingFrames, trunk_deg: FloatArray) -> bool:
    """Tell whether a plate hides legs that are not as legs stand, while the trunk is upright for a while.

    Of somebody who never stands, as in walking throughout, nobody knows how the legs would stand.
    """
    if still.legs or still.kind == "none" or not _is_behind_plate(side):
        return False
    with np.errstate(invalid="ignore"):
        upright = np.abs(trunk_deg) <= UPRIGHT_DEG
    return bool(upright.sum() * float(np.median(np.diff(side.time_s))) >= UPRIGHT_S)


def _hip_height(side: SideMotion) -> FloatArray:
    """Return the hip's height ``[time]``; where the feet stand in several places, above the ankle's height there."""
    height = side.joint("hip")[:, 1]
    if not side.moves:
        return height
    return np.asarray(height - planted_position(side.joint("ankle"), side.time_s, moves=side.moves)[..., 1])


def _back(side: SideMotion, still: StandingFrames, thigh_deg: FloatArray, reference: StandingReference | None) -> Back:
    """Return the angles of back and hip from standing in this recording, or from the reference in another."""
    behind_plate = _is_behind_plate(side)
    if reference is None:
        back = estimate_back(side, standing=still.frames, reference_kind=still.kind)
        stands = still.frames & still.legs
        return add_hip_flexion(back, thigh_deg=thigh_deg, standing=stands, behind_plate=behind_plate)
    back = estimate_back(side, standing=still.frames, reference_kind=reference.kind, reference=reference.posture)
    return add_hip_flexion(
        back,
        thigh_deg=thigh_deg,
        standing=still.frames,
        reference_thigh_deg=reference.thigh_deg,
        behind_plate=behind_plate,
    )


def thigh_lean_deg(angles: Mapping[str, FloatArray]) -> FloatArray:
    """Return the lean of the line knee to hip from vertical ``[time]``, forward positive, from angles by id."""
    return angles["shank_inclination_deg"] - angles["knee_flexion_deg"]


def median_in_standing(series: Mapping[str, FloatArray], frames: NDArray[np.bool_]) -> dict[str, float]:
    """Return the medians over the frames of standing, by name; without what was measured in too few of them."""
    picked = {name: values[frames] for name, values in series.items()}
    return {
        name: float(np.nanmedian(values))
        for name, values in picked.items()
        if np.isfinite(values).sum() >= MIN_STANDING_FRAMES
    }


def _standing(
    time_s: FloatArray, still: StandingFrames, angles: Mapping[str, float], reference: StandingReference | None
) -> Standing:
    """Return the reference posture as it is reported."""
    reference_here = time_s[still.frames]
    middle_s = float(reference_here[len(reference_here) // 2]) if len(reference_here) else None
    if reference is not None:
        return Standing(
            kind="calibration",
            duration_s=reference.duration_s,
            time_s=middle_s,
            angles={name: value for name, value in reference.angles.items() if name != _HEAD},
            recording=reference.recording,
        )
    if still.kind == "none":
        return Standing(kind="none")
    return Standing(
        kind=still.kind,
        duration_s=float(still.frames.sum() * float(np.median(np.diff(time_s)))),
        time_s=middle_s,
        angles={name: value for name, value in angles.items() if name in QUANTITIES and name != _HEAD},
    )


def series_of(tracks: FrameMeasurements, quantities: Mapping[str, Quantity], *, usable: bool) -> Series:
    """Return every frame quantity ``[time]`` with its 90 % bounds; NaN throughout where it is not measurable."""
    measured = tracks.series
    missing = np.full(len(measured), np.nan)
    values, low, high = {}, {}, {}
    for quantity in quantities.values():
        if quantity.scope != "frame":
            continue
        id_ = quantity.id
        half_width = half_width_of(measured, id_)
        hidden = measured.yaw_deg is not None and half_width is None and id_ not in measured.by_sensors
        series = measured.of(id_) if usable and not hidden else missing
        values[id_] = series
        if hidden and id_ in load().accuracy:
            low[id_] = high[id_] = missing
        elif id_ in measured.low and usable:
            low[id_], high[id_] = measured.low[id_], measured.high[id_]
        elif half_width is not None:
            low[id_], high[id_] = series - half_width, series + half_width
    return Series(time_s=measured.time_s, values=values, low=low, high=high)


def half_width_of(series: MotionSeries, id_: str) -> float | None:
    """Return the 90 % half-width of a quantity per frame in the view that it was recorded from; None: there is none."""
    accuracy = load().accuracy.get(id_)
    if accuracy is None:
        return None
    if series.yaw_deg is not None:
        half_widths = accuracy.seen_from(series.yaw_deg)
        return None if half_widths is None else half_widths[0]
    if series.shoulder_hidden and id_ in OF_SHOULDER:
        return float(np.hypot(accuracy.absolute, SHOULDER_HIDDEN_DEG))
    if series.behind_plate and accuracy.behind_plate is not None:
        return accuracy.behind_plate.absolute
    return float(np.hypot(accuracy.absolute, series.reference.error_deg)) if id_ == _HEAD else accuracy.absolute
