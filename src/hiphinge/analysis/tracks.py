"""Everything measured per frame of one recording, gathered once for the repetitions to read."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.result import Series, Standing
from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.anthropometry import segments_of
from hiphinge.catalogue import load
from hiphinge.kinematics import head_angle_deg, hip_ahead, joint_angles, relative_series, with_limbs
from hiphinge.motion import CoefficientSet, FloatArray, SideMotion
from hiphinge.posture import ONE_LEG, StandingFrames, find_standing, on_one_leg, over_foot, with_hip
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span, find_repetitions, fold_deg
from hiphinge.spine import ELSEWHERE_DEG, Back, Dowel, estimate_back, lay_dowel

__all__ = [
    "StandingEvents",
    "Tracks",
    "measure_frames",
    "median_in_standing",
    "series_of",
    "standing_of",
    "thigh_lean_deg",
]

MIN_STANDING_FRAMES = 3


@dataclass(frozen=True, kw_only=True, eq=False)
class Tracks:
    """Series by quantity id ``[time]``, with the spans and the standing that were found in them.

    ``extra`` holds what is needed but is no quantity: ``hip_height`` (unit of the side view), ``trunk_length``, and the
    places of `hiphinge.posture.over_foot`.
    ``zero`` are the medians of all of these over standing: where the person's own standing was taken elsewhere, its
    angles, and the places of standing in this recording, if there is any (``stands``). ``back`` is what the silhouette
    told.
    """

    side: SideMotion
    values: Mapping[str, FloatArray]
    extra: Mapping[str, FloatArray]
    spans: tuple[Span, ...]
    standing: Standing
    zero: Mapping[str, float]
    stands: bool
    back: Back
    dowel: Dowel

    @property
    def zero_error_deg(self) -> float:
        """What a zero that was taken in another recording adds to the error of a change from standing."""
        return ELSEWHERE_DEG if self.standing.kind == "calibration" else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class StandingEvents:
    """What is known before the person's own zero: joint angles by quantity id, repetitions, frames of standing."""

    angles: Mapping[str, FloatArray]
    spans: tuple[Span, ...]
    still: StandingFrames


def standing_of(side: SideMotion) -> StandingEvents:
    """Find the repetitions of a cleaned side view and the frames in which the person stands."""
    angles = joint_angles(side)
    trunk = angles["trunk_inclination_deg"]
    fold = fold_deg(trunk, angles["knee_flexion_deg"] - angles["shank_inclination_deg"])
    spans = find_repetitions(side.time_s, fold, trunk)
    return StandingEvents(angles=angles, spans=spans, still=find_standing(side.time_s, trunk, fold, spans))


def measure_frames(
    side: SideMotion, *, own: StandingReference | None = None, coefficients: CoefficientSet = CoefficientSet.MEAN
) -> Tracks:
    """Measure a cleaned side view frame by frame, find its repetitions and the person's own standing.

    Where ``own`` was taken in another recording, it is the zero of every angle, even if the person stands in this one:
    it was chosen. The zeros of places (hip travel, balance) are never taken from elsewhere. ``coefficients`` are the
    person's segment masses.
    """
    stood = standing_of(side)
    spans, still = stood.spans, stood.still
    angles = with_limbs(side, stood.angles, standing=still.frames)
    extra = {
        "hip_ahead": hip_ahead(side),
        "hip_height": side.joint("hip")[:, 1],
        "trunk_length": np.linalg.norm(side.joint("shoulder") - side.joint("hip"), axis=1),
        "head_angle_deg": head_angle_deg(side),
        **over_foot(side, segments=segments_of(coefficients)),
        ONE_LEG: on_one_leg(side),
    }
    zero = median_in_standing(angles | extra, still.frames) | ({} if own is None else dict(own.angles))
    values = angles | relative_series(side, standing=zero)
    back, dowel = lay_dowel(side, _back(side, still, thigh_lean_deg(angles), own), standing=still.frames)
    return Tracks(
        side=side,
        values=values | dict(back.values),
        extra=extra,
        spans=spans,
        standing=_standing(side.time_s, still, zero) if own is None else _taken_elsewhere(side.time_s, still, own),
        zero=zero,
        stands=still.kind != "none",
        back=back,
        dowel=dowel,
    )


def _back(side: SideMotion, still: StandingFrames, thigh_deg: FloatArray, own: StandingReference | None) -> Back:
    kind, shape, thigh = (still.kind, None, None) if own is None else (own.kind, own.own, own.thigh_deg)
    back = estimate_back(side, standing=still.frames, zero_kind=kind, own=shape)
    return with_hip(back, thigh_deg=thigh_deg, standing=still.frames, zero_deg=thigh)


def thigh_lean_deg(angles: Mapping[str, FloatArray]) -> FloatArray:
    """Return the lean of the line knee to hip from vertical ``[time]``, forward positive, from angles by id."""
    return angles["shank_inclination_deg"] - angles["knee_flexion_deg"]


def median_in_standing(series: Mapping[str, FloatArray], frames: NDArray[np.bool_]) -> dict[str, float]:
    """Return the medians over the frames of standing, by name; without what was seen in too few of them."""
    picked = {name: values[frames] for name, values in series.items()}
    return {
        name: float(np.nanmedian(values))
        for name, values in picked.items()
        if np.isfinite(values).sum() >= MIN_STANDING_FRAMES
    }


def _taken_elsewhere(time_s: FloatArray, still: StandingFrames, own: StandingReference) -> Standing:
    here = time_s[still.frames]
    return Standing(
        kind="calibration",
        duration_s=own.duration_s,
        time_s=float(here[len(here) // 2]) if len(here) else None,
        angles={name: value for name, value in own.angles.items() if name != "head_angle_deg"},
        recording=own.recording,
    )


def _standing(time_s: FloatArray, still: StandingFrames, zero: Mapping[str, float]) -> Standing:
    if still.kind == "none":
        return Standing(kind="none")
    at = time_s[still.frames]
    step_s = float(np.median(np.diff(time_s)))
    return Standing(
        kind=still.kind,
        duration_s=float(still.frames.sum() * step_s),
        time_s=float(at[len(at) // 2]),
        angles={name: value for name, value in zero.items() if name in QUANTITIES and name != "head_angle_deg"},
    )


def series_of(tracks: Tracks, *, usable: bool) -> Series:
    """Return every frame quantity with its 90 % band; NaN throughout where it cannot be measured."""
    missing = np.full(len(tracks.side), np.nan)
    accuracy = load().accuracy
    values, low, high = {}, {}, {}
    for quantity in QUANTITIES.values():
        if quantity.scope != "frame":
            continue
        series = tracks.values.get(quantity.id, missing) if usable else missing
        values[quantity.id] = series
        if quantity.id in tracks.back.low and usable:
            low[quantity.id], high[quantity.id] = tracks.back.low[quantity.id], tracks.back.high[quantity.id]
        elif quantity.id in accuracy:
            half = accuracy[quantity.id].absolute
            if quantity.id == "head_angle_deg":
                half = float(np.hypot(half, tracks.zero_error_deg))
            low[quantity.id], high[quantity.id] = series - half, series + half
    return Series(time_s=tracks.side.time_s, values=values, low=low, high=high)
