"""A recorded person with force plates: the model from markers and from noisy side views, against OpenSim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.dynamics import CENTRAL, EXACT_POSE, Body, Posture, Segment, lumbosacral_loads, video_pose_error
from hiphinge.motion import lean_deg
from hiphinge.signals import lowpass, resample
from hiphinge.sources.formats.trc import read_trial
from validation.dynamics.opensim_reference import Reference, reference_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hiphinge.motion import FloatArray

__all__ = ["TRIALS", "Agreement", "agreements", "model_body"]

TRIALS = ("squats1", "squatsAsym1", "STS1", "STSAsym1")
SEATED_SHARE = 0.9
"""Below this share of the weight on the plates, the seat carries the rest."""
EDGE_S = 0.2
CUTOFF_HZ = 6.0
_PELVIS = {
    "r.ASIS": (0.0336897, 0.0133504),
    "L.ASIS": (0.0307021, 0.0109627),
    "r.PSIS": (-0.168599, 0.0315053),
    "L.PSIS": (-0.165535, 0.0305827),
}
_UPPER = {
    "C7": (-0.0933157, 0.393894),
    "R_Sternum": (0.0494786, 0.356752),
    "L_Sternum": (0.0468538, 0.357989),
    "R_Shoulder": (-0.00280889, 0.39553),
    "L_Shoulder": (-0.00290344, 0.388789),
}
"""Places of markers in the frames of pelvis and torso of the scaled model, forward and up, metres."""
BACK_IN_PELVIS, HIP_IN_PELVIS = np.array([-0.0976809, 0.0817289]), np.array([-0.0545888, -0.0787105])
TORSO_CENTRE, SHOULDER_M = np.array([-0.0295465, 0.302985]), 0.392
CAMERA_M, LENS_UP_M = 3.5, 0.9
NOISE_M, OFFSET_M, VIDEO_HZ = 0.012, 0.010, 30.0
"""Errors of a pose network's points: anew in every frame, and the same in all of them; standard deviations."""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """One trial from one kind of posture.

    ``nrmse`` and ``bias_nm`` are against OpenSim's moment from the top down, as a share of its range and in newton
    metres; ``r_up`` and ``bias_up_nm`` against the moment from the plates up.
    """

    trial: str
    source: str
    range_nm: float
    nrmse: float
    bias_nm: float
    r_down: float
    r_up: float
    bias_up_nm: float


def model_body() -> Body:
    """Return the segments of the scaled model; its torso has the head in it, with its centre behind its line."""
    behind = np.array([0.0, SHOULDER_M]) - TORSO_CENTRE
    lower = 2 * 0.5334358 + 0.4083751
    centre = (2 * 0.5334358 * 0.117851 + 0.4083751 * (0.2306 + 0.0695)) / lower

    def segment(length_m: float, mass_kg: float, centre: float, inertia_kg_m2: float) -> Segment:
        return Segment(length_m=length_m, mass_kg=mass_kg, centre=centre, inertia_kg_m2=inertia_kg_m2)

    return Body(
        stature_m=1.65,
        mass_kg=62.6,
        shanks=segment(0.41, 2 * 3.302, 0.55, 0.098),
        thighs=segment(0.3926, 2 * 7.685, 0.585, 0.204),
        pelvis=segment(float(np.hypot(*(BACK_IN_PELVIS - HIP_IN_PELVIS))), 9.78, 0.5, 0.047),
        trunk=segment(SHOULDER_M, 0.0, 0.5, 0.0),
        head=segment(float(np.hypot(*behind)), 21.4957, 1.0, 1.09278),
        upper_arms=segment(0.3056, 2 * 1.7573, 0.17544 / 0.3056, 0.0229),
        forearms=segment(0.3001, 2 * lower, centre / 0.3001, 0.02),
    )


def agreements(folder: Path, *, views: int = 10) -> list[Agreement]:
    """Return how far the model agrees with OpenSim in every trial, from markers and from side views with pose noise.

    Of the side views, which differ by their noise, the one that agrees least.
    """
    rows = []
    for number, trial in enumerate(TRIALS):
        reference = reference_of(folder, trial)
        points = _points(folder / f"{trial}.trc", reference.time_s)
        rows.append(_row(trial, "markers", _by_markers(points, reference.time_s), reference, reference.time_s))
        clock = np.arange(reference.time_s[0], reference.time_s[-1], 1 / VIDEO_HZ)
        noisy = [_seen(points, reference.time_s, clock, np.random.default_rng((seed, number))) for seed in range(views)]
        found = [_row(trial, "side view", _by_side_view(seen, clock), reference, clock) for seen in noisy]
        rows.append(max(found, key=lambda row: row.nrmse))
    return rows


def _row(trial: str, source: str, posture: Posture, reference: Reference, clock: FloatArray) -> Agreement:
    error = EXACT_POSE if source == "markers" else video_pose_error()
    found = lumbosacral_loads(posture, model_body(), draws=CENTRAL, pose_error=error).moment_nm[0]
    down, up, plates = (
        np.interp(clock, reference.time_s, series)
        for series in (reference.top_down_nm, reference.bottom_up_nm, reference.plates_n)
    )
    used = (clock >= clock[0] + EDGE_S) & (clock <= clock[-1] - EDGE_S)
    if trial.startswith("STS"):
        used &= plates >= SEATED_SHARE * reference.weight_n
    found, down, up = found[used], down[used], up[used]
    return Agreement(
        trial=trial,
        source=source,
        range_nm=float(np.ptp(down)),
        nrmse=float(np.sqrt(((found - down) ** 2).mean()) / np.ptp(down)),
        bias_nm=float((found - down).mean()),
        r_down=float(np.corrcoef(found, down)[0, 1]),
        r_up=float(np.corrcoef(found, up)[0, 1]),
        bias_up_nm=float((found - up).mean()),
    )


def _points(path: Path, time_s: FloatArray) -> dict[str, FloatArray]:
    """Return the markers ``[time, axis]`` on the reference's clock: forward, up, right; gaps closed, 6 Hz."""
    trial = read_trial(path)
    out = {}
    for name, places in trial.markers_m.items():
        known = np.isfinite(places[:, 0])
        closed = np.stack([np.interp(time_s, trial.time_s[known], axis[known]) for axis in places.T], axis=1)
        out[name] = lowpass(closed, time_s, cutoff_hz=CUTOFF_HZ)
    return out


