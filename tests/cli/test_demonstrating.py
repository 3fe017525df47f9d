from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Run
    from tests.conftest import Actor


@pytest.fixture
def shown(actor: "Actor", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the demo measure an acted video, and catch what it would open."""

    @contextmanager
    def sample() -> "Iterator[Path]":
        yield actor.write_video(tmp_path / "sample.mp4")

    opened: list[str] = []

    def browse(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("hiphinge.workflow.sample.sample_clip", sample)
    monkeypatch.setattr("webbrowser.open", browse)
    return opened


def test_the_demo_leaves_a_report_and_opens_nothing_where_nobody_sees_it(
    run: "Run", shown: list[str], tmp_path: Path
) -> None:
    ended = run("demo")
    assert ended.code == 0
    assert "Three repetitions" in ended.out
    assert (tmp_path / "demo" / "report.html").is_file()
    assert shown == []


def test_the_report_is_opened_when_asked_for(run: "Run", shown: list[str], tmp_path: Path) -> None:
    run("demo", "--out", "here", "--open")
    assert shown == [(tmp_path / "here" / "report.html").as_uri()]


def test_without_a_browser_the_place_is_printed(run: "Run", shown: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    assert "Open " in run("demo", "--open").out
    assert shown == []
