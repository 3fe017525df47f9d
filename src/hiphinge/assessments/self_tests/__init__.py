"""Self-tests measured in a video: how a test is read from the pose, side by side; their protocols are the catalogue's."""

from hiphinge.assessments.self_tests.measuring import filmed_tests, measure_self_test
from hiphinge.assessments.self_tests.result import SelfTestResult, SideDifference, TestValue, side_differences

__all__ = ["SelfTestResult", "SideDifference", "TestValue", "filmed_tests", "measure_self_test", "side_differences"]
