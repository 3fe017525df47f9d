"""The hinge lab: two settings of a body, a load and a bend beside each other; the same page with and without script."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.errors import UsageError
from hiphinge.lab import BENDS, CHOICES, PAIRS, PRESETS, SLIDERS, Setting, answer, pair, with_bend
from hiphinge.reports.lab import LabView, lab_view
from hiphinge.reports.text.sentences import GRADES
from hiphinge.server.access import Who, needs
from hiphinge.server.site import Here
from hiphinge.workflow.profile import profile_of
from hiphinge.workflow.stores import person_files

__all__ = ["routes"]

_SIDES = ("a", "b")
_USUAL_PAIR = "squat"
_MOST_FIELDS = 60
_GROUPS = (("bend", "The bend"), ("load", "The load"), ("body", "The body"))
_PLACES = {"hands": "in the hands", "back": "on the back"}
_TABLES = {"mean": "the mean of both", "female": "women", "male": "men"}


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/lab")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here) -> Response:
        asked, person = request.query_params, site.current(request)
        own = {} if person is None else Setting.body_texts(profile_of(person.name, person_files(site.store)))
        return site.page(
            request,
            "lab.html.j2",
            view=_view(asked, own),
            own=own if not any(key[:2] in {"a.", "b."} for key in asked) else {},
            sliders=[(id_, title, [one for one in SLIDERS.values() if one.group == id_]) for id_, title in _GROUPS],
            load_places=_PLACES,
            tables=_TABLES,
            bends=[PRESETS[id_] for id_ in BENDS],
            pairs=PAIRS.values(),
            chosen=asked.get("pair", "" if asked else _USUAL_PAIR),
            turn="b" if asked.get("turn") == "b" else "a",
            grades=GRADES,
        )

    @pages.get("/lab/answer")
    @needs(Who.SIGNED_IN)
    def _answer(request: Request, site: Here) -> Response:
        return site.page(request, "lab_answer.html.j2", view=_view(request.query_params, {}), grades=GRADES)

    return pages


def _view(asked: Mapping[str, str], own: Mapping[str, str]) -> LabView:
    """Return both settings as they are asked for; ``own`` is the body of the person who looks, where none is set."""
    if len(asked) > _MOST_FIELDS:
        message = f"At most {_MOST_FIELDS} values are taken here."
        raise UsageError(message)
    starts = pair(asked.get("pair", _USUAL_PAIR))
    first, second = (
        _setting(asked, side, Setting.of(own, start=start)) for side, start in zip(_SIDES, starts, strict=True)
    )
    copied = asked.get("copy")
    return lab_view(answer(second if copied == "b" else first), answer(first if copied == "a" else second))


def _setting(asked: Mapping[str, str], side: str, start: Setting) -> Setting:
    """Return the setting of a side: a pair's, with what is set, in the bend that was asked for."""
    values = {name: asked[key] for name in (*SLIDERS, *CHOICES) if (key := f"{side}.{name}") in asked}
    found = Setting.of(values, start=start)
    return with_bend(found, asked[side]) if side in asked else found
