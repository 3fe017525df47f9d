"""Routes of the queue: uploads that can be resumed (tus 1.0), news of clips, and what is done to them."""

import asyncio
import base64
import binascii
import json
from collections.abc import AsyncIterator, Awaitable, Mapping
from functools import partial
from typing import Any, Final, Protocol

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from hiphinge.errors import InputMissingError
from hiphinge.jobs import Jobs, Upload, UploadRefusedError
from hiphinge.server.access import Who, asker_of, needs, seen_by
from hiphinge.store import AskedTest, Changes, Clip
from hiphinge.workflow.tested_clips import asked_test, check_sitting

__all__ = ["REFUSED", "UploadLimit", "receive", "settled", "uploads_router"]

_VERSION: Final = "1.0.0"
_TUS: Final = {"Tus-Resumable": _VERSION, "Cache-Control": "no-store"}
_EXTENSIONS: Final = "creation,termination"
_PIECE: Final = "application/offset+octet-stream"
_LONGEST_METADATA: Final = 4_096
REFUSED: Final = {
    "missing": 404,
    "offset": 409,
    "busy": 423,
    "too_large": 413,
    "no_video": 415,
    "no_space": 507,
    "too_many": 429,
    "other_content": 422,
}
"""The status for each reason why an upload is refused."""
_LOOK_S: Final = 0.5
_QUIET_LOOKS: Final = 30
"""After so many looks without news, a comment keeps the connection open."""


class UploadLimit(Protocol):
    """What the routes ask of the app's settings."""

    @property
    def largest_upload_bytes(self) -> int:
        """The most that one video may have."""


def uploads_router(jobs: Jobs, settings: UploadLimit) -> APIRouter:
    """Return the routes."""
    router = APIRouter()
    _add_uploads(router, jobs, settings)
    _add_clips(router, jobs)
    return router


def _add_uploads(router: APIRouter, jobs: Jobs, settings: UploadLimit) -> None:
    @router.options("/uploads")
    @needs(Who.SIGNED_IN)
    def offered() -> Response:
        largest = {"Tus-Max-Size": str(settings.largest_upload_bytes)}
        return Response(
            status_code=204, headers={**_TUS, **largest, "Tus-Version": _VERSION, "Tus-Extension": _EXTENSIONS}
        )

    @router.post("/uploads")
    @needs(Who.SIGNED_IN)
    async def begin(request: Request) -> Response:
        return await _answered(_begin(jobs, request, settings.largest_upload_bytes))

    @router.head("/uploads/{id_}")
    @needs(Who.SIGNED_IN)
    async def look(id_: str, request: Request) -> Response:
        return await _answered(_look(jobs, id_, request))

    @router.patch("/uploads/{id_}")
    @needs(Who.SIGNED_IN)
    async def add(id_: str, request: Request) -> Response:
        return await _answered(_add(jobs, id_, request))

    @router.delete("/uploads/{id_}")
    @needs(Who.SIGNED_IN)
    async def stop(id_: str, request: Request) -> Response:
        return await _answered(_stop(jobs, id_, request))


async def _answered(answer: Awaitable[Response]) -> Response:
    """Return an answer; what is not taken is answered as the protocol asks."""
    try:
        return await answer
    except UploadRefusedError as error:
        return _refused(REFUSED[error.why], str(error))


async def _begin(jobs: Jobs, request: Request, largest_bytes: int) -> Response:
    length = _number(request, "Upload-Length")
    if length is None:
        return _refused(400, "Upload-Length should be the number of bytes of the video.")
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    person = await run_in_threadpool(_whose, jobs, request, said.get("person"))
    asked = await run_in_threadpool(_asked, jobs, person, said)
    begin = partial(jobs.uploads.begin, length, largest_bytes=largest_bytes, name=said.get("filename", ""))
    account = asker_of(request).account
    about = {"person": person, "exercise": said.get("exercise"), "account": account, "asked": asked}
    upload = await run_in_threadpool(partial(begin, **about))
    return Response(status_code=201, headers={**_TUS, "Location": f"/uploads/{upload.id}"})


def _whose(jobs: Jobs, request: Request, name: str | None) -> str | None:
    """Return whose a video is, by name: in shared mode one whom the account sees; a lifter's own is theirs.

    Raises
    ------
    InputMissingError
        If they see nobody of that name.
    """
    asker = asker_of(request)
    if asker.is_owner:
        return name
    if name is not None:
        return seen_by(asker, jobs.store).people.named(name).name
    people = seen_by(asker, jobs.store).people.all()
    return people[0].name if people and not asker.may(Who.COACHES) else None


def _asked(jobs: Jobs, person: str | None, said: Mapping[str, str]) -> AskedTest | None:
    """Return which self-test a video shows, where it is said to show one.

    Raises
    ------
    UnknownIdError, UsageError
        As `hiphinge.workflow.tested_clips.asked_test`, or if it is nobody's or in somebody else's sitting.
    """
    if "test" not in said:
        return None
    asked = asked_test(said["test"], sitting=said.get("sitting", ""), side=said.get("side"), hurt=said.get("hurt"))
    check_sitting(jobs.store, None if person is None else jobs.store.people.named(person), asked)
    return asked


async def _theirs(jobs: Jobs, id_: str, request: Request) -> Upload:
    """Return an upload of whoever asks; another account's is as one that is not there."""
    upload, asker = await run_in_threadpool(jobs.uploads.find, id_), asker_of(request)
    if not asker.is_owner and (upload.account is None or upload.account != asker.account):
        message = "There is no such upload. Begin it again."
        raise UploadRefusedError(message, why="missing")
    return upload


