"""Importing does nothing: neither the package nor `--help` loads a heavy library, and both are quick."""

import json
import statistics
import subprocess
import sys
import time

import pytest

HEAVY = {
    "ai_edge_litert",
    "av",
    "cv2",
    "ezc3d",
    "jinja2",
    "numpy",
    "onnxruntime",
    "openpyxl",
    "pandas",
    "pyarrow",
    "pydantic",
    "scipy",
}
EAGER = {"rich", "typer", "click"}
"""Fine for the command line, too much for `import hiphinge`."""

IMPORT_BUDGET_S = 0.05


def loaded(statement: str) -> set[str]:
    """Top-level modules in a fresh interpreter after a statement."""
    script = (
        f"{statement}\nimport json, sys; print('\\n' + json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def seconds(*arguments: str) -> float:
    """Median time of a fresh interpreter."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def test_import_loads_nothing_heavy() -> None:
    assert loaded("import hiphinge") & (HEAVY | EAGER) == set()


def test_import_is_quick() -> None:
    added = seconds("-c", "import hiphinge") - seconds("-c", "pass")
    assert added <= IMPORT_BUDGET_S, f"import hiphinge adds {added:.3f} s"


@pytest.mark.parametrize("arguments", [["--help"], ["analyze", "--help"], ["--version"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    statement = (
        f"import sys; sys.argv = ['hiphinge', *{arguments!r}]\n"
        "from hiphinge.cli import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code, done.code\n"
    )
    # Typer reads the arguments of commands with pydantic.
    assert loaded(statement) & (HEAVY - {"pydantic"}) == set()


def test_telling_what_is_known_loads_nothing_that_measures() -> None:
    """Words about numbers need numpy's arrays at most; filters, pictures and tables stay away."""
    statement = "from hiphinge.reports.sheets import sheet, sheet_lines\nassert list(sheet_lines(sheet('wall_touch')))"
    assert loaded(statement) & (HEAVY - {"pydantic", "numpy"}) == set()
