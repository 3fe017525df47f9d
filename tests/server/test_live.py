"""The live page: a camera's frames over a WebSocket, a session that an actor plays, and a second screen."""

import json
import multiprocessing
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.conftest import Actor
from tests.server.browsing import DESK, served
from tests.server.conftest import ADDRESS
from tests.server.queue_in_memory import QueueInMemory

from hiphinge.server import Settings, create_app, live_router
from hiphinge.server.live import LARGEST_FRAME
from hiphinge.server.spoken import lesson_lines
from hiphinge.store import Store, open_store
from hiphinge.testing import Camera, record_video
from hiphinge.workflow.lessons import lesson_named, lessons
from hiphinge.workflow.live import HEADER, LiveStart
from hiphinge.workflow.live.process import run_session
from hiphinge.workflow.notes import read_notes
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SIZE_PX = (640, 480)
ORIGIN = {"Origin": ADDRESS, "Host": "127.0.0.1:8765"}
PATIENCE_S = 120.0


class LiveActor(Actor):
    """An actor before any camera: the first frame is the beginning of the movement."""

    def __init__(self) -> None:
        super().__init__(record_video(camera=Camera(size_px=SIZE_PX, stature_px=400.0)).motion)
        self.first_s: float | None = None

    def estimate(
        self,
        image_rgb: Any,  # noqa: ARG002  # whatever the camera shows
        *,
        time_s: float,
    ) -> Any:
        self.first_s = time_s if self.first_s is None and time_s > 0 else self.first_s
        small = np.zeros((128, 72, 3), np.uint8)
        return super().estimate(small, time_s=time_s - (self.first_s or 0.0))

    def reset(self) -> None:
        super().reset()
        self.first_s = None


class InAThread:
    """A session that runs in a thread of the test, and looks like a process."""

    def __init__(self, begin: LiveStart, stores: Any, pipe: Any) -> None:
        self._thread = threading.Thread(target=run_session, args=(begin, stores, pipe), daemon=True)
        self._thread.start()

    def join(self, timeout: float) -> None:
        self._thread.join(timeout)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def kill(self) -> None:
        pytest.fail("the session did not end by itself")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[LiveStart]:
    """Let sessions run in threads, with an actor; return what they began with."""
    started: list[LiveStart] = []

    def start(begin: LiveStart, stores: Any) -> Any:
        started.append(begin)
        near, far = multiprocessing.Pipe()
        return InAThread(begin, stores, far), near

    monkeypatch.setattr("hiphinge.server.live.start_live", start)
    monkeypatch.setattr("hiphinge.workflow.pose_estimation.EstimatorConfig.begin", lambda *_: LiveActor())
    return started


