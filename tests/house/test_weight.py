"""Importing does nothing: neither the package nor `--help` loads a heavy library, and both are quick."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "ai_edge_litert",
    "alembic",
    "av",
    "cryptography",
    "cv2",
    "ezc3d",
    "filelock",
    "fsspec",
    "jinja2",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pandas",
    "platformdirs",
    "psycopg",
    "pyarrow",
    "pydantic",
    "ray",
    "scipy",
    "segno",
    "sqlalchemy",
}
EAGER = {"rich", "typer", "click"}
"""Fine for the command line, too much for `import hiphinge`."""

IMPORT_BUDGET_S = 0.05
HELP_BUDGET = 15
"""How often the start of the interpreter the help may take; the benchmark holds 12 against its whole run, exit too."""


def loaded(statement: str) -> set[str]:
    """Top-level modules in a fresh interpreter after a statement."""
    script = (
        f"{statement}\nimport json, sys; print('\\n' + json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def processor_seconds(statement: str) -> tuple[float, float]:
    """Return what a fresh interpreter takes to start, and what the statement takes then; the least of seven each."""
    script = f"from time import process_time as t; began = t(); {statement}; print(began, t() - began)"
    runs = [subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout for _ in range(7)]
    starts, statements = zip(*(map(float, run.split()) for run in runs), strict=True)
    return min(starts), min(statements)


def test_import_loads_nothing_heavy() -> None:
    assert loaded("import hiphinge") & (HEAVY | EAGER) == set()


def test_import_is_quick() -> None:
    start_s, added_s = processor_seconds("import hiphinge")
    # On a slow processor, where Python itself starts slowly, it may take longer.
    assert added_s <= max(IMPORT_BUDGET_S, 2 * start_s), f"import hiphinge adds {added_s:.3f} to {start_s:.3f} s"


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["analyze", "--help"], ["batch", "--help"], ["log", "--help"], ["--version"]],
    ids=" ".join,
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    statement = (
        f"import sys; sys.argv = ['hiphinge', *{arguments!r}]\n"
        "from hiphinge.cli import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
    )
    # Typer reads the arguments of commands with pydantic.
    assert loaded(statement) & (HEAVY - {"pydantic"}) == set()


def _modules_of(arguments: list[str]) -> set[str]:
    script = (
        f"import sys; sys.argv = ['hiphinge', *{arguments!r}]\nfrom hiphinge.cli import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_help_imports_no_command_and_nothing_for_markdown_or_metadata() -> None:
    from hiphinge.cli.commands import COMMANDS

    modules = _modules_of(["--help"])
    assert "typer.rich_utils" in modules
    assert modules & {f"hiphinge.cli.{place.module}" for place in COMMANDS.values()} == set()
    assert modules & {"rich.markdown", "rich.traceback", "markdown_it", "pygments", "importlib.metadata"} == set()


def test_the_help_of_a_command_imports_that_command_alone() -> None:
    modules = _modules_of(["watch", "--help"])
    assert "hiphinge.cli.watching" in modules
    assert modules & {"hiphinge.cli.analyzing", "hiphinge.cli.fixing", "markdown_it", "pygments"} == set()


def test_help_is_quick() -> None:
    start_s, _ = processor_seconds("pass")
    run = "import sys; sys.argv = ['hiphinge', '--help']; from hiphinge.cli import main; import atexit"
    ended = "atexit.register(lambda: (print(), print(began, t() - began)))"
    script = f"from time import process_time as t; began = t(); {run}; {ended}; main()"
    shown = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
        for _ in range(7)
    ]
    least_s = min(sum(map(float, one.splitlines()[-1].split())) for one in shown)
    assert least_s <= HELP_BUDGET * start_s, f"the help takes {least_s:.3f} s, the interpreter {start_s:.3f} s"


def test_telling_what_is_known_loads_nothing_that_measures() -> None:
    """Words about numbers need numpy's arrays at most; filters, images and tables stay away."""
    statement = "from hiphinge.reports.sheets import sheet, sheet_lines\nassert list(sheet_lines(sheet('wall_touch')))"
    assert loaded(statement) & (HEAVY - {"pydantic", "numpy"}) == set()


def test_commands_that_need_no_store_load_no_database() -> None:
    statement = (
        "import sys; sys.argv = ['hiphinge', 'exercises']\nfrom hiphinge.cli import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
        "import hiphinge.workflow, hiphinge.workflow.notes, hiphinge.workflow.calibrations, hiphinge.workflow.profile"
    )
    assert loaded(statement) & {"sqlalchemy", "alembic", "fsspec", "psycopg"} == set()


@pytest.mark.parametrize(
    "line", ["people", "log", "log rdl 3x8 60kg", "log plan", "log aim", "data names", "data check"]
)
def test_the_log_loads_nothing_that_measures(line: str, tmp_path: Path) -> None:
    """Whoever writes down a set does not wait for filters and arrays."""
    run = (
        "import os, sys\n"
        f"os.environ['XDG_DATA_HOME'] = {str(tmp_path)!r}\n"
        "from hiphinge.store import open_store\n"
        "with open_store() as store:\n    store.people.add('Anna', adult=True)\n"
        f"sys.argv = ['hiphinge', *{line.split()!r}]\n"
        "from hiphinge.cli import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
    )
    assert loaded(run) & {"scipy", "numpy", "pandas", "pyarrow", "cv2", "av"} == set()
