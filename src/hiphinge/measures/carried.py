"""What a repetition asks of the lower back, the hips and the knees where it asks most of the lower back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hiphinge.dynamics import (
    CENTRAL,
    Body,
    Draws,
    Estimate,
    Load,
    LoadQuantity,
    Posture,
    draw,
    lumbosacral_loads,
    video_pose_error,
)
from hiphinge.dynamics.dose import Dose, dose_of
from hiphinge.measures.carried_lift import LEANS_NEEDED, LEANS_USED, body_and_load, leans_of
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.motion import Interval
from hiphinge.quantities import QUANTITIES
from hiphinge.signals import ERRORS_IN_90

__all__ = ["CARRIED", "CARRIED_QUANTITIES"]

COUNT = 400
"""Draws of what is not known: enough for 90 % bounds to a few per cent of their distance."""
AROUND_S = 0.5
"""Frames so long before and after are smoothed with the one that counts."""
_QUANTITIES: tuple[tuple[str, LoadQuantity], ...] = (
    ("back_moment_nm", "moment_nm"),
    ("back_compression_n", "compression_n"),
    ("hip_moment_nm", "hip_moment_nm"),
    ("knee_moment_nm", "knee_moment_nm"),
)


@dataclass(frozen=True, kw_only=True)
class _AtPeak:
    """Estimates at the frame that asks most of L5/S1, and the half-widths of a difference within one recording.

    ``dose`` is of the whole repetition, from the middle of the draws.
    """

    estimates: dict[str, Estimate]
    repeatability: dict[str, float]
    dose: Dose


@lru_cache(maxsize=1)
def _at_peak(repetition: RepetitionInput) -> _AtPeak | NotMeasurable:
    context = repetition.context
    given = body_and_load(context.exercise, context.person, context.load_kg)
    return given if isinstance(given, NotMeasurable) else _estimated(repetition, *given)


def _estimated(repetition: RepetitionInput, body: Body, load: Load) -> _AtPeak | NotMeasurable:
    series = repetition.series
    span = repetition.span
    frames = np.flatnonzero(series.between(span.start_s - AROUND_S, span.end_s + AROUND_S))
    inside = series.between(span.start_s, span.end_s)[frames]
    known = np.isfinite(np.sum([series.of(name)[frames] for name in LEANS_NEEDED], axis=0))
    if not (known & inside).any():
        return not_measurable("not_recorded" if series.source == "markers" else "legs_hidden")
    posture = _posture(repetition, frames)
    error = video_pose_error()
    moment = lumbosacral_loads(posture, body, load, draws=CENTRAL, pose_error=error).moment_nm[0]
    if not np.isfinite(moment[inside]).any():
        return not_measurable("legs_hidden")
    peak = int(np.nanargmax(np.where(inside, moment, np.nan)))
    near = np.flatnonzero(np.abs(series.time_s[frames] - series.time_s[frames[peak]]) <= AROUND_S)
    close, frame = _posture(repetition, frames[near]), int(np.flatnonzero(near == peak)[0])
    found = lumbosacral_loads(close, body, load, draws=draw(COUNT), pose_error=error)
    again = lumbosacral_loads(close, body, load, draws=_repeated(), pose_error=error)
    return _AtPeak(
        dose=dose_of(moment[inside], series.time_s[frames[inside]]),
        estimates={id_: found.estimate(quantity, frame=frame) for id_, quantity in _QUANTITIES},
        repeatability={
            id_: float(ERRORS_IN_90 * np.sqrt(2.0) * again.of(quantity)[:, frame].std())
            for id_, quantity in _QUANTITIES
        },
    )


@lru_cache(maxsize=1)
def _repeated() -> Draws:
    """Return draws of what differs between repetitions of one recording only."""
    draws = draw(COUNT)
    return replace(draws, standard={name: np.zeros(len(draws)) for name in draws.standard})


def _posture(repetition: RepetitionInput, frames: NDArray[np.intp]) -> Posture:
    series = repetition.series
    return leans_of({name: series.of(name)[frames] for name in LEANS_USED}, time_s=series.time_s[frames])


def _of_peak(id_: str) -> Callable[[RepetitionInput], Measured]:
    def measure(repetition: RepetitionInput) -> Measured:
        found = _at_peak(repetition)
        if isinstance(found, NotMeasurable):
            return found
        estimate = found.estimates[id_]
        least = estimate.interval.width / 2 if id_ == "back_compression_n" else 0.0
        return Measurement(
            value=estimate.value,
            unit=QUANTITIES[id_].unit,
            interval=estimate.interval,
            repeatability=max(found.repeatability[id_], least),
            time_s=estimate.time_s,
        )

    return measure


def _of_dose(id_: str, value: Callable[[Dose], float], power: int) -> Callable[[RepetitionInput], Measured]:
    """Return the measure of a sum over time; it is known as well as the moment at its peak, raised to a power."""

    def measure(repetition: RepetitionInput) -> Measured:
        found = _at_peak(repetition)
        if isinstance(found, NotMeasurable):
            return found
        peak, dose = found.estimates["back_moment_nm"], value(found.dose)
        if peak.value <= 0:
            return not_measurable("loads_not_known")
        low, high = (dose * max(end / peak.value, 0.0) ** power for end in (peak.interval.low, peak.interval.high))
        return Measurement(
            value=dose,
            unit=QUANTITIES[id_].unit,
            interval=Interval(low=low, high=high),
            repeatability=power * dose * found.repeatability["back_moment_nm"] / peak.value,
            time_s=peak.time_s,
        )

    return measure


_DOSES: tuple[tuple[str, Callable[[RepetitionInput], Measured]], ...] = (
    ("back_dose_nm_s", _of_dose("back_dose_nm_s", lambda dose: dose.moment_nm_s, 1)),
    ("back_dose_squared_nm2_s", _of_dose("back_dose_squared_nm2_s", lambda dose: dose.squared_nm2_s, 2)),
)
CARRIED = tuple(
    Measure(quantity=id_, function=function, inputs=LEANS_USED)
    for id_, function in (*((id_, _of_peak(id_)) for id_, _ in _QUANTITIES), *_DOSES)
)

CARRIED_QUANTITIES = tuple(one.quantity for one in CARRIED)
"""Ids of what is estimated of moments and forces."""
