"""What every page is made of: templates, packed images, and a policy that lets the browser fetch nothing."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

import cv2
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from hiphinge.filesystem import writing_file
from hiphinge.reports.dots import dots_markup
from hiphinge.reports.lettering import Image
from hiphinge.reports.text.sentences import INTENDED_USE

__all__ = ["address", "drawing_address", "environment", "filled", "packed", "part", "policy", "style", "write_whole"]


def environment(*packages: str) -> Environment:
    """Return what finds and fills templates, and what every page says; a page may add filters of its own to it.

    Templates of ``packages`` are found before those of reports.
    """
    found = Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, "hiphinge.reports")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["intended_use"] = INTENDED_USE
    found.filters["as_address"] = address
    found.filters["as_drawing"] = drawing_address
    found.filters["as_dots"] = dots_markup
    return found


@cache
def _usual() -> Environment:
    return environment()


def filled(template: str, **values: object) -> str:
    """Return a page as one HTML document, from data that is already complete."""
    return _usual().get_template(template).render(**values)


def part(name: str) -> str:
    """Return a style or script that is inlined in a page."""
    return (files("hiphinge.reports") / "templates" / name).read_text(encoding="utf-8")


def style(*names: str) -> str:
    """Return the stylesheet of a page: the look that all pages share, then these parts."""
    return "".join(part(name) for name in ("base.css", *names))


def policy(script: str = "", *, media: str = "") -> str:
    """Return a content policy: this script and no other, images from inside the page, videos only from ``media``."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    scripts = f"'sha256-{digest}'" if script else "'none'"
    videos = f"media-src {media}; " if media else ""
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; {videos}"
        "base-uri 'none'; form-action 'none'"
    )


def packed(image: Image, *, quality: int = 80) -> bytes:
    """Return an image ``[h, w, 3]`` as a WebP file."""
    _, data = cv2.imencode(".webp", image[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, quality])
    return bytes(data)


def address(data: bytes) -> str:
    """Return a WebP file as an address that holds it."""
    return f"data:image/webp;base64,{base64.b64encode(data).decode()}"


def drawing_address(svg: str) -> str:
    """Return an SVG drawing as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def write_whole(text: str, path: Path) -> None:
    """Write a page; until it is whole, nothing is there.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with writing_file(path, what="The page") as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
