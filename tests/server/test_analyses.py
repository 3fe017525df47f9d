"""The answer in the app is the answer of `hiphinge analyze`, number for number, beside the video."""

import json
import re
from dataclasses import fields
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.analysis import Correction
from hiphinge.lab import setting_of
from hiphinge.reports import html_page
from hiphinge.store import packed_times
from hiphinge.workflow.correcting import correct, undo
from hiphinge.workflow.progress import no_progress
from hiphinge.workflow.result_files import AnalysedRecording, FileOptions, analysis_report
from hiphinge.workflow.showing import lines_on_video, show_analysis

if TYPE_CHECKING:
    from tests.server.conftest import Filmed

    from hiphinge.reports import Report


def report_of_the_command(filmed: "Filmed") -> "Report":
    result = filmed.result
    analysed = AnalysedRecording(analysis=result.analysis, provenance=result.provenance, video=result.video)
    return analysis_report(analysed, home=Path(), options=FileOptions(), listener=no_progress)


def test_every_part_of_the_report_is_that_of_the_command(filmed: "Filmed") -> None:
    own, theirs = show_analysis(filmed.opened.store, filmed.id).report, report_of_the_command(filmed)
    assert own.figures, "the video is kept, so that its frames are shown"
    for part in fields(own):
        if part.name != "video":  # where it is opened from
            assert getattr(own, part.name) == getattr(theirs, part.name), part.name


def test_the_numbers_are_the_same_byte_for_byte(filmed: "Filmed") -> None:
    answer = filmed.opened.browser.get(f"{filmed.path}/analysis.json")
    assert json.loads(answer.content) == json.loads(filmed.result.to_json())
    assert answer.content == filmed.result.to_json(indent=None).encode()


def test_the_page_says_what_the_page_of_the_command_says(filmed: "Filmed") -> None:
    def words(page: str) -> list[str]:
        body = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
        return unescape(re.sub(r"<[^>]*>", " ", body)).split()

    command = html_page(report_of_the_command(filmed))
    section = re.search(r'<section id="repetitions".*?</section>', command, flags=re.DOTALL)
    own = filmed.opened.browser.get(filmed.path).text
    assert section is not None
    assert section[0] in own
    headline = re.search(r"<h1>(.*?)</h1>", command)
    assert headline is not None
    assert headline[0] in own
    assert len(set(words(command)) - set(words(own))) < 12, "what a page alone says about itself"
    lab = re.search(r'href="(/lab[^"]*)">Put it in the lab', own)
    assert lab is not None
    set_here = setting_of(filmed.result.analysis)
    assert set_here is not None
    page = filmed.opened.browser.get(unescape(lab[1])).text
    assert f'name="b.lean" min="0" max="95" step="1" value="{set_here.lean:g}"' in page
    assert "Both settings are the same." in page


def test_a_correction_changes_the_page_and_can_be_taken_back(filmed: "Filmed") -> None:
    before = filmed.opened.browser.get(filmed.path).text
    correct(filmed.opened.store, filmed.id, Correction(kind="exercise", name="conventional_deadlift"))
    changed = filmed.opened.browser.get(filmed.path).text
    assert "Romanian deadlift" in before
    assert changed != before
    corrected = json.loads(filmed.opened.browser.get(f"{filmed.path}/analysis.json").content)
    assert corrected["exercise"]["id"] == "conventional_deadlift"
    undo(filmed.opened.store, filmed.id)
    document = json.loads(filmed.opened.browser.get(f"{filmed.path}/analysis.json").content)
    assert document["exercise"]["id"] == "romanian_deadlift"


def test_the_video_is_sent_whole_and_in_parts(filmed: "Filmed") -> None:
    assert filmed.result.video is not None
    content, browser = filmed.result.video.read_bytes(), filmed.opened.browser
    whole = browser.get(f"{filmed.path}/video")
    assert (whole.content, whole.headers["content-type"]) == (content, "video/mp4")
    for asked, start, end in (("0-9", 0, 9), ("10-", 10, len(content) - 1), ("-5", len(content) - 5, len(content) - 1)):
        part = browser.get(f"{filmed.path}/video", headers={"Range": f"bytes={asked}"})
        assert part.status_code == 206
        assert part.content == content[start : end + 1]
        assert part.headers["content-range"] == f"bytes {start}-{end}/{len(content)}"
    assert browser.get(f"{filmed.path}/video", headers={"Range": f"bytes={len(content)}-"}).status_code == 416


