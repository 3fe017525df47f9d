"""``hiphinge explain``: what a name means, as text or as a page with animations."""

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
        help="A finding, exercise, drill, lesson, self-test, muscle, rule, source, quantity, reason, "
        "disagreement (G2), or statement from an article (2-19).",
        autocompletion=_complete,
        show_default=False,
    ),
]
Page = Annotated[
    Path | None,
    typer.Option("--page", metavar="FILE", help="Write a page with animations to this .html file."),
]


def explain(words: Words = None, *, page: Page = None, open_: OpenPage = None) -> None:
    """Explain a name: what it is, how to do or measure it, why, and which sources support it.

    Without a name, it lists everything that it can explain.
    """
    if not words:
        _list()
        return
    from hiphinge.reports.sheets import sheet, sheet_lines  # noqa: PLC0415  # --help does without

    page_of = sheet(" ".join(words))
    if page is None:
        for line in sheet_lines(page_of):
            say(line)
        if page_of.images:
            say(f"\nWith animations: hiphinge explain {page_of.id} --page {page_of.id}.html")
        return
    from hiphinge.reports.sheets.page import write_sheet  # noqa: PLC0415  # --help does without

    write_sheet(page_of, page)
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
