"""A live session when things go wrong: a lost connection, a clock that jumps, no frames, an error while measuring."""

import json
import time
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.server.live_sessions import ORIGIN, begin, open_camera, send, stop, until

from hiphinge.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize(("hangs", "gone_s", "repetitions"), [(False, 3.0, 2), (True, 10.0, 1)])
def test_a_page_that_lost_its_connection_goes_on_with_its_session_and_the_gap_is_said(
    live_browser: TestClient,
    live_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    hangs: bool,  # noqa: FBT001  # a network that is gone closes nothing
    gone_s: float,
    repetitions: int,
) -> None:
    away_s = 0.0
    monkeypatch.setattr("hiphinge.workflow.live.process.now_s", lambda: time.monotonic() + away_s)
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        key = begin(camera)
        heard = send(camera, range(1, 180))
        if not hangs:
            camera.close()
        away_s = gone_s
        with live_browser.websocket_connect("/live/camera?again=1", headers=ORIGIN) as again:
            again.send_text(json.dumps({"key": key}))
            heard += send(again, range(180, 481), add_s=away_s)
            heard += stop(again)
    (gap,) = [one for one in heard if one["kind"] == "gap"]
    assert gap["text"].startswith(f"No frame came for {gone_s:.0f} seconds.")
    assert heard[-1]["repetitions"] == repetitions
    filed = live_store.recordings.all(live_store.people.named("Ana"))
    assert sum(one.repetitions for one in filed) == heard[-1]["repetitions"]


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("said", ['{"key": "guessed"}', "nonsense", "{}"])
def test_nobody_else_goes_on_with_a_session(live_browser: TestClient, said: str) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        begin(camera, person="")
        with live_browser.websocket_connect("/live/camera?again=1", headers=ORIGIN) as other:
            other.send_text(said)
            with pytest.raises(WebSocketDisconnect) as closed:
                other.receive_text()
            assert closed.value.code == 4003
        stop(camera)


def test_a_page_that_does_not_come_back_ends_its_session(
    live_browser: TestClient, live_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.server.live.COMES_BACK_S", 0.2)
    with (
        live_browser.websocket_connect("/live/screen", headers=ORIGIN) as screen,
        live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera,
    ):
        begin(camera)
        send(camera, range(1, 200))
        camera.close()
        assert until(screen, "over")[-1]["repetitions"] == 1
    (filed,) = live_store.recordings.all(live_store.people.named("Ana"))
    assert filed.repetitions == 1


def test_a_key_that_is_no_text_comes_back_to_no_session(live_browser: TestClient) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        begin(camera, person="")
        with live_browser.websocket_connect("/live/camera?again=1", headers=ORIGIN) as again:
            again.send_text('{"key": "\\ud800"}')
            with pytest.raises(WebSocketDisconnect) as closed:
                again.receive_text()
        assert closed.value.code == 4003


def test_another_session_need_not_wait_for_a_page_that_is_gone(live_browser: TestClient, live_store: Store) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        begin(camera)
        send(camera, range(1, 200))
        camera.close()
        with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as anew:
            begin(anew, person="")
            stop(anew)
    (filed,) = live_store.recordings.all(live_store.people.named("Ana"))
    assert filed.repetitions == 1


@pytest.mark.parametrize("jump_s", [-7200.0, 7200.0])
def test_a_clock_that_jumps_in_the_middle_costs_no_repetition(live_browser: TestClient, jump_s: float) -> None:
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        begin(camera, person="")
        heard = send(camera, range(1, 200)) + send(camera, range(200, 481), add_s=jump_s)
        heard += stop(camera)
    assert not [one for one in heard if one["kind"] in ("gap", "skipped", "failed")]
    assert heard[-1]["repetitions"] == 3


def test_a_camera_that_sends_nothing_is_said(live_browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hiphinge.workflow.live.process.QUIET_S", 0.3)
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        begin(camera, person="")
        send(camera, range(1, 3))
        assert until(camera, "quiet")[-1]["text"] == "No frames come from the camera."
        stop(camera)


def test_an_error_while_measuring_ends_the_session_and_says_so(
    live_browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr("hiphinge.analysis.streaming.AnalysisStream.push", fail)
    with live_browser.websocket_connect("/live/camera", headers=ORIGIN) as camera:
        begin(camera)
        heard = send(camera, range(1, 21)) + until(camera, "over")
    assert [one["text"][:18] for one in heard if one["kind"] == "failed"] == ["Measuring stopped "]
    assert heard[-1]["repetitions"] == 0


HEARING = """
const Real = WebSocket; window.sockets = [];
window.WebSocket = class extends Real { constructor(...all) { super(...all); window.sockets.push(this); } };
window.said = [];
addEventListener("DOMContentLoaded", () => {
  const note = (seen) => {
    for (const { addedNodes } of seen) window.said.push(...[...addedNodes].map((text) => text.textContent));
  };
  new MutationObserver(note).observe(document.getElementById("status"), { childList: true });
});
"""
"""Keeps every connection, and all that the page says, since the next line may follow at once."""
HEARD = """([words, since]) => {
  const at = window.said.findIndex((one, place) => place >= since && one.includes(words));
  return at < 0 ? 0 : at + 1;
}"""


@pytest.mark.usefixtures("begun")
def test_in_a_browser_a_camera_and_a_connection_come_back(live_address: str, live_page: "Page") -> None:
    live_page.add_init_script(HEARING)
    wrong = open_camera(live_page, live_address, patience_ms=25_000)
    live_page.locator("#count", has_text="1").wait_for(timeout=25_000)
    is_away, is_back = "The connection is gone.", "The connection is back."
    _says(live_page, "window.sockets.at(-1).close()", is_away, is_back, "No frame came for")
    stop_it = "document.getElementById('camera').srcObject.getTracks().forEach((one) => one.stop())"
    _says(live_page, stop_it, "The camera is gone.", "The camera is back.", "No frame came for")
    hang = "window.sockets.at(-1).send = () => {}"  # a network that is gone closes nothing
    _says(live_page, hang, is_away, is_back, "No frame came for")
    _says(live_page, _hidden("true"), "This page is hidden.")
    drawn = live_page.evaluate("window.hiphingeLags.length")
    live_page.wait_for_timeout(1200)
    assert live_page.evaluate("window.hiphingeLags.length") <= drawn + 2
    _says(live_page, _hidden("false"), "No frame came for")
    assert live_page.locator("#gaps li").count() >= 4
    live_page.click("#stop")
    live_page.locator("#after").wait_for(timeout=25_000)
    assert wrong == []


def _says(page: "Page", happens: str, *said: str) -> None:
    """Let something happen, and wait until the page has said this about it, one after the other."""
    since = page.evaluate(f"() => {{ const since = window.said.length; {happens}; return since; }}")
    for words in said:
        since = page.wait_for_function(HEARD, arg=[words, since], timeout=25_000).json_value()


def _hidden(hidden: str) -> str:
    return (
        f"Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {hidden} }});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
