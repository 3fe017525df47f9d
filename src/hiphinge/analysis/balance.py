"""How far the weight moved over the foot from standing to the bottom, with the load as far as it was told."""

import math
from dataclasses import dataclass

import numpy as np

from hiphinge.analysis.reasons import not_measurable
from hiphinge.analysis.tracks import Tracks
from hiphinge.catalogue import Exercise, load
from hiphinge.findings import Measurement, NotMeasurable
from hiphinge.motion import Interval, Person
from hiphinge.posture import BODY, HANDS, ONE_LEG, SHOULDERS, with_load
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import Span

__all__ = ["Load", "load_of", "weight_shift"]

NEAR_BOTTOM_S = 0.1
UNKNOWN_LOAD = 1.0
"""A load that nobody told is taken to be up to the body's own mass."""
ERROR_PER_LOAD = {HANDS: 0.2, SHOULDERS: 0.6}
"""What a load adds to the error, per body mass: plates hide joints, and a bar on the back is not at the shoulder."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """Where a load is held, as `hiphinge.posture.over_foot` names it, and its share of body mass; None: not known."""

    place: str
    share: float | None


def load_of(exercise: Exercise, person: Person, load_kg: float | None) -> Load:
    """Return what is known of the load."""
    place = SHOULDERS if exercise.load_place == "back" else HANDS
    if load_kg == 0:
        return Load(place=place, share=0.0)
    share = None if load_kg is None or person.mass_kg is None else load_kg / person.mass_kg
    return Load(place=place, share=share)


def weight_shift(tracks: Tracks, span: Span, carried: Load) -> Measurement | NotMeasurable:
    """Return how far the centre of body and load moved over the foot, share of foot length, forward positive.

    Notes
    -----
    The body alone is further forward than body and bar together where the bar hangs close to the legs. Where nobody
    told what the hands hold, the lesser of two shifts is taken, without a load and with the body's own mass in the
    hands, so that a load cannot make a finding. On one leg the other one's mass is not where the model has it.
    """
    if BODY not in tracks.zero:
        return not_measurable("feet_not_seen" if tracks.stands else "no_standing")
    if _at_bottom(tracks, ONE_LEG, span) > 0:
        return not_measurable("uneven_feet")
    if carried.share is None and carried.place == SHOULDERS:
        return not_measurable("load_unknown")
    shares = (0.0, UNKNOWN_LOAD) if carried.share is None else (carried.share,)
    shifts = [_shift(tracks, span, place=carried.place, share=share) for share in shares]
    if not all(np.isfinite(shifts)):
        return not_measurable("legs_hidden")
    accuracy = load().accuracy["weight_shift"]
    value, half = min(shifts), accuracy.absolute + ERROR_PER_LOAD[carried.place] * (carried.share or 0.0)
    return Measurement(
        value=value,
        unit=QUANTITIES["weight_shift"].unit,
        interval=Interval(low=value - half, high=value + half),
        repeatability=accuracy.repeatability,
        time_s=span.bottom_s,
    )


def _shift(tracks: Tracks, span: Span, *, place: str, share: float) -> float:
    now, stood = (
        with_load(body, at, load=share)
        for body, at in (
            (_at_bottom(tracks, BODY, span), _at_bottom(tracks, place, span)),
            (tracks.zero[BODY], tracks.zero.get(place, math.nan)),
        )
    )
    return now - stood


def _at_bottom(tracks: Tracks, name: str, span: Span) -> float:
    series = tracks.extra[name]
    near = (np.abs(tracks.side.time_s - span.bottom_s) <= NEAR_BOTTOM_S) & np.isfinite(series)
    return float(np.median(series[near])) if near.any() else math.nan
