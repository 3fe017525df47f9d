"""Whether a video passes what was practised, what a drill's wall feels, and self-tests in a video."""

from hiphinge.assessments.lessons import LessonResult, MarkResult, judge_lesson
from hiphinge.assessments.self_tests import (
    SelfTestResult,
    SelfTestValue,
    SideDifference,
    filmed_tests,
    join_self_tests,
    measure_self_test,
    repeats_within,
)
from hiphinge.assessments.wall_touch import WallFound, WallTouch, WallWatch

__all__ = [
    "LessonResult",
    "MarkResult",
    "SelfTestResult",
    "SelfTestValue",
    "SideDifference",
    "WallFound",
    "WallTouch",
    "WallWatch",
    "filmed_tests",
    "join_self_tests",
    "judge_lesson",
    "measure_self_test",
    "repeats_within",
]
