"""The pages: thin routes, each over a use case of `workflow`."""

from fastapi import APIRouter

from hiphinge.server.pages import analyses, data, health, inbox, library, people, progress, sessions, today

__all__ = ["page_routes"]


def page_routes() -> tuple[APIRouter, ...]:
    """Return the routes of all pages."""
    return tuple(
        module.routes() for module in (inbox, sessions, analyses, today, progress, library, people, data, health)
    )
