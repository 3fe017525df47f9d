"""TRC, the marker file of OpenSim and Motion Analysis: times, names and positions in tab-separated text."""

from pathlib import Path
from typing import Literal

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray, Motion, Origin
from hiphinge.sources.formats.markers import MarkerTrial, marker_motion, metres
from hiphinge.sources.formats.table import Format, Head, Hints
from hiphinge.sources.formats.text import read_text

__all__ = ["TRC", "read_trial"]

_HEADER_LINES = 4
_LEAD = 2  # frame number and time stand before the markers


def _recognise(head: Head) -> bool:
    return head.first_line.startswith("PathFileType")


def _read(path: Path, _hints: Hints) -> Motion:
    return marker_motion(read_trial(path))


def _near_side(cells: list[str], path: Path) -> Literal["left", "right"] | None:
    if not any(cell.startswith("hiphinge.") for cell in cells):
        return None
    from hiphinge.documents import near_side_marked  # noqa: PLC0415 - loaded when hiphinge wrote the file

    return near_side_marked((cell.strip() for cell in cells), name=path.name)


def read_trial(path: Path) -> MarkerTrial:
    """Return the markers of a TRC file under their own names, in metres, on the file's own axes.

    Raises
    ------
    InputFormatError
        If the header is incomplete or there are no rows.
    """
    lines = read_text(path).split("\n")
    titles, settings = lines[1].split(), lines[2].split()
    header = dict(zip((title.lower() for title in titles), settings, strict=False))
    names = [cell.strip() for cell in lines[3].split("\t")[_LEAD:] if cell.strip()] or lines[3].split()[_LEAD:]
    rows = [cells for line in lines[_HEADER_LINES:] if (cells := _cells(line)) and cells[0].strip().isdigit()]
    if not names or not rows:
        message = f"{path} has {len(names)} markers and {len(rows)} frames; both were expected."
        raise InputFormatError(message)
    table = np.array([_numbers(cells, 1 + 3 * len(names)) for cells in rows])
    scale = metres(header.get("units", "mm"))
    rate = float(header.get("datarate", 0.0))
    time_s = _times(table[:, 0], numbers=[int(cells[0]) for cells in rows], rate=rate, path=path)
    points = table[:, 1:].reshape(len(rows), len(names), 3) * scale
    step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    return MarkerTrial(
        time_s=time_s,
        markers_m={name: points[:, place] for place, name in enumerate(names)},
        origin=Origin(
            name=path.name,
            fps=round(1.0 / step_s, 3) if step_s else rate,
            duration_s=float(time_s[-1] - time_s[0]),
            estimator="markers",
        ),
        near_side=_near_side(lines[0].split("\t"), path),
    )


def _cells(line: str) -> list[str]:
    """Return the cells after a row's frame number; blank cells are gaps, so tabs count where there are any."""
    return line.split("\t") if "\t" in line else line.split()


def _numbers(cells: list[str], count: int) -> FloatArray:
    values = np.full(count, np.nan)
    for place, cell in enumerate(cells[1 : count + 1]):
        if cell.strip():
            values[place] = float(cell)
    return values


def _times(stamps: FloatArray, *, numbers: list[int], rate: float, path: Path) -> FloatArray:
    if np.isfinite(stamps).all() and (len(stamps) == 1 or (np.diff(stamps) > 0).all()):
        return stamps
    if rate <= 0:
        message = f"The times of {path} do not increase and it gives no DataRate. Write one of them."
        raise InputFormatError(message)
    return np.array(numbers, dtype=np.float64) / rate


TRC = Format(
    id="trc",
    title="TRC markers",
    kind="markers",
    endings=(".trc",),
    what="Markers of OpenSim, OpenCap, Vicon or Motion Analysis; hips are calculated from the pelvis.",
    recognise=_recognise,
    read=_read,
)
