"""How far an analysis is, reported to whoever waits for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Listener", "Progress", "Stage", "no_progress"]

Stage = Literal["networks", "poses", "analysis", "frames", "report", "overlay", "files"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far an analysis is: ``done`` of ``total``, which is None where the end is not known."""

    stage: Stage
    done: float = 0.0
    total: float | None = None


Listener = Callable[[Progress], None]
"""Called with each report of progress, from the thread that runs the analysis."""


def no_progress(_: Progress) -> None:
    """Ignore the progress."""
