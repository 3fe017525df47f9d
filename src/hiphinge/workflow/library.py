"""Everything that the catalogue says: listed by kind, searched by words, with what points to what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from hiphinge.catalogue import load
from hiphinge.workflow.text_index import Hit, TextIndex, marked, words_of

if TYPE_CHECKING:
    from hiphinge.reports.sheets import Sheet

__all__ = [
    "KIND_TITLES",
    "Entry",
    "Found",
    "Search",
    "contents",
    "entries_of",
    "exact_sheet",
    "mentions",
    "put_together",
    "search",
]

KIND_TITLES: Mapping[str, str] = {
    "lessons": "Lessons",
    "drills": "Drills",
    "faults": "Findings",
    "exercises": "Exercises",
    "self_tests": "Self-tests",
    "muscles": "Muscles",
    "training_rules": "Rules of training",
    "questions": "Questions before the start",
    "disagreements": "Where sources disagree",
    "contacts": "Contacts with a stick",
    "progressions": "Ways on",
    "patterns": "Movement patterns",
    "quantities": "What is measured",
    "reasons": "Why something cannot be measured",
    "thresholds": "Thresholds",
    "evidence": "Sources",
    "references": "References of the articles",
    "statements": "What the articles say",
}
"""The kinds of items, in the order of the library, by the table of the catalogue that each is in."""
_WEIGHTS: Mapping[str, float] = {
    "lessons": 1.3,
    "drills": 1.3,
    "faults": 1.3,
    "exercises": 1.3,
    "evidence": 0.8,
    "references": 0.6,
    "statements": 0.6,
}
"""How much more or less somebody looks for an item of that kind; 1 where nothing is said."""
_TITLE, _LEAD, _BODY = 5.0, 2.0, 1.0


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of the catalogue, by its table and id."""

    table: str
    id: str
    kind: str
    title: str
    lead: str

    @property
    def key(self) -> tuple[str, str]:
        """Its table and id."""
        return self.table, self.id


@dataclass(frozen=True, kw_only=True)
class Found:
    """An entry with the line that made it fit, in pieces of which some are the words that were looked for."""

    entry: Entry
    line: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class Search:
    """What a search found.

    Attributes
    ----------
    groups
        By table, that with the best hit first.
    count
        How many there are, also those beyond what is listed.
    all_words
        Whether each holds all words; where nothing does, what holds some of them is listed.
    read_as
        The words of the catalogue that were taken for words which it does not have.
    """

    groups: tuple[tuple[str, tuple[Found, ...]], ...] = ()
    count: int = 0
    all_words: bool = True
    read_as: tuple[str, ...] = ()


def put_together() -> None:
    """Put the library together now, and not when it is first asked for.

    An app for many people does so before it answers: each of those who ask first would put it together, and hold the
    others up for a minute.
    """
    _index()
    _places()


def contents() -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """Return everything by table, in the order of `KIND_TITLES`."""
    return tuple((table, entries_of(table)) for table in KIND_TITLES)


def entries_of(table: str) -> tuple[Entry, ...]:
    """Return the entries of a table; none where there is no such table."""
    return tuple(shelf.entry for shelf in _shelves() if shelf.entry.table == table)


