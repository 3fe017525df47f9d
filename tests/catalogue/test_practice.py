"""What people practise: drills, self-tests, lessons, training rules, and the questions before the start."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.assessments import judge_lesson
from hiphinge.catalogue import BackAim, Catalogue, Lesson, PassMark, load
from hiphinge.testing import DEADLIFT, HINGE, SQUAT, Lift, Movement, Plan, Tempo, record_video

SELF_TESTS = {
    "full_bend",
    "knee_to_chest",
    "thomas",
    "active_knee_extension",
    "straight_leg_raise",
    "weight_bearing_lunge",
    "toe_touch",
    "bird_dog_test",
    "back_endurance",
    "standing_posture",
    "waiters_bow_test",
    "squat_control",
    "lunge_control",
    "single_leg_stand",
    "wall_touch_test",
    "dowel_test",
    "front_plank",
    "side_plank",
    "jump",
}
LESSONS = ["find_your_shape", "wall", "dowel_lesson", "free", "light_load", "floor"]
RED_FLAGS = {"numb_saddle", "bladder_bowel", "leg_weakness", "major_knock", "night_pain_weight_loss", "fever"}
UNITS = ("_deg", "_percent", "_share", "_repetitions", "_days", "_years", "_hours", "_of_10", "_week")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="module")
def in_order(catalogue: Catalogue) -> list[Lesson]:
    return sorted(catalogue.lessons.values(), key=lambda lesson: lesson.number)


def filmed(lesson: Lesson, movement: Movement = HINGE) -> Analysis:
    """Return the analysis of a synthetic video of a lesson, without anything from which the back could be measured."""
    return analyse(record_video(Plan(movement=movement, lifts=(Lift(),) * 8)).motion, exercise=lesson.exercise)


def marks(catalogue: Catalogue) -> Iterator[tuple[Lesson, PassMark]]:
    return ((lesson, mark) for lesson in catalogue.lessons.values() for mark in lesson.passes)


# Drills


def test_there_are_drills_to_choose_from(catalogue: Catalogue) -> None:
    assert len(catalogue.drills) >= 12


def test_every_drill_says_what_to_feel_and_goes_back_to_an_article(catalogue: Catalogue) -> None:
    assert [d.id for d in catalogue.drills.values() if d.feel is None or not d.sources] == []


def test_a_drill_is_judged_only_as_what_videos_are_judged_as(catalogue: Catalogue) -> None:
    judged = {d.exercise for d in catalogue.drills.values() if d.exercise is not None}
    assert judged
    assert all(catalogue.exercises[id_].analysed for id_ in judged)


def test_a_drill_of_a_finding_is_a_way_out_of_it_and_named_once(catalogue: Catalogue) -> None:
    for fault in catalogue.faults.values():
        ways = (fault.drill, *fault.other_drills)
        assert len(set(ways)) == len(ways), fault.id


# Self-tests


def test_the_self_tests_are_these(catalogue: Catalogue) -> None:
    assert set(catalogue.self_tests) == SELF_TESTS


def test_every_self_test_is_read_from_a_video_and_the_full_bend_as_a_calibration(catalogue: Catalogue) -> None:
    assert [t.id for t in catalogue.self_tests.values() if t.protocol is None] == ["full_bend"]


def test_what_is_said_while_a_test_is_filmed_comes_in_order_and_before_its_end(catalogue: Catalogue) -> None:
    for test in catalogue.self_tests.values():
        if test.protocol is None:
            continue
        at_s = [line.at_s for line in test.protocol.spoken.lines]
        assert at_s == sorted(set(at_s)), test.id
        assert at_s[0] == 0, test.id
        assert max(*at_s, *test.protocol.spoken.counts_from_s, 0) < test.protocol.spoken.ends_s, test.id
        assert test.protocol.sides or not test.protocol.one_video, test.id


def test_what_a_test_measures_has_an_accuracy_and_its_band_the_unit(catalogue: Catalogue) -> None:
    for test in catalogue.self_tests.values():
        if test.protocol is None:
            continue
        assert set(test.protocol.quantities) <= set(catalogue.accuracy) | {"lumbar_share", "lumbar_flexion_most_deg"}
        measured = {band.quantity for band in test.bands} - {None}
        assert measured <= set(test.protocol.quantities), test.id


def test_no_test_of_posture_has_a_line_or_names_a_syndrome(catalogue: Catalogue) -> None:
    test = catalogue.self_tests["standing_posture"]
    assert all(band.band is None for band in test.bands)
    assert not any("crossed" in str(one).lower() for one in catalogue.self_tests.values())


def test_a_band_that_no_source_was_read_for_says_so(catalogue: Catalogue) -> None:
    bands = [r for test in catalogue.self_tests.values() for r in test.bands]
    assert len(bands) > len(SELF_TESTS)
    assert all(r.unverified and r.grade == "U" for r in bands if not r.citations)
    assert all(r.unit for r in bands if r.band is not None)


def test_a_band_from_memory_says_so(catalogue: Catalogue) -> None:
    for test in catalogue.self_tests.values():
        for band in test.bands:
            known = [catalogue.evidence[id_] for id_ in band.citations]
            assert band.unverified or not all(e.unverified for e in known), (test.id, band.label)


def test_the_supine_test_sends_straight_legs_to_the_other_one(catalogue: Catalogue) -> None:
    """A straight leg that lifts shows that hip's extension, whatever an article says."""
    test = catalogue.self_tests["knee_to_chest"]
    assert "straight leg" in test.does_not_tell
    assert "Thomas" in test.does_not_tell


