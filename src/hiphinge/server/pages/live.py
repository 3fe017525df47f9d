"""The live coach: a camera, a skeleton on it, the lower back, and one cue at a time; and a second screen to watch."""

import contextlib

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.catalogue import Drill, Lesson, LiveDrill, load
from hiphinge.coaching.live_drills import live_drills
from hiphinge.errors import HiphingeError
from hiphinge.server.entrances import may_see_people
from hiphinge.server.live import COUNTDOWNS_S
from hiphinge.server.site import Here, Site
from hiphinge.server.spoken import lesson_lines
from hiphinge.workflow.exercise_lookup import analysed_exercises
from hiphinge.workflow.lessons import lessons
from hiphinge.workflow.profile import profile_of
from hiphinge.workflow.stores import person_files

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
        "heels": live.heels,
    }


def _statures(site: Site, request: Request) -> dict[str, int]:
    """Return how tall people are who said so, whole centimetres by id; nobody where a phone may not see people."""
    found = {}
    for one in site.store.people.all() if may_see_people(request.scope) else ():
        with contextlib.suppress(HiphingeError):  # a profile that cannot be read is said where it is edited
            stature_m = profile_of(one.name, person_files(site.store)).stature_m
            if stature_m is not None:
                found[one.id] = round(100 * stature_m)
    return found


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
            drills=[_drill(one, one.live) for one in live_drills() if one.live is not None],
            statures=_statures(site, request),
            wanted=request.query_params.get("lesson", ""),
            wanted_drill=request.query_params.get("drill", ""),
            words={id_: load().phrases[id_].text for id_ in _WORDS},
        )

    @pages.get("/live/watch")
    def _watch(request: Request, site: Here) -> Response:
        return site.page(request, "live_watch.html.j2")

    return pages
