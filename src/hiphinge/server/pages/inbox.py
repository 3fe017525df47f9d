"""The first page: videos are dropped here, and come out as answers; what needs a look stands first."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from hiphinge.errors import UnknownIdError
from hiphinge.server.access import Who, needs
from hiphinge.server.clips import Clips
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.self_tests import address_after
from hiphinge.server.sending import small_image, stored_file
from hiphinge.server.site import Here, Site
from hiphinge.store import AS_BEFORE, Clip
from hiphinge.workflow.exercise_lookup import analysed_exercises
from hiphinge.workflow.looking import look_reasons

__all__ = ["ClipId", "routes"]

ClipId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
_ACTIONS: Mapping[str, Callable[[Clips, str], object]] = {
    "cancel": lambda clips, id_: clips.cancel(id_),
    "discard": lambda clips, id_: clips.discard(id_),
}
_STAGES = {
    "networks": "fetching the networks",
    "poses": "finding the body in each frame",
    "analysis": "measuring",
    "frames": "taking frames",
    "report": "writing the report",
    "files": "writing files",
}
_MOST = 100


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here) -> Response:
        exercises = analysed_exercises()
        largest = site.settings.largest_upload_bytes
        return site.page(request, "inbox.html.j2", **_rows(site), exercises=exercises, largest_bytes=largest)

    @pages.get("/clips/rows")
    @needs(Who.SIGNED_IN)
    def _rows_alone(request: Request, site: Here) -> Response:
        return site.page(request, "inbox_rows.html.j2", **_rows(site))

    @pages.get("/clips/{id_}")
    @needs(Who.SIGNED_IN, clip="id_")
    def _clip(request: Request, site: Here, id_: ClipId) -> Response:
        clip = site.clips.clip(id_)
        answer = _answer_of(clip)
        if answer is not None:
            return back_to(answer)
        retried_as = analysed_exercises()
        return site.page(request, "clip.html.j2", clip=clip, stages=_STAGES, retried_as=retried_as)

    @pages.get("/clips/{id_}/video")
    @needs(Who.SIGNED_IN, clip="id_")
    def _video(request: Request, site: Here, id_: ClipId) -> Response:
        clip = site.clips.clip(id_)
        return stored_file(request, site.store, clip.proxy or clip.video)

    @pages.get("/clips/{id_}/thumbnail")
    @needs(Who.SIGNED_IN, clip="id_")
    def _thumbnail(request: Request, site: Here, id_: ClipId) -> Response:
        return small_image(request, site.store, site.clips.clip(id_).video)

    _add_actions(pages)
    return pages


def _add_actions(pages: APIRouter) -> None:
    """Add what is done to a clip; of a self-test, the browser is sent back to its sitting."""

    @pages.post("/clips/{id_}/retry")
    @needs(Who.SIGNED_IN, clip="id_")
    def _retry(site: Here, id_: ClipId, fields: Fields) -> Response:
        asked = site.clips.clip(id_).asked
        site.clips.retry(id_, exercise=fields.get("exercise", AS_BEFORE) or None)
        return back_to("/" if asked is None else f"/tests/sittings/{asked.sitting}")

    @pages.post("/clips/{id_}/{action}")
    @needs(Who.SIGNED_IN, clip="id_")
    def _do(site: Here, id_: ClipId, action: str) -> Response:
        if action not in _ACTIONS:
            raise UnknownIdError.of(action, kind="action", known=_ACTIONS)
        asked = site.clips.clip(id_).asked
        _ACTIONS[action](site.clips, id_)
        return back_to("/" if asked is None else address_after(site, asked.sitting))


def _answer_of(clip: Clip) -> str | None:
    """Return the address of what a clip ended in; None where it is not there yet."""
    if clip.asked is not None:
        return f"/tests/sittings/{clip.asked.sitting}"
    return f"/analyses/{clip.analysis}" if clip.state == "done" and clip.analysis is not None else None


def _rows(site: Site) -> dict[str, Any]:
    clips = [one for one in site.clips.clips() if one.asked is None]
    reasons = look_reasons(site.store, clips)
    shown = clips[:_MOST]
    needs = [one for one in clips if one.id in reasons][:_MOST]
    return {
        "needs": needs,
        "working": [one for one in shown if one.state in {"running", "queued"}],
        "done": [one for one in shown if one.state in {"done", "cancelled"} and one.id not in reasons],
        "stages": _STAGES,
        "reasons": reasons,
        "has_thumbnail": lambda clip: clip.video is not None and site.store.files.has_thumbnail(clip.video),
    }