# Lessons


def test_the_lessons_are_six_in_order_and_the_first_calibrates(in_order: list[Lesson]) -> None:
    assert [lesson.id for lesson in in_order] == LESSONS
    assert [lesson.number for lesson in in_order] == [1, 2, 3, 4, 5, 6]
    assert [lesson.calibrates for lesson in in_order] == [True] + [False] * 5
    assert in_order[0].passes == ()
    assert all(lesson.passes and lesson.repetitions >= 5 for lesson in in_order[1:])


def test_a_lesson_takes_five_minutes_to_hear_and_do(in_order: list[Lesson]) -> None:
    for lesson in in_order:
        assert lesson.minutes == 5
        assert 8 <= len(lesson.spoken) <= 16, lesson.id
        assert sum(len(sentence.split()) for sentence in lesson.spoken) <= 240, lesson.id


def test_the_estimate_comes_as_a_question_without_a_measured_number(in_order: list[Lesson]) -> None:
    assert all("?" in lesson.estimate for lesson in in_order)


def test_every_pass_mark_is_looked_for_in_the_exercise_of_its_lesson(catalogue: Catalogue) -> None:
    for lesson, mark in marks(catalogue):
        assert lesson.exercise is not None
        assert catalogue.exercises[lesson.exercise].analysed, lesson.id
        if mark.finding is not None:
            fault = catalogue.faults[mark.finding]
            assert fault.looked_for, (lesson.id, mark.finding)
            assert fault.silence(lesson.exercise, "hinge") is None, (lesson.id, mark.finding)


def test_no_pass_mark_asks_for_degrees_of_the_back(catalogue: Catalogue) -> None:
    asked = {mark.quantity for _, mark in marks(catalogue)} - {None}
    assert asked
    assert asked.isdisjoint({"lumbar_flexion_deg", "thoracic_flexion_deg", "pelvis_tilt_deg", "lumbar_of_maximum"})


def test_a_pass_mark_lies_apart_from_what_it_cannot_tell(catalogue: Catalogue) -> None:
    """Between the marks and a perfect value there is room for the error of a difference."""
    for lesson, mark in marks(catalogue):
        accuracy = catalogue.accuracy.get(mark.quantity or "")
        if accuracy is not None:
            assert (mark.low or mark.high or 0.0) > 2 * accuracy.repeatability, lesson.id


@pytest.mark.parametrize("name", LESSONS[1:])
def test_a_good_hinge_misses_nothing(catalogue: Catalogue, name: str) -> None:
    """Without a contour the marks of the back are not measurable; everything that joints show is passed."""
    lesson = catalogue.lessons[name]
    movement = DEADLIFT if name == "floor" else replace(HINGE, tempo=Tempo(descent_s=2.4))
    result = judge_lesson(lesson, filmed(lesson, movement))
    of_back = {"back_gives", "thoracic_rounding"}
    assert result.enough
    assert {m.mark.finding or m.mark.quantity for m in result.marks if m.outcome != "passed"} <= of_back
    assert any(m.outcome == "passed" for m in result.marks)


@pytest.mark.parametrize("name", ["wall", "free"])
def test_a_squat_does_not_pass(catalogue: Catalogue, name: str) -> None:
    lesson = catalogue.lessons[name]
    assert judge_lesson(lesson, filmed(lesson, SQUAT)).outcome == "not_yet"


def test_a_shallow_hinge_has_the_depth_still_to_come(catalogue: Catalogue) -> None:
    lesson = catalogue.lessons["free"]
    shallow = replace(HINGE, bottom=replace(HINGE.bottom, trunk_deg=42.0))
    missed = [m for m in judge_lesson(lesson, filmed(lesson, shallow)).marks if m.outcome == "not_yet"]
    assert [m.mark.quantity for m in missed] == ["trunk_inclination_deg"]


def test_a_dropped_weight_has_the_count_still_to_come(catalogue: Catalogue) -> None:
    lesson = catalogue.lessons["light_load"]
    dropped = replace(HINGE, tempo=Tempo(descent_s=0.8))
    missed = [m for m in judge_lesson(lesson, filmed(lesson, dropped)).marks if m.outcome == "not_yet"]
    assert [m.mark.quantity for m in missed] == ["descent_s"]


