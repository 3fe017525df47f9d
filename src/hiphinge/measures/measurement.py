"""A measurement, or the reason why there is none and something to do about it."""

from dataclasses import dataclass

from hiphinge.catalogue import load
from hiphinge.motion import Interval

__all__ = ["Measured", "Measurement", "NotMeasurable", "not_measurable"]


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """A value with its unit and, where it is an estimate, its 90 % interval and its repeatability.

    Attributes
    ----------
    interval
        90 %, absolute: body, clothes and camera.
    repeatability
        90 % half-width of the error of a difference within one recording, in the same unit.
    time_s
        The moment that shows it, where there is one.
    """

    value: float
    unit: str
    interval: Interval | None = None
    repeatability: float | None = None
    time_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class NotMeasurable:
    """One reason why something cannot be given, and one thing to do about it; ``id`` is the catalogue's reason."""

    id: str
    reason: str
    do: str


Measured = Measurement | NotMeasurable


def not_measurable(reason_id: str) -> NotMeasurable:
    """Return the catalogue's reason as a result.

    Raises
    ------
    KeyError
        If the catalogue has no such reason.
    """
    reason = load().reasons[reason_id]
    return NotMeasurable(id=reason.id, reason=reason.reason, do=reason.do)
