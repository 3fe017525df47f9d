"""Sets a sheet as PDF/UA-1 with typst: by its own template and fonts, from data alone, without a network."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from hiphinge.errors import MissingComponentError, OutputError
from hiphinge.reports.pdf.sheet import PaperSheet

__all__ = ["pdf_of"]

_SIZES: Final = ("1", "0.94", "0.88", "0.82", "0.76")
"""Sizes of the letters, as shares, that are tried until a sheet takes as many pages as it should; 8 pt is the least."""
_PLACE: Final = "main.typ"


def pdf_of(sheet: PaperSheet, *, now: datetime | None = None) -> bytes:
    """Return a sheet as a PDF file that meets PDF/UA-1: tagged, with a title, a language and words for each image.

    Its letters are as large as the pages that it should take allow; what fits in no size takes more pages.

    Parameters
    ----------
    now
        The moment that the file says it was written at; None is the present one.

    Raises
    ------
    MissingComponentError
        If typst is not installed.
    OutputError
        If the sheet cannot be set.
    """
    typst = _typst()
    with TemporaryDirectory(prefix="hiphinge-pdf-") as folder:
        place = Path(folder)
        (place / "sheet.json").write_text(
            json.dumps(asdict(sheet) | {"images": sorted(sheet.images)}), encoding="utf-8"
        )
        template = files("hiphinge.reports") / "templates" / "sheet.typ"
        (place / _PLACE).write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        for name, content in sheet.images.items():
            (place / Path(name).name).write_bytes(content)
        try:
            return _set(typst, place, sheet.pages, now or datetime.now(UTC))
        except typst.TypstError as error:
            message = f"The PDF cannot be set: {error.message}"
            raise OutputError(message) from error


def _typst() -> Any:
    try:
        import typst  # noqa: PLC0415  # an extra, and slow to load
    except ModuleNotFoundError as error:
        message = 'PDF files need typst. Install it with: pip install "hiphinge[pdf]"'
        raise MissingComponentError(message) from error
    return typst


def _set(typst: Any, place: Path, pages: int, now: datetime) -> bytes:
    """Return the PDF in the largest letters that take as many pages as wanted, else in the smallest."""
    compiler = typst.Compiler(
        str(place / _PLACE),
        root=str(place),
        font_paths=typst.Fonts(include_system_fonts=False),
        package_path=str(place / "none"),
        package_cache_path=str(place / "none"),
    )
    for size in _SIZES:
        given = {"scale": size}
        images = compiler.compile(format="svg", sys_inputs=given)
        if len(images if isinstance(images, list) else [images]) <= pages:
            break
    found = compiler.compile(format="pdf", sys_inputs=given, pdf_standards=["ua-1"], timestamp=int(now.timestamp()))
    return bytes(found)
