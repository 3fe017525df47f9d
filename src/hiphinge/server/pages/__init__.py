"""The pages: thin routes, each over a use case of `workflow`."""

from typing import TYPE_CHECKING

from fastapi import APIRouter

from hiphinge.server.pages import (
    analyses,
    assigning,
    beside,
    correcting,
    data,
    handing_out,
    health,
    inbox,
    lab,
    learning,
    library,
    live,
    log,
    marking,
    metrics,
    overview,
    people,
    phone,
    plan,
    progress,
    self_tests,
    sessions,
    settings,
    today,
    video_notes,
)

if TYPE_CHECKING:
    from hiphinge.server.shared import Shared

__all__ = ["account_routes", "page_routes"]


def page_routes() -> tuple[APIRouter, ...]:
    """Return the routes of all pages."""
    modules = (  # those with a word of their own below a clip before those that take any
        assigning,
        sessions,
        inbox,
        analyses,
        beside,
        handing_out,
        correcting,
        marking,
        video_notes,
        today,
        log,
        plan,
        progress,
        learning,
        self_tests,
        lab,
        live,
        library,
        people,
        overview,
        data,
        settings,
        phone,
        health,
        metrics,
    )
    return tuple(module.routes() for module in modules)


def account_routes(shared: "Shared") -> tuple[APIRouter, ...]:
    """Return the routes that shared mode adds."""
    from hiphinge.server.pages import account, accounts, signing_in  # noqa: PLC0415  # packages of shared mode

    return tuple(module.routes(shared) for module in (signing_in, account, accounts))
