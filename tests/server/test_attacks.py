"""Attacks on shared mode, each shown to work where its defence is taken away, and not to work where it is there."""

import io
import json
import socket
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from tests.server.gym import PASSWORD, URL, session_of

from hiphinge.server import guarding, passwords, shared
from hiphinge.store import Role

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.gym import Gym

EVIL = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
DEEP = "[" * 100_000


@pytest.fixture
def ana(gym: "Gym") -> "Gym":
    gym.add("ana", Role.LIFTER, person=gym.person("Ana"))
    return gym


def _weighed(gym: "Gym", **headers: str) -> bool:
    """Send a form as a page does, with the cookies that the browser has; tell whether something was kept."""
    person = gym.store.people.named("ana")
    form = {"person": person.id, "weight": "80"}
    gym.browser("ana").post("/today/weight", data=form, headers={"Origin": URL, **headers})
    return gym.store.log.last_weight(person) is not None


def test_a_form_of_another_site_changes_nothing(ana: "Gym", monkeypatch: pytest.MonkeyPatch) -> None:
    """CSRF: three locks, each of them enough: Origin, Sec-Fetch-Site, and the cookie's SameSite."""
    for headers in (EVIL, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        assert not _weighed(ana, **headers), headers
    cookie = ana.sign_in(ana.fresh(), "ana").headers["set-cookie"]
    assert "SameSite=lax" in cookie
    monkeypatch.setattr(guarding.Guard, "_refusal", lambda *_: None)
    assert _weighed(ana, **EVIL), "without the guard it works: the test bites"


def test_signing_in_from_another_site_signs_nobody_in(ana: "Gym") -> None:
    browser = ana.fresh()
    form = {"name": "ana", "password": PASSWORD}
    assert browser.post("/sign-in", data=form, headers=EVIL).status_code == 403
    assert session_of(browser) == ""


def test_a_session_that_was_planted_is_never_signed_in(ana: "Gym", monkeypatch: pytest.MonkeyPatch) -> None:
    planted = "planted-by-somebody-who-knows-it"

    def browser_after_signing_in() -> Any:
        browser = ana.fresh()
        browser.cookies.set(shared.SESSION_COOKIE, planted, domain="gym.test")
        ana.sign_in(browser, "ana")
        return browser

    browser_after_signing_in()
    assert ana.store.signing_in.account_of(planted) is None
    monkeypatch.setattr("hiphinge.store.signing_in.secrets.token_urlsafe", lambda _: planted)
    browser_after_signing_in()
    assert ana.store.signing_in.account_of(planted) is not None, "where the token is taken over, it works"


def test_guessing_gets_no_further_than_a_few(ana: "Gym", monkeypatch: pytest.MonkeyPatch) -> None:
    def guesses() -> list[int]:
        tries = [f"guess number {number}" for number in range(8)]
        return [ana.sign_in(ana.fresh(), "ana", one).status_code for one in [*tries, PASSWORD]]

    monkeypatch.setattr(passwords, "MOST_OF_BOTH", 1_000)
    assert guesses() == [403] * 8 + [303], "without the limit the right one is found"
    monkeypatch.undo()
    ana.store.signing_in.forgive("ana", "testclient")
    assert guesses() == [403] * 5 + [429] * 4


def test_many_guesses_at_once_count_as_many(ana: "Gym") -> None:
    """Each counts before it is looked at."""
    from concurrent.futures import ThreadPoolExecutor

    check = ana.shared.passwords.account
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: check(ana.store, "ana", f"guess {n}", address="9.9.9.9"), range(12)))
    assert sum(one is passwords.Refused.WRONG for one in found) <= passwords.MOST_OF_BOTH


