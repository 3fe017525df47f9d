"""Texts in memory, found by words: ranked, forgiving of typing errors, without any service."""

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

__all__ = ["Hit", "TextIndex", "marked", "words_of"]

_WORD = re.compile(r"[0-9a-z]+")
_SATURATION, _LENGTH = 1.2, 0.5
"""k1 and b of BM25 (Robertson & Zaragoza 2009, doi:10.1561/1500000019), b below its usual value: long is not worse."""
_BEGINNING, _NEAR = 0.7, 0.5
"""What a word counts that only begins as the wanted one, or is only spelt like it."""
_SHORTEST_BEGINNING, _SHORTEST_NEAR = 3, 4
_ALIKE = 0.78
_MOST_NEAR = 3
_PLURAL_FROM = 4


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A text that was found: its key, its score, and the words in it that made it fit."""

    key: int
    score: float
    words: frozenset[str]


def words_of(text: str) -> list[str]:
    """Return the words of a text as they are compared: small letters without accents, plurals as their singular."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [_singular(word) for word in _WORD.findall(plain)]


def _singular(word: str) -> str:
    keeps = len(word) < _PLURAL_FROM or not word.endswith("s") or word.endswith(("ss", "us", "is"))
    return word if keeps else word[:-1]


class TextIndex:
    """An index of texts; each has fields, and a word counts by the weight of the field that holds it.

    Parameters
    ----------
    texts
        The fields of each text with the weight of each; the key of a text is its place.
    """

    def __init__(self, texts: Sequence[Sequence[tuple[str, float]]]) -> None:
        found: dict[str, dict[int, float]] = defaultdict(dict)
        lengths = []
        for key, fields in enumerate(texts):
            weights: Counter[str] = Counter()
            for text, weight in fields:
                for word in words_of(text):
                    weights[word] += weight  # type: ignore[assignment]  # weights are no whole numbers
            lengths.append(sum(weights.values()))
            for word, weight in weights.items():
                found[word][key] = weight
        self._found: Mapping[str, Mapping[int, float]] = dict(found)
        self._words = sorted(found)
        self._lengths = lengths
        self._mean = max(sum(lengths) / max(len(lengths), 1), 1.0)

    def search(self, query: str) -> tuple[tuple[Hit, ...], bool]:
        """Return what fits a query, the best first, and whether all of its words were found together."""
        meant = [dict(self._meant(word)) for word in dict.fromkeys(words_of(query))]
        hits = [self._hits(words) for words in meant]
        if not hits:
            return (), True
        together = set.intersection(*(set(one) for one in hits))
        keys = together or set().union(*hits)
        ranked = sorted((self._hit(key, hits) for key in keys), key=lambda hit: (-hit.score, hit.key))
        return tuple(ranked), bool(together)

    def respelt(self, query: str) -> tuple[tuple[str, ...], ...]:
        """Return, for each word of a query that no text holds, the words that it is read as."""
        wanted = dict.fromkeys(words_of(query))
        meant = [(word, [found for found, _ in self._meant(word)]) for word in wanted]
        return tuple(tuple(found) for word, found in meant if found and not found[0].startswith(word))

    def _meant(self, wanted: str) -> Iterator[tuple[str, float]]:
        """Yield the words of the index that a word can mean, with what each counts; spelling as a last resort."""
        first = bisect_left(self._words, wanted)
        known = False
        for word in self._words[first:]:
            if not word.startswith(wanted) or (word != wanted and len(wanted) < _SHORTEST_BEGINNING):
                break
            known = True
            yield word, 1.0 if word == wanted else _BEGINNING
        if not known and len(wanted) >= _SHORTEST_NEAR:
            yield from ((word, _NEAR * alike) for alike, word in self._near(wanted))

    def _near(self, wanted: str) -> list[tuple[float, str]]:
        matcher = SequenceMatcher(b=wanted)
        near = []
        for word in self._words:
            matcher.set_seq1(word[: len(wanted) + 1])
            if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
                alike = matcher.ratio()
                if alike >= _ALIKE:
                    near.append((alike, word))
        return sorted(near, key=lambda pair: (-pair[0], pair[1]))[:_MOST_NEAR]

    def _hits(self, words: Mapping[str, float]) -> dict[int, tuple[float, str]]:
        """Return the best of some words in each text, with its score; all of them count as one word."""
        holders = {key for word in words for key in self._found[word]}
        rare = math.log(1 + (len(self._lengths) - len(holders) + 0.5) / (len(holders) + 0.5))
        best: dict[int, tuple[float, str]] = {}
        for word, counts in words.items():
            for key, weight in self._found[word].items():
                long = 1 - _LENGTH + _LENGTH * self._lengths[key] / self._mean
                score = counts * rare * weight * (_SATURATION + 1) / (weight + _SATURATION * long)
                best[key] = max(best.get(key, (0.0, "")), (score, word))
        return best

    @staticmethod
    def _hit(key: int, hits: Sequence[Mapping[int, tuple[float, str]]]) -> Hit:
        own = [one[key] for one in hits if key in one]
        return Hit(key=key, score=sum(score for score, _ in own), words=frozenset(word for _, word in own))


def marked(text: str, words: frozenset[str], *, most: int = 200) -> tuple[tuple[str, bool], ...]:
    """Return a text in pieces, each with whether it is one of the words; cut to the surroundings of the first."""
    places = [match for match in re.finditer(r"[^\W_]+", text) if words & set(words_of(match[0]))]
    start = _start(text, places[0].start() if places else 0, most)
    end = len(text) if len(text) - start <= most else text.rfind(" ", start, start + most)
    end = end if end > start else min(len(text), start + most)
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for place in places:
        if place.start() >= at and place.end() <= end:
            pieces += [(text[at : place.start()], False), (place[0], True)]
            at = place.end()
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece[0])


def _start(text: str, first: int, most: int) -> int:
    if first < most * 2 // 3:
        return 0
    return text.rfind(" ", 0, first - most // 4) + 1
