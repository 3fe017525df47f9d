"""Stands before the app where phones come in: a phone shows a code once, and afterwards what it was given for it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hiphinge.server.assets import Assets
from hiphinge.server.entrances import ENTER, PhoneAccess, came_by_phone
from hiphinge.server.phones import SESSION_LASTS_S, Refusal

__all__ = ["AUTHORITY", "ONLY_ON_THE_COMPUTER", "Door"]

AUTHORITY: Final = f"{ENTER}/hiphinge-authority.crt"
"""The authority's certificate, which is public."""
ONLY_ON_THE_COMPUTER: Final = ("/data", "/phone", "/settings/networks")
"""What a phone does not do, with all below it: take out, bring in or erase everything of a person; let other phones in;
fetch files from the internet."""
_SHEET = f"{ENTER}/look.css"
_COOKIE = "__Host-phone"
_FORM = "application/x-www-form-urlencoded"
_READING = frozenset({"GET", "HEAD"})
_DEVICES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android phone"), ("Macintosh", "iPad or Mac"))
_REFUSED = {
    Refusal.WRONG: (
        HTTPStatus.FORBIDDEN,
        "This code does not count. Each one counts once, for ten minutes. Show a new one on the computer, and type it.",
    ),
    Refusal.TOO_MANY: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "Too many wrong codes came. Wait a minute, and type the code that the computer shows then.",
    ),
}
_NOT_LET_IN = "This phone is not let in. Open the address with a code that hiphinge shows on the computer."
_NOT_HERE = "This is done on the computer, where hiphinge runs, and not on a phone."


@dataclass(frozen=True)
class Door:
    """Lets nothing of the app be reached by the phones' address without what a phone got for its code.

    What it answers itself knows nothing of the app, of people or of the store. Requests that came in by the address of
    this machine pass.
    """

    app: ASGIApp
    templates: Any
    assets: Assets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on; what a phone still sends or waits for ends when it is removed."""
        access = None if scope["type"] == "lifespan" else came_by_phone(scope)
        if access is None:
            await self.app(scope, receive, send)
            return
        token, gone = _token(scope), {"type": f"{scope['type']}.disconnect", "code": 1008}

        def is_let_in() -> bool:
            return access.phones.phone_of(token) is not None

        async def while_let_in() -> Message:
            message = await receive() if is_let_in() else gone
            return message if is_let_in() else gone

        is_in = scope["state"]["let_in"] = is_let_in()
        if scope["type"] == "websocket":
            if is_in:
                await self.app(scope, while_let_in, send)
            else:
                await send({"type": "websocket.close", "code": 1008, "reason": _NOT_LET_IN})
            return
        answer = await self._answer(Request(scope, receive), access, is_in=is_in)
        if answer is None:
            await self.app(scope, while_let_in, send)
        else:
            await answer(scope, receive, send)

    async def _answer(self, request: Request, access: PhoneAccess, *, is_in: bool) -> Response | None:
        """Return what the door itself answers; None lets the request pass."""
        path, method = str(request.scope["path"]), request.method
        if path == ENTER and method == "POST":
            return await self._enter(request, access)
        if method in _READING and path in {ENTER, AUTHORITY, _SHEET}:
            return self._public(request, access, is_in=is_in)
        if not is_in:
            return self._refused(request, access)
        if any(path == one or path.startswith(f"{one}/") for one in ONLY_ON_THE_COMPUTER):
            return self._only_on_the_computer(request, access)
        return None

    def _public(self, request: Request, access: PhoneAccess, *, is_in: bool) -> Response:
        """Return what anybody in the network may have: the short page with its style, and the public certificate."""
        if request.scope["path"] == AUTHORITY:
            return Response(access.identity.authority, media_type="application/x-x509-ca-cert")
        if request.scope["path"] == _SHEET:
            sheets = b"\n".join(self.assets.found[name].content for name in ("look.css", "door.css"))
            return Response(sheets, media_type="text/css")
        return RedirectResponse("/", status_code=303) if is_in else self._page(request, access)

    async def _enter(self, request: Request, access: PhoneAccess) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
            return self._page(request, access, status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words=_NOT_LET_IN)
        try:
            async with request.form(max_files=0) as form:
                said = str(form.get("code", ""))
        except HTTPException as error:
            return self._page(request, access, status=HTTPStatus(error.status_code), words=str(error.detail))
        address = request.client.host if request.client else ""
        found = access.phones.let_in(said[:40], address=address, name=_device(request))
        if isinstance(found, Refusal):
            status, words = _REFUSED[found]
            return self._page(request, access, status=status, words=words)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(_COOKIE, found, max_age=SESSION_LASTS_S, secure=True, httponly=True, samesite="strict")
        return answer

    def _refused(self, request: Request, access: PhoneAccess) -> Response:
        if request.method in _READING and "text/html" in request.headers.get("accept", ""):
            return self._page(request, access, status=HTTPStatus.FORBIDDEN)
        return PlainTextResponse(_NOT_LET_IN, status_code=HTTPStatus.FORBIDDEN)

    def _only_on_the_computer(self, request: Request, access: PhoneAccess) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            return PlainTextResponse(_NOT_HERE, status_code=HTTPStatus.FORBIDDEN)
        return self._page(request, access, status=HTTPStatus.FORBIDDEN, words=_NOT_HERE, is_in=True)

    def _page(
        self,
        request: Request,
        access: PhoneAccess,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        words: str = "",
        is_in: bool = False,
    ) -> HTMLResponse:
        code = request.query_params.get("code", "")
        text = self.templates.get_template("door.html.j2").render(
            is_in=is_in,
            words=words,
            code=code if code.isascii() and code.isalnum() else "",
            identity=access.identity,
            authority=AUTHORITY,
            sheet=_SHEET,
        )
        wait = {"Retry-After": "60"} if status == HTTPStatus.TOO_MANY_REQUESTS else {}
        return HTMLResponse(text, status_code=status, headers=wait)


def _token(scope: Scope) -> str:
    return HTTPConnection(scope).cookies.get(_COOKIE, "")


def _device(request: Request) -> str:
    """Return what kind of device a browser says that it runs on."""
    said = request.headers.get("user-agent", "")
    return next((name for part, name in _DEVICES if part in said), "another device")
