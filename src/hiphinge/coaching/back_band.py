"""A signal while the back is beyond a share of the person's own maximum, less and less often as practice goes on."""

from dataclasses import dataclass
from typing import Final

from hiphinge.coaching.feedback import feedback_after
from hiphinge.errors import UsageError

__all__ = ["LEAST_MAXIMUM_DEG", "BackBand", "BandChange"]

LEAST_MAXIMUM_DEG: Final = 15.0
"""Who bends the back by less in a full bend did not bend fully, or the sensors slipped."""
_BACK_BELOW: Final = 0.05
"""The signal ends where the share is so much below the band: it does not flicker at its edge."""
_BENDS_DEG, _STANDS_DEG = 25.0, 12.0
"""A bend begins where the trunk leans further than the first, or the back goes beyond the band before that; it ends
where the trunk leans less than the second."""


@dataclass(frozen=True, kw_only=True)
class BandChange:
    """The back went beyond the band, or came back.

    Attributes
    ----------
    beyond
        Whether it is beyond it now.
    share
        Flexion as a share of the person's own maximum.
    bend
        Which bend it is, from 1.
    signalled
        Whether there is a signal: in a faded schedule, only some bends have one. What has none is logged all the same.
    """

    time_s: float
    beyond: bool
    share: float
    bend: int
    signalled: bool


class BackBand:
    """Watches a back, sample by sample.

    Parameters
    ----------
    maximum_deg
        The person's own maximum of flexion, degrees, measured with the same sensors.
    share
        The band: a signal comes beyond this share of it. 0.8 unless another is asked for; the one trial of such a
        signal in lifting used 0.7 (PostureCoach 2020).
    practised
        How many repetitions were practised before: the more, the fewer bends have a signal (rule ``feedback``).

    Raises
    ------
    UsageError
        If the share is not between 0.3 and 1, or the maximum is that of nobody's full bend.
    """

    def __init__(self, *, maximum_deg: float, share: float = 0.8, practised: int = 0) -> None:
        """Start upright."""
        if not 0.3 <= share <= 1.0:  # noqa: PLR2004  # the range that the message names
            message = f"The band should be from 30 to 100 % of your own maximum, but is {100 * share:g} %."
            raise UsageError(message)
        if not maximum_deg >= LEAST_MAXIMUM_DEG:
            message = (
                f"Your full bend should bend the back by {LEAST_MAXIMUM_DEG:g}° or more, but bends it by "
                f"{maximum_deg:.0f}°. Bend forward as far as you comfortably can, and see that the sensors sit firmly."
            )
            raise UsageError(message)
        self.maximum_deg, self.share = maximum_deg, share
        self._feedback = feedback_after(practised)
        self._bending = self._beyond = False
        self.bends = 0

    def take(self, time_s: float, *, flexion_deg: float, lean_deg: float) -> BandChange | None:
        """Return what changed with the next angles, in degrees from standing; mostly nothing."""
        found = flexion_deg / self.maximum_deg
        beyond = found > (self.share - _BACK_BELOW if self._beyond else self.share)
        if not self._bending and (beyond or lean_deg > _BENDS_DEG):
            self._bending, self.bends = True, self.bends + 1
        elif self._bending and not beyond and lean_deg < _STANDS_DEG:
            self._bending = False
        if beyond is self._beyond:
            return None
        self._beyond = beyond
        return BandChange(
            time_s=time_s,
            beyond=beyond,
            share=found,
            bend=self.bends,
            signalled=self._feedback.reports(self.bends),
        )

    def pause(self) -> None:
        """Forget where the back was: a sensor was silent. The next sample begins anew, within the band."""
        self._beyond = False
