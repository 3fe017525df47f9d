"""Nothing but pages of this machine's own app is answered, on any route; every answer limits what a page may do."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from fastapi import APIRouter, FastAPI, WebSocket
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Match
from starlette.websockets import WebSocketDisconnect
from tests.server.queue_in_memory import QueueInMemory

from hiphinge.errors import UsageError
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, api_router, create_app, uploads_router
from hiphinge.server.access import Who, needs

if TYPE_CHECKING:
    from tests.server.conftest import Opened

ADDRESS = "http://127.0.0.1:8765"
READING = {"GET", "HEAD", "OPTIONS"}
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


@pytest.fixture
def opened(opened: "Opened", tmp_path: Path) -> "Opened":
    """Put the app together as `hiphinge serve` does: with uploads and news of the queue, whose workers do not run."""
    settings = Settings()
    jobs = Jobs(lambda: opened.store, JobSettings(folder=tmp_path / "work"))
    routers = (uploads_router(jobs, settings), api_router(jobs, settings))
    app = create_app(settings, store=opened.store, clips=opened.clips, routers=routers)
    return replace(opened, app=app, browser=TestClient(app, base_url=ADDRESS, headers={"Accept": "text/html"}))


def test_every_route_is_found(opened: "Opened") -> None:
    found = every(opened.app)
    pages = {("GET", "/"), ("GET", "/static/0000000000000000/look.css"), ("GET", "/service-worker.js")}
    queue = {("POST", "/uploads"), ("GET", "/clips/events"), ("GET", "/api/clips"), ("OPTIONS", "/uploads")}
    queue |= {(method, f"/uploads/{PARTS['id_']}") for method in ("HEAD", "PATCH", "DELETE")}
    assert (pages | queue) - set(found) == set()
    assert any(method == "POST" for method, _ in found)


FOREIGN_HOSTS = (
    "example.com",
    "example.com:8765",
    "127.0.0.1",
    "127.0.0.1:80",
    "localhost:8766",
    "localhost.:8765",
    "127.0.0.1:8765.evil.example",
    "127.0.0.1:8765@evil.example",
    "0.0.0.0:8765",
    "[::ffff:127.0.0.1]:8765",
    "",
)
FOREIGN_ORIGINS = (
    "https://example.com",
    "null",
    "",
    "file://",
    "http://localhost:8766",
    "https://127.0.0.1:8765",
    "http://127.0.0.1:8765.evil.example",
    "http://127.0.0.1:8765/",
)


def test_another_host_is_refused_on_every_route(opened: "Opened") -> None:
    for method, path in every(opened.app):
        for host in FOREIGN_HOSTS:
            answer = opened.browser.request(method, path, headers={"Host": host, "Origin": ADDRESS})
            assert answer.status_code == 403, (method, path, host)


def test_another_origin_is_refused_on_every_route(opened: "Opened") -> None:
    for method, path in every(opened.app):
        for origin in FOREIGN_ORIGINS:
            answer = opened.browser.request(method, path, headers={"Origin": origin})
            assert answer.status_code == 403, (method, path, origin)


def test_what_changes_something_says_where_it_comes_from(opened: "Opened") -> None:
    changing = [(method, path) for method, path in every(opened.app) if method not in READING]
    assert changing
    for method, path in changing:
        assert opened.browser.request(method, path).status_code == (401 if path.startswith("/api/v1/") else 403), path
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


def test_no_route_is_loaded_into_pages_of_others(opened: "Opened") -> None:
    for method, path in every(opened.app):
        for site in ("cross-site", "same-site", "nonsense"):
            headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "empty"}
            assert opened.browser.request(method, path, headers=headers).status_code == 403, (method, path, site)


def test_a_visit_from_another_page_changes_nothing(opened: "Opened") -> None:
    visit = {"Origin": ADDRESS, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    visit |= {"Sec-Fetch-Dest": "document"}
    for method, path in every(opened.app):
        if method not in READING:
            assert opened.browser.request(method, path, headers=visit).status_code == 403, (method, path)


def test_no_answer_lets_another_origin_read_it(opened: "Opened") -> None:
    for method, path in quick(opened.app):
        for headers in ({"Origin": ADDRESS}, {"Origin": "https://example.com"}):
            answer = opened.browser.request(method, path, headers=headers)
            assert not [name for name in answer.headers if name.startswith("access-control-")], (method, path)
            assert answer.headers["cross-origin-resource-policy"] == "same-origin", (method, path)
            assert answer.headers["x-content-type-options"] == "nosniff", (method, path)


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW")


def test_other_methods_are_refused_on_every_route(opened: "Opened") -> None:
    declared = dict[str, set[str]]()
    for method, path in every(opened.app):
        declared.setdefault(path, set()).add(method)
    for path, taken in declared.items():
        for method in set(METHODS) - taken - {"GET" if path.startswith("/clips/") else ""}:  # /clips/{id_} is a page
            answer = opened.browser.request(method, path, headers={"Origin": ADDRESS})
            assert answer.status_code in {404, 405}, (method, path, answer.status_code)


EVIL = (
    "",
    "\x00",
    "../../etc/passwd",
    "nan",
    "inf",
    "-1e999",
    "9" * 400,
    "\ud800",
    "{{7*7}}",
    "'; DROP TABLE people; --",
    "\u202e",
)
FIELDS = (
    *("action", "app", "bar", "comfort", "dates", "day", "days", "exercise", "id", "keep", "line", "load", "name"),
    "note",
    "on",
    "pain",
    "person",
    "plates",
    "q",
    "rack",
    "reps",
    "theme",
    "typed",
    "unit",
    "weight",
    "who",
    "zone",
)


def test_no_field_and_no_part_of_an_address_breaks_a_page(opened: "Opened") -> None:
    person = opened.add()
    for number, (method, path) in enumerate(quick(opened.app)):
        encoded = quote(EVIL[number % len(EVIL)].encode("utf-8", "surrogatepass"), safe="")
        said = "&".join(f"{name}={encoded}" for name in FIELDS)
        for place in (path, path.replace(PARTS["id_"], encoded or "x")):
            fields = said if place == path else f"{said}&person={person.id}"
            asked, content = (f"{place}?{fields}", None) if method in READING else (place, fields)
            form = {"Origin": ADDRESS, "Content-Type": "application/x-www-form-urlencoded"}
            answer = opened.browser.request(method, asked, headers=form, content=content, follow_redirects=False)
            assert answer.status_code < 500, (method, place, answer.text[:300])


def quick(app: FastAPI) -> list[tuple[str, str]]:
    """Return all routes but the stream of news, which does not end."""
    return [(method, path) for method, path in every(app) if path != "/clips/events"]


def test_our_own_names_are_answered(opened: "Opened") -> None:
    for host in ("127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST:8765"):
        assert opened.browser.get("/", headers={"Host": host}).status_code == 200, host


def test_a_socket_of_another_page_is_closed(opened: "Opened") -> None:
    routes = APIRouter()

    @routes.websocket("/live")
    @needs(Who.SIGNED_IN)
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
    assert "connection" not in said.headers, "a little too much is read, so that the answer arrives"
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


def test_no_path_leads_out(opened: "Opened") -> None:
    for path in (
        "/static/x/../../settings.py",
        "/static/x/..%2f..%2fsettings.py",
        "/static/x/%2e%2e",
        "/clips/..%2f..%2fetc",
        "/clips/%00",
        "/uploads/..%2f..%2flog.sqlite",
    ):
        assert opened.browser.get(path).status_code in {404, 405}, path
