"""What is said of the bar: the range of its speed, and by how much the plate's two rulers differ."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.loads import BarPath
from hiphinge.motion import Interval
from hiphinge.reports.bars import bar_section
from hiphinge.reports.text.bar_statement import statement_on_the_bar, statement_on_the_scale


def with_bar(analysis: Analysis, *, doubt: float) -> Analysis:
    """Return a set whose bar was followed, its scale doubtful by a share of itself."""
    path = np.zeros(len(analysis.motion))
    bar = BarPath(
        up_m=path,
        ahead_m=path,
        carried_by="wrist",
        plate_mm=450.0,
        plate_given=False,
        metres_per_px=0.002,
        body_metres_per_px=None,
        followed=1.0,
        scale_doubt=doubt,
    )
    return replace(analysis, bar=bar)


@pytest.mark.parametrize(("doubt", "said"), [(0.0, None), (0.012, None), (0.02, "4 % apart"), (0.034, "7 % apart")])
def test_rulers_that_differ_by_three_per_cent_are_mentioned(
    five_hinges: Analysis, doubt: float, said: str | None
) -> None:
    words = statement_on_the_scale(with_bar(five_hinges, doubt=doubt))
    assert "450 mm across" in words
    assert ("so the ranges are wider" in words) == (said is not None)
    assert said is None or f"The plate's width and height give scales that are {said}" in words


def test_the_speed_is_said_with_its_own_range(five_hinges: Analysis) -> None:
    first = five_hinges.repetitions[0]
    speed = Measurement(value=0.5, unit="m/s", interval=Interval(low=0.46, high=0.54), repeatability=0.02)
    fast = replace(first, measurements={**first.measurements, "bar_mean_velocity": speed})
    one = replace(five_hinges, repetitions=(fast,))
    assert statement_on_the_bar(one) == "The bar went up at a mean of 0.50 m/s (give or take 0.04)."


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (0.38, "of 0.50 m/s in repetition 1 and 0.38 m/s in repetition 2 (give or take 0.04)."),
        (0.501, "of 0.50 m/s in repetition 1 and in repetition 2 (give or take 0.04)."),
    ],
)
def test_each_speed_has_its_unit_and_the_same_one_is_said_once(five_hinges: Analysis, last: float, said: str) -> None:
    def at(repetition: Repetition, value: float) -> Repetition:
        speed = Measurement(
            value=value, unit="m/s", interval=Interval(low=value - 0.04, high=value + 0.04), repeatability=0.02
        )
        return replace(repetition, measurements={**repetition.measurements, "bar_mean_velocity": speed})

    first, second = five_hinges.repetitions[:2]
    two = replace(five_hinges, repetitions=(at(first, 0.5), at(second, last)))
    assert statement_on_the_bar(two) == f"The bar went up at a mean {said}"


@pytest.mark.parametrize(
    ("given", "said"), [(True, "(give or take 0.04)."), (False, "0.04, if the plate is 450 mm across).")]
)
def test_a_speed_that_rests_on_an_assumed_plate_says_so(five_hinges: Analysis, given: bool, said: str) -> None:  # noqa: FBT001  # what comes of it
    first = five_hinges.repetitions[0]
    speed = Measurement(value=0.5, unit="m/s", interval=Interval(low=0.46, high=0.54), repeatability=0.02)
    fast = replace(first, measurements={**first.measurements, "bar_mean_velocity": speed})
    followed = with_bar(replace(five_hinges, repetitions=(fast,)), doubt=0.0)
    assert followed.bar is not None
    words = statement_on_the_bar(replace(followed, bar=replace(followed.bar, plate_given=given)))
    assert words.endswith(said)


def test_the_fastest_is_named_where_it_is_not_the_first(five_hinges: Analysis) -> None:
    def at(repetition: Repetition, value: float, lost: float) -> Repetition:
        speed = Measurement(value=value, unit="m/s", interval=None, repeatability=0.02)
        loss = Measurement(value=lost, unit="%", interval=None, repeatability=3.0)
        found = {**repetition.measurements, "bar_mean_velocity": speed, "bar_velocity_loss": loss}
        return replace(repetition, measurements=found)

    one, two, three = five_hinges.repetitions[:3]
    later = replace(five_hinges, repetitions=(at(one, 0.4, 0.0), at(two, 0.6, 0.0), at(three, 0.45, 25.0)))
    assert "25 % slower than the fastest, repetition 2 at 0.60 m/s (give" in statement_on_the_bar(later)
    first = replace(five_hinges, repetitions=(at(one, 0.6, 0.0), at(two, 0.5, 0.0), at(three, 0.45, 25.0)))
    assert "25 % slower than the fastest (give" in statement_on_the_bar(first)


@pytest.mark.parametrize(("loss", "said"), [(0.3, ()), (6.2, ("6 % slower than the fastest",))])
def test_the_fastest_is_not_said_to_be_slower(five_hinges: Analysis, loss: float, said: tuple[str, ...]) -> None:
    first = five_hinges.repetitions[0]
    lost = Measurement(value=loss, unit="%", interval=None, repeatability=3.0)
    slower = replace(first, measurements={**first.measurements, "bar_velocity_loss": lost})
    section = bar_section(with_bar(replace(five_hinges, repetitions=(slower,)), doubt=0.0))
    assert section is not None
    assert section.cards[0].numbers == said
