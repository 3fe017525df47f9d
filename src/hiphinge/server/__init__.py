"""The web app: pages over `workflow` for the browser of this machine; no logic, and nothing happens on import."""

from hiphinge.server.api import api_description, api_router
from hiphinge.server.application import create_app
from hiphinge.server.clips import Clips
from hiphinge.server.live import live_router
from hiphinge.server.settings import Settings
from hiphinge.server.uploads import uploads_router

__all__ = ["Clips", "Settings", "api_description", "api_router", "create_app", "live_router", "uploads_router"]
