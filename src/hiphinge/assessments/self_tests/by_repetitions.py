"""Tests that are repetitions: the waiter's bow, the squat and the virtual dowel; the middle value over them."""

from collections.abc import Sequence

import numpy as np

from hiphinge.analysis import Analysis, Repetition
from hiphinge.assessments.self_tests.body import Body, fold_between_deg
from hiphinge.assessments.self_tests.result import SelfTestValue, missing
from hiphinge.catalogue import load
from hiphinge.measures import Measured, Measurement, NotMeasurable, estimate, not_measurable, with_bounds
from hiphinge.motion import BODY_SIDES, FloatArray
from hiphinge.signals import largest_lasting

__all__ = ["FROM_FRONT_IDS", "dowel_kept", "knees_alike", "largest_bend", "middle_values"]

LASTS_S = 0.2
KNEES_APART_DEG = 30.0
"""Knees that bend so differently in a bow are the network's: in 20 rendered people they differed by 10 at most, in one
more by 57. The program's own choice."""
_LEG = ("ankle", "knee", "hip")
FROM_FRONT_IDS = ("knees_inward", "hips_line_deg")
"""What the squat is measured by from the front or behind, in place of the back."""


def middle_values(analysis: Analysis, quantities: Sequence[str]) -> tuple[SelfTestValue, ...]:
    """Return the middle measurement over the repetitions of each quantity."""
    counted = analysis.counted
    if not counted:
        return missing(quantities, _why_none(analysis))
    return tuple(SelfTestValue(quantity=id_, measured=_middle(counted, id_)) for id_ in quantities)


def largest_bend(body: Body, repetitions: Sequence[tuple[float, float]]) -> Measured | None:
    """Return the middle one of the largest knee bends of repetitions, of both legs' middle.

    ``repetitions`` are start and end in seconds. None where no legs were seen in any.
    """
    found = _bend(body, repetitions, [body.middle(name) for name in _LEG])
    return None if found is None else estimate("knee_flexion_deg", found[0], time_s=found[1])


def knees_alike(body: Body, repetitions: Sequence[tuple[float, float]]) -> bool:
    """Tell whether both knees are seen to bend about alike in repetitions, as they do with both feet on the floor.

    In wide clothes a network may bend one leg that is straight. True where only one leg was seen.
    """
    bends = [_bend(body, repetitions, [body.joints[side][name] for name in _LEG]) for side in BODY_SIDES]
    known = [bend[0] for bend in bends if bend is not None]
    return len(known) < len(bends) or max(known) - min(known) <= KNEES_APART_DEG


def _bend(
    body: Body, repetitions: Sequence[tuple[float, float]], leg: Sequence[FloatArray]
) -> tuple[float, float] | None:
    """Return the middle one of the largest bends of a leg, degrees, and when; None where it was seen in none."""
    bend_deg = fold_between_deg(*leg)
    within = [(body.time_s >= start_s) & (body.time_s <= end_s) for start_s, end_s in repetitions]
    found = [
        largest_lasting(bend_deg, body.time_s, frames & np.isfinite(bend_deg), lasting_s=LASTS_S) for frames in within
    ]
    known = sorted(one for one in found if one is not None)
    return known[(len(known) - 1) // 2] if known else None


def _why_none(analysis: Analysis) -> str:
    return analysis.not_measurable[0].id if analysis.not_measurable else "no_movement"


def _middle(counted: Sequence[Repetition], id_: str) -> Measured:
    """Return the middle one of the measurements of a quantity; the reason of the first where none has one."""
    found = [one.measurements[id_] for one in counted]
    measured = sorted((one for one in found if isinstance(one, Measurement)), key=lambda one: one.value)
    return measured[(len(measured) - 1) // 2] if measured else found[0]


def dowel_kept(analysis: Analysis) -> tuple[SelfTestValue, ...]:
    """Return in how many repetitions every contact of the virtual dowel was kept, and its largest gaps."""
    ids = ("dowel_kept", "dowel_hollow", "dowel_head_gap")
    counted = analysis.counted
    if not counted:
        return missing(ids, _why_none(analysis))
    gaps = {id_: _largest(counted, id_) for id_ in ids[1:]}
    hollow = gaps["dowel_hollow"]
    kept = sum(not one.contacts for one in counted)
    value = not_measurable(hollow.id) if isinstance(hollow, NotMeasurable) else _of(kept, len(counted))
    return (
        SelfTestValue(quantity="dowel_kept", measured=value),
        *(SelfTestValue(quantity=id_, measured=measured) for id_, measured in gaps.items()),
    )


def _of(kept: int, of: int) -> Measurement:
    """Return a count; losses near the threshold may be counted either way."""
    doubt = load().accuracy["dowel_kept"].absolute
    low, high = max(kept - doubt, 0.0), min(kept + doubt, float(of))
    return with_bounds("dowel_kept", float(kept), low, high, repeatability=load().accuracy["dowel_kept"].repeatability)


def _largest(counted: Sequence[Repetition], id_: str) -> Measured:
    found = [one.measurements.get(id_) for one in counted]
    measured = [one for one in found if isinstance(one, Measurement)]
    return max(measured, key=lambda one: one.value) if measured else not_measurable("back_hidden")
