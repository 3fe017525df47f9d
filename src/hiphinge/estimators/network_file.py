"""Leaves out of a network's file what only one of its outputs needs, so that this part is never computed.

A ``.tflite`` file is a FlatBuffer: tables of offsets to vectors. The list of operators and the list of outputs of its
one graph are shortened in place; weights and tensors stay where they are. The file on disk is not changed.

References
----------
FlatBuffers, internals: https://flatbuffers.dev/internals/ ; the TensorFlow Lite schema, version 3.
"""

import math
import struct
from collections.abc import Iterable
from typing import Final

from hiphinge.errors import InputFormatError

__all__ = ["without_output"]

_SUBGRAPHS, _SIGNATURES = 2, 7
"""Places of fields in the table of a model."""
_TENSORS, _OUTPUTS, _OPERATORS = 0, 2, 3
"""Places of fields in the table of a graph."""
_OPERATOR_INPUTS, _OPERATOR_OUTPUTS = 1, 2
_SHAPE = 0
_ABSENT: Final = -1
"""The number of an input that an operator may leave out."""


class _Tables:
    """Reads and shortens the tables of a FlatBuffer."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)

    def number(self, place: int, kind: str = "<I") -> int:
        """Return the number at a place."""
        return int(struct.unpack_from(kind, self.content, place)[0])

    def followed(self, place: int) -> int:
        """Return where the offset at a place leads."""
        return place + self.number(place)

    def field(self, table: int, index: int) -> int | None:
        """Return where a table has a field, or None where it has not."""
        layout = table - self.number(table, "<i")
        at = 4 + 2 * index
        offset = self.number(layout + at, "<H") if at < self.number(layout, "<H") else 0
        return table + offset if offset else None

    def vector(self, table: int, index: int) -> list[int]:
        """Return the places of the elements of a vector, each of four bytes."""
        field = self.field(table, index)
        if field is None:
            return []
        start = self.followed(field)
        return [start + 4 + 4 * k for k in range(self.number(start))]

    def numbers(self, table: int, index: int) -> list[int]:
        """Return a vector of whole numbers."""
        return [self.number(place, "<i") for place in self.vector(table, index)]

    def tables(self, table: int, index: int) -> list[int]:
        """Return the tables of a vector of tables."""
        return [self.followed(place) for place in self.vector(table, index)]

    def shorten(self, table: int, index: int, values: Iterable[int], *, relative: bool) -> None:
        """Keep only these values of a vector; offsets count from where they are."""
        places = self.vector(table, index)
        count = 0
        for place, value in zip(places, values, strict=False):
            struct.pack_into("<I", self.content, place, value - place if relative else value)
            count += 1
        struct.pack_into("<I", self.content, places[0] - 4, count)


def without_output(content: bytes, shape: tuple[int, ...]) -> bytes:
    """Return a network's file without the output of that shape, and without the operators that only it needs.

    Raises
    ------
    InputFormatError
        If the content is no network of one graph with such an output.
    """
    tables = _Tables(content)
    try:
        model = tables.followed(0)
        (graph,) = tables.tables(model, _SUBGRAPHS)
        shapes = [tuple(tables.numbers(tensor, _SHAPE)) for tensor in tables.tables(graph, _TENSORS)]
        outputs = tables.numbers(graph, _OUTPUTS)
        kept = [tensor for tensor in outputs if shapes[tensor] != shape]
        operators = _needed(tables, graph, kept)
    except (struct.error, ValueError, IndexError, KeyError) as error:
        message = f"The file should be a network for LiteRT (.tflite) of one graph, but cannot be read: {error}."
        raise InputFormatError(message) from error
    if len(kept) == len(outputs):
        message = f"The network has no output of {list(shape)}, {math.prod(shape)} values, that could be left out."
        raise InputFormatError(message)
    tables.shorten(graph, _OPERATORS, operators, relative=True)
    tables.shorten(graph, _OUTPUTS, kept, relative=False)
    _forget_signatures(tables, model)
    return bytes(tables.content)


def _needed(tables: _Tables, graph: int, tensors: list[int]) -> list[int]:
    """Return the operators that these tensors need, in their order."""
    operators = tables.tables(graph, _OPERATORS)
    maker = {tensor: one for one in operators for tensor in tables.numbers(one, _OPERATOR_OUTPUTS)}
    wanted, found = list(tensors), set[int]()
    while wanted:
        operator = maker.get(wanted.pop())
        if operator is not None and operator not in found:
            found.add(operator)
            wanted += [tensor for tensor in tables.numbers(operator, _OPERATOR_INPUTS) if tensor != _ABSENT]
    return [operator for operator in operators if operator in found]


def _forget_signatures(tables: _Tables, model: int) -> None:
    """Leave out the named signatures, which still list every output."""
    if (field := tables.field(model, _SIGNATURES)) is not None:
        struct.pack_into("<I", tables.content, tables.followed(field), 0)
