"""What the pose network gets wrong in a test in the same way each time, and how far off its values then still are.

All offsets and half-widths are from rendered people who carry out the tests (``validation/self_tests``), other people
than those on whom the accuracy is reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hiphinge.assessments.self_tests.result import SelfTestValue
from hiphinge.measures import Measurement, with_bounds
from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, Motion

__all__ = ["OFFSETS", "STANDS_DEG", "Offset", "corrected", "from_standing"]

STANDS_DEG = 1.0
"""How far a trunk leans in quiet standing, hip to shoulder: -2 to 3 degrees in 15 rendered people."""


@dataclass(frozen=True, kw_only=True)
class Offset:
    """What is added to a value, and the half-width of its interval, in its unit.

    Without a half-width the interval keeps its own, with ``at_least`` it is never narrower.
    """

    add: float = 0.0
    half_width: float | None = None
    at_least: float = 0.0


OFFSETS: Mapping[tuple[str, str], Offset] = {
    ("waiters_bow_test", "trunk_inclination_deg"): Offset(add=6.0, half_width=7.5),
    ("waiters_bow_test", "knee_flexion_deg"): Offset(add=2.0, half_width=6.0),
    ("waiters_bow_test", "lumbar_flexion_most_deg"): Offset(add=2.5, at_least=8.0),
    ("waiters_bow_test", "hip_flexion_deg"): Offset(add=-2.5),
    ("waiters_bow_test", "lumbar_share"): Offset(add=0.04),
    ("squat_control", "trunk_inclination_deg"): Offset(add=3.5, half_width=6.5),
    ("squat_control", "knee_flexion_deg"): Offset(add=5.5, half_width=8.0),
    ("squat_control", "lumbar_flexion_most_deg"): Offset(at_least=9.0),
    ("lunge_control", "knee_flexion_deg"): Offset(half_width=7.5),
    ("knee_to_chest", "thigh_fold_deg"): Offset(add=-1.5),
    ("toe_touch", "trunk_inclination_deg"): Offset(half_width=12.0),
}
"""By test and quantity. In a bow without a load the hips are placed before where they are, and the trunk seems more
upright; bent knees are seen straighter, and a thigh at the chest nearer to it than it is."""


def corrected(test_id: str, value: SelfTestValue, motion: Motion) -> SelfTestValue:
    """Return a value without the network's own error in this test; of other recordings as it is."""
    offset = OFFSETS.get((test_id, value.quantity))
    if offset is None or not _of_network(motion) or not isinstance(value.measured, Measurement):
        return value
    return replace(value, measured=_moved(value.quantity, value.measured, offset))


def from_standing(value: SelfTestValue, stood_deg: float | None, motion: Motion) -> SelfTestValue:
    """Return the trunk's lean as if it had been `STANDS_DEG` in quiet standing; every other value as it is.

    The network places the hips of some people, in some clothes, further forward than of others: their trunk leans back
    by up to 9 degrees in standing, and by about as much too little in the toe touch.
    """
    measured = value.measured
    if (
        stood_deg is None
        or value.quantity != "trunk_inclination_deg"
        or not _of_network(motion)
        or not isinstance(measured, Measurement)
    ):
        return value
    return replace(value, measured=_moved(value.quantity, measured, Offset(add=STANDS_DEG - stood_deg)))


def _of_network(motion: Motion) -> bool:
    return motion.layout == BLAZEPOSE_33 and motion.coordinate_frame is CoordinateFrame.IMAGE_PX


def _moved(quantity: str, measured: Measurement, offset: Offset) -> Measurement:
    interval = measured.interval
    below, above = (0.0, 0.0) if interval is None else (measured.value - interval.low, interval.high - measured.value)
    if offset.half_width is not None:
        below = above = offset.half_width
    new = measured.value + offset.add
    low, high = new - max(below, offset.at_least), new + max(above, offset.at_least)
    return with_bounds(quantity, new, low, high, repeatability=measured.repeatability, time_s=measured.time_s)
