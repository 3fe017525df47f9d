"""What an estimate of lumbar flexion says of the true angle: a mean and a standard error, and chances from them."""

import math
from dataclasses import dataclass

from hiphinge.catalogue import load
from hiphinge.motion import Interval

__all__ = ["HALF_WIDTH_IN_ERRORS", "LumbarEstimate", "chance_beyond", "lumbar_estimate"]

HALF_WIDTH_IN_ERRORS = 1.645
"""Half of a 90 percent interval is so many standard errors wide."""


def chance_beyond(beyond: float, *, half_width: float) -> float:
    """Return the probability that what lies so far beyond a limit is beyond it in truth, its error being normal.

    Parameters
    ----------
    half_width
        Half of the value's 90 % interval, in the value's unit; more than 0.
    """
    return 0.5 * (1.0 + math.erf(beyond * HALF_WIDTH_IN_ERRORS / half_width / math.sqrt(2.0)))


@dataclass(frozen=True, kw_only=True)
class LumbarEstimate:
    """Lumbar flexion as it is known: normal about ``mean_deg`` with standard error ``error_deg``, degrees."""

    mean_deg: float
    error_deg: float

    def chance_above(self, angle_deg: float, *, more_error_deg: float = 0.0) -> float:
        """Return the probability that the true angle is above another, which has an error of its own if it is given."""
        error = max(math.hypot(self.error_deg, more_error_deg), load().thresholds["least_back_error"].value)
        return chance_beyond(self.mean_deg - angle_deg, half_width=HALF_WIDTH_IN_ERRORS * error)


def lumbar_estimate(value_deg: float, interval: Interval, *, by_network: bool = True) -> LumbarEstimate:
    """Return the true angle that an estimate points to, if no angle is likelier than another beforehand.

    Estimates of far bends fall short and those of slight ones go too far: they keep a share of the true distance
    from the middle of the angles that the network learned from. The catalogue has both (``lumbar_measured_share``,
    ``lumbar_middle``). Undoing it takes the network's own expectation out, and widens the error by as much.

    Parameters
    ----------
    value_deg, interval
        Lumbar flexion from standing, degrees, and its 90 % interval.
    by_network
        Whether a network estimated it; what sensors measured is not drawn towards a middle.
    """
    width = interval.high - interval.low
    if not by_network:
        return LumbarEstimate(mean_deg=value_deg, error_deg=width / (2 * HALF_WIDTH_IN_ERRORS))
    thresholds = load().thresholds
    middle, share = thresholds["lumbar_middle"].value, thresholds["lumbar_measured_share"].value
    return LumbarEstimate(mean_deg=middle + (value_deg - middle) / share, error_deg=width / (2 * HALF_WIDTH_IN_ERRORS))
