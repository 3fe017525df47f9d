"""Pages that follow from the catalogue, so that they cannot differ from it.

``docs/learn`` is written before Sphinx reads anything; three pages are kept with the text (``KEPT``), and
``scripts/write_catalogue.py`` writes them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from catalogue_pages.disputes import disagreements, statements
from catalogue_pages.exercises import exercise_pages, muscle_pages
from catalogue_pages.findings import finding_pages, findings_reference
from catalogue_pages.knowledge import before_you_start, evidence_page, reference_page, training_rule_pages
from catalogue_pages.practice import drill_pages, lesson_pages, self_test_pages

__all__ = ["KEPT", "learn_pages", "setup", "write_pages"]

KEPT: Mapping[str, Callable[[], str]] = {
    "reference/findings.md": findings_reference,
    "explanation/sources.md": statements,
    "explanation/disagreements.md": disagreements,
}
"""The pages that are kept with the text, and what writes their second half."""


def learn_pages() -> dict[str, str]:
    """Return every page of ``docs/learn`` but its first, by its path in there without an ending."""
    return dict(
        (
            *lesson_pages(),
            *drill_pages(),
            *exercise_pages(),
            *muscle_pages(),
            *finding_pages(),
            *self_test_pages(),
            *training_rule_pages(),
            evidence_page(),
            reference_page(),
            before_you_start(),
        )
    )


def write_pages(folder: Path) -> None:
    """Write every page that has changed, and take away those of items that are gone."""
    pages = {folder / f"{name}.md": text for name, text in learn_pages().items()}
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")
    for path in folder.rglob("*.md"):
        if path not in pages and path != folder / "index.md":
            path.unlink()


def setup(app: Any) -> dict[str, Any]:
    """Have the pages written before Sphinx reads anything."""
    app.connect("builder-inited", lambda app: write_pages(Path(app.srcdir) / "learn"))
    return {"parallel_read_safe": True}
