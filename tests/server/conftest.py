"""The app over a store of its own, and a browser's way of asking it; a set that was filmed and filed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient
from tests.conftest import new_actor
from tests.server.browsing import chromium  # noqa: F401  # a fixture of every test here
from tests.server.gym import Gym, opened_gym
from tests.server.live_sessions import begun, live_address, live_browser, live_page, live_store  # noqa: F401  # likewise
from tests.server.queue_in_memory import QueueInMemory

from hiphinge import analyze
from hiphinge.documents.training_log import PersonRecord
from hiphinge.server import Settings, create_app
from hiphinge.store import Store, open_store
from hiphinge.workflow import Result
from hiphinge.workflow.filing import file_result

if TYPE_CHECKING:
    from tests.conftest import Actor

ADDRESS = "http://127.0.0.1:8765"


@dataclass(frozen=True)
class Opened:
    """The app with what is behind it."""

    app: FastAPI
    store: Store
    clips: QueueInMemory
    browser: TestClient

    def add(self, name: str = "Ana") -> PersonRecord:
        return self.store.people.add(name, adult=True, zone="Europe/Vienna")

    def send(self, path: str, **fields: str) -> "tuple[int, str]":
        """Send a form as a page of the app does; return the status, and where the browser is sent."""
        answer = self.browser.post(path, data=fields, headers={"Origin": ADDRESS}, follow_redirects=False)
        return answer.status_code, answer.headers.get("location", "")


@pytest.fixture(scope="session", autouse=True)
def _one_event_loop() -> Iterator[None]:
    """Let the apps of all tests answer in one thread: otherwise each request starts one, which takes longer than it."""
    with start_blocking_portal() as portal, pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "portal", portal)
        yield


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as store:
        clips = QueueInMemory(store)
        app = create_app(Settings(), store=store, clips=clips)
        yield Opened(app, store, clips, TestClient(app, base_url=ADDRESS, headers={"Accept": "text/html"}))


@dataclass(frozen=True)
class Filmed:
    """A video that was analysed as the command does it, and filed with its video."""

    opened: Opened
    person: PersonRecord
    result: Result
    id: str

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/analyses/{self.id}"


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """Return the actor's set as it is analysed, once for all tests; a result is never changed."""
    with pytest.MonkeyPatch.context() as patch:
        video = new_actor(patch).write_video(tmp_path_factory.mktemp("analysed") / "set.mp4")
        return analyze(video, exercise="romanian_deadlift", load_kg=60.0)


@pytest.fixture
def filmed(opened: Opened, actor: "Actor", analysed: Result, tmp_path: Path) -> Filmed:
    person = opened.add()
    opened.store.people.agree(person, "keep_videos")
    result = replace(analysed, video=actor.write_video(tmp_path / "set.mp4"))
    filed = file_result(opened.store, person, result)
    return Filmed(opened, person, result, filed.analysis.id)


@pytest.fixture
def gym(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Iterator[Gym]":
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with opened_gym(tmp_path) as found:
        yield found
