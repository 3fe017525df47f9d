"""What is said of the back first of all: its size, its place, its changes, or why it is not measurable."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.findings import Finding, NotMeasurable, compare_back
from hiphinge.measures import Gain
from hiphinge.motion import Interval
from hiphinge.reports import paragraph
from hiphinge.reports.text.back_statement import statement_on_the_back

EXERCISE, LUMBAR = "romanian_deadlift", "lumbar_flexion_deg"
GAIN = Gain(between="ascent_against_descent", value_deg=12.0, repeatability_deg=4.0, time_s=4.2)


def with_back(
    repetition: Repetition, deg: float, *, half: float = 8.0, gains: Sequence[Gain] = (), most: float | None = None
) -> Repetition:
    lumbar = Measurement(value=deg, unit="deg", interval=Interval(low=deg - half, high=deg + half), repeatability=5.0)
    measured = {**repetition.measurements, LUMBAR: lumbar}
    if most is not None:
        measured["lumbar_flexion_most_deg"] = Measurement(value=most, unit="deg", time_s=3.0)
    back = compare_back(lumbar, exercise=EXERCISE, gains={LUMBAR: tuple(gains)})
    return replace(repetition, measurements=measured, back=back)


def said(analysis: Analysis, *repetitions: Repetition) -> str:
    return " ".join(statement_on_the_back(replace(analysis, repetitions=repetitions)))


@pytest.mark.parametrize(
    ("deg", "half", "words"),
    [
        (33.0, 5.0, "That is within what trained lifters show in the deadlift (20 to 46°)."),
        (33.0, 14.0, "That is probably within"),
        (2.0, 5.0, "That is less than"),
        (12.0, 9.0, "That is probably less than what trained lifters show in the deadlift (20 to 46°; 90 % likely)."),
        (64.0, 5.0, "That is more than"),
        (54.0, 14.0, "That is probably more than"),
        (43.0, 5.0, "That is near the upper end of"),
        (46.5, 5.0, "That is near the upper end of, and"),
        (
            51.0,
            4.0,
            "That is near the upper end of, and beyond, what trained lifters show in the deadlift (20 to 46°).",
        ),
        (24.0, 5.0, "That is near the lower end of"),
    ],
)
def test_the_words_are_as_strong_as_the_probability(five_hinges: Analysis, deg: float, half: float, words: str) -> None:
    text = said(five_hinges, with_back(five_hinges.repetitions[0], deg, half=half))
    assert words in text
    assert ("likely)" in text) is ("probably" in words or "and probably" in text)
    assert ("no fault by itself" in text) is (deg > 46.0)


def test_the_size_has_its_interval_and_a_set_is_said_once(five_hinges: Analysis) -> None:
    one, two, three = five_hinges.repetitions[:3]
    assert "bent about 33° from standing (could be 25 to 41°)" in said(five_hinges, with_back(one, 33.0))
    spread = said(five_hinges, with_back(one, 28.0), with_back(two, 33.0), with_back(three, 39.0))
    assert "bent 28 to 39° from standing (each could be 8° more or less)" in spread
    wider = said(five_hinges, with_back(one, 28.0), with_back(two, 33.0), with_back(three, 39.0, half=12.0))
    assert "(each could be 12° more or less)" in wider


def test_a_back_whose_range_is_wide_about_zero_is_not_said_to_have_hardly_bent(five_hinges: Analysis) -> None:
    one = five_hinges.repetitions[0]
    text = said(five_hinges, with_back(one, 1.0, half=28.0))
    assert "your lower back bent somewhere from \N{MINUS SIGN}27 to 29° at the bottom." in text
    assert "hardly" not in text
    assert "hardly bent from standing" in said(five_hinges, with_back(one, 1.0, half=8.0))


def test_repetitions_with_different_words_are_told_apart(five_hinges: Analysis) -> None:
    one, two = five_hinges.repetitions[:2]
    text = said(five_hinges, with_back(one, 33.0, half=4.0), with_back(two, 70.0, half=4.0))
    assert "In repetition 1 that is within" in text
    assert "; in repetition 2 it is above that range." in text
    near = said(five_hinges, with_back(one, 33.0, half=4.0), with_back(two, 43.0, half=4.0))
    assert "; in repetition 2 it is near the upper end." in near


def test_what_is_said_as_one_angle_is_said_as_one_place(five_hinges: Analysis) -> None:
    one, two, three = (with_back(r, deg) for r, deg in zip(five_hinges.repetitions, (37.0, 39.0, 41.0), strict=False))
    text = said(five_hinges, one, two, three)
    assert "bent about 39° from standing" in text
    assert "That is near the upper end of what trained lifters show in the deadlift (20 to 46°)." in text
    assert "In repetition" not in text


def test_a_back_that_may_be_above_is_said_with_that_chance(five_hinges: Analysis) -> None:
    text = said(five_hinges, with_back(five_hinges.repetitions[0], 37.0, half=18.0))
    assert "That is probably within" in text
    assert re.search(r"\d+ % likely, \d+ % likely above it\)", text)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0.4,), "your lower back hardly bent from standing (could be \N{MINUS SIGN}8 to 8°)"),
        ((-1.0,), "your lower back hardly bent from standing"),
        ((-9.0,), "your lower back was about 9° hollower than in standing"),
        ((-9.0, 9.0), "your lower back bent up to 9° from standing"),
        ((3.0, 12.0), "your lower back bent 3 to 12° from standing"),
    ],
)
def test_a_back_that_hardly_bends_or_hollows_is_said_so(
    five_hinges: Analysis, values: Sequence[float], words: str
) -> None:
    measured = [with_back(r, deg) for r, deg in zip(five_hinges.repetitions, values, strict=False)]
    assert words in said(five_hinges, *measured)


def test_a_larger_bend_elsewhere_is_said(five_hinges: Analysis) -> None:
    one = five_hinges.repetitions[0]
    assert "At its most it bent about 48°, at 0:03.0." in said(five_hinges, with_back(one, 33.0, most=48.0))
    assert "At its most" not in said(five_hinges, with_back(one, 33.0, most=38.0))


def test_a_change_says_how_far_and_against_what_and_only_where_it_was_found(five_hinges: Analysis) -> None:
    one = with_back(five_hinges.repetitions[0], 33.0, gains=(GAIN,))
    found = Finding(
        id="back_gives", level="fault", value=12.0, unit="deg", threshold=3.0, time_s=4.2, grade="C", repeatability=4.0
    )
    text = said(five_hinges, replace(one, findings=(found,)))
    assert "Your lower back got about 12° rounder on the way up than on the way down" in text
    assert "could be 8 to 16° (at 0:04.2)" in text
    assert "rounder" not in said(five_hinges, one)


def test_a_change_is_against_the_one_repetition_before_where_there_is_but_one(five_hinges: Analysis) -> None:
    rounder = replace(GAIN, between="against_earlier")
    found = Finding(id="back_gives", level="fault", value=12.0, unit="deg", threshold=3.0, time_s=4.2, grade="C")
    one, two, three = (with_back(r, 33.0, gains=(rounder,)) for r in five_hinges.repetitions[:3])
    assert "rounder than in the repetition before at" in said(five_hinges, one, replace(two, findings=(found,)))
    text = said(five_hinges, one, two, replace(three, findings=(found,)))
    assert "rounder than in the earlier repetitions at" in text


def test_a_back_that_is_not_measured_says_why_and_what_to_do(five_hinges: Analysis) -> None:
    hidden = load().reasons["back_hidden"]
    reason = NotMeasurable(id=hidden.id, reason=hidden.reason, do=hidden.do)
    one, two = five_hinges.repetitions[:2]
    unseen = replace(one, measurements={**one.measurements, LUMBAR: reason}, back=None)
    assert said(five_hinges, unseen) == f"Your lower back could not be measured. {hidden.reason} {hidden.do}"
    assert "In repetition 1 it could not be measured." in said(five_hinges, unseen, with_back(two, 33.0))


def test_the_back_comes_first_and_is_not_said_twice(five_hinges: Analysis) -> None:
    one = with_back(five_hinges.repetitions[0], 33.0, gains=(GAIN,))
    found = Finding(id="back_gives", level="fault", value=12.0, unit="deg", threshold=3.0, time_s=4.2, grade="C")
    answer = paragraph(replace(five_hinges, repetitions=(replace(one, findings=(found,)),)))
    assert answer.text.startswith("At the bottom your lower back bent")
    assert answer.found == "Nothing else stood out in what was measured."
    assert answer.text.count("rounder") == 1
