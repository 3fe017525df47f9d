"""On CI a test that is skipped fails, unless it says that it is about another platform."""

import os
import shutil
import subprocess
import sys
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


def closing_line(folder: Path, *arguments: str, ci: str) -> str:
    environment = {**os.environ, "CI": ci}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[-1]


def test_on_ci_a_skip_fails_but_for_another_platform(folder: Path) -> None:
    line = closing_line(folder, "test_some.py", ci="true")
    assert "1 failed, 1 skipped, 1 xfailed" in line


def test_on_ci_a_skipped_module_fails(folder: Path) -> None:
    assert "1 error" in closing_line(folder, "test_module.py", ci="true")


def test_elsewhere_skips_are_skips(folder: Path) -> None:
    line = closing_line(folder, ci="")
    assert "3 skipped, 1 xfailed" in line
