"""What is known: findings, drills, exercises, muscles, rules and the evidence behind them; all of it searched."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from hiphinge.reports.paper import part
from hiphinge.reports.sheets import Sheet, table_and_id
from hiphinge.reports.text.sentences import FILMING, GRADES
from hiphinge.server.access import Who, needs
from hiphinge.server.site import Here, Site
from hiphinge.workflow.library import KIND_TITLES, contents, exact_sheet, mentions, search

__all__ = ["routes"]

_Name = Annotated[str, Path(pattern=r"^[0-9A-Za-z_ .-]{1,80}$")]
_Report = Annotated[str, Query(alias="from", pattern=r"^([0-9a-f]{32})?$")]
_LONGEST = 100


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/library")
    @needs(Who.SIGNED_IN)
    def _library(request: Request, site: Here, q: str = "") -> Response:
        q = q[:_LONGEST].strip()
        found = search(q) if q else None
        return site.page(request, "library.html.j2", q=q, found=found, contents=contents(), titles=KIND_TITLES)

    @pages.get("/library/filming")
    @needs(Who.SIGNED_IN)
    def _filming(request: Request, site: Here) -> Response:
        return site.page(request, "filming.html.j2", filming=FILMING, camera=part("camera.svg"))

    @pages.get("/library/{name}")
    @needs(Who.SIGNED_IN)
    def _named(request: Request, site: Here, name: _Name, report: _Report = "") -> Response:
        table, id_ = table_and_id(name)
        return _page(request, site, table, exact_sheet(table, id_), report=report)

    @pages.get("/library/{table}/{id_}")
    @needs(Who.SIGNED_IN)
    def _exact(request: Request, site: Here, table: _Name, id_: _Name, report: _Report = "") -> Response:
        return _page(request, site, table, exact_sheet(table, id_), report=report)

    return pages


def _page(request: Request, site: Site, table: str, sheet: Sheet, *, report: str) -> Response:
    return site.page(
        request,
        "sheet_page.html.j2",
        sheet=sheet,
        table=table,
        kind_title=KIND_TITLES.get(table, ""),
        mentioned=mentions(table, sheet.id),
        titles=KIND_TITLES,
        grades=GRADES,
        report=report,
    )
