"""How far the centre of body and load moves over the foot, from standing to the bottom."""

import math
from dataclasses import dataclass

import numpy as np

from hiphinge.catalogue import load
from hiphinge.measures.about_bottom import frames_about_bottom
from hiphinge.measures.estimates import missing, with_half_width
from hiphinge.measures.measure import LiftContext, Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable
from hiphinge.measures.series import MotionSeries
from hiphinge.posture import BALANCE_SHARE, BODY, HANDS, ONE_LEG, SHOULDERS, with_load
from hiphinge.repetitions import Span

__all__ = ["BALANCE"]

UNKNOWN_LOAD = 1.0
"""A load that was not given is taken to be up to the body's own mass."""
ERROR_PER_LOAD = {HANDS: 0.2, SHOULDERS: 0.6}
"""What a load adds to the error, per body mass: plates hide joints, and a bar on the back is not at the shoulder."""

MOST_BEHIND_BALANCE = 0.3
"""Nobody stands quietly with the centre of mass further behind its usual place than this share of the foot, three
standard deviations (`BALANCE_SHARE`): there, keypoints are wrong in the reference, and any bottom would seem forward of
it."""


@dataclass(frozen=True, kw_only=True)
class _Load:
    """Where a load is held, by the names of `hiphinge.posture.over_foot`, and its share of body mass; None: unknown."""

    place: str
    share: float | None


def _load_of(context: LiftContext) -> _Load:
    place = SHOULDERS if context.exercise.load_place == "back" else HANDS
    load_kg, mass_kg = context.load_kg, context.person.mass_kg
    if load_kg == 0:
        return _Load(place=place, share=0.0)
    return _Load(place=place, share=None if load_kg is None or mass_kg is None else load_kg / mass_kg)


def _weight_shift(repetition: RepetitionInput) -> Measured:
    """Return how far the centre of body and load moves over the foot, share of foot length, forward positive.

    Notes
    -----
    The body alone is further forward than body and bar together where the bar hangs close to the legs. Where the load
    in the hands was not given, the lesser of two shifts is taken, without a load and with the body's own mass, so that
    a load cannot make a finding. On one leg, the mass of the other is not where the model has it. Where the reference
    has the centre of mass so far behind that nobody stands quietly like that, there is no value.
    """
    series, span, carried = repetition.series, repetition.span, _load_of(repetition.context)
    if BODY not in series.reference.values:
        return missing(series, "feet_not_seen")
    if _at_bottom(series, ONE_LEG, span) > 0:
        return not_measurable("uneven_feet")
    if series.reference.values[BODY] < BALANCE_SHARE - MOST_BEHIND_BALANCE:
        return not_measurable("low_confidence")
    if carried.share is None and carried.place == SHOULDERS:
        return not_measurable("load_unknown")
    shares = (0.0, UNKNOWN_LOAD) if carried.share is None else (carried.share,)
    shifts = [_shift(series, span, place=carried.place, share=share) for share in shares]
    if not all(np.isfinite(shifts)):
        return not_measurable("legs_hidden")
    accuracy = load().accuracy["weight_shift"]
    half_width = accuracy.absolute + ERROR_PER_LOAD[carried.place] * (carried.share or 0.0)
    return with_half_width(
        "weight_shift", min(shifts), half_width=half_width, repeatability=accuracy.repeatability, time_s=span.bottom_s
    )


def _shift(series: MotionSeries, span: Span, *, place: str, share: float) -> float:
    standing = series.reference.values
    at_bottom = with_load(_at_bottom(series, BODY, span), _at_bottom(series, place, span), load=share)
    return at_bottom - with_load(standing[BODY], standing.get(place, math.nan), load=share)


def _at_bottom(series: MotionSeries, name: str, span: Span) -> float:
    values = series.of(name)
    near = frames_about_bottom(series, span) & np.isfinite(values)
    return float(np.median(values[near])) if near.any() else math.nan


BALANCE = (Measure(quantity="weight_shift", function=_weight_shift, inputs=(BODY, HANDS, SHOULDERS, ONE_LEG)),)
