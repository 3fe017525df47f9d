"""What was analysed: a list to look things up in, and what could not be."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.catalogue import load
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.site import Here
from hiphinge.workflow.sessions import analysed_sessions, rename_recording

__all__ = ["routes"]

_LONGEST = 100


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/sessions")
    def _list(request: Request, site: Here, q: str = "", person: str = "", exercise: str = "") -> Response:
        everybody = site.store.people.all()
        chosen = [one for one in everybody if person in {"", one.id}]
        found = analysed_sessions(site.store, chosen, search=q[:_LONGEST], exercise=exercise)
        filmed = {one.exercise_id for one in analysed_sessions(site.store, everybody)}
        known = load().exercises
        return site.page(
            request,
            "sessions.html.j2",
            sessions=found,
            failed=[one for one in site.clips.clips() if one.state == "failed" and q.casefold() in one.name.casefold()],
            asked={"q": q[:_LONGEST], "person": person, "exercise": exercise},
            exercises=[(id_, known[id_].name if id_ in known else id_) for id_ in sorted(filmed)],
        )

    @pages.post("/analyses/{id_}/name")
    def _rename(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        rename_recording(site.store, id_, fields.get("name", ""))
        return back_to(f"/analyses/{id_}")

    return pages
