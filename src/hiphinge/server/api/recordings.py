"""Recordings with their files, and the work on them."""

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from hiphinge.documents.api import JobRetry, JobView, Page, RecordingChange, RecordingView
from hiphinge.server.access import Who, needs
from hiphinge.server.api.ids import JobId, RecordingId
from hiphinge.server.api.paging import Cursor, Limit, after_moment, after_text, page_of
from hiphinge.server.api.people import person_meant
from hiphinge.server.api.routing import described, new_router
from hiphinge.server.sending import small_image, stored_file
from hiphinge.server.site import Here
from hiphinge.store import AS_BEFORE, ClipState, ListedClip, ListedRecording
from hiphinge.workflow.filed_recordings import erase_recording, settle_recording

__all__ = ["OfPerson", "routes"]

OfPerson = Annotated[
    str | None, Query(pattern=r"^[0-9a-f]{32}$", description="Id of a person; without it, everybody whom you see.")
]
InState = Annotated[ClipState | None, Query(description="Only jobs in this state.")]
_TAGS: list[str | Enum] = ["videos"]
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_VIDEO_KINDS = ("video/mp4", "video/webm", "video/x-msvideo", "video/ogg", "application/octet-stream")
_VIDEO = {
    "description": "The file, or the part that a Range asks for",
    "content": dict.fromkeys(
        ("video/mp4", "video/webm", "video/x-msvideo", "video/ogg", "application/octet-stream"), _BINARY
    ),
}


def routes() -> APIRouter:
    """Return the routes."""
    router = new_router()
    _add_recordings(router)
    _add_files(router)
    _add_jobs(router)
    return router


def _add_recordings(router: APIRouter) -> None:
    @router.get("/recordings", tags=_TAGS, responses=described(304))
    @needs(Who.SIGNED_IN)
    def recordings(
        site: Here, person: OfPerson = None, limit: Limit = 100, cursor: Cursor = None
    ) -> Page[RecordingView]:
        """Return the recordings that you see, the one that was filed last first."""
        found = site.store.listing.recordings(most=limit + 1, after=after_text(cursor), person=person)
        return page_of(found, limit, view=_recording, mark=lambda one: (one.id,))

    @router.get("/recordings/{recording}", tags=_TAGS, responses=described(304, 404))
    @needs(Who.SIGNED_IN, recording="recording")
    def recording_(site: Here, recording: RecordingId) -> RecordingView:
        """Return one recording."""
        return _recording(site.store.listing.recording(recording))

    @router.patch("/recordings/{recording}", tags=_TAGS, responses=described(400, 404))
    @needs(Who.SIGNED_IN, recording="recording")
    def change(site: Here, recording: RecordingId, said: RecordingChange) -> RecordingView:
        """Call a recording something else, or say whose it is; then it is measured anew, which takes seconds."""
        person = None if said.person is None else person_meant(site, said.person)
        now = settle_recording(site.store, recording, name=said.name, person=person)
        return _recording(site.store.listing.recording(now))

    @router.delete("/recordings/{recording}", tags=_TAGS, status_code=204, responses=described(404))
    @needs(Who.SIGNED_IN, recording="recording")
    def erase(site: Here, recording: RecordingId) -> Response:
        """Erase a recording with its analyses and its files. Logged sets that it shows stay."""
        erase_recording(site.store, recording)
        return Response(status_code=204)


def _add_files(router: APIRouter) -> None:
    video = described(304, 404, 416, _200=_VIDEO, _206=_VIDEO)

    @router.get("/recordings/{recording}/video", tags=_TAGS, response_class=Response, responses=video)
    @needs(Who.SIGNED_IN, recording="recording")
    def video_(request: Request, site: Here, recording: RecordingId) -> Response:
        """Return the video as it was given in, or the part that a Range asks for; 404 where it is not kept."""
        return stored_file(request, site.store, site.store.listing.recording(recording).video)

    image = described(304, 404, _200={"description": "WebP", "content": {"image/webp": _BINARY}})

    @router.get("/recordings/{recording}/thumbnail", tags=_TAGS, response_class=Response, responses=image)
    @needs(Who.SIGNED_IN, recording="recording")
    def thumbnail(request: Request, site: Here, recording: RecordingId) -> Response:
        """Return a small image of the video; 404 where none is kept."""
        return small_image(request, site.store, site.store.listing.recording(recording).video)

    whole = {"description": "Parquet", "content": {"application/octet-stream": _BINARY}}
    poses = described(304, 404, 416, _200=whole, _206=whole)

    @router.get("/recordings/{recording}/poses", tags=_TAGS, response_class=Response, responses=poses)
    @needs(Who.SIGNED_IN, recording="recording")
    def poses_(request: Request, site: Here, recording: RecordingId) -> Response:
        """Return the poses as Parquet, enough to analyse the recording again; 404 where they are not kept."""
        return stored_file(request, site.store, site.store.listing.recording(recording).poses)


def _add_jobs(router: APIRouter) -> None:
    @router.get("/jobs", tags=_TAGS, responses=described(304))
    @needs(Who.SIGNED_IN)
    def jobs_(site: Here, state: InState = None, limit: Limit = 100, cursor: Cursor = None) -> Page[JobView]:
        """Return what was given in to be analysed, the newest first."""
        found = site.store.listing.clips(most=limit + 1, after=after_moment(cursor), state=state)
        return page_of(found, limit, view=_job, mark=lambda one: (one.clip.added_at, one.clip.id))

    @router.get("/jobs/{job}", tags=_TAGS, responses=described(304, 404))
    @needs(Who.SIGNED_IN, clip="job")
    def job_(site: Here, job: JobId) -> JobView:
        """Return one job: ask again until it is done, failed or cancelled."""
        return _job(site.store.listing.clip(job))

    @router.post("/jobs/{job}/cancel", tags=_TAGS, responses=described(404))
    @needs(Who.SIGNED_IN, clip="job")
    def cancel(site: Here, job: JobId) -> JobView:
        """Stop a job that waits or runs; another one stays as it is."""
        site.clips.cancel(job)
        return _job(site.store.listing.clip(job))

    @router.post("/jobs/{job}/retry", tags=_TAGS, responses=described(400, 404))
    @needs(Who.SIGNED_IN, clip="job")
    def retry(site: Here, job: JobId, said: JobRetry) -> JobView:
        """Try a job again that failed or was cancelled; another one stays as it is."""
        site.clips.retry(job, exercise=said.exercise or AS_BEFORE)
        return _job(site.store.listing.clip(job))


def _recording(one: ListedRecording) -> RecordingView:
    names = ("id", "person", "name", "sha256", "recorded_at", "filed_at", "duration_s", "analysis")
    return RecordingView(
        **{name: getattr(one, name) for name in names},
        has_video=one.video is not None,
        video_bytes=one.video_size,
        has_poses=one.poses is not None,
        job=one.clip,
    )


def _job(one: ListedClip) -> JobView:
    names = ("id", "recording", "name", "exercise", "state", "stage", "fraction", "position", "reason", "attempts")
    named = {name: getattr(one.clip, name) for name in (*names, "added_at", "analysis")}
    return JobView(**named, person=one.person)
