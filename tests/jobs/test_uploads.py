"""Uploads over HTTP: resumed after a break, refused by content and size, accepted once; hostile ones leave nothing."""

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server.uploads import uploads_router
from hiphinge.store import Store

TUS = {"Tus-Resumable": "1.0.0"}
PIECE = TUS | {"Content-Type": "application/offset+octet-stream"}


@dataclass(frozen=True)
class Limit:
    largest_upload_bytes: int = 1 << 20


@pytest.fixture
def app(jobs: Jobs) -> Iterator[TestClient]:
    site = FastAPI()
    site.include_router(uploads_router(jobs, Limit()))
    with TestClient(site) as client:
        yield client


def encoded(**pairs: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in pairs.items())


def begun(app: TestClient, length: int, **pairs: str) -> str:
    answer = app.post("/uploads", headers=TUS | {"Upload-Length": str(length), "Upload-Metadata": encoded(**pairs)})
    assert answer.status_code == 201
    return str(answer.headers["Location"])


def sent(app: TestClient, place: str, offset: int, content: bytes) -> tuple[int, str | None]:
    answer = app.patch(place, headers=PIECE | {"Upload-Offset": str(offset)}, content=content)
    return answer.status_code, answer.headers.get("Upload-Offset")


def test_an_upload_is_resumed_and_accepted_once(app: TestClient, jobs: Jobs, clip_bytes: bytes) -> None:
    jobs.store.people.add("Anna", adult=True)
    place = begun(app, len(clip_bytes), filename="../../RDL 60 kg.mp4", person="Anna", exercise="rdl")
    assert sent(app, place, 0, clip_bytes[:700]) == (204, "700")
    assert sent(app, place, 0, clip_bytes[:700])[0] == 409
    look = app.head(place)
    assert (look.headers["Upload-Offset"], look.headers["Upload-Length"]) == ("700", str(len(clip_bytes)))
    assert sent(app, place, 700, clip_bytes[700:]) == (204, str(len(clip_bytes)))
    assert sent(app, place, len(clip_bytes), b"") == (204, str(len(clip_bytes))), "an answer that was lost"
    (clip,) = jobs.clips()
    assert (clip.name, clip.person, clip.exercise) == ("RDL 60 kg.mp4", "Anna", "romanian_deadlift")
    assert (jobs.file(clip.id) or Path()).read_bytes() == clip_bytes
    assert app.get("/api/clips").json()[0]["state"] == "queued"
    assert app.post(f"/api/clips/{clip.id}/cancel").json()["state"] == "cancelled"


def test_a_restart_in_the_middle_loses_nothing(
    app: TestClient, jobs: Jobs, stores: Callable[[], Store], settings: JobSettings, clip_bytes: bytes
) -> None:
    place = begun(app, len(clip_bytes), filename="a.mp4")
    sent(app, place, 0, clip_bytes[:900])
    again = Jobs(stores, settings)
    assert again.uploads.find(place.rpartition("/")[2]).offset == 900
    again.close()
    assert sent(app, place, 900, clip_bytes[900:])[0] == 204
    assert len(jobs.clips()) == 1


def test_limits_and_wrong_requests_are_answered_not_crashed(app: TestClient, clip_bytes: bytes) -> None:
    begin = {"Upload-Metadata": "filename !!!,,=,person"} | TUS
    lengths = ("-1", "", "1e9", str(1 << 21), "0", "9" * 40, "12x")
    answers = {
        length: app.post("/uploads", headers=begin | {"Upload-Length": length}).status_code for length in lengths
    }
    assert set(answers.values()) <= {400, 413}
    place = begun(app, len(clip_bytes))
    assert app.patch(place, headers=TUS, content=b"x").status_code == 415
    assert app.patch(place, headers=PIECE, content=b"x").status_code == 400
    assert sent(app, place, 0, clip_bytes + b"more")[0] == 413
    for path in ("/uploads/..%2f..%2fetc", "/uploads/" + "0" * 32, "/uploads/x"):
        assert app.head(path).status_code == 404
    assert app.delete(place).status_code == 204
    assert app.head(place).status_code == 404
    assert app.options("/uploads").headers["Tus-Max-Size"] == str(1 << 20)


def test_unfinished_uploads_are_erased_after_their_time(app: TestClient, jobs: Jobs, settings: JobSettings) -> None:
    place = begun(app, 5_000)
    assert jobs.uploads.clear() == 0
    jobs.uploads.settings = replace(settings, unfinished_for=timedelta(seconds=-1))
    assert jobs.uploads.clear() == 1
    assert app.head(place).status_code == 404


def test_a_full_disk_is_said(app: TestClient, jobs: Jobs, settings: JobSettings) -> None:
    jobs.uploads.settings = replace(settings, least_free_bytes=1 << 60)
    answer = app.post("/uploads", headers=TUS | {"Upload-Length": "10"})
    assert (answer.status_code, "no room" in answer.text) == (507, True)


NAMES = (
    "../../../etc/cron.d/x",
    "C:\\Windows\\x.mp4",
    "a\x00.mp4",
    "x" * 3000,
    "",
    "<script>.mp4",
    "con",
    "\u202egpj.mp4",
)
OTHERS = (
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04",
    b"%PDF-1.7",
    b"<!doctype html>",
    b"\x7fELF",
    b"MZ",
    b"#EXTM3U\n",
    b"GIF89a",
)
IN_THE_DATA_FOLDER = {"log.sqlite", "log.sqlite-wal", "log.sqlite-shm", "files", "work"}


