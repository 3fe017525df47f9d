"""Contacts of a stick along the back while somebody moves: the same as in the recording, given soon after."""

import numpy as np
import pytest

from hiphinge.analysis import analyse
from hiphinge.analysis.streaming import AnalysisStream, ContactBack, ContactLost
from hiphinge.analysis.streaming.contact_watch import ContactWatch
from hiphinge.motion import FloatArray, Motion
from hiphinge.spine import Back, Dowel

FPS = 30.0


def watched(head: FloatArray, *, at_once: int = 4) -> list[ContactLost | ContactBack]:
    """Push the gap of the head, in leg lengths frame by frame, as a window gives it: some frames at a time."""
    level = np.zeros(len(head))
    back = Back(values={"dowel_hollow": level, "dowel_head_gap": head}, low={}, high={})
    dowel = Dowel(contact_points=np.zeros((len(head), 3, 2)), reference_hollow=0.03, contour_hollow=level)
    watch, time_s, events = ContactWatch(), np.arange(len(head)) / FPS, list[ContactLost | ContactBack]()
    for first in range(0, len(head), at_once):
        rows = range(first, min(first + at_once, len(head)))
        events += watch.push(back, dowel, rows=rows, time_s=time_s, given_s=float(time_s[rows[-1]]) + 0.1)
    return events


def test_a_contact_is_lost_once_it_has_been_so_for_a_while_and_back_after_another() -> None:
    head = np.zeros(120)
    head[30:60], head[50:53], head[90:93] = 0.1, 0.0, 0.1
    lost, back = watched(head)
    assert (lost.contact, lost.time_s) == ("head_leaves", 1.0)
    assert 0.2 <= lost.lag_s < 0.5
    assert isinstance(back, ContactBack)
    assert back.time_s == pytest.approx(59 / FPS)


def test_a_movement_that_ends_brings_contacts_back() -> None:
    head = np.full(60, 0.1)
    level = np.zeros(60)
    back = Back(values={"dowel_hollow": level, "dowel_head_gap": head}, low={}, high={})
    dowel = Dowel(contact_points=np.zeros((60, 3, 2)), reference_hollow=0.03, contour_hollow=level)
    watch = ContactWatch()
    watch.push(back, dowel, rows=range(60), time_s=np.arange(60) / FPS, given_s=2.1)
    (given,) = watch.end(2.5)
    assert given.time_s == pytest.approx(59 / FPS)
    assert given.given_s == 2.5
    assert watch.end(3.0) == []


def test_the_contacts_of_a_stream_are_those_of_the_recording(rendered: Motion) -> None:
    running = AnalysisStream(contacts=True)
    events = [event for row in range(len(rendered)) for event in running.push(rendered.part(slice(row, row + 1)))]
    events += running.finish()
    lost = [event for event in events if isinstance(event, ContactLost)]
    wanted = [one for each in analyse(rendered).counted for one in each.contacts]
    assert len(wanted) >= 1
    assert {event.contact for event in lost} == {one.id for one in wanted}
    for one in wanted:
        near = min(
            (event for event in lost if event.contact == one.id), key=lambda event: abs(event.time_s - one.start_s)
        )
        assert near.time_s == pytest.approx(one.start_s, abs=0.2)
        assert near.lag_s < 0.6
    assert len([event for event in events if isinstance(event, ContactBack)]) == len(lost)


def test_nothing_is_said_of_a_stick_where_none_is_asked_for(rendered: Motion) -> None:
    running = AnalysisStream()
    events = [event for row in range(len(rendered)) for event in running.push(rendered.part(slice(row, row + 1)))]
    assert not [event for event in events if isinstance(event, ContactLost | ContactBack)]
