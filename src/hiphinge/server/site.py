"""What every page needs: the store, the queue, the settings, and the frame that pages are filled into."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.reports.page import report_environment
from hiphinge.server.access import Who, address_of, asker_of, seen_by
from hiphinge.server.assets import THEMES, Assets
from hiphinge.server.clips import Clips, SeenClips
from hiphinge.server.entrances import PhoneAccess, came_by_phone, may_see_people
from hiphinge.server.keeping import Computed
from hiphinge.server.settings import Settings
from hiphinge.store import SeenStore, Store
from hiphinge.workflow.found_faults import FoundFaults
from hiphinge.workflow.showing import ShownAnalysis

if TYPE_CHECKING:
    from hiphinge.server.shared import Shared

__all__ = ["THEMES", "THEME_COOKIE", "Here", "Site", "no_token", "site_of"]

THEME_COOKIE = "theme"
"""Says which of `THEMES` the browser's user chose; without it, pages are as the device is."""

_PERSON_COOKIE = "person"
_MOST_SHOWN = 6
"""Analyses that are kept computed; one is some tens of megabytes with its images."""


def no_token() -> str | None:
    """Return that there is no token: no program is answered."""
    return None


@dataclass(frozen=True, kw_only=True, eq=False)
class Site:
    """The app as its routes see it."""

    settings: Settings
    store: Store
    clips: Clips
    assets: Assets
    templates: Any
    """What fills templates, of the app and of reports."""
    faults: FoundFaults
    """What was found in analyses; documents are read once."""
    phone: PhoneAccess | None = None
    """The address for phones, where it is open."""
    shared: "Shared | None" = None
    """Where accounts sign in (shared mode); else whoever asks is the owner of the machine."""
    every: Store | None = None
    """The whole store, where ``store`` has only what the asker sees."""
    api_token: Callable[[], str | None] = no_token
    """Returns the token with which programs of the owner ask, in the local app."""
    shown: Computed[ShownAnalysis] = field(default_factory=lambda: Computed(_MOST_SHOWN))

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page, in the frame that all pages share."""
        people = self.store.people.all() if may_see_people(request.scope) else ()
        theme = request.cookies.get(THEME_COOKIE, "")
        theme = theme if theme in THEMES else ""
        text = self.templates.get_template(template).render(
            nonce=request.state.nonce,
            asset=lambda name: self.assets.address(name, theme),
            theme=theme,
            path=request.url.path,
            people=people,
            current=self._current(request, people),
            on_phone=came_by_phone(request.scope) is not None,
            shared=self.shared is not None,
            asker=asker_of(request),
            links=_links(request, shared=self.shared is not None),
            **values,
        )
        return HTMLResponse(text, status_code=status)

    @property
    def whole(self) -> Store:
        """The whole store, for what is about accounts and not about anybody's data."""
        return self.every or self.store

    def add_person(
        self, connection: HTTPConnection, name: str, *, adult: bool, zone: str, unit: Literal["kg", "lb"] = "kg"
    ) -> PersonRecord:
        """Add a person; in shared mode a coach or an admin does, and sees their data from then on.

        Raises
        ------
        UsageError
            As `hiphinge.store.People.add`, or if the account may not.
        InputMissingError
            If the account was removed meanwhile.
        """
        asker = asker_of(connection)
        if not asker.may(Who.COACHES):
            message = "New people are added by a coach or an admin. Nothing was changed."
            raise UsageError(message)
        if asker.account is None:
            return self.store.people.add(name, adult=adult, zone=zone, unit=unit)
        person = self.whole.accounts.add_coached(asker.account, name, adult=adult, zone=zone, unit=unit)
        self.note(connection, "added a person", about=person.name, person=person.id)
        if isinstance(self.store, SeenStore):
            self.store.seen.people.add(person.id)
        return person

    def note(self, connection: HTTPConnection, did: str, *, about: str = "", person: str | None = None) -> None:
        """Keep in the audit log of shared mode what who asks did, and whose data it was about."""
        asker = asker_of(connection)
        address = address_of(connection)
        self.whole.audit.add(did, account=asker.account, who=asker.name, about=about, person=person, address=address)

    def person(self, id_: str) -> PersonRecord:
        """Return the person of an id.

        Raises
        ------
        InputMissingError
            If there is none.
        """
        for one in self.store.people.all():
            if one.id == id_:
                return one
        message = "Nobody of that address is in the training log. They may have been erased."
        raise InputMissingError(message)

    def current(self, request: Request) -> PersonRecord | None:
        """Return whose pages are shown: the person chosen last, else the first; None where there is nobody."""
        return self._current(request, self.store.people.all())

    def _current(self, request: Request, people: tuple[PersonRecord, ...]) -> PersonRecord | None:
        chosen = request.cookies.get(_PERSON_COOKIE)
        return next((one for one in people if one.id == chosen), people[0] if people else None)

    def remember(self, answer: HTMLResponse | RedirectResponse, person: PersonRecord) -> None:
        """Let the browser say who was chosen last."""
        answer.set_cookie(_PERSON_COOKIE, person.id, httponly=True, samesite="strict", max_age=31_536_000)


_LINKS = (
    ("/people", "People", Who.SIGNED_IN),
    ("/overview", "Overview", Who.COACHES),
    ("/log", "Log", Who.SIGNED_IN),
    ("/library", "Library", Who.SIGNED_IN),
    ("/data", "Your data", Who.SIGNED_IN),
    ("/phone", "Phone", Who.OWNER),
    ("/settings", "Settings", Who.SIGNED_IN),
    ("/health", "Health", Who.ADMINS),
)
_SHARED_LINKS = (("/account", "Your account", Who.SIGNED_IN), ("/accounts", "Accounts", Who.COACHES))


def _links(request: Request, *, shared: bool) -> list[tuple[str, str]]:
    """Return the addresses and names of the pages that are linked from every page."""
    on_phone, asker = came_by_phone(request.scope) is not None, asker_of(request)
    every = (*_LINKS, *_SHARED_LINKS) if shared else _LINKS
    return [
        (href, name) for href, name, who in every if asker.may(who) and not (on_phone and href in {"/data", "/phone"})
    ]


def new_templates() -> Any:
    """Return what fills the app's templates, and those of reports inside them."""
    found = report_environment("hiphinge.server")
    found.globals["library"] = "/library"  # reports link to it where they are shown inside the app
    return found


def site_of(request: HTTPConnection) -> Site:
    """Return the site that a request is for, with nothing in its store and queue but what the asker sees."""
    site, asker = cast("Site", request.app.state.site), asker_of(request)
    store = seen_by(asker, site.store)
    if not isinstance(store, SeenStore):
        return site
    return replace(site, store=store, clips=SeenClips(site.clips, store), every=site.store)


Here = Annotated[Site, Depends(site_of)]
"""The site, as an argument of a route."""
