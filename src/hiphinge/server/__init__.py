"""The web app: pages over `workflow` for the browser of this machine; no logic, and nothing happens on import."""

from hiphinge.server.application import create_app
from hiphinge.server.clips import Clip, Clips, NoClips, State
from hiphinge.server.settings import Settings

__all__ = ["Clip", "Clips", "NoClips", "Settings", "State", "create_app"]
