"""What the client raises: the server refused, or could not be reached."""

from typing import Any

from hiphinge.errors import InputError

__all__ = ["ApiError", "Json", "UnreachableError"]

Json = dict[str, Any]
"""An object of JSON, as the API describes it."""


class ApiError(InputError):
    """The server refused a request; its message says why.

    Attributes
    ----------
    status
        Of the answer.
    type
        Kind of the problem, such as ``urn:hiphinge:problem:not-found``.
    problem
        All that the server said, as RFC 9457 describes it.
    """

    def __init__(self, problem: Json) -> None:
        super().__init__(str(problem.get("detail") or problem.get("title") or "The server refused the request."))
        self.status = int(problem.get("status", 0))
        self.type = str(problem.get("type", "about:blank"))
        self.problem = problem


class UnreachableError(InputError):
    """Nobody answered at the address of the server, or the answer broke off."""