def hostile(clip: bytes, seed: int) -> tuple[str, bytes]:
    """Return a name and a content that somebody could send: cut, changed, of another type, or two types at once."""
    source = random.Random(seed)  # noqa: S311  # contents, no secret
    names = (
        "../../../etc/cron.d/x",
        "C:\\Windows\\x.mp4",
        "a\x00.mp4",
        "x" * 3000,
        "",
        "<script>.mp4",
        "con",
        "\u202egpj.mp4",
    )
    name = names[seed % len(names)]
    noise = source.randbytes(200 + seed)
    cut = clip[: 1 + source.randrange(len(clip))]
    changed = bytearray(clip)
    for _ in range(20):
        changed[source.randrange(16, len(clip))] = source.randrange(256)
    sizes = bytearray(clip)
    at = sizes.find(b"avc1")
    sizes[at + 28 : at + 32] = b"\xff\xff\xff\xff"
    contents = (
        noise,
        cut,
        bytes(changed),
        OTHERS[seed // 8 % len(OTHERS)] + noise,
        clip[:32] + b"<script>alert(1)</script>" + noise,
        bytes(sizes),
        b"\x00\x00\x00\x18ftypheic" + noise,
        b"RIFF\xff\xff\xff\xffAVI LIST" + noise,
        b"\x1a\x45\xdf\xa3" + noise,
        b"\x47" + bytes(187) + (b"\x47" + noise[:187].ljust(187, b"x")) * 4,
    )
    return name, contents[seed % len(contents)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="platform: no device that is always full")
def test_on_a_full_disk_it_says_so_and_goes_on_once_there_is_room(
    app: TestClient, jobs: Jobs, clip_bytes: bytes, settings: JobSettings
) -> None:
    place = begun(app, len(clip_bytes), filename="a.mp4")
    assert sent(app, place, 0, clip_bytes[:20])[0] == 204
    part = settings.folder / "uploads" / place.rpartition("/")[2] / "part"
    arrived = part.read_bytes()
    part.unlink()
    part.symlink_to("/dev/full")
    answer = app.patch(place, headers=PIECE | {"Upload-Offset": "0"}, content=clip_bytes)
    assert (answer.status_code, "No space is left" in answer.text) == (507, True)
    part.unlink()
    part.write_bytes(arrived)
    assert app.head(place, headers=TUS).headers["upload-offset"] == "20"
    assert sent(app, place, 20, clip_bytes[20:])[0] == 204
    assert [one.name for one in jobs.clips()] == ["a.mp4"]


def test_hostile_files_are_refused_or_fail_and_leave_nothing_elsewhere(
    app: TestClient, jobs: Jobs, clip_bytes: bytes, tmp_path: Path
) -> None:
    statuses = set()
    for seed in range(210):
        name, content = hostile(clip_bytes, seed)
        place = begun(app, len(content), filename=name)
        statuses.add(sent(app, place, 0, content)[0])
    assert statuses == {204, 415}
    accepted = jobs.clips()
    assert 0 < len(accepted) < 210
    assert {path.name for path in tmp_path.iterdir()} == {"data"}
    assert {path.name for path in (tmp_path / "data").iterdir()} <= IN_THE_DATA_FOLDER
    assert all(one.name == Path(one.name).name and len(one.name) <= 200 for one in accepted)


def test_hostile_files_end_in_the_real_analysis(
    stores: Callable[[], Store],
    settings: JobSettings,
    clip_bytes: bytes,
    ended: Callable[..., None],
    tmp_path: Path,
    jobs: Jobs,
) -> None:
    real = Jobs(stores, settings)
    path = tmp_path / "given"
    for seed in (1, 4, 5, 7, 8, 9):
        _, content = hostile(clip_bytes, seed)
        path.write_bytes(content)
        real.submit(path, name=f"hostile {seed}")
    real.start_workers(1)
    try:
        ended()
    finally:
        real.close()
    assert {one.state for one in jobs.clips()} <= {"failed", "done"}
    assert all(one.reason for one in jobs.clips("failed"))


def test_what_others_end_meanwhile_stops_no_upload(
    app: TestClient, jobs: Jobs, settings: JobSettings, clip_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another visitor's file is gone between being listed and being looked at; ours is accepted as we ask for it."""
    other = settings.folder / "uploads" / ("0" * 32)
    place = begun(app, len(clip_bytes), filename="a.mp4")
    other.mkdir()
    (other / "part").symlink_to(settings.folder / "gone")
    begun(app, 100)
    id_ = place.rpartition("/")[2]
    before = jobs.uploads._read(id_)
    assert sent(app, place, 0, clip_bytes)[0] == 204
    answers = iter([before])
    read = jobs.uploads._read
    monkeypatch.setattr(jobs.uploads, "_read", lambda one: next(answers, None) or read(one))
    found = jobs.uploads.find(id_)
    assert (found.offset, found.clip) == (len(clip_bytes), jobs.clips()[0].id)
