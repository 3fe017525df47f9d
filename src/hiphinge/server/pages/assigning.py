"""Whose set is this: one recording, or many at once, goes into a person's log; the person can be new."""

import re
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import UsageError
from hiphinge.filesystem import local_zone
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.pages.inbox import ClipId
from hiphinge.server.site import Here, Site
from hiphinge.workflow.assigning import assign_analysis

__all__ = ["routes"]

_CLIP = re.compile(r"[0-9A-Za-z_-]{1,64}")
_MOST = 100


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.post("/analyses/{id_}/person")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _of_analysis(request: Request, site: Here, id_: AnalysisId, fields: Fields) -> Response:
        site.store.corrections.recording(id_)
        person = _person(request, site, fields)
        assign_analysis(site.store, id_, person)
        answer = back_to(f"/analyses/{id_}")
        site.remember(answer, person)
        return answer

    @pages.post("/clips/{id_}/person")
    @needs(Who.SIGNED_IN, clip="id_")
    def _of_clip(request: Request, site: Here, id_: ClipId, fields: Fields) -> Response:
        site.clips.clip(id_)
        site.clips.assign(id_, _person(request, site, fields).name)
        return back_to("/")

    @pages.post("/assign")
    @needs(Who.SIGNED_IN)
    def _of_many(request: Request, site: Here, fields: Fields) -> Response:
        clips = _clips(fields.get("clips", ""))
        person = _person(request, site, fields)
        for id_ in clips:
            site.clips.assign(id_, person.name)
        return back_to("/")

    return pages


def _person(request: Request, site: Site, fields: Mapping[str, str]) -> PersonRecord:
    """Return the person that a form names, added now where they are new."""
    if fields.get("person"):
        return site.person(fields["person"])
    return site.add_person(request, fields.get("name", ""), adult=fields.get("adult") == "yes", zone=local_zone())


def _clips(text: str) -> list[str]:
    found = list(dict.fromkeys(text.split()))
    if not 1 <= len(found) <= _MOST or any(_CLIP.fullmatch(one) is None for one in found):
        message = f"Choose 1 to {_MOST} videos, then say whose they are. Nothing was changed."
        raise UsageError(message)
    return found
