"""The live page: a camera's frames over a WebSocket, a session that an actor plays, and a second screen."""

import json
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.server.live_sessions import ADDRESS, ORIGIN, frame, lift, open_camera, stop, until, words

from hiphinge.server.live import LARGEST_FRAME
from hiphinge.server.spoken import lesson_lines
from hiphinge.sources.video import open_video, probe
from hiphinge.store import Store
from hiphinge.workflow import analyze
from hiphinge.workflow.clip_work import ClipLimits, work_on
from hiphinge.workflow.data_keeping import erase_person
from hiphinge.workflow.lessons import lesson_named, lessons
from hiphinge.workflow.live import HEADER, LiveStart
from hiphinge.workflow.live.session_video import SessionVideo
from hiphinge.workflow.notes import read_notes
from hiphinge.workflow.progress import no_progress
from hiphinge.workflow.proxies import browsers_play
from hiphinge.workflow.showing import frame_times, show_analysis
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_a_session_counts_answers_every_frame_and_files_the_set(
    live_browser: TestClient, live_store: Store, begun: list[LiveStart]
) -> None:
    with (
        live_browser.websocket_connect("/live/screen", headers=ORIGIN) as screen,
        live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera,
    ):
        heard = lift(camera)
        watched = until(screen, "ready")
    frames = [one for one in heard if one["kind"] == "frame"]
    assert [one["number"] for one in frames] == list(range(1, 481))
    assert {"left_hip", "right_toe", "nose"} <= set(frames[0]["points"])
    assert [one["text"] for one in heard if one["kind"] == "count"] == ["1", "2", "3"]
    assert [one["repetitions"] for one in heard if one.get("event") == "set"] == [3]
    assert heard[-1]["repetitions"] == 3
    (id_,) = heard[-1]["analyses"]
    (filed,) = live_store.recordings.all(live_store.people.named("Ana"))
    assert (filed.id, filed.repetitions, filed.exercise) == (id_, 3, "romanian_deadlift")
    assert begun[0].options.load_kg == 60
    assert not begun[0].keeps_video
    assert live_store.recordings.videos_of(live_store.people.named("Ana"))[0] == 0
    assert watched[0]["kind"] == "ready"


def test_a_lesson_is_judged_by_its_pass_marks_and_practice_is_noted(
    live_browser: TestClient, live_store: Store
) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        heard = lift(camera, lesson="wall", exercise="")
    (judged,) = [one for one in heard if one["kind"] == "lesson"]
    assert judged["outcome"] == "cannot_tell"
    assert "3 repetitions were counted; this lesson asks for 8." in judged["more"]
    assert len(judged["rows"]) == len(lesson_named("wall").passes)
    assert read_notes("Ana", person_files(live_store)).practised == 3
    (filed,) = live_store.recordings.all(live_store.people.named("Ana"))
    assert filed.exercise == "hip_hinge"


def test_what_a_lesson_says_of_filming_is_left_out() -> None:
    for lesson in lessons():
        if not lesson.calibrates:
            before, during = lesson_lines(lesson)
            assert not [line for line in (*before, *during) if "filming" in line.lower()]
            assert len(before) + len(during) >= len(lesson.spoken) - 2
    assert lesson_lines(lesson_named("light_load"))[1][0] == "Pick up a weight you could lift fifteen times."


def test_the_page_offers_lessons_and_takes_one_from_its_address(live_browser: TestClient) -> None:
    page = live_browser.get("/live?lesson=wall").text
    assert '<option value="wall" selected>' in page
    assert "find_your_shape" not in page
    assert 'href="/live?lesson=wall"' in live_browser.get("/learn").text


def test_the_page_offers_drills_and_takes_one_from_its_address(live_browser: TestClient) -> None:
    page = live_browser.get("/live?drill=tempo").text
    assert '<option value="tempo" selected>' in page
    assert "toe_wiggle" not in page
    assert 'href="/live?drill=tempo"' in live_browser.get("/learn").text


