"""A report is data before it is a page: what it holds, which moments it asks for, and that nothing is lost."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.analysis import Analysis, Measurement
from hiphinge.catalogue import load
from hiphinge.findings import NotMeasurable
from hiphinge.motion import CoordinateFrame
from hiphinge.quantities import QUANTITIES
from hiphinge.reports import Provenance, Report, build_report, needed_times
from hiphinge.reports.charting import steps_between
from hiphinge.reports.method import facts
from hiphinge.reports.moments import steps_of
from hiphinge.reports.ranking import faults_in_set, further_in_worst, pair_to_compare

Draw = Callable[[Analysis, float], NDArray[np.uint8]]


@pytest.fixture(scope="module")
def report(five_hinges: Analysis, drawn: Draw) -> Report:
    frames = {t: drawn(five_hinges, t) for t in needed_times(five_hinges)}
    return build_report(
        five_hinges, frames=frames, provenance=Provenance(versions={"hiphinge": "9"}, model="synthetic")
    )


def test_every_moment_asked_for_is_a_frame(five_hinges: Analysis) -> None:
    times = needed_times(five_hinges)
    assert list(times) == sorted(set(times))
    assert set(times) <= set(five_hinges.motion.time_s.tolist())
    for repetition in five_hinges.counted:
        assert np.abs(np.array(times) - repetition.bottom_s).min() <= 0.021
    for seen in faults_in_set(five_hinges, catalogue=load()):
        assert np.abs(np.array(times) - seen.clearest.time_s).min() <= 0.021


def test_a_very_long_clip_asks_for_a_bounded_number_of_images(five_hinges: Analysis) -> None:
    times = five_hinges.motion.time_s
    many = tuple(
        replace(five_hinges.repetitions[0], index=i + 1, bottom_s=float(t), findings=())
        for i, t in enumerate(times[::2])
    )
    assert len(many) > 90
    assert len(needed_times(replace(five_hinges, repetitions=many))) == 90


def test_without_a_video_no_moment_is_asked_for(five_hinges: Analysis, refused: Analysis) -> None:
    assert needed_times(refused) == ()
    points = np.zeros((len(five_hinges.motion), len(five_hinges.motion.layout), 3))
    laboratory = replace(five_hinges.motion, positions=points, coordinate_frame=CoordinateFrame.WORLD_M)
    assert needed_times(replace(five_hinges, motion=laboratory)) == ()
    assert build_report(replace(five_hinges, motion=laboratory)).player is not None


def test_every_kind_of_finding_has_one_card_with_words_and_image(report: Report, five_hinges: Analysis) -> None:
    catalogue = load()
    for card, repetition in zip(report.repetitions, five_hinges.repetitions, strict=True):
        assert [f.id for f in card.findings] == [f.id for f in repetition.findings]
    assert [(f.id, f.repetitions) for f in report.findings] == [
        ("excess_knee_flexion", (3, 4, 5)),
        ("uncontrolled_descent", (5,)),
    ]
    for shown in report.findings:
        fault = catalogue.faults[shown.id]
        assert (shown.cue, shown.why, shown.drill) == (fault.cue, fault.why, catalogue.drills[fault.drill].name)
        assert (shown.grade, bool(shown.grade_words)) == ("C", True)
        assert shown.figure is not None
        assert shown.more.images


def test_the_finding_that_the_next_set_answers_comes_first(five_hinges: Analysis) -> None:
    assert five_hinges.advice is not None
    second = replace(five_hinges.advice, finding="uncontrolled_descent", why="Found once. It is hurried.")
    report = build_report(replace(five_hinges, advice=second))
    assert [(f.id, f.is_advised) for f in report.findings] == [
        ("uncontrolled_descent", True),
        ("excess_knee_flexion", False),
    ]
    assert report.next_set is not None
    assert report.next_set.finding == report.findings[0].id
    one, other = (load().faults[f.id].what.rstrip(".") for f in report.findings)
    assert report.paragraph.found.index(one) < report.paragraph.found.index(other)


def test_the_next_set_leaves_to_its_finding_what_is_said_of_it(five_hinges: Analysis) -> None:
    assert five_hinges.advice is not None
    why = load().faults["excess_knee_flexion"].why
    report = build_report(replace(five_hinges, advice=replace(five_hinges.advice, why=f"Found in 3 of 5. {why} More.")))
    assert report.next_set is not None
    assert report.next_set.why == "Found in 3 of 5. More."
    assert report.findings[0].why == why


def test_a_change_from_standing_and_the_number_on_the_image_are_reconciled(report: Report) -> None:
    knee = report.findings[0]
    assert (knee.value, knee.line) == ("about 53°, could be 48 to 58°", "40°")
    assert knee.on_image == "The frame shows 58°; when you stand it is 5°."


def test_best_and_worst_stand_side_by_side_at_the_same_lean(report: Report, five_hinges: Analysis) -> None:
    assert report.comparison is not None
    assert (report.comparison.left_title, report.comparison.right_title) == (
        "Best: repetition 1",
        "Worst: repetition 5",
    )
    assert [s.name for s in report.comparison.steps] == ["Start", "Halfway down", "Bottom", "Halfway up", "Standing"]
    assert five_hinges.series is not None
    lean = five_hinges.series.values["trunk_inclination_deg"]
    for step in report.comparison.steps:
        left, right = (
            int(np.searchsorted(five_hinges.series.time_s, t)) for t in (step.left_time_s, step.right_time_s)
        )
        assert lean[left] == pytest.approx(lean[right], abs=6.0), "two neighbouring frames differ by as much"
        assert step.left is not None
        assert step.right is not None
        assert step.left.height == step.right.height


def test_without_findings_first_and_last_are_compared(five_hinges: Analysis) -> None:
    clean = replace(five_hinges, repetitions=tuple(replace(r, findings=()) for r in five_hinges.counted))
    pair = pair_to_compare(clean, catalogue=load())
    assert pair is not None
    assert (pair.best.index, pair.worst.index, pair.alike) == (1, 5, True)
    alone = replace(five_hinges, repetitions=five_hinges.repetitions[:1])
    assert pair_to_compare(alone, catalogue=load()) is None
    assert build_report(alone).comparison is None


def test_repetitions_that_differ_by_chance_are_not_ranked(five_hinges: Analysis) -> None:
    third, fourth = five_hinges.repetitions[2:4]
    assert fourth.findings[0].value - third.findings[0].value > (third.findings[0].repeatability or 0)
    apart = pair_to_compare(replace(five_hinges, repetitions=(third, fourth)), catalogue=load())
    assert apart is not None
    assert not apart.alike
    assert further_in_worst(apart) == ("excess_knee_flexion",)
    assert further_in_worst(replace(apart, best=apart.worst, worst=apart.best)) == ()
    close = replace(fourth, findings=(replace(fourth.findings[0], value=third.findings[0].value + 1),))
    alike = pair_to_compare(replace(five_hinges, repetitions=(third, close)), catalogue=load())
    assert alike is not None
    assert alike.alike
    assert further_in_worst(alike) == ()


def test_of_two_that_show_the_same_the_report_says_in_which_it_is_more(five_hinges: Analysis) -> None:
    third, fourth = five_hinges.repetitions[2:4]
    comparison = build_report(replace(five_hinges, repetitions=(third, fourth))).comparison
    assert comparison is not None
    said = f"Both show too much knee bend, repetition {fourth.index} more so than repetition {third.index}."
    assert comparison.explanation.startswith(said)


def test_two_repetitions_in_step_show_at_the_bottom_what_the_report_gives_of_it(five_hinges: Analysis) -> None:
    unseen = NotMeasurable(id="legs_hidden", reason="The legs were hidden.", do="Move the bench.")
    unlike: dict[str, Measurement | NotMeasurable] = {
        "trunk_inclination_deg": Measurement(value=61.0, unit="deg"),
        "knee_flexion_deg": unseen,
    }
    changed = tuple(
        replace(r, findings=(), measurements={**r.measurements, **unlike}) for r in five_hinges.repetitions[:2]
    )
    comparison = build_report(replace(five_hinges, repetitions=changed)).comparison
    assert comparison is not None
    bottom = next(step for step in comparison.steps if step.name == "Bottom")
    halfway = next(step for step in comparison.steps if step.name == "Halfway up")
    for said, elsewhere in ((bottom.left_numbers, halfway.left_numbers), (bottom.right_numbers, halfway.right_numbers)):
        assert "Trunk 61°" in said
        assert not any(number.startswith("Knee") for number in said)
        assert any(number.startswith("Knee") for number in elsewhere)


def test_a_lift_from_the_floor_has_no_way_down_to_compare(five_hinges: Analysis) -> None:
    floor = replace(five_hinges.repetitions[0], starts_at="bottom", start_s=five_hinges.repetitions[0].bottom_s)
    assert list(steps_of(floor, five_hinges)) == ["bottom", "mid_ascent", "lockout"]
    put_down = replace(five_hinges.repetitions[0], ends_at="bottom")
    assert list(steps_of(put_down, five_hinges)) == ["start", "mid_descent", "bottom"]


def test_what_could_not_be_measured_is_reported_once_with_reason_and_help(report: Report) -> None:
    gaps = {(g.reason, g.do, g.where): g.names for g in report.not_measured}
    assert gaps["The back was not seen.", "Wear fitted clothes.", ""] == ("Lumbar flexion",)
    assert gaps["The head left the frame.", "Step back a little.", "repetition 2"] == ("Head line",)
    assert len(gaps) == 2


def test_how_it_was_measured(report: Report) -> None:
    method = {f.term: f.text for f in report.method}
    assert "about 6° (give or take 5°) off a true side view" in method["View"]
    assert "quiet standing in this recording (0.8 s)" in method["Your own standing"]
    assert "1.80 m tall, 75 kg, lifting 60 kg" in method["Person and load"]
    assert "nine times out of ten" in method["Intervals"]
    assert "knee bend 3°" in method["Repeatability"]
    assert method["Versions"] == "hiphinge 9"


def test_every_line_has_a_grade_and_where_it_comes_from(report: Report) -> None:
    rows = {row.name: row for row in report.thresholds}
    knee = load().faults["excess_knee_flexion"]
    assert rows[knee.name].line == "above 40°"
    assert rows[knee.name].grade == knee.band("romanian_deadlift").grade
    assert rows[knee.name].sources


def test_units_change_load_and_stature_only(five_hinges: Analysis, report: Report) -> None:
    pounds = build_report(five_hinges, units="imperial")
    method = {f.term: f.text for f in pounds.method}
    assert "5 ft 11 in tall, 165 lb, lifting 132 lb" in method["Person and load"]
    assert pounds.table == report.table


def test_a_report_without_images_is_whole(five_hinges: Analysis, report: Report) -> None:
    plain = build_report(five_hinges)
    assert plain.figures == ()
    assert plain.paragraph == report.paragraph
    assert plain.comparison is not None
    assert [s.left for s in plain.comparison.steps] == [None] * 5


def test_a_refused_clip_has_what_was_detected_and_why_not(refused: Analysis) -> None:
    report = build_report(refused)
    assert report.refused
    assert (report.player, report.comparison, report.repetitions) == (None, None, ())
    assert "from the front" in {f.term: f.text for f in report.seen}["View"]
    assert [(g.reason, g.do) for g in report.not_measured] == [("The video is from the front.", "Film from the side.")]


def test_charts_move_in_step_with_the_joints(report: Report, five_hinges: Analysis) -> None:
    player = report.player
    assert player is not None
    assert len(player.times_s) == len(player.joints) == len(five_hinges.motion)
    assert all(len(chart.values) == len(player.times_s) for chart in player.charts)
    knee = next(c for c in player.charts if c.id == "knee_flexion_deg")
    assert [m.time_s for m in knee.markers] == [r.findings[0].time_s for r in five_hinges.repetitions[2:5]]
    assert [b.repetition for b in player.repetitions] == [1, 2, 3, 4, 5, 6]


def test_a_gap_lifts_the_pen(five_hinges: Analysis) -> None:
    assert five_hinges.series is not None
    values = {id_: v.copy() for id_, v in five_hinges.series.values.items()}
    values["trunk_inclination_deg"][100:120] = np.nan
    report = build_report(replace(five_hinges, series=replace(five_hinges.series, values=values)))
    assert report.player is not None
    chart = report.player.charts[0]
    assert chart.line.path.count("M") == 2
    assert chart.values[110] is None


def test_ticks_are_round_and_inside() -> None:
    assert steps_between(0.0, 13.2, count=9) == (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0)
    assert steps_between(-3.1, 71.0, count=4) == (0.0, 20.0, 40.0, 60.0) or all(
        -3.1 <= t <= 71 for t in steps_between(-3.1, 71.0, count=4)
    )


def test_a_report_cannot_be_changed(report: Report) -> None:
    with pytest.raises(FrozenInstanceError):
        report.source = "another"  # type: ignore[misc]  # that is what is tested


def test_two_quantities_that_share_a_reason_are_one_gap_of_one_repetition(five_hinges: Analysis) -> None:
    hidden = NotMeasurable(id="legs_hidden", reason="The legs were hidden.", do="Move the bench.")
    first = five_hinges.repetitions[0]
    both = {**first.measurements, "knee_flexion_deg": hidden, "shank_inclination_deg": hidden}
    clip = replace(five_hinges, repetitions=(replace(first, measurements=both), *five_hinges.repetitions[1:]))
    gap = next(g for g in build_report(clip).not_measured if g.reason == hidden.reason)
    assert gap.where == "repetition 1"
    uncounted = replace(clip, repetitions=(replace(clip.repetitions[0], kind="attempt"), *clip.repetitions[1:]))
    assert not any(g.reason == hidden.reason for g in build_report(uncounted).not_measured)
    assert set(gap.names) == {QUANTITIES["knee_flexion_deg"].title, QUANTITIES["shank_inclination_deg"].title}


def test_settings_and_assumptions_are_said_in_words(five_hinges: Analysis) -> None:
    assumed = replace(five_hinges, assumed=("exercise: Romanian deadlift",))
    given = Provenance(settings={"share_measured": "0.56", "threads": "2"})
    words = {fact.term: fact.text for fact in facts(assumed, provenance=given, units="metric")}
    assert words["Settings"] == "share of the frames that the network looked at: 0.56; threads: 2"
    assert "Assumed: exercise: Romanian deadlift." in words["Person and load"]
