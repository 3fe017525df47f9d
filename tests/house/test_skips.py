"""On CI a test that is skipped fails, unless it says that it is about another platform."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FILE = """
import pytest

def test_quietly():
    pytest.skip("no browser here")

def test_elsewhere():
    pytest.skip("platform: Windows only")

@pytest.mark.xfail(strict=True)
def test_known():
    raise AssertionError
"""
MODULE = "import pytest\npytest.importorskip('no_such_module')\n\ndef test_nothing():\n    pass\n"


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    shutil.copy(root / "tests/conftest.py", tmp_path)
    (tmp_path / "test_some.py").write_text(FILE, encoding="utf-8")
    (tmp_path / "test_module.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


class Closing:
    """A plugin that counts how the tests of a run ended, as the closing line does."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        stats = terminalreporter.stats
        self.counts = {
            kind: len(stats[kind]) for kind in ("failed", "error", "skipped", "xfailed", "passed") if kind in stats
        }


@pytest.fixture
def counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, int]]:
    monkeypatch.chdir(folder)

    def run(*arguments: str, ci: str) -> dict[str, int]:
        monkeypatch.setenv("CI", ci)
        for name in ("test_some", "test_module"):
            monkeypatch.delitem(sys.modules, name, raising=False)
        closing = Closing()
        usual = ("-c", os.devnull, "--rootdir", str(folder), "--import-mode=importlib", "-p", "no:cacheprovider")
        pytest.main([*usual, *arguments], plugins=[closing])
        return closing.counts

    return run


def test_on_ci_a_skip_fails_but_for_another_platform(counts: Callable[..., dict[str, int]]) -> None:
    assert counts("test_some.py", ci="true") == {"failed": 1, "skipped": 1, "xfailed": 1}


def test_on_ci_a_skipped_module_fails(counts: Callable[..., dict[str, int]]) -> None:
    assert counts("test_module.py", ci="true") == {"error": 1}


def test_elsewhere_skips_are_skips(counts: Callable[..., dict[str, int]]) -> None:
    assert counts(ci="") == {"skipped": 3, "xfailed": 1}


def test_skips_fail_on_ci_also_where_several_processes_run_the_tests(folder: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider", "--continue-on-collection-errors"]
    environment = {**os.environ, "CI": "true"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert "1 failed, 1 skipped, 1 xfailed, 1 error" in done.stdout.splitlines()[-1]
