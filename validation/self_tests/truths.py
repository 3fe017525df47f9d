"""What a self-test should give, from the truth beside a rendered clip: angles while it is held, and seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiphinge.motion import BodySide, FloatArray

__all__ = ["ID_OF", "Truth", "true_values"]

ID_OF: Mapping[str, str] = {
    "waiters_bow": "waiters_bow_test",
    "squat": "squat_control",
    "lunge": "lunge_control",
    "bird_dog": "bird_dog_test",
    "back_extension": "back_endurance",
}
"""What the package calls a test of the generator, where the names differ."""
LEVEL_DEG = 10.0
"""A trunk so near to level counts as level."""
HELD_S, STILL_DEG = 5.0, 12.0
"""What the bird dog's page asks for two points: seconds on both sides, and how far the lower back may change. The roll
of the pelvis is left out of the truth: a view from the side does not show it."""
LIMB_UP = 0.5
"""As the test says: a leg is up from so much of the height of the hips on."""
FOOT_LIFTED = 0.1
"""As the test says: a foot that is higher than the other one by so much of the leg is lifted."""
OTHER: Mapping[BodySide, BodySide] = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class Truth:
    """The truth of one quantity of a test, for a side where the test has sides."""

    quantity: str
    side: BodySide | None
    value: float


class _Clip:
    """One clip's truth, read by side and moment."""

    def __init__(self, truth: Mapping[str, Any]) -> None:
        self.truth = truth
        self.fps = float(truth["fps"])
        self.angles = {name: np.array(values) for name, values in truth["truth"].items()}
        self.holds = truth["holds"]
        self.side: BodySide = truth["side"]
        for side in OTHER:
            lines = self.angles[f"shank_deg_{side}"] - self.angles[f"thigh_deg_{side}"]
            self.angles[f"knee_line_deg_{side}"] = np.abs((lines + 180.0) % 360.0 - 180.0)
            thigh = -90.0 - self.angles[f"thigh_deg_{side}"]
            self.angles[f"raised_deg_{side}"] = (thigh + 90.0) % 360.0 - 90.0

    def during(self, name: str, hold: Mapping[str, Any]) -> FloatArray:
        first, last = round(hold["start_s"] * self.fps), round(hold["end_s"] * self.fps)
        found: FloatArray = self.angles[name][first : max(last, first + 1)]
        return found

    def held(self, name: str) -> float:
        """Return the middle over the holds of the middle value in each."""
        return float(np.median([np.median(self.during(name, hold)) for hold in self.holds]))

    def at_first(self, name: str) -> float:
        return float(np.median(self.angles[name][: max(round(0.5 * self.fps), 1)]))

    def changed(self, name: str) -> float:
        return self.held(name) - self.at_first(name)

    def height_m(self, joint: str) -> FloatArray:
        height: FloatArray = np.array(self.truth["joints_m"][joint])[:, 2]
        return height

    def leg_up_s(self, hold: Mapping[str, Any]) -> float:
        """Return how long the leg of a hold is up, by its ankle's height."""
        side = str(hold["side"])[0]
        ankle, hips = self.height_m(f"ankle_{side}"), 0.5 * (self.height_m("hip_l") + self.height_m("hip_r"))
        floor = float(np.median(ankle[: max(round(0.5 * self.fps), 1)]))
        return float(((ankle - floor) / (hips - floor) >= LIMB_UP).sum()) / self.fps

    @property
    def seconds(self) -> float:
        return float(self.holds[0]["end_s"] - self.holds[0]["start_s"])


def true_values(truth: Mapping[str, Any]) -> tuple[Truth, ...]:
    """Return the truth of every quantity that a test of this clip gives and that the clip shows."""
    clip = _Clip(truth)
    name = truth["test"]
    if name in _OF_SIDE:
        return tuple(Truth(id_, clip.side, clip.held(f"{angle}_{clip.side}")) for id_, angle in _OF_SIDE[name])
    found: tuple[Truth, ...] = _OTHERS[name](clip)
    return found


