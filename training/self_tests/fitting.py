"""A correction for each value: a ridge regression on the posture, its interval from people who were left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.assessments.self_tests.seen_by_network import BELIEVED_SPREADS, VALUE
from hiphinge.catalogue import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from hiphinge.motion import FloatArray
    from training.self_tests.gathering import SeenCase

__all__ = ["DEPENDS_ON", "Fitted", "fitted"]

RIDGE = 2.0
"""How strongly slopes are held back, in people: as if so many more had shown that nothing depends on the posture."""
HOLDS = 0.9
OWN_INTERVAL: tuple[str, ...] = ("own interval",)
"""Of a value that comes with an interval of its own: an offset, and how narrow that interval may be at least, for nine
of ten of those to be held that are narrow enough to be given."""
DEPENDS_ON: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("bird_dog_test", "back_line_change_deg"): (VALUE,),
    ("active_knee_extension", "knee_short_deg"): (
        "thigh_deg",
        "rest_thigh_deg",
        "thigh_from_rest_deg",
        "trunk_line_deg",
    ),
    ("straight_leg_raise", "leg_raise_deg"): ("rest_hips_along", "trunk_length", "other_leg_deg", "hip_rose"),
    ("knee_to_chest", "thigh_fold_deg"): (VALUE, "other_hip_along"),
    ("thomas", "thigh_above_table_deg"): (VALUE, "other_hip_along"),
    ("thomas", "hanging_knee_deg"): (VALUE,),
    ("weight_bearing_lunge", "ankle_bend_deg"): ("knees_up", "knee_deg", "knee_off_reach_deg"),
    ("lunge_control", "knee_flexion_deg"): (VALUE, "knee_deg", "knee_off_reach_deg"),
    ("toe_touch", "trunk_inclination_deg"): (VALUE, "standing_trunk_deg", "standing_hips_along"),
    ("toe_touch", "pelvis_tilt_deg"): OWN_INTERVAL,
    ("waiters_bow_test", "trunk_inclination_deg"): (
        VALUE,
        "standing_trunk_deg",
        "standing_seat_width",
        "hips_along",
    ),
    ("waiters_bow_test", "knee_flexion_deg"): (VALUE,),
    ("waiters_bow_test", "lumbar_flexion_most_deg"): OWN_INTERVAL,
    ("waiters_bow_test", "hip_flexion_deg"): (),
    ("waiters_bow_test", "lumbar_share"): (VALUE,),
    ("squat_control", "trunk_inclination_deg"): (VALUE, "standing_trunk_deg"),
    ("squat_control", "knee_flexion_deg"): (VALUE, "trunk_grows", "thigh_grows", "standing_knee_deg"),
    ("squat_control", "lumbar_flexion_most_deg"): (VALUE, "standing_seat_width", "hips_along"),
}
"""What each correction depends on, chosen on the people it is fitted to."""


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A correction as it is packaged, and the errors that are left of each person, who was left out of the fit."""

    packaged: dict[str, Any]
    left: FloatArray


def fitted(cases: Sequence[SeenCase], names: Sequence[str], *, by_rig: bool = False) -> Fitted:
    """Return the correction of one value from the errors of people.

    Its half-width is that within which nine of ten of the left-out people are. With ``by_rig`` everybody of a body's
    kind is left out at once.
    """
    off = np.array([case.off for case in cases])
    own = tuple(names) == OWN_INTERVAL
    inputs = np.empty((len(cases), 0)) if own else _inputs(cases, names)
    groups = [case.rig if by_rig else case.clip for case in cases]
    left = np.empty(len(cases))
    for group in dict.fromkeys(groups):
        out = np.array([one == group for one in groups])
        left[out] = off[out] - _Line.through(inputs[~out], off[~out])(inputs[out])
    line = _Line.through(inputs, off)
    packaged: dict[str, Any] = {"add": round(line.middle, 2)}
    if own:
        widths = np.array([case.half_width for case in cases])
        given = 2.0 * widths <= load().thresholds["test_back_widest"].value
        beyond = np.where(np.abs(left) > widths, np.abs(left), 0.0)
        packaged["at_least"] = round(_quantile(beyond[given]), 2)
    else:
        packaged["half_width"] = round(_quantile(np.abs(left)), 1)
    packaged["by"] = {
        name: {"usual": _short(usual), "spread": _short(spread), "slope": _short(slope)}
        for name, usual, spread, slope in zip(names, line.usual, line.spread, line.slopes, strict=False)
        if not own
    }
    return Fitted(packaged=packaged, left=left)


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _quantile(sizes: NDArray[np.float64]) -> float:
    """Return within what the next person is with a probability of `HOLDS`, where those before were so far off."""
    rank = int(np.ceil((len(sizes) + 1) * HOLDS)) - 1
    return float(np.sort(sizes)[min(rank, len(sizes) - 1)])


def _inputs(cases: Sequence[SeenCase], names: Sequence[str]) -> FloatArray:
    return np.array([[case.posture.get(name, np.nan) for name in names] for case in cases]).reshape(len(cases), -1)


@dataclass(frozen=True, kw_only=True)
class _Line:
    middle: float
    usual: FloatArray
    spread: FloatArray
    slopes: FloatArray

    @classmethod
    def through(cls, inputs: FloatArray, off: FloatArray) -> _Line:
        if not inputs.shape[1]:
            return cls(middle=float(np.median(off)), usual=np.empty(0), spread=np.empty(0), slopes=np.empty(0))
        usual, spread = np.nanmean(inputs, axis=0), np.nanstd(inputs, axis=0) + 1e-9
        scaled = _scaled(inputs, usual, spread)
        middle = float(np.mean(off))
        square = scaled.T @ scaled + RIDGE * np.eye(inputs.shape[1])
        slopes = np.linalg.solve(square, scaled.T @ (off - middle)) / spread
        return cls(middle=middle, usual=usual, spread=spread, slopes=slopes)

    def __call__(self, inputs: FloatArray) -> FloatArray:
        scaled = _scaled(inputs, self.usual, self.spread)
        return np.asarray(self.middle + scaled @ (self.slopes * self.spread))


def _scaled(inputs: FloatArray, usual: FloatArray, spread: FloatArray) -> FloatArray:
    """Return inputs in standard deviations, believed as far as the package believes them; 0 where they are missing."""
    return np.nan_to_num(np.clip((inputs - usual) / spread, -BELIEVED_SPREADS, BELIEVED_SPREADS))
