"""What is written from the catalogue says what the catalogue says."""

import subprocess
import sys
from pathlib import Path

from hiphinge.catalogue import load, schemas

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/reference/findings.md"


def test_schemas_and_page_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts/write_catalogue.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_the_page_has_every_finding_exercise_drill_reason_and_source() -> None:
    text = PAGE.read_text(encoding="utf-8")
    catalogue = load()
    places = [f"({id_})=" for id_ in catalogue.faults]
    places += [f"(drill-{id_})=" for id_ in catalogue.drills]
    places += [f"(evidence-{id_})=" for id_ in catalogue.evidence]
    places += [f"| `{id_}` |" for id_ in (*catalogue.exercises, *catalogue.reasons)]
    assert [place for place in places if place not in text] == []


def test_every_file_tells_editors_its_schema() -> None:
    data = ROOT / "src/hiphinge/catalogue/data"
    for folder in schemas():
        expected = f"#:schema ../../schemas/{folder}.json"
        assert [
            f.name for f in (data / folder).iterdir() if not f.read_text(encoding="utf-8").startswith(expected)
        ] == []
