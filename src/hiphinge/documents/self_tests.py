"""The results of self-tests for other programs: JSON with a name and version of its shape."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from hiphinge.assessments import SelfTestResult, SelfTestValue, SideDifference
from hiphinge.documents.analysis_parts import Document
from hiphinge.measures import NotMeasurable

__all__ = ["SelfTestsDocument", "self_tests_json"]


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
    not_measurable: str | None = None
    do: str | None = None

    @classmethod
    def of(cls, one: SelfTestValue) -> "ValueDocument":
        """Return a value as it is written."""
        measured = one.measured
        if isinstance(measured, NotMeasurable):
            return cls(quantity=one.quantity, side=one.side, not_measurable=measured.reason, do=measured.do)
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
    reasons: tuple[str, ...]


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
            reasons=tuple(reason.reason for reason in one.reasons),
        )
        for one in results
    )
    return SelfTestsDocument(tests=tests).model_dump_json(by_alias=True, indent=2)
