"""The command: print the tables of what was marked, as Markdown."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from validation.marked.known import read_known
from validation.marked.reading import read_frames
from validation.marked.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> None:
    """Print every table under its name."""
    parser = argparse.ArgumentParser(prog="python -m validation.marked", description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=HERE, help="with frames.csv, marks.csv and known.csv in it"
    )
    folder = parser.parse_args(arguments).folder
    for name, text in tables_of(read_frames(folder), read_known(folder / "known.csv")).items():
        print(f"## {name}\n\n{text}\n")
