"""What was analysed, and what could not be: a list to look things up in, to rename, and to try again from."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from hiphinge.catalogue import load
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pages.analyses import AnalysisId
from hiphinge.server.pages.inbox import ClipId
from hiphinge.server.site import Here, Site
from hiphinge.store import Clip
from hiphinge.workflow.exercise_lookup import analysed_exercises
from hiphinge.workflow.looking import doubt
from hiphinge.workflow.sessions import (
    SessionFilter,
    analysed_sessions,
    parse_day,
    rename_clip,
    rename_recording,
)

__all__ = ["routes"]

_LONGEST = 100
_MOST = 200
_NOBODY = "nobody"
_STATES = {
    "": "all",
    "measured": "measured",
    "failed": "could not be analysed",
    "waiting": "waiting or being measured",
    "nobody": "not assigned yet",
}


@dataclass(frozen=True)
class _Asked:
    """The filters of the list, as the address says them."""

    q: str = ""
    person: str = ""
    exercise: str = ""
    since: str = ""
    until: str = ""
    state: str = ""

    @property
    def wanted(self) -> SessionFilter:
        """Return them as the use case takes them."""
        since, until = (parse_day(text, what="A day") for text in (self.since, self.until))
        return SessionFilter(search=self.q[:_LONGEST], exercise=self.exercise, since=since, until=until)


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/sessions")
    @needs(Who.SIGNED_IN)
    def _list(request: Request, site: Here, asked: Annotated[_Asked, Depends()]) -> Response:
        found = {"unread": _unread(request, site), **_found(site, asked)}
        return site.page(request, "sessions.html.j2", asked=asked, states=_STATES, **found)

    @pages.post("/analyses/{id_}/name")
    @needs(Who.SIGNED_IN, analysis="id_")
    def _rename(site: Here, id_: AnalysisId, fields: Fields) -> Response:
        rename_recording(site.store, id_, fields.get("name", ""))
        return back_to(_list_again(fields["asked"]) if "asked" in fields else f"/analyses/{id_}")

    @pages.post("/clips/{id_}/name")
    @needs(Who.SIGNED_IN, clip="id_")
    def _rename_clip(site: Here, id_: ClipId, fields: Fields) -> Response:
        rename_clip(site.store, site.clips.clip(id_), fields.get("name", ""))
        return back_to(_list_again(fields["asked"]) if "asked" in fields else f"/clips/{id_}")

    return pages


def _unread(request: Request, site: Site) -> frozenset[str]:
    """Return the recordings whose answer the person who looks has not read: the list does not give it away."""
    reader = site.current(request)
    return frozenset() if reader is None else site.store.estimates.unread(reader.id)


def _list_again(query: str) -> str:
    """Return the address of the list with the filters that it had."""
    kept = {name: value for name, value in QueryParams(query).items() if name in asdict(_Asked())}
    return f"/sessions?{QueryParams(kept)}" if kept else "/sessions"


def _found(site: Site, asked: _Asked) -> dict[str, Any]:
    everybody = site.store.people.all()
    chosen = [one for one in (*everybody, None) if asked.person in {"", _NOBODY if one is None else one.id}]
    chosen = [one for one in chosen if asked.state != _NOBODY or one is None]
    measured = asked.state in {"", "measured", _NOBODY}
    found = analysed_sessions(site.store, chosen, wanted=asked.wanted, faults=site.faults) if measured else ()
    clips = [one for one in site.clips.clips() if _fits(one, asked, {None if p is None else p.name for p in chosen})]
    known = load().exercises
    filmed = site.store.overview.exercises()
    return {
        "sessions": found,
        "failed": [one for one in clips if one.state == "failed" and asked.state in {"", "failed", _NOBODY}][:_MOST],
        "waiting": [one for one in clips if one.state in {"queued", "running"} and asked.state in {"waiting", _NOBODY}],
        "doubts": {id_: doubt(one) for id_, one in site.store.overview.judged([s.id for s in found]).items()},
        "query": str(QueryParams({name: value for name, value in asdict(asked).items() if value})),
        "exercises": [(id_, known[id_].name if id_ in known else id_) for id_ in filmed],
        "retried_as": analysed_exercises(),
        "has_small_image": site.store.files.has_thumbnail,
        "most": _MOST,
    }


def _fits(clip: Clip, asked: _Asked, whose: set[str | None]) -> bool:
    wanted = asked.wanted
    text = f"{clip.name} {clip.person or ''} {clip.added_at:%Y-%m-%d}".casefold()
    return (
        clip.asked is None
        and clip.person in whose
        and wanted.fits(clip.added_at, clip.exercise)
        and all(word in text for word in wanted.search.casefold().split())
    )
