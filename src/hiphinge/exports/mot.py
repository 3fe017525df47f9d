"""MOT: the joint angles that were measured, under OpenSim's names and with its signs."""

import math
from pathlib import Path

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.documents import ANGLES, SHANK_COLUMN, TRUNK_COLUMN, ProvenanceRecord
from hiphinge.exports.table import Export
from hiphinge.filesystem import writing_file
from hiphinge.motion import FloatArray

__all__ = ["MOT"]

_BACK = ("pelvis_tilt_deg", "hip_flexion_deg", "thoracolumbar_flexion_deg")


def _write(path: Path, analysis: Analysis, *, provenance: ProvenanceRecord) -> None:  # noqa: ARG001 - the format has no place for it
    with writing_file(path) as unfinished:
        unfinished.write_text(_text(analysis, name=path.stem), encoding="utf-8")


def _text(analysis: Analysis, *, name: str) -> str:
    time_s = analysis.motion.time_s if analysis.series is None else analysis.series.time_s
    columns = _coordinates(analysis)
    frames = zip(time_s, *columns.values(), strict=True)
    rows = [
        "\t".join([f"{frame[0]:.6f}", *(f"{angle:.4f}" for angle in frame[1:])])
        for frame in frames
        if columns and all(math.isfinite(angle) for angle in frame)
    ]
    header = [
        name,
        "version=1",
        f"nRows={len(rows)}",
        f"nColumns={len(columns) + 1}",
        "inDegrees=yes",
        "",
        ANGLES.schema,
        *_notes(analysis),
        "endheader",
        "\t".join(["time", *columns]),
    ]
    return "\n".join([*header, *rows]) + "\n"


def _coordinates(analysis: Analysis) -> dict[str, FloatArray]:
    """Return OpenSim's coordinates in degrees: flexion of hip and knee positive, of pelvis and back negative.

    Pelvis, hip and back are changes from standing. The leans of trunk and shank, which are no coordinates of OpenSim,
    come last: with the knee they say where the body is.
    """
    if analysis.series is None or analysis.side is None:
        return {}
    side = analysis.side.near_side[0]
    values = {id_: path for id_, path in analysis.series.values.items() if np.isfinite(path).any()}
    named = (
        ("pelvis_tilt", "pelvis_tilt_deg", -1.0),
        (f"hip_flexion_{side}", "hip_flexion_deg", 1.0),
        (f"knee_angle_{side}", "knee_flexion_deg", 1.0),
        ("lumbar_extension", "thoracolumbar_flexion_deg", -1.0),
        (TRUNK_COLUMN, "trunk_inclination_deg", 1.0),
        (SHANK_COLUMN, "shank_inclination_deg", 1.0),
    )
    return {column: sign * values[id_] + 0.0 for column, id_, sign in named if id_ in values}


def _notes(analysis: Analysis) -> list[str]:
    """Return what a reader has to know: what the zeros are, and what is not in the file."""
    values = {} if analysis.series is None else analysis.series.values
    notes = ["Frames in which an angle was not measurable are left out."]
    if any(id_ in values and np.isfinite(values[id_]).any() for id_ in _BACK):
        notes.append("pelvis_tilt, hip_flexion and lumbar_extension are changes from standing: standing is 0.")
    else:
        notes.append("The back was not measurable: pelvis_tilt, hip_flexion and lumbar_extension are not in this file.")
    return [
        *notes,
        f"{TRUNK_COLUMN} and {SHANK_COLUMN} are the leans of hip to shoulder and ankle to knee, forward positive.",
    ]


MOT = Export(
    id="mot",
    title="OpenSim joint angles",
    file_name="angles.mot",
    what="The measured joint angles with OpenSim's names and signs; pelvis, hip and back as changes from standing.",
    write=_write,
)
