"""Connections of the live pages that hang while they are opened: they are given up, and another one is tried."""

import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tests.server.browsing import DESK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OPENING, OPEN = 0, 1
LINK = """async () => {
  const script = document.querySelector("script[type=module]").src;
  const { Link } = await import(new URL("live-link.js", script));
  const said = (window.said = []), note = (what) => () => said.push(what);
  const sent = { away: note("away"), back: note("back"), refused: note("refused") };
  window.link = new Link({ heard() {}, answered() {}, ...sent });
  window.link.begin({ person: "", exercise: "romanian_deadlift", load_kg: "", countdown_s: 0 });
}"""


@pytest.fixture
def nowhere() -> Iterator[str]:
    """Return an address that takes a connection and never says a word."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield f"ws://127.0.0.1:{silent.getsockname()[1]}/"


@pytest.fixture
def hanging(chromium: "Browser", nowhere: str) -> "Iterator[Page]":
    """Return a page whose first WebSocket hangs, with a clock that the test moves."""
    page = chromium.new_page(viewport=DESK, bypass_csp=True)  # type: ignore[arg-type]  # of width and height
    page.clock.install()
    page.add_init_script(
        "const Real = WebSocket; window.sockets = [];"
        "window.WebSocket = class extends Real {"
        f"  constructor(to) {{ super(window.sockets.length ? to : '{nowhere}'); window.sockets.push(this); }}"
        "};"
    )
    yield page
    page.close()


def gives_up(page: "Page") -> None:
    """Check that the page waits a little, then tries anew, and that the second connection opens."""
    page.wait_for_function("window.sockets.length === 1")
    page.clock.run_for(3000)
    assert page.evaluate("window.sockets.map((one) => one.readyState)") == [OPENING]
    page.clock.run_for(4000)
    page.wait_for_function(f"window.sockets.length === 2 && window.sockets[1].readyState === {OPEN}")
    page.clock.run_for(10_000)
    assert page.evaluate("window.sockets.length") == 2, "what is open is not given up"
    assert page.evaluate("window.sockets[0].readyState") > OPEN


@pytest.mark.usefixtures("begun")
def test_the_camera_of_a_session(hanging: "Page", live_address: str) -> None:
    hanging.goto(f"{live_address}/live")
    hanging.evaluate(LINK)
    gives_up(hanging)
    hanging.wait_for_function("window.said.includes('back')")
    assert hanging.evaluate("window.said") == ["away", "back"]
    assert hanging.evaluate("window.link.ask('stop')")


def test_a_phone_that_is_worn(hanging: "Page", live_address: str) -> None:
    hanging.goto(f"{live_address}/live/sensors")
    hanging.click("#start")
    hanging.evaluate("dispatchEvent(new DeviceOrientationEvent('deviceorientation', { alpha: 0, beta: 90, gamma: 0 }))")
    gives_up(hanging)


def test_the_second_screen(hanging: "Page", live_address: str) -> None:
    hanging.goto(f"{live_address}/live/watch")
    gives_up(hanging)
