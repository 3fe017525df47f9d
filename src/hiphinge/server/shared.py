"""Shared mode: where a gym's people find the app, and the door that says of each request whose account it is."""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from http import HTTPStatus
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hiphinge.errors import UsageError
from hiphinge.server.access import ADDRESS, ASKER, NOBODY, Asker, was_checked
from hiphinge.server.passkeys import Passkeys
from hiphinge.server.passwords import Passwords
from hiphinge.server.problems import is_for_programs, problem
from hiphinge.store import Account, Store
from hiphinge.store.signing_in import LASTS

__all__ = [
    "SESSION_COOKIE",
    "Receiving",
    "Shared",
    "SharedDoor",
    "SharedPlace",
    "sign_out_of",
    "signed_in_as",
]

SESSION_COOKIE: Final = "__Host-session"
_LOOK_S = 5.0
"""How long after signing out a socket or a stream may stay open."""
_MOST_PER_MINUTE, _MOST_OF_ADDRESS = 1_200, 1_200
"""Requests: of one account, and of one address from which nobody is signed in. A whole gym can be behind one."""


@dataclass(frozen=True)
class SharedPlace:
    """Where browsers find the app, and how far whoever hands requests on is believed.

    Parameters
    ----------
    public_url
        The address that people open, encrypted: ``https://gym.example.org``.
    behind_proxy
        Whether a program of the gym's hands requests on, and says from where each came.

    Raises
    ------
    UsageError
        If it is no such address.
    """

    public_url: str
    behind_proxy: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.public_url)
        more = parts.path.rstrip("/") or parts.query or parts.username
        if parts.scheme != "https" or not parts.hostname or more:
            message = f"The address that people open is like https://gym.example.org, but is {self.public_url[:80]!r}."
            raise UsageError(message)

    @property
    def address(self) -> str:
        """Where a browser finds the app."""
        return f"https://{self._host}/"

    @property
    def hosts(self) -> frozenset[str]:
        """What the ``Host`` of a request may say."""
        return frozenset({self._host})

    @property
    def origins(self) -> frozenset[str]:
        """What the ``Origin`` of a request may say."""
        return frozenset({f"https://{self._host}"})

    @cached_property
    def name(self) -> str:
        """The host without its port."""
        return str(urlsplit(self.public_url).hostname)

    @property
    def port(self) -> int:
        """The port that browsers ask."""
        return urlsplit(self.public_url).port or 443

    @property
    def has_name(self) -> bool:
        """Whether it is a name: passkeys belong to one, and not to a number."""
        try:
            ip_address(self.name)
        except ValueError:
            return True
        return False

    @property
    def _host(self) -> str:
        return urlsplit(self.public_url).netloc.lower().removesuffix(":443")


