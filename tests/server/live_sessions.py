"""Live sessions in threads of the test, with an actor before the camera; and what a page sends to them."""

import json
import multiprocessing
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient
from tests.conftest import Actor
from tests.server.browsing import DESK, served
from tests.server.queue_in_memory import QueueInMemory

from hiphinge.server import Settings, create_app, live_router
from hiphinge.store import Store, open_store
from hiphinge.testing import Camera, record_video
from hiphinge.workflow.live import HEADER, LiveStart
from hiphinge.workflow.live.process import run_session

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from hiphinge.motion import Motion

ADDRESS = Settings().address.rstrip("/")
SIZE_PX = (640, 480)
ORIGIN = {"Origin": ADDRESS, "Host": "127.0.0.1:8765"}
PATIENCE_S = 120.0
WHOLE_SET = range(1, 481)
"""Numbers of the frames in which the actor's set lies."""


class LiveActor(Actor):
    """An actor before any camera: the first frame is the beginning of the movement."""

    def __init__(self, motion: "Motion | None" = None) -> None:
        super().__init__(motion or record_video(camera=Camera(size_px=SIZE_PX, stature_px=400.0)).motion)
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
def live_store(tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as opened:
        opened.people.add("Ana", adult=True, zone="Europe/Vienna")
        yield opened


@pytest.fixture
def live_browser(live_store: Store, begun: list[LiveStart]) -> Iterator[TestClient]:  # noqa: ARG001  # sessions in threads
    app = create_app(Settings(), store=live_store, clips=QueueInMemory(live_store), routers=(live_router(open_store),))
    with TestClient(app, base_url=ADDRESS) as browser:
        yield browser


@pytest.fixture
def live_address(live_store: Store) -> Iterator[str]:
    with served(QueueInMemory(live_store), routers=(live_router(open_store),)) as address:
        yield address


@pytest.fixture
def live_page(chromium: "Browser") -> "Iterator[Page]":
    opened = chromium.new_page(viewport=DESK)  # type: ignore[arg-type]  # of width and height
    yield opened
    opened.close()


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


def begin(camera: Any, **more: Any) -> str:
    """Begin a session that runs, and return its key."""
    camera.send_text(words(**more))
    key = until(camera, "session")[-1]["key"]
    until(camera, "ready")
    camera.send_text('{"do": "start"}')
    return str(key)


def send(camera: Any, numbers: range, *, add_s: float = 0.0) -> list[dict[str, Any]]:
    """Send frames of a camera of 30 a second, and return what was heard until the last was answered."""
    heard: list[dict[str, Any]] = []
    for number in numbers:
        camera.send_bytes(frame(number, 5.0 + number / 30 + add_s))
        heard += until(camera, "frame")
    return heard


def stop(camera: Any) -> list[dict[str, Any]]:
    """End a session, and return what was heard until it was over."""
    camera.send_text('{"do": "stop"}')
    return until(camera, "over")


def lift(camera: Any, **more: Any) -> list[dict[str, Any]]:
    """Let the actor's whole set be lifted in a session from its beginning to its end; return what was heard."""
    begin(camera, **more)
    return send(camera, WHOLE_SET) + stop(camera)


def open_camera(page: "Page", address: str, *, patience_ms: int, keeps_video: bool = False) -> list[str]:
    """Turn the camera of the live page on and start a session; return the list to which errors of scripts go."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}/live")
    page.select_option("select[name=countdown_s]", "0")
    assert not page.is_checked("input[name=keeps_video]")
    if keeps_video:
        page.check("input[name=keeps_video]")
    page.click("#open")
    page.locator("#status", has_text="in view").wait_for(timeout=patience_ms)
    page.click("#start")
    return wrong
