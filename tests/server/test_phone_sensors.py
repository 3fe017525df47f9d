"""Phones worn as sensors: their samples over a WebSocket, and the page through Chromium with made-up turns."""

import json
from typing import TYPE_CHECKING, Any

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.server.live_sessions import ORIGIN, until

from hiphinge.motion import SensorPlace
from hiphinge.workflow.live.phone_sensors import PhoneSensors

if TYPE_CHECKING:
    from playwright.sync_api import Page, WebSocketRoute

UPRIGHT = [0.70710678, 0.70710678, 0.0, 0.0]


def sample(place: str, time_s: float) -> str:
    return json.dumps({"place": place, "time_s": time_s, "quaternion": UPRIGHT})


def test_samples_of_two_phones_begin_a_session_that_both_hear(live_browser: TestClient) -> None:
    path = "/live/sensors/samples"
    with (
        live_browser.websocket_connect(path, headers=ORIGIN) as upper,
        live_browser.websocket_connect(path, headers=ORIGIN) as lower,
    ):
        upper.send_text(json.dumps({"place": "T12", "band": 70}))
        lower.send_text(json.dumps({"place": "S2"}))
        lower.send_text("no samples")
        unreadable = until(lower, "unreadable")[-1]
        assert "begins with b'no samples'" in unreadable["text"]
        lower.send_text(sample("S2", 1.0))
        for phone in (upper, lower):
            assert "Stand still" in until(phone, "stand")[-1]["text"]


def test_a_place_is_taken_once_and_the_band_that_counts_is_said(live_browser: TestClient) -> None:
    path = "/live/sensors/samples"
    assert live_browser.get("/live/sensors/worn").json() == {"place": "T12", "band": None}
    with live_browser.websocket_connect(path, headers=ORIGIN) as upper:
        upper.send_text(json.dumps({"place": "T12", "band": 70}))
        upper.send_text(sample("T12", 1.0))
        until(upper, "stand")
        assert live_browser.get("/live/sensors/worn").json() == {"place": "S2", "band": 70.0}
        with live_browser.websocket_connect(path, headers=ORIGIN) as same:
            same.send_text(json.dumps({"place": "T12", "band": 70}))
            with pytest.raises(WebSocketDisconnect) as shown_out:
                same.receive_text()
        assert shown_out.value.reason.startswith("Another phone is worn there. Choose the other place, or tap Stop")
        with live_browser.websocket_connect(path, headers=ORIGIN) as lower:
            lower.send_text(json.dumps({"place": "S2", "band": 90}))
            said = until(lower, "band")[-1]
            assert (said["band"], "beyond 70 %" in said["text"]) == (70.0, True)


def test_a_phone_that_lost_its_connection_has_its_place_back_at_once(live_browser: TestClient) -> None:
    path, words = "/live/sensors/samples", {"place": "T12", "band": 70, "key": "a" * 32}
    with live_browser.websocket_connect(path, headers=ORIGIN) as lost:  # the app does not know yet that it is
        lost.send_text(json.dumps(words))
        lost.send_text(sample("T12", 1.0))
        until(lost, "stand")
        with live_browser.websocket_connect(path, headers=ORIGIN) as other:
            other.send_text(json.dumps(words | {"key": "b" * 32}))
            with pytest.raises(WebSocketDisconnect) as shown_out:
                other.receive_text()
            assert shown_out.value.code == 4001
        with live_browser.websocket_connect(path, headers=ORIGIN) as again:
            again.send_text(json.dumps(words))
            with pytest.raises(WebSocketDisconnect) as shown_out:
                lost.receive_text()
            assert shown_out.value.code == 4004
            again.send_text("no samples")
            assert until(again, "unreadable")[-1]["text"]
            assert live_browser.get("/live/sensors/worn").json() == {"place": "S2", "band": 70.0}


def test_a_phone_may_change_its_place_while_the_app_still_holds_the_one_it_lost(live_browser: TestClient) -> None:
    path, words = "/live/sensors/samples", {"place": "T12", "key": "a" * 32}
    with live_browser.websocket_connect(path, headers=ORIGIN) as lost:
        lost.send_text(json.dumps(words))
        lost.send_text(sample("T12", 1.0))
        until(lost, "stand")
        with live_browser.websocket_connect(path, headers=ORIGIN) as again:
            again.send_text(json.dumps(words | {"place": "S2", "band": 90}))
            until(again, "band")
            assert live_browser.get("/live/sensors/worn").json()["place"] == "T12"


@pytest.mark.parametrize(("band", "key"), [("1" + "0" * 400, "a" * 32), ("70", "\\ud800" * 16), ("70", "a")])
def test_words_that_no_page_says_are_refused(live_browser: TestClient, band: str, key: str) -> None:
    with live_browser.websocket_connect("/live/sensors/samples", headers=ORIGIN) as phone:
        phone.send_text(f'{{"place": "T12", "band": {band}, "key": "{key}"}}')
        with pytest.raises(WebSocketDisconnect) as shown_out:
            phone.receive_text()
    assert shown_out.value.code == 4002
    assert live_browser.get("/live/sensors/worn").json() == {"place": "T12", "band": None}


