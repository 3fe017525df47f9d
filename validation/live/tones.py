"""The tones of a session against the truth: how many repetitions in which the back gives have one, and how soon."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.live.played import RISE_DEG, crossings_s

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.analysis.streaming import BackBeyondBand

__all__ = ["STILL_DEG", "ToneScore", "tones_of"]

STILL_DEG = 5.0
"""A back that is rounder by less has kept its shape."""


@dataclass
class ToneScore:
    """Counts over the repetitions of one set after its first.

    Attributes
    ----------
    crossed, cued
        In how many the true back gives, and how many of them have a tone.
    lags_s
        How long after the moment each came, seconds.
    false, groundless
        In how many others there is a tone, and in how many of them the true back kept its shape.
    is_named
        Whether the truth names a repetition in which the back gives, by however little.
    """

    is_named: bool = False
    crossed: int = 0
    cued: int = 0
    false: int = 0
    groundless: int = 0
    lags_s: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the counts and lags in one line."""
        lags = ", ".join(f"{1000 * lag:.0f}" for lag in self.lags_s)
        tones = f"tones {self.cued} (after {lags or '-'} ms), others {self.false}"
        return f"the back gives {self.crossed}, {tones} ({self.groundless} without a reason)"


def tones_of(tones: Sequence[BackBeyondBand], truth: dict[str, Any]) -> ToneScore:
    """Compare the tones of a session with the truth of the video that was played into it."""
    out = ToneScore(is_named=any("back_gives" in one["faults"] for one in truth["repetitions"]))
    fps = float(truth["fps"])
    spans = [(one["start"] / fps, one["end"] / fps) for one in truth["repetitions"]]
    time_s = np.arange(truth["frames"]) / fps
    own = [tone for tone in tones if tone.band == "own"]
    crossings, rounder = (
        crossings_s(truth["truth"], time_s, spans, rise_deg=rise_deg) for rise_deg in (RISE_DEG, STILL_DEG)
    )
    for (start_s, end_s), at_s, rounder_s in zip(spans[1:], crossings, rounder, strict=True):
        tone = next((one for one in own if start_s <= one.time_s <= end_s), None)
        if at_s is None:
            out.false += tone is not None
            out.groundless += tone is not None and rounder_s is None
            continue
        out.crossed += 1
        if tone is not None:
            out.cued += 1
            out.lags_s.append(tone.given_s - at_s)
    return out
