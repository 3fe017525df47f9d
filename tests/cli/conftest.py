"""Runs the command line inside the test, in a folder of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.conftest import grey_video

from hiphinge.cli import main


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a run ended: exit code, standard output and standard error, the latter without its frame."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "4000")
    # Only a process of the command's own may be ended by a signal.
    monkeypatch.setattr("hiphinge.cli.answer_signals", lambda: None)

    def run_here(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Ended(code=int(ended.value.code or 0), out=shown.out, err=shown.err)

    return run_here


@pytest.fixture
def small_clip() -> bytes:
    """Return a video of a few grey frames."""
    return grey_video(".mp4", 5)
