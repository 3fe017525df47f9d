import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.conftest import Actor

STANDING = [(30, 80), (29, 74), (31, 64), (32, 58), (30, 46), (33, 40)]
BOTTOM = [(24, 78), (27, 73), (36, 68), (41, 66), (56, 66), (62, 68)]


def points(path: Path, *, repeats: int = 2) -> Path:
    lines = ["repeat,time_s,point,x_px,y_px"]
    lines += [
        f"{repeat},{time_s},{n},{x + 0.4 * repeat * (n % 2)},{y}"
        for repeat in range(1, repeats + 1)
        for time_s, marked in ((0.1, STANDING), (2.0, BOTTOM))
        for n, (x, y) in enumerate(marked, start=1)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_video_becomes_a_page_and_the_next_step_is_printed(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    actor.write_video(tmp_path / "set.mp4")
    ended = run("mark", "set.mp4", "--no-open")
    assert (ended.code, ended.err) == (0, "")
    assert (tmp_path / "set-mark.html").is_file()
    assert "hiphinge mark set.mp4 --points points.json --compare" in ended.out


def test_the_page_is_shown_where_that_is_wished(
    run: "Run", actor: "Actor", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def show(address: str) -> bool:
        shown.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", show)
    actor.write_video(tmp_path / "set.mp4")
    arguments = ("--standing-at", "0.1", "--bottom-at", "0:02", "--no-blur-faces", "--out", "here.html", "--open", "-q")
    ended = run("mark", "set.mp4", *arguments)
    assert (ended.code, ended.out) == (0, "")
    assert shown == [(tmp_path / "here.html").as_uri()]
    assert actor.seen == 0


def test_points_become_angles_with_the_raters_own_error(run: "Run", tmp_path: Path) -> None:
    points(tmp_path / "points.csv")
    ended = run("mark", "--points", "points.csv", "--out", "marked.json")
    assert ended.code == 0
    assert "Pelvis tilt (S2)" in ended.out
    assert "from 6 differences" in ended.out
    assert "Assumed:" in ended.out
    assert "not on the vertebrae" in ended.out
    written = json.loads((tmp_path / "marked.json").read_text(encoding="utf-8"))
    assert written == json.loads(run("mark", "--points", "points.csv", "--json").out)
    assert len(written["angles"]["lumbar_flexion_deg"]["each_deg"]) == 2


def test_a_single_trial_is_asked_to_be_repeated(run: "Run", tmp_path: Path) -> None:
    points(tmp_path / "points.csv", repeats=1)
    ended = run("mark", "-p", "points.csv")
    assert ended.code == 0
    assert "Mark a second time" in ended.out


def test_beside_it_stands_what_was_not_measured(run: "Run", actor: "Actor", tmp_path: Path) -> None:
    points(tmp_path / "points.csv")
    actor.write_video(tmp_path / "set.mp4")
    ended = run("mark", "set.mp4", "--points", "points.csv", "--compare")
    assert ended.code == 0
    assert ended.out.count("not measured") == 4


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "hiphinge mark VIDEO"),
        (("none.mp4",), 3, "no file"),
        (("--points", "none.json"), 3, "no file"),
        (("set.mp4", "--bottom-at", "soon"), 2, "cannot be read as a time"),
        (("--points", "points.csv", "--compare"), 2, "hiphinge mark VIDEO"),
        (("points.csv",), 3, "not in a format"),
    ],
)
def test_what_is_wrong_has_its_exit_code_and_leaves_nothing(
    run: "Run", actor: "Actor", tmp_path: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    points(tmp_path / "points.csv")
    actor.write_video(tmp_path / "set.mp4")
    before = sorted(tmp_path.iterdir())
    ended = run("mark", *arguments)
    assert ended.code == code
    assert message in ended.err
    assert sorted(tmp_path.iterdir()) == before
