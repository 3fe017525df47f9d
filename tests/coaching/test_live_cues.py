"""What the live coach says of a stream's events: one cue, the most important, seldom the same, less and less."""

from dataclasses import replace
from typing import Literal

import pytest
from tests.coaching.sets_by_hand import finding, repetition

from hiphinge.analysis import Repetition, SetOfRepetitions, Standing
from hiphinge.analysis.streaming import (
    BackBeyondBand,
    RepetitionEnded,
    RepetitionRevised,
    SetEnded,
    StandingFound,
)
from hiphinge.catalogue import load
from hiphinge.coaching.live_cues import LiveCues, kept_their_shape
from hiphinge.findings import Judgement
from hiphinge.motion import BackAim


def ended(one: Repetition, index: int) -> RepetitionEnded:
    numbered = replace(one, index=index)
    return RepetitionEnded(time_s=1.0, given_s=1.4, repetition=numbered, exercise="romanian_deadlift")


def beyond(band: Literal["own", "usual"] = "own") -> BackBeyondBand:
    return BackBeyondBand(
        time_s=1.0,
        given_s=1.2,
        index=2,
        band=band,
        frame=30,
        lumbar_deg=40.0,
        limit_deg=30.0,
        probability=0.99,
    )


def said(cues: LiveCues, *repetitions: Repetition) -> list[list[str]]:
    return [
        [cue.finding or cue.text for cue in cues.take(ended(one, index))]
        for index, one in enumerate(repetitions, start=1)
    ]


def test_repetitions_are_counted_and_attempts_are_not() -> None:
    assert said(LiveCues(), repetition(), repetition(attempt=True), repetition()) == [["1"], [], ["2"]]


def test_the_most_important_finding_gives_the_one_cue() -> None:
    both = repetition(finding("no_lockout"), finding("back_gives"))
    first = min(("no_lockout", "back_gives"), key=lambda id_: load().faults[id_].priority)
    assert said(LiveCues(), both) == [["1", first]]


def test_the_same_cue_comes_again_only_after_some_repetitions() -> None:
    bad = repetition(finding("back_gives"))
    assert said(LiveCues(), bad, bad, bad, bad) == [["1", "back_gives"], ["2"], ["3"], ["4", "back_gives"]]


def test_words_come_less_often_with_practice() -> None:
    several = [repetition(finding(id_)) for id_ in ("back_gives", "no_lockout", "hips_not_back", "heels_rise")]
    assert [len(each) == 2 for each in said(LiveCues(), *several)] == [True, True, True, True]
    assert [len(each) == 2 for each in said(LiveCues(practised=20), *several)] == [True, False, True, False]
    assert [len(each) == 2 for each in said(LiveCues(practised=1000), *several)] == [False] * 4


def test_the_tone_comes_at_once_and_is_not_spoken() -> None:
    (own,), (usual,) = LiveCues().take(beyond("own")), LiveCues().take(beyond("usual"))
    assert (own.kind, own.spoken, own.finding) == ("tone", False, "back_gives")
    assert usual.finding == "more_than_usual"
    assert own.text != usual.text


@pytest.mark.parametrize("aim", ["more"])
def test_who_wants_the_back_to_move_gets_no_tone(aim: BackAim) -> None:
    assert "more" not in load().faults["back_gives"].back_aims
    cues = LiveCues(back_aim=aim)
    assert cues.take(beyond()) == ()
    assert said(cues, repetition(finding("back_gives"))) == [["1"]]


def test_a_repetition_that_is_taken_back_is_not_counted() -> None:
    cues = LiveCues()
    said(cues, repetition(), repetition())
    taken_back = RepetitionRevised(time_s=1.0, given_s=2.0, index=2, repetition=None, exercise="romanian_deadlift")
    assert cues.take(taken_back) == ()
    assert cues.count == 1


@pytest.mark.parametrize(("count", "text"), [(1, "Set done. One repetition."), (2, "Set done. 2 repetitions.")])
def test_a_set_ends_with_its_count(count: int, text: str) -> None:
    cues, members = LiveCues(), tuple(replace(repetition(), index=n + 1) for n in range(count))
    set_ = SetOfRepetitions(index=1, start_s=0.0, end_s=9.0, repetitions=tuple(range(1, count + 1)))
    said(cues, *members)
    (cue,) = cues.take(SetEnded(time_s=9.0, given_s=16.0, set=set_, repetitions=members))
    assert cue.text == text
    assert cues.count == 0


def test_standing_is_said() -> None:
    (cue,) = LiveCues().take(StandingFound(time_s=0.5, given_s=1.0, standing=Standing(kind="quiet")))
    assert (cue.kind, cue.text) == ("status", load().phrases["live_stood"].text)


def test_how_many_kept_their_shape_counts_only_what_could_be_judged() -> None:
    def with_(outcome: str) -> Repetition:
        judgement = Judgement(id="back_gives", outcome=outcome, level="fault", unit="deg", threshold=3.0, grade="C")  # type: ignore[arg-type]
        return replace(repetition(), judgements=(judgement,))

    several = [with_(each) for each in ("clear", "found", "near_line", "not_measurable")]
    assert kept_their_shape([*several, replace(with_("clear"), kind="attempt")]) == (1, 2)
