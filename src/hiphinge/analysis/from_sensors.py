"""All per-sample quantities that sensors on the body give, computed once for the measures to read."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hiphinge.analysis.result import Standing
from hiphinge.analysis.tracks import FrameMeasurements, median_in_standing
from hiphinge.catalogue import load
from hiphinge.measures import NO_SENSOR, MotionSeries, Reference
from hiphinge.motion import FloatArray, SensorPlace, SensorRecording
from hiphinge.orientation import (
    OrientedRecording,
    SensorCalibration,
    calibrate,
    leans_deg,
    oriented,
    plan_of,
    values_deg,
)
from hiphinge.posture import detect_standing
from hiphinge.quantities import QUANTITIES
from hiphinge.repetitions import BoundaryCorrection, correct_spans, detect_repetitions, fold_deg
from hiphinge.signals import ERRORS_IN_90
from hiphinge.spine import CONTACTS, Dowel

__all__ = ["calibration_facts", "lean_of", "measure_sensors", "sensor_bounds"]

_BACK: Final = ("lumbar_flexion_deg", "thoracic_flexion_deg", "thoracolumbar_flexion_deg")
_BOUNDED: Final = (*_BACK, "pelvis_tilt_deg", "hip_flexion_deg")


def measure_sensors(
    recording: SensorRecording,
    time_s: FloatArray,
    *,
    from_floor: bool = False,
    corrections: Sequence[BoundaryCorrection] = (),
    calibration: SensorCalibration | None = None,
) -> tuple[FrameMeasurements, SensorCalibration]:
    """Measure what sensors recorded, detect the repetitions, take the reference posture; and say how the sensors sit.

    Parameters
    ----------
    time_s
        Seconds ``[time]`` of the samples of the quickest sensor.
    calibration
        How the sensors sit on the body; None finds it in the recording.

    Raises
    ------
    NotMeasurableError
        If nobody stands still or bows in it, or the sensors contradict their places.
    MissingComponentError
        If vqf is needed and not installed.
    """
    moved = oriented(recording)
    known = calibration or calibrate(moved)
    leans = leans_deg(moved, known)
    plan = plan_of(tuple(leans))
    found = {id_: np.interp(time_s, moved.time_s, values) for id_, values in values_deg(leans, plan).items()}
    trunk = found.get("trunk_inclination_deg", found.get("pelvis_tilt_deg", np.full(len(time_s), np.nan)))
    nowhere = np.full(len(time_s), np.nan)
    fold = fold_deg(trunk, found.get("hip_flexion_deg", nowhere) - found.get("pelvis_tilt_deg", nowhere))
    spans, unfit = correct_spans(
        detect_repetitions(time_s, fold, trunk, from_floor=from_floor),
        corrections,
        time_s=time_s,
        fold=fold,
        trunk_deg=trunk,
    )
    still = detect_standing(time_s, trunk, fold, spans)
    found = _without_gaps(found, leans, moved, time_s)
    low, high = sensor_bounds(found, bows_differ_deg=known.spread_deg)
    standing = median_in_standing(found, still.frames)
    measured = FrameMeasurements(
        side=None,
        series=MotionSeries(
            source="sensors",
            time_s=time_s,
            values=found,
            low=low,
            high=high,
            spans=spans,
            reference=Reference(kind=still.kind, values=standing, stands_here=still.kind != "none"),
            back_missing=None if "lumbar_flexion_deg" in found else NO_SENSOR,
        ),
        standing=_standing(time_s, still.frames, standing, known),
        dowel=_no_dowel(len(time_s)),
        unfit=unfit,
    )
    return measured, known


def _without_gaps(
    found: Mapping[str, FloatArray],
    leans: Mapping[SensorPlace, FloatArray],
    moved: OrientedRecording,
    time_s: FloatArray,
) -> dict[str, FloatArray]:
    """Return the angles ``[time]``, NaN while one of their sensors sent nothing for long."""
    silent = moved.silent
    if not any(there.any() for there in silent.values()):
        return dict(found)
    heard = {place: np.where(silent[place], np.nan, lean) for place, lean in leans.items()}
    known = values_deg(heard, plan_of(tuple(leans)))
    nearest = np.clip(np.searchsorted(moved.time_s, time_s), 0, len(moved.time_s) - 1)
    return {id_: np.where(np.isnan(known[id_][nearest]), np.nan, values) for id_, values in found.items()}


def lean_of(series: MotionSeries) -> FloatArray:
    """Return the lean ``[time]`` that tells when somebody bends: the trunk's, or the pelvis's if only that is known."""
    known = "trunk_inclination_deg" if "trunk_inclination_deg" in series.values else "pelvis_tilt_deg"
    return series.of(known)


def calibration_facts(recording: SensorRecording, known: SensorCalibration) -> dict[str, Any]:
    """Return what is said of the sensors beside a result: what each pair of places gives, and how well they are known.

    ``between`` has the places by quantity id, ``sensors_calibrated`` is a sentence, ``bows_differ_deg`` is for
    `sensor_bounds`, ``estimator`` for provenance.
    """
    between = {pair.quantity: f"{pair.upper} and {pair.lower}" for pair in plan_of(recording.places).pairs}
    start_s, end_s = known.standing_s
    bows = len(known.bows_s)
    apart = f", and directions differ by {known.spread_deg:.0f}° at most" if bows > 1 else ""
    said = (
        f"Which way is forward was found from standing ({start_s:.1f} to {end_s:.1f} s) and the first "
        f"{'bend' if bows == 1 else f'{bows} bends'} after it: {100 * known.line_share:.0f}\N{NO-BREAK SPACE}% of the "
        f"movement lies in one plane{apart}."
    )
    return {
        "between": between,
        "sensors_calibrated": said,
        "bows_differ_deg": known.spread_deg,
        "estimator": {
            "sensors": ", ".join(recording.places),
            **between,
            "standing_s": f"{start_s:.2f} to {end_s:.2f}",
            "bows": str(bows),
            "bows_in_one_plane": f"{known.line_share:.3f}",
            "bows_differ_deg": f"{known.spread_deg:.1f}",
        },
    }


def sensor_bounds(
    found: Mapping[str, FloatArray], *, bows_differ_deg: float = 0.0, on_skin: bool = True
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Return the 90 % bounds ``[time]`` of each angle of back and hip that sensors gave.

    Parameters
    ----------
    found
        By quantity id, degrees from standing ``[time]``.
    bows_differ_deg
        How far the direction of a bow differs from that of all (`SensorCalibration.spread_deg`).
    on_skin
        Whether the angle is meant of the back, over which the skin moves, or only between the sensors themselves.

    Notes
    -----
    Three errors, independent of one another: what a sensor finds of its own lean (``sensor_lean_error``), what an axis
    that is off by as much as the bows differ makes of that lean, and what the skin turns a sensor beyond the body
    (``sensor_skin_share``): a share of the bend between it and the sensor below, of its own lean for the lowest.
    """
    thresholds = load().thresholds
    own_deg, share = thresholds["sensor_lean_error"].value, thresholds["sensor_skin_share"].value
    off = np.cos(np.radians(bows_differ_deg))
    low, high = {}, {}
    for id_ in _BOUNDED:
        if id_ not in found:
            continue
        leans, parts = _ends_of(id_, found)
        turned = np.radians(leans)
        askew_deg = np.degrees(np.arctan2(np.sin(turned) * off, np.cos(turned)) - turned)
        skin_deg = share * np.asarray(parts) if on_skin else np.zeros_like(turned)
        half_width = ERRORS_IN_90 * np.sqrt(np.sum(own_deg**2 + askew_deg**2 + skin_deg**2, axis=0))
        low[id_], high[id_] = found[id_] - half_width, found[id_] + half_width
    return low, high


