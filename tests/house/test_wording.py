"""No text that a person reads promises health, frightens, or speaks as a clinic would."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

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
    yield from (SOURCE / "quantities").glob("*.py")
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


def test_texts_speak_of_movement_only() -> None:
    found = {path.relative_to(ROOT).as_posix(): wrong_words(sentences(path)) for path in FILES}
    assert {name: words for name, words in found.items() if words} == {}


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


# Claims: what a sentence may say of forces, of small changes, of muscle activity, of groups and of neutral

DATA = SOURCE / "catalogue/data"
SHOWN_TO_THE_PERSON = (
    "contacts", "drills", "exercises", "faults", "lessons", "muscles", "patterns", "phrases", "training_rules",
    "progressions", "questions", "reasons", "self_tests", "thresholds",
)  # fmt: skip
SMALLEST_LUMBAR_CHANGE_DEG = 8.0
"""Between-set change of lumbar alignment that repeated lifts make by themselves (Aasa 2019)."""

NEWTONS = re.compile(r"\d\s?(?:(?:kilo)?newtons?\b(?!\s+met)|k?N\b(?!\s?m\b))", re.IGNORECASE)
NUMBER_RANGE = re.compile(r"\d\s*(?:to|and|-|\u2013|±)\s*\d|\d\s*\(\d|between\b.*\band\b")
LUMBAR = re.compile(r"\b(?:lower back|low back|lumbar)\b", re.IGNORECASE)
DEGREES = re.compile(r"(?<![\d.-])(\d+(?:\.\d+)?)\s?(?:degrees\b|°)")
CHANGES = re.compile(
    r"\b(?:chang\w+|rounder|straighter|drift\w*|g(?:ai|e)n\w*|more|less|improv\w+|gives|gave)\b", re.IGNORECASE
)
REPEATABILITY = re.compile(
    r"\b(?:repeat\w*|smallest|sensors?|errors?|interval|spread|on average|points?|own standing)\b", re.IGNORECASE
)
ACTIVITY = re.compile(
    r"\b(?:more|most|less|least|as|higher|lower|twice as)\s+(?:\w+\s+)?activ(?:e|ity)\b|\bactivity was\b", re.IGNORECASE
)
NO_GROWTH = re.compile(r"\b(?:not|nothing of) (?:growth|strength)\b.*\b(?:strength|growth)\b", re.IGNORECASE)
WHOM = re.compile(
    r"\d|\b(?:adults|people|men|women|lifters?|body|program's own|groups?|trial)\b",
    re.IGNORECASE,
)
NORMS = re.compile(r"\bnormal (?:ranges?|values?|bands?|people)\b|\bhealthy range\b|\bideal(?:ly)?\b", re.IGNORECASE)
NEUTRAL = re.compile(r"(?<!-)\bneutral\b", re.IGNORECASE)


def single_newtons(sentence: str) -> bool:
    """Tell whether a sentence gives a force in newtons without a range."""
    return bool(NEWTONS.search(sentence)) and not NUMBER_RANGE.search(sentence)


def small_lumbar_change(sentence: str) -> bool:
    """Tell whether a sentence tells a change of the lower back that a set makes by chance."""
    if not (LUMBAR.search(sentence) and CHANGES.search(sentence)) or REPEATABILITY.search(sentence):
        return False
    return any(0 < float(number) < SMALLEST_LUMBAR_CHANGE_DEG for number in DEGREES.findall(sentence))


def activity_as_such(text: str) -> bool:
    """Tell whether a text compares muscle activity and leaves out that it is not growth or strength."""
    return bool(ACTIVITY.search(text)) and not NO_GROWTH.search(text)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def checked_but_not_read(value: object, status: Mapping[str, str]) -> list[object]:
    """Return what an item presents as checked though nothing that it cites was read or calculated."""
    found: list[object] = []
    if isinstance(value, dict):
        cited = {status[id_] for id_ in value.get("citations", ())}
        if value.get("unverified") is False and not cited & {"read", "derived"}:
            found.append(value)
        for inner in value.values():
            found += checked_but_not_read(inner, status)
    elif isinstance(value, list):
        for inner in value:
            found += checked_but_not_read(inner, status)
    return found


def _items(*folders: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for folder in folders:
        for path in sorted((DATA / folder).glob("*.toml")):
            yield f"{folder}/{path.stem}", tomllib.loads(path.read_text(encoding="utf-8"))


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?:;])\s+", text)


def found_in(rule: Callable[[str], bool], *folders: str) -> list[str]:
    """Return the sentences of the catalogue's folders for which a rule holds."""
    return [
        f"{name}: {sentence}"
        for name, item in _items(*folders)
        for text in _strings(item)
        for sentence in _sentences(text)
        if rule(sentence)
    ]


FOLDERS = tuple(sorted(path.name for path in DATA.iterdir() if path.is_dir()))


def test_newtons_come_as_a_range() -> None:
    assert found_in(single_newtons, *FOLDERS) == []
    pages = (path for path in FILES if path.suffix == ".md")
    assert [s for path in pages for s in _sentences(path.read_text(encoding="utf-8")) if single_newtons(s)] == []


