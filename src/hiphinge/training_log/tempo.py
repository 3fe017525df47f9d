"""The tempo of a repetition, such as 3-1-1-0, as phases that can be counted aloud."""

import re
from dataclasses import dataclass

__all__ = ["TempoPhase", "tempo_phases", "tempo_words"]

_NAMES = ("down", "hold at the bottom", "up", "hold at the top")
_PART = re.compile(r"\d{1,2}|x", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class TempoPhase:
    """One phase; ``seconds`` is None where it is as fast as you can."""

    name: str
    seconds: int | None


def tempo_phases(tempo: str) -> tuple[TempoPhase, ...]:
    """Return the phases of a tempo that last: lowering, bottom, rising, top; nothing where it is not written so."""
    parts = tempo.split("-")
    if not (3 <= len(parts) <= len(_NAMES) and all(_PART.fullmatch(part) for part in parts)):  # noqa: PLR2004  # the top may be left out
        return ()
    phases = (
        TempoPhase(name=name, seconds=None if part in "xX" else int(part))
        for name, part in zip(_NAMES, parts, strict=False)
    )
    return tuple(one for one in phases if one.seconds != 0)


def tempo_words(tempo: str) -> str:
    """Return a tempo in words, or as it is where it is not written as numbers."""
    phases = tempo_phases(tempo)
    words = [
        f"{one.name} as fast as you can" if one.seconds is None else f"{one.seconds} s {one.name}" for one in phases
    ]
    return ", ".join(words) or tempo
