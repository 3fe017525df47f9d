"""What a sheet of paper is made of, as data: headings, paragraphs, lists, tables and figures, in reading order."""

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

__all__ = ["READERS", "FigureBlock", "Heading", "ListBlock", "PaperSheet", "Reader", "TableBlock", "TextBlock"]

Reader = Literal["lifter", "coach"]
"""``lifter`` reads one page; ``coach``, a coach or physio, two, with methods, intervals and limits."""
READERS: Final[tuple[Reader, ...]] = get_args(Reader)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading; ``level`` 2 is under the title."""

    text: str
    level: Literal[2, 3] = 2
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, kw_only=True)
class TextBlock:
    """A paragraph; ``weight`` says how it is set."""

    text: str
    weight: Literal["plain", "strong", "small"] = "plain"
    kind: Literal["text"] = "text"


@dataclass(frozen=True, kw_only=True)
class ListBlock:
    """A list; each line may have a lighter end."""

    lines: tuple[tuple[str, str], ...]
    kind: Literal["list"] = "list"


@dataclass(frozen=True, kw_only=True)
class TableBlock:
    """A table with a row of headings; ``widths`` are shares of the line, 0 for as wide as its words."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, kw_only=True)
class FigureBlock:
    """An image with its words beside it; ``name`` is its file beside the sheet."""

    name: str
    alt: str
    beside: "tuple[Heading | TextBlock | ListBlock, ...]"
    kind: Literal["figure"] = "figure"


Block = Heading | TextBlock | ListBlock | TableBlock | FigureBlock


@dataclass(frozen=True, kw_only=True)
class PaperSheet:
    """A sheet: its title, a line under it, what it says, and the images that it names.

    ``pages`` is how many it should take; ``foot`` is the last that it says, at the bottom of the last one.
    """

    title: str
    lead: str
    blocks: tuple[Block, ...]
    foot: str
    pages: int
    images: dict[str, bytes] = field(default_factory=dict)
