"""How much a joint holds over time: the sums of moment and of its square over the seconds of a set."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray

__all__ = ["Dose", "dose_of"]


@dataclass(frozen=True, kw_only=True)
class Dose:
    """Moment over time.

    Attributes
    ----------
    moment_nm_s
        Sum of the moment's size times time, newton metre seconds.
    squared_nm2_s
        Sum of its square times time: heavy moments count for more.
    seconds
        For how long it was known.
    """

    moment_nm_s: float
    squared_nm2_s: float
    seconds: float

    def __add__(self, other: Self) -> "Dose":
        """Return both together."""
        return Dose(
            moment_nm_s=self.moment_nm_s + other.moment_nm_s,
            squared_nm2_s=self.squared_nm2_s + other.squared_nm2_s,
            seconds=self.seconds + other.seconds,
        )


def dose_of(moment_nm: FloatArray, time_s: FloatArray) -> Dose:
    """Return the dose of a moment ``[time]``, newton metres; frames in which it is NaN count for nothing.

    Raises
    ------
    UsageError
        If there is not one time for each moment.

    Notes
    -----
    Linear (D1) and squared (D2) sums as in Coenen et al. (2014), Occup. Environ. Med. 71:332, where they went with
    later back pain of workers, and the peak did not. There is no amount that is too much for one person. Each frame
    counts for half the time to either neighbour.
    """
    if moment_nm.shape != time_s.shape:
        message = f"There should be one time for each moment, but there are {moment_nm.shape} and {time_s.shape}."
        raise UsageError(message)
    if len(time_s) < 2:  # noqa: PLR2004 - one frame has no duration
        return Dose(moment_nm_s=0.0, squared_nm2_s=0.0, seconds=0.0)
    steps = np.diff(time_s) / 2
    lasts = np.concatenate([steps, [0.0]]) + np.concatenate([[0.0], steps])
    known = np.isfinite(moment_nm)
    size, lasts = np.abs(moment_nm[known]), lasts[known]
    return Dose(moment_nm_s=float(size @ lasts), squared_nm2_s=float(size**2 @ lasts), seconds=float(lasts.sum()))
