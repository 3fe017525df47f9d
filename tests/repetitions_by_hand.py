"""A repetition that a test writes by hand: what the test is not about has one value for all tests."""

from dataclasses import replace
from typing import Any

from hiphinge.analysis import Repetition
from hiphinge.findings import Pattern

__all__ = ["repetition_by_hand"]


def repetition_by_hand(**fields: Any) -> Repetition:
    """Return the first hinge of a set, two seconds long, with nothing measured or found, but for ``fields``."""
    plain = Repetition(
        index=1,
        set=1,
        kind="repetition",
        start_s=0.0,
        bottom_s=1.0,
        end_s=2.0,
        phases=(),
        starts_at="top",
        ends_at="top",
        pattern=Pattern(label="hinge"),
        measurements={},
        findings=(),
    )
    return replace(plain, **fields)
