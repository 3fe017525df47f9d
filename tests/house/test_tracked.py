"""What lies in the repository: small files, no machine's paths, no addresses of registries, no scaffolding."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 1_000_000
WEIGHTS, LARGEST_WEIGHTS = "src/hiphinge/spine/data/back.npz", 2_000_000

# Written in pieces, so that this file does not find itself.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:work|root|home|Users|opt/pypi\w*|tmp/[a-z])" + r"/[\w.-]+",
    "the address of a package registry": r"https?://(?:[\w.-]*\.)?(?:pypi"
    r"\.org|pythonhosted\.org|npmjs\.(?:org|com))",
    "an index option": r"--(?:extra-)?index" + r"-url|--find" + r"-links",
    "the way it was made": r"\.\./" + r"shared\b|science" + r"\.md|contract" + r"\.md|the current " + r"issue",
}
FETCHERS = {"src/hiphinge/estimators", "tests/estimators", "docs"}
"""Places that may name a registry: the first use of a network fetches its file from one, and the docs say so."""


def tracked() -> list[Path]:
    """Return the files of the repository; in an unpacked source archive, which holds just those, all of its sources."""
    if not (ROOT / ".git").exists():
        folders = ("src", "tests", "docs", "scripts", "examples", "requirements")
        return [p for f in folders for p in (ROOT / f).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


FILES = tracked()


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_files_are_small() -> None:
    sizes = {relative(path): path.stat().st_size for path in FILES}
    assert sizes.pop(WEIGHTS) < LARGEST_WEIGHTS
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{relative(path)}: {hit[0]}"
        for path in FILES
        if not (what.endswith("registry") and relative(path).startswith(tuple(FETCHERS)))
        for hit in pattern.finditer(text_of(path))
    ]
    assert found == [], f"{what} belongs in no tracked file"


def test_the_patterns_find_what_they_should() -> None:
    examples = {
        "a path of one machine": "/" + "home/somebody",
        "the address of a package registry": "https://files." + "pythonhosted.org/x",
        "an index option": "--extra-index" + "-url x",
        "the way it was made": "../" + "shared/x",
    }
    assert all(re.search(FORBIDDEN[what], example) for what, example in examples.items())
    assert set(examples) == set(FORBIDDEN)
