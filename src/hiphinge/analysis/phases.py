"""Phases and sets as they are reported, from movements and repetitions."""

from collections.abc import Sequence

from hiphinge.analysis.result import Phase, Repetition, SetOfRepetitions
from hiphinge.repetitions import Span

__all__ = ["phases_of", "set_of"]


def phases_of(span: Span, until_s: float) -> tuple[Phase, ...]:
    """Return the phases of a movement; the lockout of a repetition lasts until the next movement starts."""
    marks = (
        ("descent", span.start_s, span.bottom_start_s),
        ("bottom", span.bottom_start_s, span.bottom_end_s),
        ("ascent", span.bottom_end_s, span.end_s),
        ("lockout", span.end_s, until_s if span.kind == "repetition" else span.end_s),
    )
    return tuple(Phase(name=name, start_s=a, end_s=b) for name, a, b in marks if b > a)  # type: ignore[arg-type] # the literals of marks


def set_of(index: int, repetitions: Sequence[Repetition]) -> SetOfRepetitions:
    """Return the set that repetitions are."""
    return SetOfRepetitions(
        index=index,
        start_s=repetitions[0].start_s,
        end_s=repetitions[-1].end_s,
        repetitions=tuple(r.index for r in repetitions),
    )
