"""What lifters and their phones do: pauses, attempts, sets, hidden moments, exercises given and guessed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, Measurement, Repetition, analyse
from hiphinge.catalogue import load
from hiphinge.motion import Person
from hiphinge.testing import (
    DEADLIFT,
    HINGE,
    SQUAT,
    SWING,
    Camera,
    Hidden,
    Lift,
    Movement,
    Plan,
    SyntheticRecording,
    Tempo,
    record_video,
)

THREE = (Lift(),) * 3
SLACK_S = 0.2
"""How far a start or an end may lie from the truth: the way of least jerk begins and ends hardly moving."""


def answered(plan: Plan, camera: Camera | None = None) -> tuple[SyntheticRecording, Analysis]:
    video = record_video(plan, camera=camera)
    return video, analyse(video.motion)


def kinds(repetitions: Sequence[Repetition]) -> list[tuple[str, str | None]]:
    return [(r.kind, r.note) for r in repetitions]


def value(repetition: Repetition, id_: str) -> float:
    measured = repetition.measurements[id_]
    assert isinstance(measured, Measurement), measured
    return measured.value


def assert_on_time(video: SyntheticRecording, answer: Analysis) -> None:
    assert len(answer.counted) == len(video.counted)
    for found, true in zip(answer.counted, video.counted, strict=True):
        assert found.start_s == pytest.approx(true.start_s, abs=SLACK_S)
        assert true.bottom_start_s - SLACK_S <= found.bottom_s <= true.bottom_end_s + SLACK_S
        assert found.end_s == pytest.approx(true.end_s, abs=SLACK_S)


PAUSES = Tempo(halfway_down_s=1.5, bottom_s=2.5, halfway_up_s=1.5, top_s=3.0)


@pytest.mark.parametrize(
    "plan",
    [
        Plan(lifts=(Lift(),)),
        Plan(lifts=(Lift(),) * 10),
        Plan(movement=SQUAT),
        Plan(movement=DEADLIFT),
        Plan(movement=SWING, lifts=(Lift(),) * 10),
        Plan(movement=replace(HINGE, tempo=PAUSES)),
        Plan(movement=replace(HINGE, tempo=Tempo(bottom_s=0.0, top_s=0.0))),
        Plan(movement=DEADLIFT, starts_at="bottom"),
        Plan(movement=DEADLIFT, starts_at="bottom", ends_at="bottom"),
        Plan(ends_at="bottom"),
        Plan(sets=2),
        Plan(lifts=(Lift(), Lift(depth=0.4), Lift())),
        Plan(lifts=(Lift(), Lift(rise=0.3), Lift(), Lift())),
    ],
    ids=lambda plan: f"{len(plan.lifts)}-{plan.starts_at}-{plan.ends_at}-{plan.movement.bottom.knee_deg:g}",
)
def test_repetitions_are_counted_and_on_time(plan: Plan) -> None:
    assert_on_time(*answered(plan))


def test_attempts_are_distinguished() -> None:
    _, answer = answered(Plan(lifts=(Lift(), Lift(depth=0.4), Lift(rise=0.3), Lift(), Lift())))
    assert kinds(answer.repetitions) == [
        ("repetition", None),
        ("attempt", "partial_range"),
        ("attempt", "not_upright"),
        ("repetition", None),
        ("repetition", None),
    ]
    assert [r.index for r in answer.repetitions] == [1, 2, 3, 4, 5]


def test_putting_the_weight_down_is_not_counted() -> None:
    _, answer = answered(Plan(movement=DEADLIFT, starts_at="bottom", ends_at="bottom"))
    assert kinds(answer.repetitions) == [("repetition", None)] * 2 + [("attempt", "put_down")]
    assert answer.repetitions[-1].judgements == ()


def test_bending_to_the_bar_and_lifting_it_is_one_repetition() -> None:
    slow = replace(DEADLIFT, tempo=Tempo(bottom_s=4.0))
    video, answer = answered(Plan(movement=slow, lifts=(Lift(),)))
    assert kinds(answer.repetitions) == [("repetition", None)]
    assert_on_time(video, answer)
    assert value(answer.counted[0], "bottom_s") == pytest.approx(4.0, abs=2 * SLACK_S)


def test_a_video_that_begins_at_the_bottom_has_no_way_down() -> None:
    _, answer = answered(Plan(movement=DEADLIFT, starts_at="bottom"))
    first, second, _ = answer.counted
    assert (first.starts_at, second.starts_at) == ("bottom", "top")
    assert first.measurements["descent_s"].id == "starts_at_bottom"  # type: ignore[union-attr] # unmeasured
    assert [p.name for p in first.phases] == ["bottom", "ascent", "lockout"]
    assert value(second, "descent_s") > 1.0


def test_a_video_that_ends_at_the_bottom_has_no_way_up() -> None:
    _, answer = answered(Plan(ends_at="bottom"))
    last = answer.repetitions[-1]
    assert (last.kind, last.note, last.ends_at) == ("attempt", "ends_at_bottom", "bottom")
    for id_ in ("bottom_s", "ascent_s"):
        assert last.measurements[id_].id == "ends_at_bottom"  # type: ignore[union-attr] # unmeasured
    assert last.findings == ()


def test_a_weight_put_down_lacks_a_way_up_because_it_was_put_down() -> None:
    _, answer = answered(Plan(movement=DEADLIFT, starts_at="bottom", ends_at="bottom"))
    last = answer.repetitions[-1]
    assert (last.note, last.ends_at) == ("put_down", "bottom")
    for id_ in ("bottom_s", "ascent_s", "lockout_extension_deg"):
        assert last.measurements[id_].id == "put_down"  # type: ignore[union-attr] # unmeasured


def test_two_sets_with_a_step_between() -> None:
    video, answer = answered(Plan(sets=2, rest_s=20.0, step_m=0.4))
    assert [s.repetitions for s in answer.sets] == [(1, 2, 3), (4, 5, 6)]
    assert [r.set for r in answer.repetitions] == [r.set for r in video.repetitions]
    for number, one in enumerate(answer.sets):
        assert one.index == number + 1
        assert one.start_s == answer.repetitions[3 * number].start_s
        assert one.end_s == answer.repetitions[3 * number + 2].end_s
    first, second = (value(answer.repetitions[i], "hip_back_travel") for i in (0, 3))
    assert first == pytest.approx(second, abs=0.01)  # the step is no hip travel


@pytest.mark.parametrize("at_s", [0.5, 1.9, 2.6, 3.6])
def test_a_moment_hidden_is_closed(at_s: float) -> None:
    whole = analyse(record_video(Plan()).motion)
    _, answer = answered(Plan(), Camera(hidden=(Hidden(start_s=at_s, end_s=at_s + 0.3),)))
    assert answer.series is not None
    assert np.isfinite(answer.series.values["knee_flexion_deg"]).all()
    for id_ in ("trunk_inclination_deg", "knee_flexion_deg", "hip_back_travel"):
        assert value(answer.counted[0], id_) == pytest.approx(value(whole.counted[0], id_), abs=1.5)


@pytest.mark.parametrize("at_s", [1.5, 2.6, 3.2])
def test_a_longer_one_is_left_open_but_costs_no_repetition(at_s: float) -> None:
    video, answer = answered(Plan(), Camera(hidden=(Hidden(start_s=at_s, end_s=at_s + 0.8),)))
    assert answer.series is not None
    within = (video.motion.time_s >= at_s + 0.01) & (video.motion.time_s < at_s + 0.79)
    assert np.isnan(answer.series.values["trunk_inclination_deg"][within]).all()
    assert len(answer.counted) == 3


@pytest.mark.parametrize(
    ("movement", "exercise"),
    [
        (HINGE, "hip_hinge"),
        (SWING, "kettlebell_swing"),
        (DEADLIFT, "conventional_deadlift"),
        (SQUAT, "bodyweight_squat"),
    ],
)
def test_the_exercise_is_guessed_and_said_to_be(movement: Movement, exercise: str) -> None:
    _, answer = answered(Plan(movement=movement))
    assert answer.exercise == exercise
    assert not answer.exercise_given
    assert f"exercise: {load().exercise(exercise).name}" in answer.assumed


@pytest.mark.parametrize("name", ["rdl", "romanian_deadlift"])
def test_the_given_exercise_is_taken(name: str) -> None:
    answer = analyse(record_video(Plan(movement=SWING)).motion, exercise=name)
    assert answer.exercise == "romanian_deadlift"
    assert answer.exercise_given
    assert not any(text.startswith("exercise: ") for text in answer.assumed)


@pytest.mark.parametrize(
    ("movement", "label"), [(HINGE, "hinge"), (SQUAT, "squat"), (SWING, "hinge"), (DEADLIFT, "hinge")]
)
def test_the_pattern_of_every_repetition(movement: Movement, label: str) -> None:
    _, answer = answered(Plan(movement=movement))
    assert [r.pattern.label for r in answer.counted] == [label] * 3


def test_a_load_on_the_back_needs_the_load_and_the_mass() -> None:
    motion = record_video(Plan(lifts=(Lift(),))).motion

    def expected(load_kg: float | None, mass_kg: float | None) -> object:
        answer = analyse(motion, exercise="good_morning", load_kg=load_kg, person=Person(mass_kg=mass_kg))
        found = answer.counted[0].measurements["hip_travel_expected"]
        return found.value if isinstance(found, Measurement) else found.id

    assert expected(None, 80.0) == "load_unknown"
    assert expected(40.0, None) == "mass_unknown"
    light, heavy = expected(0.0, 80.0), expected(40.0, 80.0)
    assert isinstance(light, float)
    assert isinstance(heavy, float)
    assert heavy > light + 0.05


def test_a_load_in_the_hands_hangs_over_the_foot() -> None:
    motion = record_video(Plan(lifts=(Lift(),))).motion
    without, loaded = (
        analyse(motion, exercise="rdl", load_kg=load_kg, person=Person(mass_kg=80.0)).counted[0]
        for load_kg in (None, 80.0)
    )
    assert value(without, "hip_travel_expected") == value(loaded, "hip_travel_expected")


def test_fast_repetitions_take_their_reference_posture_from_the_lockouts() -> None:
    restless = replace(SWING, tempo=Tempo(descent_s=0.5, bottom_s=0.0, ascent_s=0.45, top_s=0.0))
    plan = Plan(movement=restless, lifts=(Lift(),) * 6, before_s=0.1, after_s=0.1)
    answer = analyse(record_video(plan, camera=Camera(noise_px=6.0)).motion)
    assert answer.standing.kind == "lockout"
    assert len(answer.counted) == 6
