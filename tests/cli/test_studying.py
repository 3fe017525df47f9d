"""``hiphinge study`` says what it would do, what it found and where, and ends with the right code."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

STUBS = Path(__file__).resolve().parent.parent / "batch"
PROTOCOL = """
schema = "hiphinge.study/1"
title = "Two loads"
[people.P1]
[conditions.light]
[conditions.heavy]
[[clips]]
path = "light.mp4"
person = "P1"
condition = "light"
[[clips]]
path = "heavy.mp4"
person = "P1"
condition = "heavy"
[[compare]]
first = "light"
second = "heavy"
[[references]]
table = "inclinometer.csv"
"""


def test_a_study_is_planned_carried_out_and_continued(
    run: "Run", tmp_path: Path, small_clip: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(STUBS))
    from stub_measurer import StubMeasurer  # type: ignore[import-not-found]  # beside the tests of batch

    from hiphinge.batch import InThisProcess

    monkeypatch.setattr("hiphinge.batch.NetworkMeasurer", StubMeasurer)
    monkeypatch.setattr("hiphinge.batch.running.LocalProcesses", lambda measurer, *_: InThisProcess(measurer))
    (tmp_path / "protocol.toml").write_text(PROTOCOL)
    (tmp_path / "inclinometer.csv").write_text(
        "recording,moment,repetition,trunk_inclination_deg\nlight.mp4,bottom,1,40\n"
    )
    (tmp_path / "light.mp4").write_bytes(small_clip + b"light")
    missing = run("study", tmp_path / "protocol.toml", "--out", "study")
    assert missing.code == 3
    assert "there is no file heavy.mp4" in " ".join(missing.err.replace("│", " ").split())
    (tmp_path / "heavy.mp4").write_bytes(small_clip + b"heavy")
    planned = run("study", tmp_path / "protocol.toml", "--out", "study", "--dry-run")
    assert (planned.code, (tmp_path / "study").exists()) == (0, False)
    assert f"P1, light: {tmp_path / 'light.mp4'}" in planned.out
    assert "1 people, 2 conditions, 2 clips: 2 to analyse, 0 in the data set already." in planned.out
    ended = run("study", tmp_path / "protocol.toml", "--out", "study")
    assert ended.code == 0
    assert f"{Path('study/data')}: 2 done, 0 refused" in ended.out
    assert "have fewer than three people with both conditions" in ended.out
    assert "Reference 1: At least 3 pairs" in ended.out
    assert run("study", tmp_path / "protocol.toml", "--out", "study", "--quiet").out.count("\n") == 1
    for name in ("light", "heavy"):
        (tmp_path / f"{name}.mp4").write_bytes(small_clip + f"{name}DO:refuse".encode())
    assert run("study", tmp_path / "protocol.toml", "--out", "other").code == 4
