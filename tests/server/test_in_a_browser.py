"""The pages in Chromium: by keyboard alone, in both themes, on a phone, for a screen reader, nothing from outside."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.server.browsing import DESK, PHONE, served, visit

from hiphinge.planning import Settings as PlanSettings
from hiphinge.workflow.kept_plans import keep_plan, present_plan
from hiphinge.workflow.log_keeping import log_sets

if TYPE_CHECKING:
    from typing import Literal

    from playwright.sync_api import Browser
    from tests.server.conftest import Filmed

    Theme = Literal["light", "dark"]

PAGES = (
    "/",
    "/sessions",
    "/today",
    "/log",
    "/plan",
    "/plan/new",
    "/plan/practice",
    "/progress",
    "/learn",
    "/tests",
    "/tests/bird_dog_test",
    "/tests/sitting?test=toe_touch&test=bird_dog_test",
    "/lab",
    "/live",
    "/library?q=back",
    "/library/wall_touch",
    "/library/faults/back_gives",
    "/library/filming",
    "/learn/ready",
    "/people",
    "/overview",
    "/data",
    "/settings",
    "/phone",
    "/health",
    "/nothing",
)


@pytest.fixture
def address(filmed: "Filmed") -> Iterator[str]:
    """Serve the app with a filmed set, and two videos on their way."""
    clips = filmed.opened.clips
    failed = clips.submit(filmed.result.video, name="broken.mov", person="Ana")
    clips.becomes(failed, "failed", reason="The file ends in the middle of a frame.")
    clips.submit(filmed.result.video, name="new.mov")
    log_sets(filmed.opened.store, filmed.person, "rdl 2x8 60kg rest 60s", at="yesterday 17:30")
    with served(clips) as address:
        yield address


def test_colours_that_are_hard_to_read_in_one_theme_are_found_from_the_other(chromium: "Browser") -> None:
    own = visit(chromium, "", size=DESK, theme="light")
    style = "p { color: #000; background: #fff } @media (prefers-color-scheme: dark) { p { background: #222 } }"
    own.page.set_content(
        f"<html lang='en'><title>a</title><style>{style}</style><main><h1>a</h1><p>hard to read</p></main>"
    )
    assert own.serious() == []
    assert [one.partition(":")[0] for one in own.serious_in("dark")] == ["color-contrast"]
    assert own.serious_in("light") == []
    own.page.context.close()


@pytest.mark.parametrize(("size", "theme", "other"), [(DESK, "light", "dark"), (PHONE, "dark", "light")])
def test_every_page_can_be_used_by_everybody(
    chromium: "Browser", address: str, filmed: "Filmed", size: dict[str, int], theme: "Theme", other: "Theme"
) -> None:
    """Themes differ in colours alone, so that the rules about colours are asked in the other one, too."""
    own = visit(chromium, address, size=size, theme=theme)
    start, store = datetime.now(UTC).date().toordinal(), filmed.opened.store
    keep_plan(store, filmed.person, PlanSettings(start=start, weekdays=tuple(range(7)), weeks=2))
    session = present_plan(store, filmed.person).plan().sessions[0]
    changing = f"/plan/sessions/{date.fromordinal(session.day)}"
    comparing = f"/compare?a={filmed.id}%231&b={filmed.id}%233"
    for path in (*PAGES, filmed.path, f"{filmed.path}/correct", comparing, changing):
        own.open(path)
        own.page.wait_for_load_state("networkidle") if path == filmed.path else None
        assert own.serious() == [], path
        assert own.serious_in(other) == [], path
        assert own.page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
    assert own.complaints == []
    assert {url for url in own.asked if not url.startswith((address, "data:", "blob:"))} == set()
    own.page.context.close()


def test_by_keyboard_alone_from_the_list_to_the_frame(chromium: "Browser", address: str, filmed: "Filmed") -> None:
    own = visit(chromium, address, size=DESK, theme="light")
    page = own.page

    def tab_to(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(selector)

    own.open("/")
    tab_to("a[href='#main']")
    page.keyboard.press("Enter")
    tab_to("button")
    tab_to("a[href='/data'], a[href='/people']")
    own.open("/sessions")
    tab_to(f"a[href='{filmed.path}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{filmed.path}")
    page.wait_for_selector("#lines-shown:not([hidden])")
    time_at = "Number(document.getElementById('time').getAttribute('aria-valuenow'))"
    before = page.evaluate(time_at)
    page.keyboard.press(".")
    page.wait_for_function(f"{time_at} > {before}")
    page.keyboard.press(",")
    page.wait_for_function(f"Math.abs({time_at} - {before}) < 0.02")
    tab_to("button[data-seek]:not(.marker)")
    wanted = page.evaluate("Number(document.activeElement.dataset.seek)")
    page.keyboard.press("Enter")
    page.wait_for_function(f"Math.abs({time_at} - {wanted}) < 0.05")
    assert own.complaints == []
    page.context.close()


def test_whose_videos_are_is_said_by_keys_alone(chromium: "Browser", address: str, filmed: "Filmed") -> None:
    own, clips = visit(chromium, address, size=DESK, theme="light"), filmed.opened.clips
    page = own.page
    clips.submit(filmed.result.video, name="other.mov")
    for one in clips.clips():
        if one.person is None:
            clips.becomes(one.id, "done", analysis=filmed.id)
    filmed.opened.add("Bo")
    own.open("/")
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('a[href=\"#rows\"]')"):
        page.keyboard.press("Tab")
    for key in ("Enter", "j", "x", "ArrowDown", "x"):
        page.keyboard.press(key)
    assert page.inner_text("#whose-count") == "2 chosen"
    page.keyboard.press("2")
    page.wait_for_selector("#said:has-text('2 videos are Bo')", state="attached")
    assert [one.person for one in clips.clips()] == ["Bo", "Bo", "Ana"]
    page.wait_for_selector("[data-name='broken.mov'] .clip-name:focus")
    page.keyboard.press("Enter")
    page.wait_for_url("**/clips/*")
    assert own.complaints == []
    page.context.close()


def test_a_set_is_tapped_and_its_rest_runs(chromium: "Browser", address: str, filmed: "Filmed") -> None:
    own = visit(chromium, address, size=PHONE, theme="dark")
    own.open("/settings")
    own.page.fill("#plates [name=plates]", "20 10 5")
    own.page.click("#plates button")
    own.open("/today")
    own.page.click("a.plates")
    own.page.wait_for_selector(".plates-said:not(:empty)")
    assert own.page.inner_text(".plates-said") == "20 kg on each side of the 20 kg bar."
    own.page.click(".next .done-button")
    own.page.wait_for_selector("#rest:not([hidden])")
    assert own.page.inner_text("#rest-left") in {"1:00", "0:59", "0:58"}
    assert len(filmed.opened.store.log.sets(filmed.person)) == 3
    own.page.click("#rest-stop")
    own.page.wait_for_selector("#rest", state="hidden")
    assert own.complaints == []
    own.page.context.close()


def test_a_file_that_is_no_video_is_not_sent(chromium: "Browser", address: str, tmp_path: Path) -> None:
    own = visit(chromium, address, size=DESK, theme="light")
    text = tmp_path / "notes.txt"
    text.write_text("no video", encoding="utf-8")
    own.open("/")
    own.page.set_input_files("#choose", text)
    own.page.wait_for_selector("#uploads .clip-state")
    assert "no video" in own.page.inner_text("#uploads")
    assert [url for url in own.asked if "/uploads" in url] == []
    own.page.context.close()


def test_only_what_broke_off_goes_on_where_it_stopped(chromium: "Browser", address: str, tmp_path: Path) -> None:
    own = visit(chromium, address, size=DESK, theme="light")
    page, video = own.page, tmp_path / "set.mp4"
    video.write_bytes(b"no video" * 100)

    def said() -> str:
        own.open("/")
        page.set_input_files("#choose", video)
        page.wait_for_selector("#uploads .clip:not(:has(progress))")
        return page.inner_text("#uploads")

    refused = {"status": 415, "content_type": "application/json", "body": '{"error": "This is no video."}'}
    page.route("**/uploads", lambda route: route.fulfill(**refused))
    assert said().split("\n")[-1] == "This is no video."
    page.unroute("**/uploads")
    page.route("**/uploads", lambda route: route.abort())
    assert "goes on where it stopped" in said()
    page.unroute("**/uploads")
    place = {"status": 201, "headers": {"Location": "/uploads/one"}}
    page.route("**/uploads", lambda route: route.fulfill(**place))
    there, full = {"status": 200, "headers": {"Upload-Offset": "0"}}, {"status": 507, "body": "The disk is full."}
    page.route("**/uploads/one", lambda route: route.fulfill(**(there if route.request.method == "HEAD" else full)))
    own.asked.clear()
    for exercise, begun in (("", 1), ("", 1), ("good_morning", 2)):
        own.open("/")
        page.select_option("#for-exercise", exercise)
        page.set_input_files("#choose", video)
        page.wait_for_selector("#uploads .clip:not(:has(progress))")
        assert sum(url.endswith("/uploads") for url in own.asked) == begun, "said otherwise, it is another upload"
    page.context.close()
