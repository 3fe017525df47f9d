"""What is written from the catalogue says what the catalogue says, misses nothing, and leads somewhere."""

import importlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from hiphinge.catalogue import Catalogue, load, schemas
from hiphinge.quantities import QUANTITIES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
STATEMENTS = {0: 32, 1: 50, 2: 44, 3: 19, 4: 15}
ANCHOR = re.compile(r"^\(([\w.-]+)\)=$", flags=re.MULTILINE)
LINK = re.compile(r"(?:\]\(|^```\{image\} )([^)\s]+)", flags=re.MULTILINE)


@pytest.fixture(scope="module")
def written() -> Iterator[ModuleType]:
    sys.path.insert(0, str(DOCS / "_ext"))
    try:
        yield importlib.import_module("catalogue_pages")
    finally:
        sys.path.remove(str(DOCS / "_ext"))


@pytest.fixture(scope="module")
def pages(written: ModuleType) -> dict[str, str]:
    """Return every page of the documents by its path, those that are written at the build included."""
    reference = importlib.import_module("reference_pages")
    texts = {
        path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8")
        for path in DOCS.rglob("*.md")
        if not {"_build", "generated"} & {*path.parts} and (path.parent.name != "learn" or path.name == "index.md")
    }
    texts |= {f"reference/generated/{name}.md": page() for name, page in reference.PAGES.items()}
    texts["reference/generated/api.md"] = importlib.import_module("api_pages").api()
    return texts | {f"learn/{name}.md": text for name, text in written.learn_pages().items()}


@pytest.fixture(scope="module")
def anchors(pages: dict[str, str]) -> Counter[str]:
    return Counter(anchor for text in pages.values() for anchor in ANCHOR.findall(text))


def rows() -> list[list[str]]:
    text = (DOCS / "explanation/sources.md").read_text(encoding="utf-8")
    return [line.strip("| ").split(" | ") for line in text.splitlines() if re.match(r"\| \d-\d\d \|", line)]


def items(catalogue: Catalogue, written: ModuleType) -> Iterator[tuple[str, str]]:
    places = sys.modules[f"{written.__name__}.places"]
    for kind, table in places.KINDS.items():
        for id_ in getattr(catalogue, table):
            yield id_, places.anchor(kind, id_)


def test_schemas_and_pages_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts/write_catalogue.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_every_item_of_every_table_has_its_place(
    written: ModuleType, pages: dict[str, str], anchors: Counter[str]
) -> None:
    kinds = sys.modules[f"{written.__name__}.places"].KINDS
    assert set(kinds.values()) == set(schemas()), "every table has a kind"
    listed = pages["reference/findings.md"]
    missing = [a for id_, a in items(load(), written) if not anchors[a] and f"| `{id_}` |" not in listed]
    assert missing == []


def test_anchors_are_given_once(anchors: Counter[str]) -> None:
    assert [anchor for anchor, times in anchors.items() if times > 1] == []


def test_older_anchors_still_lead_somewhere(anchors: Counter[str]) -> None:
    catalogue = load()
    listed = [*catalogue.faults, *QUANTITIES]
    listed += [*(f"drill-{id_}" for id_ in catalogue.drills), *(f"evidence-{id_}" for id_ in catalogue.evidence)]
    assert [anchor for anchor in listed if not anchors[anchor]] == []


def test_every_link_to_an_anchor_leads_to_one(pages: dict[str, str], anchors: Counter[str]) -> None:
    wrong = {
        f"{name}: {target}"
        for name, text in pages.items()
        for target in LINK.findall(text)
        if target.startswith("#") and not anchors[target[1:]]
    }
    assert wrong == set()


def test_every_link_to_a_page_or_frame_leads_to_one(pages: dict[str, str]) -> None:
    there = {(DOCS / name).resolve() for name in pages}
    wrong = []
    for name, text in pages.items():
        for target in LINK.findall(text):
            path = (DOCS / name).parent.joinpath(target.partition("#")[0]).resolve()
            if not target.startswith(("#", "http")) and path not in there and not path.is_file():
                wrong.append(f"{name}: {target}")
    assert wrong == []


def test_every_drawing_is_shown_on_a_page(written: ModuleType, pages: dict[str, str]) -> None:
    figures = sys.modules[f"{written.__name__}.markup"].FIGURES
    shown = "\n".join(pages.values())
    drawn = [path.relative_to(figures).as_posix() for path in figures.rglob("*.svg")]
    assert [name for name in drawn if f"catalogue/figures/{name}\n" not in shown] == []


def test_the_articles_have_every_statement_in_order() -> None:
    articles = {a.number: [s.id for s in a.statements] for a in load().articles.values()}
    assert articles == {
        article: [f"{article}-{number:02d}" for number in range(1, count + 1)] for article, count in STATEMENTS.items()
    }


def test_the_page_of_sources_names_every_statement_once() -> None:
    listed = Counter(row[0] for row in rows())
    assert listed == Counter(s.id for a in load().articles.values() for s in a.statements)
    assert listed.total() == sum(STATEMENTS.values()) == 160
    text = (DOCS / "explanation/sources.md").read_text(encoding="utf-8")
    assert Counter(re.findall(r"\b[0-4]-\d\d\b", text)) == listed


def test_the_page_of_sources_counts_its_verdicts() -> None:
    text = (DOCS / "explanation/sources.md").read_text(encoding="utf-8")
    for verdict in ("does", "teaches", "corrects", "planned"):
        line = next(line for line in text.splitlines() if line.startswith(f"| **{verdict}** |"))
        assert int(line.strip("| ").split(" | ")[-1]) == sum(row[2] == verdict for row in rows())


def test_every_statement_lives_somewhere_unless_it_is_planned() -> None:
    assert [row[0] for row in rows() if len(row) < 5 and row[2] != "planned"] == []


def test_what_is_corrected_leads_to_the_disagreement() -> None:
    assert [row[0] for row in rows() if row[2] == "corrects" and "(#disagreement-" not in row[4]] == []


def test_what_hiphinge_does_leads_to_something_that_does_it() -> None:
    acting = re.compile(
        r"\(#(command|drill|exercise|finding|progression|lesson|question|self-test)-|intended-use\.md"
        rf"|\(#({'|'.join(QUANTITIES)})\)"
    )
    assert [row[0] for row in rows() if row[2] == "does" and not acting.search(row[4])] == []


def test_both_sides_of_the_evidence_are_reported(written: ModuleType) -> None:
    disputes = sys.modules[f"{written.__name__}.disputes"]
    text = (DOCS / "explanation/disagreements.md").read_text(encoding="utf-8").split("## Contested claims")[0]
    assert [id_ for id_ in (*disputes.AGAINST_FEAR, *disputes.FOR_CAUTION) if f"(#evidence-{id_})" not in text] == []


def test_pages_of_items_that_are_gone_are_taken_away(written: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "drills").mkdir()
    (tmp_path / "drills/handstand.md").write_text("# Handstand\n", encoding="utf-8")
    (tmp_path / "index.md").write_text("# By hand\n", encoding="utf-8")
    written.write_pages(tmp_path)
    assert not (tmp_path / "drills/handstand.md").exists()
    assert (tmp_path / "drills/wall_touch.md").read_text(encoding="utf-8").startswith("(drill-wall_touch)=\n# ")
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "# By hand\n"


def test_every_file_tells_editors_its_schema() -> None:
    data = ROOT / "src/hiphinge/catalogue/data"
    for folder in schemas():
        expected = f"#:schema ../../schemas/{folder}.json"
        assert [
            f.name for f in (data / folder).iterdir() if not f.read_text(encoding="utf-8").startswith(expected)
        ] == []
