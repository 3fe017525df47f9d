"""A sheet as data: what is said about one item of the catalogue, before a terminal or a page draws it."""

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Image", "Part", "Pointer", "Sheet", "SourceLine"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a sheet: sentences in a row, points, or steps that are numbered."""

    title: str
    lines: tuple[str, ...]
    kind: Literal["text", "points", "steps"] = "text"


@dataclass(frozen=True, kw_only=True)
class Image:
    """A drawing of the packaged catalogue, by its kind and id, as SVG text."""

    kind: str
    id: str
    svg: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Where to go from here: another item, in words, by its name for ``hiphinge explain``, or another command."""

    words: str
    command: str
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """One source with its grade, and whether nobody who wrote this has read it."""

    id: str
    text: str
    found: str
    does_not_show: str
    grade: str
    unverified: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything that is said about one item."""

    id: str
    kind: str
    title: str
    lead: str
    parts: tuple[Part, ...] = ()
    images: tuple[Image, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    article_statements: tuple[str, ...] = field(default=())
