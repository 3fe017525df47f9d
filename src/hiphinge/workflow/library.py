"""Everything that the catalogue says, searched by words."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from hiphinge.catalogue import load
from hiphinge.errors import UnknownIdError

if TYPE_CHECKING:
    from hiphinge.reports.sheets import Sheet

__all__ = ["Found", "contents", "look_up", "sheet_of"]


@dataclass(frozen=True, kw_only=True)
class Found:
    """An item of the catalogue that a search found."""

    id: str
    kind: str
    title: str
    lead: str


def contents() -> tuple[tuple[str, tuple[Found, ...]], ...]:
    """Return everything by kind, in the order of `hiphinge.reports.sheets.KINDS`."""
    kinds = dict.fromkeys(one.kind for one, _ in _index())
    return tuple((kind, tuple(one for one, _ in _index() if one.kind == kind)) for kind in kinds)


def look_up(words: str, *, most: int = 60) -> tuple[Found, ...]:
    """Return what holds all words: those with them in the title first, then in the order of the catalogue."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    fitting = [(one, text) for one, text in _index() if all(word in text for word in wanted)]
    ranked = sorted(fitting, key=lambda pair: not all(word in pair[0].title.casefold() for word in wanted))
    return tuple(one for one, _ in ranked[:most])


def sheet_of(id_: str) -> "Sheet":
    """Return the sheet of an item.

    Raises
    ------
    UnknownIdError
        If nothing is called that.
    """
    from hiphinge.reports.sheets import sheet  # noqa: PLC0415  # slow to load

    return sheet(id_)


@cache
def _index() -> tuple[tuple[Found, str], ...]:
    return tuple(_items())


def _items() -> Iterator[tuple[Found, str]]:
    from hiphinge.reports.sheets import KINDS, sheet, sheet_lines  # noqa: PLC0415  # slow to load

    catalogue = load()
    for table in KINDS:
        for id_ in getattr(catalogue, table):
            try:
                one = sheet(id_)
            except UnknownIdError:
                continue
            found = Found(id=one.id, kind=one.kind, title=one.title, lead=one.lead)
            yield found, "\n".join(sheet_lines(one)).casefold()