@dataclass(frozen=True, kw_only=True, eq=False)
class Shared:
    """What shared mode adds to the app."""

    place: SharedPlace
    passwords: Passwords = field(default_factory=Passwords)
    now: Callable[[], float] = time.monotonic
    _counts: dict[str, tuple[float, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def passkeys(self) -> Passkeys | None:
        """Passkeys; None where the address is a number."""
        if not self.place.has_name:
            return None
        return Passkeys(self.place.name, next(iter(self.place.origins)))

    def counts(self, asker: Asker, address: str) -> bool:
        """Count a request, and tell whether it is one of few enough in this minute."""
        key, most = (asker.account, _MOST_PER_MINUTE) if asker.account else (address, _MOST_OF_ADDRESS)
        minute = self.now() // 60
        with self._lock:
            if len(self._counts) > 10_000:  # noqa: PLR2004  # addresses of a minute
                self._counts.clear()
            since, count = self._counts.get(key, (minute, 0))
            count = count + 1 if since == minute else 1
            self._counts[key] = (minute, count)
        return count <= most


@dataclass(frozen=True)
class SharedDoor:
    """Says whose account each request is, and holds back what no route's rule was checked for."""

    app: ASGIApp
    store: Store
    shared: Shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its asker; what stays open ends soon after its account is signed out."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        address, token = self._address(scope), _token(scope)
        asker = await run_in_threadpool(self._asker, token)
        scope.setdefault("state", {}).update({ASKER: asker, ADDRESS: address})
        if not self.shared.counts(asker, address):
            await _refuse(scope, receive, send)
            return
        if asker.account is None:
            await self.app(scope, receive, _only_checked(scope, send))
            return
        receiving = Receiving(receive, gone={"type": f"{scope['type']}.disconnect", "code": 1008})
        try:
            received = partial(receiving.next, partial(self._is_other, asker, token))
            await self.app(scope, received, _only_checked(scope, send))
        finally:
            receiving.end()

    def _asker(self, token: str) -> Asker:
        account = self.store.signing_in.account_of(token) if token else None
        return NOBODY if account is None else asker_from(self.store, account)

    def _is_other(self, asker: Asker, token: str) -> bool:
        return self._asker(token) != asker

    def _address(self, scope: Scope) -> str:
        client = scope.get("client")
        if self.shared.place.behind_proxy:
            said = Headers(scope=scope).get("x-forwarded-for", "").rpartition(",")[2].strip()
            if said:
                return said[:64]
        return str(client[0]) if client else ""


@dataclass(eq=False)
class Receiving:
    """What a browser sends, and that it is gone once its account is signed out, or sees other people.

    Also where it sends nothing: a stream of news or a second screen only listens.
    """

    receive: Receive
    gone: Message
    _looked: float = field(default_factory=time.monotonic)
    _over: bool = False
    _coming: "asyncio.Future[Message] | None" = None

    async def next(self, is_other: Callable[[], bool]) -> Message:
        """Return the next message."""
        while not self._over:
            if self._coming is None:
                self._coming = asyncio.ensure_future(self.receive())
            done, _ = await asyncio.wait({self._coming}, timeout=_LOOK_S)
            if time.monotonic() - self._looked > _LOOK_S:
                self._looked = time.monotonic()
                self._over = await run_in_threadpool(is_other)
            if done and not self._over:
                message, self._coming = self._coming.result(), None
                return message
        return self.gone

    def end(self) -> None:
        """Wait for nothing any more."""
        if self._coming is not None:
            self._coming.cancel()


def asker_from(store: Store, account: Account) -> Asker:
    """Return an account as it asks."""
    people, own = store.accounts.people_of(account)
    return Asker(role=account.role, account=account.id, name=account.name, people=people, own=own)


def signed_in_as(store: Store, answer: Response, account: Account, connection: HTTPConnection) -> None:
    """Let the browser that gets an answer be signed in, by a token that nobody had before."""
    sign_out_of(store, connection)
    token = store.signing_in.begin(account.id, kind="browser", name=_browser(connection))
    seconds = int(LASTS.total_seconds())
    answer.set_cookie(SESSION_COOKIE, token, max_age=seconds, secure=True, httponly=True, samesite="lax", path="/")


def sign_out_of(store: Store, connection: HTTPConnection) -> None:
    """Let what the browser showed until now count no more."""
    token = connection.cookies.get(SESSION_COOKIE, "")
    if token:
        store.signing_in.end(token)


def _token(scope: Scope) -> str:
    connection = HTTPConnection(scope)
    kind, _, said = connection.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return said.strip()[:200]
    return connection.cookies.get(SESSION_COOKIE, "")[:200]


def _browser(connection: HTTPConnection) -> str:
    said = connection.headers.get("user-agent", "")
    device = next((one for one in ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux") if one in said), "")
    name = next((one for one in ("Firefox", "Edg", "Chrome", "Safari") if one in said), "browser")
    return f"{'Edge' if name == 'Edg' else name}{f' on {device}' if device else ''}"


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1013, "reason": "Too many requests."})
        return
    words, later = "Too many requests came. Wait a minute.", {"Retry-After": "60"}
    refusal = (
        problem(HTTPStatus.TOO_MANY_REQUESTS, words, headers=later)
        if is_for_programs(scope["path"])
        else PlainTextResponse(words, status_code=429, headers=later)
    )
    await refusal(scope, receive, send)


def _only_checked(scope: Scope, send: Send) -> Send:
    """Return what sends nothing of a route whose rule was not checked: it was put in past the check."""
    held = False

    async def sent(message: Message) -> None:
        nonlocal held
        starts = message["type"] in {"http.response.start", "websocket.accept"}
        if starts and "endpoint" in scope and not was_checked(scope):
            held = True
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await send({"type": "http.response.start", "status": 403, "headers": []})
                await send({"type": "http.response.body", "body": b""})
        if not held:
            await send(message)

    return sent
