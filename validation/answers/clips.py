"""One clip: its ground truth, the document that `hiphinge analyze` wrote, and which repetition is which."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Clip", "Document", "Pair", "every_pair", "read_clips"]

Document = Mapping[str, Any]
BOTTOM_TOLERANCE_S = 0.35
"""A detected repetition is a true one if its bottom is this near to the true bottom."""
ABOUT_S = 0.1
"""The true value at a bottom is the mean over this time before and after it."""
STOOP_SHARE, STOOP_KNEE_DEG = 0.45, 20.0
"""A stoop takes more than this share of the trunk's lean from the lower back, over knees bent less than this."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A true repetition and the detected one at its bottom, or None where it was missed."""

    true: Document
    found: Document | None
    lumbar_deg: float
    is_stoop: bool


@dataclass(frozen=True, kw_only=True)
class Clip:
    """A clip with its truth (as `tools.generator` writes it) and the analysis of it."""

    name: str
    truth: Document
    document: Document

    @property
    def counted(self) -> list[Document]:
        """The repetitions that the analysis counts."""
        return [r for r in self.document["repetitions"] if r["kind"] == "repetition"]

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every true repetition with the detected one at its bottom; each detected one is taken once."""
        free = list(self.counted)
        return tuple(self._pair(true, free) for true in self.truth["repetitions"])

    @property
    def invented(self) -> int:
        """How many detected repetitions are none."""
        return len(self.counted) - sum(pair.found is not None for pair in self.pairs)

    def _pair(self, true: Document, free: list[Document]) -> Pair:
        fps = self.truth["fps"]
        first, last = true["bottom_start"] / fps, true["bottom_end"] / fps
        near = [r for r in free if first - BOTTOM_TOLERANCE_S <= r["bottom_s"] <= last + BOTTOM_TOLERANCE_S]
        found = min(near, key=lambda r: abs(r["bottom_s"] - (first + last) / 2), default=None)
        if found is not None:
            free.remove(found)
        at_s = (first + last) / 2 if found is None else found["bottom_s"]
        lumbar, trunk, knee = (self._at(key, at_s) for key in ("lumbar_flexion_deg", "trunk_deg", "knee_flexion_deg"))
        stoop = trunk > 0 and lumbar / trunk > STOOP_SHARE and knee < STOOP_KNEE_DEG
        return Pair(true=true, found=found, lumbar_deg=lumbar, is_stoop=stoop)

    def _at(self, key: str, time_s: float) -> float:
        values = np.asarray(self.truth["truth"][key], dtype=float)
        middle, about = round(time_s * self.truth["fps"]), max(round(ABOUT_S * self.truth["fps"]), 1)
        part = values[max(middle - about, 0) : middle + about + 1]
        return float(np.nanmean(part if len(part) else values[-1:]))


def read_clips(clips: Path, analyses: Path) -> Iterator[Clip]:
    """Yield every clip of a folder that has an analysis.

    Raises
    ------
    FileNotFoundError
        If a clip has none.
    """
    for path in sorted(clips.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if "repetitions" not in truth:
            continue
        document = json.loads((analyses / path.stem / "analysis.json").read_text(encoding="utf-8"))
        yield Clip(name=path.stem, truth=truth, document=document)


def every_pair(clips: Iterable[Clip]) -> Iterator[tuple[Clip, Pair]]:
    """Yield every true repetition with its clip."""
    return ((clip, pair) for clip in clips for pair in clip.pairs)