def exact_sheet(table: str, id_: str) -> "Sheet":
    """Return the sheet of an item by its table and id: some ids are in two tables.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    from hiphinge.reports.sheets import sheet_in  # noqa: PLC0415  # slow to load

    return sheet_in(table, id_)


def mentions(table: str, id_: str) -> tuple[Entry, ...]:
    """Return what points to an item or cites it, in the order of the library, without what its own sheet points to."""
    own = next((shelf for shelf in _shelves() if shelf.entry.key == (table, id_)), None)
    if own is None:
        return ()
    known = {key for name in own.points_to if (key := _places().get(name)) is not None}
    return tuple(
        shelf.entry
        for shelf in _shelves()
        if shelf.entry.key not in known
        and shelf is not own
        and ((table == "evidence" and id_ in shelf.cites) or _points_to(shelf, own.entry))
    )


def _points_to(shelf: "_Shelf", entry: Entry) -> bool:
    return entry.id in shelf.points_to and _places().get(entry.id) == entry.key


def search(query: str, *, most: int = 60) -> Search:
    """Return what holds the words of a query, also where they are spelt a little otherwise, the best first.

    Parameters
    ----------
    most
        How many entries are listed.
    """
    hits, together = _index().search(query)
    shelves = _shelves()
    wanted = " ".join(words_of(query))
    ranked = sorted(hits, key=lambda hit: (wanted not in shelves[hit.key].names, -_score(hit)))
    listed = [(shelves[hit.key], hit) for hit in ranked[:most]]
    order = list(dict.fromkeys(shelf.entry.table for shelf, _ in listed))
    listed.sort(key=lambda pair: order.index(pair[0].entry.table))
    return Search(
        groups=tuple(
            (table, tuple(_found(shelf, hit) for shelf, hit in group))
            for table, group in groupby(listed, key=lambda pair: pair[0].entry.table)
        ),
        count=len(hits),
        all_words=together,
        read_as=_read_as(query),
    )


def _score(hit: Hit) -> float:
    return hit.score * _WEIGHTS.get(_shelves()[hit.key].entry.table, 1.0)


def _read_as(query: str) -> tuple[str, ...]:
    return tuple(word for read in _index().respelt(query) for word in read)


def _found(shelf: "_Shelf", hit: Hit) -> Found:
    line, _ = max(shelf.lines, key=lambda one: len(one[1] & hit.words))
    return Found(entry=shelf.entry, line=marked(line, hit.words))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Shelf:
    """What is known of an entry.

    Attributes
    ----------
    names
        Its names, as words are compared; who looks for one of them wants it.
    lines
        Each line of its sheet, the lead first, with its words.
    """

    entry: Entry
    also: str
    names: frozenset[str]
    lines: tuple[tuple[str, frozenset[str]], ...]
    points_to: frozenset[str]
    cites: frozenset[str]


@cache
def _index() -> TextIndex:
    return TextIndex(
        [
            (
                (f"{shelf.entry.title} {shelf.also}", _TITLE),
                (shelf.entry.lead, _LEAD),
                ("\n".join(line for line, _ in shelf.lines[1:]), _BODY),
            )
            for shelf in _shelves()
        ]
    )


@cache
def _places() -> Mapping[str, tuple[str, str]]:
    """Return which item an id alone means: earlier tables win where it is shared, as in `hiphinge.reports.sheets`."""
    from hiphinge.reports.sheets import KINDS  # noqa: PLC0415  # slow to load

    places: dict[str, tuple[str, str]] = {}
    for table in (*KINDS, "quantities", "statements"):
        for id_ in _ids(table):
            places.setdefault(id_, (table, id_))
    return places


@cache
def _shelves() -> tuple[_Shelf, ...]:
    return tuple(_shelved(table, id_) for table in KIND_TITLES for id_ in _ids(table))


def _ids(table: str) -> Iterator[str]:
    from hiphinge.reports.sheets import ids_in  # noqa: PLC0415  # slow to load

    return ids_in(table)


def _shelved(table: str, id_: str) -> _Shelf:
    whole = exact_sheet(table, id_)
    texts = [line for part in whole.parts for line in (part.title, *part.lines)]
    texts += [text for source in whole.sources for text in (source.text, source.found, source.does_not_show)]
    texts += whole.article_statements
    aliases = getattr(load().exercises.get(id_), "aliases", ()) if table == "exercises" else ()
    names = (id_.replace("_", " "), *aliases)
    return _Shelf(
        entry=Entry(table=table, id=id_, kind=whole.kind, title=whole.title, lead=whole.lead),
        also=" ".join(names),
        names=frozenset(" ".join(words_of(name)) for name in (*names, whole.title, whole.title.rpartition(": ")[2])),
        lines=tuple((line, frozenset(words_of(line))) for line in (whole.lead, *texts)),
        points_to=frozenset(pointer.id for pointer in whole.pointers if pointer.id is not None),
        cites=frozenset(source.id for source in whole.sources),
    )
