"""One's own account: password, passkeys, what is signed in, who sees the data; shared mode alone."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from hiphinge.errors import UsageError
from hiphinge.server.access import Asker, Who, address_of, asker_of, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.passwords import Refused
from hiphinge.server.shared import SESSION_COOKIE, Shared, signed_in_as
from hiphinge.server.site import Here, Site
from hiphinge.store import Account
from hiphinge.store.signing_in import hash_of

__all__ = ["routes"]

_DONE = {
    "password": "The new password counts. Everything else that was signed in is signed out.",
    "passkey": "The passkey signs you in from now on.",
    "removed": "It does not count any more.",
}


def routes(shared: Shared) -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/account")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here, done: str = "") -> Response:
        return _answer(request, site, shared, done=_DONE.get(done, ""))

    @pages.post("/account/password")
    @needs(Who.SIGNED_IN)
    @shared.passwords.apart
    def _change(request: Request, site: Here, fields: Fields) -> Response:
        account = _ensure_own_password(request, site, shared, fields)
        if fields.get("new", "") != fields.get("again", ""):
            message = "The two new passwords are not the same. Nothing was changed."
            raise UsageError(message)
        site.whole.accounts.set_password(account.id, shared.passwords.hashed(fields["new"], name=account.name))
        site.note(request, "changed the password")
        answer = back_to("/account?done=password")
        signed_in_as(site.whole, answer, account, request)
        return answer

    @pages.post("/account/sign-out")
    @needs(Who.SIGNED_IN)
    def _end(request: Request, site: Here, fields: Fields) -> Response:
        site.whole.signing_in.end_of_hash(fields.get("which", "")[:64], account=asker_of(request).account)
        site.note(request, "signed a device out")
        return back_to("/account?done=removed")

    _add_passkey_routes(pages, shared)
    _add_program_routes(pages, shared)
    return pages


def _add_passkey_routes(pages: APIRouter, shared: Shared) -> None:
    @pages.post("/account/passkeys")
    @needs(Who.SIGNED_IN)
    @shared.passwords.apart
    def _ask(request: Request, site: Here, fields: Fields) -> Response:
        if shared.passkeys is None:
            message = "Passkeys need an address with a name."
            raise UsageError(message)
        account = _ensure_own_password(request, site, shared, fields)
        return JSONResponse(shared.passkeys.asked_to_add(site.whole, account))

    @pages.post("/account/passkeys/answer")
    @needs(Who.SIGNED_IN)
    def _add(request: Request, site: Here, fields: Fields) -> Response:
        if shared.passkeys is None:
            message = "Passkeys need an address with a name."
            raise UsageError(message)
        account = _own(site, asker_of(request))
        shared.passkeys.add(site.whole, account, fields.get("credential", ""), name=fields.get("name", ""))
        site.note(request, "added a passkey")
        return JSONResponse({"to": "/account?done=passkey"})

    @pages.post("/account/passkeys/remove")
    @needs(Who.SIGNED_IN)
    def _remove(request: Request, site: Here, fields: Fields) -> Response:
        account = _own(site, asker_of(request))
        site.whole.signing_in.remove_passkey(account.id, fields.get("which", "")[:400])
        site.note(request, "removed a passkey")
        return back_to("/account?done=removed")


def _add_program_routes(pages: APIRouter, shared: Shared) -> None:
    @pages.post("/account/programs")
    @needs(Who.SIGNED_IN)
    @shared.passwords.apart
    def _let_in(request: Request, site: Here, fields: Fields) -> Response:
        account = _ensure_own_password(request, site, shared, fields)
        token = site.whole.signing_in.begin(account.id, kind="program", name=fields.get("name", ""))
        site.note(request, "let a program in")
        return _answer(request, site, shared, token=token)


def _answer(request: Request, site: Site, shared: Shared, *, done: str = "", token: str = "") -> Response:
    account = _own(site, asker_of(request))
    store = site.whole
    deeds = store.audit.newest(account=account.id, person=account.person, most=50)
    return site.page(
        request,
        "account.html.j2",
        account=account,
        own_person=next((one for one in store.people.all() if one.id == account.person), None),
        coaches=() if account.person is None else store.accounts.coaches_of(account.person),
        signed_in=store.signing_in.of(account.id),
        this=hash_of(request.cookies.get(SESSION_COOKIE, "")),
        passkeys=store.signing_in.passkeys(account.id),
        has_passkeys=shared.passkeys is not None,
        deeds=deeds,
        done=done,
        token=token,
    )


def _own(site: Site, asker: Asker) -> Account:
    return site.whole.accounts.of_id(asker.account or "")


def _ensure_own_password(request: Request, site: Site, shared: Shared, fields: Mapping[str, str]) -> Account:
    """Return the account of who asks, once they gave its password again.

    Raises
    ------
    UsageError
        If the password is wrong, or too many were.
    """
    account = _own(site, asker_of(request))
    given = fields.get("password", "")
    found = shared.passwords.account(site.whole, account.name, given, address=address_of(request))
    if isinstance(found, Refused):
        message = "Your password is wrong, or too many wrong ones came. Nothing was changed."
        raise UsageError(message)
    return account
