"""Lessons and drills with their moving figures, and the questions before the first of them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.coaching import questions
from hiphinge.coaching.live_drills import live_drills
from hiphinge.errors import UsageError
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.site import Here
from hiphinge.workflow.lessons import lessons
from hiphinge.workflow.library import KIND_TITLES, entries_of, exact_sheet
from hiphinge.workflow.notes import note_answers, read_notes
from hiphinge.workflow.preparing import answers_with_yes, consequences
from hiphinge.workflow.stores import person_files

__all__ = ["routes"]

_ALSO = ("self_tests", "exercises", "muscles", "training_rules")
_ANSWERS = ("yes", "no")


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/learn")
    @needs(Who.SIGNED_IN)
    def _learn(request: Request, site: Here) -> Response:
        person = site.current(request)
        notes = None if person is None else read_notes(person.name, person_files(site.store))
        return site.page(
            request,
            "learn_page.html.j2",
            lessons=[(one, exact_sheet("lessons", one.id)) for one in lessons()],
            drills=[exact_sheet("drills", one.id) for one in entries_of("drills")],
            live={one.id for one in live_drills()},
            notes=notes,
            also=[(KIND_TITLES[table], entries_of(table)) for table in _ALSO],
        )

    @pages.get("/learn/ready")
    @needs(Who.SIGNED_IN)
    def _ready(request: Request, site: Here) -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Before you start")
        notes = read_notes(person.name, person_files(site.store))
        return site.page(
            request,
            "ready.html.j2",
            person=person,
            questions=questions(),
            notes=notes,
            follows=tuple(consequences(notes.answers)),
        )

    @pages.post("/learn/ready")
    @needs(Who.SIGNED_IN)
    def _answer(site: Here, fields: Fields) -> Response:
        person = site.person(fields.get("person", ""))
        given = {one.id: fields.get(one.id) for one in questions()}
        if any(answer not in _ANSWERS for answer in given.values()):
            message = "Every question should be answered with yes or no. Nothing was saved."
            raise UsageError(message)
        answers = answers_with_yes([id_ for id_, answer in given.items() if answer == "yes"])
        today = datetime.now(ZoneInfo(person.zone)).date()
        note_answers(person.name, answers, on=today, files=person_files(site.store))
        return back_to("/learn/ready#follows")

    return pages
