"""A test in two videos is one result, and a hold that a video cuts short is no short hold."""

from dataclasses import replace

from hiphinge.assessments import SelfTestResult, SelfTestValue, join_self_tests
from hiphinge.assessments.self_tests.all_fours import bird_dog_points
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import BodySide, Interval
from hiphinge.reports.self_tests import value_words


def side_of_bird_dog(side: BodySide, hold_s: float, *, at_least: bool = False) -> SelfTestResult:
    """Return a video of one side, as it is measured alone."""
    hold = Measurement(
        value=hold_s, unit="s", interval=Interval(low=hold_s - 0.5, high=hold_s + 0.5), repeatability=0.5
    )
    change = Measurement(value=2.0, unit="deg", interval=Interval(low=0.0, high=4.0), repeatability=2.0)
    sided = (
        SelfTestValue(quantity="hold_s", side=side, measured=hold, at_least=at_least),
        SelfTestValue(quantity="back_line_change_deg", side=side, measured=change),
    )
    points = SelfTestValue(quantity="bird_dog_points", measured=bird_dog_points(sided, hurt=False))
    return SelfTestResult(test="bird_dog_test", recording=f"{side}.mp4", values=(points, *sided), hurt=False)


def test_a_bird_dog_in_two_videos_gets_its_points_from_both() -> None:
    left, right = side_of_bird_dog("left", 6.0), side_of_bird_dog("right", 6.0)
    assert isinstance(left.value("bird_dog_points"), NotMeasurable)
    found = join_self_tests(left, right).value("bird_dog_points")
    assert isinstance(found, Measurement)
    assert found.value == 2.0
    hurt = join_self_tests(replace(left, hurt=True), right).value("bird_dog_points")
    assert isinstance(hurt, Measurement)
    assert hurt.value == 0.0


def test_a_hold_that_its_video_cuts_short_is_no_short_hold() -> None:
    both = join_self_tests(side_of_bird_dog("left", 3.0, at_least=True), side_of_bird_dog("right", 6.0))
    points = both.value("bird_dog_points")
    assert isinstance(points, Measurement)
    assert points.interval is not None
    assert (points.interval.low, points.interval.high) == (1.0, 2.0)
    assert value_words(both.values[1]) == "at least 3.0 s"
