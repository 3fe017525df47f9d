"""Chromium, the app that it opens, and what a page complained of."""

import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pytest
import uvicorn
from fastapi import APIRouter
from tests.server.ports import on_a_free_port

from hiphinge.server import Settings, create_app
from hiphinge.server.serving import listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.server.queue_in_memory import QueueInMemory

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""Rules of axe that look at colours, of those that are on."""


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if sys.platform == "win32" or program is None:
        pytest.skip("platform: no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@dataclass
class Visit:
    """One browser window on the running app, with what it complained of and where it asked."""

    page: "Page"
    address: str
    complaints: list[str]
    asked: list[str]
    theme: Literal["light", "dark"]

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def serious(self) -> list[str]:
        return serious(self.page)

    def serious_in(self, theme: Literal["light", "dark"]) -> list[str]:
        """Return what axe finds of serious violations in the colours of a theme, on the page that is open."""
        self.page.emulate_media(color_scheme=theme)
        found = serious(self.page, only=COLOUR_RULES)
        self.page.emulate_media(color_scheme=self.theme)
        return found


def serious(page: "Page", *, only: Sequence[str] = ()) -> list[str]:
    """Return what axe finds of serious violations on a page, by all rules that are on, or by some."""
    from axe_playwright_python.base import AXE_SCRIPT
    from axe_playwright_python.sync_playwright import Axe

    script = "" if page.evaluate("'axe' in window") else AXE_SCRIPT  # half a megabyte, and a page is asked twice
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    options |= {"runOnly": {"type": "rule", "values": list(only)}} if only else {}
    found: Any = Axe(script).run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in SERIOUS]


@contextmanager
def served(clips: "QueueInMemory", *, routers: Sequence[APIRouter] = ()) -> Iterator[str]:
    """Serve the app over the store of a queue, and yield its address."""
    with on_a_free_port(lambda port: listening(Settings(port=port))) as (port, place):
        settings = Settings(port=port)
        app = create_app(settings, store=clips.store, clips=clips, routers=routers)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        yield settings.address.rstrip("/")
        server.should_exit = True
        thread.join()


def visit(chromium: "Browser", address: str, *, size: dict[str, int], theme: Literal["light", "dark"]) -> Visit:
    context = chromium.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce", service_workers="block")  # type: ignore[arg-type]  # as written
    page = context.new_page()
    found = Visit(page, address, [], [], theme)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("console", lambda said: found.complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("request", lambda request: found.asked.append(request.url))
    return found
