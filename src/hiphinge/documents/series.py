"""`series.parquet`: every quantity per frame as columns, and the document in the metadata of its file."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.documents.versions import DocumentKind, parsed
from hiphinge.measures import quantities_in_use
from hiphinge.motion import FloatArray

__all__ = ["SERIES", "SERIES_KEY", "series_columns", "series_document", "series_document_from_json", "units_of_columns"]

SERIES: Final = DocumentKind(
    name="hiphinge.series", version=1, title="the series that `analyze` wrote", advice="Analyse the video again."
)
"""Name, version and upgrades of the document that says what the columns are."""
SERIES_KEY: Final = "hiphinge"
"""Key of the document in the file's metadata."""

_TIME = "time_s"


def series_columns(analysis: Analysis) -> dict[str, FloatArray]:
    """Return ``time_s`` and every quantity per frame ``[time]``, NaN where it was not measured.

    ``ID_low`` and ``ID_high``, the 90 % interval, follow a quantity where it is an estimate with one. Of a clip that
    could not be used there are the times of its frames and nothing else.
    """
    series = analysis.series
    time_s = analysis.motion.time_s if series is None else series.time_s
    nothing = np.full(len(time_s), np.nan)
    columns = {_TIME: time_s}
    for id_ in (q.id for q in quantities_in_use().values() if q.scope == "frame"):
        columns[id_] = nothing if series is None else series.values.get(id_, nothing)
        if series is not None and id_ in series.low and id_ in series.high:
            columns[f"{id_}_low"], columns[f"{id_}_high"] = series.low[id_], series.high[id_]
    return columns


def units_of_columns(names: list[str]) -> dict[str, str]:
    """Return the unit of each column."""
    units, quantities = {_TIME: "s"}, quantities_in_use()
    for name in names:
        id_ = name.removesuffix("_low").removesuffix("_high")
        if id_ in quantities:
            units[name] = quantities[id_].unit
    return units


def series_document(analysis: Analysis, *, columns: Mapping[str, FloatArray]) -> dict[str, Any]:
    """Return what the metadata say: the schema, the recording's name and the unit of each column."""
    return {
        "schema": SERIES.schema,
        "source": analysis.motion.origin.name,
        "units": units_of_columns(list(columns)),
    }


def series_document_from_json(text: str | bytes, *, name: str) -> dict[str, Any]:
    """Return the document of a series of any known version, as the present one.

    Raises
    ------
    InputFormatError
        If it is of another kind, or newer than what is known.
    """
    return parsed(text, kind=SERIES, name=name)
