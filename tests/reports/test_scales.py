"""The scale of the lower back: everything in its place in degrees, the same in words, and nothing where nothing is."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.findings import compare_back
from hiphinge.motion import Interval
from hiphinge.reports import build_report, html_page
from hiphinge.reports.model import BackOnScale, BackScale
from hiphinge.reports.scales import back_scale, scale_drawing


def on_scale(index: int, value: float | None, *, half: float = 8.0, most: float | None = None) -> BackOnScale:
    return BackOnScale(
        index=index,
        value_deg=value,
        low=None if value is None else value - half,
        high=None if value is None else value + half,
        most_deg=most,
        label=f"Repetition {index}",
        reason="A plate hides your back." if value is None else None,
    )


def scale(*rows: BackOnScale, own: float | None = None) -> BackScale:
    return BackScale(
        range_deg=Interval(low=20.0, high=46.0),
        source="Somebody 2020",
        grade="C",
        repetitions=rows,
        own_maximum_deg=own,
    )


degrees = st.floats(-30, 90)


@given(values=st.lists(st.none() | degrees, min_size=1, max_size=30), half=st.floats(1, 9), own=st.none() | degrees)
def test_places_are_in_the_order_of_the_degrees_and_inside(
    values: list[float | None], half: float, own: float | None
) -> None:
    drawing = scale_drawing(scale(*(on_scale(n + 1, v, half=half) for n, v in enumerate(values)), own=own))
    known = sorted((v, row.at) for v, row in zip(values, drawing.rows, strict=True) if v is not None and row.at)
    places = [at for _, at in known if at is not None]
    assert places == sorted(places)
    every = [drawing.zero, *drawing.band, *places, *(t.at for t in drawing.ticks)]
    every += [p for row in drawing.rows for p in (row.low, row.high, row.most) if p is not None]
    assert all(drawing.left <= p <= drawing.right for p in every)
    assert all(drawing.top < row.middle < drawing.bottom < drawing.height for row in drawing.rows)
    assert drawing.ticks[0].at == drawing.left
    assert drawing.ticks[-1].at == drawing.right


def test_a_degree_is_as_long_everywhere() -> None:
    drawing = scale_drawing(scale(on_scale(1, 33.0), own=60.0))
    (row,) = drawing.rows
    assert row.at is not None
    assert drawing.own_maximum is not None
    per_degree = (drawing.band[1] - drawing.band[0]) / 26.0
    assert row.at == pytest.approx(drawing.zero + 33.0 * per_degree, abs=0.02)
    assert drawing.own_maximum == pytest.approx(drawing.zero + 60.0 * per_degree, abs=0.02)


def test_the_most_is_marked_only_where_it_differs() -> None:
    same, more = scale_drawing(scale(on_scale(1, 33.0, most=33.4), on_scale(2, 33.0, most=41.0))).rows
    assert same.most is None
    assert more.most is not None
    assert "at its most 41°" in more.words


def test_an_interval_that_says_nothing_has_no_dot() -> None:
    (row,) = scale_drawing(scale(on_scale(1, 8.0, half=20.0, most=15.0))).rows
    assert row.at is row.most is None
    assert row.low is not None
    assert "anywhere from" in row.words


def test_everything_is_said_in_words_as_well() -> None:
    drawing = scale_drawing(scale(on_scale(1, 30.0), on_scale(2, None), on_scale(3, None), own=67.0))
    for words in ("20 to 46°", "Repetition 1: 30°, could be 22 to 38°", "Repetition 2: not measurable", "maximum 67°"):
        assert words in drawing.alt
    assert drawing.not_measurable == ("Repetitions 2 and 3: not measurable. A plate hides your back.",)


def with_lumbar(analysis: Analysis, *values: float | None) -> Analysis:
    def one(value: float) -> Measurement:
        between = Interval(low=value - 9, high=value + 9)
        return Measurement(value=value, unit="deg", interval=between, repeatability=4.0)

    def measured(repetition: Repetition, value: float | None) -> Repetition:
        if value is None:
            return repetition
        lumbar = one(value)
        back = compare_back(lumbar, exercise=analysis.exercise, gains={})
        return replace(repetition, measurements={**repetition.measurements, "lumbar_flexion_deg": lumbar}, back=back)

    pairs = zip(analysis.repetitions, (*values, None), strict=True)
    return replace(analysis, repetitions=tuple(measured(r, v) for r, v in pairs))


def test_the_range_is_that_of_the_catalogue_and_unmeasured_repetitions_are_named(five_hinges: Analysis) -> None:
    analysis = with_lumbar(five_hinges, 30.0, 31.0, None, 50.0, 52.0)
    found = back_scale(analysis, catalogue=load())
    assert found is not None
    usual = load().faults["more_than_usual"].band("romanian_deadlift").usual
    assert usual == (found.range_deg.low, found.range_deg.high)
    assert [r.value_deg for r in found.repetitions] == [30.0, 31.0, None, 50.0, 52.0]
    assert found.repetitions[2].reason == "The back was not seen."
    assert found.own_maximum_deg is None
    calibrated = replace(analysis, person=replace(analysis.person, lumbar_maximum_deg=66.0))
    again = back_scale(calibrated, catalogue=load())
    assert again is not None
    assert again.own_maximum_deg == 66.0


@pytest.mark.parametrize("exercise", sorted(load().exercises))
def test_every_exercise_has_a_range_with_a_source_or_no_scale(five_hinges: Analysis, exercise: str) -> None:
    found = back_scale(with_lumbar(replace(five_hinges, exercise=exercise), *[30.0] * 5), catalogue=load())
    assert found is None or (found.range_deg.low < found.range_deg.high and found.source)


def test_the_page_shows_the_scale_under_the_headline_and_only_where_there_is_one(five_hinges: Analysis) -> None:
    assert build_report(five_hinges).back_scale is None
    assert 'id="scale"' not in html_page(build_report(five_hinges))
    page = html_page(build_report(with_lumbar(five_hinges, 30.0, 31.0, None, 50.0, 52.0)))
    assert page.index("</header>") < page.index('id="scale"') < page.index('id="repetitions"')
    assert len(re.findall(r'<circle class="value" cx="[\d.]+%"', page)) == 4
    assert "keeps within a range" in page
