"""Puts the app together from settings, a store and a queue; starts nothing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, FastAPI

from hiphinge.server.access import check_access
from hiphinge.server.assets import asset_routes, own_assets
from hiphinge.server.clips import Clips
from hiphinge.server.door import Door
from hiphinge.server.entrances import PhoneAccess
from hiphinge.server.failing import answer_failures, unforeseen
from hiphinge.server.guarding import Guard
from hiphinge.server.pages import account_routes, page_routes
from hiphinge.server.settings import Settings
from hiphinge.server.site import Site, new_templates, no_token
from hiphinge.store import Store
from hiphinge.workflow.found_faults import FoundFaults

if TYPE_CHECKING:
    from hiphinge.server.shared import Shared

__all__ = ["create_app"]


def create_app(
    settings: Settings,
    *,
    store: Store,
    clips: Clips,
    routers: Sequence[APIRouter] = (),
    phone: PhoneAccess | None = None,
    api_token: Callable[[], str | None] = no_token,
    shared: "Shared | None" = None,
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
    shared
        Where accounts sign in; None for the app of whoever owns the machine.
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
        shared=shared,
    )
    of_accounts = () if shared is None else account_routes(shared)
    for router in (asset_routes(assets), *routers, *of_accounts, *page_routes()):
        app.include_router(router, dependencies=[Depends(check_access)])
    answer_failures(app)
    app.add_middleware(Door, templates=templates, assets=assets)
    if shared is not None:
        from hiphinge.server.shared import SharedDoor  # noqa: PLC0415  # packages of shared mode

        app.add_middleware(SharedDoor, store=store, shared=shared)
    place = None if shared is None else shared.place
    app.add_middleware(Guard, settings=settings, unforeseen=unforeseen, shared=place)
    return app
