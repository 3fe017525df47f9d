"""The page: everything that the analysis says is on it, it loads nothing, and names from outside stay names."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.analysis import Analysis, Measurement
from hiphinge.catalogue import load
from hiphinge.errors import OutputError
from hiphinge.findings import NotMeasurable
from hiphinge.reports import VideoRef, build_report, html_page, needed_times, write_page
from hiphinge.reports.ranking import faults_in_set
from hiphinge.reports.text import clock

VOID = {"meta", "link", "img", "input", "br"}
SLY = "<script>alert(1)</script>\"'&.mp4"


class Page(HTMLParser):
    """Tags with their attributes, words, and whether every tag is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.inside: dict[str, list[str]] = {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):  # type: ignore[union-attr]  # just parsed
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another"

    def handle_data(self, data: str) -> None:
        where = self.open[-1] if self.open else ""
        self.inside.setdefault(where, []).append(data)
        if where not in {"script", "style"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def source(five_hinges: Analysis, drawn: Callable[[Analysis, float], NDArray[np.uint8]]) -> str:
    frames = {t: drawn(five_hinges, t) for t in needed_times(five_hinges)}
    return html_page(build_report(five_hinges, frames=frames, video=VideoRef(name="set.mp4", href="set.mp4")))


@pytest.fixture(scope="module")
def page(source: str) -> Page:
    return Page(source)


def test_every_tag_is_closed(page: Page) -> None:
    assert page.open == []


def repetitions_on(page: Page) -> list[str]:
    return [a["data-repetition"] for a in page.all("article") if "data-repetition" in a]


def test_every_kind_of_finding_is_there_once_with_name_cue_drill_why_and_its_clearest_moment(
    page: Page, five_hinges: Analysis
) -> None:
    catalogue = load()
    seen = faults_in_set(five_hinges, catalogue=catalogue)
    assert len(seen) == 2
    assert [a["data-finding"] for _, a in page.tags if "data-finding" in a] == [s.fault.id for s in seen]
    for fault, time_s in ((s.fault, s.clearest.time_s) for s in seen):
        for words in (fault.name, fault.cue, fault.why, catalogue.drills[fault.drill].name, clock(time_s)):
            assert re.sub(r"\s+", " ", words) in page.text
        for words in (fault.why, fault.measured, fault.cue, fault.cue_internal):
            assert page.text.count(re.sub(r"\s+", " ", words)) == 1, words


def test_every_finding_is_named_with_its_repetition(page: Page, five_hinges: Analysis) -> None:
    links = [a["href"] for a in page.all("a") if a.get("href", "").startswith("#found-")]
    notes = [f"#found-{f.id}" for r in five_hinges.repetitions for f in r.findings]
    assert five_hinges.advice is not None
    assert sorted(links) == sorted([*notes, f"#found-{five_hinges.advice.finding}"])
    ids = {a["id"] for _, a in page.tags if "id" in a}
    assert {link.removeprefix("#") for link in links} <= ids


def test_every_repetition_has_a_card_and_a_row(page: Page, five_hinges: Analysis) -> None:
    assert repetitions_on(page) == [str(r.index) for r in five_hinges.repetitions]
    assert len(page.all("tr")) >= 1 + len(five_hinges.repetitions)


def test_every_number_is_there_with_its_interval(five_hinges: Analysis) -> None:
    report = build_report(five_hinges)
    page = Page(html_page(report))
    rows = {row.id: row for row in report.numbers.rows}
    measured = {id_ for r in five_hinges.repetitions for id_, m in r.measurements.items() if isinstance(m, Measurement)}
    assert {id_ for id_ in rows if not id_.startswith("pattern_")} == measured
    fifth = rows["knee_flexion_deg"].cells[4]
    assert (fifth.value, fifth.interval, rows["knee_flexion_deg"].unit) == ("58", "52 to 64", "°")
    hidden = rows["head_angle_deg"].cells[1]
    assert (hidden.value, hidden.reason) == ("\N{EN DASH}", "The head left the frame. Step back a little.")
    assert {len(row.cells) for row in report.numbers.rows} == {len(five_hinges.repetitions)}
    assert all(cell.interval in page.text for row in report.numbers.rows for cell in row.cells)


def test_a_repetition_says_what_differs_from_the_others_and_which_is_best(five_hinges: Analysis) -> None:
    cards = build_report(five_hinges).repetitions
    assert cards[4].differs == ("Knee 58°, others 34°", "Down 0.6\N{NO-BREAK SPACE}s, others 0.9\N{NO-BREAK SPACE}s")
    assert [card.rank for card in cards] == ["best", "", "", "", "worst", ""]
    assert cards[5].differs == ()
    alone = build_report(replace(five_hinges, repetitions=five_hinges.repetitions[:1])).repetitions[0]
    assert (alone.differs, alone.rank) == ((), "")


def test_everything_that_could_not_be_measured_has_its_reason_and_what_to_do(page: Page, five_hinges: Analysis) -> None:
    single = [m for r in five_hinges.repetitions for m in r.measurements.values() if isinstance(m, NotMeasurable)]
    for gap in (*five_hinges.not_measurable, *single):
        assert gap.reason in page.text
        assert gap.do in page.text


def test_paragraph_next_set_method_and_intended_use_are_there(page: Page, five_hinges: Analysis) -> None:
    report = build_report(five_hinges)
    texts = [report.paragraph.headline, report.paragraph.counted, report.paragraph.found, *report.intended_use]
    assert five_hinges.advice is not None
    texts += [five_hinges.advice.cue, five_hinges.advice.next, five_hinges.advice.why, *(f.text for f in report.method)]
    for words in texts:
        assert re.sub(r"\s+", " ", words) in page.text


def test_nothing_is_loaded_from_anywhere(page: Page, source: str) -> None:
    for tag, attributes in page.tags:
        for name in ("src", "href", "action", "poster", "srcset", "data"):
            value = attributes.get(name)
            if value is not None:
                assert value.startswith(("data:", "#")), f"<{tag} {name}={value[:60]}>"
    style = "".join(page.inside["style"])
    assert "url(" not in style
    assert "@import" not in style
    assert not re.search(r"https?://|wss?://|//[a-z]+\.", re.sub(r"data:[^\"]*", "", source))
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|sendBeacon|importScripts|eval)\b", source)


