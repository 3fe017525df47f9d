"""Training data of people filmed at an angle: what is true of them, and what the networks are to take off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from training.view.gathering import DRAWS, gathered, true_leans
from validation.accuracy.observing import poses_of

from hiphinge.exports import write_pose
from hiphinge.testing import Camera, Plan, record_video

if TYPE_CHECKING:
    from pathlib import Path

YAW_DEG = 40.0


def _truth(trunk_deg: np.ndarray) -> dict[str, object]:
    """Return the truth of somebody with straight legs who leans: left at x, back at y, up at z, as rendered people."""
    lean = np.radians(trunk_deg)
    zero = np.zeros_like(lean)
    joints = {}
    for side, x in (("l", 0.1), ("r", -0.1)):
        for name, height in (("ankle", 0.1), ("knee", 0.5), ("hip", 0.9)):
            joints[f"{name}_{side}"] = np.stack([zero + x, zero, zero + height], axis=1).tolist()
        shoulder = np.stack([zero + x, -0.5 * np.sin(lean), 0.9 + 0.5 * np.cos(lean)], axis=1)
        joints[f"shoulder_{side}"] = shoulder.tolist()
    return {
        "name": "one",
        "movement": "hinge",
        "facing": "right",
        "fps": 30.0,
        "frames": len(lean),
        "seed": [1, 0],
        "camera": {"yaw": YAW_DEG},
        "joints_m": joints,
    }


def test_true_leans_are_forward_from_vertical() -> None:
    leans = true_leans(_truth(np.array([0.0, 30.0, 90.0])))
    assert leans[:, 0] == pytest.approx([0.0, 30.0, 90.0])
    assert leans[:, 1:] == pytest.approx(np.zeros((3, 2)), abs=1e-6)


def test_what_is_gathered_is_the_error_of_geometry(tmp_path: Path) -> None:
    recording = record_video(Plan(), camera=Camera(yaw_deg=YAW_DEG, facing="right"))
    truth = _truth(recording.truth["trunk_inclination_deg"])
    (tmp_path / "one.mp4").touch()
    (tmp_path / "one.json").write_text(json.dumps(truth))
    poses = poses_of(tmp_path / "one.mp4", model="full")
    poses.parent.mkdir(parents=True)
    write_pose(poses, recording.motion)
    (clip,) = gathered(tmp_path)
    assert clip.yaw_off_deg == pytest.approx(0.0, abs=3.0)  # bodies in metres without an error
    assert len(clip.lean_inputs) == len(clip.off_deg)
    assert len(clip.off_deg) <= DRAWS * (len(recording.motion) // 4 + 1)
    assert np.isfinite(clip.lean_inputs).all()
    assert np.isfinite(clip.yaw_inputs).all()
    assert np.median(np.abs(clip.off_deg[:, 0])) < 6.0  # of the trunk: from the yaw that is drawn off only
    truth["movement"] = "single_leg"
    (tmp_path / "one.json").write_text(json.dumps(truth))
    assert list(gathered(tmp_path)) == []
