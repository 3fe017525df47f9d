"""The second address, over real encrypted connections: nothing without a code, everything but a few pages with one."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from fastapi import APIRouter, WebSocket
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from tests.server.ports import free_port
from tests.server.test_guarding import every
from tests.server.two_addresses import AT, Both, both_addresses

from hiphinge.errors import UsageError
from hiphinge.server import create_app, uploads_router
from hiphinge.server.access import Who, needs
from hiphinge.server.door import AUTHORITY, ONLY_ON_THE_COMPUTER
from hiphinge.server.entrances import FromPhones, PhoneAddress
from hiphinge.server.serving import listening_for_phones


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with both_addresses(tmp_path) as opened:
        opened.store.people.add("Annabel", adult=True, zone="Europe/Vienna")
        yield opened


def all_routes(both: Both) -> list[tuple[str, str]]:
    routers = (uploads_router(both.jobs, both.settings),)
    return every(create_app(both.settings, store=both.store, clips=both.jobs, routers=routers))


def test_both_addresses_answer_and_only_one_asks_for_a_code(both: Both) -> None:
    with both.on_computer() as computer, both.on_phone() as phone:
        assert computer.get("/").status_code == 200
        refused = phone.get("/")
        assert refused.status_code == 403
        assert "Show a code first" in refused.text
        assert phone.get("/enter").status_code == 200
        assert computer.get("/enter").status_code == 404
        assert computer.get("/").status_code == 200


def test_without_a_code_no_route_is_answered_and_nobody_is_named(both: Both) -> None:
    with both.on_phone() as phone:
        for method, path in all_routes(both):
            for accept in ("text/html", "*/*"):
                headers = {"Origin": both.phone, "Accept": accept, "Cookie": "__Host-phone=guessed; person=x"}
                answer = phone.request(method, path, headers=headers)
                assert answer.status_code == 403, (method, path)
                assert "Annabel" not in answer.text, (method, path)
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
            assert phone.request(method, "/enter", headers={"Origin": both.phone}).status_code == 403
        assert phone.get("/enter/other").status_code == 403


def test_a_code_lets_one_phone_in_and_is_spent(both: Both) -> None:
    code = both.access.phones.new_code()
    with both.on_phone() as phone, both.on_phone() as other:
        shown = phone.get(f"/enter?code={code.text}")
        assert f'value="{code.text}"' in shown.text
        assert both.access.phones.code == code, "looking at the page spends nothing"
        entered = both.enter(phone, code.words.lower())
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        cookie = entered.headers["set-cookie"]
        assert cookie.startswith("__Host-phone=")
        for part in ("Secure", "HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"):
            assert part.lower() in cookie.lower()
        assert "domain" not in cookie.lower()
        assert both.enter(other, code.text).status_code == 403
        assert other.get("/today").status_code == 403
        with both.on_computer() as computer:
            for path in ("/", "/today", "/sessions", "/log", "/progress", "/learn", "/library", "/people"):
                assert phone.get(path).status_code == computer.get(path).status_code == 200, path
        assert "Annabel" in phone.get("/people").text
        assert phone.get("/enter").status_code == 303


def test_guesses_are_slowed_down(both: Both) -> None:
    code = both.access.phones.new_code()
    with both.on_phone() as phone:
        found = [both.enter(phone, f"WRONG{number}") for number in range(7)]
        assert [one.status_code for one in found] == [403] * 5 + [429] * 2
        assert found[-1].headers["retry-after"] == "60"
        assert both.enter(phone, code.text).status_code == 429
    assert both.access.phones.all() == ()


def test_some_pages_are_for_the_computer_alone(both: Both) -> None:
    with both.on_phone(let_in=True) as phone:
        closed = [
            (method, path)
            for method, path in all_routes(both)
            if any(path == one or path.startswith(f"{one}/") for one in ONLY_ON_THE_COMPUTER)
        ]
        assert {path for _, path in closed} >= {"/data", "/data/erase", "/data/export", "/phone/code", "/phone"}
        for method, path in closed:
            answer = phone.request(method, path, headers={"Origin": both.phone})
            assert answer.status_code == 403, (method, path)
            assert "done on the computer" in answer.text
        assert phone.get("/data/").status_code == 403
        settings = phone.get("/settings").text
        assert 'href="/data"' not in settings
        assert 'href="/phone"' not in settings
        assert 'action="/settings/networks"' not in settings
        changed = phone.post("/settings/theme", data={"theme": "dark"}, headers={"Origin": both.phone})
        assert changed.status_code == 303
    assert both.access.phones.code is None


def test_a_foreign_host_or_origin_is_refused_also_with_a_code(both: Both) -> None:
    computer, phone_host = both.computer.partition("//")[2], both.phone.partition("//")[2]
    with both.on_phone(let_in=True) as phone, both.on_computer() as own:
        assert phone.get("/").status_code == 200
        port = both.access.place.port
        for host in ("evil.example", computer, f"localhost:{port}", f"evil.example:{port}", AT, ""):
            assert phone.get("/", headers={"Host": host}).status_code == 403, host
            assert phone.get("/enter", headers={"Host": host}).status_code == 403, host
        assert own.get("/", headers={"Host": phone_host}).status_code == 403
        for origin in ("https://evil.example", "null", both.computer, f"http://{phone_host}", both.phone + "1"):
            for method, path in all_routes(both) if "evil" in origin else [("GET", "/")]:
                answer = phone.request(method, path, headers={"Origin": origin})
                assert answer.status_code == 403, (origin, method, path)
            assert phone.post("/enter", data={"code": "A"}, headers={"Origin": origin}).status_code == 403
        assert phone.post("/settings/theme", data={"theme": "dark"}).status_code == 403, "no origin"
        cross = {"Origin": both.phone, "Sec-Fetch-Site": "cross-site"}
        assert phone.post("/settings/theme", data={"theme": "dark"}, headers=cross).status_code == 403
        assert own.post("/settings/theme", data={"theme": "dark"}, headers={"Origin": both.phone}).status_code == 403


def test_the_certificate_is_checked_against_the_authority_that_everybody_may_have(both: Both) -> None:
    with pytest.raises(httpx2.ConnectError, match="certificate verify failed"):
        httpx2.get(both.phone, trust_env=False)
    with pytest.raises(httpx2.TransportError):
        httpx2.get(both.phone.replace("https", "http"), trust_env=False)
    with both.on_phone() as phone:
        sent = phone.get(AUTHORITY)
    assert sent.headers["content-type"] == "application/x-x509-ca-cert"
    trusting = ssl.create_default_context(cadata=sent.content)
    assert httpx2.get(f"{both.phone}/enter", verify=trusting, trust_env=False).status_code == 200
    old = ssl.create_default_context(cadata=sent.content)
    old.set_ciphers("DEFAULT@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSVersion"):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{both.phone}/enter", verify=old, trust_env=False)


def test_a_phone_that_is_removed_is_out_at_once(both: Both) -> None:
    with both.on_phone(let_in=True) as phone, both.on_computer() as computer:
        (found,) = both.access.phones.all()
        assert found.name == "iPhone"
        page = computer.get("/phone").text
        assert f'name="phone" value="{found.id}"' in page
        removed = computer.post("/phone/remove", data={"phone": found.id}, headers={"Origin": both.computer})
        assert removed.status_code == 303
        assert phone.get("/").status_code == 403
        assert found.id not in computer.get("/phone").text


def test_a_socket_needs_a_code_too_and_ends_for_a_phone_that_is_removed(both: Both) -> None:
    routes = APIRouter()

    @routes.websocket("/live")
    @needs(Who.SIGNED_IN)
    async def _live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(await socket.receive_text())
        with suppress(WebSocketDisconnect):
            await socket.receive_text()
            await socket.send_text("still there")
        await socket.close()

    app = create_app(both.settings, store=both.store, clips=both.jobs, routers=[routes], phone=both.access)
    client = TestClient(FromPhones(app, both.access), base_url=both.phone)
    phones = both.access.phones
    token = phones.let_in(phones.new_code().text, address=AT, name="iPhone")
    host = both.phone.partition("//")[2]
    for headers in ({}, {"Cookie": "__Host-phone=guessed"}, {"Origin": "https://evil.example"}):
        refused = {"Host": host, "Origin": both.phone, **headers}
        with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/live", headers=refused):
            pass
        assert closed.value.code == 1008
    own = {"Host": host, "Origin": both.phone, "Cookie": f"__Host-phone={token}"}
    with client.websocket_connect("/live", headers=own) as socket:
        phones_in = phones.all()
        socket.send_text("hello")
        assert socket.receive_text() == "hello"
        phones.remove(phones_in[0].id)
        socket.send_text("anybody?")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


def test_news_end_for_a_phone_that_is_removed(both: Both) -> None:
    with both.on_phone(let_in=True) as phone, phone.stream("GET", "/clips/events", timeout=20) as news:
        assert news.status_code == 200
        threading.Timer(0.3, lambda: both.access.phones.remove(both.access.phones.all()[0].id)).start()
        began = time.monotonic()
        list(news.iter_raw())
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b'{"code": "A"}', "application/json", 415),
        (b"", "application/x-www-form-urlencoded", 403),
        (b"code=%ff%00&code=B&x=" + b"y" * 50_000, "application/x-www-form-urlencoded", 403),
        (b"a=1&" * 20_000, "application/x-www-form-urlencoded", 400),
        (b"code=" + b"y" * (2 << 20), "application/x-www-form-urlencoded", 413),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
    ],
)
def test_what_is_no_code_is_answered_shortly(both: Both, content: bytes, kind: str, status: int) -> None:
    both.access.phones.new_code()
    with both.on_phone() as phone:
        headers = {"Origin": both.phone, "Content-Type": kind}
        answer = phone.post("/enter", content=content, headers=headers)
        assert answer.status_code == status
        assert "Annabel" not in answer.text
        unsaid = phone.post("/enter", content=(content for _ in range(2)), headers=headers)
        assert unsaid.status_code in {status, 403}


def test_what_nobody_foresaw_names_nobody(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    from hiphinge.server.door import Door

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Door, "_refused", broken)
    with both.on_phone() as phone:
        answer = phone.get("/")
    assert answer.status_code == 500
    assert "error in hiphinge itself" in answer.text
    assert "Annabel" not in answer.text


def test_what_a_reader_writes_into_the_address_is_not_written_into_the_page(both: Both) -> None:
    with both.on_phone() as phone:
        for code in ('"><script>alert(1)</script>', "a" * 5000 + "<", "' onfocus='x"):
            text = phone.get("/enter", params={"code": code}).text
            assert "alert" not in text
            assert "onfocus" not in text
            assert len(text) < 5000


def test_the_page_of_the_computer_shows_what_a_phone_needs(both: Both) -> None:
    with both.on_computer() as computer:
        assert "No code counts now" in computer.get("/phone").text
        assert computer.post("/phone/code", headers={"Origin": both.computer}).status_code == 303
        code, text = both.access.phones.code, computer.get("/phone").text
        assert code is not None
        for shown in (code.words, both.access.place.address, both.access.identity.fingerprint, "<svg"):
            assert shown in text
        assert both.access.identity.authority_fingerprint in text
        state = computer.get("/phone/state.json").json()
        assert state == {"code": True, "phones": [], "reached": False}
        assert computer.post("/phone/code").status_code == 403, "no page of ours asked"


def test_without_the_second_address_the_page_says_how_to_open_it(both: Both) -> None:
    app = create_app(both.settings, store=both.store, clips=both.jobs)
    browser = TestClient(app, base_url=both.computer, headers={"Accept": "text/html"})
    assert "hiphinge app --phone" in browser.get("/phone").text
    assert browser.post("/phone/code", headers={"Origin": both.computer}).status_code == 422
    assert browser.get("/phone/state.json").json() is None


def test_an_address_that_is_not_ours_or_a_port_in_use_is_said() -> None:
    def opened(address: str, port: int) -> None:
        with listening_for_phones(PhoneAddress([address], port)):
            pass

    with pytest.raises(UsageError, match="not an address of this computer"):
        opened("203.0.113.77", free_port())
    port = free_port()
    in_use = pytest.raises(UsageError, match=f"--phone-port {port + 1}")
    with listening_for_phones(PhoneAddress([AT], port)), in_use:
        opened(AT, port)
    with pytest.raises(UsageError, match="--phone-port is 0"):
        PhoneAddress([AT], 0)


def test_addresses_are_written_as_browsers_take_them() -> None:
    place = PhoneAddress(["192.168.1.20", "fd00::2"], 8766)
    assert place.all == ("https://192.168.1.20:8766/", "https://[fd00::2]:8766/")
    assert place.with_code("ABC") == "https://192.168.1.20:8766/enter?code=ABC"
    assert place.origins == {"https://192.168.1.20:8766", "https://[fd00::2]:8766"}
    assert PhoneAddress(["192.168.1.20"], 443).hosts == {"192.168.1.20:443", "192.168.1.20"}
