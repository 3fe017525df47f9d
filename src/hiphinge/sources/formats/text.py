"""Text of files written by many programs: UTF-8 with or without a mark, else Latin-1."""

from pathlib import Path

__all__ = ["read_text"]


def read_text(path: Path) -> str:
    """Return a file's text, with every line end as a line feed."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")
