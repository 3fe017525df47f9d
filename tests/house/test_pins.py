"""What is installed is pinned: every dependency has a version and hashes, and no address stands anywhere."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PINS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[^\s;]+)(?: ; [^\\]+)?(?:(?: \\\n    --hash=sha256:[0-9a-f]{64})+)$"
)


def normal(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name is not None
    return re.sub(r"[._-]+", "-", name[0]).lower()


def pinned(path: Path) -> dict[str, str]:
    """Version by name; every line must be a pin with its hashes."""
    pins = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    found = [PIN.match(pin) for pin in pins]
    assert [pin for pin, match in zip(pins, found, strict=True) if match is None] == []
    return {f"{m['name']}": m["version"] for m in found if m}


UNPINNED = {"release", "generator", "training", "validation"}
"""What neither users nor CI install: for making releases, and for studies with rendered people."""


def wanted() -> dict[str, list[str]]:
    """Requirements by file, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = {name: group for name, group in project["dependency-groups"].items() if name not in UNPINNED}
    return {"runtime": project["project"]["dependencies"], **groups}


@pytest.mark.parametrize("name", wanted())
def test_every_requirement_is_pinned(name: str) -> None:
    pins = pinned(ROOT / f"requirements/{name}.txt")
    assert [r for r in wanted()[name] if normal(r) not in pins] == [], "run scripts/pin"


def test_the_files_that_are_installed_together_agree() -> None:
    together: dict[str, set[str]] = {}
    for path in PINS:
        if path.stem != "agreement":
            for name, version in pinned(path).items():
                together.setdefault(name, set()).add(version)
    assert {name: versions for name, versions in together.items() if len(versions) > 1} == {}
