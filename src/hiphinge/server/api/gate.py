"""Who may use the interface for programs: whoever shows a token, and the app's own pages."""

import secrets
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from hiphinge.server.access import Who, declared
from hiphinge.server.guarding import HOW_TO_ASK, bearer_of

__all__ = ["check_program"]

_OWN = "same-origin"


def check_program(connection: HTTPConnection) -> None:
    """Let a request pass that comes with the owner's token, or from a page of the app; a dependency of every route.

    In shared mode the door has said before who asks, by token or session, and nothing is left to do here.

    Raises
    ------
    HTTPException
        401 where neither is the case.
    """
    site, needed = connection.app.state.site, declared(connection.scope.get("endpoint"))
    if site.shared or (needed is not None and needed.who is Who.ANYBODY):
        return
    said = bearer_of(connection.headers)
    if said is None and connection.headers.get("sec-fetch-site") == _OWN:
        return
    token = site.api_token()
    if said is None or token is None or not secrets.compare_digest(said.encode(), token.encode()):
        raise HTTPException(HTTPStatus.UNAUTHORIZED, HOW_TO_ASK)
