"""The contracts on imports hold, and each of them catches what it is there to catch."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINT = "from importlinter.cli import lint_imports_command as c; c(['--no-logo', '--no-cache'])"


def lint(folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    shutil.copy(root / ".importlinter", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__", "data", "*.html")
    shutil.copytree(root / "src/hiphinge", tmp_path / "src/hiphinge", ignore=ignored)
    return tmp_path


def test_every_contract_is_kept(copy: Path) -> None:
    assert ", 0 broken" in lint(copy)


def test_every_contract_of_the_file_is_tried_here(root: Path) -> None:
    config = configparser.ConfigParser()
    config.read(root / ".importlinter")
    names = {config[s]["name"] for s in config.sections() if s.startswith("importlinter:contract:")}
    assert names == {contract for _, _, contract in VIOLATIONS}


VIOLATIONS = [
    ("signals/wrong.py", "from hiphinge.kinematics import x", "Imports go down"),
    ("reports/wrong.py", "from hiphinge.exports import x", "Imports go down"),
    ("newroom/__init__.py", "", "Imports go down"),
    ("findings/wrong.py", "import pandas", "The inner ring reaches no heavy library, not even indirectly"),
    ("posture/wrong.py", "from time import time", "The inner ring opens no file, asks no clock, reads no environment"),
    ("motion/layouts.py", "import hiphinge.motion.recording", "No cycles between siblings, at any depth"),
    ("exports/wrong.py", "import onnxruntime", "Only estimators run networks"),
    ("reports/wrong.py", "import av.video", "Only sources and reports.video know the video library"),
    ("workflow/wrong.py", "import cv2", "Only estimators, sources and reports work on pictures"),
    ("workflow/wrong.py", "import pyarrow.parquet", "Only sources and exports know file libraries"),
    ("exports/wrong.py", "import jinja2", "Only reports fill templates"),
    ("workflow/wrong.py", "from rich.console import Console", "Only the command line knows the terminal"),
    ("reports/wrong.py", "import pydantic", "Only catalogue, documents and exports check documents"),
    ("sources/wrong.py", "import pandas", "Only workflow and exports know data frames"),
    ("sources/wrong.py", "import urllib.request", "Only estimators open a connection, to fetch networks"),
    ("estimators/wrong.py", "import mediapipe", "Nobody imports mediapipe: only a test compares with it"),
    ("cli/wrong.py", "import hiphinge.testing", "Nothing that runs uses the made-up hinges of testing"),
]


@pytest.mark.parametrize(("place", "statement", "contract"), VIOLATIONS)
def test_a_contract_catches_its_violation(copy: Path, place: str, statement: str, contract: str) -> None:
    path = copy / "src/hiphinge" / place
    path.parent.mkdir(exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(f"{text}\n{statement}\n", encoding="utf-8")
    assert f"{contract} BROKEN" in lint(copy)
