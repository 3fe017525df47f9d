"""The command: write the figures, or list which of those that are shipped are not what would be written."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tools.figures.checking import table
from tools.figures.checking_findings import checked_pair
from tools.figures.demonstrations import written
from tools.figures.findings import PAIRS
from tools.figures.registry import FOLDER, figures, files

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> None:
    """Write all figures, or with ``--check`` compare them and check each motion."""
    parser = argparse.ArgumentParser(prog="python -m tools.figures", description=main.__doc__)
    parser.add_argument("--only", default="", metavar="PATTERN", help="only files whose name contains this")
    parser.add_argument("--check", action="store_true", help="write nothing; compare, and check the motions")
    parser.add_argument("--check-backs", action="store_true", help="let a rendered person show the back's findings")
    chosen = parser.parse_args(arguments)
    if chosen.check_backs:
        sys.exit(_check_backs())
    sys.exit(_check(chosen.only) if chosen.check else _write(chosen.only))


def _write(only: str) -> int:
    for name, text in files(only):
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"{len(text.encode()):6d} {name}")
    for path, text in written().items():
        if only in path.name:
            path.write_text(text, encoding="utf-8")
            print(f"{path.stat().st_size:6d} {path.name}")
    return 0


def _check(only: str) -> int:
    stale = [name for name, text in files(only) if not _same(name, text)]
    stale += [path.name for path, text in written().items() if only in path.name and not _holds(path, text)]
    rows = table([figure for figure in figures() if only in f"{figure.kind}/{figure.id}.svg"])
    rows += [checked_pair(pair) for pair in PAIRS if only in f"findings/{pair.right.id}.svg"]
    for row in rows:
        print(row.line())
    for name in stale:
        print(f"stale: {name}; run python -m tools.figures")
    return int(bool(stale) or any(row.wrong for row in rows))


def _check_backs() -> int:
    from tools.figures.backs import back_rows  # noqa: PLC0415 needs the body model

    failed = False
    for row in back_rows():
        print(row.line(), flush=True)
        failed = failed or bool(row.wrong)
    return int(failed)


def _same(name: str, text: str) -> bool:
    return _holds(FOLDER / name, text)


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
