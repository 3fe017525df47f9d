"""Styles, scripts and images of the app: read once from the package, found by name, never by a path."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from hiphinge.reports.paper import part, style
from hiphinge.server.access import Who, needs

__all__ = ["THEMES", "Asset", "Assets", "asset_routes", "own_assets"]

THEMES = ("light", "dark")
"""What a user can choose in place of what the device says."""

_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".webmanifest": "application/manifest+json",
}
_FOR_GOOD = "public, max-age=31536000, immutable"
_SHEETS = {
    "look.css": ("",),
    "report.css": ("report.css",),
    "marking.css": ("mark_stage.css",),
    "training.css": ("training.css", "side_by_side.css"),
}
"""Styles that pages of reports have, too; ``look.css`` is what all pages share."""
_SELDOM = ("voice.mp3", "voice.json", "voice-tests.mp3", "voice-tests.json")
"""Fetched where they are wanted: most devices have a voice of their own."""
_AT_THE_TOP = ("service-worker.js", "app.webmanifest")
"""Found at the top of the site, because that is what they are for."""


@dataclass(frozen=True)
class Asset:
    """One file, as it is sent."""

    content: bytes
    kind: str


@dataclass(frozen=True)
class Assets:
    """All of them, by name."""

    found: dict[str, Asset]

    @cached_property
    def digest(self) -> str:
        """What changes when any of them does; it is part of their address, so that they are kept for good."""
        every = hashlib.sha256()
        for name, asset in sorted(self.found.items()):
            every.update(name.encode() + b"\0" + asset.content)
        return every.hexdigest()[:16]

    def address(self, name: str, theme: str = "") -> str:
        """Return the address of one; of a style, the one of a theme that was chosen.

        Raises
        ------
        KeyError
            If there is none of that name.
        """
        name = f"{theme}.{name}" if theme and name.endswith(".css") else name
        assert name in self.found, name  # noqa: S101  # a name in our own templates
        return f"/static/{self.digest}/{name}"


def own_assets() -> Assets:
    """Return those of the package."""
    found = {name: _sheet(parts) for name, parts in _SHEETS.items()}
    found |= {name: Asset(part(name).encode(), _KINDS[".js"]) for name in ("report.js", "mark.js")}
    for place in (files("hiphinge.server") / "static").iterdir():
        suffix = f".{place.name.rpartition('.')[2]}"
        if suffix in _KINDS:
            found[place.name] = Asset(place.read_bytes(), _KINDS[suffix])
    sheets = {name: asset for name, asset in found.items() if name.endswith(".css")}
    return Assets(
        found | {f"{theme}.{name}": _in_theme(asset, theme) for theme in THEMES for name, asset in sheets.items()}
    )


def _in_theme(sheet: Asset, theme: str) -> Asset:
    """Return a style as it is where the device is light, or dark, whatever this device is."""
    text = sheet.content.decode().replace("color-scheme: light dark", f"color-scheme: {theme}")
    for one in THEMES:
        text = text.replace(f"@media (prefers-color-scheme: {one})", "@media all" if one == theme else "@media not all")
    return Asset(text.encode(), sheet.kind)


def _sheet(parts: tuple[str, ...]) -> Asset:
    text = style() if parts == ("",) else "".join(part(name) for name in parts)
    return Asset(text.encode(), _KINDS[".css"])


def asset_routes(assets: Assets) -> APIRouter:
    """Return the routes that send them."""
    routes = APIRouter()

    @routes.get("/static/{digest}/{name}")
    @needs(Who.ANYBODY)
    def _asset(digest: str, name: str) -> Response:
        asset = assets.found.get(name)
        if asset is None:
            raise HTTPException(404)
        kept = _FOR_GOOD if digest == assets.digest else "no-store"
        return Response(asset.content, media_type=asset.kind, headers={"Cache-Control": kept})

    for name in _AT_THE_TOP:
        routes.add_api_route(f"/{name}", _at_the_top(assets, name), methods=["GET"], name=name)
    return routes


def _at_the_top(assets: Assets, name: str) -> Callable[[], Response]:
    @needs(Who.ANYBODY)
    def _send() -> Response:
        asset = assets.found[name]
        shell = [assets.address(one) for one in sorted(assets.found) if one not in (*_AT_THE_TOP, *_SELDOM)]
        text = asset.content.decode().replace("{{digest}}", assets.digest).replace("{{shell}}", " ".join(shell))
        return Response(text, media_type=asset.kind, headers={"Cache-Control": "no-cache"})

    return _send
