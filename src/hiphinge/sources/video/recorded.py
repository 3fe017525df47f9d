"""When a video was filmed, as its container says."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hiphinge.sources.video.opening import opened

__all__ = ["recorded_at"]

_KEYS = ("com.apple.quicktime.creationdate", "creation_time")
"""The first one keeps the moment of filming when a phone exports a clip again."""
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Containers without a clock say 1904 or 1970."""
_TOLERANCE = timedelta(days=1)


def recorded_at(path: str | os.PathLike[str]) -> datetime | None:
    """Return the moment in UTC at which a video was filmed; None where the file does not say, or cannot be right.

    A time without an offset is UTC, as the formats ask.

    Raises
    ------
    InputError
        If it is missing, empty, unreadable or no media file.
    """
    file = Path(path)
    with opened(file) as container:
        said = [container.metadata, *(stream.metadata for stream in container.streams.video)]
    latest = datetime.now(UTC) + _TOLERANCE
    for key in _KEYS:
        for metadata in said:
            moment = _moment(metadata.get(key, ""))
            if moment is not None and _EARLIEST <= moment <= latest:
                return moment
    return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
