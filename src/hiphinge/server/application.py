"""Puts the app together from settings, a store and a queue; starts nothing."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter, Depends, FastAPI

from hiphinge.server.access import check_access
from hiphinge.server.assets import asset_routes, own_assets
from hiphinge.server.clips import Clips
from hiphinge.server.door import Door
from hiphinge.server.entrances import PhoneAccess
from hiphinge.server.failing import answer_failures, unforeseen
from hiphinge.server.guarding import Guard
from hiphinge.server.pages import page_routes
from hiphinge.server.settings import Settings
from hiphinge.server.site import Site, new_templates, no_token
from hiphinge.store import Store
from hiphinge.workflow.found_faults import FoundFaults

__all__ = ["create_app"]


def create_app(
    settings: Settings,
    *,
    store: Store,
    clips: Clips,
    routers: Sequence[APIRouter] = (),
    phone: PhoneAccess | None = None,
    api_token: Callable[[], str | None] = no_token,
) -> FastAPI:
    """Return the web app.

    Parameters
    ----------
    store, clips
        What is kept, and the queue of videos; whoever opened them closes them.
    routers
        Routes that the queue brings: uploads and news of progress.
    phone
        The second address, for phones; None where it is not opened.
    api_token
        Returns the token with which programs of the owner ask, None where there is none.
    """
    app = FastAPI(title="hiphinge", openapi_url=None, docs_url=None, redoc_url=None)
    assets, templates = own_assets(), new_templates()
    app.state.site = Site(
        settings=settings,
        store=store,
        clips=clips,
        assets=assets,
        templates=templates,
        faults=FoundFaults(store),
        phone=phone,
        api_token=api_token,
    )
    for router in (asset_routes(assets), *routers, *page_routes()):
        app.include_router(router, dependencies=[Depends(check_access)])
    answer_failures(app)
    app.add_middleware(Door, templates=templates, assets=assets)
    app.add_middleware(Guard, settings=settings, unforeseen=unforeseen)
    return app
