"""The colours of every figure, for light and dark pages, as one style sheet under the figure's own name."""

__all__ = ["sheet"]

LIGHT = {
    "k": "fill:#dfa37c",
    "fk": "fill:#b97f5c",
    "t": "fill:#3f8fd6",
    "ft": "fill:#2d6ba5",
    "s": "fill:#49596f",
    "fs": "fill:#364355",
    "o": "fill:#e2613b",
    "fo": "fill:#b1452a",
    "h": "fill:#6b4a35",
    "b": "fill:none;stroke:#d81b76;stroke-width:3;stroke-linecap:round;stroke-linejoin:round",
    "m": "fill:#fff;stroke:#d81b76;stroke-width:2",
    "g": "stroke:#7d8896;stroke-width:2.5;stroke-linecap:round",
    "e": "fill:#5d6875",
    "eo": "fill:none;stroke:#5d6875;stroke-width:3.5;stroke-linecap:round;stroke-linejoin:round",
    "p": "fill:#5d6875;fill-opacity:.3;stroke:#5d6875;stroke-width:3",
    "w": "fill:#b98a4e",
    "wd": "fill:#8f6735",
    "u": "fill:none;stroke:#12855a;stroke-width:3",
    "uf": "fill:#12855a",
    "x": "fill:#333c47;font:600 14px system-ui,sans-serif;text-anchor:middle",
    "l": "stroke:#7d8896;stroke-width:2",
    "d": "fill:#d81b76",
    "c": "fill:none;stroke:#12855a;stroke-width:2.5;stroke-dasharray:5 4",
    "wa": "fill:none;stroke:#c01414;stroke-width:3;stroke-linecap:round;stroke-linejoin:round",
    "wp": "fill:none;stroke:#c01414;stroke-width:2;stroke-dasharray:2 3",
    "og": "fill:none;stroke:#0a7d4f;stroke-width:5;stroke-linecap:round",
    "oh": "fill:none;stroke:#d5f7e8;stroke-width:2.6;stroke-linecap:round",
    "ka": "fill:none;stroke:#12855a;stroke-width:3;stroke-linecap:round;stroke-linejoin:round",
    "xa": "fill:#c01414;font-size:13px",
    "xo": "fill:#0d6b48;font-size:13px",
}
"""What each class looks like: skin, shirt, shorts, shoes (``f`` before it: the far limb), hair, back, marks, ground,
equipment filled and drawn, plate, wood, bands, text, timeline, its dot, a line that compares;
then a mark of a finding, a plumb line, a back's own shape, a check mark, and the words above both halves."""
DARK = {
    "s": "fill:#8494ac",
    "fs": "fill:#64728a",
    "h": "fill:#94705a",
    "b": "stroke:#ff5ba7",
    "m": "fill:#14181d;stroke:#ff5ba7",
    "e": "fill:#a9b4c0",
    "eo": "stroke:#a9b4c0",
    "p": "fill:#a9b4c0;stroke:#a9b4c0",
    "u": "stroke:#3ecf97",
    "uf": "fill:#3ecf97",
    "x": "fill:#e6eaef",
    "d": "fill:#ff5ba7",
    "c": "stroke:#3ecf97",
    "wa": "stroke:#ff7b6e",
    "wp": "stroke:#ff7b6e",
    "ka": "stroke:#3ecf97",
    "xa": "fill:#ff7b6e",
    "xo": "fill:#3ecf97",
}


def sheet(name: str, text: str) -> str:
    """Return the style of the classes that the drawing ``text`` uses, under the class ``name``."""
    used = {k: v for k, v in LIGHT.items() if f'class="{k}"' in text or f'class="{k} ' in text or f' {k}"' in text}
    light = "".join(f".{name} .{k}{{{v}}}" for k, v in used.items())
    dark = "".join(f".{name} .{k}{{{v}}}" for k, v in DARK.items() if k in used)
    return f"{light}@media(prefers-color-scheme:dark){{{dark}}}"
