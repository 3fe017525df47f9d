"""A phone's way through Chromium: read the code, get in, upload, see how far it is, read the answer."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from tests.server.browsing import PHONE, serious
from tests.server.two_addresses import Both, both_addresses

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.conftest import Actor


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with both_addresses(tmp_path, workers=True) as opened:
        opened.store.people.add("Ana", adult=True, zone="Europe/Vienna")
        yield opened


def read_code(page: "Page") -> str:
    """Return what a camera reads from the page."""
    image = cv2.imdecode(np.frombuffer(page.locator(".drawn").screenshot(), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert image is not None
    return str(cv2.QRCodeDetector().detectAndDecode(image)[0])


def check(page: "Page", name: str) -> None:
    assert serious(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name  # type: ignore[index]  # it has one


def test_from_the_code_on_the_screen_to_the_answer_on_the_phone(
    chromium: "Browser", both: Both, actor: "Actor", tmp_path: Path
) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    desk = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark").new_page()
    desk.goto(f"{both.computer}/phone")
    desk.click("text=Show a new code")
    address = read_code(desk)
    assert address.startswith(f"{both.phone}/enter?code=")
    check(desk, "phone page")
    context = chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]  # as written
        ignore_https_errors=True,
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    phone, complaints = context.new_page(), []
    phone.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    phone.goto(f"{both.phone}/")
    assert phone.inner_text("h1") == "Show a code first"
    check(phone, "before the code")
    phone.goto(address)
    check(phone, "with the code")
    phone.click("text=Open hiphinge")
    phone.wait_for_url(f"{both.phone}/")
    desk.wait_for_selector(".list .entry", timeout=20_000)
    assert "No code counts now" in desk.inner_text(".pairing")
    assert phone.is_visible("label[for=camera]")
    phone.set_input_files("#choose", video)
    phone.wait_for_selector("[data-state=running] progress[value='0.25']", timeout=60_000)
    assert "Finding the body" in phone.inner_text("[data-state=running]")
    both.go_on.touch()
    phone.wait_for_selector("[data-state=done]", timeout=60_000)
    phone.click("[data-state=done] a.button")
    phone.wait_for_url(re.compile("/analyses/"))
    check(phone, "the answer")
    desk.click(".list .entry button")
    phone.goto(f"{both.phone}/today")
    assert phone.inner_text("h1") == "Show a code first"
    assert complaints == []
    context.close()
    desk.context.close()
