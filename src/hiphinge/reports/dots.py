"""The dots of a chart over days or loads as markup: thousands on a page, so that they are written in one go."""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Dot", "dots_markup"]


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One day or set; ``bar`` are the ends of a range about it, top first; ``kind`` is its class."""

    x: float
    y: float
    words: str
    kind: str = ""
    bar: tuple[float, float] | None = None


def dots_markup(dots: "Iterable[Dot]") -> Markup:
    """Return each dot with its words, and its range where it has one, as elements of an SVG drawing."""
    return Markup("".join(f"{_range(dot)}{_circle(dot)}" for dot in dots))  # noqa: S704  # words are escaped, the rest is ours


def _range(dot: Dot) -> str:
    if dot.bar is None:
        return ""
    return f'<line class="range" x1="{dot.x}" x2="{dot.x}" y1="{dot.bar[0]}" y2="{dot.bar[1]}"/>'


def _circle(dot: Dot) -> str:
    words = f"<title>{escape(dot.words)}</title>"
    return f'<circle class="{dot.kind}" cx="{dot.x}" cy="{dot.y}" r="4">{words}</circle>'