def test_a_pass_mark_without_a_source_says_so(catalogue: Catalogue) -> None:
    assert all(mark.unverified and mark.grade == "U" for _, mark in marks(catalogue) if not mark.citations)


# Training rules


def test_a_rule_with_numbers_and_no_source_says_so(catalogue: Catalogue) -> None:
    for rule in catalogue.training_rules.values():
        known = [catalogue.evidence[id_] for id_ in rule.citations]
        if rule.values and all(evidence.unverified for evidence in known):
            assert rule.unverified, rule.id
        if not known:
            assert rule.grade == "U", rule.id


def test_values_that_measure_carry_their_unit(catalogue: Catalogue) -> None:
    counts = {"sessions", "sessions_in_a_row", "patterns", "rounds", "second_task_step", "back_weeks"}
    for rule in catalogue.training_rules.values():
        for name in rule.values:
            plain = name.removesuffix("_least").removesuffix("_most").replace("_for_size", "")
            counted = plain in counts or "repetitions" in plain or plain.startswith("hinges")
            timed = plain.endswith("_s")
            assert counted or timed or any(unit in f"_{plain}" for unit in UNITS), (rule.id, name)


def test_what_is_in_use_is_what_the_program_does(catalogue: Catalogue) -> None:
    in_use = {rule.id for rule in catalogue.training_rules.values() if rule.state == "in_use"}
    done = {
        "load_step",
        "technique_gate",
        "range_before_load",
        "feedback",
        "self_estimate_first",
        "preparation",
        "quality_repetitions",
        "soreness_and_pain",
        "weekly_balance",
        "weekly_volume",
        "volume_not_ratio",
        "age",
        "bracing",
        "daily_habit",
        "deload",
        "first_in_session",
        "frequency",
        "heavy_and_fast",
        "missed_days",
        "simple_to_complex",
        "warm_up",
        "your_changes",
    }
    assert in_use == done
    until = catalogue.training_rules["range_before_load"].values["until_lean_deg"]
    assert catalogue.progressions["range"].below == until
    step = catalogue.training_rules["load_step"].values
    said = f"{step['least_step_percent']:.0f} to {step['most_step_percent']:.0f} percent"
    assert said in catalogue.progressions["load"].next


def test_nothing_is_judged_by_a_ratio_of_recent_to_earlier_training(catalogue: Catalogue) -> None:
    assert not any("ratio" in name for rule in catalogue.training_rules.values() for name in rule.values)
    assert "no ratio" in catalogue.training_rules["volume_not_ratio"].rule


# Questions


def test_questions_come_one_after_the_other_readiness_first(catalogue: Catalogue) -> None:
    asked = sorted(catalogue.questions.values(), key=lambda question: question.order)
    assert [q.order for q in asked] == list(range(1, len(asked) + 1))
    kinds = [q.kind for q in asked]
    assert kinds == sorted(kinds)
    assert set(kinds) == {"readiness", "red_flag"}


def test_a_red_flag_sends_to_somebody_at_once_and_says_what_it_is_worth(catalogue: Catalogue) -> None:
    flags = [q for q in catalogue.questions.values() if q.kind == "red_flag"]
    assert {q.id for q in flags} == RED_FLAGS
    assert {q.leads_to for q in flags} == {("stop",)}
    assert all(any(word in q.yes for word in ("doctor", "emergency", "looked at")) for q in flags)


def test_who_may_not_hold_the_breath_is_warned_and_so_is_the_drill(catalogue: Catalogue) -> None:
    breathing = [q for q in catalogue.questions.values() if "breathe_out" in q.leads_to]
    assert breathing
    assert all("breathe out" in q.yes for q in breathing)
    assert "breathe out on effort" in (catalogue.drills["brace_breath"].note or "")


# Findings and the aim for the own back


@pytest.mark.parametrize(
    ("finding", "aims"),
    [
        ("back_gives", {"less", "same"}),
        ("near_end_range", {"less"}),
        ("lumbar_leads_hip", {"less", "same"}),
        ("thoracic_rounding", {"less", "same"}),
        ("more_than_usual", {"less"}),
        ("squat_pattern", {"less", "same", "more"}),
        ("hips_not_back", {"less", "same", "more"}),
    ],
)
def test_who_wants_more_movement_is_not_asked_to_hold_still(
    catalogue: Catalogue, finding: str, aims: set[BackAim]
) -> None:
    assert set(get_args(BackAim)) >= aims
    assert set(catalogue.faults[finding].back_aims) == aims


def test_every_finding_goes_back_to_an_article(catalogue: Catalogue) -> None:
    assert [f.id for f in catalogue.faults.values() if not f.sources] == []
