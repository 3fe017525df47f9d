import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor


@pytest.fixture
def straws(run: "Run", actor: "Actor", tmp_path: Path) -> Path:
    """A protractor on frames of a video, beside the folder that `analyze` wrote of it."""
    from hiphinge.sources.analysis_files import read_analysis_file

    actor.write_video(tmp_path / "set.mp4")
    assert run("analyze", "set.mp4", "--no-report").code == 0
    answer = read_analysis_file(tmp_path / "set.hiphinge")
    lines = ["time_s,trunk_inclination_deg,lumbar_flexion_deg"]
    for time_s in (1.0, 1.6, 2.2, 2.8):
        trunk = np.interp(time_s, answer.time_s, answer.values["trunk_inclination_deg"])
        lines.append(f"{time_s},{trunk + 1.5:.2f},20")
    path = tmp_path / "angles.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_table_becomes_agreement_and_a_page(run: "Run", straws: Path, tmp_path: Path) -> None:
    ended = run("validate", straws.name, "--recording", "set.hiphinge", "--by", "a protractor", "--no-open")
    assert (ended.code, ended.err) == (0, "")
    assert "Trunk lean" in ended.out
    assert "-1.5°" in ended.out
    assert "of one person" in ended.out
    assert "4 references had no counterpart" in ended.out
    assert {p.name for p in (tmp_path / "agreement").iterdir()} == {"agreement.html", "agreement.json"}


def test_the_document_is_printed_where_that_is_wished(run: "Run", straws: Path, tmp_path: Path) -> None:
    ended = run("validate", straws.name, "-r", "set.hiphinge", "--json", "--out", "out")
    document = json.loads(ended.out)
    assert document == json.loads((tmp_path / "out/agreement.json").read_text(encoding="utf-8"))
    assert document["quantities"]["trunk_inclination_deg"]["bias"]["value"] == pytest.approx(-1.5, abs=0.01)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("angles.csv",), 2, "--recording"),
        (("none.csv",), 3, "no file"),
        (("set.mp4",), 3, "should be a table"),
        (("angles.csv", "-r", "none.mp4"), 3, "no file"),
        (("few.csv", "-r", "set.hiphinge"), 4, "At least 3 pairs"),
        (("angles.csv", "-r", "set.hiphinge", "--out", "angles.csv"), 6, "is a file"),
    ],
)
def test_what_is_wrong_has_its_exit_code_and_leaves_nothing(
    run: "Run", straws: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    (tmp_path / "few.csv").write_text("\n".join(straws.read_text(encoding="utf-8").splitlines()[:2]))
    before = sorted(tmp_path.rglob("*"))
    ended = run("validate", *arguments)
    assert ended.code == code
    assert message in ended.err
    assert sorted(tmp_path.rglob("*")) == before
