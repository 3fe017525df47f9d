"""What differs between two sides of one person: beyond its error, the back first, tempo last; in step by phase."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.progress import Difference, Side, against_demonstration, by_family, differences
from hiphinge.progress.side_by_side import ASCENT, BOTTOM, DESCENT, FAMILIES, in_step, median_curve
from hiphinge.quantities import QUANTITIES


def side(*, recording: str = "a", day: str | None = None, **values: float | list[float]) -> Side:
    listed = {id_: value if isinstance(value, list) else [value] for id_, value in values.items()}
    return Side(values=listed, recordings=frozenset({recording}), days=frozenset() if day is None else frozenset({day}))


def test_what_is_smaller_than_its_error_is_no_difference() -> None:
    found = differences(side(lumbar_flexion_deg=20), side(lumbar_flexion_deg=23))
    assert [one.is_clear for one in found] == [False]
    assert by_family(found) == ()


def test_the_error_is_smaller_within_a_recording_and_a_day() -> None:
    within, one_day, days = (
        differences(side(day=day, knee_flexion_deg=20), side(recording=recording, day=day, knee_flexion_deg=26))[0]
        for recording, day in (("a", None), ("b", "d"), ("b", None))
    )
    assert within.is_clear
    assert within.half_width < one_day.half_width <= days.half_width


def test_repetitions_average_out_within_a_recording_and_their_spread_counts() -> None:
    one, many, spread = (
        differences(side(trunk_inclination_deg=a), side(trunk_inclination_deg=b))[0].half_width
        for a, b in (([70.0], [72.0]), ([70.0] * 4, [72.0] * 4), ([60.0, 70, 80, 70], [62.0, 72, 82, 72]))
    )
    assert many == pytest.approx(one / 2)
    assert spread > one


def test_the_back_is_named_before_what_may_follow_from_it_and_tempo_last() -> None:
    before = side(lumbar_flexion_deg=15, hip_flexion_deg=60, shank_inclination_deg=0, descent_s=2.0)
    after = side(lumbar_flexion_deg=27, hip_flexion_deg=40, shank_inclination_deg=9, descent_s=5.0)
    found = by_family(differences(before, after))
    assert [one.family for one in found] == ["back", "knees and shins", "hips", "tempo"]
    assert found[0].differences[0].difference == 12


def test_the_more_is_compared_the_clearer_a_difference_must_be_except_in_the_back() -> None:
    before = side(hip_flexion_deg=60, lumbar_flexion_deg=20, head_angle_deg=0, shank_inclination_deg=0, hip_drop=0.1)
    after = side(hip_flexion_deg=68, lumbar_flexion_deg=27, head_angle_deg=0, shank_inclination_deg=0, hip_drop=0.1)
    found = differences(before, after)
    assert {one.quantity for one in found if one.is_clear} == {"hip_flexion_deg", "lumbar_flexion_deg"}
    assert [one.family for one in by_family(found)] == ["back"]
    alone = [one for one in found if one.quantity == "hip_flexion_deg"]
    assert [one.family for one in by_family(alone)] == ["hips"]


def test_by_error_alone_few_comparisons_name_anything() -> None:
    ids = [id_ for family in ("hips", "head", "arms", "knees and shins", "balance") for id_ in FAMILIES[family]]
    rng = np.random.default_rng(1)
    named = 0
    for _ in range(1000):
        drawn = zip(ids, rng.normal(0, 1 / 1.96, len(ids)), strict=True)
        found = [Difference(quantity=id_, before=0.0, after=float(e), half_width=1.0) for id_, e in drawn]
        named += bool(by_family(found))
    assert 20 <= named <= 70


def test_what_is_known_worse_than_usual_differs_more_between_recordings_but_not_within_one() -> None:
    one, other = side(day="d", lumbar_flexion_deg=20), side(recording="b", day="d", lumbar_flexion_deg=30)
    wide = {"lumbar_flexion_deg": [36.0]}
    usual, worse = (differences(one, b)[0].half_width for b in (other, replace(other, half_widths=wide)))
    assert worse == pytest.approx(usual * np.sqrt((1 + 3.0**2) / 2))
    usual, within = (differences(one, b)[0].half_width for b in (one, replace(one, half_widths=wide)))
    assert within == usual


def test_what_one_side_lacks_or_nobody_knows_the_error_of_is_left_out() -> None:
    assert differences(side(lumbar_flexion_deg=15, hip_knee_ratio=1), side(hip_knee_ratio=9)) == ()


def test_every_family_names_quantities_that_exist_once() -> None:
    ids = [id_ for family in FAMILIES.values() for id_ in family]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(QUANTITIES)
    assert {id_ for id_ in QUANTITIES if id_.startswith("bar_")} - {"bar_line_deg"} == set(FAMILIES["bar"])


@pytest.mark.parametrize("slower", [1.0, 2.5])
def test_a_slower_repetition_has_the_same_curve_in_step(slower: float) -> None:
    time_s = np.arange(0.0, 8.0, 1 / 30) * slower
    lean = np.interp(time_s / slower, [1.0, 3.0, 4.0, 5.0], [0.0, 70.0, 70.0, 0.0])
    phases = {"descent": (1.0 * slower, 3.0 * slower), "ascent": (4.0 * slower, 5.0 * slower)}
    grid = np.array([0.0, DESCENT / 2, DESCENT + BOTTOM / 2, DESCENT + BOTTOM + ASCENT / 2, DESCENT + BOTTOM + ASCENT])
    assert in_step(time_s, lean, phases=phases, grid=grid) == pytest.approx([0, 35, 70, 35, 0], abs=1.0)


def test_a_gap_stays_a_gap() -> None:
    time_s = np.arange(0.0, 4.0, 1 / 30)
    values = np.where((time_s > 0.4) & (time_s < 0.9), np.nan, 1.0)
    phases = {"descent": (0.0, 1.5), "ascent": (2.0, 3.0)}
    found = in_step(time_s, values, phases=phases, grid=np.linspace(0, 2.2, 23))
    assert np.isnan(found).any()
    assert np.isfinite(found).sum() > 15
    assert np.isnan(median_curve([found, np.full(23, np.nan), np.full(23, np.nan)])).all()


def test_what_follows_or_is_usual_comes_behind_what_differs_from_a_demonstration() -> None:
    drawn = replace(
        side(knee_flexion_deg=15, hip_drop=0.05, trunk_inclination_deg=70, lumbar_flexion_deg=0, descent_s=2),
        is_drawn=True,
    )
    filmed = side(knee_flexion_deg=45, hip_drop=0.4, trunk_inclination_deg=45, lumbar_flexion_deg=30, descent_s=9)
    found = by_family(differences(drawn, filmed))
    usual = {"lumbar_flexion_deg": (20.0, 46.0), "trunk_inclination_deg": (55.0, 90.0)}
    ordered = [one.family for one in against_demonstration(found, usual=usual)]
    assert ordered[0] in {"knees and shins", "lean of the trunk"}
    assert set(ordered[:2]) == {"knees and shins", "lean of the trunk"}
    assert ordered[2:] == ["back", "hips", "tempo"]


def test_a_drawn_figure_has_no_error_and_two_people_have_two() -> None:
    before, after = side(trunk_inclination_deg=70), side(recording="b", trunk_inclination_deg=60)
    drawn = differences(replace(before, is_drawn=True), after)[0].half_width
    people = differences(before, replace(after, whose="other"))[0].half_width
    assert people >= drawn * 2**0.5