def _by_markers(points: Mapping[str, FloatArray], time_s: FloatArray) -> Posture:
    """Return the posture of the middle of both sides; the joint of the back is placed by the pelvis' markers."""

    def middle(*names: str) -> FloatArray:
        return np.asarray(np.mean([points[name][:, :2] for name in names], axis=0))

    hip, knee, ankle = middle("L_HJC", "R_HJC"), middle("L_knee", "r_knee"), middle("L_ankle", "r_ankle")
    elbow = middle("L_elbow_lat", "L_elbow_med", "R_elbow_lat", "R_elbow_med")
    wrist = middle("L_wrist_radius", "L_wrist_ulna", "R_wrist_radius", "R_wrist_ulna")
    to_back = lean_deg((BACK_IN_PELVIS - HIP_IN_PELVIS)[None])[0]
    pelvis = (
        _tilt_deg(np.stack([points[name][:, :2] for name in _PELVIS], axis=1), np.array(list(_PELVIS.values())))
        + to_back
    )
    back = hip + model_body().pelvis.length_m * _unit(pelvis)
    centre = np.mean(list(_UPPER.values()), axis=0)
    torso = lean_deg(middle(*_UPPER) - back) - lean_deg(centre[None])[0]
    shoulder = back + SHOULDER_M * _unit(torso)
    return Posture(
        trunk_deg=lean_deg(shoulder - hip),
        pelvis_deg=pelvis,
        thigh_deg=lean_deg(hip - knee),
        shank_deg=lean_deg(knee - ankle),
        head_deg=torso + _behind_deg(),
        upper_arm_deg=_from_hanging_deg(elbow - middle("L_Shoulder", "R_Shoulder")),
        forearm_deg=_from_hanging_deg(wrist - elbow),
        time_s=time_s,
    )


