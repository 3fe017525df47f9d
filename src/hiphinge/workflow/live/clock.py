"""One clock for the frames of a page: whatever the page's own clock does, time goes on as on this computer."""

__all__ = ["JUMP_S", "FrameClock"]

JUMP_S = 1.0
"""A clock that differs from this computer's by so much more than before has jumped; the program's own choice."""


class FrameClock:
    """Turns the times at which a page took its frames into times that only go forward.

    Frames that were held up on their way arrive late, and their times are right: only a clock that runs ahead of
    arriving frames, or goes back, has jumped. From there on times follow those of arrival.
    """

    def __init__(self) -> None:
        self._shift_s = 0.0
        self._taken_s = self._arrived_s = self._ahead_s = self.now_s = float("-inf")

    def push(self, taken_s: float, *, arrived_s: float) -> float | None:
        """Return the time of the next frame; None where it was taken before the last one and belongs nowhere.

        Parameters
        ----------
        taken_s
            When the page took it, on the page's clock, seconds.
        arrived_s
            When it arrived, on a clock of this computer that never jumps, seconds.
        """
        ahead_s = taken_s - arrived_s
        if self.now_s == float("-inf"):
            self._ahead_s = ahead_s
        elif taken_s < self._taken_s - JUMP_S or ahead_s > self._ahead_s + JUMP_S:
            passed_s = max(arrived_s - self._arrived_s, 0.001)
            self._shift_s, self._ahead_s = self.now_s + passed_s - taken_s, ahead_s
        elif taken_s <= self._taken_s:
            return None
        self._ahead_s = max(self._ahead_s, ahead_s)
        self._taken_s, self._arrived_s = taken_s, arrived_s
        self.now_s = taken_s + self._shift_s
        return self.now_s
