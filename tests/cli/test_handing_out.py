"""``hiphinge pdf`` and ``share``: a set from its folder on paper and as a card; what cannot be is refused."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.reports.accessible_pdf import barriers

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor


@pytest.fixture
def results(run: "Run", actor: "Actor", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    video = actor.write_video(Path("set.mp4"))
    assert run("analyze", str(video), "--exercise", "romanian_deadlift", "--out", "set.hiphinge").code == 0
    return Path("set.hiphinge")


def test_a_set_on_paper_and_as_a_card(run: "Run", results: Path) -> None:
    assert run("pdf", str(results), "--out", "a.pdf").code == 0
    assert run("pdf", str(results), "--out", "b.pdf", "--for", "coach").code == 0
    assert run("pdf", str(results / "analysis.json"), "--out", "c.pdf").code == 0
    assert [barriers(Path(name).read_bytes()) for name in ("a.pdf", "b.pdf")] == [[], []]
    said = run("share", str(results))
    assert "look at it before you share it" in said.out
    assert Path("card.png").read_bytes().startswith(b"\x89PNG")
    Path("set.mp4").unlink()
    assert run("share", str(results), "--out", "none.png").code == 4
    assert not Path("none.png").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("pdf", "nowhere.hiphinge"), 3, "There is no folder nowhere.hiphinge. Expected: a folder that"),
        (("pdf", "nowhere.hiphinge", "--person", "ana"), 3, "There is no folder nowhere.hiphinge"),
        (("pdf", "empty", "--person", "ana"), 3, "empty has no analysis.json. Expected: a folder that"),
        (("pdf", "pose.csv"), 3, "pose.csv is a file, not the results of one. Analyse it first"),
        (("pdf", "last"), 3, "Nobody is in the training log yet"),
        (("pdf", "0f3a99"), 3, "Nobody is in the training log yet"),
        (("pdf", ".", "--for", "doctor"), 2, "--for should be lifter or coach"),
        (("pdf", ".", "--out", "set.txt"), 2, "should end in .pdf"),
        (("share", "."), 3, "has no analysis.json"),
    ],
)
def test_what_cannot_be_is_refused(
    run: "Run", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, says: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    Path("empty").mkdir()
    Path("pose.csv").write_text("time\n", encoding="utf-8")
    ended = run(*arguments)
    assert ended.code == code
    assert says in " ".join(ended.err.split())
    assert not [*Path().glob("*.pdf"), *Path().glob("*.png")]
