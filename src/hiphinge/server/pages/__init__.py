"""The pages: thin routes, each over a use case of `workflow`."""

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
    overview,
    people,
    phone,
    plan,
    progress,
    sessions,
    settings,
    today,
    video_notes,
)

__all__ = ["page_routes"]


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
        lab,
        live,
        library,
        people,
        overview,
        data,
        settings,
        phone,
        health,
    )
    return tuple(module.routes() for module in modules)
