"""How far a run is: what is told to whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Listener", "Progress", "Stage", "unheard"]

Stage = Literal["networks", "poses", "analysis", "pictures", "report", "overlay", "files"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """One moment of a run: ``done`` of ``total``, which is None where the end is not known."""

    stage: Stage
    done: float = 0.0
    total: float | None = None


Listener = Callable[[Progress], None]
"""What hears of progress; it is called from the thread that runs the analysis."""


def unheard(_: Progress) -> None:
    """Hear nothing."""
