"""Answers that know nothing; a scorer that lets one of them pass is no scorer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from validation.answers.clips import Clip, Document

__all__ = ["BASELINES"]


def _each_repetition(clip: Clip, change: Callable[[Document], Document]) -> Clip:
    repetitions = [{**r, **change(r)} for r in clip.document["repetitions"]]
    return replace(clip, document={**clip.document, "repetitions": repetitions})


def _back(label: str, *, near: str | None = None) -> Callable[[Clip], Clip]:
    def change(repetition: Document) -> Document:
        return {"back": {"range_deg": [20.0, 46.0], **repetition.get("back", {}), "label": label, "near": near}}

    return lambda clip: _each_repetition(clip, change)


def _pattern(label: str) -> Callable[[Clip], Clip]:
    return lambda clip: _each_repetition(clip, lambda _: {"pattern": {"label": label, "probability": {}}})


BASELINES: Mapping[str, Callable[[Clip], Clip]] = {
    "back always within": _back("within"),
    "back always within, near an end": _back("within", near="upper"),
    "back never measurable": _back("not_measurable"),
    "pattern always unclear": _pattern("unclear"),
    "pattern always a hinge": _pattern("hinge"),
}
"""What each says of a clip in place of the analysis."""
