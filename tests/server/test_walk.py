"""The walk: every route, file and socket as each role and as nobody, with another person's ids: nothing comes back."""

import asyncio
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlalchemy import update
from starlette.websockets import WebSocketDisconnect
from tests.server.gym import URL, opened_gym, session_of
from tests.server.test_guarding import READING, paths

from hiphinge.documents.training_log import PersonRecord, SetRecord
from hiphinge.documents.video_notes import VideoNoteRecord
from hiphinge.server import uploads as uploads_module
from hiphinge.server.access import ASKER, Asker
from hiphinge.server.live import _Rooms
from hiphinge.store import AskedTest, Kind, Role
from hiphinge.store.account_tables import signed_in
from hiphinge.store.columns import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi.testclient import TestClient
    from tests.server.gym import Gym

NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
MARK = "Zephyrine"
"""In everything of hers: names of recordings, notes, sets."""
VIDEO = b"\x00\x00\x00\x18ftypmp42" + MARK.encode() * 40
ENDLESS = {"/clips/events"}
SIGNS_OUT = {"/sign-out"}
OF_ADMINS = "/accounts"
"""Where an admin sees names, to say who coaches whom, and nothing else of anybody."""
REFUSED = {303, 401, 403, 404, 405, 422}


@dataclass(frozen=True)
class Hers:
    """Everything that somebody has whom nobody else may see; ids by the part of the address that they stand in."""

    person: str
    account: str
    analysis: str
    nobodys: str
    clip: str
    loose: str
    set: str
    note: str
    upload: str
    token: str
    recording: str
    sitting: str

    def path(self, template: str) -> str:
        first = template.split("/")[1]
        of_id = {"people": self.person, "overview": self.person, "clips": self.clip, "api": self.clip}
        of_id |= {"log": self.set, "uploads": self.upload, "accounts": self.account, "tests": self.sitting}
        parts = {"id_": of_id.get(first, self.analysis), "other": self.nobodys, "note": self.note, "token": self.token}
        parts |= {"digest": "0" * 16, "name": "x", "action": "discard", "number": "1", "ending": "csv"}
        parts |= {
            "day": "2026-05-04",
            "table": "faults",
            "test": "toe_touch",
            "item": "no_lockout",
            "set_": self.set,
            "job": self.clip,
        }
        parts |= {name: getattr(self, name) for name in ("person", "analysis", "recording", "upload")}
        return template.format_map(parts)


def filled(gym: "Gym", folder: Path) -> Hers:
    person = gym.person(f"{MARK} Doe")
    account = gym.add("zeph", Role.LIFTER, person=person)
    for name, role in (("ana", Role.LIFTER), ("coach", Role.COACH), ("boss", Role.ADMIN)):
        gym.add(name, role, person=gym.person(name.title()))
    coached = gym.store.people.named("ana")
    gym.store.accounts.coach(cast("Any", gym.store.accounts.named("coach")).id, coached.id)
    video = folder / "hers.mp4"
    video.write_bytes(VIDEO)
    loose = folder / "loose.mp4"
    loose.write_bytes(VIDEO + b"loose")
    gives = {"name": f"{MARK}.mp4", "account": account.id}
    clip = gym.store.clips.add(video, person=person, id_=new_id(), **cast("Any", gives))
    nobodys_clip = gym.store.clips.add(loose, id_=new_id(), **cast("Any", gives))
    key = gym.store.clips.clip(clip).video
    assert key is not None
    gym.store.files.put_thumbnail(key, MARK.encode())
    analysis = gym.analysis(person, sha256=key)
    nobodys = gym.analysis(None, sha256=cast("str", gym.store.clips.clip(nobodys_clip).video))
    session = gym.store.log.session_at(person, NOW)
    one = SetRecord(
        id=new_id(),
        person=person.id,
        session=session.id,
        position=0,
        performed_at=NOW,
        exercise_name=MARK,
        repetitions=8,
    )
    gym.store.log.add([session], [one])
    recording = gym.store.corrections.recording(analysis).recording
    note = VideoNoteRecord(id=new_id(), recording=recording, time_s=1.0, written_at=NOW, changed_at=NOW, text=MARK)
    gym.store.video_notes.add(note)
    gym.store.video_notes.speak(note, video)
    browser = gym.browser("zeph")
    sent = {"Upload-Length": "5000", "Upload-Metadata": "filename c2V0Lm1wNA=="}
    upload = browser.post("/uploads", headers=sent).headers["location"].rpartition("/")[2]
    taken = browser.post("/log/import", files={"file": ("log.csv", MARK.encode())}).headers["location"]
    token = taken.rpartition("/")[2]
    sitting = given_test(gym, person, folder)
    ids = (analysis, nobodys, clip, nobodys_clip, one.id, note.id, upload, token, recording, sitting)
    return Hers(person.id, account.id, *ids)