def test_the_lines_are_those_of_every_frame(filmed: "Filmed") -> None:
    lines = filmed.opened.browser.get(f"{filmed.path}/lines.json").json()
    side = filmed.result.analysis.side
    assert side is not None
    np.testing.assert_allclose(lines["times"], side.time_s, atol=1e-4)
    assert lines.pop("frames") is None, "nobody asked for the times of all frames"
    assert lines == json.loads(json.dumps(lines_on_video(show_analysis(filmed.opened.store, filmed.id))))


def test_what_is_to_be_sent_needs_nothing_beside_it(filmed: "Filmed") -> None:
    answer = filmed.opened.browser.get(f"{filmed.path}/report.html")
    assert "attachment" in answer.headers["content-disposition"]
    assert not re.search(r'(?:src|href)="(?:/|http)', answer.text)


def test_without_poses_the_page_says_why_and_still_has_the_numbers(filmed: "Filmed") -> None:
    store = filmed.opened.store
    key = store.corrections.recording(filmed.id).poses
    assert key is not None
    store.files.remove(key)
    page = filmed.opened.browser.get(filmed.path)
    assert page.status_code == 200
    assert "poses" in page.text
    assert filmed.opened.browser.get(f"{filmed.path}/analysis.json").status_code == 200


def test_a_session_is_found_and_renamed(filmed: "Filmed") -> None:
    opened = filmed.opened
    assert filmed.path in opened.browser.get("/sessions").text
    assert filmed.path in opened.browser.get("/sessions?q=romanian ana").text
    assert filmed.path not in opened.browser.get("/sessions?q=squat").text
    assert opened.send(f"{filmed.path}/name", name="Monday <b>heavy</b>") == (303, filmed.path)
    assert "Monday &lt;b&gt;heavy&lt;/b&gt;" in opened.browser.get("/sessions?q=monday").text
    assert opened.send(f"{filmed.path}/name", name="  ")[0] == 422


def test_two_repetitions_are_compared(filmed: "Filmed") -> None:
    page = filmed.opened.browser.get("/compare", params={"a": f"{filmed.id}#1", "b": f"{filmed.id}#3"})
    assert page.status_code == 200
    assert "Side by side" in page.text
    for wrong in ("/etc", "../x", "set.hiphinge", f"{filmed.id}#1;", "last"):
        assert filmed.opened.browser.get("/compare", params={"a": wrong, "b": filmed.id}).status_code == 422, wrong
    assert filmed.opened.browser.get("/compare", params={"a": f"{filmed.id}#99", "b": filmed.id}).status_code == 422


def test_a_recording_is_compared_with_the_demonstration(filmed: "Filmed") -> None:
    page = filmed.opened.browser.get("/compare", params={"a": "demonstration", "b": filmed.id})
    assert page.status_code == 200
    assert "the demonstration of Romanian deadlift" in page.text
    assert 'value="demonstration" selected' in page.text
    both = {"a": "demonstration", "b": "demonstration"}
    assert filmed.opened.browser.get("/compare", params=both).status_code == 422


def test_an_analysis_that_is_not_there_is_not_found(filmed: "Filmed") -> None:
    for path in (f"/analyses/{'0' * 32}", f"/analyses/{'0' * 32}/video", "/analyses/x", "/clips/x/video"):
        assert filmed.opened.browser.get(path).status_code == 404, path


def test_it_says_that_the_video_is_being_prepared_until_it_is(filmed: "Filmed") -> None:
    browser, store = filmed.opened.browser, filmed.opened.store
    assert "The video is being prepared" in browser.get(filmed.path).text
    claimed = store.clips.claim("w", lost_after=timedelta(minutes=1))
    assert claimed is not None
    store.clips.keep_frames(claimed, times=packed_times((0.0, 0.1)), proxy=None)
    assert "The video is being prepared" not in browser.get(filmed.path).text
