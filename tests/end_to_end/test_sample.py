"""The packaged sample from video to files, as somebody would run it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge import analyze
from hiphinge.workflow.sample import sample_clip

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Hiphinge

pytestmark = pytest.mark.network

STANDARD = {"analysis.json", "repetitions.csv", "series.parquet", "pose.parquet", "report.html"}
LARGEST_SAMPLE_BYTES = 130_000
TRUTH = Path(__file__).parents[1] / "data" / "rendered" / "sample.json"
FIRST_REPETITION_S = 5.4
BOTTOM_S, CHANGE_DEG = 0.35, 5.0
"""How far the answer may be from the truth: when a bottom is, and by how much the last back differs from the others."""


@pytest.fixture(scope="module")
def clip() -> Iterator[Path]:
    with sample_clip() as path:
        yield path


def test_the_sample_is_small(clip: Path) -> None:
    assert clip.stat().st_size < LARGEST_SAMPLE_BYTES


def test_the_demo_finds_the_fault_that_the_sample_has(demo: Path) -> None:
    true = json.loads(TRUTH.read_text(encoding="utf-8"))
    assert "Four repetitions of the hip hinge" in (demo.parent / "said.txt").read_text(encoding="utf-8")
    assert {path.name for path in demo.iterdir()} == STANDARD
    document = json.loads((demo / "analysis.json").read_text(encoding="utf-8"))
    found = document["repetitions"]
    assert [r["kind"] for r in found] == ["repetition"] * len(true["repetitions"])
    assert {r["pattern"]["label"] for r in found} == {"hinge"}
    for one, known in zip(found, true["repetitions"], strict=True):
        middle_s = (known["bottom_start"] + known["bottom_end"]) / 2 / true["fps"]
        assert one["bottom_s"] == pytest.approx(middle_s, abs=BOTTOM_S)
        assert [f["id"] for f in one["findings"]] == known["faults"]


def test_the_demo_measures_by_how_much_the_back_gives(demo: Path) -> None:
    known = [r["lumbar_bottom_deg"] for r in json.loads(TRUTH.read_text(encoding="utf-8"))["repetitions"]]
    document = json.loads((demo / "analysis.json").read_text(encoding="utf-8"))
    backs = [r["measurements"]["lumbar_flexion_deg"] for r in document["repetitions"]]
    for back, value in zip(backs, known, strict=True):
        assert back["low"] <= value <= back["high"]
    *before, last = (back["value"] for back in backs)
    assert last - sum(before) / len(before) == pytest.approx(known[-1] - sum(known[:-1]) / len(before), abs=CHANGE_DEG)


def test_the_numbers_do_not_depend_on_the_number_of_threads(clip: Path, tmp_path: Path) -> None:
    for threads in (None, 1, 3):
        result = analyze(clip, exercise="hip_hinge", end_s=FIRST_REPETITION_S, threads=threads)
        result.save(tmp_path / str(threads), report=False)
    assert len(result.repetitions) == 1
    for name in ("analysis.json", "repetitions.csv", "series.parquet", "pose.parquet"):
        usual, *others = ((tmp_path / str(threads) / name).read_bytes() for threads in (None, 1, 3))
        assert all(other == usual for other in others), name


def test_the_poses_give_the_answer_that_the_video_gave(hiphinge: "Hiphinge", demo: Path, tmp_path: Path) -> None:
    options = ("--exercise", "hip_hinge", "--out", "again", "--no-report")
    ended = hiphinge("analyze", "--from-pose", demo / "pose.parquet", *options, folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    for name in ("analysis.json", "repetitions.csv", "series.parquet"):
        assert (tmp_path / "again" / name).read_bytes() == (demo / name).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows cannot limit the size of files")
def test_a_full_disk_is_reported_and_leaves_nothing(demo: Path, tmp_path: Path) -> None:
    code = (
        "import resource, runpy, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        f"sys.argv = ['hiphinge', 'analyze', {str(demo / 'pose.parquet')!r}, '--out', 'out']\n"
        "runpy.run_module('hiphinge', run_name='__main__')\n"
    )
    ended = subprocess.run(
        [sys.executable, "-B", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 6, ended.stderr
    assert "Traceback" not in ended.stderr
    assert ".hiphinge-unfinished" not in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has no such pipes")
@pytest.mark.parametrize("arguments", [["quantities"], ["schema"], ["explain", "wall_touch"]], ids=" ".join)
def test_a_reader_that_has_seen_enough_is_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "hiphinge", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")
