"""TRC: joints and keypoints as markers in metres, for OpenSim and its relatives."""

from pathlib import Path

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord
from hiphinge.exports.laboratory import LaboratoryMarkers, laboratory_markers
from hiphinge.exports.table import Export
from hiphinge.filesystem import writing_file
from hiphinge.motion import FloatArray

__all__ = ["TRC"]


def _write(path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:  # noqa: ARG001 - the format has no place for it
    with writing_file(path) as unfinished:
        unfinished.write_text(_text(laboratory_markers(analysis), name=path.name), encoding="utf-8")


def _text(markers: LaboratoryMarkers, *, name: str) -> str:
    count, frames = len(markers.names), len(markers.time_s)
    rate = f"{markers.rate_hz:.4f}"
    title = "\t".join(["PathFileType", "4", "(X/Y/Z)", name, *markers.notes, *([markers.mark] if markers.mark else [])])
    settings = "\t".join([rate, rate, str(frames), str(count), "m", rate, "1", str(frames)])
    names = "\t\t\t".join(markers.names)
    axes = "\t".join(f"{axis}{number}" for number in range(1, count + 1) for axis in "XYZ")
    header = [
        title,
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        settings,
        f"Frame#\tTime\t{names}\t\t",
        f"\t\t{axes}",
        "",
    ]
    rows = [
        f"{number}\t{time_s:.6f}\t{_cells(frame)}"
        for number, (time_s, frame) in enumerate(zip(markers.time_s, markers.positions_m, strict=True), start=1)
    ]
    return "\n".join([*header, *rows]) + "\n"


def _cells(frame: FloatArray) -> str:
    """Return the cells of one frame; a gap is blank."""
    return "\t".join(f"{value:.6f}" if np.isfinite(value) else "" for value in frame.ravel())


TRC = Export(
    id="trc",
    title="TRC markers",
    file_name="markers.trc",
    what="The measured joints as markers in metres, scaled by the stature.",
    write=_write,
)
