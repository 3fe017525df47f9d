"""A gym's pages in Chromium, encrypted: from the first admin's link to a lifter who signs in, and what axe says."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from tests.server.browsing import COLOUR_RULES, PHONE, serious
from tests.server.gym import PASSWORD, opened_gym
from tests.server.ports import on_a_free_port

from hiphinge.server.certificates import identity
from hiphinge.server.serving import listening_at
from hiphinge.store import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def check(page: "Page", name: str) -> None:
    assert serious(page) == [], name
    page.emulate_media(color_scheme="dark")
    assert serious(page, only=COLOUR_RULES) == [], name
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name  # type: ignore[index]  # it has one


def test_from_the_first_link_to_a_lifter_who_signs_in(
    chromium: "Browser", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with (
        on_a_free_port(lambda port: listening_at([("127.0.0.1", port)])) as (port, places),
        opened_gym(tmp_path, url=f"https://localhost:{port}") as gym,
    ):
        file = identity(tmp_path / "keys", ["127.0.0.1"]).file
        config = uvicorn.Config(gym.app, log_level="error", timeout_graceful_shutdown=1, ssl_certfile=file)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": places}, daemon=True)
        thread.start()
        context = chromium.new_context(viewport=PHONE, ignore_https_errors=True, reduced_motion="reduce")  # type: ignore[arg-type]  # as written
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        address = gym.shared.place.address
        page.goto(f"{address}invitation/{gym.store.invitations.add(role=Role.ADMIN)}")
        check(page, "invitation")
        page.fill("input[name=name]", "boss")
        page.fill("input[name=password]", PASSWORD)
        page.fill("input[name=again]", PASSWORD)
        page.click("text=Begin")
        page.goto(f"{address}accounts")
        page.click("text=Make a link")
        check(page, "accounts")
        link = page.inner_text("code")
        for path in ("account", "accounts/audit", "people", "data"):
            page.goto(f"{address}{path}")
            check(page, path)
        page.goto(f"{address}account")
        page.click("text=Sign out here")
        assert page.inner_text("h1") == "Sign in"
        check(page, "sign in")
        page.goto(link)
        page.fill("input[name=name]", "Bo")
        page.fill("input[name=password]", PASSWORD)
        page.fill("input[name=again]", PASSWORD)
        page.check("input[name=adult]")
        page.click("text=Begin")
        assert page.inner_text(".who").endswith("Bo")
        assert complaints == []
        context.close()
        server.should_exit = True
        thread.join()
    assert sorted(one.role for one in gym.store.accounts.all()) == [Role.ADMIN, Role.LIFTER]
