#!/usr/bin/env python3
"""Write editors' schemas and the pages that are kept with the text from the catalogue; ``--check`` only compares."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from hiphinge.catalogue import schemas

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "src/hiphinge/catalogue/schemas"
DOCS = ROOT / "docs"
START = "<!-- From here on written by scripts/write_catalogue.py from the catalogue; do not edit. -->"

sys.path.insert(0, str(DOCS / "_ext"))


def texts() -> dict[Path, str]:
    """Return every file that follows from the catalogue, with what should be in it."""
    from catalogue_pages import KEPT  # noqa: PLC0415  # found only once the path above is set

    files = {SCHEMAS / f"{name}.json": json.dumps(schema, indent=2) + "\n" for name, schema in schemas().items()}
    return files | {DOCS / name: page(DOCS / name, written()) for name, written in KEPT.items()}


def page(path: Path, written: str) -> str:
    """Return a page: what was written by hand in it, then what the catalogue says."""
    by_hand, _, _ = path.read_text(encoding="utf-8").partition(START)
    return f"{by_hand}{START}\n\n{written}"


def stale() -> list[Path]:
    """Return the files that do not say what the catalogue says."""
    return [p for p, text in texts().items() if not p.exists() or p.read_text(encoding="utf-8") != text]


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        late = stale()
        for path in late:
            print(f"{path.relative_to(ROOT)} is out of date: run scripts/write_catalogue.py")
        sys.exit(1 if late else 0)
    for path, text in texts().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
