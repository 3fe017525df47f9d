"""How a phone gets in: the code to read, the phones that are in, what their browser warns of, and what to try."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from hiphinge.errors import UsageError
from hiphinge.server.access import Who, needs
from hiphinge.server.entrances import PhoneAccess
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.qr import for_a_page
from hiphinge.server.site import Here, Site

__all__ = ["routes"]

_LONGEST_ID = 16


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/phone")
    @needs(Who.OWNER)
    def _page(request: Request, site: Here) -> Response:
        if site.phone is None:
            return site.page(request, "phone_off.html.j2")
        return site.page(request, "phone.html.j2", **_values(site.phone))

    @pages.get("/phone/state.json")
    @needs(Who.OWNER)
    def _state(site: Here) -> Response:
        return JSONResponse(None if site.phone is None else _state_of(site.phone))

    @pages.post("/phone/code")
    @needs(Who.OWNER)
    def _code(site: Here) -> Response:
        _access(site).phones.new_code()
        return back_to("/phone")

    @pages.post("/phone/remove")
    @needs(Who.OWNER)
    def _remove(site: Here, fields: Fields) -> Response:
        _access(site).phones.remove(fields.get("phone", "")[:_LONGEST_ID])
        return back_to("/phone")

    return pages


def _access(site: Site) -> PhoneAccess:
    if site.phone is None:
        message = "Phones are let in only where hiphinge was started with --phone: hiphinge app --phone"
        raise UsageError(message)
    return site.phone


def _state_of(access: PhoneAccess) -> dict[str, Any]:
    """Return what a page asks for again and again: it changes where the page has something else to show."""
    code = access.phones.code
    return {
        "code": code is not None,
        "phones": [one.id for one in access.phones.all()],
        "reached": access.phones.reached,
    }


def _values(access: PhoneAccess) -> dict[str, Any]:
    code = access.phones.code
    return {
        "place": access.place,
        "identity": access.identity,
        "code": code,
        "code_until": None if code is None else _clock(code.until_s),
        "drawn": None if code is None else for_a_page(access.place.with_code(code.text)),
        "phones": [(one, _clock(one.since_s), _clock(one.until_s)) for one in access.phones.all()],
        "state": _state_of(access),
    }


def _clock(time_s: float) -> str:
    return datetime.fromtimestamp(time_s).astimezone().strftime("%H:%M")
