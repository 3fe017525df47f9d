"""The metadata of the tables, column types that mean the same in SQLite and PostgreSQL, and new identifiers."""

import secrets
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

__all__ = ["ENTRY_DIGITS", "ID", "METADATA", "UtcMoment", "new_id", "new_ids"]

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
_RANDOM_BYTES = 10


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


def new_id() -> str:
    """Return a new identifier: 48 bits of the time in milliseconds, so that they sort by age, and 80 random bits."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(_RANDOM_BYTES)}"


def new_ids(count: int) -> tuple[str, ...]:
    """Return up to 65,536 new identifiers that share their first `ENTRY_DIGITS`: of what was entered at once."""
    shared = new_id()[:ENTRY_DIGITS]
    return tuple(f"{shared}{number:04x}" for number in range(count))