_OF_SIDE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "straight_leg_raise": (("leg_raise_deg", "raised_deg"),),
    "active_knee_extension": (("knee_short_deg", "knee_line_deg"),),
    "thomas": (("thigh_above_table_deg", "raised_deg"), ("hanging_knee_deg", "knee_line_deg")),
    "knee_to_chest": (("thigh_fold_deg", "raised_deg"),),
    "weight_bearing_lunge": (("ankle_bend_deg", "shank_deg"),),
}


def _toe_touch(clip: _Clip) -> tuple[Truth, ...]:
    return (
        Truth("lumbar_flexion_deg", None, clip.held("lumbar_flexion_deg")),
        Truth("pelvis_tilt_deg", None, clip.held("pelvis_tilt_deg")),
        Truth("trunk_inclination_deg", None, clip.held("trunk_deg")),
    )


def _bow(clip: _Clip) -> tuple[Truth, ...]:
    lumbar = clip.held("lumbar_flexion_deg")
    hip = clip.held("pelvis_tilt_deg") - clip.changed("thigh_deg_left")
    return (
        Truth("lumbar_share", None, lumbar / (lumbar + hip)),
        Truth("lumbar_flexion_most_deg", None, lumbar),
        Truth("hip_flexion_deg", None, hip),
        Truth("trunk_inclination_deg", None, clip.held("trunk_deg")),
        Truth("knee_flexion_deg", None, clip.held("knee_line_deg_left")),
    )


def _squat(clip: _Clip) -> tuple[Truth, ...]:
    return (
        Truth("lumbar_flexion_most_deg", None, clip.held("lumbar_flexion_deg")),
        Truth("knee_flexion_deg", None, clip.held("knee_line_deg_left")),
        Truth("trunk_inclination_deg", None, clip.held("trunk_deg")),
    )


def _lunge(clip: _Clip) -> tuple[Truth, ...]:
    return (
        Truth("trunk_sway_deg", clip.side, abs(clip.changed("trunk_deg"))),
        Truth("knee_flexion_deg", clip.side, clip.held(f"knee_line_deg_{clip.side}")),
    )


def _bird_dog(clip: _Clip) -> tuple[Truth, ...]:
    found, held, still = [], [], []
    for hold in clip.holds:
        seconds = clip.leg_up_s(hold)
        bends = clip.during("lumbar_flexion_deg", hold) - clip.at_first("lumbar_flexion_deg")
        held.append(seconds >= HELD_S)
        still.append(float(np.abs(bends).max()) <= STILL_DEG)
        found.append(Truth("hold_s", hold["side"], seconds))
        found.append(Truth("back_line_change_deg", hold["side"], float(bends[np.abs(bends).argmax()])))
        tilt = clip.at_first("trunk_deg") - clip.during("trunk_deg", hold)
        found.append(Truth("trunk_tilt_change_deg", hold["side"], float(tilt[np.abs(tilt).argmax()])))
    points = 2.0 if all(held) and all(still) else 1.0
    return (Truth("bird_dog_points", None, points), *found)


def _held(clip: _Clip) -> tuple[Truth, ...]:
    side = clip.side if clip.truth["test"] == "side_plank" else None
    return (Truth("hold_s", side, clip.seconds),)


def _level(clip: _Clip) -> tuple[Truth, ...]:
    level = np.abs(clip.angles["trunk_deg"] - 90.0) <= LEVEL_DEG
    return (Truth("hold_s", None, float(level.sum()) / clip.fps),)


def _on_one_leg(clip: _Clip) -> tuple[Truth, ...]:
    free, stands = (clip.height_m(f"ankle_{side[0]}") for side in (OTHER[clip.side], clip.side))
    lifted = (free - stands) / float(clip.truth["leg_m"]) >= FOOT_LIFTED
    return (Truth("hold_s", clip.side, float(lifted.sum()) / clip.fps),)


def _jump(clip: _Clip) -> tuple[Truth, ...]:
    drawn = clip.truth["drawn"]
    return (Truth("flight_s", None, float(drawn["flight_s"])), Truth("jump_height_m", None, float(drawn["height_m"])))


_OTHERS = {
    "toe_touch": _toe_touch,
    "waiters_bow": _bow,
    "squat": _squat,
    "lunge": _lunge,
    "bird_dog": _bird_dog,
    "front_plank": _held,
    "side_plank": _held,
    "back_extension": _level,
    "single_leg_stand": _on_one_leg,
    "jump": _jump,
}
