"""The table of everything that was measured: a row for each quantity, a column for each repetition."""

import math
from collections.abc import Iterable, Iterator

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import Catalogue
from hiphinge.findings import NotMeasurable
from hiphinge.measures import quantities_in_use
from hiphinge.reports.model import NumberCell, NumberRow, NumbersTable
from hiphinge.reports.text.numbers import chance, is_informative, spoken, spoken_range, unit_words
from hiphinge.reports.text.table import NOTHING

__all__ = ["numbers_table"]

_EMPTY = NumberCell(value=NOTHING, interval="", reason="")


def numbers_table(analysis: Analysis, *, catalogue: Catalogue) -> NumbersTable:
    """Return every measurement of every repetition with its interval, and how likely each pattern is.

    A quantity that no repetition has is left out: why it is missing stands with what could not be measured.
    """
    repetitions = analysis.repetitions
    return NumbersTable(
        headings=tuple(str(r.index) if r.kind == "repetition" else f"({r.index})" for r in repetitions),
        rows=(*_patterns(repetitions, catalogue), *_quantities(repetitions)),
    )


def _patterns(repetitions: Iterable[Repetition], catalogue: Catalogue) -> Iterator[NumberRow]:
    known = list(repetitions)
    for label in dict.fromkeys(label for r in known for label in r.pattern.probability if label in catalogue.patterns):
        cells = tuple(_EMPTY if (p := r.pattern.probability.get(label)) is None else _share(p) for r in known)
        yield NumberRow(id=f"pattern_{label}", title=catalogue.patterns[label].name, unit="% likely", cells=cells)


def _share(probability: float) -> NumberCell:
    return NumberCell(value=chance(probability).removesuffix(" %"), interval="", reason="")


def _quantities(repetitions: Iterable[Repetition]) -> Iterator[NumberRow]:
    known, quantities = list(repetitions), quantities_in_use()
    measured = {id_ for r in known for id_, m in r.measurements.items() if isinstance(m, Measurement)}
    for id_ in (*(q for q in quantities if q in measured), *sorted(measured - quantities.keys())):
        unit = next(m.unit for r in known if isinstance(m := r.measurements.get(id_), Measurement))
        yield NumberRow(
            id=id_,
            title=quantities[id_].title if id_ in quantities else id_.replace("_", " ").capitalize(),
            unit=unit_words(unit).strip(),
            cells=tuple(_cell(r.measurements.get(id_)) for r in known),
        )


def _cell(found: Measurement | NotMeasurable | None) -> NumberCell:
    if isinstance(found, NotMeasurable):
        return NumberCell(value=NOTHING, interval="", reason=f"{found.reason} {found.do}")
    if found is None or not math.isfinite(found.value):
        return _EMPTY
    unit, interval = found.unit, found.interval
    ending = unit_words(unit)
    between = "" if interval is None else spoken_range(interval.low, interval.high, unit).removesuffix(ending)
    value = spoken(found.value, unit).removesuffix(ending) if is_informative(found.value, unit, interval) else NOTHING
    return NumberCell(value=value, interval=between, reason="")
