"""Nothing but pages of this machine's own app is answered, on any route; every answer limits what a page may do."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import APIRouter, FastAPI, WebSocket
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Match
from starlette.websockets import WebSocketDisconnect
from tests.server.queue_in_memory import QueueInMemory

from hiphinge.errors import UsageError
from hiphinge.server import Settings, create_app

if TYPE_CHECKING:
    from tests.server.conftest import Opened

ADDRESS = "http://127.0.0.1:8765"
PARTS = {"id_": "0" * 32, "digest": "0" * 16, "name": "look.css", "action": "retry"}


def paths(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Yield the method and a path of every route."""
    for route in routes:
        inner: Any = getattr(route, "original_router", None) or getattr(route, "routes", None)
        if inner is not None and not hasattr(route, "methods"):
            yield from paths(list(getattr(inner, "routes", inner)))
        for method in sorted(getattr(route, "methods", None) or ()):
            yield method, re.sub(r"\{(\w+)(?::\w+)?\}", lambda part: PARTS.get(part[1], "x"), str(route.path))  # type: ignore[attr-defined]


def every(app: FastAPI) -> list[tuple[str, str]]:
    found = sorted(set(paths(list(app.routes))))
    for method, path in found:
        scope = {"type": "http", "path": path, "method": method, "headers": []}
        assert any(route.matches(scope)[0] is not Match.NONE for route in app.routes), path
    return found


def test_every_route_is_found(opened: "Opened") -> None:
    found = every(opened.app)
    assert ("GET", "/") in found
    assert ("GET", "/static/0000000000000000/look.css") in found
    assert any(method == "POST" for method, _ in found)


@pytest.mark.parametrize(
    "host", ["example.com", "127.0.0.1", "127.0.0.1:80", "localhost:8766", "127.0.0.1:8765.evil.example", ""]
)
def test_another_host_is_refused_on_every_route(opened: "Opened", host: str) -> None:
    for method, path in every(opened.app):
        answer = opened.browser.request(method, path, headers={"Host": host, "Origin": ADDRESS})
        assert answer.status_code == 403, (method, path)


@pytest.mark.parametrize("origin", ["https://example.com", "null", "http://localhost:8766", "https://127.0.0.1:8765"])
def test_another_origin_is_refused_on_every_route(opened: "Opened", origin: str) -> None:
    for method, path in every(opened.app):
        assert opened.browser.request(method, path, headers={"Origin": origin}).status_code == 403, (method, path)


def test_what_changes_something_says_where_it_comes_from(opened: "Opened") -> None:
    changing = [(method, path) for method, path in every(opened.app) if method not in {"GET", "HEAD"}]
    assert changing
    for method, path in changing:
        assert opened.browser.request(method, path).status_code == 403, path
        for site in ("cross-site", "same-site", "none"):
            headers = {"Origin": ADDRESS, "Sec-Fetch-Site": site}
            assert opened.browser.request(method, path, headers=headers).status_code == 403, path


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_others_may_link_here_and_load_nothing(opened: "Opened", site: str) -> None:
    link = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert opened.browser.get("/", headers=link).status_code == 200
    for dest in ("iframe", "video", "script", "empty"):
        mode = "navigate" if dest == "iframe" else "no-cors"
        headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}
        assert opened.browser.get("/", headers=headers).status_code == 403, dest


def test_our_own_names_are_answered(opened: "Opened") -> None:
    for host in ("127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST:8765"):
        assert opened.browser.get("/", headers={"Host": host}).status_code == 200, host


def test_a_socket_of_another_page_is_closed(opened: "Opened") -> None:
    routes = APIRouter()

    @routes.websocket("/live")
    async def _live(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    app = create_app(Settings(), store=opened.store, clips=QueueInMemory(opened.store), routers=[routes])
    client = TestClient(app, base_url=ADDRESS)
    for headers in ({}, {"Origin": "https://example.com"}, {"Origin": ADDRESS, "Host": "example.com"}):
        with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/live", headers=headers):
            pass
        assert closed.value.code == 1008
    with client.websocket_connect("/live", headers={"Origin": ADDRESS, "Host": "127.0.0.1:8765"}):
        pass


def test_every_answer_says_what_a_page_may_do(opened: "Opened") -> None:
    nonces = set()
    for path in ("/", "/nothing", "/health.json"):
        answer = opened.browser.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        script = next(part for part in policy.split("; ") if part.startswith("script-src"))
        nonce = re.fullmatch(r"script-src 'nonce-([\w-]{20,})'", script)
        assert nonce is not None, script
        nonces.add(nonce[1])
        assert set(re.findall(r'<script[^>]*nonce="([^"]+)"', answer.text)) <= {nonce[1]}
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    assert len(nonces) == 3


def test_every_script_of_a_page_has_the_nonce_and_comes_from_here(opened: "Opened") -> None:
    text = opened.browser.get("/").text
    assert re.findall(r"<script(?![^>]*nonce)", text) == []
    assert [found for found in re.findall(r'(?:src|href)="([^"]+)"', text) if not found.startswith(("/", "#"))] == []


def test_too_much_is_not_read(opened: "Opened") -> None:
    most = Settings().largest_form_bytes
    path = f"/clips/{'0' * 32}/person"
    said = opened.browser.post(path, content=b"a" * (most + 1), headers={"Origin": ADDRESS})
    assert said.status_code == 413
    unsaid = opened.browser.post(
        path,
        content=(b"a=" + b"a" * 65_536 for _ in range(most // 65_536 + 2)),
        headers={"Origin": ADDRESS, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert unsaid.status_code == 413
    assert opened.browser.get("/", headers={"Content-Length": "-1"}).status_code == 413


def test_only_this_machine_is_listened_to() -> None:
    for host in ("0.0.0.0", "192.168.1.2", "example.com", ""):  # noqa: S104  # they are refused
        with pytest.raises(UsageError, match="this machine alone"):
            Settings(host=host)
    with pytest.raises(UsageError, match="1 to 65535"):
        Settings(port=0)


def test_an_unforeseen_failure_is_a_page_without_its_reason(
    opened: "Opened", monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        message = "the secret reason"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(opened.clips, "clips", broken)
    answer = opened.browser.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "error in hiphinge itself" in answer.text
    assert "content-security-policy" in answer.headers
    assert "the secret reason" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/x/../../settings.py",
        "/static/x/..%2f..%2fsettings.py",
        "/static/x/%2e%2e",
        "/clips/..%2f..%2fetc",
        "/clips/%00",
    ],
)
def test_no_path_leads_out(opened: "Opened", path: str) -> None:
    assert opened.browser.get(path).status_code == 404
