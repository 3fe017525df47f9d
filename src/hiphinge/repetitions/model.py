"""A movement before it is measured: its times and whether it counts."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Span"]

End = Literal["top", "bottom"]


@dataclass(frozen=True, kw_only=True)
class Span:
    """One movement down and up, in seconds on the recording's clock.

    ``start_s`` to ``bottom_start_s`` is the descent, to ``bottom_end_s`` the bottom, to ``end_s`` the ascent.
    ``bottom_s`` is the deepest moment. A recording that begins at the bottom has no descent (``starts_at ==
    "bottom"``), one that stops there no ascent. ``note`` is the catalogue's id of why it does not count. ``depth_deg``
    is the change of the fold.
    """

    start_s: float
    bottom_start_s: float
    bottom_s: float
    bottom_end_s: float
    end_s: float
    depth_deg: float
    kind: Literal["repetition", "attempt"]
    starts_at: End = "top"
    ends_at: End = "top"
    note: str | None = None

    @property
    def duration_s(self) -> float:
        """From the first movement to the last."""
        return self.end_s - self.start_s
