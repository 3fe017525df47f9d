"""The contracts on imports hold, and each of them catches what it is there to catch."""

import configparser
import os
import re
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


def copied(root: Path, folder: Path) -> Path:
    shutil.copy(root / ".importlinter", folder)
    ignored = shutil.ignore_patterns("__pycache__", "data", "*.html")
    shutil.copytree(root / "src/hiphinge", folder / "src/hiphinge", ignore=ignored)
    return folder


def test_every_contract_is_kept(root: Path, tmp_path: Path) -> None:
    assert ", 0 broken" in lint(copied(root, tmp_path))


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
    ("anthropometry/wrong.py", "from hiphinge.motion import Motion", "Imports go down"),
    ("measures/wrong.py", "from hiphinge.findings import find", "Imports go down"),
    ("posture/also_wrong.py", "from hiphinge.measures import MEASURES", "Imports go down"),
    ("measures/wrong.py", "import os", "The inner ring opens no file, asks no clock, reads no environment"),
    ("motion/layouts.py", "import hiphinge.motion.recording", "No cycles between siblings, at any depth"),
    ("exports/wrong.py", "import onnxruntime", "Only estimators run networks"),
    ("sources/wrong.py", "import vqf", "Only orientation fuses the samples of sensors"),
    ("reports/wrong.py", "import av.video", "Only sources and reports.video know the video library"),
    ("workflow/wrong.py", "import cv2", "Only estimators, sources and reports work on images"),
    ("workflow/wrong.py", "import pyarrow.parquet", "Only sources and exports know file libraries"),
    ("server/wrong.py", "import ray", "Only batch knows the cluster"),
    ("workflow/wrong.py", "from fastapi import FastAPI", "Only the server knows web libraries"),
    ("cli/wrong.py", "import starlette.requests", "Only the server knows web libraries"),
    ("exports/wrong.py", "import jinja2", "Only reports fill templates"),
    ("exports/wrong.py", "import typst", "Only reports.pdf sets paper"),
    ("workflow/wrong.py", "import platformdirs", "Only filesystem knows the user's folders and locks"),
    ("people/wrong.py", "from filelock import FileLock", "Only filesystem knows the user's folders and locks"),
    ("estimators/wrong.py", "import fcntl", "Only filesystem knows the user's folders and locks"),
    ("filesystem/wrong.py", "import hiphinge.people", "Imports go down"),
    ("people/wrong.py", "from hiphinge.exports import x", "Imports go down"),
    ("workflow/wrong.py", "from rich.console import Console", "Only the command line knows the terminal"),
    ("reports/wrong.py", "import pydantic", "Only catalogue, documents and exports check documents"),
    ("workflow/wrong.py", "import sqlalchemy.orm", "Only the store knows databases and stores of files"),
    ("documents/wrong.py", "import sqlite3", "Only the store knows databases and stores of files"),
    ("store/wrong.py", "import pydantic", "Only catalogue, documents and exports check documents"),
    ("sources/wrong.py", "import pandas", "Only workflow and exports know data frames"),
    ("sources/wrong.py", "import urllib.request", "Only estimators, the client and live sensors open a connection"),
    ("estimators/wrong.py", "import mediapipe", "Nobody imports mediapipe: only a test compares with it"),
    ("cli/wrong.py", "import hiphinge.testing", "Nothing that runs uses the synthetic hinges of testing"),
]


@pytest.fixture(scope="module")
def broken(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what each broken contract says of the package with all violations at once."""
    folder = copied(root, tmp_path_factory.mktemp("wrong"))
    for place, statement, _ in VIOLATIONS:
        path = folder / "src/hiphinge" / place
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n{statement}\n")
    _, _, details = lint(folder).partition("\nBroken contracts\n")
    parts = re.split(r"\n(\S.+)\n-{5,}\n", details)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named(place: str, statement: str) -> str:
    """Return what a report of an import at a place names."""
    if not statement:
        return f"hiphinge.{Path(place).parent}"
    _, module = statement.split()[:2]
    if place == "motion/layouts.py":
        return ".recording -> .layouts"
    target = module if module.startswith("hiphinge") else module.partition(".")[0]
    return f"hiphinge.{place.removesuffix('.py').replace('/', '.')} -> {target}"


@pytest.mark.parametrize(("place", "statement", "contract"), VIOLATIONS)
def test_a_contract_catches_its_violation(broken: dict[str, str], place: str, statement: str, contract: str) -> None:
    assert named(place, statement) in broken[contract]
