"""A drawing's text shortened without changing the drawing: shapes written once, shifts within shifts added up."""

from __future__ import annotations

import re

from tools.figures.paths import number

__all__ = ["merged_shifts", "written_once"]

SHAPE = re.compile(r'<path class="([a-z]+)" d="([^"]{90,})"/>')
TAG = re.compile(r"<g[^>]*>|</g>")
SHIFT = re.compile(r'<g transform="translate\((-?[\d.]+)[ ]?(-?[\d.]+)\)">')


def written_once(text: str, name: str) -> tuple[str, str]:
    """Return definitions of the long shapes that occur more than once, and the text that refers to them."""
    found = SHAPE.findall(text)
    twice = [shape for shape in dict.fromkeys(found) if found.count(shape) > 1]
    defs = ""
    for n, (style, path) in enumerate(twice):
        defs += f'<path id="{name}{n}" d="{path}"/>'
        text = text.replace(f'<path class="{style}" d="{path}"/>', f'<use href="#{name}{n}" class="{style}"/>')
    return defs, text


def merged_shifts(text: str) -> str:
    """Return the text with one group in place of two that only shift and hold the same."""
    pairs = _pairs(text)
    for (start, end), (close, closed) in pairs.items():
        outer, inner = SHIFT.fullmatch(text[start:end]), SHIFT.match(text, end)
        if outer is not None and inner is not None and pairs[inner.span()][1] == close:
            x, y = (float(outer[i]) + float(inner[i]) for i in (1, 2))
            shift = f'<g transform="translate({number(x)} {number(y)})">'
            return merged_shifts(text[:start] + shift + text[inner.end() : close] + text[closed:])
    return text


def _pairs(text: str) -> dict[tuple[int, int], tuple[int, int]]:
    """Return where each group opens and where it closes."""
    opened: list[tuple[int, int]] = []
    found = {}
    for tag in TAG.finditer(text):
        if tag[0] == "</g>":
            found[opened.pop()] = tag.span()
        else:
            opened.append(tag.span())
    return found