def test_the_policy_allows_this_script_and_no_other(page: Page) -> None:
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    script = page.inside["script"][-1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


def test_the_video_is_only_named(page: Page) -> None:
    (video,) = page.all("video")
    assert video["data-href"] == "set.mp4"
    assert "src" not in video


def test_names_from_outside_stay_names(named: Callable[[str], Analysis]) -> None:
    reference = VideoRef(name=SLY, href=f"file:///{SLY}")
    page = Page(html_page(build_report(named(SLY), video=reference)))
    assert len(page.all("script")) == 2
    assert SLY in page.text
    (video,) = page.all("video")
    assert video["data-href"] == f"file:///{SLY}"


def test_every_control_has_a_name_and_every_image_its_words(page: Page) -> None:
    for image in page.all("img"):
        assert image.get("alt") or image.get("id") == "still"
    labels = {a["for"] for a in page.all("label") if "for" in a}
    for tag in ("input", "select"):
        for control in page.all(tag):
            inside_label = control.get("id") == "lines"
            assert control.get("aria-label") or control.get("id") in labels or inside_label, control
    assert {a["role"] for a in page.all("div") if "tabindex" in a} == {"region", "slider"}
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids


def test_what_moves_is_plain_data(page: Page, five_hinges: Analysis) -> None:
    moving: dict[str, Any] = json.loads(page.inside["script"][0])
    assert len(moving["times"]) == len(moving["joints"]) == len(five_hinges.motion)
    assert {len(row) for row in moving["joints"]} == {20}
    assert set(moving["charts"]) == {a["data-id"] for a in page.all("div") if "data-id" in a}


def test_a_page_is_small(source: str) -> None:
    assert len(source) < 1_500_000


def test_a_refused_clip_gets_a_page_that_says_how_to_video_again(refused: Analysis) -> None:
    page = Page(html_page(build_report(refused)))
    assert page.open == []
    for words in ("The video is from the front.", "Film from the side.", "How to film it again", "three long steps"):
        assert words in page.text
    assert page.all("article") == []
    assert not [a for _, a in page.tags if a.get("id") == "moving"]


def test_a_view_that_hides_most_gets_the_drawing_too(five_hinges: Analysis) -> None:
    oblique = replace(five_hinges, view=replace(five_hinges.view, label="oblique", usable=False))
    page = Page(html_page(build_report(oblique)))
    assert "How to film it again" in page.text
    assert repetitions_on(page) == [str(r.index) for r in five_hinges.repetitions]
    assert "How to film it again" not in Page(html_page(build_report(five_hinges))).text


def test_a_page_without_a_video_has_no_button_to_open_one(five_hinges: Analysis) -> None:
    page = Page(html_page(build_report(five_hinges)))
    assert page.all("video") == []
    assert "Open the video" not in page.text


def test_a_page_is_written_whole_or_not_at_all(five_hinges: Analysis, tmp_path: Path) -> None:
    report = build_report(five_hinges)
    write_page(report, tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == html_page(report)
    (tmp_path / "taken").mkdir()
    with pytest.raises(OutputError, match="Choose another place"):
        write_page(report, tmp_path / "taken")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["report.html", "taken"]
