"""The interface for programs over a store of its own: asked in this process, as a script asks it with a token."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient

from hiphinge.client import Client
from hiphinge.client.transport import Answer, Transport
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, api_router, create_app

if TYPE_CHECKING:
    from tests.server.conftest import Opened

ADDRESS = "http://127.0.0.1:8765"
TOKEN = "a-token-of-a-test"  # noqa: S105  # not one that counts anywhere
JSON = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Inside(Transport):
    """Asks the app in this process, and notes each request that was answered."""

    browser: TestClient
    asked: list[tuple[str, str]] = field(default_factory=list)

    def _once(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str]) -> Answer:
        answer = self.browser.request(method, path, content=content, headers=self._headers(headers))
        self.asked.append((method, path.partition("?")[0]))
        return Answer(answer.status_code, dict(answer.headers), answer.content)

    def blocks(self, path: str) -> Iterator[bytes]:
        yield self.send("GET", path).content


@dataclass(frozen=True)
class Programs:
    """The app with its routes for programs, and its queue, whose workers do not run."""

    opened: "Opened"
    jobs: Jobs
    browser: TestClient

    def client(self, **more: Any) -> Client:
        transport = Inside(address=ADDRESS, token=TOKEN, browser=self.browser, sleep=lambda _: None, **more)
        client = Client(ADDRESS)
        object.__setattr__(client, "transport", transport)
        return client

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Return the answer to a program with a token."""
        headers = {"Authorization": f"Bearer {TOKEN}"} | more.pop("headers", {})
        return self.browser.request(method, f"/api/v1{path}", headers=headers, **more)


def programs_of(opened: "Opened", folder: Path) -> Programs:
    settings = Settings()
    jobs = Jobs(lambda: opened.store, JobSettings(folder=folder, least_free_bytes=1 << 20))
    router = api_router(jobs, settings)
    app = create_app(settings, store=opened.store, clips=jobs, routers=(router,), api_token=lambda: TOKEN)
    browser = TestClient(app, base_url=ADDRESS)
    return Programs(replace(opened, app=app), jobs, browser)


@pytest.fixture
def programs(opened: "Opened", tmp_path: Path) -> Programs:
    return programs_of(opened, tmp_path / "work")
