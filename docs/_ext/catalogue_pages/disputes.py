"""Two pages that are kept with the text: where the sources disagree, and what became of every statement."""

from collections.abc import Iterator
from itertools import zip_longest

from catalogue_pages.markup import bullets, heading, page, section, table
from catalogue_pages.places import anchor, homes, link, links, sources
from hiphinge.catalogue import Article, Disagreement, Statement, load
from hiphinge.catalogue.records import Side

__all__ = ["disagreements", "statements"]

AGAINST_FEAR = (
    "van-dieen-1999",
    "von-arx-2021",
    "saraceni-2020",
    "saraceni-2021",
    "mawston-2021",
    "howe-lehman-2021",
    "adams-hutton-1981",
    "verbeek-2011",
    "martimo-2008",
    "falk-2021",
    "keogh-2017",
)
FOR_CAUTION = (
    "lumbar-biofeedback-2019",
    "posturecoach-2020",
    "coenen-2013",
    "coenen-2014",
    "andersen-2017",
    "shoji-2025",
    "swedish-powerlifters",
    "callaghan-mcgill-2001",
)
VERDICTS = {
    "does": "hiphinge does or measures it",
    "teaches": "it is explained, with its evidence",
    "corrects": "it says otherwise, with the reason",
    "planned": "it is not there yet",
}


def disagreements() -> str:
    """Return both sides of the evidence about a bent back, and then every disagreement."""
    listed = sorted(load().disagreements.values(), key=lambda one: (one.number[0], int(one.number[1:])))
    contested = [_dispute(one) for one in listed if one.number.startswith("G")]
    among = [_dispute(one) for one in listed if one.number.startswith("S")]
    return page(
        section("Both sides, beside each other", _both_sides()),
        section("Contested claims", *contested),
        section("Where the articles contradict each other", *among),
    )


def _both_sides() -> str:
    evidence = load().evidence
    against, caution = (
        [f"{evidence[id_].found} ({link('evidence', id_)}, grade {evidence[id_].grade})" for id_ in ids]
        for ids in (AGAINST_FEAR, FOR_CAUTION)
    )
    return table(
        ("Against fear of a bent back", "For being careful"), list(zip_longest(against, caution, fillvalue=""))
    )


def _dispute(one: Disagreement) -> str:
    return page(
        heading(anchor("disagreement", one.id), f"{one.number}. {one.name}", 3),
        f"**The claim:** {one.claim} (Grade {one.grade}.)",
        bullets(map(_side, one.sides)),
        f"**What hiphinge does:** {one.does}",
        f"**What can be said:** {one.say}",
        sources(one.sources, one.citations),
    )


def _side(side: Side) -> str:
    who = ", ".join(part for part in (", ".join(side.sources), links("evidence", side.citations)) if part)
    return f"{side.says} ({who})" if who else side.says


def statements() -> str:
    """Return the counts by verdict, and a table of the statements of each article."""
    articles = sorted(load().articles.values(), key=lambda article: article.number)
    return page(_counts(articles), *map(_article, articles))


def _counts(articles: list[Article]) -> str:
    verdicts = [[str(s.verdict) for s in article.statements] for article in articles]
    rows = [
        (f"**{verdict}**", meaning, *_numbers([v.count(verdict) for v in verdicts]))
        for verdict, meaning in VERDICTS.items()
    ]
    head = ("verdict", "meaning", *(f"article {a.number}" for a in articles), "all")
    return table(head, [*rows, ("", "", *_numbers([len(v) for v in verdicts]))])


def _numbers(counts: list[int]) -> list[str]:
    return [str(count) for count in (*counts, sum(counts))]


def _article(article: Article) -> str:
    evidence = load().evidence[article.evidence]
    rows = [(s.id, s.says, s.verdict, s.note, " · ".join(_lives(s))) for s in article.statements]
    return page(
        heading(anchor("article", article.id), f"Article {article.number}: {evidence.citation}", 2),
        f"{evidence.found} {evidence.does_not_show} ({link('evidence', evidence.id)})",
        table(("", "it says", "verdict", "what hiphinge does with it, and why", "where it lives"), rows),
    )


def _lives(statement: Statement) -> Iterator[str]:
    """Yield a link to every place of a statement: what it names itself, and every item that goes back to it."""
    named = [tuple(place.split(":", 1)) for place in statement.places]
    for kind, id_ in dict.fromkeys([*named, *homes(statement.id)]):
        yield link(kind, id_)
