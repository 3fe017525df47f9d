"""The settings: a person's units and profile, light or dark, networks, plates; where files are, versions, licences."""

from typing import Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import UnknownIdError, UsageError
from hiphinge.motion import CoefficientSet
from hiphinge.server.access import Who, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.site import THEME_COOKIE, Here, Site
from hiphinge.workflow.about import needed_packages, own_package, places_of, python_version
from hiphinge.workflow.networks import NetworkShelf
from hiphinge.workflow.profile import keep_profile_of, profile_from_values, profile_of
from hiphinge.workflow.stores import person_files

__all__ = ["routes"]

_THEMES = {"": "As the device", "light": "Light", "dark": "Dark"}
_AIMS = {"": "I have not decided", "less": "Move less", "same": "Move the same each time", "more": "Move more"}
_MASSES = {"mean": "The mean of both", "female": "Women", "male": "Men"}
_PROFILE = ("stature_m", "mass_kg", "coefficients", "back_aim")
_A_YEAR_S = 31_536_000


def routes() -> APIRouter:
    """Return the routes, over a shelf of networks of their own."""
    pages, shelf = APIRouter(), NetworkShelf()

    @pages.get("/settings")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here, saved: str = "") -> Response:
        return site.page(request, "settings.html.j2", saved=saved == "yes", **_values(request, site, shelf))

    @pages.post("/settings/person")
    @needs(Who.SIGNED_IN)
    def _person(site: Here, fields: Fields) -> Response:
        person = site.person(fields.get("person", ""))
        profile = profile_from_values({key: fields.get(key, "") for key in _PROFILE})
        _settle(site, person, fields)
        keep_profile_of(person.name, profile, person_files(site.store))
        return back_to("/settings?saved=yes")

    @pages.post("/settings/theme")
    @needs(Who.SIGNED_IN)
    def _theme(fields: Fields) -> Response:
        theme = fields.get("theme", "")
        if theme not in _THEMES:
            raise UnknownIdError.of(theme, kind="theme", known=[one for one in _THEMES if one])
        answer = back_to("/settings")
        if theme:
            answer.set_cookie(THEME_COOKIE, theme, httponly=True, samesite="strict", max_age=_A_YEAR_S)
        else:
            answer.delete_cookie(THEME_COOKIE)
        return answer

    @pages.post("/settings/networks")
    @needs(Who.OWNER)
    def _fetch(fields: Fields) -> Response:
        shelf.start(fields.get("id", ""))
        return back_to("/settings#networks")

    @pages.get("/settings/networks.json")
    @needs(Who.OWNER)
    def _fetching() -> Response:
        now = shelf.fetching
        return JSONResponse(None if now is None else vars(now))

    return pages


def _values(request: Request, site: Site, shelf: NetworkShelf) -> dict[str, Any]:
    person = site.current(request)
    return {
        "settings": site.settings,
        "phone": site.phone,
        "person": person,
        "profile": None if person is None else profile_of(person.name, person_files(site.store)),
        "zones": sorted(available_timezones()),
        "themes": _THEMES,
        "aims": _AIMS,
        "masses": {one.value: _MASSES[one.value] for one in CoefficientSet},
        "networks": shelf.networks(),
        "fetching": shelf.fetching,
        "kept_at": places_of(site.store),
        "own": own_package(),
        "packages": needed_packages(),
        "python": python_version(),
    }


def _settle(site: Site, person: PersonRecord, fields: Fields) -> None:
    unit = fields.get("unit", person.unit)
    if unit not in {"kg", "lb"}:
        message = f"A unit is kg or lb, but not {unit[:20]!r}."
        raise UsageError(message)
    zone = fields.get("zone", "").strip() or person.zone
    site.store.people.settle(person, zone=zone, unit="lb" if unit == "lb" else "kg")
