"""An address as a code that a phone's camera reads: for a page, and for a terminal."""

from itertools import zip_longest

import segno

__all__ = ["for_a_page", "for_a_terminal"]

_BORDER = 4
_BLOCKS = {(False, False): " ", (True, False): "\u2580", (False, True): "\u2584", (True, True): "\u2588"}
_WHITE_ON_BLACK, _AS_BEFORE = "\x1b[38;5;231;48;5;16m", "\x1b[0m"


def for_a_page(text: str) -> str:
    """Return a drawing (SVG) of a code, dark on light whatever the page looks like."""
    drawn = segno.make_qr(text, error="m").svg_inline(
        scale=8, border=_BORDER, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return str(drawn)


def for_a_terminal(text: str, *, colours: bool) -> str:
    """Return the lines of a code, two of its rows on each; without colours for a dark terminal.

    Parameters
    ----------
    colours
        Whether the terminal's own colours are set aside, so that the code is dark on light in every terminal.
    """
    rows = [[not dark for dark in row] for row in segno.make_qr(text, error="m").matrix_iter(border=_BORDER)]
    lines = []
    for upper, lower in zip_longest(rows[::2], rows[1::2], fillvalue=[False] * len(rows[0])):
        line = "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        lines.append(f"{_WHITE_ON_BLACK}{line}{_AS_BEFORE}" if colours else line)
    return "\n".join(lines)
