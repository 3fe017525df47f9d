"""Every figure there is, and the file each is written to."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tools.figures.svg import drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.figures.poses import Figure

__all__ = ["FOLDER", "figures", "files"]

FOLDER = Path(__file__).parents[2] / "src/hiphinge/catalogue/figures"
"""Where the figures are shipped, by kind and id."""


def figures() -> tuple[Figure, ...]:
    """Return every moving figure of the puppet; a new room of figures is added here."""
    from tools.figures import core, daily, drills, front, hinges, lessons, squats  # noqa: PLC0415 later

    rooms = (hinges, squats, core, daily, front, drills, lessons)
    return tuple(figure for room in rooms for figure in room.FIGURES)


def files(only: str = "") -> Iterator[tuple[str, str]]:
    """Yield each file's name (``exercises/plank.svg``) and text, of those whose name contains ``only``."""
    from tools.figures import front, strips  # noqa: PLC0415 as above

    for figure in figures():
        name = f"{figure.kind}/{figure.id}.svg"
        if only in name:
            yield name, front.drawn_front(figure) if figure.view == "front" else drawn(figure)
    for name, write in [*strips.STRIPS.items(), *_more()]:
        if only in name:
            yield name, write()


def _more() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield what is no single moving puppet: findings in two halves, maps of joints, charts of muscles."""
    from tools.figures import facing, findings, joints, muscles, self_tests  # noqa: PLC0415 as above
    from tools.figures.pairs import drawn_pair  # noqa: PLC0415 as above

    for pair in findings.PAIRS:
        yield f"findings/{pair.right.id}.svg", partial(drawn_pair, pair)
    for shown in self_tests.FIGURES:
        yield f"{shown.kind}/{shown.id}.svg", partial(self_tests.drawn_test, shown)
    yield from facing.written()
    yield from joints.written().items()
    yield from muscles.written().items()
