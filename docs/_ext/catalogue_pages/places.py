"""Where each item of the catalogue lives in these pages: its anchor, its name, and a link to it."""

from collections.abc import Iterable, Iterator, Mapping

from catalogue_pages.markup import DOCS
from hiphinge.catalogue import load
from hiphinge.catalogue.links import PLACES
from hiphinge.quantities import QUANTITIES

__all__ = ["KINDS", "anchor", "homes", "link", "links", "sources"]

KINDS: Mapping[str, str] = {
    **{kind: table for kind, table in PLACES.items() if kind != "quantity"},
    "article": "articles",
    "pattern": "patterns",
    "phrase": "phrases",
    "accuracy": "accuracy",
    "station": "stations",
    "decision": "decisions",
}
"""Each kind of item, and the table of the catalogue that holds it."""

_NAMES = {
    "disagreement": "{item.number} {item.name}",
    "evidence": "{item.id}",
    "question": "{item.ask}",
    "reason": "`{item.id}`",
    "reference": "reference {item.number}",
}

_BY_ID_ALONE = ("quantity", "accuracy")


def anchor(kind: str, id_: str) -> str:
    """Return the anchor of an item: its id alone for quantities, else after its kind."""
    if kind == "command":
        return f"command-hiphinge-{id_.replace(' ', '-')}"
    return id_ if kind in _BY_ID_ALONE else f"{kind.replace('_', '-')}-{id_}"


def link(kind: str, id_: str) -> str:
    """Return a link to an item, a quantity, a command or a page of these documents."""
    if kind == "page":
        return f"[{_title_of_page(id_)}](../{id_})"
    return f"[{_name(kind, id_)}](#{anchor(kind, id_)})"


def links(kind: str, ids: Iterable[str]) -> str:
    """Return links to several items, after each other."""
    return ", ".join(link(kind, id_) for id_ in ids)


def sources(statements: Iterable[str], citations: Iterable[str]) -> str:
    """Say what an item goes back to: statements of the articles by article, and papers with their grades."""
    catalogue = load()
    statements_of = {a.id: [s for s in statements if s.startswith(f"{a.number}-")] for a in catalogue.articles.values()}
    lines = [f"* {link('article', id_)}: {', '.join(ids)}" for id_, ids in statements_of.items() if ids]
    lines += [f"* {link('evidence', id_)}, grade {catalogue.evidence[id_].grade}" for id_ in citations]
    return "\n".join(lines)


def homes(statement: str) -> Iterator[tuple[str, str]]:
    """Yield kind and id of every item that says it goes back to a statement of an article."""
    catalogue = load()
    for kind, table in KINDS.items():
        for id_, item in getattr(catalogue, table).items():
            if statement in getattr(item, "sources", ()):
                yield kind, id_


def _name(kind: str, id_: str) -> str:
    if kind == "command":
        return f"`hiphinge {id_}`"
    if kind == "quantity":
        return QUANTITIES[id_].title
    catalogue = load()
    if kind == "article":
        return catalogue.evidence[catalogue.articles[id_].evidence].citation
    return _NAMES.get(kind, "{item.name}").format(item=getattr(catalogue, KINDS[kind])[id_])


def _title_of_page(path: str) -> str:
    text = (DOCS / path.partition("#")[0]).read_text(encoding="utf-8")
    return next(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
