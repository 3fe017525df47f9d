import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge.documents import analysis_schema
from hiphinge.errors import InputMissingError, OutputError, UnknownIdError, UsageError
from hiphinge.exports import write_pose
from hiphinge.testing import record_video
from hiphinge.workflow import Progress, Result, analyze

if TYPE_CHECKING:
    from tests.conftest import Actor

STANDARD = {"analysis.json", "repetitions.csv", "series.parquet", "pose.parquet", "report.html"}


@pytest.fixture
def result(actor: "Actor", tmp_path: Path) -> Result:
    return analyze(actor.write_video(tmp_path / "set.mp4"), exercise="hip_hinge")


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_everything_that_was_wished_for_is_written(result: Result, tmp_path: Path) -> None:
    heard: list[Progress] = []
    folder = result.save(tmp_path / "out", overlay=True, exports=("csv", "trc"), progress=heard.append)
    assert _names(folder) == STANDARD | {"overlay.mp4", "series.csv", "markers.trc"}
    assert list(dict.fromkeys(p.stage for p in heard)) == ["files", "frames", "report", "overlay"]
    assert (folder / "analysis.json").read_text(encoding="utf-8").strip() == result.to_json()


def test_nothing_more_than_was_wished_for_is_written(result: Result, tmp_path: Path) -> None:
    assert _names(result.save(tmp_path / "out", report=False)) == STANDARD - {"report.html"}


def test_the_report_shows_frames_of_the_video_and_finds_it(result: Result, tmp_path: Path) -> None:
    page = result.report(tmp_path / "pages" / "my report.html").read_text(encoding="utf-8")
    assert "data:image/webp" in page
    assert "../set.mp4" in page
    assert _names(tmp_path / "pages") == {"my report.html"}


def test_a_video_that_is_gone_is_missed_and_nothing_is_written(result: Result, tmp_path: Path) -> None:
    (tmp_path / "set.mp4").unlink()
    with pytest.raises(InputMissingError):
        result.save(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_unknown_export_is_refused_and_nothing_is_written(result: Result, tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="docx"):
        result.save(tmp_path / "out", exports=("docx",))
    assert not (tmp_path / "out").exists()


def test_an_overlay_needs_a_video(tmp_path: Path) -> None:
    write_pose(tmp_path / "pose.parquet", record_video().motion)
    answer = analyze(tmp_path / "pose.parquet")
    with pytest.raises(UsageError, match="needs the video"):
        answer.save(tmp_path / "out", overlay=True)
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_an_output_error(result: Result, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError):
        result.save(tmp_path / "file")
    with pytest.raises(OutputError):
        result.report(tmp_path / "file" / "report.html")


def test_a_row_for_each_repetition_holds_every_measurement(result: Result) -> None:
    table = result.to_dataframe()
    assert list(table.index) == [1, 2, 3]
    first = result.repetitions[0]
    assert table.loc[1, "bottom_time_s"] == first.bottom_s
    assert set(first.measurements) <= set(table.columns)
    assert table["trunk_inclination_deg"].between(60, 85).all()


def test_a_row_for_each_frame_holds_every_quantity(result: Result) -> None:
    table = result.to_dataframe("frames")
    assert len(table) == len(result.analysis.motion)
    assert np.nanmax(table["trunk_inclination_deg"]) > 60
    assert "trunk_inclination_deg_low" in table.columns


def test_the_document_is_the_one_of_the_schema(result: Result) -> None:
    document = json.loads(result.to_json(indent=None))
    assert set(analysis_schema()["required"]) <= set(document)
    assert "\n" not in result.to_json(indent=None)


def test_it_names_itself_in_one_line(result: Result) -> None:
    assert repr(result) == "<Result set.mp4: hip_hinge, 3 repetitions>"


def test_a_notebook_shows_the_paragraph(result: Result) -> None:
    assert "Three repetitions" in result._repr_html_()


def test_a_refused_clip_still_has_its_files_and_empty_tables(actor: "Actor", tmp_path: Path) -> None:
    positions = np.full_like(actor.motion.positions, np.nan)
    object.__setattr__(actor.motion, "positions", positions)
    refused = analyze(actor.write_video(tmp_path / "nobody.mp4"))
    assert not refused.measurable
    assert refused.analysis.not_measurable
    assert _names(refused.save(tmp_path / "out")) == STANDARD
    assert len(refused.to_dataframe()) == 0
    assert len(refused.to_dataframe("frames")) in {0, len(actor.motion)}
    document = json.loads((tmp_path / "out" / "analysis.json").read_text(encoding="utf-8"))
    assert document["repetitions"] == []
    assert document["not_measurable"]


def test_attempts_in_an_unusable_view_are_nothing_measured(result: Result) -> None:
    attempts = tuple(replace(r, kind="attempt") for r in result.repetitions)
    tried = replace(result, analysis=replace(result.analysis, repetitions=attempts))
    assert tried.measurable
    unusable = replace(result.analysis.view, usable=False, reasons=("body_cropped",))
    assert not replace(tried, analysis=replace(tried.analysis, view=unusable)).measurable
    assert replace(result, analysis=replace(result.analysis, view=unusable)).measurable
