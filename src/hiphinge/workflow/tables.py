"""A result as tables for pandas: a row per repetition, or a row per frame."""

from types import ModuleType
from typing import TYPE_CHECKING

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.errors import MissingComponentError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["frame_table", "repetition_table"]

_EMPTY = ("index", "set", "kind", "start_time_s", "bottom_time_s", "end_time_s", "pattern", "findings")


def repetition_table(analysis: Analysis) -> "pd.DataFrame":
    """Return a row for each repetition and attempt: moments, pattern, every measurement by its id, findings.

    Moments are ``start_time_s``, ``bottom_time_s`` and ``end_time_s``, since ``bottom_s`` is a quantity: a pause. What
    could not be measured is NaN. Units are those of `hiphinge.quantities`.

    Raises
    ------
    MissingComponentError
        If pandas is not installed.
    """
    pandas = _pandas()
    rows = [_row(repetition) for repetition in analysis.repetitions]
    table: pd.DataFrame = pandas.DataFrame(rows, columns=None if rows else list(_EMPTY))
    return table.set_index("index")


def frame_table(analysis: Analysis) -> "pd.DataFrame":
    """Return a row for each frame, by ``time_s``: every quantity by its id, with its interval where it has one.

    Raises
    ------
    MissingComponentError
        If pandas is not installed.
    """
    pandas = _pandas()
    series = analysis.series
    if series is None:
        empty: pd.DataFrame = pandas.DataFrame(index=pandas.Index([], name="time_s"))
        return empty
    columns = dict(series.values.items())  # noqa: PD011  # our own field, not that of a table
    columns |= {f"{id_}_low": values for id_, values in series.low.items()}
    columns |= {f"{id_}_high": values for id_, values in series.high.items()}
    table: pd.DataFrame = pandas.DataFrame(columns, index=pandas.Index(series.time_s, name="time_s"))
    return table


def _row(repetition: Repetition) -> dict[str, object]:
    measured = {
        id_: found.value if isinstance(found, Measurement) else float("nan")
        for id_, found in repetition.measurements.items()
    }
    return {
        "index": repetition.index,
        "set": repetition.set,
        "kind": repetition.kind,
        "start_time_s": repetition.start_s,
        "bottom_time_s": repetition.bottom_s,
        "end_time_s": repetition.end_s,
        "pattern": repetition.pattern.label,
        **measured,
        "findings": ", ".join(finding.id for finding in repetition.findings),
    }


def _pandas() -> ModuleType:
    try:
        import pandas  # noqa: PLC0415, ICN001  # optional, and heavy
    except ImportError as error:
        message = "Tables need pandas, which is not installed. Run: pip install pandas"
        raise MissingComponentError(message) from error
    return pandas
