"""All per-frame quantities of somebody filmed from the front or from behind, computed once for the measures to read."""

from collections.abc import Sequence

import numpy as np

from hiphinge.analysis.result import Standing
from hiphinge.analysis.tracks import FrameMeasurements, median_in_standing
from hiphinge.anthropometry import segments_of
from hiphinge.cleaning import front_view
from hiphinge.measures import FROM_FRONT, MotionSeries, Reference
from hiphinge.motion import CoefficientSet, FloatArray, FrontMotion, Motion, SideMotion
from hiphinge.posture import (
    StandingFrames,
    detect_standing,
    front_trunk_deg,
    front_values,
    hands_and_feet_in_front,
    thigh_back_deg,
)
from hiphinge.repetitions import BoundaryCorrection, Span, Unfit, correct_spans, detect_repetitions, fold_deg
from hiphinge.spine import CONTACTS, Dowel

__all__ = ["front_of", "front_spans", "measure_front"]

FRONT_REASONS = ("view_front", "view_back")
"""Ids of the reasons why nothing can be measured as from the side."""


def front_of(motion: Motion, side: SideMotion, refused: Sequence[str]) -> FrontMotion | None:
    """Return somebody who was refused for the side view as seen from the front or from behind; None for anyone else."""
    return front_view(motion, side.view) if tuple(refused) and refused[0] in FRONT_REASONS else None


def front_spans(
    front: FrontMotion, *, from_floor: bool = False, corrections: Sequence[BoundaryCorrection] = ()
) -> tuple[tuple[Span, ...], tuple[Unfit | None, ...]]:
    """Return the repetitions of somebody seen from the front, as a person corrected them."""
    trunk, fold = _fold(front)
    found = detect_repetitions(front.time_s, fold, trunk, limbs=hands_and_feet_in_front(front), from_floor=from_floor)
    return correct_spans(found, corrections, time_s=front.time_s, fold=fold, trunk_deg=trunk)


def _fold(front: FrontMotion) -> tuple[FloatArray, FloatArray]:
    trunk = front_trunk_deg(front)
    return trunk, fold_deg(trunk, thigh_back_deg(front))


def measure_front(
    front: FrontMotion,
    side: SideMotion,
    *,
    coefficients: CoefficientSet = CoefficientSet.MEAN,
    from_floor: bool = False,
    corrections: Sequence[BoundaryCorrection] = (),
) -> FrameMeasurements:
    """Measure what shows from the front frame by frame, detect repetitions and take the reference posture.

    ``side`` is the recording as if it were one from the side; nothing is measured in it.
    """
    spans, unfit = front_spans(front, from_floor=from_floor, corrections=corrections)
    trunk, fold = _fold(front)
    values = front_values(front, segments=segments_of(coefficients))
    still = detect_standing(front.time_s, trunk, fold, spans)
    reference = median_in_standing(values, still.frames)
    return FrameMeasurements(
        side=side,
        series=MotionSeries(
            source="video",
            time_s=front.time_s,
            values=values,
            spans=spans,
            reference=Reference(kind=still.kind, values=reference, stands_here=still.kind != "none"),
            back_missing=FROM_FRONT,
            seen_from="front" if side.view.label == "front" else "back",
            square_off_deg=abs(90.0 - (side.view.yaw_deg or 90.0)),
        ),
        standing=_standing(front.time_s, still),
        dowel=_no_dowel(len(front)),
        unfit=unfit,
    )


def _standing(time_s: FloatArray, still: StandingFrames) -> Standing:
    """Return the reference posture as it is reported: from the front it has no angle."""
    if still.kind == "none":
        return Standing(kind="none")
    there = time_s[still.frames]
    step_s = float(np.median(np.diff(time_s)))
    return Standing(kind=still.kind, duration_s=len(there) * step_s, time_s=float(there[len(there) // 2]))


def _no_dowel(frames: int) -> Dowel:
    nowhere = np.full((frames, len(CONTACTS), 2), np.nan)
    return Dowel(contact_points=nowhere, reference_hollow=float("nan"), contour_hollow=nowhere[:, 0, 0])
