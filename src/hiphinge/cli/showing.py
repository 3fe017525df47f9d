"""Opens a page in the browser, where there is a screen."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from hiphinge.cli.screen import say

__all__ = ["OpenPage", "has_screen", "show_page"]

OpenPage = Annotated[
    bool | None,
    typer.Option("--open/--no-open", help="Open the page in the browser.  \\[default: if there is a screen]"),
]


def has_screen() -> bool:
    """Return whether a browser window would be seen."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def show_page(page: Path) -> None:
    """Open a page in the browser, or say that it has to be opened by hand."""
    import webbrowser  # noqa: PLC0415  # --help does without

    if not webbrowser.open(page.resolve().as_uri()):
        say(f"No browser could be opened. Open {page} yourself.")
