"""Sheets of what is known: papers, references, disagreements, and the statements of the articles."""

from hiphinge.catalogue import Catalogue, Statement
from hiphinge.reports.sheets.model import Pointer, Sheet
from hiphinge.reports.sheets.naming import KINDS
from hiphinge.reports.sheets.parts import part, to_item
from hiphinge.reports.sheets.sources import article_statements, named, source_lines

__all__ = ["disagreement_sheet", "evidence_sheet", "reference_sheet", "statement_sheet"]

_READ = {
    "read": "Read",
    "second_hand": "Read in another text that quotes it",
    "recalled": "Not read for this program: from general knowledge, and unverified",
    "derived": "Calculated from stated inputs",
    "not_found": "An article names it, but it was not found",
}
_OPENED = {
    "abstract": "Its abstract was opened.",
    "page": "Its page was opened.",
    "identified": "It was identified, but not opened.",
    "not_opened": "It was not opened.",
    "not_found": "It was not found.",
}
_VERDICTS = {
    "does": "hiphinge does it.",
    "teaches": "hiphinge teaches it, with its evidence.",
    "corrects": "hiphinge says otherwise.",
    "planned": "It is planned, but not there yet.",
}
_PLACES = {"finding": "faults", "self_test": "self_tests", "training_rule": "training_rules"}


def evidence_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a source."""
    e = catalogue.evidence[id_]
    size = "" if e.n is None else f", n = {e.n}"
    return Sheet(
        id=id_,
        kind="source",
        title=id_,
        lead=named(e),
        parts=(
            *part("Design", (f"{e.design}{size}; grade {e.grade}.",)),
            *part("Found", (e.found,)),
            *part("Does not show", (e.does_not_show,)),
            *part("How far it was read", (f"{_READ[e.status]}; {e.extent}.",)),
        ),
    )


def reference_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a reference that an article gives."""
    reference = catalogue.references[id_]
    return Sheet(
        id=id_,
        kind="reference of an article",
        title=f"Reference {reference.number}: {reference.identifier}",
        lead=_OPENED[reference.opened],
        parts=(
            *part("The article says", (reference.article_says,)),
            *part("The paper says", (f"{reference.paper_says} (Grade {reference.grade}.)",)),
        ),
        sources=source_lines(() if reference.evidence is None else (reference.evidence,), catalogue),
        article_statements=article_statements(reference.sources, catalogue),
    )


def disagreement_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a disagreement between sources."""
    dispute = catalogue.disagreements[id_]
    citations = (*dispute.citations, *(c for side in dispute.sides for c in side.citations))
    statements = (*dispute.sources, *(s for side in dispute.sides for s in side.sources))
    return Sheet(
        id=id_,
        kind=f"disagreement {dispute.number}",
        title=dispute.name,
        lead=f"The claim: {dispute.claim} (Grade {dispute.grade}.)",
        parts=(
            *part("The sides", (side.says for side in dispute.sides), kind="points"),
            *part("What hiphinge does", (dispute.does,)),
            *part("What can be said", (dispute.say,)),
        ),
        sources=source_lines(citations, catalogue),
        article_statements=article_statements(statements, catalogue),
    )


def statement_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a statement of an article: what it says, and what became of it."""
    article, statement = next((a, s) for a in catalogue.articles.values() for s in a.statements if s.id == id_)
    return Sheet(
        id=id_,
        kind=f"statement of article {article.number}",
        title=statement.says,
        lead=_VERDICTS[statement.verdict],
        parts=part("What became of it", (statement.note,)),
        pointers=(*_homes(id_, catalogue), *_places(statement)),
    )


def _homes(id_: str, catalogue: Catalogue) -> tuple[Pointer, ...]:
    """Point to every item that goes back to the statement."""
    return tuple(
        to_item(item_id, f"{kind.capitalize()}: {item_id}")
        for table, kind in KINDS.items()
        for item_id, item in getattr(catalogue, table).items()
        if id_ in getattr(item, "sources", ())
    )


def _places(statement: Statement) -> tuple[Pointer, ...]:
    found = []
    for kind, _, name in (place.partition(":") for place in statement.places):
        if kind == "command":
            found.append(Pointer(words="Command", command=f"hiphinge {name} --help"))
        elif kind == "page":
            found.append(Pointer(words=f"In the documentation: {name}", command=""))
        else:
            found.append(to_item(name, f"{kind.replace('_', '-').capitalize()}: {name}"))
    return tuple(found)
