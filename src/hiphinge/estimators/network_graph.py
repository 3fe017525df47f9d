"""The graph of operators and tensors in the file of a network, read and shortened in place.

A ``.tflite`` file is a FlatBuffer: tables of offsets to vectors. What is written keeps its length, so nothing moves;
weights stay where they are. The file on disk is not changed.

References
----------
FlatBuffers, internals: https://flatbuffers.dev/internals/ ; the TensorFlow Lite schema, version 3.
"""

import struct
from collections.abc import Collection, Iterable, Sequence
from typing import Final

__all__ = ["BROKEN", "Graph"]

BROKEN = (struct.error, ValueError, IndexError, KeyError)
"""What reading a file raises that is no network of one graph."""

_CODES, _SUBGRAPHS, _BUFFERS, _SIGNATURES = 1, 2, 4, 7
"""Places of fields in the table of a model."""
_TENSORS, _INPUTS, _OUTPUTS, _OPERATORS = 0, 1, 2, 3
"""Places of fields in the table of a graph."""
_OPERATOR_CODE, _OPERATOR_INPUTS, _OPERATOR_OUTPUTS, _OPERATOR_OPTIONS = 0, 1, 2, 4
"""Places of fields in the table of an operator."""
_SHAPE, _TENSOR_BUFFER = 0, 2
"""Places of fields in the table of a tensor."""
_OLD_KIND, _KIND = 0, 3
"""Places of fields in the table of a kind of operators: the first holds those up to 127."""
_DATA = 0
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

    def field_number(self, table: int, index: int, kind: str = "<i") -> int:
        """Return the number in a field; 0 where the table has none, as it is in FlatBuffers."""
        place = self.field(table, index)
        return 0 if place is None else self.number(place, kind)

    def vector(self, table: int, index: int) -> range:
        """Return the places of the elements of a vector, each of four bytes."""
        field = self.field(table, index)
        if field is None:
            return range(0)
        start = self.followed(field)
        return range(start + 4, start + 4 + 4 * self.number(start), 4)

    def numbers(self, table: int, index: int, kind: str = "i") -> list[int]:
        """Return a vector of whole numbers."""
        places = self.vector(table, index)
        return list(struct.unpack_from(f"<{len(places)}{kind}", self.content, places.start))

    def tables(self, table: int, index: int) -> list[int]:
        """Return the tables of a vector of tables."""
        offsets = self.numbers(table, index, "I")
        return [place + offset for place, offset in zip(self.vector(table, index), offsets, strict=True)]

    def write(self, places: Iterable[int], values: Iterable[int]) -> None:
        """Write whole numbers of four bytes."""
        for place, value in zip(places, values, strict=True):
            struct.pack_into("<i", self.content, place, value)

    def shorten(self, table: int, index: int, values: Sequence[int], *, relative: bool) -> None:
        """Put these values in place of a vector's, which are at least as many; offsets count from where they are."""
        places = self.vector(table, index)[: len(values)]
        self.write(places, [value - place if relative else value for place, value in zip(places, values, strict=True)])
        self.write([places[0] - 4], [len(values)])


class Graph:
    """The one graph of a network. Operators are known by where their tables are, tensors by their numbers.

    Parameters
    ----------
    content
        That of a file; it stays as it is. Other content raises one of `BROKEN`, here or later.
    """

    def __init__(self, content: bytes) -> None:
        self._tables = tables = _Tables(content)
        self._model = tables.followed(0)
        (self._graph,) = tables.tables(self._model, _SUBGRAPHS)
        self._tensors = tables.tables(self._graph, _TENSORS)
        self.shapes = [tuple(tables.numbers(tensor, _SHAPE)) for tensor in self._tensors]
        self.inputs = tables.numbers(self._graph, _INPUTS)
        self.outputs = tables.numbers(self._graph, _OUTPUTS)
        self.operators = tables.tables(self._graph, _OPERATORS)
        self._kinds = tables.tables(self._model, _CODES)

    @property
    def content(self) -> bytes:
        """The file's content as it is now."""
        return bytes(self._tables.content)

    def kind(self, operator: int) -> int:
        """Return the kind of an operator, a number of the schema."""
        kind = self._kinds[self._tables.field_number(operator, _OPERATOR_CODE)]
        return max(self._tables.field_number(kind, _OLD_KIND, "<b"), self._tables.field_number(kind, _KIND))

    def option(self, operator: int, index: int, kind: str = "<b") -> int:
        """Return an option of an operator, 0 where it is not given."""
        field = self._tables.field(operator, _OPERATOR_OPTIONS)
        return 0 if field is None else self._tables.field_number(self._tables.followed(field), index, kind)

    def inputs_of(self, operator: int) -> list[int]:
        """Return the tensors that an operator takes."""
        return [one for one in self._tables.numbers(operator, _OPERATOR_INPUTS) if one != _ABSENT]

    def outputs_of(self, operator: int) -> list[int]:
        """Return the tensors that an operator computes."""
        return self._tables.numbers(operator, _OPERATOR_OUTPUTS)

    def needed(self, tensors: Iterable[int], *, given: Collection[int] = ()) -> list[int]:
        """Return the operators that these tensors need, in their order, where others are given."""
        maker = {tensor: one for one in self.operators for tensor in self.outputs_of(one) if tensor not in given}
        wanted, found = list(tensors), set[int]()
        while wanted:
            operator = maker.get(wanted.pop())
            if operator is not None and operator not in found:
                found.add(operator)
                wanted += self.inputs_of(operator)
        return [operator for operator in self.operators if operator in found]

    def keep(self, operators: Sequence[int], *, outputs: Sequence[int], inputs: Sequence[int] | None = None) -> None:
        """Keep only these operators, and have these inputs and outputs, no more of each than before."""
        self._tables.shorten(self._graph, _OPERATORS, operators, relative=True)
        self._tables.shorten(self._graph, _OUTPUTS, outputs, relative=False)
        if inputs is not None:
            self._tables.shorten(self._graph, _INPUTS, inputs, relative=False)
        if (field := self._tables.field(self._model, _SIGNATURES)) is not None:  # they still list every output
            self._tables.write([self._tables.followed(field)], [0])

    def reshape(self, tensor: int, shape: Sequence[int]) -> None:
        """Give a tensor another shape of as many dimensions."""
        self._tables.write(self._tables.vector(self._tensors[tensor], _SHAPE), shape)

    def put(self, tensor: int, values: Sequence[int]) -> None:
        """Put other whole numbers in place of a constant's, as many."""
        buffers = self._tables.tables(self._model, _BUFFERS)
        buffer = buffers[self._tables.field_number(self._tensors[tensor], _TENSOR_BUFFER)]
        field = self._tables.field(buffer, _DATA)
        if field is None or self._tables.number(self._tables.followed(field)) != 4 * len(values):
            message = f"tensor {tensor} is no constant of {len(values)} numbers"
            raise ValueError(message)
        start = self._tables.followed(field) + 4
        self._tables.write([start + 4 * k for k in range(len(values))], values)
