"""Programs: asked for a token, answered with what is wrong, with lists that hold still; a video is taken once."""

import hashlib
import json
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.server.programs import ADDRESS, TOKEN, Programs, programs, programs_of  # noqa: F401  # fixtures

from hiphinge.client import ApiError
from hiphinge.documents import analysis_from_json
from hiphinge.server import api_description

if TYPE_CHECKING:
    from tests.server.conftest import Filmed

PIECE = {"Content-Type": "application/offset+octet-stream"}
MP4 = b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + b"\0" * 3000


def problem(answer: Any) -> tuple[int, str]:
    """Return the status and the kind of a problem, which is what it says it is."""
    said = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    assert said["status"] == answer.status_code
    assert said["detail"]
    return said["status"], said["type"].removeprefix("urn:hiphinge:problem:")


def test_only_a_token_or_a_page_of_the_app_opens_it(programs: Programs) -> None:  # noqa: F811
    ask, token = programs.browser.request, {"Authorization": f"Bearer {TOKEN}"}
    person = {"name": "Ana", "adult": True}
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        for method in ("GET", "POST"):
            answer = ask(method, "/api/v1/people", headers=headers, json=person)
            assert problem(answer) == (401, "no-token"), headers
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    others = ({"Origin": "https://example.com"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "example.com"})
    for headers in others:
        answer = ask("POST", "/api/v1/people", headers=token | {"Origin": ADDRESS} | headers, json=person)
        assert problem(answer) == (403, "not-allowed"), headers
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert programs.opened.store.people.all() == ()
    own = {"Origin": ADDRESS, "Sec-Fetch-Site": "same-origin"}
    assert ask("POST", "/api/v1/people", headers=own, json=person).status_code == 201
    assert ask("POST", "/api/v1/people", headers={"Origin": ADDRESS}, json=person).status_code == 401
    assert ask("GET", "/api/v1/people", headers=token).json()["items"][0]["name"] == "Ana"
    assert ask("GET", "/api/v1/health").json()["api"] == "v1"
    assert programs.ask("GET", "/me").json()["role"] == "owner"


def test_a_body_is_read_within_limits(programs: Programs) -> None:  # noqa: F811
    bodies = {
        b'{"name": ' + b"[" * 40 + b"]" * 40 + b"}": (400, "not-understood"),
        b"[" * 100_000: (400, "not-understood"),
        b'{"name": "A\\u0000", "adult": true}': (400, "not-understood"),
        b'{"name": NaN, "adult": true}': (400, "not-understood"),
        b'{"name": 1' + b"0" * 5000 + b"}": (400, "not-understood"),
        b'{"name": "A", "adult": false}': (422, "not-taken"),
        b'{"name": "A", "adult": true, "more": 1}': (422, "not-taken"),
        b'{"name": "' + b"A" * (1 << 20) + b'", "adult": true}': (413, "too-large"),
        b"": (422, "not-taken"),
    }
    for content, expected in bodies.items():
        answer = programs.ask("POST", "/people", content=content, headers={"Content-Type": "application/json"})
        assert problem(answer) == expected, content[:40]
    assert programs.opened.store.people.all() == ()


def test_every_id_and_cursor_is_checked_and_every_refusal_is_a_problem(programs: Programs) -> None:  # noqa: F811
    person = programs.opened.add().id
    for path in (
        "/people/zz",
        f"/people/{person}/sets/{'0' * 32}",
        "/jobs/..%2F..",
        "/nothing",
        "/catalogue/drills/xx",
    ):
        assert problem(programs.ask("GET", path)) == (404, "not-found"), path
    paths = ("?limit=0", "?limit=501", "?cursor=", "?cursor=MXwy", "?cursor=%00", "?exercise=curling")
    for path in paths:
        assert problem(programs.ask("GET", f"/people/{person}/sets{path}")) == (422, "not-taken"), path
    assert problem(programs.ask("PUT", "/people")) == (405, "no-such-method")
    answer = programs.ask(
        "POST", f"/people/{person}/sets", json={"exercise": "rdl", "load": {"value": -1, "unit": "kg"}}
    )
    assert [one["where"] for one in answer.json()["faults"]] == ["load.value"]


