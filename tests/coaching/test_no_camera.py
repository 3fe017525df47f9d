"""Advice where motion capture recorded the set: nothing about filming."""

from tests.coaching.sets_by_hand import free, judged

from hiphinge.catalogue import load
from hiphinge.coaching import advise


def test_nothing_is_said_about_filming_where_no_camera_recorded() -> None:
    phrases, done = load().phrases, [judged(r, "romanian_deadlift") for r in free(5)]
    advice = advise(exercise="romanian_deadlift", exercise_given=True, repetitions=done, filmed=False)
    assert phrases["same_place"].text not in advice.next
    again = advise(exercise="romanian_deadlift", exercise_given=True, repetitions=(), filmed=False)
    assert again.next == phrases["record_next"].text
    assert "video" not in again.cue
