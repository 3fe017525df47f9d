"""Notes at moments of a recording through the app: written, drawn, spoken, changed, erased; nothing else is taken."""

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.server.browsing import DESK, served, visit

from hiphinge.workflow.video_notes import LARGEST_VOICE_BYTES

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.server.conftest import Filmed

SOUND = b"\x1a\x45\xdf\xa3 a voice"
ANGLE = {"kind": "angle", "colour": "cyan", "points": [[10, 20], [30, 40], [50, 20.5]]}


def packed(sound: bytes) -> str:
    return base64.urlsafe_b64encode(sound).decode()


def refused(filmed: "Filmed", **fields: str) -> str:
    """Send what cannot be taken, and return what is said to it; nothing is kept."""
    headers = {"Origin": "http://127.0.0.1:8765", "Accept": "application/json"}
    answer = filmed.opened.browser.post(f"{filmed.path}/notes", data=fields, headers=headers)
    assert answer.status_code == 422
    assert filmed.opened.browser.get(f"{filmed.path}/notes.json").json() == []
    return str(answer.json()["error"])


def sent(filmed: "Filmed", below: str = "", **fields: str) -> Any:
    headers = {"Origin": "http://127.0.0.1:8765", "Accept": "application/json"}
    answer = filmed.opened.browser.post(f"{filmed.path}/notes{below}", data=fields, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_note_is_written_changed_and_erased(filmed: "Filmed") -> None:
    browser = filmed.opened.browser
    files = set(filmed.opened.store.files.written())
    drawing = json.dumps([ANGLE])
    one = sent(filmed, time_s="1.5", text=" Hips back ", drawing=drawing, voice=packed(SOUND))
    assert (one["time_s"], one["text"], one["drawing"], one["voice"]) == (1.5, "Hips back", [ANGLE], True)
    heard = browser.get(f"{filmed.path}/notes/{one['id']}/voice")
    assert (heard.content, heard.headers["content-type"]) == (SOUND, "audio/webm")
    changed = sent(filmed, f"/{one['id']}", time_s="1.5", text="Better")
    assert (changed["text"], changed["drawing"], changed["voice"]) == ("Better", [], True)
    silent = sent(filmed, f"/{one['id']}", time_s="1.5", text="Better", without_voice="1")
    assert not silent["voice"]
    assert browser.get(f"{filmed.path}/notes/{one['id']}/voice").status_code == 404
    assert browser.get(f"{filmed.path}/notes.json").json() == [silent]
    sent(filmed, f"/{one['id']}/erase")
    assert browser.get(f"{filmed.path}/notes.json").json() == []
    assert set(filmed.opened.store.files.written()) == files


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"time_s": "1"}, "this one is empty"),
        ({"time_s": "soon", "text": "x"}, "number of seconds, but is 'soon'"),
        ({"time_s": "nan", "text": "x"}, "time s"),
        ({"time_s": "1", "text": "x" * 2001}, "2000"),
        ({"time_s": "1", "drawing": "["}, "as the page draws them"),
        ({"time_s": "1", "drawing": "[1]"}, "as the page draws them"),
        ({"time_s": "1", "drawing": json.dumps([ANGLE | {"colour": "url(x)"}])}, "as the page draws them"),
        ({"time_s": "1", "drawing": json.dumps([ANGLE | {"points": [[1, 2], [3, 4]]}])}, "as the page draws them"),
        ({"time_s": "1", "drawing": json.dumps([ANGLE] * 41)}, "at most 40"),
        ({"time_s": "1", "voice": "../../secret"}, "something else came"),
        ({"time_s": "1", "voice": packed(b"<html>")}, "something else came"),
        ({"time_s": "1", "voice": packed(SOUND + bytes(LARGEST_VOICE_BYTES))}, "record less"),
    ],
)
def test_what_is_no_note_is_refused(filmed: "Filmed", fields: dict[str, str], said: str) -> None:
    assert said in refused(filmed, **fields)


def test_a_note_of_another_recording_is_not_found(filmed: "Filmed") -> None:
    headers = {"Origin": "http://127.0.0.1:8765", "Accept": "application/json"}
    for below in (f"/{'0' * 32}", f"/{'0' * 32}/erase"):
        answer = filmed.opened.browser.post(
            f"{filmed.path}/notes{below}", data={"time_s": "1", "text": "x"}, headers=headers
        )
        assert answer.status_code == 404


def test_an_angle_is_drawn_by_keys_alone_and_shown_at_its_moment(chromium: "Browser", filmed: "Filmed") -> None:
    with served(filmed.opened.clips) as address:
        own = visit(chromium, address, size=DESK, theme="light")
        own.open(filmed.path)
        page = own.page
        page.wait_for_selector("#notes:not([hidden])")
        page.wait_for_selector("#lines-shown:not([hidden])")
        page.focus("#note-new")
        page.keyboard.press("Enter")
        page.keyboard.type("Hips back")
        page.focus("input[name=tool][value=angle]")
        page.keyboard.press("Space")
        page.focus("#note-place")
        page.keyboard.press("Enter")
        page.keyboard.press("ArrowLeft")
        assert own.serious() == []
        assert "degrees, drawn by hand" in page.inner_text("#note-drawn")
        page.click("#note-form .primary")
        page.wait_for_selector("#note-list li")
        assert page.locator(".drawn").count() == 1
        page.keyboard.press(".")
        page.wait_for_selector(".drawn", state="detached")
        page.click("#note-list .seek")
        page.wait_for_selector(".drawn")
        assert own.serious() == []
        assert own.complaints == []
        page.context.close()
    (note,) = filmed.opened.store.video_notes.of(filmed.opened.store.corrections.recording(filmed.id).recording)
    assert (note.text, [shape.kind for shape in note.drawing]) == ("Hips back", ["angle"])
