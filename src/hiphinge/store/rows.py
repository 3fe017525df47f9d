"""Records to rows of their table and back; a load is two columns, its value and its unit."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeVar

from sqlalchemy import CursorResult, RowMapping

from hiphinge.documents.training_log import LoadRecord, Record

__all__ = ["record_of", "records_of", "row_of"]

R = TypeVar("R", bound=Record)
_LOADS = ("load", "weight")


def row_of(record: Record) -> dict[str, Any]:
    """Return the columns of a record by name."""
    row = {name: getattr(record, name) for name in type(record).model_fields}
    for name in _LOADS:
        if name in row:
            load = row.pop(name)
            row[f"{name}_value"], row[f"{name}_unit"] = (None, None) if load is None else (load.value, load.unit)
    return row


def record_of(row: RowMapping | Mapping[str, Any], kind: type[R]) -> R:
    """Return the record of a row; what is in the table was checked when it was written, so it is not checked again."""
    fields = dict(row)
    for name in _LOADS:
        if f"{name}_value" in fields:
            value, unit = fields.pop(f"{name}_value"), fields.pop(f"{name}_unit")
            fields[name] = None if value is None else _load(value, unit)
    return kind.model_construct(**{name: fields[name] for name in kind.model_fields})


def records_of(result: CursorResult[Any], kind: type[R]) -> Iterator[R]:
    """Yield the records of many rows; what is the same for all of them is looked up once."""
    names = tuple(result.keys())
    for row in result:
        yield record_of(dict(zip(names, row, strict=True)), kind)


@lru_cache(maxsize=4096)
def _load(value: float, unit: Literal["kg", "lb"]) -> LoadRecord:
    """Return a load; records never change, so those of the same weight are one."""
    return LoadRecord.model_construct(value=value, unit=unit)
