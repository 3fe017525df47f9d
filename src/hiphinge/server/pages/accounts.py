"""Who is let in: invitations, roles, whom coaches see, and what was done; for coaches and admins of shared mode."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.errors import InputMissingError, UnknownIdError, UsageError
from hiphinge.server.access import Who, asker_of, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.shared import Shared
from hiphinge.server.site import Here, Site
from hiphinge.store import Account, Invitation, Role

__all__ = ["routes"]

_MOST_DEEDS = 500


def routes(shared: Shared) -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/accounts")
    @needs(Who.COACHES)
    def _page(request: Request, site: Here) -> Response:
        return _answer(request, site)

    @pages.get("/accounts/audit")
    @needs(Who.ADMINS)
    def _audit(request: Request, site: Here) -> Response:
        return site.page(request, "audit.html.j2", deeds=site.whole.audit.newest(most=_MOST_DEEDS))

    @pages.post("/accounts/invite")
    @needs(Who.COACHES)
    def _invite(request: Request, site: Here, fields: Fields) -> Response:
        asker = asker_of(request)
        role = _role(fields)
        if role is not Role.LIFTER and not asker.may(Who.ADMINS):
            message = "Only an admin invites coaches and admins."
            raise UsageError(message)
        person = site.person(fields["person"]).id if fields.get("person") else None
        if person is not None and site.whole.accounts.of_person(person):
            message = "This person has an account already. An admin can offer a new password."
            raise UsageError(message)
        note, coaches = fields.get("note", ""), role is Role.LIFTER and fields.get("mine") == "yes"
        coach = asker.account if coaches else None
        token = site.whole.invitations.add(role=role, note=note, person=person, coach=coach, by=asker.account)
        site.note(request, "invited", about=f"{role.value} {note}".strip(), person=person)
        return _answer(request, site, link=f"{shared.place.address}invitation/{token}")

    @pages.post("/accounts/withdraw")
    @needs(Who.COACHES)
    def _withdraw(request: Request, site: Here, fields: Fields) -> Response:
        mine = {one.hash for one in _invitations(request, site)}
        if fields.get("which", "") not in mine:
            message = "There is no such invitation."
            raise InputMissingError(message)
        site.whole.invitations.withdraw(fields["which"])
        site.note(request, "withdrew an invitation")
        return back_to("/accounts")

    _add_account_routes(pages, shared)
    _add_coaching_routes(pages)
    return pages


def _add_account_routes(pages: APIRouter, shared: Shared) -> None:
    @pages.post("/accounts/{id_}/role")
    @needs(Who.ADMINS)
    def _settle(request: Request, site: Here, id_: str, fields: Fields) -> Response:
        account = site.whole.accounts.settle(id_, role=_role(fields))
        site.note(request, "changed a role", about=f"{account.name}: {account.role.value}", person=account.person)
        return back_to("/accounts")

    @pages.post("/accounts/{id_}/password")
    @needs(Who.ADMINS)
    def _anew(request: Request, site: Here, id_: str) -> Response:
        account = site.whole.accounts.of_id(id_)
        token = site.whole.invitations.add(
            role=account.role, account=account.id, note=account.name, by=asker_of(request).account
        )
        site.note(request, "offered a new password", about=account.name, person=account.person)
        return _answer(request, site, link=f"{shared.place.address}invitation/{token}")

    @pages.post("/accounts/{id_}/remove")
    @needs(Who.ADMINS)
    def _remove(request: Request, site: Here, id_: str) -> Response:
        account = site.whole.accounts.of_id(id_)
        site.whole.accounts.remove(id_)
        site.note(request, "removed an account", about=account.name, person=account.person)
        return back_to("/accounts")


def _add_coaching_routes(pages: APIRouter) -> None:
    @pages.post("/accounts/{id_}/coach")
    @needs(Who.ADMINS)
    def _coach(request: Request, site: Here, id_: str, fields: Fields) -> Response:
        account, person = _pair(site, id_, fields)
        site.whole.accounts.coach(account.id, person[0])
        site.note(request, "let somebody see data", about=f"{account.name} sees {person[1]}", person=person[0])
        return back_to("/accounts")

    @pages.post("/accounts/{id_}/stop-coaching")
    @needs(Who.SIGNED_IN)
    def _stop(request: Request, site: Here, id_: str, fields: Fields) -> Response:
        asker = asker_of(request)
        account, person = _pair(site, id_, fields)
        mine = site.whole.accounts.of_id(asker.account or "").person == person[0]
        if not (mine or asker.account == account.id or asker.may(Who.ADMINS)):
            message = "There is no such account."
            raise InputMissingError(message)
        site.whole.accounts.stop_coaching(account.id, person[0])
        site.note(request, "let somebody see data no more", about=f"{account.name}: {person[1]}", person=person[0])
        return back_to("/account" if mine else "/accounts")


def _answer(request: Request, site: Site, *, link: str = "") -> Response:
    store, asker = site.whole, asker_of(request)
    names = {one.id: one.name for one in store.people.all()}
    shown = store.accounts.all() if asker.may(Who.ADMINS) else ()
    sees = {one.id: sorted(store.accounts.people_of(one)[0], key=lambda id_: names.get(id_, "")) for one in shown}
    return site.page(
        request,
        "accounts.html.j2",
        accounts=shown,
        sees=sees,
        names=names if asker.may(Who.ADMINS) else {},
        roles=[one.value for one in Role] if asker.may(Who.ADMINS) else [Role.LIFTER.value],
        without_account=[one for one in site.store.people.all() if not store.accounts.of_person(one.id)],
        invitations=_invitations(request, site),
        link=link,
    )


def _invitations(request: Request, site: Site) -> tuple[Invitation, ...]:
    asker = asker_of(request)
    every = site.whole.invitations.all()
    return every if asker.may(Who.ADMINS) else tuple(one for one in every if one.by == asker.account)


def _pair(site: Site, id_: str, fields: Mapping[str, str]) -> tuple[Account, tuple[str, str]]:
    account = site.whole.accounts.of_id(id_)
    for one in site.whole.people.all():
        if one.id == fields.get("person"):
            return account, (one.id, one.name)
    message = "There is no such person."
    raise InputMissingError(message)


def _role(fields: Mapping[str, str]) -> Role:
    text = fields.get("role", Role.LIFTER.value)
    if text not in {one.value for one in Role}:
        raise UnknownIdError.of(text, kind="role", known=[one.value for one in Role])
    return Role(text)
