"""Signing in and out, with a password or a passkey, and coming in by an invitation; shared mode alone."""

from zoneinfo import available_timezones

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from hiphinge.errors import HiphingeError, InputMissingError, UsageError
from hiphinge.filesystem import local_zone
from hiphinge.server.access import Who, address_of, asker_of, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.passwords import Refused
from hiphinge.server.shared import SESSION_COOKIE, Shared, sign_out_of, signed_in_as
from hiphinge.server.site import Here, Site
from hiphinge.store import Account

__all__ = ["routes"]

_WRONG = "The name and the password do not belong together."
_WAIT = "Too many wrong passwords came. Wait a quarter of an hour, or sign in with a passkey."
_LONGEST_TOKEN = 100


def routes(shared: Shared) -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/sign-in")
    @needs(Who.ANYBODY)
    def _page(request: Request, site: Here, to: str = "/") -> Response:
        if asker_of(request).is_signed_in:
            return back_to(_inside(to))
        return _form(request, site, shared, to=to)

    @pages.post("/sign-in")
    @needs(Who.ANYBODY)
    @shared.passwords.apart
    def _sign_in(request: Request, site: Here, fields: Fields) -> Response:
        store, address, name = site.whole, address_of(request), fields.get("name", "")[:200]
        found = shared.passwords.account(store, name, fields.get("password", ""), address=address)
        if isinstance(found, Refused):
            store.audit.add("sign in failed", who=name, about=found.value, address=address)
            status, words = (429, _WAIT) if found is Refused.TOO_MANY else (403, _WRONG)
            return _form(request, site, shared, to=fields.get("to", "/"), status=status, problem=words, name=name)
        _note(request, site, "signed in", found, about="password")
        return _let_in(request, site, found, to=fields.get("to", "/"))

    @pages.post("/sign-out")
    @needs(Who.SIGNED_IN)
    def _sign_out(request: Request, site: Here) -> Response:
        sign_out_of(site.whole, request)
        site.note(request, "signed out")
        answer = back_to("/sign-in")
        for cookie in (SESSION_COOKIE, "person"):
            answer.delete_cookie(cookie, path="/", secure=cookie == SESSION_COOKIE, httponly=True)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    _add_passkey_routes(pages, shared)
    _add_invitation_routes(pages, shared)
    return pages


def _add_passkey_routes(pages: APIRouter, shared: Shared) -> None:
    @pages.post("/sign-in/passkey")
    @needs(Who.ANYBODY)
    def _ask() -> Response:
        if shared.passkeys is None:
            message = "Passkeys need an address with a name."
            raise UsageError(message)
        return JSONResponse(shared.passkeys.asked_to_sign_in())

    @pages.post("/sign-in/passkey/answer")
    @needs(Who.ANYBODY)
    def _answer(request: Request, site: Here, fields: Fields) -> Response:
        if shared.passkeys is None:
            message = "Passkeys need an address with a name."
            raise UsageError(message)
        try:
            account = shared.passkeys.account(site.whole, fields.get("credential", ""))
        except HiphingeError:
            site.whole.audit.add("sign in failed", about="passkey", address=address_of(request))
            raise
        _note(request, site, "signed in", account, about="passkey")
        answer = _let_in(request, site, account, to=fields.get("to", "/"))
        return JSONResponse({"to": answer.headers["location"]}, headers={"set-cookie": answer.headers["set-cookie"]})


def _add_invitation_routes(pages: APIRouter, shared: Shared) -> None:
    @pages.get("/invitation/{token}")
    @needs(Who.ANYBODY)
    def _invited(request: Request, site: Here, token: str) -> Response:
        return _invitation(request, site, token)

    @pages.post("/invitation/{token}")
    @needs(Who.ANYBODY)
    @shared.passwords.apart
    def _accept(request: Request, site: Here, token: str, fields: Fields) -> Response:
        store, name = site.whole, fields.get("name", "")
        found = store.invitations.find(token[:_LONGEST_TOKEN])
        try:
            kept = shared.passwords.hashed(_said_twice(fields), name=name)
            zone = fields.get("zone", "") if fields.get("zone", "") in available_timezones() else local_zone()
            adult = fields.get("adult") == "yes"
            account = store.invitations.accept(token, name, password=kept, zone=zone, adult=adult)
        except UsageError as error:
            return _invitation(request, site, token, status=422, problem=str(error), name=name)
        did = "came in by an invitation" if found.account is None else "set a new password by a link"
        _note(request, site, did, account, person=account.person)
        return _let_in(request, site, account, to="/")


def _let_in(request: Request, site: Site, account: Account, *, to: str) -> RedirectResponse:
    answer = back_to(_inside(to))
    signed_in_as(site.whole, answer, account, request)
    return answer


def _note(
    request: Request, site: Site, did: str, account: Account, *, about: str = "", person: str | None = None
) -> None:
    """Keep in the audit log what somebody did who is signed in by that, and was nobody before."""
    who = account.name
    site.whole.audit.add(did, account=account.id, who=who, about=about, person=person, address=address_of(request))


def _form(
    request: Request, site: Site, shared: Shared, *, to: str, status: int = 200, problem: str = "", name: str = ""
) -> Response:
    answer = site.page(
        request,
        "sign_in.html.j2",
        status=status,
        to=_inside(to),
        problem=problem,
        name=name,
        passkeys=shared.passkeys is not None,
    )
    if status == 429:  # noqa: PLR2004  # too many requests
        answer.headers["Retry-After"] = "900"
    return answer


def _invitation(
    request: Request, site: Site, token: str, *, status: int = 200, problem: str = "", name: str = ""
) -> Response:
    store = site.whole
    found = store.invitations.find(token[:_LONGEST_TOKEN])
    account = None if found.account is None else store.accounts.of_id(found.account)
    person = next((one for one in store.people.all() if one.id == found.person), None)
    if found.person is not None and person is None:
        message = "This link does not count any more."
        raise InputMissingError(message)
    return site.page(
        request,
        "invitation.html.j2",
        status=status,
        token=token,
        invitation=found,
        account=account,
        of_person=person,
        coach=None if found.coach is None else store.accounts.of_id(found.coach),
        problem=problem,
        name=name or ("" if person is None else person.name),
        zone=local_zone(),
        zones=sorted(available_timezones()),
    )


def _said_twice(fields: Fields) -> str:
    if fields.get("password", "") != fields.get("again", ""):
        message = "The two passwords are not the same."
        raise UsageError(message)
    return fields.get("password", "")


def _inside(to: str) -> str:
    """Return an address of this app, whatever was asked for: nobody is sent elsewhere after signing in."""
    is_ours = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and "\\" not in to
    return to[:500] if is_ours and not to.startswith("/sign-") else "/"
