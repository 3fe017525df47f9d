"""The lines that say where something comes from: papers with their grade, and the articles that tell it."""

from collections.abc import Iterable

from hiphinge.catalogue import Catalogue, Evidence, figure
from hiphinge.reports.sheets.model import Image, SourceLine

__all__ = ["article_statements", "drawing", "named", "source_lines"]


def source_lines(citations: Iterable[str], catalogue: Catalogue) -> tuple[SourceLine, ...]:
    """Return each source once, in the order of the first mention."""
    found = (catalogue.evidence[id_] for id_ in dict.fromkeys(citations))
    return tuple(
        SourceLine(
            id=e.id,
            text=named(e),
            found=e.found,
            does_not_show=e.does_not_show,
            grade=e.grade,
            unverified=e.unverified,
        )
        for e in found
    )


def named(evidence: Evidence) -> str:
    """Return a source's name and where it is found, which some names say already."""
    where = "" if evidence.identifier in evidence.citation else evidence.identifier
    return f"{evidence.citation}. {where}".rstrip(". ") + "."


def article_statements(statements: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Return the statements of the articles that something goes back to, in our words, with what became of each."""
    every = {s.id: s for a in catalogue.articles.values() for s in a.statements}
    return tuple(f"{id_}: {every[id_].says} ({every[id_].verdict})" for id_ in dict.fromkeys(statements))


def drawing(kind: str, id_: str, alt: str) -> tuple[Image, ...]:
    """Return the drawing of an item, or nothing where there is none."""
    svg = figure(kind, id_)
    return () if svg is None else (Image(kind=kind, id=id_, svg=svg, alt=alt),)
