"""What is kept of everybody: exported, thinned out, erased; and the settings of this browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from hiphinge.errors import InputMissingError, UsageError
from hiphinge.people import person_key
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.site import Here, Site
from hiphinge.workflow.data_keeping import Holdings, erase_person, holdings_of, remove_old_videos
from hiphinge.workflow.data_transfer import export_person

__all__ = ["routes"]

_BLOCK_BYTES = 1 << 20
_MOST_DAYS = 36_500


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/data")
    def _page(request: Request, site: Here, done: str = "") -> Response:
        cards = [(one, _held(site, one.name)) for one in site.store.people.all()]
        return site.page(request, "data.html.j2", cards=cards, done=done == "erased", place=site.store.database.place)

    @pages.get("/settings")
    def _settings(request: Request, site: Here) -> Response:
        return site.page(request, "settings.html.j2", settings=site.settings)

    @pages.post("/data/{id_}/export")
    def _export(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        person = site.person(id_)
        name = re.sub(r"[^0-9A-Za-z-]+", "_", person.name) or "export"
        parts = _exported(site, person.name, videos=fields.get("videos") == "yes")
        headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
        return StreamingResponse(parts, media_type="application/zip", headers=headers)

    @pages.post("/data/{id_}/erase")
    def _erase(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        person = site.person(id_)
        if person_key(fields.get("name") or " ") != person_key(person.name):
            message = f"To erase everything of {person.name}, type that name. Nothing was erased."
            raise UsageError(message)
        erase_person(site.store, person.name)
        return back_to("/data?done=erased")

    @pages.post("/data/{id_}/videos")
    def _thin_out(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        text = fields.get("days", "")
        if not text.isdecimal() or int(text[:6]) > _MOST_DAYS:
            message = f"Days should be a whole number up to {_MOST_DAYS}, but are {text[:20]!r}. Nothing was erased."
            raise UsageError(message)
        remove_old_videos(site.store, days=int(text), name=site.person(id_).name)
        return back_to("/data")

    return pages


def _held(site: Site, name: str) -> Holdings | None:
    try:
        return holdings_of(site.store, name)
    except InputMissingError:
        return None


def _exported(site: Site, name: str, *, videos: bool) -> Iterator[bytes]:
    """Yield the export, written whole before its first byte is sent."""
    with TemporaryDirectory(prefix="hiphinge-export-") as folder:
        file = Path(folder) / "export.zip"
        export_person(site.store, name, file, videos=videos)
        with file.open("rb") as reading:
            while block := reading.read(_BLOCK_BYTES):
                yield block
