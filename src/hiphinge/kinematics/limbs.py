"""Knee flexion and shank inclination corrected by networks that estimate their error from the leg's contour."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import SIDE_JOINTS, FloatArray, SideMotion, lean_deg
from hiphinge.motion.contour import CONTOUR_STATIONS, TRUNK_STATIONS
from hiphinge.signals import NetworkEnsemble, fill_gaps, fill_rows, lowpass, median_of_three, median_row

__all__ = ["CORRECTED", "LimbModel", "correct_limb_angles", "correction_deg", "limb_features", "packaged_limb_model"]

Bools = NDArray[np.bool_]
LimbModel = NetworkEnsemble
"""Networks that estimate the error of `CORRECTED`, as change from the reference posture, degrees."""

CORRECTED = ("knee_flexion_deg", "shank_inclination_deg")
AGREEMENT_RATIO = 3.0
"""Half of a correction is used where it is this many times the ensemble disagreement."""
IN_DISTRIBUTION, OUT_OF_DISTRIBUTION = 1.0, 1.6
"""Distance from the training data, in standard deviations, up to which a correction is used whole, and from which on
not at all. Chosen so that recorded motion of real people, posed on rendered bodies, is not measured worse."""
MIN_STATIONS = 6
MIN_STANDING_FRAMES = 2
CUTOFF_HZ = 6.0
MAX_GAP_S = 0.4
_DEGREES = 30.0
_LEG = ~TRUNK_STATIONS
_SHANK = np.array([lower == "ankle" for lower, _, _ in CONTOUR_STATIONS])
_THIGH = _LEG & ~_SHANK
_JOINTS = tuple(SIDE_JOINTS.index(name) for name in ("shoulder", "hip", "knee", "ankle", "heel", "toe"))


@cache
def packaged_limb_model() -> LimbModel:
    """Return the networks that come with the package; they are read once."""
    with files(__package__).joinpath("data", "limbs.npz").open("rb") as file, np.load(file) as arrays:
        return NetworkEnsemble.from_arrays(dict(arrays), name="limbs")


def correct_limb_angles(
    side: SideMotion, angles: Mapping[str, FloatArray], *, standing: Bools, model: LimbModel | None = None
) -> dict[str, FloatArray]:
    """Return joint angles ``[time]`` by quantity id with knee and shank corrected, and the thigh with them.

    Nothing changes where there is no contour or nobody stands: the networks estimate changes from the reference
    posture.
    """
    out = dict(angles)
    off = correction_deg(side, standing=standing, model=model)
    if off is None:
        return out
    known = np.isfinite(off).all(axis=1)
    knee, shank = (np.where(known, column, 0.0) for column in off.T)
    out["knee_flexion_deg"] = angles["knee_flexion_deg"] - knee
    out["shank_inclination_deg"] = angles["shank_inclination_deg"] - shank
    # The thigh leans by the shin's lean less the knee's bend; the trunk is left as it is.
    out["trunk_thigh_angle_deg"] = angles["trunk_thigh_angle_deg"] + (shank - knee)
    return out


def correction_deg(side: SideMotion, *, standing: Bools, model: LimbModel | None = None) -> FloatArray | None:
    """Return the error of `CORRECTED` ``[time, 2]``, degrees, 0 on average in standing; None where not measurable."""
    features = limb_features(side, standing=standing)
    if features is None:
        return None
    known = np.isfinite(features).all(axis=1)
    off = np.full((len(side), len(CORRECTED)), np.nan)
    off[known] = _shrunk(model or packaged_limb_model(), features[known])
    off = lowpass(fill_gaps(off, side.time_s, max_gap_s=MAX_GAP_S), side.time_s, cutoff_hz=CUTOFF_HZ)
    stands = standing & np.isfinite(off).all(axis=1)
    return off - np.median(off[stands], axis=0) if stands.any() else off


def _shrunk(model: LimbModel, features: FloatArray) -> FloatArray:
    """Return the correction, reduced where the ensemble disagrees or the frame is out of distribution."""
    answers = model(features)
    mean, spread = answers.mean(axis=0), answers.std(axis=0)
    sure = mean**2 / (mean**2 + (AGREEMENT_RATIO * spread) ** 2 + 1e-6)
    familiar = np.clip(
        (OUT_OF_DISTRIBUTION - model.distance_from_training(features)) / (OUT_OF_DISTRIBUTION - IN_DISTRIBUTION),
        0.0,
        1.0,
    )
    return np.asarray(mean * sure * familiar[:, None])


def limb_features(side: SideMotion, *, standing: Bools, pooled: bool = True) -> FloatArray | None:
    """Return the correction's features ``[time, number]``, NaN where joints are not detected; None without a contour.

    Middle and width of shank and thigh at every station, leans, lengths and joints about the hip, each also as change
    from the median over standing.
    """
    if side.contour is None or not np.isfinite(side.leg_length):
        return None
    places = median_of_three(side.contour) if pooled else side.contour
    joint = {name: side.joint(name) for name in ("shoulder", "hip", "knee", "ankle")}
    trunk, thigh, shank = (
        np.radians(lean_deg(joint[upper] - joint[lower]))
        for lower, upper in (("hip", "shoulder"), ("knee", "hip"), ("ankle", "knee"))
    )
    leans = np.stack([trunk, thigh, shank], axis=1)
    standing_values = standing & np.isfinite(leans).all(axis=1)
    if standing_values.sum() < MIN_STANDING_FRAMES:
        return None
    across = np.concatenate(
        [
            _across(places[:, _SHANK], joint["ankle"], joint["knee"]),
            _across(places[:, _THIGH], joint["knee"], joint["hip"]),
        ],
        axis=1,
    )
    both = np.concatenate([side.near[:, _JOINTS], side.far[:, _JOINTS]], axis=1) - joint["hip"][:, None]
    groups = (
        fill_rows(across.mean(axis=2) / side.leg_length, least=MIN_STATIONS),
        fill_rows((across[..., 1] - across[..., 0]) / side.leg_length, least=MIN_STATIONS),
        np.degrees(leans) / _DEGREES,
        np.linalg.norm(joint["shoulder"] - joint["hip"], axis=1)[:, None] / side.leg_length,
    )
    joints = both.reshape(len(side), -1) / side.leg_length
    parts = [np.nan_to_num(values) for values in groups]
    parts += [np.nan_to_num(values - median_row(values[standing_values])) for values in (*groups, joints)]
    folds = np.stack([trunk, thigh, shank, trunk - thigh, shank - thigh], axis=1)
    return np.concatenate([*parts, np.sin(folds), np.cos(folds)], axis=1)


def _across(places: FloatArray, lower: FloatArray, upper: FloatArray) -> FloatArray:
    """Return how far behind a segment's line its edges lie ``[time, station, edge]``."""
    line = upper - lower
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = line / np.linalg.norm(line, axis=1)[:, None]
    behind = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    return np.asarray(np.einsum("tsej,tj->tse", places - lower[:, None, None], behind))
