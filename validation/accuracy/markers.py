"""Marker files of motion capture read by the package, against inverse kinematics and against other markers.

``python -m validation.accuracy.markers FILE.trc ...`` prints the errors by trial.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.analysis import analyse
from hiphinge.sources.formats import read_motion
from hiphinge.sources.formats.trc import read_trial
from validation.accuracy.clusters import cluster_leans_deg
from validation.captured.recordings import read_recording
from validation.captured.turning import DOWN, lean_deg, turned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hiphinge.analysis import Analysis
    from hiphinge.motion import FloatArray

__all__ = ["MarkerRow", "marker_rows", "marker_table"]

QUANTITIES = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg")
# Of the generic model of Rajagopal et al. (2016): from hips to the joint of the back, from there to the shoulders,
# in metres, left, back, up.
HIPS_TO_BACK, BACK_TO_SHOULDERS = np.array([0.0, 0.0444, 0.160]), np.array([0.0, -0.0032, 0.3715])
STANDING_SHARE = 0.15
JUMP_DEG_PER_S = 1000.0


@dataclass(frozen=True, kw_only=True)
class MarkerRow:
    """One trial against one reference.

    Attributes
    ----------
    reference
        ``inverse kinematics`` or ``other markers``.
    error_deg
        Root mean square by quantity, the trial's own offset in standing taken off.
    compared
        Share of frames that both measure.
    jumps
        Frames in which an angle of the package moves faster than any joint does, as where markers are swapped.
    """

    name: str
    reference: str
    error_deg: Mapping[str, float]
    compared: float
    jumps: int
    repetitions: int


def marker_rows(trials: Sequence[Path]) -> list[MarkerRow]:
    """Measure trials, each ``NAME.trc``, against other markers and, where it is beside, ``NAME_ik.mot``."""
    rows = []
    for path in trials:
        analysis = analyse(read_motion(path))
        if analysis.series is None or analysis.side is None:
            continue
        measured = {id_: analysis.series.values[id_] for id_ in QUANTITIES}
        clock, side = analysis.series.time_s, analysis.side.near_side
        kinematics = path.with_name(f"{path.stem}_ik.mot")
        if kinematics.exists():
            rows.append(_row(path.stem, "inverse kinematics", analysis, _by_kinematics(kinematics, clock, side)))
        trial = read_trial(path)
        standing = _standing(measured["knee_flexion_deg"])
        leans = cluster_leans_deg(trial.markers_m, side=side, standing=standing)
        rows.append(_row(path.stem, "other markers", analysis, _quantities(leans)))
    return rows


def marker_table(rows: Sequence[MarkerRow]) -> str:
    """Return the rows as Markdown."""
    lines = ["| trial | reference | trunk | knee | shin | frames compared | jumps | repetitions |"]
    lines.append("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in rows:
        errors = " | ".join(f"{row.error_deg[id_]:.1f}°" for id_ in QUANTITIES)
        lines.append(
            f"| {row.name} | {row.reference} | {errors} | {row.compared:.0%} | {row.jumps} | {row.repetitions} |"
        )
    return "\n".join(lines)


def _row(name: str, reference: str, analysis: Analysis, true: Mapping[str, FloatArray]) -> MarkerRow:
    assert analysis.series is not None  # noqa: S101 - the caller looked
    values = analysis.series.values
    standing = _standing(values["knee_flexion_deg"])
    gaps = {id_: values[id_] - true[id_] for id_ in QUANTITIES}
    gaps = {id_: gap - float(np.nanmedian(gap[standing])) for id_, gap in gaps.items()}
    step_s = float(np.median(np.diff(analysis.series.time_s)))
    speed = np.stack([np.abs(np.diff(values[id_])) / step_s for id_ in QUANTITIES])
    return MarkerRow(
        name=name,
        reference=reference,
        error_deg={id_: float(np.sqrt(np.nanmean(gap**2))) for id_, gap in gaps.items()},
        compared=float(np.isfinite(np.stack(list(gaps.values()))).all(axis=0).mean()),
        jumps=int((np.nan_to_num(speed) > JUMP_DEG_PER_S).any(axis=0).sum()),
        repetitions=len(analysis.counted),
    )


def _standing(knee_deg: FloatArray) -> NDArray[np.bool_]:
    low, high = np.nanpercentile(knee_deg, (2, 98))
    return np.asarray(knee_deg <= low + STANDING_SHARE * (high - low))


def _by_kinematics(path: Path, clock: FloatArray, side: str) -> dict[str, FloatArray]:
    recording = read_recording(path)
    straightest = int(recording.knee_bend_deg().argmin())
    motion = turned(recording, standing=straightest)
    pelvis = motion.segments["pelvis"]
    leans = {part: lean_deg(-(motion.segments[f"{part}_{side}"] @ DOWN)) for part in ("thigh", "shank")}
    leans["trunk"] = lean_deg(pelvis @ HIPS_TO_BACK + pelvis @ motion.back @ BACK_TO_SHOULDERS)
    return _quantities({part: np.interp(clock, recording.time_s, lean) for part, lean in leans.items()})


def _quantities(leans: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    angles = (leans["trunk"], leans["shank"] - leans["thigh"], leans["shank"])
    return dict(zip(QUANTITIES, angles, strict=True))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table of the trials given."""
    parser = argparse.ArgumentParser(prog="python -m validation.accuracy.markers", description=__doc__)
    parser.add_argument("trials", type=Path, nargs="+", help="marker files (.trc)")
    print(marker_table(marker_rows(parser.parse_args(arguments).trials)))  # noqa: T201 - a command prints


if __name__ == "__main__":
    main()
