"""Numbers about the app for a program that watches it, in Prometheus's text format; nothing of anybody is in them."""

from typing import Final, get_args

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

import hiphinge
from hiphinge.server.access import Who, needs
from hiphinge.server.site import Here
from hiphinge.store import ClipState

__all__ = ["routes"]

_STATES: Final = get_args(ClipState)
_KIND = "text/plain; version=0.0.4; charset=utf-8"


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/metrics")
    @needs(Who.ADMINS)
    def _metrics(site: Here) -> Response:
        found = site.whole.upkeep.numbers()
        waiting = [] if found.waiting_since is None else [found.waiting_since.timestamp()]
        lines = [
            *_head("hiphinge_info", "gauge", "Which version answers."),
            f'hiphinge_info{{version="{hiphinge.__version__}"}} 1',
            *_head("hiphinge_clips", "gauge", "Videos that were given in, by what became of them."),
            *(f'hiphinge_clips{{state="{state}"}} {found.clips.get(state, 0)}' for state in _STATES),
            *_head("hiphinge_oldest_waiting_timestamp_seconds", "gauge", "Since when the first in the queue waits."),
            *(f"hiphinge_oldest_waiting_timestamp_seconds {one:.3f}" for one in waiting),
            *_head("hiphinge_people", "gauge", "People in the training log."),
            f"hiphinge_people {found.people}",
            *_head("hiphinge_accounts", "gauge", "Accounts that may sign in."),
            f"hiphinge_accounts {found.accounts}",
        ]
        return PlainTextResponse("\n".join(lines) + "\n", media_type=_KIND)

    return pages


def _head(name: str, kind: str, says: str) -> tuple[str, str]:
    return f"# HELP {name} {says}", f"# TYPE {name} {kind}"
