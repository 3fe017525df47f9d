"""What the pose network gets wrong in a test in the same way each time, and how far off its values then still are.

All corrections and half-widths are fitted to rendered people who carry out the tests (``training/self_tests``), other
people than those on whom the accuracy is reported.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import numpy as np

from hiphinge.assessments.self_tests.result import SelfTestValue
from hiphinge.measures import Measurement, with_bounds
from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, Motion

__all__ = ["BELIEVED_SPREADS", "Correction", "DependsOn", "corrected", "packaged_corrections"]

BELIEVED_SPREADS = 2.0
"""A posture further from the usual one than this many standard deviations counts as if it were so far."""
VALUE = "value"
"""The measured value itself, among what a correction may depend on."""


@dataclass(frozen=True, kw_only=True)
class DependsOn:
    """One thing of the posture that a correction depends on: its usual value, its standard deviation, and the slope."""

    usual: float
    spread: float
    slope: float

    def share(self, seen: float | None) -> float:
        """Return what it adds for a posture; nothing where it was not seen."""
        if seen is None:
            return 0.0
        most = BELIEVED_SPREADS * self.spread
        return self.slope * float(np.clip(seen - self.usual, -most, most))


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What is added to a value, and the half-width of its interval, in its unit.

    Without a half-width the interval keeps its own, with ``at_least`` it is never narrower. ``by`` names what of the
    posture (`hiphinge.assessments.self_tests.seen_posture`) changes what is added; ``people``: fitted to so many.
    """

    add: float = 0.0
    half_width: float | None = None
    at_least: float = 0.0
    by: Mapping[str, DependsOn] = field(default_factory=dict)
    people: int = 0

    def added(self, value: float, posture: Mapping[str, float]) -> float:
        """Return what is added to a value that was taken in a posture."""
        seen = {**posture, VALUE: value}
        return self.add + sum(one.share(seen.get(name)) for name, one in self.by.items())


@cache
def packaged_corrections() -> Mapping[tuple[str, str], Correction]:
    """Return the corrections that come with the package, by test and quantity; they are read once."""
    text = files(__package__).joinpath("data", "seen_by_network.json").read_text(encoding="utf-8")
    return {
        (test, quantity): Correction(
            **{**given, "by": {name: DependsOn(**one) for name, one in given.get("by", {}).items()}}
        )
        for test, of_test in json.loads(text).items()
        for quantity, given in of_test.items()
    }


def corrected(test_id: str, value: SelfTestValue, motion: Motion, posture: Mapping[str, float]) -> SelfTestValue:
    """Return a value without the network's own error in this test; of other recordings as it is."""
    correction = packaged_corrections().get((test_id, value.quantity))
    if correction is None or not _of_network(motion) or not isinstance(value.measured, Measurement):
        return value
    return replace(value, measured=_moved(value.quantity, value.measured, correction, posture))


def _of_network(motion: Motion) -> bool:
    """Tell whether a network found the joints; those of a drawn figure are where they are."""
    in_frame = motion.layout == BLAZEPOSE_33 and motion.coordinate_frame is CoordinateFrame.IMAGE_PX
    return in_frame and motion.origin.estimator is not None


def _moved(quantity: str, measured: Measurement, correction: Correction, posture: Mapping[str, float]) -> Measurement:
    interval = measured.interval
    below, above = (0.0, 0.0) if interval is None else (measured.value - interval.low, interval.high - measured.value)
    if correction.half_width is not None:
        below = above = correction.half_width
    new = measured.value + correction.added(measured.value, posture)
    low, high = new - max(below, correction.at_least), new + max(above, correction.at_least)
    return with_bounds(quantity, new, low, high, repeatability=measured.repeatability, time_s=measured.time_s)
