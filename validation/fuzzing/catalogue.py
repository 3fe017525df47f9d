"""Reads one file as a file of every kind that the catalogue has."""

import tempfile
from functools import cache
from pathlib import Path

from hiphinge.catalogue.reading import DOCUMENTS, read

__all__ = ["read_as_each_kind"]


def read_as_each_kind(path: Path) -> None:
    """Read it; problems are what the reader returns, anything raised is a fault of the reader."""
    folder, held = _folder()
    held.write_bytes(path.read_bytes())
    read(folder)


@cache
def _folder() -> tuple[Path, Path]:
    """Return a catalogue with one file in every folder, and that file."""
    folder = Path(tempfile.mkdtemp(prefix="catalogue_"))
    held = folder / "held"
    for kind in DOCUMENTS:
        (folder / kind).mkdir()
        (folder / kind / "one.toml").symlink_to(held)
    return folder, held
