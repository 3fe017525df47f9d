"""The pages: thin routes, each over a use case of `workflow`."""

from fastapi import APIRouter

from hiphinge.server.pages import (
    analyses,
    correcting,
    data,
    health,
    inbox,
    learning,
    library,
    live,
    log,
    people,
    progress,
    sessions,
    settings,
    today,
)

__all__ = ["page_routes"]


def page_routes() -> tuple[APIRouter, ...]:
    """Return the routes of all pages."""
    modules = (
        inbox,
        sessions,
        analyses,
        correcting,
        today,
        log,
        progress,
        learning,
        live,
        library,
        people,
        data,
        settings,
        health,
    )
    return tuple(module.routes() for module in modules)
