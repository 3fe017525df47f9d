"""What every request passes: only the app's own pages are answered, and every answer limits what a page may do."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hiphinge.server.entrances import Entrance, came_by_phone
from hiphinge.server.problems import API, is_for_programs, problem
from hiphinge.server.settings import Settings

__all__ = ["HOW_TO_ASK", "IMPORTS", "UPLOADS", "Guard", "bearer_of", "policy"]

UPLOADS: Final = ("/uploads", f"{API}/uploads")
"""Below them the upload of videos limits sizes by itself, up to that of a video."""
IMPORTS: Final = frozenset({"/data/import", "/log/import"})
"""Takes an export, which may hold videos."""
PASSED_BYTES, PASSED_S = 16 << 20, 2.0
"""So much of a body that is too large is still read, for so long, before it is answered."""
HOW_TO_ASK: Final = (
    "Send a token: Authorization: Bearer TOKEN. On the machine where hiphinge runs, `hiphinge token` prints the one "
    "that counts."
)
"""What a program hears that shows none, or a wrong one."""
_NOT_OURS = "This request does not come from a page of hiphinge, and nothing was changed."
_log = logging.getLogger("hiphinge.server")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN, _TYPED = "same-origin", "none"
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with less, forms would not say their origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
}


def policy(nonce: str) -> str:
    """Return what a page may load: from here alone, and scripts only with its nonce.

    Drawings of reports set their places in ``style`` attributes, which hold numbers and no words of anybody.
    """
    return (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; style-src-attr 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@dataclass(frozen=True)
class Guard:
    """Stands before the whole app.

    A request is refused where its ``Host`` is not that of the address it came in by (another name was pointed to this
    machine), where it comes from a page of another origin, and where it changes something and its ``Origin`` is not
    said: a program says no origin, and shows a token instead, which no page of another site can. Bodies have a limit.
    """

    app: ASGIApp
    settings: Settings
    unforeseen: Callable[[Request], Response]
    """Says that something failed which nobody foresaw; the reason goes to the log."""
    shared: Entrance | None = None
    """Where the app is found in shared mode; programs with a text of their own are let in there, too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is None:
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008, "reason": refusal})
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        body = _Body(scope, receive, self._most(scope))
        answer = _with_headers(send, nonce, body, is_shared=self.shared is not None)
        if refusal is not None:
            status = HTTPStatus.UNAUTHORIZED if refusal == HOW_TO_ASK else HTTPStatus.FORBIDDEN
            await _said(scope, status, refusal)(scope, body, answer)
            return
        await self._limited(scope, body, answer)

    def _refusal(self, scope: Scope) -> str | None:
        """Return why a request is not answered, or None."""
        headers, access = Headers(scope=scope), came_by_phone(scope)
        entrance: Entrance = self.shared or (self.settings if access is None else access.place)
        if headers.get("host", "").lower() not in entrance.hosts:
            return f"This is hiphinge on {'this' if access is None else 'a'} computer. Open it as {entrance.address}"
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", _OWN)
        if origin is not None and origin.lower() not in entrance.origins:
            return "This request comes from a page of another site, and is not answered."
        for_programs = is_for_programs(scope["path"])
        if origin is None and (for_programs or self.shared is not None) and bearer_of(headers) is not None:
            return None  # no browser sends this to another site unasked, and cookies do not count beside it
        changes = scope["type"] == "websocket" or scope["method"] not in _READING
        if changes and (origin is None or site != _OWN):
            return HOW_TO_ASK if for_programs and origin is None and site == _OWN else _NOT_OURS
        is_visit = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        if site not in {_OWN, _TYPED} and not is_visit:
            return "Pages of other sites may link here, and load nothing from here."
        return None

    async def _limited(self, scope: Scope, body: "_Body", send: Send) -> None:
        """Pass a request on, and stop it when its body is larger than what is taken."""
        began = False

        async def watched(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        if not body.fits:
            await body.let_pass()
            error = body.too_large
            await _said(scope, HTTPStatus(error.status_code), error.detail)(scope, body, send)
            return
        try:
            await self.app(scope, body, watched)
        except Exception:
            _log.exception("%s %s failed", scope["method"], scope["path"])
            if began:
                raise
            await self.unforeseen(Request(scope))(scope, body, send)

    def _most(self, scope: Scope) -> int:
        path = scope["path"]
        is_upload = path in IMPORTS or any(path == one or path.startswith(f"{one}/") for one in UPLOADS)
        return self.settings.largest_upload_bytes if is_upload else self.settings.largest_form_bytes


def bearer_of(headers: Headers) -> str | None:
    """Return the token that a program sends with its request, or None where it sends none."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _said(scope: Scope, status: HTTPStatus, words: str) -> Response:
    """Return words, or a problem for a program."""
    return problem(status, words) if is_for_programs(scope["path"]) else PlainTextResponse(words, status_code=status)


class _Body:
    """The body of a request, read up to the most that is taken."""

    def __init__(self, scope: Scope, receive: Receive, most: int) -> None:
        headers = Headers(scope=scope)
        said = headers.get("content-length", "0")
        self._receive, self._most, self._came, self._whole = receive, most, 0, False
        self._endless = "transfer-encoding" in headers
        self.fits = said.isdecimal() and int(said) <= most
        """Whether it says to be no larger."""

    @property
    def too_large(self) -> HTTPException:
        """What is said of one that is larger."""
        return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {self._most} bytes are taken here.")

    @property
    def has_no_end(self) -> bool:
        """Whether nobody knows when it ends: without an end of the connection, the server reads it for ever."""
        return not self._whole and (self._endless or not self.fits)

    async def __call__(self) -> Message:
        message = await self._receive()
        self._came += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._came > self._most:
            await self.let_pass()
            raise self.too_large
        return message

    async def let_pass(self) -> None:
        """Read what is left of one that is too large, if it is little and comes soon; nothing of it is kept.

        A connection that is closed with something unread in it loses the answer on its way.
        """
        limit = self._came + PASSED_BYTES
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PASSED_S):
                while not self._whole and self._came < limit:
                    message = await self._receive()
                    self._came += len(message.get("body", b""))
                    self._whole = not message.get("more_body", False)


def _with_headers(send: Send, nonce: str, body: _Body, *, is_shared: bool) -> Send:
    async def answered(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers[name] = value
            if is_shared:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            headers["Content-Security-Policy"] = policy(nonce)
            headers.setdefault("Cache-Control", "no-store")
            if body.has_no_end:
                headers["Connection"] = "close"
        await send(message)

    return answered
