"""What the documentation tells people to type exists: imports, names, commands, options, files, targets of make."""

import ast
import importlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import hiphinge

ROOT = Path(__file__).resolve().parents[2]
LEARN = ROOT / "docs/learn"
PAGES = [
    ROOT / "README.md",
    LEARN / "index.md",  # the rest of its folder is written from the catalogue; tests/catalogue/test_pages.py reads it
    *sorted(
        p
        for p in (ROOT / "docs").rglob("*.md")
        if not {"_build", "generated"} & {*p.parts} and not p.is_relative_to(LEARN)
    ),
]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
WRITTEN_BY_THE_BUILD = ("generated/", "learn/evidence.md")
"""Pages that are there only once the documentation was built, which proves links to them."""
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(path.read_text(encoding="utf-8")) if kind == language]


def command_lines() -> Iterator[tuple[str, list[str]]]:
    """Yield page and words of every command line that people should type."""
    for path in PAGES:
        for block in blocks(path, "console"):
            for line in block.splitlines():
                words = shlex.split(line.lstrip("$> ").replace("\\", "/"), comments=True)
                yield relative(path), [w for w in words if not re.match(r"[A-Z_]+=", w)]


def command_tree() -> Any:
    import typer.main

    from hiphinge.cli import app

    return typer.main.get_command(app)


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_python_in_docs_names_what_exists(path: Path) -> None:
    for block in blocks(path, "python"):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "hiphinge":
                module = importlib.import_module(node.module)
                assert [a.name for a in node.names if not hasattr(module, a.name)] == []
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "hiphinge":
                assert node.attr in hiphinge.__all__


def test_commands_in_docs_exist_with_their_options() -> None:
    root, wrong, seen = command_tree(), [], 0
    for page, words in command_lines():
        if not words or Path(words[0]).name != "hiphinge":
            continue
        seen += 1
        command, rest = root, words[1:]
        while rest and rest[0] in getattr(command, "commands", {}):
            command, rest = command.commands[rest[0]], rest[1:]
        if rest and not rest[0].startswith("-") and hasattr(command, "default"):
            command = command.commands[command.default]
        known = {option for p in command.params for option in (*p.opts, *p.secondary_opts)}
        if command is root or [w for w in rest if w.startswith("-") and w.split("=")[0] not in known]:
            wrong.append(f"{page}: {' '.join(words)}")
    assert wrong == []
    assert seen > 10


def test_make_targets_in_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    make_commands = [words for _, words in command_lines() if words and words[0] == "make"]
    assert make_commands
    assert [words for words in make_commands if not {w for w in words[1:] if "=" not in w} <= targets] == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_links_in_docs_lead_somewhere(path: Path) -> None:
    targets = LINK.findall(path.read_text(encoding="utf-8"))
    written = [target for target in targets if any(page in target for page in WRITTEN_BY_THE_BUILD)]
    assert [target for target in targets if target not in written and not (path.parent / target).exists()] == []
