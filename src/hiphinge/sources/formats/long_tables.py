"""Tables with a row for each point of each frame, turned into tables with a row for each frame."""

from collections.abc import Sequence
from dataclasses import replace

from hiphinge.errors import InputFormatError
from hiphinge.sources.formats.delimited import Delimited

__all__ = ["wide_titles", "widened"]

_POINTS = ("keypoint", "landmark", "landmark_name", "keypoint_name", "bodypart", "joint", "landmark_id", "keypoint_id")
_AXES = ("x", "y", "z", "visibility", "confidence", "score", "likelihood")
_KEYS = (
    *("frame", "frame_index", "frame_number", "frame_id", "frame_num", "frame_no"),
    *("time", "time_s", "time_ms", "timestamp", "timestamp_s", "timestamp_ms", "timestamp_us", "seconds", "t"),
)
_WHICH = ("trajectory", "model")
"""FreeMoCap writes several versions of a point (filtered, rigid), and models of hands and face."""


def wide_titles(table: Delimited) -> tuple[str, ...]:
    """Return the titles that a table has, or would have with a row for each frame."""
    name, axes = _name_and_axes(table)
    if name is None:
        return table.titles
    points = dict.fromkeys(row[name].lower() for row in _of_body(table, name))
    return tuple(_title(point, axis) for point in points for axis in axes)


def widened(table: Delimited) -> Delimited:
    """Return a table with a row for each frame; the same where it is one already.

    Raises
    ------
    InputFormatError
        If a point is in a frame more than once, as with several people.
    """
    name, axes = _name_and_axes(table)
    if name is None:
        return table
    known = {*_AXES, *_WHICH, table.titles[name]}
    keys = [place for place, title in enumerate(table.titles) if title not in known and title in _KEYS]
    rows = _of_body(table, name)
    places = {point: number for number, point in enumerate(dict.fromkeys(row[name].lower() for row in rows))}
    columns, width = [table.titles.index(axis) for axis in axes], len(axes)
    frames: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        cells = frames.setdefault(tuple(row[key] for key in keys), [""] * (len(places) * width))
        start = places[row[name].lower()] * width
        if any(cells[start : start + width]):
            message = (
                f"Each point should be in a frame once, but {row[name]!r} is there twice, as of several people. "
                "Keep the rows of one person."
            )
            raise InputFormatError(message)
        cells[start : start + width] = [row[column] for column in columns]
    titles = (*(table.titles[key] for key in keys), *(_title(point, axis) for point in places for axis in axes))
    return replace(table, titles=titles, rows=tuple((*key, *cells) for key, cells in frames.items()))


def _name_and_axes(table: Delimited) -> tuple[int | None, list[str]]:
    """Return the column of the points' names and the axes, or no column where the table has a row for each frame."""
    name = next((table.titles.index(title) for title in _POINTS if title in table.titles), None)
    axes = [title for title in _AXES if title in table.titles]
    return (name, axes) if table.rows and {"x", "y"} <= set(axes) else (None, [])


def _of_body(table: Delimited, name: int) -> Sequence[tuple[str, ...]]:
    """Return the whole rows of the first trajectory and of the model of the body, where a table has several."""
    rows = [row for row in table.rows if len(row) >= len(table.titles) and row[name]]
    for title in _WHICH:
        if title in table.titles:
            place = table.titles.index(title)
            values = list(dict.fromkeys(row[place] for row in rows))
            wanted = next((value for value in values if "body" in value.lower()), values[0])
            rows = [row for row in rows if row[place] == wanted]
    return rows


def _title(point: str, axis: str) -> str:
    return f"{axis}{point}" if point.isdigit() else f"{point}_{axis}"
