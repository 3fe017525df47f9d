"""Every page answers with and without people, and each form does what it says."""

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Opened

PAGES = (
    "/",
    "/sessions",
    "/today",
    "/log",
    "/today/plates?load=61&unit=kg",
    "/progress",
    "/compare",
    "/learn",
    "/lab",
    "/library",
    "/library?q=hamstrings",
    "/library/wall_touch",
    "/library/back_gives",
    "/people",
    "/overview",
    "/data",
    "/settings",
    "/health",
)
FIRST_PAGE_BYTES = 300_000


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_without_anybody_and_with_somebody(opened: "Opened", path: str) -> None:
    for _ in range(2):
        answer = opened.browser.get(path)
        assert answer.status_code == 200
        for part in ("<h1", "<main", 'lang="en"', "<title>"):
            assert answer.text.count(part) == 1, part
        opened.add(f"Ana{len(opened.store.people.all())}")


def test_the_first_page_is_light(opened: "Opened") -> None:
    page = opened.browser.get("/").text
    loaded = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page)) | {"/app.webmanifest"}
    sizes = {path: len(opened.browser.get(path).content) for path in loaded}
    assert all(sizes.values())
    assert len(page) + sum(sizes.values()) < FIRST_PAGE_BYTES


def test_what_is_kept_offline_says_nothing_of_anybody(opened: "Opened") -> None:
    worker = opened.browser.get("/service-worker.js")
    shell = re.search(r'"(/static/[^"]+)"\.split', worker.text)
    assert shell is not None
    for path in shell[1].split():
        assert opened.browser.get(path).headers["cache-control"].endswith("immutable"), path
    icon = json.loads(opened.browser.get("/app.webmanifest").content)["icons"][0]
    assert opened.browser.get(icon["src"]).headers["content-type"] == "image/svg+xml"


def test_people_are_added_chosen_and_changed(opened: "Opened") -> None:
    assert opened.send("/people", name="Ana", adult="yes", zone="Europe/Vienna", unit="lb") == (303, "/people")
    ana = opened.store.people.named("Ana")
    assert (ana.zone, ana.unit) == ("Europe/Vienna", "lb")
    assert opened.send("/people", name="Bo", zone="UTC", unit="kg")[0] == 422, "nobody said that they are an adult"
    assert opened.send("/people", name="Bo", adult="yes", zone="Mars", unit="kg")[0] == 422
    assert opened.send(f"/people/{ana.id}/change", unit="kg", zone="UTC")[0] == 303
    assert opened.store.people.named("Ana").unit == "kg"
    bo = opened.add("Bo")
    assert opened.send(f"/people/{bo.id}/choose") == (303, "/")
    assert "Progress of Bo" in opened.browser.get("/progress").text
    assert opened.send(f"/people/{'0' * 32}/choose")[0] == 404


def test_the_inbox_shows_what_needs_a_look_first(opened: "Opened", tmp_path: "Path") -> None:
    ana, clips = opened.add(), opened.clips
    video = tmp_path / "a.mp4"
    video.write_bytes(b"\0\0\0\x18ftypmp42" + b"a" * 100)
    failed, new, running = (
        clips.submit(video, name=f"{name}.mp4", person=who)
        for name, who in (("failed", "Ana"), ("new", None), ("running", "Ana"))
    )
    clips.becomes(failed, "failed", reason="It ends in the middle <of> a frame.")
    clips.becomes(running, "running", stage="poses", fraction=0.5)
    rows = opened.browser.get("/clips/rows").text
    assert rows.index("Needs a look") < rows.index("failed.mp4") < rows.index("In progress") < rows.index("running.mp4")
    assert "middle &lt;of&gt; a frame" in rows
    assert 'value="0.5"' in rows
    assert opened.browser.get(f"/clips/{failed}/video").content == video.read_bytes()
    assert "middle" in opened.browser.get(f"/clips/{failed}").text
    assert opened.send(f"/clips/{new}/person", person=ana.id) == (303, "/")
    assert clips.clip(new).person == "Ana"
    assert opened.send(f"/clips/{failed}/retry", exercise="as before") == (303, "/")
    assert clips.clip(failed).state == "queued"
    opened.send(f"/clips/{running}/cancel")
    assert clips.clip(running).state == "cancelled"
    opened.send(f"/clips/{running}/discard")
    assert running not in clips.held
    assert opened.send(f"/clips/{failed}/explode")[0] == 404


def test_only_a_form_is_taken(opened: "Opened") -> None:
    for content, kind in (
        (b"{}", "application/json"),
        (b"", "text/plain"),
        (b"--x--", "multipart/form-data; boundary=x"),
    ):
        headers = {"Origin": "http://127.0.0.1:8765", "Content-Type": kind}
        assert opened.browser.post("/people", content=content, headers=headers).status_code == 422, kind


def test_a_failure_is_said_to_a_script_too(opened: "Opened") -> None:
    answer = opened.browser.get("/library/nothing_like_it", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert "nothing_like_it" in answer.json()["error"]