def test_a_list_holds_still_while_it_is_read(programs: Programs) -> None:  # noqa: F811
    person = programs.opened.add()
    client, at = programs.client(), datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
    first = client.log_sets(person.id, "rdl", [8] * 7, load={"value": 60, "unit": "kg"}, at=at)
    read = client.sets(person.id, limit=3)
    seen = [next(read)["id"] for _ in range(3)]
    client.log_line(person.id, "rdl 2x5x80kg", at=at)
    seen += [one["id"] for one in read]
    assert seen == [one["id"] for one in reversed(first)], "what was logged meanwhile is not in it, and nothing twice"
    assert len(list(client.sets(person.id, limit=2, exercise="rdl"))) == 9
    assert [one["name"] for one in client.people(limit=1)] == ["Ana"]


def test_what_did_not_change_is_not_sent_again(programs: Programs) -> None:  # noqa: F811
    person = programs.opened.add().id
    answer = programs.ask("GET", f"/people/{person}")
    mark = answer.headers["ETag"]
    again = programs.ask("GET", f"/people/{person}", headers={"If-None-Match": f'"x", {mark}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", mark)
    programs.ask("PATCH", f"/people/{person}", json={"unit": "lb"})
    changed = programs.ask("GET", f"/people/{person}", headers={"If-None-Match": mark})
    assert (changed.status_code, changed.json()["unit"]) == (200, "lb")


def test_a_set_is_changed_field_by_field(programs: Programs) -> None:  # noqa: F811
    person, client = programs.opened.add().id, programs.client()
    (one,) = client.log_line(person, "rdl 1x8x60kg @8")
    changed = client.change_set(person, one["id"], rpe=None, load={"value": 65, "unit": "kg"})
    assert (changed["rpe"], changed["load"]["value"], changed["repetitions"]) == (None, 65, 8)
    assert changed["performed_at"] == one["performed_at"]
    with pytest.raises(ApiError, match="repetitions, or seconds") as refused:
        client.change_set(person, one["id"], repetitions=None)
    assert refused.value.status == 422
    with pytest.raises(ApiError, match="in the future"):
        client.log_line(person, "rdl 1x8x60kg", at=datetime(2100, 1, 1, tzinfo=UTC))


def begun(programs: Programs, content: bytes, **more: Any) -> Any:  # noqa: F811
    said = {"sha256": hashlib.sha256(content).hexdigest(), "length": len(content), **more}
    return programs.ask("POST", "/uploads", json=said)


def sent(programs: Programs, upload: str, offset: int, content: bytes) -> Any:  # noqa: F811
    headers = PIECE | {"Upload-Offset": str(offset)}
    return programs.ask("PATCH", f"/uploads/{upload}", content=content, headers=headers)


def test_an_upload_goes_on_where_it_stopped_and_is_taken_once(programs: Programs) -> None:  # noqa: F811
    person = programs.opened.add()
    upload = begun(programs, MP4, name="../../RDL.mp4", person=person.id, exercise="rdl").json()
    assert sent(programs, upload["id"], 0, MP4[:1000]).json()["offset"] == 1000
    assert begun(programs, MP4, person=person.id, exercise="rdl").json() == upload | {"offset": 1000}
    assert problem(sent(programs, upload["id"], 0, MP4)) == (409, "conflict")
    assert problem(programs.ask("PATCH", f"/uploads/{upload['id']}", content=b"x"))[0] in {415, 422}
    done = sent(programs, upload["id"], 1000, MP4[1000:]).json()
    (clip,) = programs.jobs.clips()
    assert (done["job"], done["recording"]) == (clip.id, clip.recording)
    assert (clip.name, clip.person, clip.exercise) == ("RDL.mp4", "Ana", "romanian_deadlift")
    known = begun(programs, MP4, person=person.id).json()
    assert known == {"id": None, "length": len(MP4), "offset": len(MP4), "job": clip.id, "recording": clip.recording}
    assert begun(programs, MP4).json()["job"] is None, "nobody's is another recording"
    programs.ask("DELETE", f"/recordings/{clip.recording}")
    assert programs.jobs.clips() == ()
    again = begun(programs, MP4, person=person.id, exercise="rdl").json()
    assert (again["id"], again["offset"], again["job"]) == (upload["id"], 0, None)
    sent(programs, again["id"], 0, MP4)
    assert [one.state for one in programs.jobs.clips()] == ["queued"], "erased, and taken anew"


def test_other_content_than_was_named_is_refused_and_leaves_nothing(programs: Programs) -> None:  # noqa: F811
    upload = begun(programs, MP4).json()["id"]
    assert problem(sent(programs, upload, 0, MP4[:-1] + b"x")) == (422, "not-taken")
    assert problem(programs.ask("GET", f"/uploads/{upload}")) == (404, "not-found")
    page = begun(programs, b"<html>" * 100).json()["id"]
    assert problem(sent(programs, page, 0, b"<html>" * 100)) == (415, "wrong-kind")
    assert problem(begun(programs, MP4, person="0" * 32)) == (422, "not-taken")
    assert problem(begun(programs, MP4, exercise="curling")) == (422, "not-taken")
    assert programs.jobs.clips() == ()


def test_doubles_and_retries_at_once_are_one_job(programs: Programs, tmp_path: Path) -> None:  # noqa: F811
    video, found = tmp_path / "set.mp4", list[Any]()
    video.write_bytes(MP4 * 300)
    other = programs.opened.add()

    def send(exercise: str | None) -> None:
        found.append(programs.client().upload(video, person=other.id, exercise=exercise)["id"])

    threads = [threading.Thread(target=send, args=(one,)) for one in (None, None, None, "rdl", "rdl", "deadlift")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    (clip,) = programs.jobs.clips()
    assert found == [clip.id] * len(threads)
    assert programs.client().upload(video, person=other.id)["id"] == clip.id


def test_an_analysis_is_read_corrected_and_erased(filmed: "Filmed", tmp_path: Path) -> None:
    programs = programs_of(filmed.opened, tmp_path / "work")  # noqa: F811
    client, store = programs.client(), filmed.opened.store
    (analysis,) = client.analyses(person=filmed.person.id)
    document = client.document(filmed.id)
    assert analysis_from_json(json.dumps(document), name="it").repetitions
    repetitions = list(client.repetitions(filmed.id, limit=2))
    assert repetitions == document["repetitions"]
    added = client.correct(filmed.id, "delete", repetition=1, reason="walked in")
    assert (added["record"]["kind"], added["counts"]) == ("delete", True)
    assert len(list(client.repetitions(filmed.id))) == len(repetitions) - 1
    client.take_back(filmed.id, added["number"])
    assert [one["undone"] for one in client.corrections(filmed.id)] == [True]
    assert len(list(client.repetitions(filmed.id))) == len(repetitions)
    poses = client.save_poses(analysis["recording"], tmp_path / "poses.parquet")
    assert poses.read_bytes()[:4] == b"PAR1"
    video = client.save_video(analysis["recording"], tmp_path / "again.mp4")
    assert hashlib.sha256(video.read_bytes()).hexdigest() == client.recording(analysis["recording"])["sha256"]
    part = programs.ask("GET", f"/recordings/{analysis['recording']}/video", headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    assert client.change_recording(analysis["recording"], name="Monday")["name"] == "Monday"
    client.erase_recording(analysis["recording"])
    assert list(client.analyses()) == list(client.recordings()) == []
    assert store.recordings.named_files() == set()
    assert list(store.files.written()) == []


def test_every_route_is_described_with_how_it_refuses() -> None:
    for path, methods in api_description()["paths"].items():
        for method, said in methods.items():
            assert said["description"], path
            statuses = set(said["responses"])
            assert {"401", "403", "422", "500", "507"} <= statuses, path
            assert ("304" in statuses) == (method == "get"), path
            assert "404" in statuses or "{" not in path, path