def _behind_deg() -> float:
    """Return by how much the line from shoulder to the torso's centre is turned from the torso's."""
    line = TORSO_CENTRE - np.array([0.0, SHOULDER_M])
    return float(lean_deg(line[None])[0])


def _tilt_deg(measured: FloatArray, model: FloatArray) -> FloatArray:
    """Return by how much a cluster ``[time, marker, 2]`` is turned forward from its places in the model, degrees."""
    away, own = measured - measured.mean(axis=1, keepdims=True), model - model.mean(axis=0)
    across = (own[:, 0] * away[..., 1] - own[:, 1] * away[..., 0]).sum(axis=1)
    return np.asarray(-np.degrees(np.arctan2(across, (own * away).sum(axis=(1, 2)))))


def _unit(deg: FloatArray) -> FloatArray:
    return np.stack([np.sin(np.radians(deg)), np.cos(np.radians(deg))], axis=1)


def _from_hanging_deg(line: FloatArray) -> FloatArray:
    return lean_deg(line * np.array([1.0, -1.0]))


def _seen(
    points: Mapping[str, FloatArray], time_s: FloatArray, clock: FloatArray, rng: np.random.Generator
) -> dict[str, FloatArray]:
    """Return the right side's points ``[time, 2]`` as a camera to the right sees them, with a pose network's errors."""
    names = {
        "hip": ("R_HJC",),
        "knee": ("r_knee",),
        "ankle": ("r_ankle",),
        "shoulder": ("R_Shoulder",),
        "elbow": ("R_elbow_lat", "R_elbow_med"),
        "wrist": ("R_wrist_radius", "R_wrist_ulna"),
    }
    hips = np.mean([points["L_HJC"], points["R_HJC"]], axis=0)
    lens = np.array([hips[:, 0].mean(), LENS_UP_M, hips[:, 2].mean() + CAMERA_M])
    out = {}
    for name, markers in names.items():
        away = np.mean([points[marker] for marker in markers], axis=0) - lens
        projected = away[:, :2] * CAMERA_M / -away[:, 2:]
        frames = resample(projected, time_s, clock)
        noisy = frames + NOISE_M * rng.standard_normal(frames.shape) + OFFSET_M * rng.standard_normal(2)
        out[name] = lowpass(noisy, clock, cutoff_hz=CUTOFF_HZ)
    return out


def _by_side_view(seen: Mapping[str, FloatArray], clock: FloatArray) -> Posture:
    """Return the posture of the near side; the pelvis is not seen, and the head is the torso's."""
    trunk = lean_deg(seen["shoulder"] - seen["hip"])
    to_back = float(lean_deg((BACK_IN_PELVIS - HIP_IN_PELVIS)[None])[0])
    standing = float(np.percentile(trunk, 10))
    body = model_body()
    pelvis = to_back + SEEN_PELVIS_SHARE * (trunk - standing)
    across = body.pelvis.length_m / SHOULDER_M * np.sin(np.radians(trunk - pelvis))
    torso = trunk + np.degrees(np.arcsin(across))
    return Posture(
        trunk_deg=trunk,
        pelvis_deg=pelvis,
        thigh_deg=lean_deg(seen["hip"] - seen["knee"]),
        shank_deg=lean_deg(seen["knee"] - seen["ankle"]),
        head_deg=torso + _behind_deg(),
        upper_arm_deg=_from_hanging_deg(seen["elbow"] - seen["shoulder"]),
        forearm_deg=_from_hanging_deg(seen["wrist"] - seen["elbow"]),
        time_s=clock,
    )


SEEN_PELVIS_SHARE = 0.75
