"""The words that docs/explanation/vocabulary.md retires, and how to find them in names and in sentences."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["INSTEAD", "Hit", "in_code", "in_name", "in_text"]

INSTEAD = {
    "told": "measured, estimated, given, detected or reported",
    "untold": "not measurable",
    "film": "video",
    "picture": "frame, or image where it is not of a video",
    "iron": "plates, barbell or load",
    "seeing": "what is done: estimating, measuring, looking",
    "goes": "trials",
    "misfit": "implausible pose",
    "giving": "flexion gain",
    "going on": "progression",
    "made": "synthetic",
    "strange": "out of distribution",
    "wild": "out of distribution",
    "course": "run or trajectory",
    "of one's own": "say what is meant",
    "for sure": "say how probable",
    "is reckoned": "computed",
    "stands in": "is in",
    "it lies in": "it is in",
}
"""What to write in place of every retired word."""

_PARTS = {
    **dict.fromkeys(("told",), "told"),
    **dict.fromkeys(("untold",), "untold"),
    **dict.fromkeys(("film", "films"), "film"),
    **dict.fromkeys(("picture", "pictures"), "picture"),
    **dict.fromkeys(("iron", "irons"), "iron"),
    **dict.fromkeys(("seeing",), "seeing"),
    **dict.fromkeys(("goes",), "goes"),
    **dict.fromkeys(("misfit", "misfits"), "misfit"),
    **dict.fromkeys(("giving",), "giving"),
    **dict.fromkeys(("made",), "made"),
    **dict.fromkeys(("strange", "stranger", "strangely", "strangeness"), "strange"),
    **dict.fromkeys(("wild",), "wild"),
    **dict.fromkeys(("course", "courses"), "course"),
}

_KEPT_NAMES = re.compile(r"told_not_to|film_next|film-yourself")
"""Ids that people's own files hold, and the verb "to film"."""

_WORDS_OF_A_SENTENCE = 4
_TRUTH_KEY = "iron"
"""A key of the truth files, which other tools read."""

_WORDS = re.compile(
    r"""(?<![\w.-])(?:
        (?P<told>told)(?!\s+apart) | (?P<untold>untold) | (?P<film>films?) | (?P<picture>pictures?) | (?P<iron>irons?)
      | (?P<seeing>seeing) | (?P<misfit>misfits?) | (?P<giving>giving) | (?P<strange>strange(?:r|ly|ness)?)
      | (?P<wild>wild) | (?<!of\ )(?P<course>courses?)
      | (?P<goes>(?:the|a|all|two|three|both|many|few|of|between|over|\d+)\s+goes)
      | (?P<made>made(?:-up)?\s+(?:videos?|clips?|people|persons?|sets?|recordings?|motions?|hinges?|data|bod(?:y|ies)))
      | (?P<own>of\s+one's\s+own) | (?P<sure>for\s+sure) | (?P<reckoned>(?:is|are|was|were)\s+reckoned)
      | (?P<stands>(?:text|value|number|figure|page|file|table|word|sentence|name|it|what|that|which|all|this|folder
                     |analysis|report|key|line|column|image|link|record|answer)s?\s+stands?\s+in)
      | (?P<lies>it\s+lies\s+in)
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_GROUPS = {
    "own": "of one's own",
    "sure": "for sure",
    "reckoned": "is reckoned",
    "stands": "stands in",
    "lies": "it lies in",
}

# "To film" is a verb: after who does it, after an auxiliary and in a list of steps; "Film" is an order.
_FILMING = re.compile(
    r"\b(?:to|you|we|they|who|can|could|may|must|should|please|and|or|then|not)\s+$|\w,\s+$", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]*”")
_CODE = re.compile(r"`[^`]*`|\]\([^)]*\)|\{[^{}]*\}")


@dataclass(frozen=True)
class Hit:
    """A retired word, where it was found, and the words around it."""

    word: str
    where: str
    around: str

    def __str__(self) -> str:
        return f"{self.where}: {self.around!r}: {self.word!r} is retired; write {INSTEAD[self.word]}"


def in_name(name: str) -> list[str]:
    """Return the retired words of an identifier or a file's name; a test's name of many words is read as a sentence."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", _KEPT_NAMES.sub("", name))
    plain = [part.lower() for part in parts]
    if len(plain) > _WORDS_OF_A_SENTENCE:
        return [hit.word for hit in in_text(" ".join(plain), name)]
    found = [_PARTS[part] for part in plain if part in _PARTS]
    return found + ["going on" for pair in pairwise(plain) if pair == ("going", "on")]


def in_text(text: str, where: str) -> Iterator[Hit]:
    """Yield the retired words of sentences; code between backticks, links and quotations are left out."""
    plain = _QUOTED.sub(" ", _CODE.sub(" ", text))
    for match in _WORDS.finditer(plain):
        group = str(match.lastgroup)
        if group == "film" and _films(match, plain):
            continue
        line = plain.count("\n", 0, match.start()) + 1
        around = " ".join(plain[max(0, match.start() - 30) : match.end() + 20].split())
        yield Hit(_GROUPS.get(group, group), f"{where}:{line}", around)


def _films(match: re.Match[str], text: str) -> bool:
    before = text[: match.start()]
    if match.group() == "Film":
        return True
    if match.group() == "films":
        return re.search(r"\b(?:camera|phone|that|which|who|person|nobody|app)\s+$", before, re.IGNORECASE) is not None
    return _FILMING.search(before[-40:]) is not None


def in_code(source: str, where: str) -> Iterator[Hit]:
    """Yield the retired words of a Python file: its identifiers, comments, docstrings and other sentences."""
    tree = ast.parse(source)
    keys = {(k.lineno, k.col_offset) for k in ast.walk(tree) if isinstance(k, ast.keyword) and k.arg == _TRUTH_KEY}
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        place = f"{where}:{token.start[0]}"
        if token.type == tokenize.NAME and token.start not in keys:
            yield from (Hit(word, place, token.string) for word in in_name(token.string))
        elif token.type == tokenize.COMMENT:
            yield from in_text(token.string.lstrip("#: "), place)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _in_string(node.value, f"{where}:{node.lineno}")


def _in_string(value: str, place: str) -> Iterator[Hit]:
    if " " in value.strip():
        yield from in_text(value, place)
    elif value != _TRUTH_KEY:
        yield from (Hit(word, place, value) for word in in_name(value))
