"""A movement before it is measured: its times and whether it counts."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["BOUNDARY_NOTES", "End", "Span", "is_failed"]

End = Literal["top", "bottom"]

BOUNDARY_NOTES = frozenset({"walking", "set_up", "pick_up", "put_down", "stands_up", "ends_at_bottom"})
"""Notes of movements around the repetitions of a set: no part of it, and no failed repetitions either.

``walking`` in or off; ``set_up``: bending to the weight and taking hold of it; ``pick_up``: standing up with it before
repetitions that start at the top; ``put_down``; ``stands_up``: standing up without the weight; ``ends_at_bottom``: the
recording ends there.
"""


@dataclass(frozen=True, kw_only=True)
class Span:
    """One movement down and up, in seconds on the recording's clock.

    ``start_s`` to ``bottom_start_s`` is the descent, to ``bottom_end_s`` the bottom, to ``end_s`` the ascent.
    ``bottom_s`` is the deepest moment; where the recording begins at the bottom, the moment the ascent begins. A
    repetition that begins at the bottom, after a set-up or where the recording begins, has no descent
    (``starts_at == "bottom"``); a movement that stops there has no ascent. ``note`` is the catalogue's id of why it
    does not count. ``depth_deg`` is the change of the fold.
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


def is_failed(kind: Literal["repetition", "attempt"], note: str | None) -> bool:
    """Tell whether a movement is a repetition that was not completed, and not one around the set."""
    return kind == "attempt" and note not in BOUNDARY_NOTES