def given_test(gym: "Gym", person: PersonRecord, folder: Path) -> str:
    """Give in a video of a self-test of hers; return its sitting."""
    video = folder / "test.mp4"
    video.write_bytes(VIDEO + b"test")
    asked = AskedTest(test="toe_touch", sitting=new_id())
    gym.store.clips.add(video, name=f"{MARK}.mp4", person=person, id_=new_id(), asked=asked)
    return asked.sitting


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[tuple[Gym, Hers]]":
    folder = tmp_path_factory.mktemp("walk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        with opened_gym(folder) as found:
            yield found, filled(found, folder)


def templates(gym: "Gym") -> list[tuple[str, str]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.server.test_guarding.PARTS", {})
        patch.setattr("tests.server.test_guarding.re", SimpleNamespace(sub=lambda _pattern, _by, text: text))
        return sorted(set(paths(list(gym.app.routes))))


SAID: dict[str, dict[str, Any]] = {
    "sets": {"line": "rdl 1x8x60kg"},
    "planned": {"line": "rdl 1x8", "day": "2999-01-01"},
    "tests": {"test": "active_knee_extension", "value": 7},
    "corrections": {"kind": "load", "load_kg": 7},
    "retry": {},
    "cancel": {},
    "people": {"name": "Zed", "adult": True},
}
"""What programs send, by the last part of the address; what fits no route changes nothing anyway."""
FORM = {
    "line": "1",
    "typed": "x",
    "name": "taken",
    "keep": "no",
    "days": "0",
    "role": "coach",
    "text": "x",
    "time_s": "1",
}


def asked(browser: "TestClient", method: str, path: str, hers: Hers) -> Any:
    fields = {**FORM, "person": hers.person, "clips": hers.clip, "analysis": hers.analysis, "which": hers.person}
    if method in READING:
        wanted = {
            "person": hers.person,
            "other": hers.nobodys,
            "a": hers.analysis,
            "b": hers.nobodys,
            "set": hers.analysis,
        }
        return browser.request(method, path, params=wanted, headers={"Range": "bytes=0-"})
    if path.startswith(("/uploads", "/api/v1/uploads/")):
        piece = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0", "Upload-Length": "9"}
        return browser.request(method, path, content=b"0" * 9, headers=piece)
    if path.startswith("/api/v1/"):
        said = {**SAID.get(path.rpartition("/")[2], {"name": "taken", "person": hers.person, "unit": "lb"})}
        if path == "/api/v1/uploads":
            said = {"sha256": hashlib.sha256(VIDEO).hexdigest(), "length": len(VIDEO), "person": hers.person}
        if f"/people/{hers.person}" in path and method == "PATCH":
            said = {"note": "taken"} if "/sets/" in path else {"unit": "lb"}
        return browser.request(method, path, json=said)
    return browser.request(method, path, data=fields)


def state_of(gym: "Gym", hers: Hers) -> Any:
    log = gym.store.transfer.log_of(f"{MARK} Doe").model_dump(mode="json")
    account = gym.store.accounts.of_id(hers.account)
    return log, account, gym.store.accounts.coaches_of(hers.person), gym.jobs.uploads.find(hers.upload)


def test_another_persons_data_is_reached_on_no_route_by_anybody(place: "tuple[Gym, Hers]") -> None:
    gym, hers = place
    before, every = state_of(gym, hers), templates(gym)
    assert len(every) > 130
    for who in ("", "ana", "coach", "boss"):
        browser = gym.browser(who)
        for method, template in every:
            if template in ENDLESS | SIGNS_OUT or (who == "boss" and template.startswith(OF_ADMINS)):
                continue
            answer = asked(browser, method, hers.path(template), hers)
            where = (who or "nobody", method, template, answer.status_code)
            assert answer.status_code < 500, where
            assert MARK not in answer.text, where
            assert VIDEO[-9:] not in answer.content, where
            if "{id_}" in template and not template.startswith("/accounts"):
                assert answer.status_code in REFUSED, where
            if not who and "{" in template and not template.startswith(("/static", "/invitation", "/library")):
                assert answer.status_code in {303, 401, 403}, where
    assert state_of(gym, hers) == before


def test_the_same_requests_reach_her_own(place: "tuple[Gym, Hers]") -> None:
    """Or the walk would prove nothing."""
    gym, hers = place
    browser = gym.browser("zeph")
    seen = ""
    for method, template in templates(gym):
        if method != "GET" or template in ENDLESS or template.startswith(OF_ADMINS):
            continue
        answer = asked(browser, method, hers.path(template), hers)
        seen += answer.text
        if template.startswith(
            ("/clips/{id_}", "/log/sets", "/api/clips", "/analyses/{id_}/notes", "/analyses/{id_}/video", "/tests/")
        ):
            assert answer.status_code in {200, 206}, (template, answer.text)
    assert seen.count(MARK) > 20
    assert browser.get(f"/analyses/{hers.analysis}/video").content == VIDEO
    assert browser.get(f"/analyses/{hers.analysis}/notes/{hers.note}/voice").content == VIDEO
    assert browser.get(f"/clips/{hers.loose}/video").content == VIDEO + b"loose", "hers until she says whose it is"


def test_names_reach_nobody_else_either(place: "tuple[Gym, Hers]") -> None:
    """Routes that take a name and not an id."""
    gym, hers = place
    before = state_of(gym, hers)
    for who in ("", "ana", "coach", "boss"):
        for path in ("/data/export", "/data/erase", "/data/videos", "/data/consent"):
            fields = {"who": f"{MARK} Doe", "typed": f"{MARK} Doe", "days": "0", "keep": "no", "videos": "yes"}
            answer = gym.browser(who).post(path, data=fields)
            assert answer.status_code in {303, 404, 422}, (who, path)
            assert not answer.content.startswith(b"PK"), (who, path)
            assert answer.headers.get("location", "/sign-in?").startswith("/sign-in?"), (who, path)
        named = {"Upload-Length": "9", "Upload-Metadata": "person WmVwaHlyaW5lIERvZQ=="}
        assert gym.browser(who).post("/uploads", headers=named).status_code in {303, 401, 404}
    assert state_of(gym, hers) == before


def test_a_session_that_is_over_reaches_nothing(place: "tuple[Gym, Hers]") -> None:
    gym, _ = place
    account = gym.add("zoe", Role.LIFTER, person=gym.person("Zoe"))
    browser = gym.browser("zoe")
    page = f"/overview/{account.person}/changes"
    assert browser.get(page).status_code == 200
    mine = signed_in.c.account == account.id
    for over in ({"until": NOW - timedelta(days=1)}, {"until": datetime.now(UTC) + timedelta(days=9), "seen_at": NOW}):
        with gym.store.database.writing() as connection:
            connection.execute(update(signed_in).where(mine).values(**over))
        assert browser.get(page).status_code == 303, over
    gym.sign_in(browser, "zoe")
    assert browser.get(page).status_code == 200
    gym.store.accounts.remove(account.id)
    assert browser.get(page).status_code == 303


def test_sockets_open_to_nobody_else(place: "tuple[Gym, Hers]") -> None:
    gym, _ = place
    for path in ("/live/camera", "/live/screen"):
        with (
            pytest.raises(WebSocketDisconnect) as refused,
            gym.browser().websocket_connect(path, headers={"Host": "gym.test", "Origin": URL}) as socket,
        ):
            socket.receive_text()
        assert refused.value.code in {1008, 1000, 1006}
    cookie = {"Host": "gym.test", "Origin": URL, "Cookie": f"__Host-session={session_of(gym.browser('coach'))}"}
    with gym.browser("coach").websocket_connect("/live/camera", headers=cookie) as socket:
        socket.send_text(json.dumps({"person": f"{MARK} Doe", "exercise": "romanian_deadlift"}))
        assert json.loads(socket.receive_text())["text"] == f"You have nobody called '{MARK} Doe'."
        with pytest.raises(WebSocketDisconnect) as refused:
            socket.receive_text()
    assert refused.value.code == 4002
    rooms = _Rooms()
    one, other = Asker(account="1", role=Role.COACH), Asker(account="2", role=Role.ADMIN)
    assert rooms.of(one) is rooms.of(one)
    assert rooms.of(one) is not rooms.of(other)


def test_news_of_clips_tell_each_account_of_its_own(place: "tuple[Gym, Hers]") -> None:
    gym, hers = place
    said = {}
    for name in ("zeph", "ana", "coach", "boss"):
        account = cast("Any", gym.store.accounts.named(name))
        people, own = gym.store.accounts.people_of(account)
        asker = Asker(role=account.role, account=account.id, people=people, own=own)

        async def still(answers: list[bool] = [False]) -> bool:  # noqa: B006  # one look
            return answers.pop() if answers else True

        request = SimpleNamespace(app=gym.app, scope={"state": {ASKER: asker}}, is_disconnected=still)

        async def first(request: Any = request) -> str:
            return await anext(uploads_module._news(gym.jobs, request, 0), "")

        with ThreadPoolExecutor(1) as apart:  # a browser of the session may have a loop in this thread
            said[name] = apart.submit(asyncio.run, first()).result()
        still.__defaults__ = ([False],)
    assert hers.clip in said["zeph"]
    assert hers.loose in said["zeph"]
    assert all(hers.clip not in said[name] and MARK not in said[name] for name in ("ana", "coach", "boss"))


def test_ids_that_name_nothing_are_as_those_of_others(place: "tuple[Gym, Hers]") -> None:
    """Nobody learns which ids exist."""
    gym, hers = place
    ana = gym.browser("ana")
    for path in ("/analyses/{}", "/clips/{}", "/analyses/{}/video", "/overview/{}/changes", "/api/clips/{}"):
        mine, none = (ana.get(path.format(id_)) for id_ in (hers.analysis, new_id()))
        assert (mine.status_code, len(mine.text)) == (none.status_code, len(none.text)), path
    assert [gym.store.owners_of(kind, "0" * 32) for kind in Kind] == [None] * len(Kind)
