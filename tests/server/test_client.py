"""The client has a method for every route, and sends again what is harmless to send again."""

import inspect
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.server.programs import programs_of
from tests.server.test_api import MP4

from hiphinge.client import ApiError, Client, UnreachableError
from hiphinge.client.transport import Answer, Transport
from hiphinge.errors import UsageError
from hiphinge.server import api_description

if TYPE_CHECKING:
    from tests.server.conftest import Filmed


def operations() -> Iterator[tuple[str, str]]:
    for path, methods in api_description()["paths"].items():
        for method in methods:
            yield method.upper(), path


def fits(template: str, path: str) -> bool:
    return re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path) is not None


def arguments(  # one of each kind
    person: str, analysis: str, recording: str, job: str, upload: str, logged: str, client: Client, folder: Path
) -> tuple[dict[str, list[Any]], dict[str, dict[str, Any]]]:
    """Return what each method is called with."""
    said: dict[str, list[Any]] = {
        "add_person": ["Bo"],
        "begin_upload": [{"sha256": "b" * 64, "length": 7}],
        "cancel_job": [job],
        "cancel_upload": [upload],
        "change_person": [person],
        "change_recording": [recording],
        "change_set": [person, logged],
        "correct": [analysis, "load"],
        "entries": ["drills"],
        "erase_planned_day": [person, date(2020, 1, 1)],
        "erase_recording": [client.job(job)["recording"]],
        "erase_set": [person, logged],
        "log_line": [person, "rdl 1x8x60kg"],
        "log_sets": [person, "rdl", [8]],
        "log_test": [person, "active_knee_extension", 20.0],
        "plan_line": [person, "rdl 3x8"],
        "save_poses": [recording, folder / "poses"],
        "save_thumbnail": [recording, folder / "image"],
        "save_video": [recording, folder / "video"],
        "search": ["wall"],
        "send_piece": [upload, 0, MP4[:100]],
        "set": [person, logged],
        "sheet": ["drills", "dowel"],
        "take_back": [analysis, 1],
        "upload": [folder / "other.mp4"],
    }
    more: dict[str, dict[str, Any]] = {
        "add_person": {"adult": True},
        "change_recording": {"name": "Monday"},
        "correct": {"load_kg": 70.0},
        "plan_line": {"day": datetime.now(UTC).date() + timedelta(days=3)},
        "log_test": {"side": "left"},
    }
    return said, more


def test_every_route_has_a_method_and_every_method_a_route(filmed: "Filmed", tmp_path: Path) -> None:
    programs = programs_of(filmed.opened, tmp_path / "work")
    client, person, analysis = programs.client(), filmed.person.id, filmed.id
    recording = next(client.recordings())["id"]
    key = filmed.opened.store.listing.recording(recording).video or ""
    filmed.opened.store.files.put_thumbnail(key, b"RIFF")
    video = tmp_path / "other.mp4"
    video.write_bytes(MP4)
    job = client.upload(video, name="other")["id"]
    (logged,) = client.log_line(person, "rdl 1x8x60kg")
    upload = client.begin_upload({"sha256": "a" * 64, "length": 9000})["id"]
    said, more = arguments(person, analysis, recording, job, upload, logged["id"], client, tmp_path)
    by_kind = {"person": person, "analysis": analysis, "recording": recording, "job": job, "upload": upload}
    last = ("take_back", "erase_set", "cancel_job", "wait", "retry_job", "cancel_upload", "erase_recording")
    names = [name for name, _ in inspect.getmembers(Client, inspect.isfunction) if not name.startswith("_")]
    for name in sorted(names, key=lambda one: (last.index(one) if one in last else -1, one)):
        method = getattr(client, name)
        wanted = [one for one in inspect.signature(method).parameters if one in by_kind]
        first = [] if name in {"recordings", "analyses"} else [by_kind[one] for one in wanted[:1]]
        asked = client.transport.asked  # type: ignore[attr-defined]  # Inside
        before = len(asked)
        with pytest.raises(ApiError, match="has no plan") if name == "plan" else nullcontext():
            found = method(*said.get(name, first), **more.get(name, {}))
            if isinstance(found, Iterator):
                list(found)
        assert len(asked) > before, name
    covered = {one for one in operations() if any(m == one[0] and fits(one[1], path) for m, path in asked)}
    assert covered == set(operations())
    assert all(any(m == one[0] and fits(one[1], path) for one in operations()) for m, path in asked)


