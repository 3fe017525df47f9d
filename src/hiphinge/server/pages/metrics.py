"""Numbers about the app for a program that watches it, in Prometheus's text format; nothing of anybody is in them."""

from collections import Counter

from fastapi import APIRouter
from starlette.responses import PlainTextResponse, Response

import hiphinge
from hiphinge.server.access import Who, needs
from hiphinge.server.site import Here
from hiphinge.store import ClipState

__all__ = ["routes"]

_STATES: tuple[ClipState, ...] = ("queued", "running", "done", "failed", "cancelled")
_KIND = "text/plain; version=0.0.4; charset=utf-8"


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/metrics")
    @needs(Who.ADMINS)
    def _metrics(site: Here) -> Response:
        store = site.whole
        states = Counter(one.state for one in store.clips.all())
        waiting = [one.added_at.timestamp() for one in store.clips.all("queued")]
        lines = [
            *_head("hiphinge_info", "gauge", "Which version answers."),
            f'hiphinge_info{{version="{hiphinge.__version__}"}} 1',
            *_head("hiphinge_clips", "gauge", "Videos that were given in, by what became of them."),
            *(f'hiphinge_clips{{state="{state}"}} {states[state]}' for state in _STATES),
            *_head("hiphinge_oldest_waiting_timestamp_seconds", "gauge", "Since when the first in the queue waits."),
            *(f"hiphinge_oldest_waiting_timestamp_seconds {one:.3f}" for one in sorted(waiting)[:1]),
            *_head("hiphinge_people", "gauge", "People in the training log."),
            f"hiphinge_people {len(store.people.all())}",
            *_head("hiphinge_accounts", "gauge", "Accounts that may sign in."),
            f"hiphinge_accounts {len(store.accounts.all())}",
        ]
        return PlainTextResponse("\n".join(lines) + "\n", media_type=_KIND)

    return pages


def _head(name: str, kind: str, says: str) -> tuple[str, str]:
    return f"# HELP {name} {says}", f"# TYPE {name} {kind}"
