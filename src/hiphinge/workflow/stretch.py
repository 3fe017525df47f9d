"""Which part of a recording is analysed."""

from dataclasses import dataclass

import numpy as np

from hiphinge.errors import InputTooShortError, UsageError
from hiphinge.motion import Motion

__all__ = ["Stretch"]

_MIN_FRAMES = 2


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """Which part of a recording is analysed, ``start_s <= time < end_s``; None is from the first frame, to the last.

    Raises
    ------
    UsageError
        If it ends before it starts.
    """

    start_s: float | None = None
    end_s: float | None = None

    def __post_init__(self) -> None:
        """Check the order."""
        if self.start_s is not None and self.end_s is not None and not self.start_s < self.end_s:
            message = f"The start should come before the end, but is {self.start_s:g} s and the end {self.end_s:g} s."
            raise UsageError(message)

    def of(self, motion: Motion) -> Motion:
        """Return that part of a motion.

        Raises
        ------
        InputTooShortError
            If fewer than two frames are left.
        """
        if self.start_s is None and self.end_s is None:
            return motion
        low = -np.inf if self.start_s is None else self.start_s
        high = np.inf if self.end_s is None else self.end_s
        kept = (motion.time_s >= low) & (motion.time_s < high)
        if kept.sum() < _MIN_FRAMES:
            message = (
                f"{motion.origin.name} runs from {motion.time_s[0]:.1f} to {motion.time_s[-1]:.1f} s: "
                "there are no two frames between the given start and end. Give another start or end."
            )
            raise InputTooShortError(message)
        return motion.part(kept)
