"""The times of frames: taken from the container as they are, repaired only where they do not increase."""

from dataclasses import dataclass, field

__all__ = ["Clock"]

_RESTART_S = 1.0


@dataclass(kw_only=True)
class Clock:
    """Turns a container's times into strictly increasing seconds, and counts what had to be changed.

    A time that does not increase is put half a frame's period after the one before. A jump back of more than a
    second is a clock that started again (videos joined end to end): everything after it is shifted on.

    Attributes
    ----------
    period_s
        Nominal time between two frames.
    repaired, missing, restarts
        How many times were moved, absent, or began again.
    """

    period_s: float
    repaired: int = 0
    missing: int = 0
    restarts: int = 0
    _last_s: float | None = field(default=None, repr=False)
    _offset_s: float = field(default=0.0, repr=False)

    def tick(self, container_s: float | None) -> float:
        """Return the time of the next frame, in seconds."""
        time_s = self._next(container_s)
        self._last_s = time_s
        return time_s

    def _next(self, container_s: float | None) -> float:
        if container_s is None:
            self.missing += 1
            return 0.0 if self._last_s is None else self._last_s + self.period_s
        time_s = container_s + self._offset_s
        if self._last_s is None or time_s > self._last_s:
            return time_s
        if self._last_s - time_s > _RESTART_S:
            self.restarts += 1
            self._offset_s += self._last_s + self.period_s - time_s
            return self._last_s + self.period_s
        self.repaired += 1
        return self._last_s + 0.5 * self.period_s

    def warnings(self) -> tuple[str, ...]:
        """Return one sentence for each kind of repair."""
        found = []
        if self.repaired:
            found.append(f"Times that did not increase were put between their neighbours: {self.repaired}.")
        if self.missing:
            found.append(f"Frames without a time were placed by the frame rate: {self.missing}.")
        if self.restarts:
            found.append(f"The video's clock restarted, and its parts were joined end to end: {self.restarts} time(s).")
        return tuple(found)