@pytest.fixture
def store(tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as opened:
        opened.people.add("Ana", adult=True, zone="Europe/Vienna")
        yield opened


@pytest.fixture
def browser(store: Store, begun: list[LiveStart]) -> TestClient:  # noqa: ARG001  # sessions in threads
    app = create_app(Settings(), store=store, clips=QueueInMemory(store), routers=(live_router(open_store),))
    return TestClient(app, base_url=ADDRESS)


def frame(number: int, time_s: float) -> bytes:
    image = np.full((SIZE_PX[1], SIZE_PX[0], 3), 128, np.uint8)
    return HEADER.pack(time_s, number) + cv2.imencode(".jpg", image)[1].tobytes()


def words(**more: Any) -> str:
    return json.dumps({"person": "Ana", "exercise": "romanian_deadlift", "load_kg": "60", "countdown_s": 0} | more)


def until(socket: Any, kind: str) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    while not heard or heard[-1]["kind"] != kind:
        heard.append(json.loads(socket.receive_text()))
    return heard


def test_a_session_counts_answers_every_frame_and_files_the_set(
    browser: TestClient, store: Store, begun: list[LiveStart]
) -> None:
    with (
        browser.websocket_connect("/live/screen", headers=ORIGIN) as screen,
        browser.websocket_connect("/live/camera", headers=ORIGIN) as camera,
    ):
        camera.send_text(words())
        until(camera, "ready")
        camera.send_text('{"do": "start"}')
        heard: list[dict[str, Any]] = []
        for number in range(1, 1 + (30 * 16)):
            camera.send_bytes(frame(number, 5.0 + number / 30))
            heard += until(camera, "frame")
        camera.send_text('{"do": "stop"}')
        heard += until(camera, "over")
        watched = until(screen, "ready")
    frames = [one for one in heard if one["kind"] == "frame"]
    assert [one["number"] for one in frames] == list(range(1, 481))
    assert {"left_hip", "right_toe", "nose"} <= set(frames[0]["points"])
    assert [one["text"] for one in heard if one["kind"] == "count"] == ["1", "2", "3"]
    assert [one["repetitions"] for one in heard if one.get("event") == "set"] == [3]
    assert heard[-1]["repetitions"] == 3
    (id_,) = heard[-1]["analyses"]
    (filed,) = store.recordings.all(store.people.named("Ana"))
    assert (filed.id, filed.repetitions, filed.exercise) == (id_, 3, "romanian_deadlift")
    assert begun[0].options.load_kg == 60
    assert watched[0]["kind"] == "ready"


def test_a_lesson_is_judged_by_its_pass_marks_and_practice_is_noted(browser: TestClient, store: Store) -> None:
    with browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        camera.send_text(words(lesson="wall", exercise=""))
        until(camera, "ready")
        camera.send_text('{"do": "start"}')
        for number in range(1, 1 + (30 * 16)):
            camera.send_bytes(frame(number, 5.0 + number / 30))
            until(camera, "frame")
        camera.send_text('{"do": "stop"}')
        heard = until(camera, "over")
    (judged,) = [one for one in heard if one["kind"] == "lesson"]
    assert judged["outcome"] == "cannot_tell"
    assert "3 repetitions were counted; this lesson asks for 8." in judged["more"]
    assert len(judged["rows"]) == len(lesson_named("wall").passes)
    assert read_notes("Ana", person_files(store)).practised == 3
    (filed,) = store.recordings.all(store.people.named("Ana"))
    assert filed.exercise == "hip_hinge"


def test_what_a_lesson_says_of_filming_is_left_out() -> None:
    for lesson in lessons():
        if not lesson.calibrates:
            before, during = lesson_lines(lesson)
            assert not [line for line in (*before, *during) if "filming" in line.lower()]
            assert len(before) + len(during) >= len(lesson.spoken) - 2
    assert lesson_lines(lesson_named("light_load"))[1][0] == "Pick up a weight you could lift fifteen times."


def test_the_page_offers_lessons_and_takes_one_from_its_address(browser: TestClient) -> None:
    page = browser.get("/live?lesson=wall").text
    assert '<option value="wall" selected>' in page
    assert "find_your_shape" not in page
    assert 'href="/live?lesson=wall"' in browser.get("/learn").text


def test_frames_that_are_none_are_skipped(browser: TestClient) -> None:
    with browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
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
        camera.send_text('{"do": "stop"}')
        assert until(camera, "over")[-1] == {"kind": "over", "repetitions": 0, "analyses": []}


@pytest.mark.parametrize("said", ["[]", "nonsense", '{"exercise": "", "countdown_s": 2}', '{"exercise": 1'])
def test_a_session_begins_with_the_lifter_and_the_lift(browser: TestClient, said: str) -> None:
    with browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        camera.send_text(said)
        with pytest.raises(WebSocketDisconnect) as closed:
            camera.receive_text()
    assert closed.value.code == 4002


def test_who_and_what_is_not_known_is_said(browser: TestClient) -> None:
    for more in ({"person": "Nobody"}, {"exercise": "juggling"}):
        with browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
            camera.send_text(words(**more))
            failed = json.loads(camera.receive_text())
        assert failed["kind"] == "failed"
        assert str(*more.values()).lower() in failed["text"].lower()


def test_one_session_at_a_time_and_a_page_that_comes_back_takes_over(browser: TestClient) -> None:
    with browser.websocket_connect("/live/camera", headers=ORIGIN) as first:
        first.send_text(words(person=""))
        until(first, "ready")
        with browser.websocket_connect("/live/camera", headers=ORIGIN) as second:
            with pytest.raises(WebSocketDisconnect) as closed:
                second.receive_text()
            assert closed.value.code == 4001
        with browser.websocket_connect("/live/camera?instead=1", headers=ORIGIN) as third:
            third.send_text(words(person=""))
            until(first, "over")
            until(third, "ready")


@pytest.mark.parametrize("path", ["/live/camera", "/live/screen"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example:8765", "Origin": ADDRESS},
        {**ORIGIN, "Origin": "http://evil.example"},
        {"Host": "127.0.0.1:8765"},
    ],
)
def test_other_sites_get_no_camera(browser: TestClient, path: str, headers: dict[str, str]) -> None:
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(path, headers=headers):
        pass


@pytest.fixture
def address(store: Store) -> Iterator[str]:
    with served(QueueInMemory(store), routers=(live_router(open_store),)) as address:
        yield address


@pytest.fixture
def page(chromium: "Browser") -> "Iterator[Page]":
    opened = chromium.new_page(viewport=DESK)  # type: ignore[arg-type]  # of width and height
    yield opened
    opened.close()


@pytest.mark.usefixtures("begun")
def test_in_a_browser_a_set_is_lifted_before_the_camera_and_kept(store: Store, address: str, page: "Page") -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}/live")
    page.select_option("select[name=countdown_s]", "0")
    page.click("#open")
    page.locator("#status", has_text="in view").wait_for(timeout=60_000)
    page.click("#start")
    page.locator("#count", has_text="2").wait_for(timeout=60_000)
    assert page.evaluate("window.hiphingeLags.length") > 30
    page.click("#stop")
    page.locator("#after-links a").click(timeout=60_000)
    assert page.locator("h1").count() == 1
    assert wrong == []
    (filed,) = store.recordings.all(store.people.named("Ana"))
    assert filed.repetitions >= 2
