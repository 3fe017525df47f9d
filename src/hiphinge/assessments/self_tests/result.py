"""What a self-test measured: values by quantity and side, with intervals, or the reason why there is none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from hiphinge.catalogue import load
from hiphinge.measures import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.motion import BodySide

__all__ = ["SelfTestResult", "SelfTestValue", "SideDifference", "missing", "repeats_within", "side_differences"]


@dataclass(frozen=True, kw_only=True)
class SelfTestValue:
    """One value of a test.

    ``side`` is the person's own, None where the test has no sides. ``at_least``: the video ended before it did.
    """

    quantity: str
    measured: Measured
    side: BodySide | None = None
    at_least: bool = False


@dataclass(frozen=True, kw_only=True)
class SideDifference:
    """Left less right of one quantity, in its unit; ``repeatability`` is the 90 % half-width of such a difference."""

    quantity: str
    value: float
    unit: str
    repeatability: float

    @property
    def is_clear(self) -> bool:
        """Whether the sides differ by more than the difference repeats."""
        return abs(self.value) > self.repeatability


@dataclass(frozen=True, kw_only=True)
class SelfTestResult:
    """What one or more recordings of a test gave.

    Attributes
    ----------
    test
        Id of the catalogue's test.
    recording
        Name of the recording, or of the recordings.
    values
        By quantity and side, the test's own quantity first.
    reasons
        What the recording cannot show of this test, or why nothing was measured.
    hurt
        What the person said: whether it hurt; None where they were not asked.
    """

    test: str
    recording: str
    values: tuple[SelfTestValue, ...]
    reasons: tuple[NotMeasurable, ...] = ()
    hurt: bool | None = None

    def value(self, quantity: str, side: BodySide | None = None) -> Measured:
        """Return one value, or the reason why there is none.

        Raises
        ------
        KeyError
            If the test does not measure that.
        """
        for one in self.values:
            if one.quantity == quantity and one.side in {side, None}:
                return one.measured
        raise KeyError(quantity)

    @property
    def measured(self) -> tuple[SelfTestValue, ...]:
        """The values that were measured."""
        return tuple(one for one in self.values if isinstance(one.measured, Measurement))

    @property
    def differences(self) -> tuple[SideDifference, ...]:
        """How left and right differ, of each quantity that was measured on both."""
        return side_differences(self.measured)

    def joined(self, other: "SelfTestResult") -> "SelfTestResult":
        """Return both as one; a side that both measured is taken from the later one, reasons from either."""
        own = {(one.quantity, one.side): one for one in self.values}
        for one in other.values:
            before = own.get((one.quantity, one.side))
            if before is None or isinstance(one.measured, Measurement) or isinstance(before.measured, NotMeasurable):
                own[one.quantity, one.side] = one
        names = dict.fromkeys((self.recording, other.recording))
        reasons = {reason.id: reason for reason in (*self.reasons, *other.reasons)}
        hurt = other.hurt if self.hurt is None else self.hurt or bool(other.hurt)
        return replace(
            self,
            recording=", ".join(names),
            values=tuple(_without_unsided_gaps(tuple(own.values()))),
            reasons=tuple(reasons.values()),
            hurt=hurt,
        )


def _without_unsided_gaps(values: Sequence[SelfTestValue]) -> Sequence[SelfTestValue]:
    """Return values without the gaps of no known side, where a side of that quantity was measured."""
    sided = {one.quantity for one in values if one.side is not None and isinstance(one.measured, Measurement)}
    return [v for v in values if v.side is not None or v.quantity not in sided or isinstance(v.measured, Measurement)]


def side_differences(values: Sequence[SelfTestValue]) -> tuple[SideDifference, ...]:
    """Return left less right of each quantity that both sides have.

    The error of two single values adds in quadrature where nothing better was determined (``between_recordings``).
    A hold that the video cut short is not compared.
    """
    by_side = {(v.quantity, v.side): v.measured for v in values if not v.at_least}
    found = []
    for quantity in dict.fromkeys(v.quantity for v in values):
        left, right = by_side.get((quantity, "left")), by_side.get((quantity, "right"))
        error = repeats_within(quantity)
        if isinstance(left, Measurement) and isinstance(right, Measurement) and error is not None:
            off = left.value - right.value
            found.append(SideDifference(quantity=quantity, value=off, unit=left.unit, repeatability=error))
    return tuple(found)


def repeats_within(quantity: str) -> float | None:
    """Return the 90 % half-width of a difference between two recordings of one person, in the quantity's unit.

    None where nothing is known of it.
    """
    accuracy = load().accuracy.get(quantity)
    if accuracy is None:
        return None
    if accuracy.between_recordings is not None:
        return accuracy.between_recordings.half_width
    return math.sqrt(2.0) * accuracy.repeatability


def missing(
    quantities: Sequence[str], reason: str, *, sides: Sequence[BodySide | None] = (None,)
) -> tuple[SelfTestValue, ...]:
    """Return that none of the quantities is measurable, for the catalogue's reason."""
    return tuple(
        SelfTestValue(quantity=id_, side=side, measured=not_measurable(reason)) for side in sides for id_ in quantities
    )