def test_many_requests_are_slowed_down(ana: "Gym", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_MOST_PER_MINUTE", 3)
    answers = [ana.browser("ana").get("/account").status_code for _ in range(5)]
    assert answers.count(429) >= 1


def test_no_page_comes_into_a_frame(ana: "Gym") -> None:
    """Clickjacking."""
    for path in ("/sign-in", "/account", "/data", "/", "/nothing-here", "/invitation/x"):
        for browser in (ana.browser(), ana.browser("ana")):
            answer = browser.get(path)
            assert answer.headers["x-frame-options"] == "DENY", path
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
            assert answer.headers["strict-transport-security"].startswith("max-age="), path


def test_no_path_leads_out(ana: "Gym", tmp_path: "Path") -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the machine")
    browser = ana.browser("ana")
    ways = ("../" * 12, "..%2f" * 12, "%2e%2e/" * 12, "..\\" * 12, "/", "%2f")
    for way in ways:
        for path in ("/static/0000000000000000/", "/uploads/", "/clips/", "/log/import/", "/analyses/", "/library/"):
            for method in ("GET", "HEAD", "DELETE"):
                answer = browser.request(method, f"{path}{way}{str(secret).lstrip('/')}")
                assert answer.status_code in {200, 303, 403, 404, 405, 422}, (method, path, way)
                assert b"secret of the machine" not in answer.content
    assert secret.exists()
    sent = {"Upload-Length": "9", "Upload-Metadata": "filename Li4vLi4vLi4vZXRjL3Bhc3N3ZA=="}
    upload = browser.post("/uploads", headers=sent).headers["location"].rpartition("/")[2]
    assert [one.name for one in (tmp_path / "work" / "uploads").iterdir()] == [upload]


def test_no_address_that_somebody_sends_is_opened(ana: "Gym", monkeypatch: pytest.MonkeyPatch) -> None:
    """SSRF: a list of pieces as a video, and addresses in every field."""
    opened: list[object] = []

    def connect(_: socket.socket, address: object) -> None:
        opened.append(address)
        raise ConnectionRefusedError

    browser, url = ana.browser("ana"), "http://169.254.169.254/latest/meta-data"
    monkeypatch.setattr(socket.socket, "connect", connect)
    playlist = f"#EXTM3U\n#EXTINF:1,\n{url}\n#EXT-X-ENDLIST\n".encode().ljust(600)
    place = browser.post("/uploads", headers={"Upload-Length": str(len(playlist))}).headers["location"]
    piece = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    assert browser.patch(place, content=playlist, headers=piece).status_code == 415
    names = ("line", "name", "person", "to", "who", "typed", "zone", "note", "code", "id", "credential", "at", "on")
    fields = dict.fromkeys(names, url)
    for path in ("/today/log", "/log", "/people", "/sign-in", "/settings/person", "/settings/networks", "/log/plan"):
        assert browser.post(path, data=fields).status_code < 500, path
    for path in ("/library", "/sessions", "/compare", "/progress", "/lab"):
        assert browser.get(path, params=fields | {"a": url, "b": url, "q": url}).status_code < 500, path
    assert opened == []


def test_an_archive_that_unpacks_to_fill_the_memory_is_not_unpacked(ana: "Gym") -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.json", b" " * (200 << 20))
    bomb = packed.getvalue()
    assert len(bomb) < 1 << 20
    ana.add("boss", Role.ADMIN)
    for who in ("ana", "boss"):
        answer = ana.browser(who).post("/data/import", files={"file": ("ana.zip", bomb)})
        assert answer.status_code == 403, "in shared mode nobody imports people"
    answer = ana.browser("ana").post("/log/import", files={"file": ("log.csv", bomb)})
    assert ana.browser("ana").get(answer.headers["location"]).status_code == 422


def test_json_without_an_end_is_refused(ana: "Gym") -> None:
    browser, analysis = ana.browser("ana"), ana.analysis(ana.store.people.named("ana"), sha256="1" * 64)
    client = json.dumps({"response": {"clientDataJSON": "W1tbW1tb"}})
    for path, name in (
        ("/account/passkeys/answer", "credential"),
        ("/sign-in/passkey/answer", "credential"),
        (f"/analyses/{analysis}/notes", "drawing"),
        (f"/analyses/{analysis}/mark", "points"),
    ):
        for text in (DEEP, client, '{"a":' * 50_000, "9" * 200_000):
            answer = browser.post(path, data={name: text, "time_s": "1", "text": "x"})
            assert answer.status_code in {403, 404, 422}, (path, text[:20])
    assert browser.post("/today/log", data={"line": "x" * (2 << 20)}).status_code == 413
