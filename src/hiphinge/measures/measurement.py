"""A measurement, or the reason why there is none and something to do about it."""

from dataclasses import dataclass, replace

from hiphinge.catalogue import load
from hiphinge.motion import Interval

__all__ = [
    "FROM_BEHIND",
    "FROM_FRONT",
    "FROM_SIDE",
    "HIDDEN",
    "Measured",
    "Measurement",
    "NotMeasurable",
    "hidden_by_view",
    "not_measurable",
]

HIDDEN = "view_hides"
"""The catalogue's reason for what cannot be measured from an angle."""
FROM_FRONT, FROM_SIDE, FROM_BEHIND = "hidden_from_front", "hidden_from_side", "hidden_from_behind"
"""The catalogue's reasons for what shows from the side only, from the front only, and for what does not from behind."""
TURN_STEP_DEG = 5.0
"""By how much to turn the phone is said in steps of this: the yaw is known to a few degrees."""


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


def hidden_by_view(yaw_deg: float) -> NotMeasurable:
    """Return that something cannot be measured from an angle, and by how much to turn the phone."""
    hidden = not_measurable(HIDDEN)
    degrees = round(TURN_STEP_DEG * round(abs(yaw_deg) / TURN_STEP_DEG))
    return replace(hidden, do=load().phrases["turn_phone"].say(degrees=degrees))
