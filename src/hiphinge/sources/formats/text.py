"""Text of files written by many programs: UTF-8 or UTF-16 by their mark, UTF-8 without one, else Latin-1."""

import codecs
import json
from pathlib import Path
from typing import Any

__all__ = ["decoded", "read_json", "read_text"]

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes) -> str:
    """Return bytes as text; the end of the bytes may be in the middle of a character."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_text(path: Path) -> str:
    """Return a file's text, with every line end as a line feed."""
    return decoded(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")


def read_json(path: Path) -> Any:
    """Return the document of a JSON file, or the list of documents of one with a document on each line."""
    text = read_text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) < 2 or not all(line.strip().endswith(("}", "]")) for line in lines[:2]):  # noqa: PLR2004  # two show that each line is a document
            raise
        return [json.loads(line) for line in lines]
