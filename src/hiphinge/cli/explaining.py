"""``hiphinge explain``: what a name means, as text or as a page with moving pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from hiphinge.cli.screen import answers, say, say_table
from hiphinge.cli.showing import OpenPage, has_screen, show_page

__all__ = ["explain", "register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge explain",
    "hiphinge explain back_gives",
    "hiphinge explain wall_touch --page wall_touch.html",
    "hiphinge explain rdl",
    "hiphinge explain lesson 2",
    "hiphinge explain G2",
    "hiphinge explain 2-19",
)


def register(app: typer.Typer, *, panel: str) -> None:
    """Add the command to ``app``."""
    app.command(rich_help_panel=panel, epilog="\n".join(_EXAMPLES))(explain)


def _complete(incomplete: str) -> Iterator[tuple[str, str]]:
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without
    from hiphinge.reports.sheets import known_names  # noqa: PLC0415  # likewise

    return ((name, kind) for name, kind in known_names(load()) if name.startswith(incomplete))


Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NAME",
        help="A finding, exercise, drill, lesson, self-test, muscle, rule, source, quantity, reason, disagreement (G2) "
        "or statement of an article (2-19).",
        autocompletion=_complete,
        show_default=False,
    ),
]
Page = Annotated[
    Path | None,
    typer.Option("--page", metavar="FILE", help="Write a page with the moving pictures to this .html file."),
]


def explain(words: Words = None, *, page: Page = None, open_: OpenPage = None) -> None:
    """Say what a name means: what it is, how it is done or measured, why, and what it rests on.

    Without a name, everything that can be explained is listed.
    """
    if not words:
        _list()
        return
    from hiphinge.reports.sheets import sheet, sheet_lines  # noqa: PLC0415  # --help does without

    told = sheet(" ".join(words))
    if page is None:
        for line in sheet_lines(told):
            say(line)
        if told.images:
            say(f"\nWith moving images: hiphinge explain {told.id} --page {told.id}.html")
        return
    from hiphinge.reports.sheets.page import write_sheet  # noqa: PLC0415  # --help does without

    write_sheet(told, page)
    say(f"Page: {page}")
    if has_screen() if open_ is None else open_:
        show_page(page)


def _list() -> None:
    from rich.text import Text  # noqa: PLC0415  # --help does without

    from hiphinge.catalogue import load  # noqa: PLC0415  # likewise
    from hiphinge.reports.sheets import KINDS  # noqa: PLC0415  # likewise

    catalogue = load()
    for table, kind in KINDS.items():
        items = getattr(catalogue, table)
        answers().print(Text(f"{kind.capitalize()} ({len(items)})", style="bold"))
        say_table(("name", ""), [(id_, _title(item)) for id_, item in items.items()])


def _title(item: object) -> str:
    for field in ("name", "citation", "ask", "reason", "identifier"):
        title = getattr(item, field, None)
        if isinstance(title, str):
            return title
    return ""
