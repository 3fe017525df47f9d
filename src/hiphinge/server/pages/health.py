"""Whether the app and what it keeps are well."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

import hiphinge
from hiphinge.server.access import Who, needs
from hiphinge.server.site import Here
from hiphinge.workflow.health import health_of

__all__ = ["routes"]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a program asks: whether the store can be read, and which version answers."""

    store: str
    version: str


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/health")
    @needs(Who.ADMINS)
    def _page(request: Request, site: Here) -> Response:
        return site.page(
            request,
            "health.html.j2",
            health=health_of(site.store),
            waiting=[one for one in site.clips.clips() if one.state in {"queued", "running"}],
            version=hiphinge.__version__,
        )

    @pages.get("/health.json")
    @needs(Who.ANYBODY)
    def _brief(site: Here) -> Standing:
        site.store.people.all()
        return Standing(store="readable", version=hiphinge.__version__)

    return pages
