"""C3D, the binary file of motion capture: markers, their unit, and, where the file says so, which way is up."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import Motion, Origin
from hiphinge.sources.formats.c3d_structure import check_structure
from hiphinge.sources.formats.markers import MarkerTrial, marker_motion, metres, named_markers, unit_of
from hiphinge.sources.formats.table import Format, Head, Hints

__all__ = ["C3D", "read_trial"]

_MARK_AT, _MARK = 1, 0x50
_LONGEST_S = 600.0
_AXES = {"X": 0, "Y": 1, "Z": 2}


def _recognise(head: Head) -> bool:
    return len(head.data) > _MARK_AT and head.data[_MARK_AT] == _MARK and b"\0" in head.data


def _read(path: Path, hints: Hints) -> Motion:
    return marker_motion(read_trial(path), subject=hints.subject)


def read_trial(path: Path) -> MarkerTrial:
    """Return the markers of a C3D file under their own names, in metres, on the file's own axes.

    Raises
    ------
    InputFormatError
        If it is broken or holds no markers.
    """
    said, points = _content(path)
    texts, rate = said["texts"], float(said["rate"])
    names = texts["POINT:LABELS"]
    if not any(names) or not points.shape[2] or not rate > 0:
        holds = f"{sum(map(bool, names))} named markers in {points.shape[2]} frames at {rate:g} Hz"
        rotations = " It has the rotations of segments, which are not read." if "ROTATION" in said["groups"] else ""
        message = f"{path} holds {holds}: nothing to analyse.{rotations} Export the markers or the joint centres."
        raise InputFormatError(message)
    unit = (texts["POINT:UNITS"] or [""])[0]
    paths = np.moveaxis(points, 1, 0).transpose(0, 2, 1) * metres(unit)
    time_s = (said["first"] + np.arange(points.shape[2])) / rate
    markers, notes = named_markers([*names, *[""] * (len(paths) - len(names))][: len(paths)], list(paths))
    return MarkerTrial(
        time_s=time_s,
        markers_m=markers,
        unit=unit_of(unit) or "",
        origin=Origin(
            name=path.name,
            fps=rate,
            duration_s=float(time_s[-1] - time_s[0]),
            estimator="markers",
            warnings=notes,
        ),
        up=_up(texts["POINT:Y_SCREEN"]),
        near_side=_near_side(texts["HIPHINGE:SCHEMA"], path),
    )


def _content(path: Path) -> tuple[dict[str, Any], Any]:
    """Return what a file says and its points ``[axis, marker, frame]``.

    The library that reads it can crash or take all memory on a broken file, so it runs in a process of its own.
    """
    program = Path(__file__).with_name("c3d_library.py")
    try:
        check_structure(path.read_bytes())
        with TemporaryDirectory() as folder:
            result = Path(folder) / "content.npz"
            words = [sys.executable, "-P", str(program), str(path.resolve()), str(result)]
            done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=_LONGEST_S)  # noqa: S603  # our own program
            if done.returncode != 0:
                raise ValueError(done.stderr.strip().rpartition("\n")[2] or "the library that reads it crashed")  # noqa: TRY301  # one message for all
            with np.load(result, allow_pickle=False) as content:
                return json.loads(str(content["said"])), content["points"]
    except (ValueError, OSError, subprocess.TimeoutExpired) as error:
        message = f"{path} begins as C3D, but is broken further on: {error}. Export it again."
        raise InputFormatError(message) from error


def _near_side(schema: list[str], path: Path) -> Literal["left", "right"] | None:
    """Return the side that was measured, where hiphinge wrote the file."""
    if not schema:
        return None
    from hiphinge.documents import near_side_marked  # noqa: PLC0415 - loaded when hiphinge wrote the file

    return near_side_marked(schema, name=path.name)


def _up(y_screen: list[str]) -> tuple[int, int] | None:
    """Return the vertical axis that the parameter Y_SCREEN names, such as +Z."""
    text = (y_screen or [""])[0].upper()
    if not text or text[-1] not in _AXES:
        return None
    return _AXES[text[-1]], -1 if text.startswith("-") else 1


C3D = Format(
    id="c3d",
    title="C3D markers",
    kind="markers",
    endings=(".c3d",),
    what="Markers of Vicon, Qualisys and other laboratories; the vertical is taken from the file where it is named.",
    recognise=_recognise,
    read=_read,
)
