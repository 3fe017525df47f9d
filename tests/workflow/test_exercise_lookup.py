"""Which exercise a video is judged as when one is given, and what is said where videos of it are not judged."""

import pytest

from hiphinge.catalogue import Exercise, load
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.workflow.exercise_lookup import analysed_exercise

EXERCISES = tuple(load().exercises.values())


@pytest.mark.parametrize("exercise", [e for e in EXERCISES if e.analysed], ids=lambda e: e.id)
def test_what_is_analysed_is_taken_by_each_of_its_names(exercise: Exercise) -> None:
    assert [analysed_exercise(name) for name in (exercise.id, *exercise.aliases)] == [exercise] * (
        1 + len(exercise.aliases)
    )


@pytest.mark.parametrize("exercise_id", [e.id for e in EXERCISES if not e.analysed])
def test_what_is_only_taught_is_refused_and_explained_instead(exercise_id: str) -> None:
    with pytest.raises(
        UsageError, match=f"'{exercise_id}' are not judged yet .*hiphinge explain {exercise_id}"
    ) as raised:
        analysed_exercise(exercise_id)
    assert not isinstance(raised.value, UnknownIdError)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("bent_over_row", "romanian_deadlift"),
        ("hip_thrust", "hip_hinge"),
        ("child_lift", "box_lift"),
        ("lunge", "bodyweight_squat"),
    ],
)
def test_the_nearest_that_is_judged_is_named(name: str, nearest: str) -> None:
    with pytest.raises(UsageError, match=rf"Nearest to it: ([a-z_]+, )*{nearest}\b"):
        analysed_exercise(name)


def test_where_no_step_leads_to_one_the_list_is_named() -> None:
    with pytest.raises(UsageError, match="`hiphinge exercises` lists"):
        analysed_exercise("side_plank")


def test_only_what_is_judged_is_named_as_nearest() -> None:
    judged = {e.id for e in EXERCISES if e.analysed}
    for exercise in EXERCISES:
        if exercise.analysed:
            continue
        with pytest.raises(UsageError) as raised:
            analysed_exercise(exercise.id)
        _, found, near = str(raised.value).partition("Nearest to it: ")
        assert not found or set(near.rstrip(".").split(", ")) <= judged


def test_an_unknown_name_stays_unknown() -> None:
    with pytest.raises(UnknownIdError, match="'juggling'"):
        analysed_exercise("juggling")
