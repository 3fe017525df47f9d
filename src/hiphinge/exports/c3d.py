"""C3D: joints and keypoints as markers in millimetres, for the programs of motion laboratories."""

from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord
from hiphinge.errors import OutputError
from hiphinge.exports.laboratory import LaboratoryMarkers, laboratory_markers
from hiphinge.exports.table import Export
from hiphinge.filesystem import writing_file

__all__ = ["C3D"]

_MM = 1000.0
_GAP = -1.0


def _write(path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:  # noqa: ARG001 - the format has no place for it
    markers = laboratory_markers(analysis).evenly()
    with writing_file(path) as unfinished:
        content = _content(markers)
        try:
            content.write(str(unfinished))
        except RuntimeError as error:
            message = f"{path} cannot be written ({error}). Choose another folder, or make room."
            raise OutputError(message) from error


def _content(markers: LaboratoryMarkers) -> Any:
    import ezc3d  # noqa: PLC0415 - a compiled library, loaded when C3D is written

    content = ezc3d.c3d()
    frames, count = len(markers.time_s), len(markers.names)
    point = content["parameters"]["POINT"]
    point["RATE"]["value"] = [markers.rate_hz]
    point["UNITS"]["value"] = ["mm"]
    point["LABELS"]["value"] = list(markers.names)
    content.add_parameter("POINT", "X_SCREEN", ["+X"])
    content.add_parameter("POINT", "Y_SCREEN", ["+Y"])
    content.add_parameter("HIPHINGE", "NOTES", list(markers.notes) or ["A laboratory's positions as they were."])
    if markers.mark:
        content.add_parameter("HIPHINGE", "SCHEMA", [markers.mark])
    points = np.ones((4, count, frames))
    points[:3] = markers.positions_m.transpose(2, 1, 0) * _MM
    detected = np.isfinite(points[:3]).all(axis=0)
    content["data"]["points"] = points
    content["data"]["meta_points"]["residuals"] = np.where(detected, 0.0, _GAP)[None]
    content["header"]["points"]["first_frame"] = max(0, round(float(markers.time_s[0]) * markers.rate_hz))
    return content


C3D = Export(
    id="c3d",
    title="C3D markers",
    file_name="markers.c3d",
    what="The measured joints as markers in millimetres, scaled by the stature.",
    write=_write,
)
