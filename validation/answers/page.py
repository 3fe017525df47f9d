"""The page of the documentation: the scores of all people, and of those unlike any in training, side by side."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from validation.answers.clips import STOOP_SHARE
from validation.answers.scores import NEAR_DEG, Score, scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from validation.answers.clips import Clip

__all__ = ["page"]

TEXT = Path(__file__).with_name("page.md")


def page(clips: Sequence[Clip], unseen: Sequence[Clip] = (), *, note: str = "") -> str:
    """Return the page as Markdown; nobody looked at those ``unseen``, and ``note`` says what the others were for."""
    kept = [clip for clip in clips if clip.truth.get("held_out")]
    columns = {"everybody": scores(clips), "new rig, clothes and light": scores(kept)}
    if unseen:
        columns["never looked at"] = scores(unseen)
    rows = (
        f"| {each[0].name} | {' | '.join(_said(score) for score in each)} |"
        for each in zip(*columns.values(), strict=True)
    )
    filled = {
        "people": str(len(clips)),
        "kept": str(len(kept)),
        "note": note,
        "heads": " | ".join(columns),
        "rule": " | ".join("---" for _ in columns),
        "rows": "\n".join(rows),
        "stoop_share": f"{100 * STOOP_SHARE:.0f}",
        "near": f"{NEAR_DEG:g}",
    }
    text = TEXT.read_text(encoding="utf-8")
    for name, filling in filled.items():
        text = text.replace("{{" + name + "}}", filling)
    return text


def _said(score: Score) -> str:
    """Return a score with the number of its cases; whole numbers count something."""
    if math.isnan(score.value):
        return "no case"
    value = f"{score.value:.0f}" if float(score.goal).is_integer() and score.at_most else f"{score.value:.3f}"
    return f"{value} ({score.cases})"
