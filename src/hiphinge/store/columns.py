"""The metadata of the tables, column types that mean the same in SQLite and PostgreSQL, and new identifiers."""

import secrets
import threading
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Float, MetaData, String, Text, false
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

__all__ = ["ENTRY_DIGITS", "ID", "METADATA", "UtcMoment", "asked_columns", "measured_columns", "new_id", "new_ids"]

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""What the tables belong to. Every constraint has a name, so that a revision can change it on both engines."""
ID = String(32)
"""32 hexadecimal digits."""
ENTRY_DIGITS = 28
"""The first digits, which identifiers of `new_ids` share."""
_RANDOM_BITS = 80
_ENTRY_BITS = 4 * (32 - ENTRY_DIGITS)
_STEP_BITS = 44
"""Of the random steps between identifiers of one millisecond: nobody guesses the next, and millions fit."""


class UtcMoment(TypeDecorator[datetime]):
    """A moment: takes any offset, keeps UTC, and returns UTC; a moment without an offset is refused."""

    impl = DateTime(timezone=False)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002  # SQLAlchemy's
        """Return UTC without an offset, as both engines keep it."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "A moment should have an offset from UTC."
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # as above
        """Return the moment in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


def measured_columns() -> tuple[Column[Any], ...]:
    """Return the columns of how a self-test was measured, and what a video of it gave beside the value itself."""
    bounds = (Column(name, Float) for name in ("low", "high", "repeatability"))
    at_least = Column("at_least", Boolean, nullable=False, server_default=false())
    measured_with = Column("measured_with", String(200), nullable=False)
    return (measured_with, Column("quantity", String(60)), *bounds, at_least, Column("sitting", ID))


def asked_columns() -> tuple[Column[Any], ...]:
    """Return the columns of a clip that shows a self-test: what was said of it, and what was measured."""
    said = (Column("side", String(5)), Column("hurt", Boolean), Column("sitting", ID, index=True))
    return (Column("test", String(200)), *said, Column("test_result", Text))


class _Sequence:
    """Numbers of 128 bits: the time in milliseconds, then random bits; each larger than the one before it."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def next(self) -> int:
        fresh = (time.time_ns() // 1_000_000 << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            if fresh >> _RANDOM_BITS <= self._last >> _RANDOM_BITS:
                fresh = self._last + ((1 + secrets.randbits(_STEP_BITS)) << _ENTRY_BITS)
            self._last = fresh
        return fresh


_SEQUENCE = _Sequence()


def new_id() -> str:
    """Return a new identifier: 48 bits of the time in milliseconds, then random bits.

    They sort by age, those of one process also within a millisecond and where its clock is set back.
    """
    return f"{_SEQUENCE.next():032x}"


def new_ids(count: int) -> tuple[str, ...]:
    """Return up to 65,536 new identifiers that share their first `ENTRY_DIGITS`: of what was entered at once."""
    shared = new_id()[:ENTRY_DIGITS]
    return tuple(f"{shared}{number:04x}" for number in range(count))
