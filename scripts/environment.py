"""Which Python the scripts use, and how they start the project's tools; no tool is named here.

Kept free of new syntax: an old ``python3`` may read it before the project's own Python is found.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ROOT", "python", "require", "run", "run_all"]

ROOT = Path(__file__).resolve().parent.parent


def python() -> str:
    """Return the active environment's Python, else that of ``.venv``, else the one that runs this."""
    if sys.prefix != sys.base_prefix:
        return sys.executable
    for candidate in (ROOT / ".venv/bin/python", ROOT / ".venv/Scripts/python.exe"):
        if candidate.exists():
            return str(candidate)
    return sys.executable


def run(*arguments: str, extra: dict[str, str] | None = None) -> int:
    """Run Python with these arguments in the project's root and return its exit code."""
    environment = {**os.environ, **(extra or {})}
    return subprocess.run([python(), *arguments], cwd=ROOT, env=environment, check=False).returncode


def require(*modules: str) -> None:
    """Stop with what to do when a tool is not installed for the Python in use."""
    for module in modules:
        found = subprocess.run([python(), "-c", f"import {module}"], capture_output=True, check=False)
        if found.returncode != 0:
            sys.exit(f"{module} is not installed for {python()}: run `make environment`, or activate one that has it.")


def run_all(steps: Sequence[tuple[str, tuple[str, ...]]]) -> int:
    """Run named steps, all of them even when one fails; name those that failed and return 1 if any did."""
    failed = []
    for name, arguments in steps:
        print(f"== {name}", flush=True)
        if run(*arguments) != 0:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed", flush=True)
    return 1 if failed else 0
