"""The results of self-tests, for other programs and to be read again: JSON with a name and version of its shape."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from hiphinge.assessments import SelfTestResult, SelfTestValue, SideDifference
from hiphinge.documents.analysis_parts import Document, ReasonDocument
from hiphinge.errors import InputFormatError
from hiphinge.measures import Measured, Measurement, NotMeasurable
from hiphinge.motion import Interval

__all__ = ["SelfTestsDocument", "self_tests_from_json", "self_tests_json"]


class ValueDocument(Document):
    """One value of a test, or why there is none."""

    quantity: str
    side: Literal["left", "right"] | None
    value: float | None = None
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    repeatability: float | None = None
    at_least: bool = False
    time_s: float | None = None
    not_measurable: ReasonDocument | None = None

    @classmethod
    def of(cls, one: SelfTestValue) -> "ValueDocument":
        """Return a value as it is written."""
        measured = one.measured
        if isinstance(measured, NotMeasurable):
            return cls(quantity=one.quantity, side=one.side, not_measurable=_reason(measured))
        interval = measured.interval
        return cls(
            quantity=one.quantity,
            side=one.side,
            value=measured.value,
            unit=measured.unit,
            low=None if interval is None else interval.low,
            high=None if interval is None else interval.high,
            repeatability=measured.repeatability,
            at_least=one.at_least,
            time_s=measured.time_s,
        )

    def read(self) -> SelfTestValue:
        """Return the value that was written."""
        return SelfTestValue(quantity=self.quantity, side=self.side, at_least=self.at_least, measured=self._measured)

    @property
    def _measured(self) -> Measured:
        if self.not_measurable is not None:
            return NotMeasurable(**self.not_measurable.model_dump())
        if self.value is None or self.unit is None:
            message = f"the value of {self.quantity} is missing, and the reason why"
            raise ValueError(message)
        bounds = None if self.low is None or self.high is None else Interval(low=self.low, high=self.high)
        more = {"repeatability": self.repeatability, "time_s": self.time_s}
        return Measurement(value=self.value, unit=self.unit, interval=bounds, **more)


class DifferenceDocument(Document):
    """Left less right of a quantity."""

    quantity: str
    value: float
    unit: str
    repeatability: float
    clear: bool

    @classmethod
    def of(cls, one: SideDifference) -> "DifferenceDocument":
        """Return a difference as it is written."""
        said = {"quantity": one.quantity, "value": one.value, "unit": one.unit, "repeatability": one.repeatability}
        return cls.model_validate({**said, "clear": one.is_clear})


class TestDocument(Document):
    """One test."""

    test: str
    recording: str
    hurt: bool | None
    values: tuple[ValueDocument, ...]
    differences: tuple[DifferenceDocument, ...]
    reasons: tuple[ReasonDocument, ...]

    def read(self) -> SelfTestResult:
        """Return the result that was written."""
        return SelfTestResult(
            test=self.test,
            recording=self.recording,
            hurt=self.hurt,
            values=tuple(one.read() for one in self.values),
            reasons=tuple(NotMeasurable(**one.model_dump()) for one in self.reasons),
        )


class SelfTestsDocument(Document):
    """The tests of a recording or of a sitting."""

    schema_: Literal["hiphinge.self_tests/1"] = Field(alias="schema", default="hiphinge.self_tests/1")
    tests: tuple[TestDocument, ...]


def self_tests_json(results: Sequence[SelfTestResult]) -> str:
    """Return results as JSON."""
    tests = tuple(
        TestDocument(
            test=one.test,
            recording=one.recording,
            hurt=one.hurt,
            values=tuple(map(ValueDocument.of, one.values)),
            differences=tuple(map(DifferenceDocument.of, one.differences)),
            reasons=tuple(map(_reason, one.reasons)),
        )
        for one in results
    )
    return SelfTestsDocument(tests=tests).model_dump_json(by_alias=True, indent=2)


def self_tests_from_json(text: str) -> tuple[SelfTestResult, ...]:
    """Return the results that `self_tests_json` wrote.

    Raises
    ------
    InputFormatError
        If it is something else.
    """
    try:
        return tuple(one.read() for one in SelfTestsDocument.model_validate_json(text).tests)
    except ValueError as error:
        message = "The kept result of a self-test cannot be read. Measure it again."
        raise InputFormatError(message) from error


def _reason(one: NotMeasurable) -> ReasonDocument:
    return ReasonDocument(id=one.id, reason=one.reason, do=one.do)