def worn_as(browser: TestClient, worn: dict[str, Any]) -> None:
    """Wait until the app says that of the phones that are worn."""
    for _ in range(200):
        said = browser.get("/live/sensors/worn").json()
        if said == worn:
            return
    pytest.fail(f"{said}, expected {worn}")


@pytest.mark.parametrize(("code", "band"), [(1006, 70.0), (1000, None)])
def test_phones_that_are_all_lost_find_their_session_and_those_that_stop_end_it(
    live_browser: TestClient, code: int, band: float | None
) -> None:
    with live_browser.websocket_connect("/live/sensors/samples", headers=ORIGIN) as phone:
        phone.send_text(json.dumps({"place": "T12", "band": 70, "key": "a" * 32}))
        worn_as(live_browser, {"place": "S2", "band": 70.0})
        phone.close(code)
    worn_as(live_browser, {"place": "T12", "band": band})


@pytest.mark.parametrize(
    "words",
    [
        "",
        "{}",
        '{"place": "head"}',
        '{"place": "T12", "band": 5}',
        "[]",
        '{"place": "T12", "key": "short"}',
        '{"place": "T12", "key": 5}',
    ],
)
def test_a_phone_that_does_not_say_where_it_is_worn_is_shown_out(live_browser: TestClient, words: str) -> None:
    with live_browser.websocket_connect("/live/sensors/samples", headers=ORIGIN) as phone:
        phone.send_text(words)
        with pytest.raises(WebSocketDisconnect) as shown_out:
            phone.receive_text()
    assert shown_out.value.code == 4002


def test_a_phone_speaks_for_its_own_place_only_and_a_flood_is_bounded() -> None:
    source = PhoneSensors()
    source.put(sample("T12", 1.0), place=SensorPlace.S2)
    assert source.read(0.0) == ()
    assert (source.refused, "at S2 sent samples of T12" in source.first_problem) == (1, True)
    source.put(" " * 70_000, place=SensorPlace.S2)
    assert source.refused == 2
    for number in range(5000):
        source.put(sample("S2", float(number)), place=SensorPlace.S2)
    arrived = source.read(0.0)
    assert len(arrived) == 4000
    assert arrived[0].sample.quaternion == pytest.approx(UPRIGHT)


def test_the_page_sends_how_the_phone_is_turned_and_vibrates(live_page: "Page", live_address: str) -> None:
    said: list[dict[str, Any]] = []
    routes: list[WebSocketRoute] = []

    def open_socket(route: "WebSocketRoute") -> None:
        routes.append(route)
        route.on_message(lambda text: said.append(json.loads(text)))

    live_page.route_web_socket("**/live/sensors/samples", open_socket)
    live_page.route("**/live/sensors/worn", lambda route: route.fulfill(json={"place": "S2", "band": 90}))
    live_page.add_init_script("window.shaken = []; navigator.vibrate = (ms) => (window.shaken.push(ms), true);")
    live_page.goto(f"{live_address}/live/sensors")
    live_page.wait_for_function("document.querySelector('select[name=place]').value === 'S2'")
    assert live_page.input_value("select[name=band]") == "90"
    live_page.select_option("select[name=band]", "70")
    live_page.click("#start")
    live_page.wait_for_selector("#stop:not([hidden])")
    turn = "(turns) => dispatchEvent(new DeviceOrientationEvent('deviceorientation', turns))"
    live_page.wait_for_timeout(200)
    live_page.evaluate(turn, {"alpha": 0, "beta": 90, "gamma": 0})
    live_page.evaluate(turn, {"alpha": 90, "beta": 0, "gamma": 0})
    live_page.wait_for_timeout(200)
    key = said[0].pop("key")
    assert len(key) == 32
    assert said[0] == {"place": "S2", "band": 70}
    assert [one["place"] for one in said[1:]] == ["S2", "S2"]
    assert said[1]["quaternion"] == pytest.approx(UPRIGHT)
    assert said[2]["quaternion"] == pytest.approx([0.70710678, 0.0, 0.0, 0.70710678])
    assert said[2]["time_s"] > said[1]["time_s"]
    routes[0].send(json.dumps({"kind": "beyond", "signalled": False, "bend": 1, "text": "quiet"}))
    routes[0].send(json.dumps({"kind": "beyond", "signalled": True, "bend": 2, "text": "Beyond 70 %."}))
    live_page.wait_for_function("document.getElementById('status').textContent === 'Beyond 70 %.'")
    assert live_page.evaluate("window.shaken") == [250]
    routes[0].close(code=1011)
    live_page.locator("#status", has_text="The connection broke.").wait_for()
    live_page.locator("#status", has_text="The connection is back.").wait_for()
    live_page.wait_for_timeout(200)
    assert said[-1] == {"place": "S2", "band": 70, "key": key}
    live_page.evaluate(turn, {"alpha": 0, "beta": 90, "gamma": 0})
    live_page.click("#stop")
    assert live_page.inner_text("#status") == "Stopped."
    assert len(routes) == 2
