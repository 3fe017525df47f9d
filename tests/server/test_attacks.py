"""Attacks on shared mode, each shown to work where its defence is taken away, and not to work where it is there."""

import asyncio
import io
import json
import socket
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from tests.server.gym import PASSWORD, URL, session_of

from hiphinge.jobs import UploadRefusedError, Uploads
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


def test_many_who_sign_in_at_once_hold_up_no_page(ana: "Gym", monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd, or somebody who guesses, takes only the threads that check passwords."""
    from hiphinge.server.passwords import Passwords

    go_on = threading.Event()

    def slowly(self: Passwords, *_: object) -> bool:
        assert go_on.wait(60)
        return isinstance(self, Passwords)

    monkeypatch.setattr(Passwords, "is_right", slowly)

    async def crowd() -> tuple[int, list[int]]:
        transport = httpx2.ASGITransport(app=ana.app)
        async with httpx2.AsyncClient(transport=transport, base_url=URL, headers={"Origin": URL}) as client:
            form = {"name": "ana", "password": PASSWORD}
            coming = [asyncio.ensure_future(client.post("/sign-in", data=form)) for _ in range(50)]
            await asyncio.sleep(0.1)
            try:
                page = await asyncio.wait_for(client.get("/health.json"), 30)
            finally:
                go_on.set()
            return page.status_code, [answer.status_code for answer in await asyncio.gather(*coming)]

    page, signed_in = asyncio.run(crowd())
    assert page == 200
    assert set(signed_in) == {303}


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


def test_erasing_a_person_of_the_same_name_clears_nothing_of_an_account(gym: "Gym") -> None:
    gym.add("cora", Role.COACH)
    cora = gym.browser("cora")
    assert cora.post("/people", data={"name": "cora", "adult": "yes", "zone": "Europe/Vienna"}).status_code == 303
    assert cora.post("/data/erase", data={"who": "cora", "typed": "cora"}).status_code == 303
    assert {deed.who for deed in gym.store.audit.newest()} == {"cora"}


def test_a_second_link_to_a_log_lets_nobody_in(gym: "Gym") -> None:
    coach = gym.add("coach", Role.COACH)
    quinn = gym.person("Quinn")
    gym.store.accounts.coach(coach.id, quinn.id)
    fields = {
        "password": "three plates a side",
        "again": "three plates a side",
        "adult": "yes",
        "zone": "Europe/Vienna",
    }
    links = [
        gym.browser("coach")
        .post("/accounts/invite", data={"role": "lifter", "person": quinn.id})
        .text.partition(f"<code>{URL}")[2]
        .partition("</code>")[0]
        for _ in range(2)
    ]
    assert gym.fresh().post(links[0], data={**fields, "name": "quinn"}).status_code == 303
    assert gym.fresh().post(links[1], data={**fields, "name": "spy"}).status_code == 404
    assert [one.name for one in gym.store.accounts.of_person(quinn.id)] == ["quinn"]


def test_a_link_ends_with_the_coaching_or_the_role_of_who_gave_it(gym: "Gym") -> None:
    coach, boss = gym.add("coach", Role.COACH), gym.add("boss", Role.ADMIN)
    gym.add("other", Role.ADMIN)
    quinn = gym.person("Quinn")
    gym.store.accounts.coach(coach.id, quinn.id)
    gym.browser("coach").post("/accounts/invite", data={"role": "lifter", "person": quinn.id})
    gym.browser("boss").post("/accounts/invite", data={"role": "admin"})
    assert "Withdraw" in gym.browser("coach").get("/accounts").text
    gym.store.accounts.stop_coaching(coach.id, quinn.id)
    assert [one.by for one in gym.store.invitations.all()] == [boss.id]
    gym.store.accounts.settle(boss.id, role=Role.COACH)
    assert gym.store.invitations.all() == ()


def test_a_stream_that_only_listens_ends_with_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_LOOK_S", 0.02)
    looks = iter([False, True])

    async def silent() -> Any:
        await asyncio.Event().wait()

    async def ended() -> Any:
        receiving = shared.Receiving(silent, gone={"type": "http.disconnect"})
        try:
            return await asyncio.wait_for(receiving.next(lambda: next(looks)), timeout=20.0)
        finally:
            receiving.end()

    with ThreadPoolExecutor(1) as apart:  # a browser of the session may have a loop in this thread
        assert apart.submit(asyncio.run, ended()).result() == {"type": "http.disconnect"}


def test_one_account_cannot_keep_others_from_uploading(gym: "Gym") -> None:
    settings = replace(gym.jobs.settings, most_of_account=2, folder=gym.jobs.settings.folder / "few")
    uploads = Uploads(settings, submit=lambda *_, **__: "")
    begin = partial(uploads.begin, 100, largest_bytes=1000, name="a.mp4")
    for _ in range(2):
        begin(account="ana")
    with pytest.raises(UploadRefusedError, match="unfinished"):
        begin(account="ana")
    assert begin(account="bo").length == 100
    later = replace(settings, unfinished_for=timedelta(seconds=-1))
    assert Uploads(later, submit=lambda *_, **__: "").begin(100, largest_bytes=1000, name="a.mp4", account="ana")
