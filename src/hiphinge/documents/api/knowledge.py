"""What the catalogue says, read only: its tables, their items, and what a search finds."""

from typing import Literal

from hiphinge.documents.api.parts import Shape

__all__ = ["EntryView", "HitView", "PartView", "PointerView", "SheetView", "SourceView", "TableView"]


class TableView(Shape):
    """One kind of items."""

    table: str
    title: str
    entries: int


class EntryView(Shape):
    """One item of the catalogue, by its table and id."""

    table: str
    id: str
    kind: str
    title: str
    lead: str


class HitView(Shape):
    """An item that a search found, with the line that made it fit."""

    entry: EntryView
    line: str


class PartView(Shape):
    """A stretch of what is said about an item."""

    title: str
    lines: tuple[str, ...]
    kind: Literal["text", "points", "steps"]


class PointerView(Shape):
    """Where to go from here."""

    words: str
    command: str
    id: str | None


class SourceView(Shape):
    """One source with its grade."""

    id: str
    text: str
    found: str
    does_not_show: str
    grade: str
    unverified: bool


class SheetView(Shape):
    """Everything that is said about one item."""

    id: str
    kind: str
    title: str
    lead: str
    parts: tuple[PartView, ...]
    pointers: tuple[PointerView, ...]
    sources: tuple[SourceView, ...]
    article_statements: tuple[str, ...]
