"""Two videos of one person in step: a repetition of each, at the same phase, with what differs in sentences."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from hiphinge.errors import UsageError
from hiphinge.reports import Report
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import back_to
from hiphinge.server.pages.analyses import AnalysisId, laid_beside, shown_analysis, video_ref
from hiphinge.server.site import Here, Site
from hiphinge.workflow.in_step import RepetitionInStep, repetitions_in_step, said_of_both

__all__ = ["routes"]

_Other = Annotated[str, Query(pattern=r"^[0-9a-f]{32}$")]
_Number = Annotated[int | None, Query(ge=1, le=9999)]
_Chosen = Annotated[list[AnalysisId], Query(alias="set", default_factory=list, max_length=200)]
_SIDES = "AB"
_MARGIN_S = 0.25
"""How much around a repetition the lines of the person are kept for."""


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/beside")
    @needs(Who.SIGNED_IN)
    def _two(chosen: _Chosen) -> Response:
        if len(chosen) != len(_SIDES):
            message = f"Choose two sets to watch together: {len(chosen) or 'none'} came."
            raise UsageError(message)
        return back_to(f"/analyses/{chosen[0]}/beside/{chosen[1]}")

    @pages.get("/analyses/{id_}/beside")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _chosen(id_: AnalysisId, other: _Other) -> Response:
        return back_to(f"/analyses/{id_}/beside/{other}")

    @pages.get("/analyses/{id_}/beside/{other}")
    @needs(Who.SIGNED_IN, analysis=("id_", "other"))
    def _page(
        request: Request, site: Here, id_: AnalysisId, other: AnalysisId, a: _Number = None, b: _Number = None
    ) -> Response:
        both = repetitions_in_step(site.store, ((id_, a), (other, b)))
        values: dict[str, Any] = {
            "sides": [*zip(_SIDES, both, [_shown(site, one) for one in both], strict=True)],
            "said": said_of_both(*both),
            "others": laid_beside(site, site.store.corrections.recording(id_)),
        }
        return site.page(request, "beside.html.j2", **values)

    return pages


def _shown(site: Site, one: RepetitionInStep) -> dict[str, Any]:
    """Return what the script needs of a side, as plain data; ``href`` is None where the video is not kept."""
    shown = shown_analysis(site, one.analysis)
    video = video_ref(site, shown, site.store.corrections.recording(one.analysis))
    return {
        "href": video.href,
        "turn": video.turn_deg,
        "first": video.first_s,
        "copy": video.is_copy,
        "lines": f"/analyses/{one.analysis}/lines.json",
        "moments": [round(float(moment), 4) for moment in one.moments_s],
        **_figure(shown.report, one),
    }


def _figure(report: Report, one: RepetitionInStep) -> dict[str, Any]:
    """Return the lines of the person during the repetition, and the part of the frame that the person is in."""
    if report.player is None:
        return {"times": [], "joints": [], "bones": [], "box": None, "size": None}
    player = report.player
    low, high = one.moments_s[0] - _MARGIN_S, one.moments_s[-1] + _MARGIN_S
    kept = [index for index, t in enumerate(player.times_s) if low <= t <= high]
    return {
        "times": [player.times_s[index] for index in kept],
        "joints": [player.joints[index] for index in kept],
        "bones": player.bones,
        "box": player.box,
        "size": player.size,
    }
