"""What is said during a drill: of a wall, of a pace, and when a round is done."""

from dataclasses import replace

import numpy as np
import pytest
from tests.coaching.sets_by_hand import repetition

from hiphinge.analysis import Repetition, SetOfRepetitions, Standing
from hiphinge.analysis.streaming import RepetitionEnded, SetEnded, StandingFound
from hiphinge.assessments import WallTouch
from hiphinge.catalogue import load
from hiphinge.coaching.live_cues import LiveCue, LiveCues
from hiphinge.coaching.live_drills import DrillCues, live_drills
from hiphinge.measures import Measurement
from hiphinge.motion import Motion


def drill(id_: str) -> DrillCues:
    return DrillCues(load().drills[id_])


def ended(one: Repetition, number: int = 1) -> RepetitionEnded:
    return RepetitionEnded(
        time_s=one.end_s, given_s=one.end_s + 0.4, repetition=replace(one, index=number), exercise="hip_hinge"
    )


def set_of(*repetitions: Repetition) -> SetEnded:
    set_ = SetOfRepetitions(index=1, start_s=0.0, end_s=99.0, repetitions=tuple(range(1, len(repetitions) + 1)))
    return SetEnded(time_s=99.0, given_s=106.0, set=set_, repetitions=repetitions)


def lasting(id_: str, seconds: float) -> Repetition:
    one = repetition()
    measured = Measurement(value=seconds, unit="s")
    return replace(one, measurements={**one.measurements, id_: measured})


def test_every_drill_that_can_be_followed_says_how() -> None:
    followed = {one.id for one in live_drills()}
    assert {"wall_touch", "dowel", "waiters_bow", "band_pull", "tempo", "bottom_pause"} <= followed
    assert all(one.live is not None and one.live.repetitions >= 6 for one in live_drills())
    with pytest.raises(ValueError, match="toe_wiggle"):
        drill("toe_wiggle")


@pytest.mark.parametrize(
    ("id_", "quantity", "says"),
    [
        ("tempo", "descent_s", "Slower on the way down."),
        ("bottom_pause", "bottom_s", "Hold still at the bottom for longer."),
    ],
)
def test_a_pace_that_is_too_quick_is_said(id_: str, quantity: str, says: str) -> None:
    cues, short, long = drill(id_), lasting(quantity, 0.6), lasting(quantity, 2.4)
    assert [cue.text for cue in cues.take(ended(short))] == [says]
    assert cues.take(ended(long)) == ()
    assert cues.take(ended(replace(short, kind="attempt"))) == ()
    (whole,) = cues.take(set_of(short, long))
    assert "1" in whole.text
    assert "2" in whole.text


def test_a_round_that_is_done_is_said() -> None:
    cues = drill("waiters_bow")
    said = [cues.take(ended(repetition(), number)) for number in range(1, 10)]
    assert [len(each) for each in said] == [0] * 7 + [1, 0]
    assert said[7][0].text == load().phrases["live_round_done"].text
    assert cues.take(set_of(repetition())) == ()


def test_in_a_drill_findings_have_no_words() -> None:
    from tests.coaching.sets_by_hand import finding

    bad = ended(repetition(finding("no_lockout")))
    assert [cue.kind for cue in LiveCues(in_drill=True).take(bad)] == ["count"]
    assert [cue.kind for cue in LiveCues().take(bad)] == ["count", "cue"]


def test_touches_of_the_wall_are_sounded_counted_and_missed(rendered: Motion) -> None:
    cues, standing = drill("wall_touch"), [rendered.part(slice(row, row + 1)) for row in range(20)]
    assert [cue for frame in standing for cue in cues.look(frame)] == []
    (asked,) = cues.take(StandingFound(time_s=0.5, given_s=0.7, standing=Standing(kind="quiet")))
    assert asked.text == load().phrases["live_find_wall"].text
    last, way = standing[-1], np.array([*np.linspace(0, 60, 20), *[60] * 25, *np.linspace(60, 0, 20)])
    facing_right = last.point("left_toe")[0, 0] > last.point("left_heel")[0, 0]
    heard: list[LiveCue | WallTouch] = []
    for number, back_px in enumerate(way):
        moved = last.positions + np.array([-back_px if facing_right else back_px, 0.0])
        heard += cues.look(replace(last, positions=moved, time_s=last.time_s + (number + 1) / 30))
    assert [one.kind for one in heard] == ["cue", "touched", "touch", "left"]
    touched_s = next(one.time_s for one in heard if isinstance(one, WallTouch))
    near, far = (replace(repetition(), start_s=touched_s + at, end_s=touched_s + at + 1) for at in (-0.5, 20.0))
    assert cues.take(ended(near)) == ()
    assert [cue.text for cue in cues.take(ended(far, 2))] == ["You did not reach the wall."]
    (whole,) = cues.take(set_of(near, far))
    assert whole.text == "You touched the wall in 1 of 2 repetitions."
