"""No text that a person reads promises health, frightens, or speaks as a clinic would."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/hiphinge"

INTENDED_USE = (
    "exercise education and movement measurement for healthy adults; "
    "not for diagnosis, monitoring, treatment or prevention of disease or injury"
)

FORBIDDEN = re.compile(
    r"""\b(
        patients? | diagnos\w+ | treat(s|ed|ing|ments?)? | rehab\w* | screen(s|ed|ing)?\s+for | abnormal\w* | deficits?
      | clinic\w* | (un)?safe(r|st|ly|ty)? | danger\w* | herniat\w* | dysfunction\w* | patholog\w* | therap(y|ies|eutic)
      | (prevent|avoid)(s|ed|ing)?\s+(an?\s+)?injur(y|ies) | injury\s+prevention | protects?\s+(you|your\w*)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)

# What only looks like a forbidden word: names that templates and formats give, never shown to anyone.
NOT_WORDS = re.compile(r"\|\s*safe\b|env\(safe-area-inset-\w+\)|\byaml\.safe_load\b|'unsafe-inline'")

ROOMS_WITH_SENTENCES = ("catalogue", "coaching", "cli", "findings", "reports")


def _texts() -> Iterator[Path]:
    """Yield every file with sentences for people."""
    for room in ROOMS_WITH_SENTENCES:
        yield from (
            p for p in (SOURCE / room).rglob("*") if p.suffix in {".py", ".toml", ".html", ".jinja", ".j2", ".js"}
        )
    yield SOURCE / "errors.py"
    yield SOURCE / "quantities.py"
    yield from (p for p in (ROOT / "docs").rglob("*.md") if "_build" not in p.parts)
    yield from (ROOT / "changes").glob("*.md")
    yield ROOT / "README.md"
    yield ROOT / "CHANGELOG.md"


def wrong_words(text: str) -> list[str]:
    """Return the words of a text that no text for people may hold."""
    plain = re.sub(r"\s*\n\s*>?\s*", " ", text)
    for allowed in (INTENDED_USE, INTENDED_USE.capitalize()):
        plain = plain.replace(allowed, " ")
    return [match.group(0) for match in FORBIDDEN.finditer(NOT_WORDS.sub(" ", plain))]


FILES = sorted({path for path in _texts() if path.exists()})


def sentences(path: Path) -> str:
    """Return what a file may show: of code only the strings, each joined as Python joins it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return "\n".join(value for value in constants if isinstance(value, str))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_texts_speak_of_movement_only(path: Path) -> None:
    assert wrong_words(sentences(path)) == []


def test_there_are_texts_to_read() -> None:
    rooms = {path.relative_to(SOURCE).parts[0] for path in FILES if path.is_relative_to(SOURCE)}
    assert rooms >= {"catalogue", "coaching", "findings"}


@pytest.mark.parametrize(
    "text",
    [
        "This is safe.",
        "An unsafe lift",
        "A DANGEROUS angle",
        "it prevents injury",
        "Avoiding injuries",
        "screens for weakness",
        "A clinical tool",
        "your patient",
        "We diagnose.",
        "rehabilitation",
        "An abnormal deficit",
        "Protects your back.",
        "for healthy adults; not for diagnosis",
    ],
)
def test_the_words_are_found(text: str) -> None:
    assert wrong_words(text) != []


@pytest.mark.parametrize(
    "text",
    [
        INTENDED_USE,
        f"For {INTENDED_USE}.",
        "> " + INTENDED_USE.replace("monitoring, ", "monitoring,\n> "),
        "A safeguard in the file, and a retreat of the hips.",
        "{{ svg | safe }}",
    ],
)
def test_the_intended_use_and_other_words_are_not(text: str) -> None:
    assert wrong_words(text) == []


def test_the_intended_use_stands_in_its_page() -> None:
    text = (ROOT / "docs/explanation/intended-use.md").read_text(encoding="utf-8")
    assert INTENDED_USE in re.sub(r"\s*\n\s*>?\s*", " ", text)


def test_texts_of_the_catalogue_stay_short() -> None:
    longest = max(
        (len(value), path.name)
        for path in (SOURCE / "catalogue/data").rglob("*.toml")
        for value in tomllib.loads(path.read_text(encoding="utf-8")).values()
        if isinstance(value, str)
    )
    assert longest[0] <= 300, longest


@pytest.mark.parametrize("page", sorted((SOURCE / "reports/templates").glob("*.html.j2")), ids=lambda p: p.name)
def test_every_page_says_what_it_is_for(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<!DOCTYPE html>" not in text or "intended_use" in text
