"""Paper: as many pages as it should take, accessible, offline, from data alone."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from tests.reports.accessible_pdf import barriers

from hiphinge.analysis import Analysis
from hiphinge.errors import MissingComponentError, OutputError
from hiphinge.planning import Plan, Settings, make_plan
from hiphinge.reports import build_report, needed_times
from hiphinge.reports.lettering import Image
from hiphinge.reports.pdf import READERS, PaperSheet, Reader, cycle_sheet, pdf_of, session_sheet, set_sheet
from hiphinge.reports.pdf.sheet import Heading, TextBlock

NOW = datetime(2027, 1, 4, tzinfo=UTC)
PAGES = {"lifter": 1, "coach": 2}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="module")
def plan() -> Plan:
    settings = Settings(
        start=date(2027, 1, 4).toordinal(),
        weekdays=(0, 2, 4),
        experience="some",
        equipment=frozenset({"barbell", "dumbbells"}),
        loads={"romanian_deadlift": 60.0},
    )
    return make_plan(settings)


def pages_of(content: bytes) -> int:
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("reader", READERS)
def test_a_plan_and_a_session_fit_their_pages_and_are_accessible(plan: Plan, reader: Reader) -> None:
    for sheet in (
        cycle_sheet(plan, whose="Ana", reader=reader),
        session_sheet(plan, plan.sessions[0], whose="Ana", reader=reader),
    ):
        content = pdf_of(sheet, now=NOW)
        assert barriers(content) == []
        assert 1 <= pages_of(content) <= PAGES[reader]


@pytest.mark.parametrize("reader", READERS)
def test_a_set_fits_its_pages_and_is_accessible(
    five_hinges: Analysis, drawn: Callable[[Analysis, float], Image], reader: Reader
) -> None:
    report = build_report(five_hinges, frames={t: drawn(five_hinges, t) for t in needed_times(five_hinges)})
    sheet = set_sheet(report, whose="Ana", reader=reader)
    assert list(sheet.images) == ["moment.webp"]
    content = pdf_of(sheet, now=NOW)
    assert barriers(content) == []
    assert pages_of(content) == PAGES[reader]


def test_a_set_without_a_video_has_no_image(five_hinges: Analysis) -> None:
    sheet = set_sheet(build_report(five_hinges))
    assert sheet.images == {}
    assert barriers(pdf_of(sheet, now=NOW)) == []


def test_the_same_sheet_is_the_same_file_whatever_its_words_are(plan: Plan) -> None:
    sheet = cycle_sheet(plan, whose='#import "@preview/x:1.0.0" $a$ \\ <b>', reader="lifter")
    assert pdf_of(sheet, now=NOW) == pdf_of(sheet, now=NOW)
    with pikepdf.open(BytesIO(pdf_of(sheet, now=NOW))) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Plan of hinge sessions"
        assert "@preview" in str(metadata["dc:description"])


def test_what_fits_in_no_size_takes_more_pages() -> None:
    long = tuple(TextBlock(text="A line that is said. " * 30) for _ in range(60))
    assert pages_of(pdf_of(PaperSheet(title="Long", lead="", blocks=long, foot="", pages=1), now=NOW)) > 1


def test_without_typst_it_says_what_to_install(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(MissingComponentError, match=r"hiphinge\[pdf\]"):
        pdf_of(cycle_sheet(plan, whose=""))


def test_barriers_are_found(plan: Plan) -> None:
    skipping = PaperSheet(title="T", lead="l", blocks=(Heading(text="Third", level=3),), foot="f", pages=1)
    with pytest.raises(OutputError, match="heading"):
        pdf_of(skipping, now=NOW)
    content = pdf_of(cycle_sheet(plan, whose="Ana"), now=NOW)

    def worse(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/ViewerPreferences"]
        pdf.pages[0].contents_add(b"BT (x) Tj ET")

    found = {one.split(":")[0] for one in barriers(_changed(content, worse))}
    assert found == {"PDFUA1-VIEWER-PREFERENCES-001", "PDFUA1-CONTENT-TAGGING-001"}


def test_what_it_is_for_is_read_at_the_end(plan: Plan) -> None:
    """Words in a footer are left out by a screen reader, so they are part of the text, once, at its end."""
    sheet = cycle_sheet(plan, whose="Ana", reader="coach")
    parts = _parts(pdf_of(sheet, now=NOW))
    assert parts == [*_parts(pdf_of(replace(sheet, foot=""), now=NOW)), "/P"]
    assert parts[:3] == ["/H1", "/P", "/H2"]


def _parts(content: bytes) -> list[str]:
    with pikepdf.open(BytesIO(content)) as pdf:
        document: Any = pdf.Root.StructTreeRoot.K[0]
        return [str(one.S) for one in document.K]


def _changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()
