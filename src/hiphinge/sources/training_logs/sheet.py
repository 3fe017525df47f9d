"""The columns of an export by what they mean: headings in several languages, units in the heading."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hiphinge.sources.training_logs.model import Unit
from hiphinge.sources.training_logs.text import RawRow, RawTable
from hiphinge.sources.training_logs.values import number, unit_named

__all__ = ["Column", "Headings", "Row", "columns_of", "plain_heading", "rows_of"]

Headings = Mapping[str, Sequence[str]]
"""What a column means, and its headings, in lower case without accents and without a unit."""
_UNIT_OF_HEADING = re.compile(
    r"(?P<base>.*?)\s*[(\[]?\b(?P<unit>kgs?|lbs?|km|meters|metres|m|miles|mi|sec|seconds|s|cm|in)\b[)\]]?"
)


@dataclass(frozen=True)
class Column:
    """What a column means, the unit in its heading, and its place, from 0."""

    field: str
    unit: str
    place: int


@dataclass(frozen=True)
class Row:
    """One row; a cell is asked for by what it means."""

    line: int
    cells: Mapping[tuple[str, str], str]

    def text(self, field: str) -> str:
        """Return the first cell of that meaning that is not empty; an empty text where there is none."""
        return next((cell for (known, _), cell in self.cells.items() if known == field and cell), "")

    def measured(self, field: str) -> Iterator[tuple[str, str]]:
        """Yield the cells of that meaning that are not empty, with the unit of their heading."""
        return ((cell, unit) for (known, unit), cell in self.cells.items() if known == field and cell)

    def weight(self, field: str = "weight", unit_field: str = "weight_unit") -> tuple[float, Unit | None] | None:
        """Return a weight and its unit: of the heading, else of the cell beside it; None for an empty cell.

        Where kilograms and pounds are both there, one was computed from the other: the rounder one is taken.

        Raises
        ------
        UnreadableCellError
            If it is no weight.
        """
        found = [(number(cell, name="the weight"), unit_named(unit)) for cell, unit in self.measured(field)]
        weights = [(value, unit) for value, unit in found if value is not None]
        if not weights:
            return None
        value, unit = min(weights, key=lambda one: abs(4 * one[0] - round(4 * one[0])) > 1e-9)  # noqa: PLR2004 - plates
        return value, unit or unit_named(self.text(unit_field))


def plain_heading(text: str) -> str:
    """Return a heading in lower case, without accents, with blanks for underscores."""
    spread = unicodedata.normalize(
        "NFKD", text.casefold().replace("_", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    )
    letters = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", letters).strip(" \ufeff")


def columns_of(headings: Sequence[str], known: Headings) -> tuple[Column, ...]:
    """Return the columns whose heading is known, with the unit in it."""
    meanings = {plain_heading(name): field for field, names in known.items() for name in names}
    found = []
    for place, heading in enumerate(headings):
        plain, unit = plain_heading(heading), ""
        if plain not in meanings and (match := _UNIT_OF_HEADING.fullmatch(plain)):
            plain, unit = match["base"].strip(), match["unit"]
        if plain in meanings:
            found.append(Column(meanings[plain], unit, place))
    return tuple(found)


def rows_of(table: RawTable, columns: Sequence[Column]) -> Iterator[Row | tuple[RawRow, str]]:
    """Yield the rows of a table; where a row does not fit the headings, it and the reason."""
    width = len(table.headings)
    for raw in table.rows:
        if not raw.closed:
            yield raw, 'a quote (") is opened in it and never closed, so it reaches to the end of the file'
        elif len(raw.cells) > width and any(raw.cells[width:]):
            yield raw, f"the headings have {width} columns, but it has {len(raw.cells)}"
        else:
            cells = dict[tuple[str, str], str]()
            for column in columns:
                if column.place < len(raw.cells):
                    cells.setdefault((column.field, column.unit), raw.cells[column.place])
            yield Row(raw.line, cells)
