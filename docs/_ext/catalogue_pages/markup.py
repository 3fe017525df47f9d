"""The Markdown that every page of the catalogue is made of: headings with anchors, lists, tables, figures, marks."""

from collections.abc import Iterable
from pathlib import Path

from reference_pages import table

__all__ = [
    "DOCS",
    "FIGURES",
    "amount",
    "band",
    "bullets",
    "checked",
    "figure",
    "heading",
    "numbered",
    "page",
    "section",
    "shut",
    "table",
]

DOCS = Path(__file__).resolve().parents[2]
"""The folder of these documents."""

FIGURES = DOCS.parent / "src/hiphinge/catalogue/figures"
"""Where the drawings lie, in a folder for each kind of item."""

_UNITS = {"deg": "°", "probability": " (probability)", "share": "", "": ""}


def page(*parts: str) -> str:
    """Return a page of parts; empty ones are left out."""
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def heading(anchor: str, title: str, level: int = 1) -> str:
    """Return a heading that can be linked to."""
    return f"({anchor})=\n{'#' * level} {title}"


def section(title: str, *parts: str, level: int = 2) -> str:
    """Return a section, or nothing when nothing is in it."""
    return page(f"{'#' * level} {title}", *parts) if any(parts) else ""


def bullets(items: Iterable[str]) -> str:
    """Return a list with dots."""
    return "\n".join(f"* {item}" for item in items)


def numbered(items: Iterable[str]) -> str:
    """Return a list with numbers."""
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, start=1))


def amount(value: float, unit: str) -> str:
    """Return a value with its unit as people write it; a share alone has none."""
    return f"{value:g}{_UNITS.get(unit, ' ' + unit.removeprefix('share '))}"


def band(usual: tuple[float, float] | None, unit: str = "share") -> str:
    """Return a band from low to high in words."""
    return "" if usual is None else f"{usual[0]:g} to {amount(usual[1], unit)}"


def checked(*, unverified: bool) -> str:
    """Say whether a number was read at its source."""
    return "no" if unverified else "yes"


def figure(kind: str, id_: str, what: str) -> str:
    """Return the drawing of an item for a page two folders down, or nothing where none was made."""
    if not (FIGURES / kind / f"{id_}.svg").exists():
        return ""
    drawing = f"../../../src/hiphinge/catalogue/figures/{kind}/{id_}.svg"
    return f"```{{image}} {drawing}\n:alt: {what}\n:width: 420px\n```"


def shut(pages: Iterable[str], *, caption: str = "") -> str:
    """Return a list of pages for the navigation only."""
    options = f":hidden:\n:caption: {caption}\n" if caption else ":hidden:\n"
    return f"```{{toctree}}\n{options}\n" + "\n".join(pages) + "\n```"