def test_a_drill_says_what_is_to_do_better_and_what_became_of_it(
    live_browser: TestClient, begun: list[LiveStart]
) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        heard = lift(camera, drill="tempo", person="", exercise="")
    assert (begun[0].options.drill, begun[0].options.exercise) == ("tempo", "romanian_deadlift")
    said = [one["text"] for one in heard if one["kind"] in ("cue", "status")]
    assert said.count("Slower on the way down.") == 3
    assert "Of 3 lowerings, 0 took 2 seconds or more." in said


def test_a_session_while_counting_is_logged_so_and_compared(live_browser: TestClient, live_store: Store) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        heard = lift(camera, counting=True)
    (probe,) = [one for one in heard if one["kind"] == "probe"]
    assert probe["text"].startswith("Too few to say whether it is automatic: 1 day while counting")
    (logged,) = live_store.log.sets(live_store.people.named("Ana"))
    assert (logged.counting, logged.repetitions, logged.exercise) == (True, 3, "romanian_deadlift")
    assert logged.load is not None
    assert (logged.load.value, logged.analysis, logged.analysis_set) == (60, heard[-1]["analyses"][0], 1)


def test_a_video_that_is_wanted_has_the_frames_that_were_measured_is_made_playable_and_can_be_erased(
    live_browser: TestClient, live_store: Store
) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        heard = lift(camera, keeps_video=True)
    assert [one["kept"] for one in heard if one["kind"] == "video"] == [True]
    (id_,) = heard[-1]["analyses"]
    recording = live_store.corrections.recording(id_)
    assert recording.video is not None
    video = live_store.files.local_path(recording.video)
    assert video is not None
    shown = show_analysis(live_store, id_).result
    assert shown.video == video
    times_s = [frame.time_s for frame in open_video(video)]
    assert times_s == pytest.approx(shown.analysis.motion.time_s, abs=1e-3)
    assert browsers_play(video, probe(video))
    claimed = live_store.clips.claim("worker", lost_after=timedelta(minutes=1))
    assert claimed is not None
    assert claimed.analysis == id_
    work_on(live_store, claimed, analyse=analyze, limits=ClipLimits(), threads=1, listener=no_progress)
    assert frame_times(live_store, id_) == pytest.approx(times_s, abs=1e-3)
    erase_person(live_store, "Ana")
    assert not video.exists()


def test_frames_that_are_none_are_skipped(live_browser: TestClient) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        camera.send_text(words(person=""))
        until(camera, "ready")
        camera.send_bytes(HEADER.pack(1.0, 1) + b"no image")
        assert until(camera, "skipped")[-1]["number"] == 1
        camera.send_bytes(b"")
        camera.send_bytes(b"x" * (LARGEST_FRAME + 1))
        camera.send_text("no words")
        camera.send_bytes(frame(2, 2.0))
        assert until(camera, "frame")[-1]["number"] == 2
        camera.send_bytes(frame(3, 1.5))
        assert until(camera, "skipped")[-1]["number"] == 3
        assert stop(camera)[-1] == {"kind": "over", "repetitions": 0, "analyses": []}


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "nonsense",
        '{"exercise": "", "drill": "toe_wiggle"}',
        '{"exercise": "", "countdown_s": 2}',
        '{"exercise": 1',
        '{"exercise": "", "countdown_s": [5]}',
        '{"exercise": "", "load_kg": 1' + "0" * 400 + "}",
    ],
)
def test_a_session_begins_with_the_lifter_and_the_lift(live_browser: TestClient, said: str) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        camera.send_text(said)
        with pytest.raises(WebSocketDisconnect) as closed:
            camera.receive_text()
    assert closed.value.code == 4002


def test_who_and_what_is_not_known_is_said(live_browser: TestClient) -> None:
    for more in ({"person": "Nobody"}, {"exercise": "juggling"}):
        with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
            camera.send_text(words(**more))
            failed = json.loads(camera.receive_text())
        assert failed["kind"] == "failed"
        assert str(*more.values()).lower() in failed["text"].lower()


