"""The catalogue, read only."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from hiphinge.documents.api import (
    EntryView,
    HitView,
    Page,
    PartView,
    PointerView,
    SheetView,
    SourceView,
    TableView,
)
from hiphinge.errors import InputMissingError, UnknownIdError
from hiphinge.reports.sheets import Sheet
from hiphinge.server.access import Who, needs
from hiphinge.server.api.ids import ItemId, TableName
from hiphinge.server.api.paging import Cursor, Limit, page_of_all
from hiphinge.server.api.routing import described, new_router
from hiphinge.workflow.library import KIND_TITLES, Entry, Found, contents, entries_of, exact_sheet, search

__all__ = ["routes"]

_MOST_HITS = 500
Words = Annotated[str, Query(min_length=1, max_length=200, description="Words to look for.")]


def routes() -> APIRouter:
    """Return the routes."""
    router = new_router()

    @router.get("/catalogue", tags=["catalogue"], responses=described(304))
    @needs(Who.SIGNED_IN)
    def tables(limit: Limit = 100, cursor: Cursor = None) -> Page[TableView]:
        """Return the tables of the catalogue: lessons, drills, findings, exercises, sources and others."""
        return page_of_all(
            contents(),
            limit,
            cursor,
            view=lambda one: TableView(table=one[0], title=KIND_TITLES[one[0]], entries=len(one[1])),
        )

    @router.get("/catalogue/{table}", tags=["catalogue"], responses=described(304, 404))
    @needs(Who.SIGNED_IN)
    def entries(table: TableName, limit: Limit = 100, cursor: Cursor = None) -> Page[EntryView]:
        """Return the items of one table, in the order of the catalogue."""
        if table not in KIND_TITLES:
            message = f"The catalogue has no table {table!r}. It has {', '.join(KIND_TITLES)}."
            raise InputMissingError(message)
        return page_of_all(entries_of(table), limit, cursor, view=_entry)

    @router.get("/catalogue/{table}/{item}", tags=["catalogue"], responses=described(304, 404))
    @needs(Who.SIGNED_IN)
    def sheet(table: TableName, item: ItemId) -> SheetView:
        """Return everything that is said about one item, with its sources and their grades."""
        try:
            return _sheet(exact_sheet(table, item))
        except UnknownIdError as error:
            raise InputMissingError(str(error)) from error

    @router.get("/search", tags=["catalogue"], responses=described(304))
    @needs(Who.SIGNED_IN)
    def found(q: Words, limit: Limit = 60, cursor: Cursor = None) -> Page[HitView]:
        """Return what the catalogue says of some words, the best first within each table."""
        hits = [one for _, group in search(q, most=_MOST_HITS).groups for one in group]
        return page_of_all(hits, limit, cursor, view=_hit)

    return router


def _entry(one: Entry) -> EntryView:
    return EntryView(**asdict(one))


def _hit(one: Found) -> HitView:
    return HitView(entry=_entry(one.entry), line="".join(text for text, _ in one.line))


def _sheet(one: Sheet) -> SheetView:
    return SheetView(
        id=one.id,
        kind=one.kind,
        title=one.title,
        lead=one.lead,
        parts=tuple(PartView(**asdict(part)) for part in one.parts),
        pointers=tuple(PointerView(**asdict(pointer)) for pointer in one.pointers),
        sources=tuple(SourceView(**asdict(source)) for source in one.sources),
        article_statements=one.article_statements,
    )
