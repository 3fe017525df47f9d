"""What routes for programs share: bodies within limits, marks of what did not change, described answers."""

import hashlib
import json
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from hiphinge.server.problems import API, KINDS, MEDIA_TYPE

__all__ = ["described", "new_router"]

DEEPEST: Final = 16
"""So many objects and lists may be inside one another."""
_OPENS, _CLOSES = frozenset(b"[{"), frozenset(b"]}")
_QUOTE, _ESCAPE = ord('"'), ord("\\")
_NUL = b"\\u0000"
_ALWAYS: Final = (
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.INSUFFICIENT_STORAGE,
)
_NO_JSON = "The body should be JSON without NUL in its texts, with the Content-Type application/json."


class _Asked(Request):
    """A request whose JSON is read within limits."""

    async def json(self) -> Any:
        """Return what the body says.

        Raises
        ------
        HTTPException
            400 where it is no JSON, or goes too deep.
        """
        content = await self.body()
        if _depth(content) > DEEPEST:
            message = f"The body may have at most {DEEPEST} objects and lists inside one another."
            raise HTTPException(HTTPStatus.BAD_REQUEST, message)
        try:
            found = json.loads(content, parse_constant=_no_number)
        except ValueError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST, _NO_JSON) from error
        if _NUL in content:
            raise HTTPException(HTTPStatus.BAD_REQUEST, _NO_JSON)
        return found


class _Route(APIRoute):
    """A route for programs."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        answer = super().get_route_handler()

        async def answered(request: Request) -> Response:
            if "\0" in request.url.path or "%00" in request.url.query:
                message = "An address has no NUL in it."
                raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, message)
            return _marked(request, await answer(_Asked(request.scope, request.receive)))

        return answered


def new_router() -> APIRouter:
    """Return a router whose routes answer as described here."""
    return APIRouter(prefix=API, route_class=_Route)


def described(*statuses: int, **more: Any) -> dict[int | str, dict[str, Any]]:
    """Return the description of how a route may refuse a request, beside what all of them may; ``more`` by media type.

    Parameters
    ----------
    statuses
        Those that it answers beside the usual ones; 304 is that nothing changed.
    """
    more_of_bodies = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE} if HTTPStatus.BAD_REQUEST in statuses else set()
    wanted = {*_ALWAYS, *statuses, *more_of_bodies} - {HTTPStatus.NOT_MODIFIED}
    refused = [HTTPStatus(one) for one in sorted(wanted)]
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    found: dict[int | str, dict[str, Any]] = {
        int(one): {"description": KINDS[one][1], "content": content} for one in refused
    }
    if HTTPStatus.NOT_MODIFIED in statuses:
        found[304] = {"description": "It has not changed since the mark that came with the request"}
    return found | {int(status.removeprefix("_")): said for status, said in more.items()}


def _no_number(text: str) -> None:
    raise ValueError(text)


def _depth(content: bytes) -> int:
    """Return how many objects and lists are inside one another at the most."""
    deepest, depth, inside, skip = 0, 0, False, False
    for byte in content:
        if skip:
            skip = False
        elif inside:
            skip, inside = byte == _ESCAPE, byte != _QUOTE
        elif byte == _QUOTE:
            inside = True
        elif byte in _OPENS:
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEEPEST:
                break
        elif byte in _CLOSES:
            depth -= 1
    return deepest


def _marked(request: Request, answer: Response) -> Response:
    """Return an answer with a mark of its content, or without its content where the program has it already."""
    if request.method != "GET" or isinstance(answer, StreamingResponse) or answer.status_code != HTTPStatus.OK:
        return answer
    mark = answer.headers.get("etag") or f'"{hashlib.sha256(bytes(answer.body)).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
    asked = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if mark in asked or "*" in asked:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    answer.headers.update(headers)
    return answer
