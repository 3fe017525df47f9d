"""What a form sends: plain fields, and nothing else; each route names those that it takes."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse

from hiphinge.errors import UsageError

__all__ = ["Fields", "back_to"]

_KIND = "application/x-www-form-urlencoded"
_MOST_FIELDS = 40


async def _fields(request: Request) -> Mapping[str, str]:
    """Return the fields of a form as text.

    Raises
    ------
    UsageError
        If it is no form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != _KIND:
        message = "This address takes a form of the app, and something else came."
        raise UsageError(message)
    async with request.form(max_fields=_MOST_FIELDS, max_files=0) as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Fields = Annotated[Mapping[str, str], Depends(_fields)]
"""The fields of the form that was sent."""


def back_to(address: str) -> RedirectResponse:
    """Return an answer to a form: the browser opens another page, and can go back without sending it again."""
    return RedirectResponse(address, status_code=303)
