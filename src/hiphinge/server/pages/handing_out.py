"""What is handed out of a set: paper as PDF, and a card to share."""

from fastapi import APIRouter
from starlette.responses import Response

from hiphinge.reports.pdf import Reader
from hiphinge.server.access import Who, needs
from hiphinge.server.pages.analyses import AnalysisId, download, shown_analysis
from hiphinge.server.site import Here
from hiphinge.workflow.handing_out import card_of, clip_of, sheet_of

__all__ = ["routes"]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/analyses/{id_}/set.pdf")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _paper(site: Here, id_: AnalysisId, reader: Reader = "lifter") -> Response:
        return download(sheet_of(shown_analysis(site, id_).report, reader=reader), "application/pdf", "set.pdf")

    @pages.get("/analyses/{id_}/card.png")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _card(site: Here, id_: AnalysisId) -> Response:
        shown = shown_analysis(site, id_)
        return download(card_of(shown.result.analysis, shown.report), "image/png", "card.png")

    @pages.get("/analyses/{id_}/repetition-{number}.mp4")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _clip(site: Here, id_: AnalysisId, number: int) -> Response:
        return download(clip_of(shown_analysis(site, id_).result, number), "video/mp4", f"repetition-{number}.mp4")

    return pages
