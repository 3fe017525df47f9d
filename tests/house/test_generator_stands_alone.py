"""The generator of rendered people shares no code with what is measured on them."""

import ast
from pathlib import Path

import pytest


def imported(text: str) -> set[str]:
    """Return the top-level name of every import in a module, wherever it stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])
    return names


def test_the_generator_imports_nothing_of_the_package(root: Path) -> None:
    files = sorted((root / "tools" / "generator").rglob("*.py"))
    assert len(files) > 20
    assert [path.name for path in files if imported(path.read_text(encoding="utf-8")) & {"hiphinge", "training"}] == []


@pytest.mark.parametrize("line", ["import hiphinge.motion", "def f():\n    from hiphinge import analyze"])
def test_an_import_of_it_is_found(line: str) -> None:
    assert imported(line) == {"hiphinge"}
