"""Lists a part at a time: how many at once, and what names the last one that was read."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Query

from hiphinge.documents.api import Page
from hiphinge.errors import UsageError

__all__ = ["Cursor", "Limit", "after_moment", "after_number", "after_text", "page_of", "page_of_all"]

T = TypeVar("T")
V = TypeVar("V")
MOST = 500
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items at most.")]
Cursor = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=200,
        pattern=r"^[0-9A-Za-z_-]+$",
        description="`next` of the part before; without it, the first part.",
    ),
]
_BETWEEN = "|"
_NO_CURSOR = "A cursor is what `next` said in the part before. This one is something else. Begin without one."


def after_text(cursor: str | None) -> str | None:
    """Return the text that a cursor names, or None at the beginning.

    Raises
    ------
    UsageError
        If it is no cursor.
    """
    return None if cursor is None else _parts(cursor, 1)[0]


def after_number(cursor: str | None) -> int:
    """Return the number that a cursor names, 0 at the beginning; errors are those of `after_text`."""
    text = after_text(cursor)
    if text is None:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > len(str(1 << 63)):
        raise UsageError(_NO_CURSOR)
    return int(text)


def after_moment(cursor: str | None) -> tuple[datetime, str] | None:
    """Return the moment and the id that a cursor names, or None at the beginning; errors as of `after_text`."""
    if cursor is None:
        return None
    moment, id_ = _parts(cursor, 2)
    try:
        return datetime.fromisoformat(moment).replace(tzinfo=UTC), id_
    except ValueError as error:
        raise UsageError(_NO_CURSOR) from error


def page_of(found: Sequence[T], limit: int, *, view: Callable[[T], V], mark: Callable[[T], tuple[Any, ...]]) -> Page[V]:
    """Return a part of a list.

    Parameters
    ----------
    found
        Those that follow the last one that was read, one more than are wanted where there are more.
    mark
        What the next part comes after: an id, or a moment and an id.
    """
    there = found[:limit]
    more = _cursor(*mark(there[-1])) if len(found) > limit else None
    return Page(items=tuple(view(one) for one in there), next=more)


def page_of_all(every: Sequence[T], limit: int, cursor: str | None, *, view: Callable[[T], V]) -> Page[V]:
    """Return a part of a list that is short, or is known whole: its order is its own."""
    start = after_number(cursor)
    end = start + limit
    return Page(
        items=tuple(view(one) for one in every[start:end]), next=_cursor(str(end)) if end < len(every) else None
    )


def _cursor(*parts: object) -> str:
    texts = [
        one.astimezone(UTC).replace(tzinfo=None).isoformat() if isinstance(one, datetime) else str(one) for one in parts
    ]
    return base64.urlsafe_b64encode(_BETWEEN.join(texts).encode()).decode().rstrip("=")


def _parts(cursor: str, count: int) -> list[str]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise UsageError(_NO_CURSOR) from error
    parts = text.split(_BETWEEN)
    if len(parts) != count or "\0" in text:
        raise UsageError(_NO_CURSOR)
    return parts
