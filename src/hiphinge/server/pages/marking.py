"""Mark the back by hand: two frames of the video to put points on, and what is kept of them beside the answer."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId, shown_analysis
from hiphinge.server.site import Here
from hiphinge.workflow.marked_backs import frames_to_mark, keep_marked

__all__ = ["routes"]

_Moment = Annotated[float | None, Query(ge=-1e6, le=1e6, allow_inf_nan=False)]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/analyses/{id_}/mark")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _page(
        request: Request, site: Here, id_: AnalysisId, standing: _Moment = None, bottom: _Moment = None
    ) -> Response:
        shown = shown_analysis(site, id_)
        to_mark = frames_to_mark(shown, standing_s=standing, bottom_s=bottom)
        first, second = to_mark.frames
        other = {"standing": second.time_s, "bottom": first.time_s}
        return site.page(request, "mark_back.html.j2", recording=shown.recording, to_mark=to_mark, other=other)

    @pages.post("/analyses/{id_}/mark")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _keep(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        keep_marked(site.store, id_, fields.get("points", ""), reason=fields.get("reason", "").strip())
        return back_to(f"/analyses/{id_}#marked")

    return pages
