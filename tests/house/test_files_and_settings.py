"""Who reads the environment, and who puts files in place: one package each."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src/hiphinge"
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "expandvars", "expanduser", "home"}
MOVES = {"os": {"rename", "renames", "replace"}, "shutil": {"move"}}


def reads_environment(tree: ast.AST) -> Iterator[int]:
    """Yield the line of every name by which the environment or the home folder is reached."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT and not isinstance(node.value, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else "Path"
            if owner in {"os", "Path", "path"}:
                yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (node.lineno for alias in node.names if alias.name in ENVIRONMENT)


def puts_in_place(tree: ast.AST) -> Iterator[int]:
    """Yield the line of every call that renames a file: a text's ``replace`` takes two arguments, a path's one."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        of_a_path = node.func.attr in {"replace", "rename"} and len(node.args) == 1 and not node.keywords
        if node.func.attr in MOVES.get(owner, set()) or of_a_path:
            yield node.lineno


def found(what: Callable[[ast.AST], Iterator[int]], *, outside: tuple[str, ...]) -> list[str]:
    places = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(outside):
            places += [f"{name}:{line}" for line in what(ast.parse(path.read_text(encoding="utf-8")))]
    return places


def test_the_environment_is_read_by_the_command_and_by_its_owner_alone() -> None:
    assert found(reads_environment, outside=("cli/", "filesystem/user_settings.py")) == []


def test_files_are_put_in_place_by_the_one_writer_alone() -> None:
    assert found(puts_in_place, outside=("filesystem/whole_files.py",)) == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (reads_environment, "os.environ['HIPHINGE_MODELS']"),
        (reads_environment, "os.getenv('HOME')"),
        (reads_environment, "from os import environ"),
        (reads_environment, "Path.home() / '.local'"),
        (reads_environment, "Path('~').expanduser()"),
        (puts_in_place, "unfinished.replace(path)"),
        (puts_in_place, "(folder / name).rename(path)"),
        (puts_in_place, "os.replace(a, b)"),
        (puts_in_place, "shutil.move(a, b)"),
    ],
)
def test_each_way_is_seen(what: Callable[[ast.AST], Iterator[int]], text: str) -> None:
    assert list(what(ast.parse(text))) == [1]


@pytest.mark.parametrize("text", ["text.replace('a', 'b')", "replace(value, name=1)", "moment.replace(tzinfo=None)"])
def test_a_replaced_text_is_no_file(text: str) -> None:
    assert list(puts_in_place(ast.parse(text))) == []
