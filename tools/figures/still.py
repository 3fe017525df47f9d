"""A drawing that does not move, around a pale body: the file's frame, words below, the style for light and dark."""

from __future__ import annotations

from html import escape

__all__ = ["PALE", "framed", "short", "style_of"]

PALE = {
    "k": "fill:#dce2e9",
    "fk": "fill:#c6ced8",
    "t": "fill:#ccd5df",
    "ft": "fill:#b9c4d0",
    "s": "fill:#bfc9d5",
    "fs": "fill:#adb9c7",
    "o": "fill:#b3becb",
    "fo": "fill:#a1aebd",
    "h": "fill:#aab6c4",
    "g": "fill:none;stroke:#98a3b0;stroke-width:2;stroke-linecap:round",
    "b": "fill:none;stroke:#8f9cab;stroke-width:2",
    "m": "fill:#dce2e9;stroke:#8f9cab;stroke-width:1.5",
    "e": "fill:#a4afbb;fill-opacity:.6",
    "eo": "fill:none;stroke:#a4afbb;stroke-width:3;stroke-linecap:round;stroke-linejoin:round",
    "p": "fill:#a4afbb;fill-opacity:.25;stroke:#a4afbb;stroke-width:2",
    "w": "fill:#cdbfa8",
    "wd": "fill:#b8a88d",
    "u": "fill:none;stroke:#a4afbb;stroke-width:3",
    "uf": "fill:#a4afbb",
    "c": "fill:none;stroke:#a4afbb;stroke-width:2;stroke-dasharray:5 4",
    "x": "fill:#2b333d;font:600 12px system-ui,sans-serif",
    "n": "fill:#2b333d;font:700 11px system-ui,sans-serif;text-anchor:middle",
    "q": "fill:#2b333d;font:11.5px system-ui,sans-serif",
}
"""Flat and pale: body, floor, things; then headings, numbers and words."""
DARK = {
    "k": "fill:#4a5563",
    "fk": "fill:#3b4552",
    "t": "fill:#556170",
    "ft": "fill:#434e5b",
    "s": "fill:#606d7d",
    "fs": "fill:#4b5766",
    "o": "fill:#6a7787",
    "fo": "fill:#566272",
    "h": "fill:#737f8f",
    "m": "fill:#4a5563",
    "x": "fill:#e6eaef",
    "q": "fill:#e6eaef",
}


def style_of(name: str, text: str, own: dict[str, str], own_dark: dict[str, str]) -> str:
    """Return the style of the classes that a drawing uses, under its name."""

    def rules(table: dict[str, str]) -> str:
        return "".join(f".{name} .{k}{{{v}}}" for k, v in table.items() if f'class="{k}"' in text)

    return f"<style>{rules(PALE | own)}@media(prefers-color-scheme:dark){{{rules(DARK | own_dark)}}}</style>"


def framed(name: str, size: tuple[int, int], words: tuple[str, str], inner: str) -> str:
    """Return the whole file around a drawing; ``words`` are its title and what it says."""
    title, desc = (escape(text) for text in words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" viewBox="0 0 {size[0]} {size[1]}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{title}</title>'
        f'<desc id="{name}-desc">{desc}</desc>{inner}</svg>\n'
    )


def short(kind: str, id_: str) -> str:
    """Return a drawing's own name, two letters of each word of its id; a test checks that no two are alike."""
    return f"{kind}-{''.join(word[:2] for word in id_.split('_'))}"
