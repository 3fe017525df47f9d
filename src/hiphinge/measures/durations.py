"""How long descent, bottom and ascent take, seconds."""

from hiphinge.measures.estimates import estimate
from hiphinge.measures.measure import Measure, RepetitionInput
from hiphinge.measures.measurement import Measured, not_measurable

__all__ = ["DURATIONS"]


def _descent(repetition: RepetitionInput) -> Measured:
    span = repetition.span
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    middle_s = (span.start_s + span.bottom_start_s) / 2
    return estimate("descent_s", span.bottom_start_s - span.start_s, time_s=middle_s)


def _bottom(repetition: RepetitionInput) -> Measured:
    span = repetition.span
    if span.starts_at == "bottom":
        return not_measurable("starts_at_bottom")
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    return estimate("bottom_s", span.bottom_end_s - span.bottom_start_s, time_s=span.bottom_s)


def _ascent(repetition: RepetitionInput) -> Measured:
    span = repetition.span
    if span.ends_at == "bottom":
        return not_measurable("ends_at_bottom")
    return estimate("ascent_s", span.end_s - span.bottom_end_s, time_s=(span.end_s + span.bottom_end_s) / 2)


DURATIONS = (
    Measure(quantity="descent_s", function=_descent, needs_view=False),
    Measure(quantity="bottom_s", function=_bottom, needs_view=False),
    Measure(quantity="ascent_s", function=_ascent, needs_view=False),
)
