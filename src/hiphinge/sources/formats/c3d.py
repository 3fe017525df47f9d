"""C3D, the binary file of motion capture: markers, their unit, and, where the file says so, which way is up."""

from pathlib import Path
from typing import Any, Literal

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.motion import Motion, Origin
from hiphinge.sources.formats.c3d_structure import check_structure
from hiphinge.sources.formats.markers import MarkerTrial, marker_motion, metres, named_markers, unit_of
from hiphinge.sources.formats.table import Format, Head, Hints

__all__ = ["C3D", "read_trial"]

_MARK_AT, _MARK = 1, 0x50
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
    import ezc3d  # noqa: PLC0415 - a compiled library, loaded when a C3D file is read

    try:
        check_structure(path.read_bytes())
        content: Any = ezc3d.c3d(str(path))
    except Exception as error:
        message = f"{path} begins as C3D, but is broken further on: {error}. Export it again."
        raise InputFormatError(message) from error
    point = content["parameters"]["POINT"]
    points = np.asarray(content["data"]["points"])[:3]
    names = _texts(point, "LABELS")
    rate = float(content["header"]["points"]["frame_rate"])
    if not any(names) or not points.shape[2] or rate <= 0:
        holds = f"{sum(map(bool, names))} named markers in {points.shape[2]} frames at {rate:g} Hz"
        rotations = (
            " It has the rotations of segments, which are not read." if "ROTATION" in content["parameters"] else ""
        )
        message = f"{path} holds {holds}: nothing to analyse.{rotations} Export the markers or the joint centres."
        raise InputFormatError(message)
    unit = (_texts(point, "UNITS") or [""])[0]
    paths = np.moveaxis(points, 1, 0).transpose(0, 2, 1) * metres(unit)
    first = int(content["header"]["points"]["first_frame"])
    time_s = (first + np.arange(points.shape[2])) / rate
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
        up=_up(point),
        near_side=_near_side(content["parameters"], path),
    )


def _texts(group: Any, name: str) -> list[str]:
    """Return the texts of a parameter and of its continuations LABELS2, LABELS3 and so on."""
    found: list[str] = []
    for key in (name, *(f"{name}{number}" for number in range(2, 10))):
        if key in group:
            found.extend(str(value).strip() for value in group[key]["value"])
    return found


def _near_side(parameters: Any, path: Path) -> Literal["left", "right"] | None:
    """Return the side that was measured, where hiphinge wrote the file."""
    if "HIPHINGE" not in parameters:
        return None
    from hiphinge.documents import near_side_marked  # noqa: PLC0415 - loaded when hiphinge wrote the file

    return near_side_marked(_texts(parameters["HIPHINGE"], "SCHEMA"), name=path.name)


def _up(point: Any) -> tuple[int, int] | None:
    """Return the vertical axis that the parameter Y_SCREEN names, such as +Z."""
    text = (_texts(point, "Y_SCREEN") or [""])[0].upper()
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
