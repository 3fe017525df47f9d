"""A test in two videos is one result, and a hold that a video cuts short is no short hold."""

from dataclasses import replace

import pytest

from hiphinge.assessments import SelfTestResult, SelfTestValue, join_self_tests
from hiphinge.assessments.self_tests.all_fours import bird_dog_points
from hiphinge.measures import Measurement, NotMeasurable
from hiphinge.motion import BODY_SIDES, BodySide, Interval
from hiphinge.reports.self_tests import result_sheet, value_words


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


@pytest.mark.parametrize(
    ("before_s", "now_s", "said"),
    [
        (
            "60+",
            "95",
            "at least 60.0 s on 2026-05-04; whether it changed cannot be said, since that video ended before",
        ),
        ("60+", "20", "at least 60.0 s on 2026-05-04; now at least 40.0 s less, beyond its error."),
        ("60", "95+", "60.0 s on 2026-05-04; now at least 35.0 s more, beyond its error."),
        (
            "60",
            "30+",
            "60.0 s on 2026-05-04; whether it changed cannot be said, since this video ends before the hold.",
        ),
        (
            "60+",
            "95+",
            "at least 60.0 s on 2026-05-04; whether it changed cannot be said, since both videos end before",
        ),
        ("60", "95", "60.0 s on 2026-05-04; now 35.0 s more, beyond its error."),
    ],
)
def test_of_a_hold_that_outlasted_its_video_only_what_follows_is_said(before_s: str, now_s: str, said: str) -> None:
    def hold(text: str) -> SelfTestValue:
        measured = Measurement(value=float(text.rstrip("+")), unit="s")
        return SelfTestValue(quantity="hold_s", measured=measured, at_least=text.endswith("+"))

    now = SelfTestResult(test="back_endurance", recording="a.mp4", values=(hold(now_s),))
    sheet = result_sheet(now, {("back_endurance", "hold_s", None): ("2026-05-04", hold(before_s))})
    (line,) = next(part.lines for part in sheet.parts if part.title == "Compared with your own last test")
    assert said in line


def test_the_band_that_holds_the_value_is_said_before_those_that_only_may() -> None:
    points = Measurement(value=0.0, unit="points", interval=Interval(low=0.0, high=2.0), repeatability=1.0)
    values = (SelfTestValue(quantity="toe_touch_points", measured=points),)
    sheet = result_sheet(SelfTestResult(test="toe_touch", recording="a.mp4", values=values))
    first, second = next(part.lines for part in sheet.parts if part.title.startswith("Compared with the program"))
    assert first.startswith("None or one yes (0 to 1 points).")
    assert second.startswith("It could be, by its interval: Two or three yeses (2 to 3 points).")


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [(21.0, 10.0, "11° more on the left"), (-10.0, -21.0, "11° between left and right"), (-6.0, 5.0, "11° between")],
)
def test_a_side_that_changes_further_below_zero_is_not_said_to_have_less(left: float, right: float, said: str) -> None:
    values = tuple(
        SelfTestValue(
            quantity="back_line_change_deg", side=side, measured=Measurement(value=value, unit="deg", repeatability=6.0)
        )
        for side, value in zip(BODY_SIDES, (left, right), strict=True)
    )
    sheet = result_sheet(SelfTestResult(test="bird_dog_test", recording="a.mp4", values=values))
    (line,) = next(part.lines for part in sheet.parts if part.title == "Left and right")
    assert said in line
