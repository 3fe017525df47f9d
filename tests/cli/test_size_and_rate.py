"""--size and --fps: for pose files that do not say them, refused for videos."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge.cli.units import frame_size_px
from hiphinge.errors import UsageError
from hiphinge.motion import Motion
from hiphinge.testing import Camera, Plan, record_video

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor

SIZE = (720, 1280)


@pytest.fixture
def shares(tmp_path: Path) -> Path:
    """Return a table of landmarks as shares of an upright frame, 15 rows a second, nothing else in it."""
    motion = record_video(Plan(), camera=Camera(size_px=SIZE, frame_rate_hz=15.0)).motion
    path = tmp_path / "set.csv"
    path.write_text(_table(motion))
    return path


def _table(motion: Motion) -> str:
    titles = [f"{name}_{axis}" for name in motion.layout.keypoints for axis in ("x", "y", "visibility")]
    shares = np.concatenate([motion.positions / SIZE, motion.confidence[..., None]], axis=2)
    rows = [",".join(f"{value:.6f}" for value in frame.ravel()) for frame in shares]
    return "\n".join([",".join(titles), *rows])


def _warnings(folder: Path) -> str:
    return " ".join(json.loads((folder / "analysis.json").read_text(encoding="utf-8"))["source"]["warnings"])


def test_a_table_without_size_and_rate_is_measured_with_them(run: "Run", shares: Path, tmp_path: Path) -> None:
    refused = run("analyze", shares)
    assert refused.code == 3
    assert "--size 1080x1920 on the command line, size_px=(1080, 1920) in Python" in refused.err
    ended = run("analyze", shares, "--size", "720x1280", "--fps", "15", "--no-report", "--out", "out")
    assert ended.code == 0
    document = json.loads((tmp_path / "out" / "analysis.json").read_text(encoding="utf-8"))
    assert document["provenance"]["parameters"]["size_px"] == "720x1280"
    assert document["provenance"]["parameters"]["fps"] == 15
    assert document["source"]["fps"] == 15
    assert _warnings(tmp_path / "out") == ""


def test_what_was_assumed_or_does_not_fit_is_said(run: "Run", shares: Path, tmp_path: Path) -> None:
    assumed = run("analyze", shares, "--size", "720x1280", "--no-report", "--out", "assumed")
    assert assumed.code == 0
    assert "About the recording: The file does not say how many frames there are in a second; 30" in assumed.out
    assert "30 were assumed" in _warnings(tmp_path / "assumed")
    run("analyze", shares, "--size", "1280x720", "--fps", "15", "--no-report", "--out", "exchanged")
    assert "width and height may be exchanged" in _warnings(tmp_path / "exchanged")


def test_a_file_that_says_them_itself_keeps_its_own_word(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    assert run("analyze", actor.write_video(tmp_path / "set.mp4"), "--no-report", "--out", "first").code == 0
    pose = tmp_path / "first" / "pose.parquet"
    ended = run("analyze", pose, "--fps", "60", "--size", "90x160", "--no-report", "--out", "again")
    assert ended.code == 0
    said = _warnings(tmp_path / "again")
    assert "The file gives its own times, 30 frames a second; the 60 that you gave were not used." in said
    assert "The size 90 x 160 that you gave was not used: the file gives its own, 72 x 128." in said


@pytest.mark.parametrize("command", ["analyze", "calibrate"])
@pytest.mark.parametrize("option", [("--fps", "30"), ("--size", "720x1280")])
def test_a_video_takes_neither(
    run: "Run", actor: "Actor", tmp_path: Path, command: str, option: tuple[str, str]
) -> None:
    ended = run(command, actor.write_video(tmp_path / "set.mp4"), *option)
    assert ended.code == 2
    assert "set.mp4 is a video, which gives its own size and frame rate" in ended.err
    assert not (tmp_path / "set.hiphinge").exists()


@pytest.mark.parametrize("rate", ["0", "-5", "5000"])
def test_a_rate_that_no_camera_has_is_refused(run: "Run", shares: Path, rate: str) -> None:
    ended = run("analyze", shares, "--size", "720x1280", "--fps", rate)
    assert ended.code == 2
    assert "should be between 2 and 1000 frames a second" in ended.err


@pytest.mark.parametrize("text", ["1080x1920", "1080X1920", "1080 x 1920", "1080×1920", "1080,1920", "1080:1920"])  # noqa: RUF001  # what phones write
def test_a_size_is_read_as_it_is_written(text: str) -> None:
    assert frame_size_px(text) == (1080, 1920)


@pytest.mark.parametrize("text", ["", "big", "1080", "1080x", "1080p", "0x5", "1080x1920x3"])
def test_what_is_no_size_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"cannot be read as width and height.*1080x1920"):
        frame_size_px(text)
