"""The answer: the report beside the video, with what was measured drawn on it."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from hiphinge.errors import NotMeasurableError
from hiphinge.reports import VideoRef
from hiphinge.reports.page import html_page, report_values
from hiphinge.server.sending import stored_file
from hiphinge.server.site import Here, Site
from hiphinge.workflow.showing import ShownAnalysis, analysis_file, how_often_corrected, lines_on_video, show_analysis

__all__ = ["AnalysisId", "download", "routes", "shown_analysis"]

AnalysisId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/analyses/{id_}")
    def _page(request: Request, site: Here, id_: AnalysisId) -> Response:
        try:
            shown = shown_analysis(site, id_)
        except NotMeasurableError as error:
            recording = site.store.corrections.recording(id_)
            return site.page(request, "analysis_without_poses.html.j2", recording=recording, reason=str(error))
        return site.page(request, "analysis.html.j2", recording=shown.recording, beside=True, **_values(shown))

    @pages.get("/analyses/{id_}/lines.json")
    def _lines(site: Here, id_: AnalysisId) -> Response:
        return JSONResponse(lines_on_video(shown_analysis(site, id_)))

    @pages.get("/analyses/{id_}/video")
    def _video(request: Request, site: Here, id_: AnalysisId) -> Response:
        return stored_file(request, site.store, site.store.corrections.recording(id_).video)

    @pages.get("/analyses/{id_}/analysis.json")
    def _document(site: Here, id_: AnalysisId) -> Response:
        return download(analysis_file(site.store, id_), "application/json", "analysis.json")

    @pages.get("/analyses/{id_}/report.html")
    def _report(site: Here, id_: AnalysisId) -> Response:
        return download(html_page(shown_analysis(site, id_).report).encode(), "text/html; charset=utf-8", "report.html")

    return pages


def shown_analysis(site: Site, id_: str) -> ShownAnalysis:
    """Return an analysis, computed once until something is corrected."""
    corrected = how_often_corrected(site.store, id_)
    return site.shown.get((id_, corrected), lambda: show_analysis(site.store, id_))


def _values(shown: ShownAnalysis) -> dict[str, Any]:
    recording = shown.recording
    href = None if recording.video is None else f"/analyses/{recording.analysis}/video"
    turn = int(shown.result.analysis.motion.origin.details.get("added_rotation_deg", 0))
    report = replace(shown.report, video=VideoRef(name=recording.name, href=href, turn_deg=turn))
    return report_values(report)


def download(content: bytes, kind: str, name: str) -> Response:
    """Return a file that the browser keeps under a name."""
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
