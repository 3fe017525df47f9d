from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.estimators.models import NETWORKS

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand where no network has been installed."""
    monkeypatch.delenv("HIPHINGE_MODELS", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "hiphinge" / "models"


@pytest.mark.usefixtures("bare")
def test_every_network_is_listed_with_its_licence(run: "Run") -> None:
    output = run("models", "list").out
    for id_ in NETWORKS:
        line = next(line for line in output.splitlines() if id_ in line)
        assert "Apache-2.0" in line
        assert "not here" in line


def test_the_folder_is_printed(run: "Run", bare: Path) -> None:
    assert run("models", "path").out.strip() == str(bare)


@pytest.mark.usefixtures("bare")
def test_a_network_that_is_not_here_is_missing(run: "Run") -> None:
    ended = run("models", "path", "blazepose-full")
    assert ended.code == 5
    assert "hiphinge models install blazepose-full" in ended.err


def test_an_unknown_network_is_a_wrong_command(run: "Run") -> None:
    assert run("models", "path", "crystal-ball").code == 2
    assert run("models", "install", "crystal-ball").code == 2


def test_what_is_installed_is_printed(run: "Run", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def install(ids: tuple[str, ...], *, folder: Path | None, progress: object) -> tuple[Path, ...]:
        asked.append((ids, folder))
        assert callable(progress)
        progress("pip", 0.5)
        return tuple(tmp_path / id_ for id_ in ids)

    monkeypatch.setattr("hiphinge.estimators.models.install", install)
    ended = run("models", "install", "--to", "folder")
    assert asked == [(("blazepose-detector", "blazepose-full"), Path("folder"))]
    assert ended.out.split() == [str(tmp_path / "blazepose-detector"), str(tmp_path / "blazepose-full")]
