"""The reference misses nothing: commands, options, keys, quantities, formats, findings, errors, settings, decisions."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hiphinge import errors
from hiphinge.catalogue import load
from hiphinge.quantities import QUANTITIES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference"
SETTING = re.compile(r"\bHIPHINGE_[A-Z_]+\b")


@pytest.fixture(scope="module")
def pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference_pages", DOCS / "_ext/reference_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def hand_written(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def walk(pages: ModuleType) -> list[tuple[str, Any]]:
    import typer.main

    from hiphinge.cli import app

    return [("-".join(path), command) for path, command in pages.commands(typer.main.get_command(app), ("hiphinge",))]


def test_every_command_and_option_has_its_place(pages: ModuleType) -> None:
    text = pages.PAGES["command-line"]()
    for name, command in walk(pages):
        assert f"(command-{name})=" in text
        section = text.split(f"(command-{name})=")[1].split("\n(command-")[0]
        options = [o for p in command.params if p.param_type_name == "option" and not p.hidden for o in p.opts]
        missing = [o for o in options if f"`{o}`" not in section and o not in {"--help", "-h"}]
        assert [o for o in missing if "completion" not in o] == [], f"{name} misses options"


def test_how_exact_a_quantity_is_from_behind_is_said_where_it_is_less(pages: ModuleType) -> None:
    oblique = load().accuracy["knee_flexion_deg"].oblique
    assert oblique is not None
    assert oblique.from_behind is not None
    section = pages.PAGES["quantities"]().split("(knee_flexion_deg)=")[1].split("\n(")[0]
    assert f"at 60°, and within {oblique.from_behind[0]:g} from behind." in section


def test_every_command_and_option_says_what_it_does(pages: ModuleType) -> None:
    silent = [name for name, command in walk(pages) if not (command.help or "").strip()]
    silent += [
        f"{name} {p.name}"
        for name, command in walk(pages)
        for p in command.params
        if not (getattr(p, "help", "") or "")
    ]
    assert silent == []


def test_every_key_of_the_document_is_described(pages: ModuleType) -> None:
    from hiphinge.documents import analysis_schema

    text, schema = pages.PAGES["analysis-json"](), analysis_schema()
    parts: dict[str, Any] = {"document": schema, **schema.get("$defs", {})}
    keys = {(name, key): value for name, part in parts.items() for key, value in part.get("properties", {}).items()}
    assert len(keys) > len(schema["properties"])
    assert [key for _, key in keys if f"`{key}`" not in text] == []
    assert [name for name, part in parts.items() if not part.get("description")] == []


def test_every_quantity_has_its_place(pages: ModuleType) -> None:
    text = pages.PAGES["quantities"]()
    assert [q.id for q in QUANTITIES.values() if f"({q.id})=" not in text or q.meaning not in text] == []


def test_every_quantity_says_how_exact_it_is_behind_a_plate_where_that_was_measured(pages: ModuleType) -> None:
    text = pages.PAGES["quantities"]()
    behind = [one.behind_plate for one in load().accuracy.values() if one.behind_plate is not None]
    assert behind
    assert [one for one in behind if f"within {one.absolute:g}, " not in text or one.determined not in text] == []


def test_every_format_has_a_page(pages: ModuleType) -> None:
    from hiphinge.sources.formats import formats

    overview = pages.PAGES["formats"]()
    assert [id_ for id_ in formats() if f"`{id_}`" not in overview] == []
    written = {path.stem for path in (REFERENCE / "formats").glob("*.md")} - {"index"}
    assert written == set(formats())


def test_every_export_and_file_has_its_place(pages: ModuleType) -> None:
    from hiphinge.exports import exports

    text = pages.PAGES["files"]()
    assert [e.id for e in exports().values() if f"--export {e.id}`" not in text or f"`{e.file_name}`" not in text] == []
    usual = (
        "analysis.json",
        "repetitions.csv",
        "series.parquet",
        "pose.parquet",
        "report.html",
        "reports.html",
        "overlay.mp4",
    )
    assert [name for name in usual if f"`{name}`" not in text] == []


def test_every_finding_exercise_drill_and_reason_has_its_place() -> None:
    text, catalogue = hand_written("findings.md"), load()
    ids = [*catalogue.faults, *catalogue.exercises, *catalogue.drills, *catalogue.reasons]
    assert [id_ for id_ in ids if f"`{id_}`" not in text and f"-{id_})=" not in text] == []


def test_every_error_and_exit_code_has_its_place(pages: ModuleType) -> None:
    text = pages.PAGES["errors"]()
    rows = [f"| {getattr(errors, name).exit_code} | `{name}` |" for name in errors.__all__]
    assert [row for row in rows if row not in text] == []


def test_the_help_names_every_exit_code() -> None:
    from hiphinge.cli import app

    documented = {int(code) for code in re.findall(r"(?:^|; )(\d+) ", app.info.epilog or "", flags=re.MULTILINE)}
    assert documented >= {0, *(getattr(errors, name).exit_code for name in errors.__all__)}


def test_every_setting_has_its_place() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = set(SETTING.findall(source))
    assert settings, "there is at least the folder of networks"
    assert [name for name in settings if f"`{name}`" not in hand_written("settings.md")] == []


def test_every_key_of_a_profile_has_its_place() -> None:
    from hiphinge.workflow.profile import PROFILE_TEMPLATE

    keys = re.findall(r"^(?:# )?(\w+) = ", PROFILE_TEMPLATE, flags=re.MULTILINE)
    assert len(keys) > 1
    assert [key for key in keys if f"`{key}`" not in hand_written("settings.md")] == []


def test_every_page_is_reached() -> None:
    listed = {
        (index.parent / entry).resolve()
        for index in DOCS.rglob("*.md")
        if "_build" not in index.parts
        for block in re.findall(r"```\{toctree\}\n(.*?)```", index.read_text(encoding="utf-8"), flags=re.DOTALL)
        for entry in block.split()
        if not entry.startswith(":")
    }
    written = {path.with_suffix("").resolve() for path in DOCS.rglob("*.md") if "_build" not in path.parts}
    globbed = {path for path in written if path.parent == REFERENCE / "formats"}
    assert sorted(written - listed - globbed - {DOCS / "index"}) == []


def test_every_decision_is_numbered_and_whole() -> None:
    records = sorted((DOCS / "decisions").glob("0*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert all(f"## {part}\n" in text for part in ("Context", "Decision", "Consequences"))


def test_the_map_names_every_package_that_stands_and_no_other() -> None:
    text = (DOCS / "explanation/architecture.md").read_text(encoding="utf-8")
    table = text.split("## Packages")[1].split("Named in the layers")[0]
    named = set(re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE))
    package = ROOT / "src/hiphinge"
    packages = {p.stem for p in package.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert named == {name for name in packages if not name.startswith("__")}


@pytest.mark.parametrize("name", ["accuracy", "answers"])
def test_a_page_of_figures_says_what_the_text_says_from_which_it_is_written(name: str) -> None:
    text = (ROOT / "validation" / name / "page.md").read_text(encoding="utf-8")
    written = (DOCS / "explanation" / f"{name}.md").read_text(encoding="utf-8")
    missing = [between for between in re.split(r"\{\{.*?\}\}", text) if between.strip() not in written]
    assert missing == []
