"""Who asks, what a route needs, and the one check between them: a route that declares nothing is answered by nobody.

Locally the asker is the owner of the machine, who may do everything. In shared mode it is an account, or nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from typing import Any, Final, TypeVar, cast

from starlette.exceptions import HTTPException, WebSocketException
from starlette.requests import HTTPConnection

from hiphinge.store import Kind, Owners, Role, Seen, SeenStore, Store

__all__ = [
    "ADDRESS",
    "ASKER",
    "NOBODY",
    "OWNER",
    "Asker",
    "Needs",
    "Who",
    "address_of",
    "asker_of",
    "check_access",
    "declared",
    "needs",
    "seen_by",
    "was_checked",
]

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_DECLARED: Final = "hiphinge_needs"
ASKER: Final = "asker"
"""Where the door of shared mode puts who asks, in a request's state."""
ADDRESS: Final = "address"
"""Where it puts from where a request came."""
_CHECKED: Final = "access_checked"


class Who(Enum):
    """Who may use a route at all."""

    ANYBODY = "anybody"
    """Also somebody who is not signed in: nothing of anybody is in the answer."""
    SIGNED_IN = "everybody who is signed in"
    """What is in the answer is theirs: they get a store that has nothing else in it."""
    COACHES = "coaches and admins"
    ADMINS = "admins"
    OWNER = "the owner of the machine, locally"


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks.

    Attributes
    ----------
    role
        None for somebody who is not signed in, and for the owner of the machine.
    account
        The id of the account; None locally.
    people
        Ids of the people whose data they see and change; None for everybody, which is the owner's alone.
    own
        Ids of those of them whom they may also export and erase; None as above.
    """

    role: Role | None = None
    account: str | None = None
    name: str = ""
    people: frozenset[str] | None = frozenset()
    own: frozenset[str] | None = frozenset()

    @property
    def is_owner(self) -> bool:
        """Whether it is the owner of the machine, in the local app."""
        return self.people is None

    @property
    def is_signed_in(self) -> bool:
        """Whether anybody is."""
        return self.is_owner or self.account is not None

    def may(self, who: Who) -> bool:
        """Tell whether they are among those."""
        return {
            Who.ANYBODY: True,
            Who.SIGNED_IN: self.is_signed_in,
            Who.COACHES: self.is_owner or self.role in {Role.COACH, Role.ADMIN},
            Who.ADMINS: self.is_owner or self.role is Role.ADMIN,
            Who.OWNER: self.is_owner,
        }[who]

    @property
    def may_coach(self) -> bool:
        """Whether they have other people, and add some."""
        return self.may(Who.COACHES)

    def may_see(self, person: str | None) -> bool:
        """Tell whether they see and change what is a person's; what is nobody's yet is whoever's gave it in."""
        return self.people is None or (person is not None and person in self.people)

    def may_erase(self, person: str) -> bool:
        """Tell whether they export and erase everything of a person."""
        return self.own is None or person in self.own

    def may_reach(self, owners: Owners | None) -> bool:
        """Tell whether something is theirs: a person's whom they see, or nobody's yet, and given in by them."""
        if self.is_owner:
            return True
        if owners is None:
            return False
        if owners.person is not None:
            return self.may_see(owners.person)
        return self.account is not None and self.account in owners.accounts


OWNER: Final = Asker(people=None, own=None)
"""Whoever uses the local app."""
NOBODY: Final = Asker()
"""Somebody who is not signed in."""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a route declares.

    Attributes
    ----------
    about
        Which parts of the address name what kind of thing: each has to be theirs.
    """

    who: Who
    about: Mapping[Kind, tuple[str, ...]]


def needs(who: Who, **about: str | tuple[str, ...]) -> Callable[[Endpoint], Endpoint]:
    """Declare what a route needs, below its ``@pages.get(…)``: ``@needs(Who.SIGNED_IN, analysis="id_")``."""
    parts = {Kind(kind): (part,) if isinstance(part, str) else part for kind, part in about.items()}
    wanted = Needs(who=who, about=parts)

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _DECLARED, wanted)
        return endpoint

    return declare


def declared(endpoint: object) -> Needs | None:
    """Return what a route declares; None where it declares nothing."""
    return cast("Needs | None", getattr(endpoint, _DECLARED, None))


def asker_of(connection: HTTPConnection) -> Asker:
    """Return who asks; in shared mode nobody, where the door did not say who it is."""
    found = connection.scope.get("state", {}).get(ASKER)
    if found is not None:
        return cast("Asker", found)
    site = getattr(connection.app.state, "site", None)
    return OWNER if site is None or site.shared is None else NOBODY


def address_of(connection: HTTPConnection) -> str:
    """Return from where a request came, as the door of shared mode says."""
    return str(connection.scope.get("state", {}).get(ADDRESS, ""))


def seen_by(asker: Asker, store: Store) -> Store:
    """Return a store with nothing in it but what somebody sees; the owner sees all of it."""
    if asker.people is None:
        return store
    seen = Seen(people=set(asker.people), account=asker.account or "")
    return SeenStore(store.database, store.files, seen=seen)


def check_access(connection: HTTPConnection) -> None:
    """Let a request pass that its route is meant for; a dependency of every route.

    What is somebody else's is answered as what is not there, so that nobody learns which ids exist.

    Raises
    ------
    HTTPException
        401 where signing in would help, 403 where the route is not for them or declares nothing, 404 where what it is
        about is not theirs.
    WebSocketException
        In their place, for a socket.
    """
    connection.scope.setdefault("state", {})[_CHECKED] = True
    try:
        _ensure_access(connection)
    except HTTPException as error:
        if connection.scope["type"] == "websocket":
            raise WebSocketException(1008, str(error.detail)) from error
        raise


def _ensure_access(connection: HTTPConnection) -> None:
    asker, wanted = asker_of(connection), declared(connection.scope.get("endpoint"))
    if wanted is None:
        raise HTTPException(HTTPStatus.FORBIDDEN, "Nobody may open this address.")
    if not asker.may(wanted.who):
        if not asker.is_signed_in:
            raise HTTPException(HTTPStatus.UNAUTHORIZED, "Sign in first.")
        raise HTTPException(HTTPStatus.FORBIDDEN, "Your account may not do this.")
    if not asker.is_owner:
        store = connection.app.state.site.store
        for kind, part in ((kind, part) for kind, parts in wanted.about.items() for part in parts):
            if not asker.may_reach(store.owners_of(kind, str(connection.path_params[part]))):
                raise HTTPException(HTTPStatus.NOT_FOUND)


def was_checked(scope: Mapping[str, Any]) -> bool:
    """Tell whether `check_access` looked at a request, and let it pass or refused it."""
    return scope.get("state", {}).get(_CHECKED) is True
