"""What the package measures in a clip of a self-test, quantity by quantity, beside the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiphinge.assessments import measure_self_test
from hiphinge.measures import Measurement
from hiphinge.motion import Person
from hiphinge.quantities import QUANTITIES
from validation.self_tests.truths import ID_OF, Truth, true_values

if TYPE_CHECKING:
    from pathlib import Path

    from hiphinge.assessments import SelfTestResult
    from hiphinge.motion import Motion

__all__ = ["Score", "scores_of"]


@dataclass(frozen=True)
class Score:
    """One quantity of one clip; what was not measured has the reason's id in place of a value."""

    clip: str
    test: str
    quantity: str
    true: float
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @property
    def error(self) -> float | None:
        """Measured minus true."""
        return None if self.value is None else self.value - self.true

    @property
    def is_inside(self) -> bool | None:
        """Whether the interval holds the truth; None where there is none."""
        return None if self.low is None or self.high is None else self.low <= self.true <= self.high

    @property
    def unit(self) -> str:
        """The quantity's unit."""
        return QUANTITIES[self.quantity].unit


def scores_of(video: Path, motion: Motion) -> list[Score]:
    """Measure a clip's test as the package does, the side given where it has one, and compare."""
    truth = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
    test = ID_OF.get(truth["test"], truth["test"])
    wanted = true_values(truth)
    sides = {one.side for one in wanted if one.side is not None}
    person = Person(stature_m=truth["stature_m"])
    found = measure_self_test(test, motion, side=sides.pop() if len(sides) == 1 else None, hurt=False, person=person)
    return [_score(video.stem, test, one, found) for one in wanted]


def _score(clip: str, test: str, true: Truth, found: SelfTestResult) -> Score:
    measured = found.value(true.quantity, true.side)
    if not isinstance(measured, Measurement):
        return Score(clip, test, true.quantity, true.value, None, reason=measured.id)
    interval = measured.interval
    bounds = (None, None) if interval is None else (interval.low, interval.high)
    return Score(clip, test, true.quantity, true.value, measured.value, *bounds)
