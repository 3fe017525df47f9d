"""The figures of motion sensors: optical truth (BROAD), a second system (qmt) and synthetic lifts with exact truth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from scipy.io import loadmat

from hiphinge.analysis.from_sensors import measure_sensors
from hiphinge.motion import FloatArray, SensorPlace, SensorRecording, SensorTrack, motion_of_sensors
from hiphinge.orientation import OrientationStream, calibrate, leans_deg, orientations, oriented, trunk_movements
from hiphinge.orientation.quaternions import inverse, product, rotated
from hiphinge.sources.formats import read_motion
from hiphinge.testing import SensorErrors, SensorLifts

__all__ = ["Inclination", "Lifts", "inclination", "lifts", "relative_flexion", "seated_rounds"]

LUMBAR = "lumbar_flexion_deg"


@dataclass(frozen=True, kw_only=True)
class Inclination:
    """Root mean square of the error of which way is up, degrees, over all trials together."""

    offline_deg: float
    stream_deg: float
    library_offline_deg: float
    library_stream_deg: float


def inclination(folder: Path) -> Inclination:
    """Return the errors in the trials of BROAD (Laidig et al. 2021, Data 6(7):72) that a folder holds."""
    import h5py  # noqa: PLC0415  # an optional library
    import vqf  # noqa: PLC0415  # likewise

    squares: list[list[FloatArray]] = [[], [], [], []]
    for path in sorted(folder.glob("*.hdf5")):
        with h5py.File(path) as file:
            acceleration, rate, truth, counts = (
                np.asarray(file[name]) for name in ("imu_acc", "imu_gyr", "opt_quat", "movement")
            )
            step_s = 1.0 / float(file.attrs["sampling_rate"])
        track = SensorTrack(
            place=SensorPlace.T12,
            time_s=np.asarray(np.arange(len(rate)) * step_s, dtype=np.float64),
            acceleration_m_s2=acceleration,
            angular_rate_rad_s=rate,
        )
        used = counts & np.isfinite(truth).all(axis=1)
        stream = OrientationStream(rate_hz=track.rate_hz)
        found = (
            orientations(track),
            np.array([stream.add(track.sample(i)) for i in range(len(track))]),
            vqf.offlineVQF(rate, acceleration, None, step_s)["quat6D"],
            vqf.VQF(step_s).updateBatch(rate, acceleration)["quat6D"],
        )
        for errors, quaternion in zip(squares, found, strict=True):
            errors.append(_tilt_deg(quaternion, truth)[used] ** 2)
    pooled = [float(np.sqrt(np.concatenate(errors).mean())) for errors in squares]
    return Inclination(
        offline_deg=pooled[0], stream_deg=pooled[1], library_offline_deg=pooled[2], library_stream_deg=pooled[3]
    )


def _tilt_deg(found: FloatArray, truth: FloatArray) -> FloatArray:
    error = product(found, inverse(truth))
    return np.asarray(np.degrees(2.0 * np.arccos(np.clip(np.hypot(error[:, 0], error[:, 3]), -1.0, 1.0))))


def relative_flexion(path: Path) -> dict[str, float]:
    """Return errors of relative flexion against the other system's quaternions, degrees, and what mounting changes.

    Nobody bows in the recording (Bo Yang, in dlaidig/qmt): standing and sitting down say which way is forward.
    """
    data = loadmat(path, simplify_cells=True)
    time_s = np.asarray(data["t"], dtype=np.float64)
    names = {SensorPlace.T8: "upper_back", SensorPlace.L1: "lower_back", SensorPlace.PELVIS: "hip"}
    raw = _recording(data, names, time_s)
    theirs = SensorRecording(
        tracks=tuple(
            SensorTrack(place=place, time_s=time_s, quaternion=data[name]["quat"]) for place, name in names.items()
        )
    )
    moved, reference = oriented(raw), oriented(theirs)
    first_s = float(time_s[0])
    sitting: dict[str, Any] = {
        "standing_s": (first_s + 2.0, first_s + 4.5),
        "bows_s": [(first_s + 5.0, first_s + 43.0)],
        "backward": (SensorPlace.PELVIS,),
    }
    calibration, known = calibrate(moved, **sitting), calibrate(reference, **sitting)
    ours, true = leans_deg(moved, calibration), leans_deg(reference, known)
    turned = oriented(_turned(raw, np.random.default_rng(1)))
    again = leans_deg(turned, calibrate(turned, **sitting))
    found = {}
    for upper, lower in ((SensorPlace.L1, SensorPlace.PELVIS), (SensorPlace.T8, SensorPlace.PELVIS)):
        error = (ours[upper] - ours[lower]) - (true[upper] - true[lower])
        change = (ours[upper] - ours[lower]) - (again[upper] - again[lower])
        found[f"{upper} to {lower}"] = float(np.sqrt(np.mean(error**2)))
        found[f"{upper} to {lower}, mounted anyhow"] = float(np.abs(change).max())
    return found


def _recording(data: Mapping[str, Any], names: Mapping[SensorPlace, str], time_s: FloatArray) -> SensorRecording:
    return SensorRecording(
        tracks=tuple(
            SensorTrack(
                place=place,
                time_s=time_s,
                acceleration_m_s2=data[name]["acc"],
                angular_rate_rad_s=data[name]["gyr"],
            )
            for place, name in names.items()
        )
    )


def _turned(recording: SensorRecording, random: np.random.Generator) -> SensorRecording:
    tracks = []
    for track in recording.tracks:
        turn = random.normal(size=4)
        turn /= np.linalg.norm(turn)
        if track.acceleration_m_s2 is not None and track.angular_rate_rad_s is not None:
            tracks.append(
                SensorTrack(
                    place=track.place,
                    time_s=track.time_s,
                    acceleration_m_s2=rotated(turn, track.acceleration_m_s2),
                    angular_rate_rad_s=rotated(turn, track.angular_rate_rad_s),
                )
            )
    return SensorRecording(tracks=tuple(tracks))


def seated_rounds(folder: Path, *, rate_hz: float = 50.0) -> str:
    """Return the order of the movements in a recording of seated rounds: flexions, side bends and rotations counted.

    Of flexions only those forward count; the person may lean back between them.
    """
    sensors = read_motion(folder, fps=rate_hz).sensors
    if sensors is None:
        return "no sensors"
    moved = oriented(sensors)
    kinds = [
        movement.kind
        for movement in trunk_movements(moved, calibrate(moved))
        if movement.kind != "flexion" or movement.sign > 0
    ]
    return ", ".join(f"{len(list(members))} {kind}" for kind, members in groupby(kinds))


@dataclass(frozen=True, kw_only=True)
class Lifts:
    """Synthetic lifts of one kind: errors of lumbar flexion, and how often the interval holds.

    ``counted`` is the share of recordings with the right number of repetitions; ``inside`` is of all bottoms.
    """

    name: str
    rmse_deg: float
    worst_deg: float
    inside: float
    counted: float


def lifts(*, seeds: range) -> Iterator[Lifts]:
    """Yield the figures of each kind of lift, over some seeds."""
    for name, changes, errors in _KINDS:
        squares: list[float] = []
        inside: list[bool] = []
        counted: list[bool] = []
        for seed in seeds:
            random = np.random.default_rng(10_000 + seed)
            given = {"lumbar_deg": float(random.uniform(10, 55)), "pelvis_deg": float(random.uniform(25, 60))}
            planned = SensorLifts(seed=seed, errors=errors, **(given | changes))
            one = planned.record()
            motion = motion_of_sensors(one.recording)
            measured, _ = measure_sensors(one.recording, motion.time_s)
            series = measured.series
            true = np.interp(series.time_s, one.time_s, one.truth[LUMBAR])
            squares.append(float(np.mean((series.values[LUMBAR] - true) ** 2)))
            at = [int(np.argmin(np.abs(series.time_s - bottom))) for bottom in one.bottoms_s]
            inside += [bool(series.low[LUMBAR][i] <= true[i] <= series.high[LUMBAR][i]) for i in at]
            repetitions = sum(span.kind == "repetition" for span in series.spans)
            counted.append(repetitions == planned.bows + planned.repetitions)
        yield Lifts(
            name=name,
            rmse_deg=float(np.sqrt(np.mean(squares))),
            worst_deg=float(np.sqrt(np.max(squares))),
            inside=float(np.mean(inside)),
            counted=float(np.mean(counted)),
        )


_GOOD = SensorErrors()
_CHEAP = SensorErrors(noise_m_s2=0.12, noise_rad_s=0.008, offset_m_s2=0.15, bias_deg_s=2.0)
_SKIN = SensorErrors(wobble_share=0.15, wobble_deg=3.0)
_KINDS: tuple[tuple[str, dict[str, Any], SensorErrors], ...] = (
    ("25 Hz", {"rate_hz": 25.0}, _GOOD),
    ("100 Hz", {}, _GOOD),
    ("400 Hz", {"rate_hz": 400.0, "repetitions": 3}, _GOOD),
    ("cheap sensors, 50 Hz", {"rate_hz": 50.0}, _CHEAP),
    ("fast lifts", {"down_s": 0.6, "up_s": 0.5, "pause_s": 0.1, "repetitions": 8}, _GOOD),
    ("30 minutes, cheap sensors", {"rate_hz": 25.0, "repetitions": 60, "rest_s": 26.0, "yaw_drift_deg": 400.0}, _CHEAP),
    ("skin that moves", {}, _SKIN),
    (
        "skin that moves, cheap sensors",
        {"rate_hz": 50.0},
        SensorErrors(**{**vars(_CHEAP), "wobble_share": 0.15, "wobble_deg": 3.0}),
    ),
)
