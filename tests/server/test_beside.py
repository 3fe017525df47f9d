"""Two repetitions are shown at the same phase, side by side, and what differs is said."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from tests.conftest import Actor
from tests.server.browsing import DESK, PHONE, served, visit
from tests.server.test_playing import BITS, CELL_PX, LOOKS, given_in, written

from hiphinge.workflow.filing import file_result
from hiphinge.workflow.in_step import repetitions_in_step

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.server.conftest import Filmed, Opened

BURNT_IN = """([bits, cell]) => [...document.querySelectorAll("[data-side]")].map((side) => {
  const video = side.querySelector("video"), canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const drawing = canvas.getContext("2d");
  drawing.drawImage(video, 0, 0);
  const pixels = drawing.getImageData(0, cell, canvas.width, 1).data, number = { shown: 0 };
  const bright = (bit) => pixels[4 * Math.round((bit + 0.5) * cell)] > 128;
  for (let bit = 0; bit < bits; bit += 1) if (bright(bit)) number.shown |= 1 << bit;
  return [number.shown, Number(side.dataset.frame)];
})"""
"""The numbers burnt into the frames on the screen, and those that the page says."""


def shown(page: "Page") -> list[list[int]]:
    """Return the numbers once those on the screen are those that the page says; the last look if they never are."""
    found: list[list[int]] = []
    for _ in range(LOOKS):
        page.wait_for_timeout(150)
        if page.evaluate("[...document.querySelectorAll('video')].some((one) => one.seeking)"):
            continue
        found = page.evaluate(BURNT_IN, [BITS, CELL_PX])
        if all(burnt == said for burnt, said in found):
            break
    return found


def test_both_videos_are_at_the_same_phase(chromium: "Browser", opened: "Opened", actor: Actor, tmp_path: Path) -> None:
    videos = {rate: tmp_path / f"{rate[0]}.mp4" for rate in ((33, 34), (40, 41))}
    times = [np.array(written(path, len(actor.motion), rate, first_ms=0)) for rate, path in videos.items()]
    person = opened.add()
    first, second = (given_in(opened, path, person=person).rpartition("/")[2] for path in videos.values())
    both = repetitions_in_step(opened.store, ((first, 1), (second, 3)))
    with served(opened.clips) as address:
        own = visit(chromium, address, size=DESK, theme="light")
        page = own.page
        own.open(f"/analyses/{first}/beside/{second}?a=1&b=3")
        page.wait_for_selector("#in-step[data-ready]")
        seen = {1: shown(page)}
        for knot, key in ((0, "Home"), (3, "End")):
            page.focus("#place")
            page.keyboard.press(key)
            seen[knot] = shown(page)
        page.keyboard.press(",")
        before = shown(page)
        page.keyboard.press(" ")
        page.wait_for_function("() => document.getElementById('play').textContent === 'Play'")
        seen[4] = shown(page)
        page.context.close()
    assert own.complaints == []
    for knot, sides in (*seen.items(),):
        for (burnt, said), side, frames in zip(sides, both, times, strict=True):
            assert burnt == said == np.argmin(np.abs(frames - side.moments_s[min(knot, 3)]))
    assert [burnt for burnt, _ in before] != [burnt for burnt, _ in seen[3]]


@pytest.mark.parametrize(("size", "theme"), [(DESK, "dark"), (PHONE, "light")])
def test_the_page_can_be_used_by_everybody(
    chromium: "Browser", filmed: "Filmed", size: dict[str, int], theme: "Literal['light', 'dark']"
) -> None:
    with served(filmed.opened.clips) as address:
        own = visit(chromium, address, size=size, theme=theme)
        own.open(f"{filmed.path}/beside/{filmed.id}")
        own.page.wait_for_selector("#in-step[data-ready]")
        assert own.serious() == []
        assert own.page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        text = own.page.get_attribute("#place", "aria-valuetext") or ""
        assert text.startswith("bottom: A at 0:")
        own.page.context.close()
    assert own.complaints == []


def test_the_pages_lead_to_it(filmed: "Filmed") -> None:
    browser, beside = filmed.opened.browser, f"{filmed.path}/beside/{filmed.id}"
    assert f'action="{filmed.path}/beside"' in browser.get(filmed.path).text
    answer = browser.get(f"{filmed.path}/beside", params={"other": filmed.id}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, beside)
    compared = browser.get("/compare", params={"a": f"{filmed.id}#1", "b": f"{filmed.id}#3"}).text
    assert f'href="{beside}?a=1&amp;b=3"' in compared
    page = browser.get(f"{beside}?a=1&b=3").text
    assert "Two sets in step" in page
    assert "Both are from one recording" in page


def test_what_cannot_be_laid_beside_each_other_is_refused(filmed: "Filmed") -> None:
    browser, beside = filmed.opened.browser, f"{filmed.path}/beside"
    for query in ("?a=99", "?a=0", "?b=x"):
        assert browser.get(f"{beside}/{filmed.id}{query}").status_code == 422, query
    assert "repetition 1, 2, 3" in browser.get(f"{beside}/{filmed.id}?a=99").text
    assert browser.get(f"{beside}/{'0' * 32}").status_code == 404
    assert browser.get(beside, params={"other": "//elsewhere"}).status_code == 422


def test_only_recordings_of_one_person_are_laid_beside_each_other(filmed: "Filmed") -> None:
    other = filmed.opened.add("Bo")
    id_ = file_result(filmed.opened.store, other, filmed.result).analysis.id
    answer = filmed.opened.browser.get(f"{filmed.path}/beside/{id_}")
    assert answer.status_code == 422
    assert "both are of one person" in answer.text
    assert id_ not in filmed.opened.browser.get(filmed.path).text


def test_without_poses_the_page_says_why(filmed: "Filmed") -> None:
    key = filmed.opened.store.corrections.recording(filmed.id).poses
    assert key is not None
    filmed.opened.store.files.remove(key)
    answer = filmed.opened.browser.get(f"{filmed.path}/beside/{filmed.id}")
    assert answer.status_code == 422
    assert "poses" in answer.text


def test_without_its_video_the_measured_lines_move(chromium: "Browser", filmed: "Filmed") -> None:
    other = filmed.opened.add("Bo")
    id_ = file_result(filmed.opened.store, other, filmed.result).analysis.id
    lines = "[...document.querySelectorAll('.bone')].map((one) => one.getAttribute('d'))"
    with served(filmed.opened.clips) as address:
        own = visit(chromium, address, size=DESK, theme="light")
        own.open(f"/analyses/{id_}/beside/{id_}?a=1&b=3")
        own.page.wait_for_selector("#in-step[data-ready]")
        at_bottom = own.page.evaluate(lines)
        own.page.focus("#place")
        own.page.keyboard.press("Home")
        standing = own.page.evaluate(lines)
        own.page.context.close()
    assert own.complaints == []
    assert all(at_bottom)
    assert all(standing)
    assert all(one != other for one, other in zip(at_bottom, standing, strict=True))


def test_two_sets_are_chosen_in_the_list(chromium: "Browser", filmed: "Filmed") -> None:
    opened = filmed.opened
    other = file_result(opened.store, opened.add("Bo"), filmed.result).analysis.id
    assert opened.browser.get(f"/beside?set={filmed.id}").status_code == 422
    assert opened.browser.get(f"/beside?set={filmed.id}&set=../x").status_code in {404, 422}
    refused = opened.browser.get(f"/beside?set={filmed.id}&set={other}")
    assert "both are of one person" in refused.text
    with served(opened.clips) as address:
        own = visit(chromium, address, size=PHONE, theme="dark")
        own.open("/sessions")
        assert own.page.is_disabled("#together button")
        own.page.check(f"input[value='{filmed.id}']")
        assert "One set" in own.page.inner_text("#together-said")
        own.page.check(f"input[value='{other}']")
        assert own.serious() == []
        assert own.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        own.page.click("#together button")
        own.page.wait_for_url("**/beside/**")
        assert own.complaints == []
        own.page.context.close()
