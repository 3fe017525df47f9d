"""Every step of the examples runs as it stands, and says what it should."""

import re
import runpy
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {"06_videos_over_http.py"}
"""Asks a server: tests/server/test_over_http.py runs it."""
STEPS = sorted(path for path in (ROOT / "examples").glob("*.py") if path.name not in ELSEWHERE)
SAYS = {
    "01_analyze_a_video.py": r"repetition 1: .+; found .+(.|\n)+next time: (.|\n)+report\.html shows why",
    "02_from_a_pose_file.py": r"(.+ s: squat, knees \d+°\n){5}",
    "03_from_your_own_arrays.py": r"3 repetitions\nback_not_seen: ",
    "04_step_by_step.py": r"facing right(.|\n)+(down at .+ s, up again at .+ s\n){3}",
    "05_against_known_truth.py": r"(\d px of noise: 3 of 3 repetitions; RMSE .+\n){3}",
}


def marked(path: Path) -> object:
    return pytest.param(path, id=path.stem, marks=[pytest.mark.network] if path.name.startswith("01") else [])


@pytest.mark.parametrize("path", [marked(path) for path in STEPS])
def test_a_step_runs_and_says_what_it_should(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(path)])
    runpy.run_path(str(path), run_name="__main__")
    said = capsys.readouterr().out
    assert re.search(SAYS[path.name], said), said


def test_the_steps_are_numbered() -> None:
    names = sorted({path.name for path in STEPS} | ELSEWHERE)
    assert [int(name[:2]) for name in names] == list(range(1, len(names) + 1))
    assert {path.name for path in STEPS} == set(SAYS)
