"""The live coach: a camera, a skeleton on it, the lower back, and one cue at a time; and a second screen to watch."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.catalogue import Drill, Lesson, LiveDrill, load
from hiphinge.coaching.live_drills import live_drills
from hiphinge.server.access import Who, needs
from hiphinge.server.live import COUNTDOWNS_S
from hiphinge.server.site import Here
from hiphinge.server.spoken import lesson_lines
from hiphinge.workflow.exercise_lookup import analysed_exercises
from hiphinge.workflow.lessons import lessons

__all__ = ["routes"]

_WORDS = (
    "live_how_many",
    "live_countdown",
    "live_stand",
    "live_away",
    "live_no_camera",
    "live_hidden",
    "live_count_back",
)


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
        "drill": lesson.drill,
    }


def _drill(drill: Drill, live: LiveDrill) -> dict[str, object]:
    """Return what a page says of a drill, and what it needs to know to follow it."""
    exercises = {one.id for one in analysed_exercises()}
    return {
        "id": drill.id,
        "name": drill.name,
        "how": drill.how,
        "note": f"{drill.purpose} {drill.dose}",
        "exercise": drill.exercise if drill.exercise in exercises else None,
        "beats": live.beats_s,
    }


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/live")
    @needs(Who.SIGNED_IN)
    def _live(request: Request, site: Here) -> Response:
        return site.page(
            request,
            "live.html.j2",
            exercises=analysed_exercises(),
            countdowns=[int(one) for one in COUNTDOWNS_S],
            lessons=[_shown(one) for one in lessons() if not one.calibrates],
            drills=[_drill(one, one.live) for one in live_drills() if one.live is not None],
            wanted=request.query_params.get("lesson", ""),
            wanted_drill=request.query_params.get("drill", ""),
            words={id_: load().phrases[id_].text for id_ in _WORDS},
        )

    @pages.get("/live/sensors")
    @needs(Who.SIGNED_IN)
    def _sensors(request: Request, site: Here) -> Response:
        return site.page(request, "live_sensors.html.j2")

    @pages.get("/live/watch")
    @needs(Who.SIGNED_IN)
    def _watch(request: Request, site: Here) -> Response:
        return site.page(request, "live_watch.html.j2")

    return pages
