"""The tables have one shape, and DuckDB, Polars and pandas read each of them at once."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from tests.batch.reading import content, table

from hiphinge.errors import InputFormatError
from hiphinge.exports.data_set import TABLES, columns_of, part_of
from hiphinge.measures import lift_quantities

if TYPE_CHECKING:
    from tests.batch.conftest import Batch, Clip


def with_duckdb(folder: Path) -> Any:
    import duckdb

    return duckdb.execute(f"SELECT * FROM '{folder}/*.parquet' ORDER BY clip").df()  # noqa: S608  # a folder of the test


def with_polars(folder: Path) -> Any:
    import polars as pl

    return pl.read_parquet(folder).sort("clip", maintain_order=True).to_pandas()


def with_pandas(folder: Path) -> Any:
    import pandas as pd

    return pd.read_parquet(folder).sort_values("clip", kind="stable", ignore_index=True)


@pytest.fixture
def study(batch: "Batch", clip: "Clip", clips: Path, tmp_path: Path) -> Path:
    for number in range(3):
        clip(f"{number}.mp4")
    clip("broken.mp4", "refuse")
    lines = [f"{number}.mp4,person {number % 2},2026-03-0{number + 1},fresh,{40 + number}" for number in range(3)]
    head = "path,person,session,condition,load_kg"
    (clips / "list.csv").write_text("\n".join([head, *lines, "broken.mp4,nobody,2026-03-09,,"]))
    batch(list_file=clips / "list.csv")
    return tmp_path / "study"


@pytest.mark.parametrize("read", [with_duckdb, with_polars, with_pandas])
def test_every_table_is_read_at_once(study: Path, read: Callable[[Path], Any]) -> None:
    counts = {name: len(read(study / name)) for name in TABLES}
    frames = sum(row["frames"] or 0 for row in table(study, "clips").to_pylist())
    assert counts["clips"] == 4
    assert counts["repetitions"] == 9
    assert counts["series"] == frames > 300
    assert counts["findings"] >= 3
    assert sorted(read(study / "sets")["load_kg"]) == [40.0, 41.0, 42.0]
    assert set(read(study / "repetitions")["person"]) == {"person 0", "person 1"}


def test_the_examples_of_the_page_run(
    study: Path, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (root / "docs/how-to/batch.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(study.parent)
    shown = []
    for block in blocks:
        # The synthetic person has no contour, so no back.
        block = block.replace("lumbar_flexion_deg", "trunk_inclination_deg")  # noqa: PLW2901  # likewise
        exec(compile(block, "batch.md", "exec"), {})  # noqa: S102  # the page's own example
        shown.append(capsys.readouterr().out)
    assert len(shown) == 3
    assert "2026-03-01" in shown[0]
    assert "squat_pattern" in shown[1]
    assert "refused" in shown[2]


def test_every_column_has_its_unit_and_every_quantity_its_columns(study: Path) -> None:
    path = next((study / "repetitions").glob("*.parquet"))
    document = json.loads((pq.read_schema(path).metadata or {})[b"hiphinge"])
    assert document["schema"] == "hiphinge.data_set/1"
    assert document["units"]["trunk_inclination_deg"] == "deg"
    assert document["units"]["bottom_time_s"] == "s"
    names = {column.name for column in columns_of("repetitions")}
    assert {f"{id_}{end}" for id_ in lift_quantities() for end in ("", "_low", "_high")} <= names
    assert "hold_s" not in names, "what only a self-test measures has no column"


def test_the_numbers_are_those_of_an_analysis(study: Path) -> None:
    from stub_measurer import StubMeasurer  # type: ignore[import-not-found]  # beside this file

    from hiphinge.batch import Parameters
    from hiphinge.documents import series_columns

    source = next(row["source"] for row in table(study, "clips").to_pylist() if row["name"] == "1.mp4")
    result = StubMeasurer().measure(Path(source), Parameters(load_kg=41.0))
    rows = [row for row in table(study, "repetitions").to_pylist() if row["load_kg"] == 41.0]
    measured = [round(one.measurements["trunk_inclination_deg"].value, 2) for one in result.repetitions]
    assert [row["trunk_inclination_deg"] for row in rows] == measured
    assert [row["pattern"] for row in rows] == [one.pattern.label for one in result.repetitions]
    found = {(row["repetition"], row["finding"]) for row in table(study, "findings").to_pylist() if row["repetition"]}
    assert found == {(one.index, finding.id) for one in result.repetitions for finding in one.findings}
    series = [row for row in table(study, "series").to_pylist() if row["clip"] == rows[0]["clip"]]
    expected = series_columns(result.analysis)
    assert [row["time_s"] for row in series] == expected["time_s"].tolist()
    assert [row["knee_flexion_deg"] for row in series] == pytest.approx(expected["knee_flexion_deg"].tolist())


def test_each_clip_is_in_one_part_and_in_order(study: Path) -> None:
    for name in TABLES:
        for path in (study / name).glob("*.parquet"):
            clips = pq.ParquetFile(path).read(["clip"]).column("clip").to_pylist()
            assert clips == sorted(clips)
            assert {part_of(clip) for clip in clips} <= {path.stem.removeprefix("part-")}


def test_the_files_do_not_depend_on_the_order_in_which_clips_came(
    batch: "Batch", clip: "Clip", clips: Path, tmp_path: Path
) -> None:
    paths = [clip(f"{number}.mp4") for number in range(5)]
    batch(out=tmp_path / "at once")
    for path in reversed(paths):
        batch(path, out=tmp_path / "one by one")
    batch(clips, out=tmp_path / "one by one")
    assert content(tmp_path / "one by one") == content(tmp_path / "at once")


def test_a_damaged_table_is_said_and_can_be_made_anew(batch: "Batch", study: Path, clips: Path) -> None:
    before = content(study)
    path = next((study / "sets").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputFormatError, match="damaged"):
        batch(list_file=clips / "list.csv")
    for name in TABLES:
        (study / name / path.name).unlink()
    batch(list_file=clips / "list.csv")
    assert content(study) == before


def test_long_series_are_written_in_stretches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    from hiphinge.exports.data_set import ClipRows, entry_names, write_entry, write_part

    monkeypatch.setattr("hiphinge.exports.data_set.series_file.ROW_GROUP", 100)
    monkeypatch.setattr("hiphinge.exports.data_set.storage.ROW_GROUP", 100)
    names = [f"0{number:015x}" for number in range(7)]
    for turn in (names[::2], names[1::2]):
        for number, name in enumerate(turn):
            series = {"time_s": np.arange(30.0 + number), "knee_flexion_deg": np.full(30 + number, np.nan)}
            write_entry(tmp_path, name, ClipRows(clip={"state": "done", "source": name, "name": name}, series=series))
        write_part(tmp_path, "0", entries=entry_names(tmp_path), facts={}, labels=())
        for path in entry_names(tmp_path).values():
            path.unlink()
    file = pq.ParquetFile(tmp_path / "series" / "part-0.parquet")
    assert [file.metadata.row_group(g).num_rows for g in range(file.num_row_groups)] == [100, 100, 19]
    rows = file.read(["clip", "time_s"]).to_pylist()
    assert [row["clip"] for row in rows] == sorted(row["clip"] for row in rows)
    assert sum(row["time_s"] == 0.0 for row in rows) == 7
