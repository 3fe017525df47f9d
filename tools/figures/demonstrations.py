"""The exercises' moving figures as numbers: what `hiphinge compare` lays beside a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.figures.checking import FLOOR_PX, PX_PER_UNIT, SIZE_PX, px_of
from tools.figures.moving import sampled, starts_s

if TYPE_CHECKING:
    from tools.figures.poses import Figure

__all__ = ["FILE", "demonstrations"]

FILE = Path(__file__).parents[2] / "src/hiphinge/workflow/data/demonstrations.json"
RATE_HZ = 15.0
NAMES = ("ear", "shoulder", "elbow", "wrist", "index", "hip", "knee", "ankle", "heel", "toe")


def demonstrations() -> str:
    """Return every demonstration that is analysed, or is a test, as JSON: places in thousandths of stature."""
    from tools.figures.registry import figures  # noqa: PLC0415 that imports this

    chosen = {one.id: _numbers(one) for one in figures() if one.kind == "exercises" and one.claim.exercise}
    return json.dumps(chosen, separators=(",", ":"), sort_keys=True).replace("},", "},\n") + "\n"


def _numbers(figure: Figure) -> dict[str, Any]:
    """Return one loop from its tallest moment: joints forward and up from the floor, and how the back is drawn."""
    loop, starts = sampled(figure), starts_s(figure)
    duration = loop.time_s[-1]
    ends = [_pose_at(figure, start).joint["upper_arm"][1] for start in starts[1:]]
    first = starts[1:][ends.index(max(ends))]
    frames = round(duration * RATE_HZ)
    poses = [_pose_at(figure, (first + frame * duration / frames) % duration) for frame in range(frames)]
    sides = {side: np.array([[_place(pose, f"{side}_{name}") for name in NAMES] for pose in poses]) for side in _SIDES}
    near, far = (sides[side].round().astype(int).reshape(frames, -1).tolist() for side in _SIDES)
    key = figure.phases[figure.key_phase].pose
    return {
        "exercise": figure.claim.exercise,
        "rate_hz": round(frames / duration, 4),
        "near": near,
        **({} if far == near else {"far": far}),
        "bends": {"lumbar_flexion_deg": key.lumbar, "thoracic_flexion_deg": key.thoracic},
    }


_SIDES = ("right", "left")


def _pose_at(figure: Figure, time_s: float) -> Any:
    loop = sampled(figure)
    return loop.poses[int(np.argmin(np.abs(np.asarray(loop.time_s) - time_s)))]


def _place(pose: Any, keypoint: str) -> tuple[float, float]:
    x, y = px_of(pose, keypoint)
    return (x - SIZE_PX[0] / 2) / PX_PER_UNIT, (FLOOR_PX - y) / PX_PER_UNIT
