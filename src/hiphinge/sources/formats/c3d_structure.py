"""Checks that the parts of a C3D file are where the file says, before a compiled library follows what it says."""

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from math import prod

__all__ = ["check_structure"]

_BLOCK, _MARK = 512, 0x50
_PROCESSORS = {84: "<", 85: "<", 86: ">"}
_SIZES = {-1: 1, 1: 1, 2: 2, 4: 4}
_TEXT, _INTEGER, _FLOAT = -1, 2, 4
_COUNTS = (("POINT", "USED"), ("POINT", "FRAMES"), ("ANALOG", "USED"), ("ROTATION", "USED"), ("FORCE_PLATFORM", "USED"))
_RATES = (("POINT", "RATE"), ("POINT", "SCALE"), ("ANALOG", "RATE"), ("ANALOG", "GEN_SCALE"), ("ROTATION", "RATE"))


@dataclass(frozen=True, kw_only=True)
class _Parameter:
    """A parameter: where its values are in the file, and how they are laid out."""

    group: int
    name: str
    kind: int
    dimensions: tuple[int, ...]
    at: int

    @property
    def count(self) -> int:
        """How many values it has."""
        return prod(self.dimensions)


def check_structure(data: bytes) -> None:
    """Check header, parameters and the extent of the data of a file.

    Raises
    ------
    ValueError
        If a part is not where the file says, or is of another kind than it should be.
    """
    if len(data) < 2 * _BLOCK or data[1] != _MARK:
        message = "it is shorter than its header and parameters"
        raise ValueError(message)
    start = (data[0] - 1) * _BLOCK
    if data[0] < 2 or start + 4 > len(data):  # noqa: PLR2004  # the header is the first block
        message = "its parameters should follow its header"
        raise ValueError(message)
    order = _PROCESSORS.get(data[start + 3])
    if order is None:
        message = f"the processor {data[start + 3]} is none of {sorted(_PROCESSORS)}"
        raise ValueError(message)
    groups: dict[int, str] = {}
    found: list[_Parameter] = []
    for part in _parts(data[: _parameters_end(data, start, order)], start + 4, order):
        if isinstance(part, _Parameter):
            found.append(part)
        else:
            groups[part[0]] = part[1]
    named = {(groups.get(one.group, ""), one.name): one for one in found}
    if any(one.group not in groups for one in found):
        message = "a parameter belongs to no group"
        raise ValueError(message)
    _check_kinds(named, {"POINT", *groups.values()})
    _check_extent(data, named, order)


def _parameters_end(data: bytes, start: int, order: str) -> int:
    """Return where the parameters end: by their own count of blocks, or where the data begins."""
    block: int = struct.unpack_from(f"{order}H", data, 16)[0]
    return max(start + data[start + 2] * _BLOCK, (block - 1) * _BLOCK)


def _parts(data: bytes, at: int, order: str) -> Iterator[tuple[int, str] | _Parameter]:
    """Yield the groups, as number and name, and the parameters."""
    while True:
        length, number = struct.unpack_from("bb", data, at) if at + 2 <= len(data) else (0, 0)
        if length == 0 or number == 0:
            return
        name_end = at + 2 + abs(length)
        if name_end + 2 > len(data):
            message = "its parameters go beyond its end"
            raise ValueError(message)
        name = data[at + 2 : name_end].decode("latin-1").strip().upper()
        if not name.isprintable():
            message = "the name of a parameter holds what is no letter"
            raise ValueError(message)
        (offset,) = struct.unpack_from(f"{order}h", data, name_end)
        if number < 0:
            yield -number, name
        else:
            yield _parameter(data, name_end + 2, number, name, offset - 2)
        if offset <= 0:
            return
        at = name_end + offset


def _parameter(data: bytes, at: int, group: int, name: str, room: int) -> _Parameter:
    """Return a parameter whose values lie within the file, and before the next one where there is one."""
    kind, count = struct.unpack_from("bB", data, at) if at + 2 <= len(data) else (0, 0)
    if kind not in _SIZES or count > 7:  # noqa: PLR2004  # the format has at most seven
        message = f"the parameter {name[:40]} is of no known kind"
        raise ValueError(message)
    dimensions = tuple(data[at + 2 : at + 2 + count])
    values = at + 2 + count
    size = prod(dimensions) * _SIZES[kind]
    if len(dimensions) < count or values + size > len(data) or (room > 0 and 2 + count + size > room):
        message = f"the values of the parameter {name[:40]} go beyond its end"
        raise ValueError(message)
    return _Parameter(group=group, name=name, kind=kind, dimensions=dimensions, at=values)


def _check_kinds(named: dict[tuple[str, str], _Parameter], groups: Collection[str]) -> None:
    """Check that numbers which say how much there is are numbers, and that there is one."""
    for keys, kinds in ((_COUNTS, {_INTEGER, _FLOAT}), (_RATES, {_FLOAT, _INTEGER})):
        for key in keys:
            one = named.get(key)
            if one is not None and (one.kind not in kinds or not one.count):
                message = f"{key[0]}:{key[1]} should be a number"
                raise ValueError(message)
            if one is None and key[1] == "USED" and key[0] in groups:
                message = f"{key[0]}:USED is missing"
                raise ValueError(message)
    if any(one.kind == _TEXT and not one.dimensions for one in named.values()):
        message = "a text has no length"
        raise ValueError(message)


def _check_extent(data: bytes, named: dict[tuple[str, str], _Parameter], order: str) -> None:
    """Check that the frames which the header counts are in the file."""
    points, analogs, first, last = struct.unpack_from(f"{order}4H", data, 2)
    (block,) = struct.unpack_from(f"{order}H", data, 16)
    used = _number(data, named, ("POINT", "USED"), order)
    if used is not None and used != points:
        message = f"its header counts {points} points, and POINT:USED {used:g}"
        raise ValueError(message)
    if last < first:
        message = f"its last frame ({last}) comes before its first ({first})"
        raise ValueError(message)
    frame = (4 * points + analogs) * 2  # at least: numbers are of two bytes, or of four
    at = (block - 1) * _BLOCK
    if block < 2 or at > len(data) or (frame and (last - first + 1) * frame > len(data) - at + _BLOCK):  # noqa: PLR2004
        message = "it has fewer frames than its header counts"
        raise ValueError(message)


def _number(data: bytes, named: dict[tuple[str, str], _Parameter], key: tuple[str, str], order: str) -> float | None:
    one = named.get(key)
    if one is None:
        return None
    value: float = struct.unpack_from(f"{order}{'h' if one.kind == _INTEGER else 'f'}", data, one.at)[0]
    return value % (1 << 16) if one.kind == _INTEGER else value
