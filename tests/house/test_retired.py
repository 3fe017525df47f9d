"""The words that the vocabulary retires are nowhere: not in names, docstrings, docs or texts for people."""

import re
import subprocess
from pathlib import Path

import pytest
from tests.house.retired import INSTEAD, Hit, in_code, in_name, in_text

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = ROOT / "docs/explanation/vocabulary.md"
CHANGES = ("CHANGELOG.md", "changes/")
FINDERS = ("tests/house/retired.py", "tests/house/test_retired.py")
SENTENCES = {".md", ".toml", ".html", ".j2", ".jinja", ".js", ".css", ".json", ".txt", ".yaml", ".yml"}


def _files() -> list[Path]:
    """Return the files that people read or write, as far as they are in the repository."""
    listed = subprocess.run(("git", "ls-files"), cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    named = listed or [str(p.relative_to(ROOT)) for p in (ROOT / "src").rglob("*") if p.is_file()]
    return [
        ROOT / name
        for name in named
        if not name.startswith((*CHANGES, "requirements/", "tests/data/"))
        and name not in FINDERS
        and (ROOT / name).exists()
    ]


FILES = _files()


def _hits(path: Path) -> list[Hit]:
    where = str(path.relative_to(ROOT))
    found = [Hit(word, where, path.name) for word in in_name(path.stem)]
    if path == VOCABULARY:
        return found
    if path.suffix == ".py":
        found += in_code(path.read_text(encoding="utf-8"), where)
    elif path.suffix in SENTENCES or path.name in {"Makefile", "run"}:
        found += in_text(path.read_text(encoding="utf-8"), where)
    return found


@pytest.mark.parametrize("folder", sorted({path.relative_to(ROOT).parts[0] for path in FILES}))
def test_no_retired_word(folder: str) -> None:
    hits = [hit for path in FILES if path.relative_to(ROOT).parts[0] == folder for hit in _hits(path)]
    assert not hits, f"{len(hits)} in {folder}:\n" + "\n".join(map(str, hits[:400]))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The back cannot be told.", "told"),
        ("An untold angle.", "untold"),
        ("Read a film again.", "film"),
        ("Two films of one person.", "film"),
        ("The next picture.", "picture"),
        ("The iron hides the legs.", "iron"),
        ("The last two goes differ.", "goes"),
        ("A made clip.", "made"),
        ("In the course of one repetition", "course"),
        ("A person of one's own.", "of one's own"),
        ("It is reckoned from the leg.", "is reckoned"),
        ("The value stands in the table.", "stands in"),
        ("It lies in the thigh.", "it lies in"),
        ("A strangely bent back.", "strange"),
    ],
)
def test_a_retired_word_is_found(text: str, word: str) -> None:
    assert [hit.word for hit in in_text(text, "here")] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "The two can be told apart.",
        "Film from the side.",
        "How to film yourself; a phone that films from the side.",
        "1. Install, film, run, read.",
        "The bar goes down and up.",
        "Of course it is made of steel.",
        "Whether the person stands in this recording.",
        "“We told a film from its pictures” is its title.",
        "A wildcard in an environment.",
    ],
)
def test_plain_english_is_left_alone(text: str) -> None:
    assert list(in_text(text, "here")) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("untold_frames", ["untold"]),
        ("ToldExercise", ["told"]),
        ("film_of", ["film"]),
        ("going_on", ["going on"]),
        ("environment", []),
        ("of_course_not", ["course"]),
        ("_made", ["made"]),
        ("film_next", []),
    ],
)
def test_names_are_read_by_their_parts(name: str, words: list[str]) -> None:
    assert in_name(name) == words


def test_the_vocabulary_names_every_retired_word() -> None:
    page = re.sub(r"\s+", " ", VOCABULARY.read_text(encoding="utf-8").lower())
    assert [word for word in INSTEAD if word not in page and f"{word}s" not in page] == []
