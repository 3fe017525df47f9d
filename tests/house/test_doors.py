"""A sentence on every door, rooms and functions that fit on a screen, names that say what belongs there."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/hiphinge"
MODULES = sorted(PACKAGE.rglob("*.py"))
EVERYTHING = sorted(
    path
    for folder in ("src", "tests", "scripts", "benchmarks", "examples", "docs")
    for path in (ROOT / folder).rglob("*.py")
    if "_build" not in path.parts
)

FILE_LINES = 400
FUNCTION_LINES = 50
VAGUE = {"base", "common", "helper", "helpers", "manager", "misc", "tools", "util", "utils"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines from the signature on, the docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def test_every_door_has_a_sentence() -> None:
    texts = {relative(path): ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "" for path in MODULES}
    first = {name: text.split("\n\n")[0] for name, text in texts.items()}
    assert [name for name, sentence in first.items() if len(sentence.split()) < 3] == [], "what belongs there?"
    assert [name for name, sentence in first.items() if not sentence.endswith((".", "::"))] == [], "no full stop"


def test_a_file_is_no_longer_than_a_room() -> None:
    lines = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in EVERYTHING}
    long = {name: count for name, count in lines.items() if count > FILE_LINES}
    assert long == {}, "split it by what belongs together"


def test_a_function_fits_on_a_screen() -> None:
    found = ((path, f) for path in EVERYTHING for f in functions(ast.parse(path.read_text(encoding="utf-8"))))
    long = {f"{relative(path)}:{f.lineno} {f.name}": length(f) for path, f in found if length(f) > FUNCTION_LINES}
    assert long == {}


def test_no_room_is_named_after_nothing() -> None:
    names = {relative(path): set(path.relative_to(PACKAGE).with_suffix("").parts) for path in MODULES}
    vague = [name for name, parts in names.items() if {p.strip("_") for p in parts} & VAGUE]
    assert vague == [], "ask which room it belongs to: there is no utils"


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
