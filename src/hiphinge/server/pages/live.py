"""The live coach: a camera, a skeleton on it, the lower back, and one cue at a time; and a second screen to watch."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.catalogue import Lesson, load
from hiphinge.server.live import COUNTDOWNS_S
from hiphinge.server.site import Here
from hiphinge.server.spoken import lesson_lines
from hiphinge.workflow.exercise_lookup import analysed_exercises
from hiphinge.workflow.lessons import lessons

__all__ = ["routes"]

_WORDS = ("live_how_many", "live_gap", "live_slow", "live_countdown", "live_stand")


def _shown(lesson: Lesson) -> dict[str, object]:
    """Return what a page says of a lesson: before the set, during it, and the question after it."""
    before, during = lesson_lines(lesson)
    return {
        "id": lesson.id,
        "name": f"{lesson.number}. {lesson.name}",
        "before": before,
        "during": during,
        "repetitions": lesson.repetitions,
        "estimate": lesson.estimate,
    }


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/live")
    def _live(request: Request, site: Here) -> Response:
        return site.page(
            request,
            "live.html.j2",
            exercises=analysed_exercises(),
            countdowns=[int(one) for one in COUNTDOWNS_S],
            lessons=[_shown(one) for one in lessons() if not one.calibrates],
            wanted=request.query_params.get("lesson", ""),
            words={id_: load().phrases[id_].text for id_ in _WORDS},
        )

    @pages.get("/live/watch")
    def _watch(request: Request, site: Here) -> Response:
        return site.page(request, "live_watch.html.j2")

    return pages