async def _look(jobs: Jobs, id_: str, request: Request) -> Response:
    upload = await _theirs(jobs, id_, request)
    return Response(headers=_standing(upload) | {"Upload-Length": str(upload.length)})


async def _add(jobs: Jobs, id_: str, request: Request) -> Response:
    if request.headers.get("Content-Type") != _PIECE:
        return _refused(415, f"Content-Type should be {_PIECE}.")
    offset = _number(request, "Upload-Offset")
    if offset is None:
        return _refused(400, "Upload-Offset should be the number of the first byte.")
    await _theirs(jobs, id_, request)
    await receive(jobs, id_, offset, request)
    return Response(status_code=204, headers=_standing(await settled(jobs, id_, request)))


async def settled(jobs: Jobs, id_: str, request: Request) -> Upload:
    """Return an upload after it was looked at (`hiphinge.jobs.Uploads.settle`)."""
    try:
        return await run_in_threadpool(jobs.uploads.settle, id_)
    except InputMissingError as error:
        if asker_of(request).is_owner or isinstance(error, UploadRefusedError):
            raise
        message = "Whose video it is was erased meanwhile."  # the error itself lists everybody
        raise UploadRefusedError(message, why="missing") from error


async def _stop(jobs: Jobs, id_: str, request: Request) -> Response:
    await _theirs(jobs, id_, request)
    await run_in_threadpool(jobs.uploads.cancel, id_)
    return Response(status_code=204, headers=_TUS)


def _add_clips(router: APIRouter, jobs: Jobs) -> None:
    @router.get("/clips/events")
    @needs(Who.SIGNED_IN)
    async def events(request: Request, after: int = 0) -> StreamingResponse:
        last = request.headers.get("Last-Event-ID", "")
        start = int(last) if last.isascii() and last.isdigit() else max(after, 0)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(_news(jobs, request, start), media_type="text/event-stream", headers=headers)

    @router.get("/api/clips")
    @needs(Who.SIGNED_IN)
    def clips(request: Request) -> JSONResponse:
        seen = seen_by(asker_of(request), jobs.store)
        return JSONResponse([_clip(one) for one in seen.clips.all()])

    @router.get("/api/clips/{id_}")
    @needs(Who.SIGNED_IN, clip="id_")
    def clip(id_: str) -> JSONResponse:
        return JSONResponse(_clip(jobs.clip(id_)))

    @router.get("/api/clips/{id_}/frames")
    @needs(Who.SIGNED_IN, clip="id_")
    def frames(id_: str) -> JSONResponse:
        return JSONResponse({"times_s": jobs.frame_times(id_)})

    @router.post("/api/clips/{id_}/cancel")
    @needs(Who.SIGNED_IN, clip="id_")
    def cancel(id_: str) -> JSONResponse:
        return JSONResponse(_clip(jobs.cancel(id_)))

    @router.post("/api/clips/{id_}/retry")
    @needs(Who.SIGNED_IN, clip="id_")
    def retry(id_: str) -> JSONResponse:
        return JSONResponse(_clip(jobs.retry(id_)))


async def receive(jobs: Jobs, id_: str, offset: int, request: Request) -> None:
    """Take the bytes of a request; those that came before it broke off stay."""
    with jobs.uploads.receiving(id_, offset) as receiving:
        try:
            async for block in request.stream():
                await run_in_threadpool(receiving.take, block)
        except ClientDisconnect:
            return


async def _news(jobs: Jobs, request: Request, after: int) -> AsyncIterator[str]:
    quiet, clips = 0, seen_by(asker_of(request), jobs.store).clips
    while not await request.is_disconnected():
        changes = await run_in_threadpool(clips.changes, after)
        quiet += 1
        if changes.counter != after:
            after, quiet = changes.counter, 0
            yield f"id: {after}\nevent: clips\ndata: {json.dumps(_changed(changes))}\n\n"
        elif quiet >= _QUIET_LOOKS:
            quiet = 0
            yield ": still here\n\n"
        await asyncio.sleep(_LOOK_S)


def _changed(changes: Changes) -> dict[str, Any]:
    return {"clips": [_clip(one) for one in changes.clips], "gone": list(changes.gone)}


def _clip(clip: Clip) -> dict[str, Any]:
    names = ("id", "name", "person", "exercise", "state", "stage", "fraction", "position", "reason", "attempts")
    shown = {name: getattr(clip, name) for name in (*names, "analysis")}
    return shown | {"added_at": clip.added_at.isoformat(), "has_video": clip.video is not None}


def _standing(upload: Upload) -> dict[str, str]:
    clip = {} if upload.clip is None else {"Hiphinge-Clip": upload.clip}
    return {**_TUS, "Upload-Offset": str(upload.offset), **clip}


def _refused(status: int, message: str) -> Response:
    return Response(f"{message}\n", status_code=status, headers=_TUS, media_type="text/plain; charset=utf-8")


def _number(request: Request, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(1 << 63)) else None


def _metadata(text: str) -> dict[str, str]:
    """Return the pairs of an ``Upload-Metadata`` header; what is no pair of a name and base64 is left out."""
    found: dict[str, str] = {}
    for pair in text[:_LONGEST_METADATA].split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return {name: value for name, value in found.items() if value}
