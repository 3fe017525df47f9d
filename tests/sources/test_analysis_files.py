import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hiphinge.analysis import Analysis, Measurement, analyse
from hiphinge.errors import InputFormatError, InputMissingError
from hiphinge.exports import write_analysis, write_pose, write_series
from hiphinge.sources.analysis_files import is_analysis_file, read_analysis_file
from hiphinge.testing import record_video
from hiphinge.workflow import Provenance


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyse(record_video().motion)


@pytest.fixture
def folder(analysis: Analysis, tmp_path: Path) -> Path:
    write_series(tmp_path / "series.parquet", analysis)
    write_analysis(tmp_path / "analysis.json", analysis, provenance=Provenance(versions={"hiphinge": "1"}))
    return tmp_path


def test_a_folder_gives_back_series_and_bottoms(analysis: Analysis, folder: Path) -> None:
    found = read_analysis_file(folder)
    assert analysis.series is not None
    trunk = analysis.series.values["trunk_inclination_deg"]
    assert found.values["trunk_inclination_deg"] == pytest.approx(trunk, nan_ok=True)
    assert found.low["trunk_inclination_deg"] == pytest.approx(
        analysis.series.low["trunk_inclination_deg"], nan_ok=True
    )
    assert set(found.bottoms) == {r.index for r in analysis.repetitions}
    measured = analysis.repetitions[0].measurements["trunk_inclination_deg"]
    assert isinstance(measured, Measurement)
    assert found.bottoms[1]["trunk_inclination_deg"].value == pytest.approx(measured.value, abs=0.01)
    assert found.versions == {"hiphinge": "1"}


def test_a_series_alone_has_no_bottoms(folder: Path) -> None:
    (folder / "analysis.json").unlink()
    found = read_analysis_file(folder / "series.parquet")
    assert found.bottoms == {}
    assert np.isfinite(found.values["trunk_inclination_deg"]).any()


def test_other_files_are_refused(analysis: Analysis, folder: Path) -> None:
    assert is_analysis_file(folder)
    assert not is_analysis_file(folder / "analysis.json")
    (folder / "analysis.json").write_text('{"schema": "other/1"}', encoding="utf-8")
    with pytest.raises(InputFormatError, match="should be of the schema"):
        read_analysis_file(folder)
    write_pose(folder / "series.parquet", analysis.motion)
    with pytest.raises(InputFormatError, match=r"schema 'hiphinge.series/1', but says 'hiphinge.pose/1'"):
        read_analysis_file(folder / "series.parquet")
    (folder / "series.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputFormatError, match="cannot be read"):
        read_analysis_file(folder / "series.parquet")
    (folder / "series.parquet").unlink()
    with pytest.raises(InputMissingError):
        read_analysis_file(folder / "series.parquet")


@pytest.mark.parametrize("values", [["x", "y"], [{"of": 1.0}, None], [[1.0, 2.0], [3.0]]])
def test_a_series_with_a_column_of_something_else_is_refused(folder: Path, values: list[Any]) -> None:
    series = folder / "series.parquet"
    metadata = pq.read_schema(series).metadata
    pq.write_table(pa.table({"time_s": [0.0, 0.1], "other": values}).replace_schema_metadata(metadata), series)
    with pytest.raises(InputFormatError, match="has a column that is not numeric"):
        read_analysis_file(folder)


def test_a_series_with_a_name_that_is_no_text_is_refused(folder: Path) -> None:
    series = folder / "series.parquet"
    content = series.read_bytes()
    assert b"trunk_inclination_deg" in content
    series.write_bytes(content.replace(b"trunk_inclination_deg", b"trunk_inclination_\x8e\x8f\x90"))
    with pytest.raises(InputFormatError):
        read_analysis_file(folder)


def test_a_saved_analysis_is_called_as_its_recording(analysis: Analysis, folder: Path) -> None:
    assert read_analysis_file(folder).name == analysis.motion.origin.name != folder.name


def test_a_newer_analysis_is_refused_with_what_to_do(folder: Path) -> None:
    document = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
    (folder / "analysis.json").write_text(json.dumps({**document, "schema": "hiphinge.analysis/99"}), encoding="utf-8")
    with pytest.raises(InputFormatError, match=r"analysis/99.*newer hiphinge.*Update"):
        read_analysis_file(folder)
