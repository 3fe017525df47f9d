"""Gives the app requests as bytes, without a network: a case is several requests, one after another."""

import asyncio
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["BETWEEN", "UnexpectedAnswerError", "answer", "ready_app"]

BETWEEN = b"\n\x1e\n"
"""Stands between two requests: a line ``METHOD PATH``, headers, an empty line, the body."""
_MOST_REQUESTS = 12
_CASES_OF_AN_APP = 300
_PORT = 8765
_TARGET = frozenset(range(0x21, 0x7F))
"""Other bytes in a target are refused by the server's parser of HTTP before the app is asked."""
_FAILED = 500
_NO_SPACE = 507
_LAST = b"@"
"""In a path: the id of the upload that was begun last."""
_LONGEST_ANSWER_S = 20.0


class UnexpectedAnswerError(Exception):
    """The app answered that it failed."""


@dataclass(eq=False)
class _App:
    """An app over a store of its own, in memory where the system allows it."""

    cases: int = 0
    home: Path | None = None
    app: Any = None
    store: Any = None
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def ready(self) -> Any:
        """Return the app; a new one after some cases, so that what was kept does not grow."""
        if self.app is None or self.cases >= _CASES_OF_AN_APP:
            self._renew()
        self.cases += 1
        return self.app

    def _renew(self) -> None:
        from tests.server.queue_in_memory import QueueInMemory  # noqa: PLC0415  # loaded where it is watched

        from hiphinge.jobs import Jobs, JobSettings  # noqa: PLC0415  # likewise
        from hiphinge.server import Settings, create_app, uploads_router  # noqa: PLC0415  # likewise
        from hiphinge.store import open_store  # noqa: PLC0415  # likewise

        if self.home is not None:
            self.store.close()
            shutil.rmtree(self.home)
        self.cases, self.home = 0, Path(tempfile.mkdtemp(prefix="requests_"))
        os.environ["XDG_DATA_HOME"] = str(self.home / "data")
        store = self.store = open_store()
        store.people.add("Ana", adult=True, zone="Europe/Vienna")
        settings, work = Settings(), JobSettings(folder=self.home / "work")
        routers = (uploads_router(Jobs(lambda: store, work), settings),)
        self.app = create_app(settings, store=store, clips=QueueInMemory(store), routers=routers)


_SERVED = _App()


def ready_app() -> Any:
    """Return the app that is asked."""
    return _SERVED.ready()


def answer(case: bytes) -> None:
    """Ask everything in a case.

    Raises
    ------
    UnexpectedAnswerError
        If an answer has a status of 500 or more, but for a full disk.
    """
    app, last = _SERVED.ready(), b"0" * 32
    for request in case.split(BETWEEN)[:_MOST_REQUESTS]:
        head, _, body = request.partition(b"\n\n")
        lines = head.split(b"\n")
        method, _, target = lines[0].partition(b" ")
        pairs = [line.partition(b":")[::2] for line in lines[1:]]
        scope = _scope(method, target.replace(_LAST, last), pairs)
        waiting = asyncio.wait_for(_asked(app, scope, body), _LONGEST_ANSWER_S)
        status, place = _SERVED.loop.run_until_complete(waiting)
        last = place.rpartition(b"/")[2] or last
        if status >= _FAILED and status != _NO_SPACE:
            message = f"{lines[0][:200]!r} was answered with {status}."
            raise UnexpectedAnswerError(message)


def _scope(method: bytes, target: bytes, pairs: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    path, _, query = bytes(one for one in target if one in _TARGET).partition(b"?")
    own = f"127.0.0.1:{_PORT}".encode()
    headers = [(b"host", own), (b"origin", b"http://" + own)]
    headers += [(name.strip().lower(), value.strip()) for name, value in pairs]
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method.decode("latin-1").upper() or "GET",
        "scheme": "http",
        "path": path.decode("utf-8", "replace") or "/",
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", _PORT),
    }


async def _asked(app: Any, scope: dict[str, Any], body: bytes) -> tuple[int, bytes]:
    """Return the status of an answer, and the place that it names."""
    given = [{"type": "http.request", "body": body, "more_body": False}]
    status, place = 0, b""

    async def receive() -> dict[str, Any]:
        return given.pop() if given else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, place
        if message["type"] == "http.response.start":
            status = message["status"]
            place = dict(message.get("headers", ())).get(b"location", b"")

    await app(scope, receive, send)
    return status, place
