"""What one clip has of yaw and leans for training: the networks' inputs, and what they should say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from validation.accuracy.observing import clips_with_truth, poses_of

from hiphinge.cleaning.body_in_view import body_in_view, leans_by_geometry, view_features, yaw_features
from hiphinge.cleaning.viewpoint import yaw_by_lines
from hiphinge.motion import lean_deg
from hiphinge.sources.formats import read_motion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from hiphinge.cleaning.body_in_view import BodyInView
    from hiphinge.motion import FloatArray

__all__ = ["ClipData", "gathered", "true_leans"]

EVERY_S = 1 / 8
"""Neighbouring frames of a video are too alike to train on all of them."""
YAW_ERROR_DEG = 5.0
"""Standard deviation by which the yaw is wrong in training, as it is where it has to be measured."""
DRAWS = 4
MAX_WRONG_DEG = 40.0
"""Frames further off than this show another mistake (a person not followed), not an offset."""
LEANS_TO_DEG = 70.0
"""Leans are learnt up to this yaw: beyond, nobody is turned into the side view."""
_CHAIN = ("shoulder", "hip", "knee", "ankle")


@dataclass(frozen=True, kw_only=True)
class ClipData:
    """One clip's frames: features of the yaw of upright frames and its error, those of the leans, degrees."""

    name: str
    yaw_inputs: FloatArray
    yaw_off_deg: float
    lean_inputs: FloatArray
    off_deg: FloatArray


def true_leans(truth: Mapping[str, Any]) -> FloatArray:
    """Return the leans of trunk, thigh and shank, middles of both sides, degrees ``[time, 3]``, forward positive."""
    joints = {name: np.array(places, dtype=np.float64) for name, places in truth["joints_m"].items()}
    chain = np.stack([(joints[f"{name}_l"] + joints[f"{name}_r"]) / 2 for name in _CHAIN], axis=1)
    lines = chain[:, :-1] - chain[:, 1:]
    return lean_deg(lines[..., [1, 2]] * (-1.0, 1.0))


def gathered(folder: Path) -> Iterator[ClipData]:
    """Yield the training data of the clips of a folder that have their poses beside them and two standing legs."""
    for number, video in enumerate(clips_with_truth(folder)):
        truth = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
        poses = poses_of(video, model="full")
        if truth["movement"] == "single_leg" or not poses.exists():
            continue
        motion = read_motion(poses)
        body, by_lines_deg = body_in_view(motion, truth["facing"]), yaw_by_lines(motion, truth["facing"])
        if body is not None and by_lines_deg is not None:
            yield _data_of(body, by_lines_deg, truth, np.random.default_rng([truth["seed"][0], number]))


def _data_of(body: BodyInView, by_lines_deg: float, truth: Mapping[str, Any], rng: np.random.Generator) -> ClipData:
    step = max(round(EVERY_S * truth["fps"]), 1)
    count = min(len(body.image), truth["frames"])
    frames = np.flatnonzero(body.known[:count])[::step]
    true, yaw_deg = true_leans(truth)[frames], float(truth["camera"]["yaw"])
    inputs, off = [], []
    for measured_deg in yaw_deg + rng.normal(0.0, YAW_ERROR_DEG, DRAWS):
        wrong = leans_by_geometry(body, measured_deg).mean(axis=0)[frames] - true
        fit = (np.abs(wrong) < MAX_WRONG_DEG).all(axis=1) & (abs(yaw_deg) <= LEANS_TO_DEG)
        inputs.append(view_features(body, measured_deg)[frames[fit]])
        off.append(wrong[fit])
    return ClipData(
        name=truth["name"],
        yaw_inputs=yaw_features(body, by_lines_deg)[body.tall & body.known],
        yaw_off_deg=by_lines_deg - yaw_deg,
        lean_inputs=np.concatenate(inputs),
        off_deg=np.concatenate(off),
    )
