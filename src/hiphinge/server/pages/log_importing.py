"""The export of a training app: shown first with what it would add and change, and then taken into the log."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from hiphinge.errors import HiphingeError, InputMissingError, UsageError
from hiphinge.server.access import Who, asker_of, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.pending import Pending
from hiphinge.server.site import Here
from hiphinge.server.transfers import Taken, TakenFile
from hiphinge.sources.training_logs import APPS, Hints
from hiphinge.workflow.log_importing import import_log, preview_import
from hiphinge.workflow.log_keeping import gated_by_video

__all__ = ["routes"]

_Token = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "unit": ("", "kg", "lb"),
    "dates": ("", "day-first", "month-first"),
    "app": ("", *APPS),
}


def routes() -> APIRouter:
    """Return the routes, over files of their own that wait to be imported."""
    pages, waiting = APIRouter(), Pending()

    @pages.post("/log/import")
    @needs(Who.SIGNED_IN)
    def _take(request: Request, taken: Taken) -> Response:
        return back_to(f"/log/import/{waiting.keep(taken, account=asker_of(request).account)}")

    @pages.get("/log/import/{token}")
    @needs(Who.SIGNED_IN)
    def _preview(request: Request, site: Here, token: _Token) -> Response:
        person, asked = site.current(request), _asked(request.query_params)
        file = waiting.file(token, account=asker_of(request).account)
        if person is None:
            message = "Nobody is in the training log yet. Add yourself on the page People, and import then."
            raise InputMissingError(message)
        shown: dict[str, Any] = {"done": None, "problem": "", "token": token, "asked": asked, "choices": _CHOICES}
        try:
            shown["done"] = preview_import(site.store, person.name, file.place, **_options(asked))
        except HiphingeError as error:
            shown["problem"] = _in_page(error, file)
        titles = {id_: app.title for id_, app in APPS.items()}
        status = 422 if shown["problem"] else 200
        return site.page(
            request,
            "log_import.html.j2",
            status=status,
            person=person,
            called=file.called,
            titles=titles,
            judged=gated_by_video,
            **shown,
        )

    _add_taking_in(pages, waiting)
    return pages


def _add_taking_in(pages: APIRouter, waiting: Pending) -> None:
    """Add what takes a file into the log, or forgets it."""

    @pages.post("/log/import/{token}")
    @needs(Who.SIGNED_IN)
    def _import(request: Request, site: Here, token: _Token, fields: Fields) -> Response:
        account = asker_of(request).account
        person, file = site.person(fields.get("person", "")), waiting.file(token, account=account)
        try:
            done = import_log(site.store, person.name, file.place, **_options(_asked(fields)))
        except UsageError as error:
            raise UsageError(_in_page(error, file)) from error
        waiting.forget(token, account=account)
        return back_to(f"/log?done={len(done.taken.new)}-{len(done.taken.changed)}")

    @pages.post("/log/import/{token}/forget")
    @needs(Who.SIGNED_IN)
    def _forget(request: Request, token: _Token) -> Response:
        waiting.forget(token, account=asker_of(request).account)
        return back_to("/log")


def _asked(fields: Mapping[str, str]) -> dict[str, str]:
    """Return what was chosen of each kind; nothing where it is none of the choices."""
    return {name: fields.get(name, "") if fields.get(name, "") in known else "" for name, known in _CHOICES.items()}


def _options(asked: Mapping[str, str]) -> dict[str, Any]:
    unit = cast("Literal['kg', 'lb'] | None", asked["unit"] or None)
    dates = cast("Literal['day-first', 'month-first'] | None", asked["dates"] or None)
    return {"app": asked["app"] or None, "hints": Hints(unit=unit, dates=dates)}


def _in_page(error: HiphingeError, file: TakenFile) -> str:
    """Return the words of an error, with the name that the sender knows, and no options of the command line."""
    words = str(error).replace(str(file.place), file.called)
    return re.sub(r"[^.]*--(?:unit|dates|app|zone)\b[^.]*\.", " Choose it below.", words)
