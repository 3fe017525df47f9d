"""Where the user's files are on each system: where they have always been."""

import importlib
from pathlib import Path
from types import ModuleType

import platformdirs
import pytest

from hiphinge import filesystem
from hiphinge.filesystem import cache_folder, data_folder, models_folder, subprocess_environment


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA", filesystem.MODELS_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def _system(monkeypatch: pytest.MonkeyPatch, module: str, name: str, platform: str) -> ModuleType:
    """Let the library answer as on another system."""
    found = importlib.import_module(f"platformdirs.{module}")
    monkeypatch.setattr(platformdirs, "PlatformDirs", getattr(found, name))
    monkeypatch.setattr("sys.platform", platform)
    return found


@pytest.mark.parametrize(
    ("module", "name", "platform", "data", "cache"),
    [
        ("unix", "Unix", "linux", ".local/share/hiphinge", ".cache/hiphinge"),
        ("macos", "MacOS", "darwin", "Library/Application Support/hiphinge", "Library/Caches/hiphinge"),
    ],
)
def test_the_folders_are_where_the_system_has_them(
    monkeypatch: pytest.MonkeyPatch, home: Path, module: str, name: str, platform: str, data: str, cache: str
) -> None:
    _system(monkeypatch, module, name, platform)
    assert data_folder() == home / data
    assert cache_folder() == home / cache


def test_on_windows_they_are_in_the_local_application_data(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    windows = _system(monkeypatch, "windows", "Windows", "win32")
    monkeypatch.setattr(windows, "get_win_folder", lambda _name: str(home / "Local"))
    assert data_folder() == home / "Local" / "hiphinge"
    assert cache_folder() == home / "Local" / "hiphinge" / "Cache"


def test_what_is_already_below_another_localappdata_is_still_found(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    windows = _system(monkeypatch, "windows", "Windows", "win32")
    monkeypatch.setattr(windows, "get_win_folder", lambda _name: str(home / "Local"))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "Other"))
    assert data_folder() == home / "Local" / "hiphinge"
    (home / "Other" / "hiphinge" / "Cache").mkdir(parents=True)
    assert data_folder() == home / "Other" / "hiphinge"
    assert cache_folder() == home / "Other" / "hiphinge" / "Cache"


@pytest.mark.parametrize(
    ("module", "name", "platform"),
    [("unix", "Unix", "linux"), ("macos", "MacOS", "darwin"), ("windows", "Windows", "win32")],
)
def test_a_set_xdg_folder_counts_everywhere(
    monkeypatch: pytest.MonkeyPatch, home: Path, module: str, name: str, platform: str
) -> None:
    _system(monkeypatch, module, name, platform)
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert data_folder() == home / "data" / "hiphinge"
    assert cache_folder() == Path("relative/hiphinge")


def test_the_folder_of_networks_is_what_the_user_set(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    assert models_folder() is None
    monkeypatch.setenv(filesystem.MODELS_VARIABLE, "")
    assert models_folder() is None
    monkeypatch.setenv(filesystem.MODELS_VARIABLE, str(home))
    assert models_folder() == home


def test_a_process_that_is_started_has_the_rest_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANYTHING", "else")
    environment = subprocess_environment(temporary=tmp_path)
    assert environment["ANYTHING"] == "else"
    assert {environment[name] for name in ("TMPDIR", "TEMP", "TMP")} == {str(tmp_path)}
