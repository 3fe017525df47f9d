"""The columns of a series: every quantity per frame, with its interval where it is an estimate, and its unit."""

import json
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.documents import series_columns, series_document, series_document_from_json, units_of_columns
from hiphinge.quantities import QUANTITIES
from hiphinge.testing import record_video

PER_FRAME = [id_ for id_, quantity in QUANTITIES.items() if quantity.scope == "frame"]


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(record_video().motion, exercise="hip_hinge")


def test_every_quantity_per_frame_has_its_column_and_estimates_their_interval(analysis: Analysis) -> None:
    columns, series = series_columns(analysis), analysis.series
    assert series is not None
    assert [name for name in columns if not name.endswith(("_low", "_high"))] == ["time_s", *PER_FRAME]
    np.testing.assert_array_equal(columns["time_s"], series.time_s)
    np.testing.assert_array_equal(columns["knee_flexion_deg"], series.values["knee_flexion_deg"])
    bounded = {name.removesuffix("_low") for name in columns if name.endswith("_low")}
    assert bounded == {name.removesuffix("_high") for name in columns if name.endswith("_high")}
    assert bounded == {id_ for id_ in PER_FRAME if id_ in series.low and id_ in series.high} != set()
    for id_ in bounded:
        np.testing.assert_array_equal(columns[f"{id_}_low"], series.low[id_])
        np.testing.assert_array_equal(columns[f"{id_}_high"], series.high[id_])


def test_a_quantity_with_one_bound_has_no_interval_and_one_without_values_is_empty(analysis: Analysis) -> None:
    assert analysis.series is not None
    knee = analysis.series.values["knee_flexion_deg"]
    less = replace(analysis.series, values={"knee_flexion_deg": knee}, low={"knee_flexion_deg": knee - 1}, high={})
    columns = series_columns(replace(analysis, series=less))
    assert set(columns) == {"time_s", *PER_FRAME}
    np.testing.assert_array_equal(columns["knee_flexion_deg"], knee)
    assert np.isnan(columns["trunk_inclination_deg"]).all()


def test_of_a_clip_that_could_not_be_used_there_are_the_times_alone(analysis: Analysis) -> None:
    columns = series_columns(replace(analysis, series=None))
    np.testing.assert_array_equal(columns["time_s"], analysis.motion.time_s)
    assert set(columns) == {"time_s", *PER_FRAME}
    assert all(np.isnan(columns[id_]).all() for id_ in PER_FRAME)


def test_units_are_those_of_the_quantities() -> None:
    names = ["time_s", "knee_flexion_deg", "knee_flexion_deg_low", "hip_back_travel_high", "of_another_program"]
    assert units_of_columns(names) == {
        "time_s": "s",
        "knee_flexion_deg": "deg",
        "knee_flexion_deg_low": "deg",
        "hip_back_travel_high": "share of leg length",
    }


def test_the_document_comes_back(analysis: Analysis) -> None:
    columns = series_columns(analysis)
    document = series_document(analysis, columns=columns)
    assert document["source"] == analysis.motion.origin.name
    assert document["units"].keys() == columns.keys()
    assert series_document_from_json(json.dumps(document), name="a file") == document
