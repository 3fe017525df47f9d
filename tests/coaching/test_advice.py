"""One cue, one drill and the next set: from repetitions built by hand to advice."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.coaching.sets_by_hand import DEEP, ask, finding, free, judged, kept, repetition, with_finding

import hiphinge.coaching
from hiphinge.analysis import Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.coaching import advise
from hiphinge.errors import UnknownIdError
from hiphinge.findings import NotMeasurable, compare_back
from hiphinge.motion import BackAim
from hiphinge.repetitions import BOUNDARY_NOTES

FAULTS = [f.id for f in load().faults.values() if f.level == "fault"]
INFORMATION = [f.id for f in load().faults.values() if f.level == "information"]


@pytest.mark.parametrize("id_", INFORMATION)
def test_information_alone_is_no_reason_for_a_cue(id_: str) -> None:
    assert ask(with_finding(id_, (1, 2, 3, 4, 5), total=5)).finding is None


@pytest.mark.parametrize("id_", FAULTS)
def test_each_finding_that_comes_back_has_its_cue_drill_and_reason(id_: str) -> None:
    fault = load().faults[id_]
    advice = ask(with_finding(id_, (1, 2, 3), total=5))
    assert (advice.finding, advice.cue, advice.drill_id) == (id_, fault.cue, fault.drill)
    assert advice.drill is not None
    assert advice.drill.startswith(load().drills[fault.drill].name)
    assert advice.why == f"Found in 3 of 5 repetitions. {fault.why}"
    assert advice.next == load().phrases["same_again"].text
    assert advice.grade == fault.band("romanian_deadlift").grade


@pytest.mark.parametrize(
    ("total", "count", "said"),
    [
        (1, 1, False),
        (2, 1, False),
        (2, 2, True),
        (3, 1, False),
        (3, 2, True),
        (4, 1, False),
        (4, 2, True),
        (12, 2, True),
    ],
)
def test_a_finding_needs_to_come_back(total: int, count: int, *, said: bool) -> None:
    advice = ask(with_finding("shins_forward", range(1, count + 1), total=total))
    assert (advice.finding == "shins_forward") is said


def near(id_: str, quantity: str, *, by: float) -> Repetition:
    """Return a repetition past the threshold of a fault by less than the repeatability of its measurement."""
    threshold = load().faults[id_].threshold("romanian_deadlift")
    only = repetition(pattern="unclear", values={})
    close = Measurement(value=threshold + by, unit="deg", repeatability=4.0)
    return replace(only, measurements={quantity: close})


@pytest.mark.parametrize(
    ("id_", "quantity", "by"),
    [("shins_forward", "shank_inclination_deg", 2.0), ("shallow_range", "trunk_inclination_deg", -2.0)],
)
def test_what_is_near_the_line_is_neither_a_cue_nor_praised(id_: str, quantity: str, by: float) -> None:
    advice = ask([near(id_, quantity, by=by)] * 5)
    assert (advice.finding, advice.cue) == (None, load().phrases["nothing_recurs"].text)
    on_the_right_side = ask([near(id_, quantity, by=-by)] * 5)
    assert on_the_right_side.cue == kept(load().faults[id_].held)


@pytest.mark.parametrize(
    ("id_", "quantity"), [("back_gives", "lumbar_gain_deg"), ("thoracic_rounding", "thoracic_gain_deg")]
)
def test_one_repetition_is_not_praised_for_staying_the_same(id_: str, quantity: str) -> None:
    same = near(id_, quantity, by=-2.0)
    assert ask([same]).cue == load().phrases["keep_pattern"].text
    assert ask([same, same]).cue == kept(load().faults[id_].held)


def test_a_head_that_drops_is_not_praised_for_not_tipping_back() -> None:
    drops = near("neck_flexion", "head_angle_deg", by=5.0)
    level = near("neck_flexion", "head_angle_deg", by=-20.0)
    assert ask([drops] * 3).cue == load().phrases["nothing_recurs"].text
    assert ask([level] * 3).cue == kept(load().faults["neck_flexion"].held)


def test_an_attempt_does_not_count() -> None:
    attempts = [repetition(finding("shins_forward"), attempt=True)] * 3
    assert ask([*attempts, *free(3)]).finding is None


@pytest.mark.parametrize("more", ["neck_extension", "shallow_range", "no_knee_bend"])
def test_the_more_important_finding_is_taken_first_even_when_it_is_rarer(more: str) -> None:
    often = [repetition(finding(more))] * 6
    rare = [repetition(finding(more), finding("excess_knee_flexion"))] * 2
    assert ask([*often, *rare]).finding == "excess_knee_flexion"


def test_a_finding_that_came_late_ends_the_set_before_it() -> None:
    advice = ask(with_finding("hips_rise_early", (6, 7, 8), total=8))
    assert "stop after repetition 5" in advice.next


def test_a_finding_that_is_always_there_gets_the_easier_form() -> None:
    advice = ask(with_finding("hips_rise_early", (1, 2, 3, 5), total=5))
    assert advice.next == load().faults["hips_rise_early"].regression


def test_a_back_that_is_never_clear_is_prepared_first_without_a_load() -> None:
    """In nearly every repetition, so from the start; knees that do so need no such preparation."""
    prepare = load().phrases["prepare_first"].text
    assert ask([repetition(finding("near_end_range"))] * 5).next.endswith(prepare)
    assert prepare not in ask(with_finding("near_end_range", (2, 4), total=5)).next
    assert prepare not in ask([repetition(finding("shins_forward"))] * 5).next


@pytest.mark.parametrize("total", [1, 2])
def test_what_was_seen_once_in_a_short_set_is_named_and_nothing_is_changed(total: int) -> None:
    advice = ask(with_finding("shins_forward", (1,), total=total))
    assert advice.finding is None
    assert advice.cue == "Found once: shins lean forward. Change nothing yet."
    assert "three to five" in advice.next
    assert (advice.drill, advice.drill_id) == (None, None)


def test_all_that_was_seen_once_in_a_short_set_is_named_the_most_important_first() -> None:
    advice = ask([repetition(finding("lockout_overextension")), repetition(finding("back_gives"))])
    assert advice.cue == "Found once each: lower back rounds; leaning back at lockout. Change nothing yet."


def test_what_was_seen_once_in_a_longer_set_is_not_named() -> None:
    assert "Found once" not in ask(with_finding("shins_forward", (1,), total=6)).cue


@pytest.mark.parametrize("finding_id", ["back_gives", "near_end_range", "shins_forward"])
@pytest.mark.parametrize("aim", ["less", "same", "more", None])
def test_a_cue_follows_the_aim_for_the_back(finding_id: str, aim: BackAim | None) -> None:
    advice = advise(
        exercise="romanian_deadlift",
        exercise_given=True,
        repetitions=[repetition(finding(finding_id))] * 5,
        back_aim=aim,
    )
    wanted = aim is None or aim in load().faults[finding_id].back_aims
    assert (advice.finding == finding_id) is wanted
    assert ("because your aim is" in advice.why) is not wanted


def test_the_band_of_the_exercise_gives_the_grade() -> None:
    advice = ask([repetition(finding("excess_knee_flexion"))] * 3, "kettlebell_swing")
    assert advice.grade == "U" != load().faults["excess_knee_flexion"].grade


def test_a_squat_where_a_hinge_was_named_is_corrected() -> None:
    squats = [repetition(finding("squat_pattern"), pattern="squat")] * 5
    advice = ask(squats)
    assert advice.finding == "squat_pattern"
    assert advice.drill_id == "hinge_squat_contrast"


def test_a_squat_where_nothing_was_named_is_only_named() -> None:
    squats = [repetition(finding("squat_pattern"), finding("neck_extension"), pattern="squat")] * 5
    advice = ask(squats, "hip_hinge", named=False)
    assert advice.finding is None
    assert advice.cue.startswith("If you meant to hinge: ")
    assert "name the exercise" in advice.next


def test_a_squat_that_was_meant_goes_on_as_a_squat() -> None:
    advice = ask(free(5, "squat"), "back_squat")
    assert advice.finding is None
    assert "looks like" not in advice.cue
    assert advice.next == load().progressions["load"].next


@pytest.mark.parametrize(
    ("values", "exercise", "way"),
    [
        ({**DEEP, "trunk_inclination_deg": 50.0}, "romanian_deadlift", "range"),
        ({**DEEP, "bottom_s": 0.2}, "romanian_deadlift", "pause"),
        ({**DEEP, "descent_s": 1.2}, "romanian_deadlift", "tempo"),
        (DEEP, "romanian_deadlift", "load"),
        (DEEP, "hip_hinge", "first_load"),
        ({**DEEP, "trunk_inclination_deg": 50.0, "descent_s": 0.4}, "kettlebell_swing", "load"),
        ({**DEEP, "trunk_inclination_deg": 50.0}, "conventional_deadlift", "load"),
    ],
)
def test_with_nothing_found_one_axis_goes_on(values: Mapping[str, float], exercise: str, way: str) -> None:
    advice = ask(free(5, values=values), exercise)
    assert advice.finding is None
    assert advice.next == load().progressions[way].next
    assert advice.why == load().progressions[way].why
    assert advice.drill_id == load().progressions[way].drill
    assert advice.cue.endswith(load().phrases["keep"].text)


def test_what_was_not_measured_is_no_reason_to_go_on() -> None:
    assert ask(free(5, values={})).next == load().phrases["stay"].text


def test_no_load_where_little_was_seen_or_there_was_one_repetition_only() -> None:
    deadlift = "conventional_deadlift"
    assert ask(free(5, values={"trunk_rise_early_deg": 0.0}), deadlift).next == load().phrases["stay"].text
    assert ask(free(1), deadlift).next == load().reasons["first_repetition_only"].do
    assert ask(free(2), deadlift).next == load().progressions["load"].next


def test_what_was_clear_is_named_only_where_it_was_looked_for() -> None:
    assert ask(free(5)).cue == kept(load().faults["squat_pattern"].held)
    assert ask(free(5, "unclear")).cue == kept(load().faults["excess_knee_flexion"].held)
    # from the floor neither knees nor shins are judged, and hip travel was not measured
    nothing = [repetition(values={}, pattern="unclear")] * 3
    assert ask(nothing, "conventional_deadlift").cue == load().phrases["nothing_recurs"].text


def test_a_single_finding_is_not_called_clear() -> None:
    advice = ask(with_finding("excess_knee_flexion", (2,), total=6) + free(1, "unclear"))
    assert advice.finding is None
    assert load().faults["excess_knee_flexion"].held not in advice.cue


def test_nothing_moves_on_while_repetitions_differ() -> None:
    advice = ask(with_finding("shins_forward", (2,), total=3))
    assert advice.next == load().phrases["steady_first"].text
    five = ask(with_finding("shins_forward", (2,), total=5))
    assert five.next == load().progressions["load"].next


def test_no_load_when_the_exercise_was_not_named() -> None:
    assert ask(free(5), "hip_hinge", named=False).next == load().phrases["tell_exercise"].text


def test_an_exercise_that_is_certain_is_advised_on_as_if_it_had_been_named() -> None:
    done = [judged(r, "conventional_deadlift", earlier=n) for n, r in enumerate(free(5))]
    advice = advise(exercise="conventional_deadlift", exercise_given=False, exercise_certain=True, repetitions=done)
    assert advice.next.startswith(load().progressions["load"].next)


@pytest.mark.parametrize(
    ("lumbar_deg", "way"), [(30.0, "range"), (44.0, "pause"), (60.0, "pause")], ids=["within", "near the end", "above"]
)
def test_nobody_goes_deeper_whose_lower_back_may_be_above_the_range(lumbar_deg: float, way: str) -> None:
    values = {**DEEP, "trunk_inclination_deg": 50.0, "bottom_s": 0.2}
    back = compare_back(Measurement(value=lumbar_deg, unit="deg"), exercise="romanian_deadlift", gains={})
    advice = ask([replace(r, back=back) for r in free(5, values=values)])
    assert advice.next == load().progressions[way].next


def test_no_load_where_the_lower_back_may_be_above_the_range() -> None:
    back = compare_back(Measurement(value=60.0, unit="deg"), exercise="romanian_deadlift", gains={})
    advice = ask([replace(r, back=back) for r in free(5)])
    assert (advice.next, advice.why) == (load().phrases["stay"].text, load().phrases["stay_back_why"].text)


def test_no_load_when_the_pattern_is_unclear() -> None:
    assert ask(free(5, "unclear"), "stiff_leg_deadlift").next == load().phrases["stay"].text


def test_an_unclear_pattern_without_an_exercise_asks_for_it() -> None:
    advice = ask(free(5, "unclear"), "hip_hinge", named=False)
    assert advice.next == load().reasons["pattern_unclear"].do


def test_no_load_after_a_lift_that_was_not_completed() -> None:
    assert ask([*free(5), repetition(attempt=True)]).next == load().phrases["finish_first"].text


@pytest.mark.parametrize("note", sorted(BOUNDARY_NOTES))
def test_what_is_around_a_set_is_no_lift_that_was_not_completed(note: str) -> None:
    around = replace(repetition(attempt=True), note=note)
    assert not around.failed
    assert ask([around, *free(5), around]) == ask(free(5))
    assert ask([*free(5), repetition(attempt=True), around]).next == load().phrases["finish_first"].text
    assert ask([around]).cue == load().reasons["no_movement"].do


@pytest.mark.parametrize("id_", [r.id for r in load().reasons.values() if r.stops])
def test_without_a_repetition_the_reason_says_what_to_video(id_: str) -> None:
    reason = load().reasons[id_]
    reasons = (
        NotMeasurable(id="back_not_seen", reason="-", do="-"),
        NotMeasurable(id=id_, reason="-", do="-"),
    )
    advice = advise(exercise="hip_hinge", exercise_given=False, repetitions=(), not_measurable=reasons)
    assert (advice.cue, advice.why) == (reason.do, reason.reason)
    assert (advice.finding, advice.drill, advice.grade) == (None, None, None)
    assert advice.next == load().phrases["film_next"].text


def test_without_any_reason_the_video_had_no_movement_or_only_attempts() -> None:
    assert ask([]).cue == load().reasons["no_movement"].do
    assert ask([repetition(attempt=True)]).cue == load().reasons["not_completed"].do


def test_an_exercise_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownIdError, match="moonwalk"):
        ask(free(3), "moonwalk")


def test_every_phrase_of_the_catalogue_is_used() -> None:
    package = Path(hiphinge.coaching.__file__).parent.parent
    folders = ("coaching", "measures", "workflow", "server/pages", "reports", "lab", "cli")
    code = "".join(file.read_text(encoding="utf-8") for folder in folders for file in (package / folder).rglob("*.py"))
    named = {id_ for id_ in load().phrases if f'"{id_}"' in code or f'"{id_.removesuffix("_why")}"' in code}
    one_of_several = tuple(re.findall(r'f"([a-z]+_(?:[a-z]+_)*)\{', code))
    named |= {id_ for id_ in load().phrases if id_.startswith(one_of_several)}
    assert load().phrases.keys() == named


def test_the_next_set_is_filmed_from_the_same_place_unless_it_was_filmed_badly() -> None:
    reasons = load().reasons
    for id_, do in (("plate_hides_body", reasons["plate_hides_body"].do), ("mass_unknown", None)):
        reason = NotMeasurable(id=id_, reason=reasons[id_].reason, do=reasons[id_].do)
        done = [judged(r, "romanian_deadlift") for r in free(5)]
        advice = advise(exercise="romanian_deadlift", exercise_given=True, repetitions=done, not_measurable=(reason,))
        same_place = load().phrases["same_place"].text
        assert advice.next.endswith(same_place if do is None else do)
        assert (same_place in advice.next) is (do is None)


def test_a_pattern_that_comes_late_does_not_end_the_set_early() -> None:
    late = [*free(5), *([repetition(finding("squat_pattern"), pattern="squat")] * 3)]
    assert "stop after" not in ask(late).next


@pytest.mark.parametrize(("id_", "is_enough"), [("back_gives", True), ("shins_forward", False)])
def test_the_last_repetition_is_enough_for_what_is_compared_with_the_others(id_: str, is_enough: bool) -> None:  # noqa: FBT001 - a parameter
    advice = ask(with_finding(id_, (5,), total=5))
    assert (advice.finding == id_) is is_enough
    assert ("stop after repetition 4" in advice.next) is is_enough
