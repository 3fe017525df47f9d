"""Self-tests measured in a video: how each is read from the pose; their protocols are the catalogue's."""

from hiphinge.assessments.self_tests.measuring import filmed_tests, join_self_tests, measure_self_test
from hiphinge.assessments.self_tests.result import (
    SelfTestResult,
    SelfTestValue,
    SideDifference,
    repeats_within,
    side_differences,
)

__all__ = [
    "SelfTestResult",
    "SelfTestValue",
    "SideDifference",
    "filmed_tests",
    "join_self_tests",
    "measure_self_test",
    "repeats_within",
    "side_differences",
]
