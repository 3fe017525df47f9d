"""What sets a repetition apart: its place among the others, and what differs by more than the measurement varies."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Literal

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import Catalogue
from hiphinge.reports.ranking import pair_to_compare
from hiphinge.reports.text.differences import difference_words
from hiphinge.reports.text.table import columns_of

__all__ = ["differences", "ranks", "usual_pattern"]

_MIN_OTHERS = 2
_MOST_SAID = 3


def ranks(analysis: Analysis, *, catalogue: Catalogue) -> Mapping[int, Literal["best", "worst"]]:
    """Return the best and the worst repetition by their indices; nothing where no two can be told apart."""
    pair = pair_to_compare(analysis, catalogue=catalogue)
    if pair is None or pair.alike:
        return {}
    return {pair.best.index: "best", pair.worst.index: "worst"}


def usual_pattern(analysis: Analysis) -> str | None:
    """Return the pattern of most of the repetitions that count; None where none does."""
    labels = Counter(r.pattern.label for r in analysis.counted)
    return labels.most_common(1)[0][0] if labels else None


def differences(repetition: Repetition, analysis: Analysis) -> tuple[str, ...]:
    """Return what differs from the middle of the other repetitions by more than the repeatability, the clearest first.

    Only the main measurements are compared, and at most three are named; an attempt is not compared.
    """
    others = [r for r in analysis.counted if r.index != repetition.index]
    if repetition.kind != "repetition" or len(others) < _MIN_OTHERS:
        return ()
    clearest = sorted(_differences(repetition, others, columns_of(analysis)), key=lambda item: -item[0])
    return tuple(words for _, words in clearest[:_MOST_SAID])


def _differences(
    repetition: Repetition, others: Sequence[Repetition], columns: tuple[tuple[str, str], ...]
) -> Iterator[tuple[float, str]]:
    """Yield how many times its repeatability each measurement is away from the others, and the words for it."""
    for id_, title in columns:
        own = repetition.measurements.get(id_)
        values = [m.value for r in others if isinstance(m := r.measurements.get(id_), Measurement)]
        if not isinstance(own, Measurement) or not own.repeatability or len(values) < _MIN_OTHERS:
            continue
        middle = median(values)
        if abs(own.value - middle) > own.repeatability:
            words = difference_words(title, own.value, middle, own.unit)
            if words:
                yield abs(own.value - middle) / own.repeatability, words
