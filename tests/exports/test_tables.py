"""The table of exports, and the files that hold tables: series.parquet, CSV and the workbook."""

import csv
import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow.parquet as pq
import pytest

from hiphinge.analysis import Analysis, Measurement
from hiphinge.errors import OutputError, UnknownIdError
from hiphinge.exports import export_named, exports, write_exports, write_repetitions, write_series
from hiphinge.findings import NotMeasurable
from hiphinge.quantities import QUANTITIES

FRAME_IDS = [id_ for id_, quantity in QUANTITIES.items() if quantity.scope == "frame"]


def test_the_built_in_exports_come_through_the_door_of_plug_ins() -> None:
    assert set(exports()) >= {"c3d", "csv", "mot", "trc", "xlsx"}
    assert len({export.file_name for export in exports().values()}) == len(exports())


def test_an_unknown_export_is_refused_before_anything_is_written(
    tmp_path: Path, analysis: Analysis, provenance: Any
) -> None:
    with pytest.raises(UnknownIdError, match="csv"):
        write_exports(tmp_path, ["csv", "docx"], analysis, provenance=provenance)
    assert list(tmp_path.iterdir()) == []


def test_listing_the_exports_loads_no_heavy_library() -> None:
    code = (
        "import json, sys; from hiphinge.exports import exports; exports(); "
        "print(json.dumps([m for m in ('ezc3d', 'openpyxl', 'pyarrow', 'pandas', 'cv2', 'av') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize("clip", ["analysis", "refused", "with_back"])
def test_every_export_writes_every_kind_of_answer(
    tmp_path: Path, provenance: Any, clip: str, request: pytest.FixtureRequest
) -> None:
    files = write_exports(tmp_path, exports(), request.getfixturevalue(clip), provenance=provenance)
    assert {file.name for file in files} == {file.name for file in tmp_path.iterdir()}
    assert all(file.stat().st_size > 100 for file in files)


@pytest.mark.parametrize("id_", ["c3d", "csv", "mot", "trc", "xlsx"])
def test_no_folder_is_an_output_error(tmp_path: Path, analysis: Analysis, provenance: Any, id_: str) -> None:
    with pytest.raises(OutputError):
        export_named(id_).write(tmp_path / "none" / "file", analysis, provenance=provenance)


def test_series_has_every_quantity_and_null_where_nothing_was_measured(tmp_path: Path, analysis: Analysis) -> None:
    path = tmp_path / "series.parquet"
    write_series(path, analysis)
    read = pq.read_table(path)
    assert read.column_names[0] == "time_s"
    assert [name for name in read.column_names if name in QUANTITIES] == FRAME_IDS
    assert read["lumbar_flexion_deg"].null_count == len(read)
    assert read["knee_flexion_deg"].null_count == 1
    assert {"knee_flexion_deg_low", "knee_flexion_deg_high"} <= set(read.column_names)
    assert not any(math.isnan(value) for value in read["knee_flexion_deg"].to_pylist() if value is not None)
    np.testing.assert_array_equal(read["time_s"].to_numpy(), analysis.motion.time_s)
    metadata = json.loads(read.schema.metadata[b"hiphinge"])
    assert metadata["units"]["knee_flexion_deg_low"] == "deg"
    assert metadata["units"]["hip_back_travel"] == "share of leg length"


def test_the_series_of_a_refused_clip_has_times_and_nothing_else(tmp_path: Path, refused: Analysis) -> None:
    path = tmp_path / "series.parquet"
    write_series(path, refused)
    read = pq.read_table(path)
    assert len(read) == len(refused.motion)
    assert all(read[name].null_count == len(read) for name in FRAME_IDS)


def test_csv_holds_the_series(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    path = tmp_path / "series.csv"
    export_named("csv").write(path, analysis, provenance=provenance)
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert len(rows) == len(analysis.motion)
    assert rows[4]["knee_flexion_deg"] == ""
    assert rows[0]["lumbar_flexion_deg"] == ""
    assert analysis.series is not None
    expected = analysis.series.values["trunk_inclination_deg"]
    np.testing.assert_allclose([float(row["trunk_inclination_deg"]) for row in rows], expected, atol=5e-5)


def test_the_workbook_has_four_sheets(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    path = tmp_path / "results.xlsx"
    export_named("xlsx").write(path, analysis, provenance=provenance)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["repetitions", "findings", "series", "how measured"]
    titles, first = list(book["repetitions"].iter_rows(values_only=True))
    row = dict(zip(titles, first, strict=True))
    assert (row["knee_flexion_deg"], row["lumbar_flexion_deg"]) == (52.35, None)
    assert row["findings"] == "excess_knee_flexion"
    assert [row[0] for row in book["findings"].iter_rows(values_only=True)] == ["repetition", 1, "whole clip"]
    assert book["series"].max_row == len(analysis.motion) + 1
    how = dict(book["how measured"].iter_rows(values_only=True))
    assert how["schema"] == "hiphinge.analysis/5"
    assert how["provenance.versions"] == "hiphinge: 0.1.0, numpy: 2.4.6"


def test_text_is_never_a_formula(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    provenance.versions.clear()
    provenance.versions["=cmd"] = "1"
    path = tmp_path / "results.xlsx"
    export_named("xlsx").write(path, analysis, provenance=provenance)
    book = openpyxl.load_workbook(path)
    cells = [cell for row in book["how measured"].iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(str(cell.value).endswith("=cmd: 1") for cell in cells)


def repetition_rows(path: Path, analysis: Analysis, provenance: Any) -> list[dict[str, str]]:
    write_repetitions(path, analysis, provenance=provenance)
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_repetitions_have_a_row_each_with_moments_pattern_numbers_intervals_and_findings(
    tmp_path: Path, analysis: Analysis, provenance: Any
) -> None:
    row, *others = repetition_rows(tmp_path / "repetitions.csv", analysis, provenance)
    assert len(others) == len(analysis.repetitions) - 1
    known = analysis.repetitions[0]
    assert (row["recording"], row["exercise"]) == (analysis.motion.origin.name, analysis.exercise)
    assert (row["set"], row["repetition"], row["kind"]) == (str(known.set), str(known.index), known.kind)
    assert float(row["bottom_time_s"]) == pytest.approx(known.bottom_s, abs=1e-4)
    for phase in known.phases:
        assert float(row[f"{phase.name}_end_time_s"]) == pytest.approx(phase.end_s, abs=1e-4)
    assert row["pattern"] == known.pattern.label
    assert float(row["pattern_hinge"]) == pytest.approx(known.pattern.probability["hinge"], abs=1e-3)
    knee = known.measurements["knee_flexion_deg"]
    assert isinstance(knee, Measurement)
    assert knee.interval is not None
    assert [float(row[f"knee_flexion_deg{end}"]) for end in ("", "_low", "_high")] == pytest.approx(
        [knee.value, knee.interval.low, knee.interval.high], abs=5e-3
    )
    assert row["findings"].split(";") == [f.id for f in known.findings]


def test_what_was_not_measured_is_empty_and_has_its_reason(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    (row, *_) = repetition_rows(tmp_path / "repetitions.csv", analysis, provenance)
    reasons = dict(pair.split("=") for pair in row["not_measurable"].split(";"))
    missing = {i: m.id for i, m in analysis.repetitions[0].measurements.items() if isinstance(m, NotMeasurable)}
    assert missing
    assert reasons == {**missing, "hip_drop": "low_confidence"}, "the number of hip_drop is not finite"
    assert {row[id_] for id_ in missing} == {""}


def test_the_columns_are_the_same_for_every_recording(
    tmp_path: Path, analysis: Analysis, refused: Analysis, with_back: Analysis, provenance: Any
) -> None:
    heads = []
    for number, clip in enumerate((analysis, refused, with_back)):
        path = tmp_path / f"{number}.csv"
        write_repetitions(path, clip, provenance=provenance)
        heads.append(path.read_text(encoding="utf-8").splitlines()[0].split(","))
    assert heads[0] == heads[1] == heads[2]
    assert len(set(heads[0])) == len(heads[0])
    of_tests = {id_ for id_, quantity in QUANTITIES.items() if quantity.scope == "test"}
    assert set(QUANTITIES) - of_tests <= set(heads[0])
    assert not of_tests & set(heads[0])
    assert (tmp_path / "1.csv").read_text(encoding="utf-8").count("\n") == 1, "a refused recording has no row"


def test_a_recording_s_name_in_a_table_is_never_a_formula(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    origin = replace(analysis.motion.origin, name="=1+1.mp4")
    sly = replace(analysis, motion=replace(analysis.motion, origin=origin))
    assert repetition_rows(tmp_path / "repetitions.csv", sly, provenance)[0]["recording"] == "'=1+1.mp4"
