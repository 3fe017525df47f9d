"""The answer: the report beside the video, with what was measured drawn on it."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from hiphinge.errors import NotMeasurableError
from hiphinge.lab import setting_of
from hiphinge.reports import VideoRef
from hiphinge.reports.page import html_page, report_values
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.sending import small_image, stored_file
from hiphinge.server.site import Here, Site
from hiphinge.store import CorrectedRecording
from hiphinge.workflow.estimating import asked_first, estimate_words, keep_estimate
from hiphinge.workflow.kept_shown import shown_as_kept
from hiphinge.workflow.marked_backs import marked_backs
from hiphinge.workflow.sessions import AnalysedSession, analysed_sessions
from hiphinge.workflow.showing import (
    ShownAnalysis,
    analysis_file,
    frame_times,
    how_often_corrected,
    lines_on_video,
    show_analysis,
)
from hiphinge.workflow.video_notes import LONGEST_VOICE_S

__all__ = ["AnalysisId", "download", "laid_beside", "routes", "shown_analysis", "video_ref"]

_MOST_BUTTONS = 30
AnalysisId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/analyses/{id_}")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _page(request: Request, site: Here, id_: AnalysisId) -> Response:
        try:
            shown = shown_analysis(site, id_)
        except NotMeasurableError as error:
            recording = site.store.corrections.recording(id_)
            return site.page(request, "analysis_without_poses.html.j2", recording=recording, reason=str(error))
        return _answer(request, site, shown)

    @pages.post("/analyses/{id_}/estimate")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _estimate(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        keep_estimate(site.store, id_, fields.get("repetitions", ""))
        return back_to(f"/analyses/{id_}")

    @pages.get("/analyses/{id_}/lines.json")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _lines(site: Here, id_: AnalysisId) -> Response:
        return JSONResponse(lines_on_video(shown_analysis(site, id_)) | {"frames": frame_times(site.store, id_)})

    @pages.get("/analyses/{id_}/video")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _video(request: Request, site: Here, id_: AnalysisId) -> Response:
        recording = site.store.corrections.recording(id_)
        return stored_file(request, site.store, recording.proxy or recording.video)

    @pages.get("/analyses/{id_}/thumbnail")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _thumbnail(request: Request, site: Here, id_: AnalysisId) -> Response:
        return small_image(request, site.store, site.store.corrections.recording(id_).video)

    @pages.get("/analyses/{id_}/analysis.json")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _document(site: Here, id_: AnalysisId) -> Response:
        return download(analysis_file(site.store, id_), "application/json", "analysis.json")

    @pages.get("/analyses/{id_}/report.html")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _report(site: Here, id_: AnalysisId) -> Response:
        return download(html_page(shown_analysis(site, id_).report).encode(), "text/html; charset=utf-8", "report.html")

    return pages


def _answer(request: Request, site: Site, shown: ShownAnalysis) -> Response:
    recording = shown.recording
    asked = asked_first(site.store, shown, reader=site.current(request))
    if asked is not None:
        return site.page(request, "estimate.html.j2", recording=recording, asked=asked, most=_MOST_BUTTONS)
    values: dict[str, Any] = {
        "recording": recording,
        "felt": estimate_words(site.store, shown),
        "marked": marked_backs(site.store, shown),
        "beside": True,
        "longest_voice_s": LONGEST_VOICE_S,
        "repetitions": [one.index for one in shown.result.analysis.counted],
        "own_lift": setting_of(shown.result.analysis),
        "others": laid_beside(site, recording),
        "being_prepared": site.store.clips.is_being_prepared(recording.recording),
    }
    return site.page(request, "analysis.html.j2", **values, **_values(site, shown, recording))


def laid_beside(site: Site, recording: CorrectedRecording) -> tuple[AnalysedSession, ...]:
    """Return the recordings that one can be laid beside: the same person's, itself among them, the newest first."""
    person = next((one for one in site.store.people.all() if one.id == recording.person), None)
    found = analysed_sessions(site.store, [person])
    return tuple(one for one in found if person is not None or one.recording == recording.recording)


def shown_analysis(site: Site, id_: str) -> ShownAnalysis:
    """Return an analysis, computed once until something is corrected, or it is somebody else's."""
    recording, corrected = site.store.corrections.recording(id_), how_often_corrected(site.store, id_)
    key = (id_, recording.person, recording.video, corrected)
    shown = site.shown.get(key, lambda: shown_as_kept(site.store, id_) or show_analysis(site.store, id_))
    return replace(shown, recording=recording)


def _values(site: Site, shown: ShownAnalysis, recording: CorrectedRecording) -> dict[str, Any]:
    return report_values(replace(shown.report, video=video_ref(site, shown, recording)))


def video_ref(site: Site, shown: ShownAnalysis, recording: CorrectedRecording) -> VideoRef:
    """Return the video of an analysis as its page opens it: the copy where one was needed, else the video itself."""
    kept = recording.proxy or recording.video
    frames_s = frame_times(site.store, recording.analysis)
    return VideoRef(
        name=recording.name,
        href=None if kept is None else f"/analyses/{recording.analysis}/video",
        turn_deg=int(shown.result.analysis.motion.origin.details.get("added_rotation_deg", 0)),
        first_s=frames_s[0] if frames_s else None,
        is_copy=recording.proxy is not None,
    )


def download(content: bytes, kind: str, name: str) -> Response:
    """Return a file that the browser keeps under a name."""
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
