"""The page in a real browser: film, charts and lines move together, nothing fails, nothing is asked of a network."""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.coaching import advise
from hiphinge.reports import VideoRef, build_report, needed_times, write_overlay, write_page
from hiphinge.testing import HINGE, Camera, Lift, Plan, film

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--allow-file-access-from-files",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
)
ON_PIPES = "import os, sys; os.dup2({0}, 3); os.dup2({1}, 4); os.execv(sys.argv[1], sys.argv[1:])"
"""The browser reads its orders from descriptor 3 and answers on 4."""

PATIENCE_S = 60.0


@dataclass
class Browser:
    """One tab, told what to do over a pipe."""

    orders: int
    answers: int
    session: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    unread: bytes = b""
    count: int = 0

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.count += 1
        order: dict[str, Any] = {"id": self.count, "method": method, "params": parameters}
        if self.session is not None:
            order["sessionId"] = self.session
        os.write(self.orders, json.dumps(order).encode() + b"\0")
        while True:
            answer = self.next_message()
            if answer.get("id") == self.count:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])
            self.events.append(answer)

    def next_message(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE_S
        while b"\0" not in self.unread:
            ready, _, _ = select.select([self.answers], [], [], max(0.0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            read = os.read(self.answers, 1 << 20)
            assert read, "the browser has gone"
            self.unread += read
        message, _, self.unread = self.unread.partition(b"\0")
        return dict(json.loads(message))

    def ask(self, expression: str) -> Any:
        result = self.tell("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, expression: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while not self.ask(expression):
            assert time.monotonic() < until, f"waited in vain for {expression}"
            time.sleep(0.05)

    def open(self, page: Path) -> None:
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Runtime", "Log", "Network", "Page"):
            self.tell(f"{domain}.enable")
        self.tell("Page.navigate", url=page.as_uri())
        self.wait_for("document.readyState === 'complete' && document.getElementById('clock') !== null")

    def click(self, selector: str, *, across: float = 0.5) -> None:
        """Click with a real pointer, at a share of the element's width."""
        x, y = self.ask(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center', "
            "behavior: 'instant'}); const b = e.getBoundingClientRect(); "
            f"return [b.left + {across} * b.width, b.top + b.height / 2]; }})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            self.tell("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    @property
    def requests(self) -> list[str]:
        sent = [e["params"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        return [str(p["request"]["url"]) for p in sent]

    @property
    def complaints(self) -> list[str]:
        said = [json.dumps(e["params"]) for e in self.events if e.get("method") == "Runtime.exceptionThrown"]
        logged = [e["params"]["entry"] for e in self.events if e.get("method") == "Log.entryAdded"]
        return said + [str(e["text"]) for e in logged if e["level"] in {"error", "warning"}]


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    if sys.platform == "win32":
        pytest.skip("platform: pipes have no numbers on Windows")
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium here")
    (orders_out, orders), (answers, answers_in) = os.pipe(), os.pipe()
    command = [sys.executable, "-c", ON_PIPES.format(orders_out, answers_in), program, *FLAGS]
    process = subprocess.Popen(
        [*command, f"--user-data-dir={tmp_path / 'profile'}"],
        pass_fds=(orders_out, answers_in),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(orders_out)
    os.close(answers_in)
    try:
        yield Browser(orders=orders, answers=answers)
    finally:
        os.close(orders)
        process.terminate()
        process.wait(timeout=20)
        os.close(answers)


@pytest.fixture(scope="module")
def answer() -> Analysis:
    deep = replace(HINGE, bottom=replace(HINGE.bottom, knee_deg=66.0, shank_deg=12.0))
    lifts = (Lift(), Lift(movement=deep), Lift(movement=deep))
    recorded = film(Plan(lifts=lifts), camera=Camera(noise_px=0.5)).motion
    found = analyse(recorded, exercise="romanian_deadlift")
    advice = advise(
        exercise=found.exercise,
        exercise_given=True,
        repetitions=found.repetitions,
        not_measurable=found.not_measurable,
    )
    return replace(found, advice=advice)


@pytest.fixture(scope="module")
def folder(answer: Analysis, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a report, and a film of grey pictures beside it."""
    folder = tmp_path_factory.mktemp("report")
    assert answer.motion.origin.size_px is not None
    width, height = answer.motion.origin.size_px
    grey = np.full((height, width, 3), 110, np.uint8)
    write_overlay(((float(t), grey) for t in answer.motion.time_s), answer, folder / "set.mp4")
    frames = dict.fromkeys(needed_times(answer), grey)
    video = VideoRef(name="set.mp4", href="set.mp4")
    write_page(build_report(answer, frames=frames, video=video), folder / "report.html")
    return folder


@pytest.fixture
def page(folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(folder, tmp_path / "report") / "report.html"


def seconds(browser: Browser) -> float:
    return float(browser.ask("Number(document.getElementById('time').getAttribute('aria-valuenow'))"))


def test_a_click_on_a_chart_moves_film_lines_and_numbers(browser: Browser, page: Path, answer: Analysis) -> None:
    browser.open(page)
    browser.wait_for("!document.getElementById('film').hidden")
    before = browser.ask("document.getElementById('bones').getAttribute('d')")
    browser.click("#time", across=0.75)
    expected = float(answer.motion.time_s[0] + 0.75 * np.ptp(answer.motion.time_s))
    assert seconds(browser) == pytest.approx(expected, abs=0.1)
    browser.wait_for("!document.getElementById('film').seeking")
    assert browser.ask("document.getElementById('film').currentTime") == pytest.approx(expected, abs=0.1)
    assert browser.ask("document.getElementById('bones').getAttribute('d')") != before
    assert all(browser.ask("[...document.querySelectorAll('.chart output')].map((o) => o.textContent)"))
    assert browser.complaints == []
    assert {url.partition(":")[0] for url in browser.requests} <= {"file", "data"}
    assert [Path(url).name for url in browser.requests if url.startswith("file:")].count("report.html") == 1


def test_keys_steps_and_zoom_work_without_a_pointer(browser: Browser, page: Path, answer: Analysis) -> None:
    browser.open(page)
    browser.ask("document.getElementById('time').focus()")
    browser.press("Home")
    start = seconds(browser)
    browser.press("ArrowRight")
    assert seconds(browser) == pytest.approx(float(answer.motion.time_s[1]), abs=0.011)
    assert start == pytest.approx(float(answer.motion.time_s[0]), abs=0.011)
    shown = "document.querySelector('#steps [data-shown]').dataset.name"
    assert browser.ask(shown) == "Bottom"
    browser.ask("document.getElementById('step').focus()")
    browser.press("ArrowRight")
    browser.wait_for(f"{shown} === 'Half-way up'")
    browser.ask("(() => { const z = document.getElementById('zoom'); z.selectedIndex = 2; "
                "z.dispatchEvent(new Event('change')); })()")  # fmt: skip
    second = answer.repetitions[1]
    assert second.start_s <= seconds(browser) <= second.end_s
    assert browser.complaints == []


def test_without_the_film_the_lines_play_and_pictures_stand_in(browser: Browser, page: Path, answer: Analysis) -> None:
    (page.parent / "set.mp4").unlink()
    browser.open(page)
    assert browser.ask("document.getElementById('film').hidden")
    browser.click("[data-finding] .seek")
    assert not browser.ask("document.getElementById('still').hidden")
    finding = next(f for r in answer.repetitions for f in r.findings)
    assert seconds(browser) == pytest.approx(finding.time_s, abs=0.05)
    browser.click("#play")
    browser.wait_for(f"Number(document.getElementById('time').getAttribute('aria-valuenow')) > {finding.time_s + 0.3}")
    assert browser.ask("document.getElementById('still').hidden")


def test_no_width_needs_to_be_scrolled_sideways(browser: Browser, page: Path) -> None:
    browser.open(page)
    for width, height in ((320, 640), (390, 844), (820, 1180), (1440, 900)):
        browser.tell(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        wide = browser.ask("document.documentElement.scrollWidth")
        assert wide <= width, f"{wide} pixels on a screen of {width}"


def test_printed_it_shows_every_step_and_each_drill(browser: Browser, page: Path, answer: Analysis) -> None:
    browser.open(page)
    browser.tell("Emulation.setEmulatedMedia", media="print")
    browser.ask("dispatchEvent(new Event('beforeprint'))")
    visible = "[...document.querySelectorAll({})].filter((e) => e.checkVisibility()).length"
    assert browser.ask(visible.format("'.side img'")) == 10
    assert browser.ask(visible.format("'#play, #step'")) == 0
    kinds = {f.id for r in answer.repetitions for f in r.findings}
    assert browser.ask(visible.format("'[data-finding] ol.how'")) == len(kinds)
    pdf = base64.b64decode(browser.tell("Page.printToPDF", printBackground=True)["data"])
    assert pdf.startswith(b"%PDF")