def answers(*ends: Answer | Exception) -> tuple[Transport, list[float], list[str]]:
    """Return a transport that ends each try as it should, the pauses that it takes, and what it sends."""
    left, pauses, sent = list(ends), list[float](), list[str]()

    class Scripted(Transport):
        def _once(self, method: str, *_: object) -> Answer:
            sent.append(method)
            end = left.pop(0)
            if isinstance(end, Exception):
                raise end
            return end

    return Scripted(address="http://127.0.0.1:1", sleep=pauses.append), pauses, sent


BUSY = Answer(503, {"retry-after": "7"}, b"")
FINE = Answer(200, {}, b'{"items": [], "next": null}')


def test_it_tries_again_where_that_is_harmless() -> None:
    transport, pauses, sent = answers(ConnectionResetError(), BUSY, TimeoutError(), FINE)
    assert transport.send("GET", "/") == FINE
    assert (len(sent), pauses[1]) == (4, 7.0)
    assert 0.1 <= pauses[0] <= 0.25
    assert 0.5 <= pauses[2] <= 1.0, "longer and longer"


def test_it_does_not_log_a_set_twice() -> None:
    transport, _, sent = answers(ConnectionResetError(), FINE)
    with pytest.raises(UnreachableError, match="Is hiphinge running there"):
        transport.send("POST", "/", harmless=False)
    assert sent == ["POST"], "nobody knows whether it arrived"
    transport, _, sent = answers(ConnectionRefusedError(), BUSY, FINE)
    assert transport.send("POST", "/", harmless=False) == FINE
    assert len(sent) == 3, "neither of them was done"


def test_what_a_proxy_says_is_no_answer_of_the_server() -> None:
    unsure = Answer(504, {}, b"")
    transport, _, sent = answers(unsure, FINE)
    assert transport.send("GET", "/") == FINE
    transport, _, sent = answers(unsure, FINE)
    with pytest.raises(ApiError):
        transport.send("POST", "/", harmless=False)
    assert sent == ["POST"], "it may have been logged"
    with pytest.raises(ApiError):
        answers(Answer(308, {"location": "https://elsewhere.test/"}, b""))[0].send("DELETE", "/")


def test_a_file_that_is_cut_off_is_no_file() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def half() -> None:
            asked, _ = server.accept()
            with asked:
                asked.recv(4096)
                asked.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"v" * 10)

        answering = threading.Thread(target=half)
        answering.start()
        with pytest.raises(UnreachableError):
            list(Transport(address=f"http://127.0.0.1:{server.getsockname()[1]}").blocks("/video"))
        answering.join()


def test_it_gives_up_and_says_what_was_said() -> None:
    transport, pauses, _ = answers(*[ConnectionRefusedError()] * 6)
    with pytest.raises(UnreachableError, match="No answer came from http"):
        transport.send("GET", "/")
    assert len(pauses) == 5
    transport, *_ = answers(Answer(404, {}, b'{"detail": "Nobody.", "type": "t"}'))
    with pytest.raises(ApiError, match="Nobody") as refused:
        transport.send("GET", "/")
    assert (refused.value.status, refused.value.type) == (404, "t")
    with pytest.raises(ApiError, match="<html>"):
        answers(Answer(500, {}, b"<html>"))[0].send("GET", "/")
    with pytest.raises(UnreachableError, match="Is the address right"):
        Answer(200, {}, b"<html>").json()
    with pytest.raises(UsageError, match="The address of a server"):
        Client("127.0.0.1:8765")