@pytest.mark.parametrize("by_key", [True, False])
def test_one_session_at_a_time_and_only_a_page_that_had_it_takes_over(
    live_browser: TestClient, *, by_key: bool
) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as first:
        first.send_text(words(person=""))
        (key,) = [one["key"] for one in until(first, "ready") if one["kind"] == "session"]
        for query in ("", "?instead=of-a-session-that-is-long-over"):
            with live_browser.websocket_connect(f"/live/camera{query}", headers=ORIGIN) as second:
                with pytest.raises(WebSocketDisconnect) as closed:
                    second.receive_text()
                assert closed.value.code == 4001
        instead = key if by_key else "1"
        with live_browser.websocket_connect(f"/live/camera?instead={instead}", headers=ORIGIN) as third:
            third.send_text(words(person=""))
            until(first, "over")
            until(third, "ready")


def test_in_a_browser_a_page_that_is_loaded_anew_asks_for_the_place_of_its_own_session(
    live_address: str, live_page: "Page"
) -> None:
    live_page.goto(f"{live_address}/live")
    asked = live_page.evaluate(
        """async () => {
          const own = document.querySelector("script[src*='/live.']").src, asked = [];
          const { Link } = await import(own.replace("/live.", "/live-link."));
          WebSocket = class {
            constructor(address) { asked.push(new URL(address).search); }
            addEventListener() {}
            close() {}
          };
          const begin = () => { const link = new Link({}); link.begin({}); return link; };
          begin();
          sessionStorage.setItem("hiphinge-live-session", "a-key");
          begin().close();
          begin();
          return asked;
        }"""
    )
    assert asked == ["", "?instead=a-key", ""]


@pytest.mark.parametrize("path", ["/live/camera", "/live/screen"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:8765", "Origin": ADDRESS},
        {**ORIGIN, "Origin": "http://evil.example"},
        {"Host": "127.0.0.1:8765"},
    ],
)
def test_other_sites_get_no_camera(live_browser: TestClient, path: str, headers: dict[str, str]) -> None:
    with pytest.raises(WebSocketDisconnect), live_browser.websocket_connect(path, headers=headers):
        pass


@pytest.mark.usefixtures("begun")
def test_in_a_browser_a_set_is_lifted_before_the_camera_and_kept(
    live_store: Store, live_address: str, live_page: "Page", monkeypatch: pytest.MonkeyPatch
) -> None:
    write = SessionVideo.write

    def slowly(*of: Any) -> bool:
        time.sleep(1.5)
        return write(*of)

    monkeypatch.setattr(SessionVideo, "write", slowly)
    live_page.add_init_script(
        "const send = WebSocket.prototype.send; window.sent = 0; WebSocket.prototype.send = "
        "function (data) { window.sent += data instanceof Blob; return send.call(this, data); };"
    )
    wrong = open_camera(live_page, live_address, patience_ms=60_000, keeps_video=True)
    live_page.locator("#count", has_text="2").wait_for(timeout=60_000)
    assert live_page.evaluate("window.hiphingeLags.length") > 30
    live_page.click("#stop")
    live_page.locator("#status", has_text="The video is being kept").wait_for(timeout=60_000)
    sent = live_page.evaluate("window.sent")
    live_page.wait_for_timeout(300)
    assert live_page.evaluate("window.sent") == sent > 30, "frames are sent of which none is answered any more"
    live_page.locator("#after-video", has_text="The video is kept, too").wait_for(timeout=60_000)
    live_page.locator("#after-links a").first.click(timeout=60_000)
    assert live_page.locator("h1").count() == 1
    assert wrong == []
    filed = live_store.recordings.all(live_store.people.named("Ana"))  # in parts where this machine stood still
    assert sum(one.repetitions for one in filed) >= 2
    assert all(live_store.corrections.recording(one.id).video is not None for one in filed)
