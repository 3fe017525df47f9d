"""How it is said what sets a repetition apart, and which repetitions have something in common."""

from collections.abc import Sequence

from hiphinge.reports.text.numbers import listed, spoken

__all__ = ["difference_words", "where_words"]

_JOINED = "\N{NO-BREAK SPACE}"
"""Keeps a number and its unit on one line."""


def difference_words(title: str, value: float, others: float, unit: str) -> str:
    """Return ``Knee 58°, others 22°``; empty where both are the same once they are rounded."""
    shown = (spoken(v, unit).removesuffix(" of leg length") for v in (value, others))
    own, usual = (words.replace(" ", _JOINED) for words in shown)
    return "" if own == usual else f"{title} {own}, others {usual}"


def where_words(repetitions: Sequence[int], *, of: int) -> str:
    """Return in which of the counted repetitions something is: ``in every repetition``, ``in repetitions 2 and 3``."""
    if not repetitions:
        return "over the whole video"
    if len(repetitions) == of:
        return "in every repetition" if of > 1 else ""
    return f"in repetition{'s' if len(repetitions) > 1 else ''} {listed(repetitions)}"
