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

__all__ = ["FILE", "TESTS_FILE", "demonstrations", "written"]

FILE = Path(__file__).parents[2] / "src/hiphinge/workflow/data/demonstrations.json"
TESTS_FILE = FILE.with_name("demonstrated_tests.json")
TESTS = (
    "toe_touch",
    "waiters_bow_test",
    "squat_control",
    "lunge_control",
    "weight_bearing_lunge",
    "active_knee_extension",
    "straight_leg_raise",
    "thomas",
    "knee_to_chest",
)
"""Self-tests that are a posture: of holds and jumps a short loop shows no time and no height."""
RATE_HZ = 15.0
NAMES = ("ear", "shoulder", "elbow", "wrist", "index", "hip", "knee", "ankle", "heel", "toe")


def demonstrations() -> str:
    """Return every demonstration that is analysed, or is a test, as JSON: places in thousandths of stature."""
    from tools.figures.registry import figures  # noqa: PLC0415 that imports this

    exercises = [one for one in figures() if one.kind == "exercises" and one.claim.exercise]
    return _json({one.id: {"exercise": one.claim.exercise, **_numbers(one, _tallest_s(one))} for one in exercises})


def demonstrated_tests() -> str:
    """Return the self-tests that are compared, each from its rest, as `demonstrations` gives exercises."""
    from tools.figures.self_tests import FIGURES  # noqa: PLC0415 as above

    return _json({one.id: _numbers(one, 0.0) for one in FIGURES if one.id in TESTS})


def written() -> dict[Path, str]:
    """Return every file of numbers with what should be in it."""
    return {FILE: demonstrations(), TESTS_FILE: demonstrated_tests()}


def _json(chosen: dict[str, Any]) -> str:
    return json.dumps(chosen, separators=(",", ":"), sort_keys=True).replace("},", "},\n") + "\n"


def _tallest_s(figure: Figure) -> float:
    """Return when the figure is tallest."""
    starts = starts_s(figure)
    ends = [_pose_at(figure, start).joint["upper_arm"][1] for start in starts[1:]]
    return float(starts[1:][ends.index(max(ends))])


def _numbers(figure: Figure, first: float) -> dict[str, Any]:
    """Return one loop from its ``first`` moment: joints forward and up from the floor, and how the back is drawn."""
    duration = sampled(figure).time_s[-1]
    frames = round(duration * RATE_HZ)
    poses = [_pose_at(figure, (first + frame * duration / frames) % duration) for frame in range(frames)]
    sides = {side: np.array([[_place(pose, f"{side}_{name}") for name in NAMES] for pose in poses]) for side in _SIDES}
    near, far = (sides[side].round().astype(int).reshape(frames, -1).tolist() for side in _SIDES)
    key = figure.phases[figure.key_phase].pose
    return {
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