def _ends_of(id_: str, found: Mapping[str, FloatArray]) -> tuple[list[FloatArray], list[FloatArray]]:
    """Return the leans ``[time]`` of the sensors that give an angle, and the bends that move the skin under each."""
    bend = found[id_]
    lowest = found.get("pelvis_tilt_deg", np.zeros(len(bend)))
    if id_ == "pelvis_tilt_deg":
        return [bend], [bend]
    if id_ == "hip_flexion_deg":  # pelvis less thigh
        return [lowest, lowest - bend], [lowest, lowest - bend]
    if id_ == "thoracic_flexion_deg":
        waist = found.get("lumbar_flexion_deg", np.zeros(len(bend)))
        return [lowest + waist + bend, lowest + waist], [bend, waist]
    return [lowest + bend, lowest], [bend, lowest]


def _standing(
    time_s: FloatArray,
    frames: NDArray[np.bool_],
    angles: Mapping[str, float],
    known: SensorCalibration,
) -> Standing:
    there = time_s[frames]
    kept = {name: value for name, value in angles.items() if name in QUANTITIES}
    if not len(there):
        start_s, end_s = known.standing_s
        return Standing(kind="quiet", duration_s=end_s - start_s, time_s=(start_s + end_s) / 2.0, angles=kept)
    step_s = float(np.median(np.diff(time_s)))
    return Standing(kind="quiet", duration_s=len(there) * step_s, time_s=float(there[len(there) // 2]), angles=kept)


def _no_dowel(frames: int) -> Dowel:
    nowhere = np.full((frames, len(CONTACTS), 2), np.nan)
    return Dowel(contact_points=nowhere, reference_hollow=float("nan"), contour_hollow=nowhere[:, 0, 0])
