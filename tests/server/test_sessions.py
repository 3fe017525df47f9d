"""The list of sessions: searched, filtered, renamed; what failed is there with its video and another try."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hiphinge.workflow.found_faults import FoundFaults
from hiphinge.workflow.sessions import SessionFilter, analysed_sessions

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Filmed, Opened


def names(opened: "Opened", query: str) -> str:
    return opened.browser.get(f"/sessions?{query}").text.partition("<section")[2].partition("<footer")[0]


def test_it_is_found_by_everything_that_is_known_of_it(filmed: "Filmed") -> None:
    opened = filmed.opened
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    fault = next(iter(FoundFaults(opened.store).of([filmed.id])[filmed.id]), None)
    fitting = ["", "q=set+ana", f"person={filmed.person.id}", "exercise=romanian_deadlift", "state=measured"]
    fitting += ["since=2000-01-01", "until=2100-01-01", f"q={today[:4]}"]
    other = ["q=zebra", "person=nobody", "exercise=kettlebell_swing", "state=failed", "since=2100-01-01"]
    other += ["until=2000-01-01", "state=nobody", "state=waiting"]
    for query in fitting:
        assert filmed.path in names(opened, query), query
    for query in other:
        assert filmed.path not in names(opened, query), query
        assert "Show all" in opened.browser.get(f"/sessions?{query}").text
    if fault is not None:
        assert filmed.path in names(opened, f"q={fault.split('_')[0]}")
    assert opened.browser.get("/sessions?since=yesterday").status_code == 422


def test_what_is_nobodys_is_in_the_list(filmed: "Filmed") -> None:
    store = filmed.opened.store
    store.recordings.assign(store.corrections.recording(filmed.id).recording, None)
    assert filmed.path in names(filmed.opened, "state=nobody")
    assert filmed.path in names(filmed.opened, "person=nobody")
    assert filmed.path not in names(filmed.opened, f"person={filmed.person.id}")


def test_it_is_renamed_where_it_stands(filmed: "Filmed") -> None:
    opened = filmed.opened
    to = opened.send(f"{filmed.path}/name", name=" Heavy  pulls ", asked="q=heavy&state=measured&evil=//x")
    assert to == (303, "/sessions?q=heavy&state=measured")
    assert "Heavy pulls" in names(opened, "q=heavy")
    assert opened.send(f"{filmed.path}/name", name=" ")[0] == 422


def test_what_failed_is_there_with_its_video_and_another_try(opened: "Opened", tmp_path: "Path") -> None:
    video = tmp_path / "a.mp4"
    video.write_bytes(b"\0\0\0\x18ftypmp42")
    id_ = opened.clips.submit(video, name="a.mp4")
    opened.clips.becomes(id_, "failed", reason="It is upside down.")
    listed = names(opened, "state=failed")
    assert "It is upside down." in listed
    assert f'src="/clips/{id_}/video"' in listed
    assert f'action="/clips/{id_}/retry"' in listed
    opened.send(f"/clips/{id_}/retry", exercise="romanian_deadlift")
    assert (opened.clips.clip(id_).state, opened.clips.clip(id_).exercise) == ("queued", "romanian_deadlift")
    opened.clips.becomes(id_, "failed", reason="Again.")
    opened.send(f"/clips/{id_}/retry", exercise="as before")
    assert opened.clips.clip(id_).exercise == "romanian_deadlift", "as before"
    opened.clips.becomes(id_, "failed", reason="Again.")
    opened.send(f"/clips/{id_}/retry", exercise="")
    assert opened.clips.clip(id_).exercise is None, "from the movement"


def test_a_clip_that_failed_is_renamed(opened: "Opened", tmp_path: "Path") -> None:
    video = tmp_path / "a.mp4"
    video.write_bytes(b"a")
    id_ = opened.store.clips.add(video, name="a.mp4", id_=None)
    opened.clips.held[id_] = opened.store.clips.clip(id_)
    assert opened.send(f"/clips/{id_}/name", name="Tuesday") == (303, f"/clips/{id_}")
    assert opened.store.clips.clip(id_).name == "Tuesday"


def test_documents_are_read_once_and_again_when_something_is_corrected(filmed: "Filmed") -> None:
    store = filmed.opened.store
    faults = FoundFaults(store)
    assert faults.of([filmed.id], most_new=0) == {}
    first = faults.of([filmed.id])
    assert faults.of([filmed.id], most_new=0) == first
    filmed.opened.send(f"{filmed.path}/correct", kind="delete", repetition="1")
    assert faults.of([filmed.id], most_new=0) == {}
    found = analysed_sessions(store, [filmed.person], wanted=SessionFilter(), faults=faults)
    assert [one.id for one in found] == [filmed.id]
