"""What a failure becomes for the browser: one table of status codes, and a page in plain words."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from hiphinge.errors import (
    HiphingeError,
    InputError,
    InputMissingError,
    MissingComponentError,
    NotMeasurableError,
    OutputError,
    UnknownIdError,
    UsageError,
)
from hiphinge.filesystem import DISK_FULL
from hiphinge.jobs import UploadRefusedError
from hiphinge.server.problems import is_for_programs, problem
from hiphinge.server.site import site_of
from hiphinge.server.uploads import REFUSED

__all__ = ["answer_failures", "status_of", "unforeseen"]

_STATUS: tuple[tuple[type[HiphingeError], HTTPStatus], ...] = (
    (UnknownIdError, HTTPStatus.NOT_FOUND),
    (InputMissingError, HTTPStatus.NOT_FOUND),
    (UsageError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotMeasurableError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (MissingComponentError, HTTPStatus.SERVICE_UNAVAILABLE),
    (OutputError, HTTPStatus.INSUFFICIENT_STORAGE),
)
"""The first that fits is taken."""
_TITLES = {
    HTTPStatus.NOT_FOUND: "There is no such page",
    HTTPStatus.UNPROCESSABLE_ENTITY: "That did not work",
    HTTPStatus.METHOD_NOT_ALLOWED: "That did not work",
    HTTPStatus.SERVICE_UNAVAILABLE: "Something has to be installed first",
    HTTPStatus.INSUFFICIENT_STORAGE: "It could not be kept",
}
_WORDS = {
    HTTPStatus.NOT_FOUND: "Nothing is at this address. It may have been erased.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address takes no such request.",
}
_OWN_ERROR = (
    "This is an error in hiphinge itself, and its words are in the terminal where the app was started. What was kept "
    "before is still there."
)

_NO_SPACE = "No space is left on the disk. Free some, and do it again. What was kept before is still there."


def status_of(error: HiphingeError) -> HTTPStatus:
    """Return the status of a deliberate error."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def answer_failures(app: FastAPI) -> None:
    """Let every failure of ``app`` become a page, or words for a script."""

    @app.exception_handler(HiphingeError)
    def _ours(request: Request, error: HiphingeError) -> Response:
        status = HTTPStatus(REFUSED[error.why]) if isinstance(error, UploadRefusedError) else status_of(error)
        if isinstance(error, UnknownIdError) and is_for_programs(request.url.path):
            status = HTTPStatus.UNPROCESSABLE_ENTITY  # the address was right, what came with it was not
        return _answer(request, status, str(error))

    @app.exception_handler(OSError)
    def _full(request: Request, error: OSError) -> Response:
        if error.errno not in DISK_FULL:
            raise error
        return _answer(request, HTTPStatus.INSUFFICIENT_STORAGE, _NO_SPACE)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        status = HTTPStatus(error.status_code)
        if is_for_programs(request.url.path):
            words = _WORDS.get(status, "") if error.detail == status.phrase else str(error.detail)
            return problem(status, words or str(error.detail), headers=error.headers)
        if status is HTTPStatus.UNAUTHORIZED and "text/html" in request.headers.get("accept", ""):
            to = quote(request.url.path) if request.method == "GET" else "/"
            return RedirectResponse(f"/sign-in?to={to}", status_code=303)
        return _answer(request, status, _WORDS.get(status, str(error.detail)))

    @app.exception_handler(RequestValidationError)
    def _unfit(request: Request, error: RequestValidationError) -> Response:
        if is_for_programs(request.url.path):
            return _faulty(error)
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"][1:])) or "the request"
        status = HTTPStatus.NOT_FOUND if first["loc"][0] == "path" else HTTPStatus.UNPROCESSABLE_ENTITY
        words = _WORDS.get(status, f"{where[:40]} cannot be taken: {first['msg']}.")
        return _answer(request, status, words)


def unforeseen(request: Request) -> Response:
    """Return what is said where something failed that nobody foresaw."""
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, _OWN_ERROR)


def _faulty(error: RequestValidationError) -> Response:
    """Return what a program hears of each field that is wrong, or that there is nothing at an impossible address."""
    faults = [
        {"where": ".".join(map(str, one["loc"][1:])) or str(one["loc"][0]), "message": str(one["msg"])}
        for one in error.errors()
    ]
    if any(one["loc"][0] == "path" for one in error.errors()):
        return problem(HTTPStatus.NOT_FOUND, _WORDS[HTTPStatus.NOT_FOUND])
    words = "; ".join(f"{one['where'][:60]}: {one['message']}" for one in faults[:3])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"Something cannot be taken: {words}.", faults=faults[:50])


def _answer(request: Request, status: HTTPStatus, words: str) -> Response:
    if is_for_programs(request.url.path):
        return problem(status, words)
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"error": words}, status_code=status)
    title = _TITLES.get(status, "Something went wrong")
    return site_of(request).page(request, "error.html.j2", status=status, title=title, words=words)