def test_no_change_of_the_lower_back_is_reported_that_occurs_in_a_set_by_chance() -> None:
    assert found_in(small_lumbar_change, *SHOWN_TO_THE_PERSON) == []


def test_a_lower_back_that_gives_has_changed_by_more_than_repeated_lifts_do() -> None:
    gain = tomllib.loads((DATA / "accuracy/lumbar_gain_deg.toml").read_text(encoding="utf-8"))
    fault = tomllib.loads((DATA / "faults/back_gives.toml").read_text(encoding="utf-8"))
    assert (fault["quantity"], fault["margin"]) == ("lumbar_gain_deg", "clear")
    true_deg = (fault["default"]["threshold"] + gain["repeatability"]) / gain["measured_share"]
    assert true_deg >= SMALLEST_LUMBAR_CHANGE_DEG
    own = [item["bands"]["back_gives"] for _, item in _items("exercises") if "back_gives" in item.get("bands", {})]
    assert [band for band in own if band["threshold"] < fault["default"]["threshold"]] == []


def test_muscle_activity_is_reported_with_what_it_is_not() -> None:
    folders = ("articles", "disagreements", "drills", "exercises", "faults", "lessons", "muscles", "training_rules")
    texts = [(name, text) for name, item in _items(*folders) for text in _strings(item)]
    assert [f"{name}: {text}" for name, text in texts if activity_as_such(text)] == []
    assert sum(bool(ACTIVITY.search(text)) for _, text in texts) > 5, "the pattern finds nothing"


def test_bands_name_whom_they_were_measured_in() -> None:
    bands = [
        (name, band)
        for folder, field in (("exercises", "expected"), ("self_tests", "bands"))
        for name, item in _items(folder)
        for band in item.get(field, ())
    ]
    assert len(bands) > 40
    assert [f"{name}: {band['group']}" for name, band in bands if not WHOM.search(band["group"])] == []
    assert [name for name, band in bands if band["unverified"] and band["grade"] in "AB"] == []


def test_nothing_is_presented_as_checked_that_rests_on_what_was_not_read() -> None:
    status = {str(item["id"]): str(item["status"]) for _, item in _items("evidence")}
    folders = tuple(folder for folder in FOLDERS if folder != "evidence")
    assert [name for name, item in _items(*folders) if checked_but_not_read(item, status)] == []
    bad = {"unverified": False, "citations": ["source"]}
    assert checked_but_not_read({"bands": [bad]}, {"source": "second_hand"}) == [bad]
    assert checked_but_not_read({"bands": [bad]}, {"source": "read"}) == []


def test_bands_are_no_norms() -> None:
    assert found_in(lambda sentence: bool(NORMS.search(sentence)), *SHOWN_TO_THE_PERSON) == []


def test_the_persons_back_is_never_called_neutral() -> None:
    assert found_in(lambda s: bool(NEUTRAL.search(s)), *SHOWN_TO_THE_PERSON) == []
    spoken = [p for p in FILES if any(p.is_relative_to(SOURCE / room) for room in ("coaching", "findings", "reports"))]
    assert spoken
    assert [path.name for path in spoken if NEUTRAL.search(sentences(path))] == []


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (single_newtons, "The disc bore 3,400 N.", "A static estimate is 2,900 to 4,300 N."),
        (single_newtons, "It is 4.8 kilonewtons.", "Values were 0.6 to 15.6 kilonewtons."),
        (single_newtons, "About 500 newtons less.", "The lift came to 684 newton metres."),
        (small_lumbar_change, "Your lower back got 5 degrees rounder.", "Your lower back got 12 degrees rounder."),
        (small_lumbar_change, "Lumbar flexion changed by 3°.", "Lumbar flexion repeats to 3°."),
        (small_lumbar_change, "The low back drifted by 7.5 degrees.", "Lean 5 degrees more."),
        (activity_as_such, "Hamstrings were most active here.", "Hamstrings are movers here."),
        (
            activity_as_such,
            "The buttocks showed more activity than in squats.",
            "The buttocks showed more activity than in squats; activity is not growth or strength.",
        ),
    ],
)
def test_claims_are_found(rule: Callable[[str], bool], bad: str, good: str) -> None:
    assert rule(bad)
    assert not rule(good)


@pytest.mark.parametrize("text", ["Your neutral spine was lost.", "Keep the back neutral.", "Neutral is your aim."])
def test_neutral_is_found(text: str) -> None:
    assert NEUTRAL.search(text)
    assert not NEUTRAL.search("Lend your standing with --neutral.")


@pytest.mark.parametrize("text", ["within the normal range", "An ideal lean", "the healthy range"])
def test_norms_are_found(text: str) -> None:
    assert NORMS.search(text)
    assert not NORMS.search("The knees going first is normal.")


def test_a_band_of_nobody_is_found() -> None:
    assert not WHOM.search("usual values")
    assert WHOM.search("24 competitive lifters")
