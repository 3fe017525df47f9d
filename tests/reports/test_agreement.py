import re

import pytest

from hiphinge.reports.agreement import agreement_page, title_of
from hiphinge.signals.agreement import AgreementStudy, QuantityAgreement, compare


def compared(
    id_: str = "lumbar_flexion_deg", *, people: tuple[str, ...] = ("P1", "P2", "P3", "P4")
) -> QuantityAgreement:
    ours, theirs = [30.0, 42.0, 25.0, 50.0], [28.0, 45.0, 20.0, 46.0]
    return compare(id_, ours, theirs, people=people, low=[v - 8 for v in ours], high=[v + 4 for v in ours])


def page(*found: QuantityAgreement, **given: object) -> str:
    usual = {"too_few": {}, "unpaired": (), "notes": (), "kinds": ("readings",), "by": "", "versions": {}}
    return agreement_page(AgreementStudy(compared=found, **{**usual, **given}))  # type: ignore[arg-type]  # filled from a table


def test_the_numbers_are_in_words_and_in_the_table() -> None:
    text = page(compared(), by="two straws")
    assert "hiphinge reads 2.0° more" in text
    assert "two straws" in text
    assert "100%" in text
    assert "Only 4 people" in text
    assert len(re.findall(r"<circle ", text)) == 4
    assert "P2: hiphinge 42.0°, reference 45.0°" in text


def test_every_dot_and_line_lies_in_its_drawing() -> None:
    text = page(compared())
    places = [float(v) for v in re.findall(r'(?:cx|cy|y1|y2|x1|x2)="([-\d.]+)"', text)]
    assert places
    assert min(places) >= 0
    assert max(places) <= 640
    heights = [float(v) for v in re.findall(r'<rect [^>]*height="([-\d.]+)"', text)]
    assert len(heights) == 3
    assert min(heights) >= 0


def test_one_person_is_said_to_be_one() -> None:
    assert "All moments are of one person" in page(compared(people=("P1",) * 4))


@pytest.mark.parametrize(
    ("kind", "words"), [("readings", "Straws"), ("angles", "another system"), ("markers", "two definitions")]
)
def test_what_was_compared_is_said(kind: str, words: str) -> None:
    assert words in page(compared(), kinds=[kind])


def test_what_had_no_counterpart_is_counted() -> None:
    text = page(
        compared(), unpaired=[(f"line {n}", "nothing there") for n in range(60)], too_few={"pelvis_tilt_deg": 2}
    )
    assert "60 references had no counterpart" in text
    assert "and 20 more" in text
    assert "Pelvis tilt (2)" in text


def test_the_page_loads_and_runs_nothing() -> None:
    text = page(compared(), versions={"hiphinge": "1"})
    assert "<script" not in text
    assert "script-src &#39;none&#39;" in text
    assert "src=" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert "not medical advice" in text


def test_every_quantity_has_a_title() -> None:
    assert title_of("chest_to_pelvis_deg") == "Chest against pelvis"
    assert title_of("pelvis_tilt_deg") == "Pelvis tilt"
    assert "half of thoracic flexion" in page(compared("chest_to_pelvis_deg"))
