"""Videos that are sent to be analysed, named by their content: taken and analysed once, however often they are sent."""

from contextlib import suppress
from enum import Enum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from hiphinge.documents.api import NewUpload, UploadView
from hiphinge.errors import InputMissingError
from hiphinge.jobs import Jobs, Upload
from hiphinge.server.access import Who, asker_of, needs
from hiphinge.server.api.ids import UploadId
from hiphinge.server.api.people import person_meant
from hiphinge.server.api.routing import described, new_router
from hiphinge.server.site import Here, Site
from hiphinge.server.uploads import UploadLimit, receive, settled
from hiphinge.store import ListedRecording
from hiphinge.workflow.exercise_lookup import analysed_exercise

__all__ = ["routes"]

_PIECE = "application/offset+octet-stream"
_TAGS: list[str | Enum] = ["videos"]
Offset = Annotated[int, Header(ge=0, le=1 << 62, description="The number of the first byte that is sent.")]


def routes(jobs: Jobs, limit: UploadLimit) -> APIRouter:
    """Return the routes."""
    router = new_router()
    refused = described(400, 413, 429)

    @router.post("/uploads", tags=_TAGS, status_code=201, response_model=UploadView, responses=refused)
    @needs(Who.SIGNED_IN)
    def begin(request: Request, site: Here, said: NewUpload) -> UploadView:
        """Begin to send a video, or find how far it came. Where the server has it already, `job` says so at once."""
        known = site.store.listing.of_content(said.sha256, said.person)
        if known is not None:
            return _known(known, said.length)
        person = None if said.person is None else person_meant(site, said.person).name
        exercise = None if said.exercise is None else analysed_exercise(said.exercise).id
        upload = jobs.uploads.begin_known(
            said.sha256,
            said.length,
            largest_bytes=limit.largest_upload_bytes,
            name=said.name,
            account=asker_of(request).account,
            person=person,
            exercise=exercise,
        )
        return _view(site, upload)

    @router.get("/uploads/{upload}", tags=_TAGS, responses=described(304, 404))
    @needs(Who.SIGNED_IN)
    def upload_(request: Request, site: Here, upload: UploadId) -> UploadView:
        """Return how much of an upload has arrived, and what became of it."""
        return _view(site, _mine(jobs, request, upload))

    _add_pieces(router, jobs)
    return router


def _add_pieces(router: APIRouter, jobs: Jobs) -> None:
    body: dict[str, Any] = {"required": True, "content": {_PIECE: {"schema": {"type": "string", "format": "binary"}}}}
    refused = described(400, 404, 409, 413, 415, 423)

    @router.patch(
        "/uploads/{upload}",
        tags=_TAGS,
        response_model=UploadView,
        responses=refused,
        openapi_extra={"requestBody": body},
    )
    @needs(Who.SIGNED_IN)
    async def piece(request: Request, site: Here, upload: UploadId, upload_offset: Offset) -> Response:
        """Send the bytes of an upload from one on. What arrived before the connection broke off stays."""
        if request.headers.get("content-type") != _PIECE:
            message = f"The Content-Type of a piece is {_PIECE}."
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message)
        await run_in_threadpool(_mine, jobs, request, upload)
        await receive(jobs, upload, upload_offset, request)
        view = _view(site, await settled(jobs, upload, request))
        return JSONResponse(view.model_dump(mode="json"))

    @router.delete("/uploads/{upload}", tags=_TAGS, status_code=204, responses=described(404, 423))
    @needs(Who.SIGNED_IN)
    def cancel(request: Request, upload: UploadId) -> Response:
        """Erase an upload. A video that was taken stays."""
        jobs.uploads.cancel(_mine(jobs, request, upload).id)
        return Response(status_code=204)


def _mine(jobs: Jobs, request: Request, upload: str) -> Upload:
    """Return an upload of whoever asks; another one's is as one that is not there."""
    found = jobs.uploads.find(upload)
    if found.account != asker_of(request).account:
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such upload.")
    return found


def _known(one: ListedRecording, length: int) -> UploadView:
    return UploadView(id=None, length=length, offset=length, job=one.clip, recording=one.id)


def _view(site: Site, one: Upload) -> UploadView:
    recording = None
    if one.clip is not None:
        with suppress(InputMissingError):  # it was discarded meanwhile
            recording = site.store.listing.clip(one.clip).clip.recording
    return UploadView(id=one.id, length=one.length, offset=one.offset, job=one.clip, recording=recording)
