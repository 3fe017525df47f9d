"""Recordings that are not films: one table of formats, recognised by content, each read into a `Motion`."""

from hiphinge.sources.formats.reading import read_motion
from hiphinge.sources.formats.table import GROUP, Format, Head, Hints, Kind, format_named, formats, sniff

__all__ = ["GROUP", "Format", "Head", "Hints", "Kind", "format_named", "formats", "read_motion", "sniff"]
