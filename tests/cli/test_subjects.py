"""``--subject``: whom to measure in a file of markers that holds several people."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.sources.laboratory_files import DATA, Trc, standing_spotter

import hiphinge
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def both(tmp_path: Path) -> Path:
    lifter, spotter = Trc.sample().prefixed("Ann:"), standing_spotter().prefixed("Bob:")
    return lifter.beside(spotter).write(tmp_path / "both.trc")


def test_who_was_measured_is_reported(run: "Run", both: Path) -> None:
    ended = run("analyze", both, "--no-report")
    assert ended.code == 0
    assert "About the recording: The file holds 2 subjects: Ann was measured, not Bob" in ended.out


def test_another_subject_is_measured(run: "Run", both: Path) -> None:
    ended = run("analyze", both, "--subject", "Bob", "--no-report")
    assert ended.code == 4
    assert "No full repetition" in ended.out
    assert "2 subjects" not in ended.out


def test_an_unknown_subject_is_refused(run: "Run", both: Path) -> None:
    ended = run("analyze", both, "--subject", "Carl")
    assert ended.code == 2
    assert "names Ann, Bob" in ended.err


def test_a_subject_of_a_video_is_refused(run: "Run") -> None:
    ended = run("analyze", DATA / "rendered/hinge_side.mp4", "--subject", "Ann")
    assert ended.code == 2
    assert "is a video" in ended.err


def test_the_subject_is_in_the_result_and_holds_for_the_standing(both: Path) -> None:
    result = hiphinge.analyze(both, subject="ann", neutral=both)
    assert result.provenance.parameters["subject"] == "ann"
    with pytest.raises(UsageError, match="Carl"):
        hiphinge.analyze(DATA / "nimblephysics/squats.trc", neutral=both, subject="Carl")
