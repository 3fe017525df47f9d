"""Points that people put on the edge of a back: the page's JSON and plain CSV tables in, `Marking` out."""

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.sources.files import checked_file
from hiphinge.sources.formats.text import read_text
from hiphinge.spine.marking import POINTS, Marking

__all__ = ["MARKS_SCHEMA", "MarkedPoints", "marks_from_text", "read_marks"]

MARKS_SCHEMA = "hiphinge.marks/1"
"""Which files of points can be read."""
COLUMNS = ("time_s", "point", "x_px", "y_px")
"""What each point has to tell; ``rater``, ``repeat`` and ``frame`` may be left out."""
_FRAMES = ("standing", "bottom")
_SAME_S = 1e-3
_ADVICE = "`hiphinge mark VIDEO` writes a page that makes such a file."


@dataclass(frozen=True, kw_only=True)
class MarkedPoints:
    """What a file of points holds: the trials, the times of the two frames, and the video where the file names it."""

    markings: tuple[Marking, ...]
    standing_s: float
    bottom_s: float
    video: str | None = None
    size_px: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class _Point:
    trial: tuple[str, int]
    time_s: float
    frame: str
    number: int
    x_px: float
    y_px: float


def read_marks(path: Path) -> MarkedPoints:
    """Return the points of a file: the JSON that the page gives, or CSV with a line for each point.

    Raises
    ------
    InputError
        If it is not there, cannot be read, or misses a point of a trial.
    """
    return marks_from_text(read_text(checked_file(path)), name=str(path))


def marks_from_text(text: str, *, name: str) -> MarkedPoints:
    """Return the points of a text as `read_marks` takes it; ``name`` is what it is called in messages.

    Raises
    ------
    InputFormatError
        If it cannot be read, or misses a point of a trial.
    """
    is_json = text.lstrip().startswith(("{", "["))
    document: Mapping[str, Any] = _document(text, name) if is_json else {"points": _table(text, name)}
    points = [_point(row, place, name) for place, row in enumerate(document["points"], start=1)]
    standing_s, bottom_s = _times(points, name)
    trials: dict[tuple[str, int], list[_Point]] = defaultdict(list)
    for point in points:
        trials[point.trial].append(point)
    return MarkedPoints(
        markings=tuple(
            Marking(
                rater=trial[0],
                repeat=trial[1],
                standing=_frame(members, standing_s, trial, name),
                bottom=_frame(members, bottom_s, trial, name),
            )
            for trial, members in sorted(trials.items())
        ),
        standing_s=standing_s,
        bottom_s=bottom_s,
        video=document.get("video"),
        size_px=_size(document.get("size_px"), name),
    )


def _size(size: Any, name: str) -> tuple[int, int] | None:
    if size is None:
        return None
    if isinstance(size, list) and [type(side) for side in size] == [int, int]:
        return size[0], size[1]
    message = f"{name}: size_px should be width and height of the video in whole pixels, but is {size!r:.60}. {_ADVICE}"
    raise InputFormatError(message)


def _document(text: str, name: str) -> Mapping[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name} begins as JSON, but is not: {error}. Save the page's file again. {_ADVICE}"
        raise InputFormatError(message) from error
    if isinstance(document, list):
        document = {"points": document}
    if not isinstance(document.get("points"), list) or document.get("schema", MARKS_SCHEMA) != MARKS_SCHEMA:
        message = f"{name} should hold 'points' and be of the schema {MARKS_SCHEMA!r}, but is not. {_ADVICE}"
        raise InputFormatError(message)
    return dict(document)


def _table(text: str, name: str) -> list[dict[str, str]]:
    try:
        rows = list(csv.DictReader(text.splitlines(), skipinitialspace=True))
    except csv.Error as error:
        message = f"{name} should be a table of points, but cannot be read as one: {error}. {_ADVICE}"
        raise InputFormatError(message) from error
    named = set(rows[0]) if rows else set()
    missing = [name for name in COLUMNS if name not in named]
    if missing:
        message = (
            f"{name} should be a table with the columns {', '.join(COLUMNS)} (and rater, repeat, frame if wished), "
            f"but has no {', '.join(missing)}. {_ADVICE}"
        )
        raise InputFormatError(message)
    return rows


def _point(row: Any, place: int, name: str) -> _Point:
    try:
        frame = str(row.get("frame") or "").strip().lower()
        point = _Point(
            trial=(str(row.get("rater") or "").strip(), int(row.get("repeat") or 1)),
            time_s=float(row["time_s"]),
            frame=frame,
            number=int(row["point"]),
            x_px=float(row["x_px"]),
            y_px=float(row["y_px"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"{name}: point {place} should have {', '.join(COLUMNS)} as numbers, but does not ({error})."
        raise InputFormatError(message) from error
    wrong = _wrong(point)
    if wrong:
        message = f"{name}: point {place} {wrong}."
        raise InputFormatError(message)
    return point


def _wrong(point: _Point) -> str:
    if not 1 <= point.number <= POINTS:
        return f"is numbered {point.number}, but the points of a frame count from 1 (lowest) to {POINTS} (at C7)"
    if point.frame not in {"", *_FRAMES}:
        return f"is of the frame {point.frame!r}, but should be of 'standing' or 'bottom'"
    return "" if all(map(math.isfinite, (point.time_s, point.x_px, point.y_px))) else "holds a number that is none"


def _times(points: Sequence[_Point], name: str) -> tuple[float, float]:
    """Return the times of standing and bottom; where the file does not say which is which, the more upright stands."""
    times = sorted({round(point.time_s, 3) for point in points})
    if len(times) != len(_FRAMES):
        message = (
            f"{name} should tell of two frames, standing and bottom, but has points at {len(times)} times"
            f"{': ' + ', '.join(f'{t:g} s' for t in times[:5]) if times else ''}. Give each of the two its own time."
        )
        raise InputFormatError(message)
    said = {point.frame: point.time_s for point in points if point.frame}
    first, second = times
    if "standing" in said:
        standing = said["standing"]
    elif "bottom" in said:
        standing = first if abs(said["bottom"] - second) <= _SAME_S else second
    else:
        standing = max(times, key=lambda time_s: _upright(p for p in points if abs(p.time_s - time_s) <= _SAME_S))
    return (first, second) if abs(standing - first) <= _SAME_S else (second, first)


def _upright(points: Iterable[_Point]) -> float:
    """Return the cosine of the lean of the line from the lowest to the highest point."""
    ordered = sorted(points, key=lambda point: point.number)
    way = (ordered[-1].x_px - ordered[0].x_px, ordered[0].y_px - ordered[-1].y_px)
    return way[1] / (math.hypot(*way) or 1.0)


def _frame(points: Sequence[_Point], time_s: float, trial: tuple[str, int], name: str) -> Any:
    of_frame = [p for p in points if abs(p.time_s - time_s) <= _SAME_S]
    found = {p.number: (p.x_px, p.y_px) for p in of_frame}
    if len(found) < len(of_frame):
        message = (
            f"{name}: the same point comes twice at {time_s:g} s in one trial. Number the trials in the column "
            "'repeat', "
            "and name raters in 'rater'."
        )
        raise InputFormatError(message)
    missing = [number for number in range(1, POINTS + 1) if number not in found]
    if missing:
        name = f"rater {trial[0]!r}, trial {trial[1]}" if trial[0] else f"trial {trial[1]}"
        message = (
            f"{name}: {name} misses point {missing[0]} at {time_s:g} s. Each trial has {POINTS} points in both frames."
        )
        raise InputFormatError(message)
    return np.array([found[number] for number in range(1, POINTS + 1)])
