"""Recordings that are not videos: one table of formats, recognised by content, each read into a `Motion`."""

from hiphinge.sources.formats.reading import read_motion
from hiphinge.sources.formats.table import (
    GROUP,
    Format,
    Head,
    Hints,
    Kind,
    format_named,
    format_packages,
    format_problems,
    formats,
    sniff,
)

__all__ = [
    "GROUP",
    "Format",
    "Head",
    "Hints",
    "Kind",
    "format_named",
    "format_packages",
    "format_problems",
    "formats",
    "read_motion",
    "sniff",
]
