"""The bar: how far and how fast it rises, its way over the foot, the power, and how much speed the set has lost."""

from collections.abc import Callable

import numpy as np

from hiphinge.catalogue import load
from hiphinge.loads import Rise, rise_of
from hiphinge.measures.estimates import estimate, widened, with_half_width
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.measures.series import BAR_AHEAD, BAR_UP, MotionSeries
from hiphinge.posture import HEEL_HEIGHT
from hiphinge.repetitions import Span

__all__ = ["BAR", "BAR_QUANTITIES", "bar_rise_of", "mean_power"]

GRAVITY = 9.81
AFTER_S = 0.4
"""The bar may reach its highest place so much after the body stands."""
_INPUTS = (BAR_UP,)


def bar_rise_of(series: MotionSeries, span: Span) -> Rise | NotMeasurable:
    """Return the bar's rise in one movement, or why there is none."""
    if series.bar_missing is not None:
        return not_measurable(series.bar_missing)
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    from_s = max(span.start_s, span.bottom_start_s - AFTER_S)
    to_s = min(span.end_s + AFTER_S, series.next_start_s(span))
    found = rise_of(series.time_s, series.of(BAR_UP), series.of(BAR_AHEAD), from_s=from_s, to_s=to_s)
    return not_measurable("plate_lost") if found is None else found


def mean_power(rise: Rise, *, load_kg: float) -> float:
    """Return the mean power on the load between the ends of its rise, watts: against gravity, and into its speed.

    The body's own power, several times that in a squat or a deadlift, is not in it.
    """
    duration_s = rise.end_s - rise.start_s
    faster = 0.5 * (rise.end_velocity**2 - rise.start_velocity**2)
    return load_kg * (GRAVITY * rise.mean_velocity + faster / duration_s)


def _of_rise(quantity: str, value: Callable[[Rise], float]) -> Callable[[RepetitionInput], Measured]:
    def measure(repetition: RepetitionInput) -> Measured:
        rise = bar_rise_of(repetition.series, repetition.span)
        if isinstance(rise, NotMeasurable):
            return rise
        number = value(rise)
        if not np.isfinite(number):
            return _without_place(repetition.series, rise)
        found = estimate(quantity, number, time_s=(rise.start_s + rise.end_s) / 2)
        return widened(found, repetition.series.bar_scale_doubt * number)

    return measure


def _without_place(series: MotionSeries, rise: Rise) -> NotMeasurable:
    """Return why it is not known where the bar is over the foot: what carries it, or the foot, was not seen."""
    foot = series.of(HEEL_HEIGHT)[series.between(rise.start_s, rise.end_s)]
    return not_measurable("arms_hidden" if np.isfinite(foot).any() else "feet_not_seen")


def _over_foot(repetition: RepetitionInput) -> Measured:
    """Return where the bar is over the foot, the mean on its way up."""
    series = repetition.series
    rise = bar_rise_of(series, repetition.span)
    if isinstance(rise, NotMeasurable):
        return rise
    ahead = series.of(BAR_AHEAD)[series.between(rise.start_s, rise.end_s)]
    if not len(ahead) or not np.isfinite(ahead).all():
        return _without_place(series, rise)
    return estimate("bar_over_foot", float(ahead.mean()), time_s=(rise.start_s + rise.end_s) / 2)


def _loss(repetition: RepetitionInput) -> Measured:
    """Return how much slower the bar is than in the fastest repetition of the set so far, percent; 0 in the first."""
    comparison, place = repetition.comparison, repetition.index_in_set
    rise = bar_rise_of(repetition.series, repetition.span)
    if isinstance(rise, NotMeasurable):
        return rise
    earlier = [bar_rise_of(repetition.series, span) for span in comparison.spans[:place] if span.kind == "repetition"]
    known = [one.mean_velocity for one in earlier if isinstance(one, Rise)]
    if not known:
        return Measurement(value=0.0, unit="%", time_s=rise.end_s)
    fastest = max(*known, rise.mean_velocity)
    loss = 100 * (1 - rise.mean_velocity / fastest)
    half = 100 * load().accuracy["bar_mean_velocity"].repeatability / fastest
    return with_half_width("bar_velocity_loss", loss, half_width=half, repeatability=half, time_s=rise.end_s)


def _power(repetition: RepetitionInput) -> Measured:
    rise, load_kg = bar_rise_of(repetition.series, repetition.span), repetition.context.load_kg
    if isinstance(rise, NotMeasurable):
        return rise
    if not load_kg:
        return not_measurable("power_needs_load")
    value, accuracy = mean_power(rise, load_kg=load_kg), load().accuracy["bar_mean_velocity"]
    return with_half_width(
        "bar_power",
        value,
        half_width=load_kg
        * GRAVITY
        * float(np.hypot(accuracy.absolute, repetition.series.bar_scale_doubt * rise.mean_velocity)),
        repeatability=load_kg * GRAVITY * accuracy.repeatability,
        time_s=(rise.start_s + rise.end_s) / 2,
    )


_RISES: tuple[tuple[str, Callable[[Rise], float]], ...] = (
    ("bar_rise", lambda rise: rise.height_m),
    ("bar_mean_velocity", lambda rise: rise.mean_velocity),
    ("bar_peak_velocity", lambda rise: rise.peak_velocity),
    ("bar_path_width", lambda rise: rise.width_m),
)

BAR = (
    *(Measure(quantity=id_, function=_of_rise(id_, value), inputs=_INPUTS) for id_, value in _RISES),
    Measure(quantity="bar_over_foot", function=_over_foot, inputs=(BAR_UP, BAR_AHEAD)),
    Measure(quantity="bar_velocity_loss", function=_loss, inputs=_INPUTS),
    Measure(quantity="bar_power", function=_power, inputs=_INPUTS),
)

BAR_QUANTITIES = frozenset(measure.quantity for measure in BAR)
"""Ids of what is measured of the bar."""
