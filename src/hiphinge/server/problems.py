"""How a program hears why its request was not done: problems as RFC 9457 describes them."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse, Response

__all__ = ["API", "KINDS", "MEDIA_TYPE", "is_for_programs", "problem"]

API: Final = "/api/v1"
"""Below it are the routes for programs, of the version of the interface that this hiphinge speaks."""
MEDIA_TYPE: Final = "application/problem+json"
KINDS: Final[Mapping[HTTPStatus, tuple[str, str]]] = {
    HTTPStatus.BAD_REQUEST: ("not-understood", "The request cannot be read"),
    HTTPStatus.UNAUTHORIZED: ("no-token", "A token is needed"),
    HTTPStatus.FORBIDDEN: ("not-allowed", "This is not allowed"),
    HTTPStatus.NOT_FOUND: ("not-found", "There is no such thing"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("no-such-method", "This address takes no such request"),
    HTTPStatus.CONFLICT: ("conflict", "It is otherwise by now"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ("too-large", "The request is too large"),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ("wrong-kind", "This kind of content is not taken"),
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: ("no-such-part", "The file has no such part"),
    HTTPStatus.UNPROCESSABLE_ENTITY: ("not-taken", "Something in the request cannot be taken"),
    HTTPStatus.LOCKED: ("busy", "Somebody else is at it"),
    HTTPStatus.TOO_MANY_REQUESTS: ("too-many", "Too many at once"),
    HTTPStatus.INTERNAL_SERVER_ERROR: ("own-error", "An error in hiphinge itself"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("missing-component", "Something has to be installed first"),
    HTTPStatus.INSUFFICIENT_STORAGE: ("not-kept", "It could not be kept"),
}
"""For each status, the last part of the problem's type, and its title."""


def is_for_programs(path: str) -> bool:
    """Tell whether an address is one of the interface for programs."""
    return path == API or path.startswith(f"{API}/")


def problem(
    status: HTTPStatus,
    detail: str,
    *,
    faults: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer to a request that was not done.

    Parameters
    ----------
    detail
        What was expected, what came, and what to do about it.
    faults
        For each field that is wrong, ``where`` and ``message``.
    """
    kind, title = KINDS.get(status, ("other", status.phrase))
    said = {"type": f"urn:hiphinge:problem:{kind}", "title": title, "status": int(status), "detail": detail}
    more = {"WWW-Authenticate": 'Bearer realm="hiphinge"'} if status is HTTPStatus.UNAUTHORIZED else {}
    return JSONResponse(
        {**said, "faults": [*faults]}, status_code=status, media_type=MEDIA_TYPE, headers={**more, **(headers or {})}
    )
