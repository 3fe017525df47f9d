"""Marks in the files for laboratories: how a TRC, C3D or MOT says that hiphinge wrote it, and what it holds."""

from collections.abc import Iterable
from typing import Final, Literal

from hiphinge.documents.versions import DocumentKind

__all__ = ["ANGLES", "MARKERS", "SHANK_COLUMN", "TRUNK_COLUMN", "angles_marked", "markers_mark", "near_side_marked"]

MARKERS: Final = DocumentKind(
    name="hiphinge.markers",
    version=1,
    title="markers that `analyze --export` wrote",
    advice="Export the analysis again.",
)
"""Markers of a video: which side was measured is in the mark."""
ANGLES: Final = DocumentKind(
    name="hiphinge.angles",
    version=1,
    title="joint angles that `analyze --export mot` wrote",
    advice="Export the analysis again.",
)
"""Joint angles in which pelvis, hip and back count from standing, beside the leans of trunk and shank."""
TRUNK_COLUMN, SHANK_COLUMN = "trunk_inclination", "shank_inclination"
"""Columns of a marked MOT: lean of the line hip to shoulder and ankle to knee from vertical, forward positive."""

_NEAR = "near_side="


def markers_mark(near_side: Literal["left", "right"]) -> str:
    """Return the text that marks a file of markers, on one line and without tabs."""
    return f"{MARKERS.schema} {_NEAR}{near_side}"


def near_side_marked(texts: Iterable[str], *, name: str) -> Literal["left", "right"] | None:
    """Return the side that was measured, as the mark among a file's texts says; None where no text is a mark.

    Raises
    ------
    InputFormatError
        If a newer hiphinge wrote the file.
    """
    marks = [text.split() for text in texts if text.startswith(f"{MARKERS.name}/")]
    for schema, *rest in marks:
        MARKERS.upgraded({"schema": schema}, name=name)
        if f"{_NEAR}left" in rest:
            return "left"
        if f"{_NEAR}right" in rest:
            return "right"
    return None


def angles_marked(texts: Iterable[str], *, name: str) -> bool:
    """Return whether a mark among the lines of a header says that hiphinge wrote these angles.

    Raises
    ------
    InputFormatError
        If a newer hiphinge wrote the file.
    """
    marks = [text.strip() for text in texts if text.strip().startswith(f"{ANGLES.name}/")]
    for mark in marks:
        ANGLES.upgraded({"schema": mark}, name=name)
    return bool(marks)
