"""The live coach: a camera, a skeleton on it, the lower back, and one cue at a time; and a second screen to watch."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.catalogue import load
from hiphinge.server.live import COUNTDOWNS_S
from hiphinge.server.site import Here

__all__ = ["routes"]

_WORDS = ("live_how_many", "live_gap", "live_slow", "live_countdown", "live_stand")


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/live")
    def _live(request: Request, site: Here) -> Response:
        return site.page(
            request,
            "live.html.j2",
            exercises=sorted((one for one in load().exercises.values() if one.analysed), key=lambda one: one.name),
            countdowns=[int(one) for one in COUNTDOWNS_S],
            words={id_: load().phrases[id_].text for id_ in _WORDS},
        )

    @pages.get("/live/watch")
    def _watch(request: Request, site: Here) -> Response:
        return site.page(request, "live_watch.html.j2")

    return pages
