"""Analyses: their documents, their repetitions, and what people correct of them."""

from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from hiphinge.documents.analysis import AnalysisDocument, RepetitionDocument
from hiphinge.documents.api import AnalysisView, CorrectionView, NewCorrection, Page
from hiphinge.server.access import Who, needs
from hiphinge.server.api.ids import AnalysisId, CorrectionNumber
from hiphinge.server.api.paging import Cursor, Limit, after_text, page_of, page_of_all
from hiphinge.server.api.recordings import OfPerson
from hiphinge.server.api.routing import described, new_router
from hiphinge.server.site import Here
from hiphinge.store import ListedAnalysis
from hiphinge.workflow.correcting import (
    KeptCorrection,
    as_correction,
    correct,
    corrected_analysis,
    corrections_of,
    undo,
)
from hiphinge.workflow.showing import analysis_file

__all__ = ["routes"]

_TAGS: list[str | Enum] = ["analyses"]
OfRecording = Annotated[str | None, Query(pattern=r"^[0-9a-f]{32}$", description="Id of a recording.")]


def routes() -> APIRouter:
    """Return the routes."""
    router = new_router()
    _add_analyses(router)
    _add_corrections(router)
    return router


def _add_analyses(router: APIRouter) -> None:
    @router.get("/analyses", tags=_TAGS, responses=described(304))
    @needs(Who.SIGNED_IN)
    def analyses(
        site: Here,
        person: OfPerson = None,
        recording: OfRecording = None,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Page[AnalysisView]:
        """Return the analyses that you see, the newest first."""
        found = site.store.listing.analyses(
            most=limit + 1, after=after_text(cursor), person=person, recording=recording
        )
        return page_of(found, limit, view=_analysis, mark=lambda one: (one.id,))

    @router.get("/analyses/{analysis}", tags=_TAGS, responses=described(304, 404))
    @needs(Who.SIGNED_IN, analysis="analysis")
    def analysis_(site: Here, analysis: AnalysisId) -> AnalysisView:
        """Return what is said of an analysis without opening its document."""
        return _analysis(site.store.listing.analysis(analysis))

    @router.get(
        "/analyses/{analysis}/document",
        tags=_TAGS,
        response_model=AnalysisDocument,
        responses=described(304, 404),
    )
    @needs(Who.SIGNED_IN, analysis="analysis")
    def document(site: Here, analysis: AnalysisId) -> Response:
        """Return the whole `analysis.json` as it counts, with what was corrected."""
        return Response(analysis_file(site.store, analysis), media_type="application/json")

    @router.get("/analyses/{analysis}/repetitions", tags=_TAGS, responses=described(304, 404))
    @needs(Who.SIGNED_IN, analysis="analysis")
    def repetitions(
        site: Here, analysis: AnalysisId, limit: Limit = 100, cursor: Cursor = None
    ) -> Page[RepetitionDocument]:
        """Return the repetitions of an analysis in order, as it counts."""
        every = corrected_analysis(site.store, analysis).document.repetitions
        return page_of_all(every, limit, cursor, view=lambda one: one)


def _add_corrections(router: APIRouter) -> None:
    @router.get("/analyses/{analysis}/corrections", tags=_TAGS, responses=described(304, 404))
    @needs(Who.SIGNED_IN, analysis="analysis")
    def corrections(
        site: Here, analysis: AnalysisId, limit: Limit = 100, cursor: Cursor = None
    ) -> Page[CorrectionView]:
        """Return what was corrected of an analysis, in the order in which it was said; what was taken back, too."""
        return page_of_all(corrections_of(site.store, analysis), limit, cursor, view=_correction)

    @router.post("/analyses/{analysis}/corrections", tags=_TAGS, status_code=201, responses=described(400, 404))
    @needs(Who.SIGNED_IN, analysis="analysis")
    def add(site: Here, analysis: AnalysisId, said: NewCorrection) -> CorrectionView:
        """Correct an analysis. Everything that follows is computed anew, which takes seconds."""
        before = corrected_analysis(site.store, analysis).document
        fields = {name: getattr(said, name) for name in said.model_fields_set - {"kind", "reason"}}
        now = correct(site.store, analysis, as_correction(before, said.kind, **fields), reason=said.reason)
        return _correction(now.corrections[-1])

    @router.delete("/analyses/{analysis}/corrections/{number}", tags=_TAGS, status_code=204, responses=described(404))
    @needs(Who.SIGNED_IN, analysis="analysis")
    def take_back(site: Here, analysis: AnalysisId, number: CorrectionNumber) -> Response:
        """Take a correction back. It stays in the list, as taken back."""
        undo(site.store, analysis, number)
        return Response(status_code=204)


def _analysis(one: ListedAnalysis) -> AnalysisView:
    return AnalysisView(**{name: getattr(one, name) for name in AnalysisView.model_fields})


def _correction(one: KeptCorrection) -> CorrectionView:
    return CorrectionView(**{name: getattr(one, name) for name in CorrectionView.model_fields})
