"""Everybody's data: out as a file and in again, erased after a name was typed, checked, thinned out."""

import errno
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hiphinge.errors import InputMissingError
from hiphinge.store import NewAnalysis, Store
from hiphinge.workflow.data_keeping import holdings_of
from hiphinge.workflow.log_keeping import log_sets

if TYPE_CHECKING:
    from tests.server.conftest import Opened

    from hiphinge.documents.training_log import PersonRecord

ADDRESS = "http://127.0.0.1:8765"


def filed(store: Store, person: "PersonRecord", tmp_path: Path, *, content: bytes = b"a video") -> None:
    """File an analysis of a video that is kept, beside a set."""
    video, poses = tmp_path / "set.mp4", tmp_path / "pose.parquet"
    video.write_bytes(content)
    poses.write_bytes(b"poses of " + content)
    store.people.agree(person, "keep_videos")
    log_sets(store, person, "romanian deadlift 3x5 60kg")
    new = NewAnalysis(
        sha256="ab" * 32, name="set.mp4", hiphinge_version="0.1.0", schema="hiphinge.analysis/1", exercise="hip_hinge",
        repetitions=5, document=b"{}", measured=(), video=video, poses=poses, zone=person.zone,
    )  # fmt: skip
    store.recordings.file(person, new)


def import_file(opened: "Opened", content: bytes, *, name: str = "Ana.zip") -> tuple[int, str]:
    answer = opened.browser.post(
        "/data/import", files={"file": (name, content)}, headers={"Origin": ADDRESS}, follow_redirects=False
    )
    return answer.status_code, answer.headers.get("location", "") or answer.text


def exported(opened: "Opened", **fields: str) -> bytes:
    answer = opened.browser.post("/data/export", data={"who": "Ana", **fields}, headers={"Origin": ADDRESS})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="Ana.zip"'
    return answer.content


def test_out_as_a_file_erased_and_in_again(opened: "Opened", tmp_path: Path) -> None:
    person = opened.add()
    filed(opened.store, person, tmp_path)
    before = holdings_of(opened.store, "Ana")
    assert (before.sets, before.analyses, before.files) == (3, 1, 2)
    assert re.search(r"3 sets, 1 analysis, 0 self-tests, 2 files\s+of recordings", opened.browser.get("/data").text)
    with_videos, without = exported(opened, videos="yes"), exported(opened)
    assert len(zipfile.ZipFile(io.BytesIO(with_videos)).namelist()) == 5
    assert len(zipfile.ZipFile(io.BytesIO(without)).namelist()) == 4
    assert import_file(opened, with_videos)[0] == 422
    assert opened.send("/data/erase", who="Ana", typed="ana ") == (303, "/data?done=erased")
    assert import_file(opened, with_videos) == (303, "/data?done=imported")
    assert holdings_of(opened.store, "Ana") == before
    assert "Imported" in opened.browser.get("/data?done=imported").text


@pytest.mark.parametrize("typed", ["", "An", "Bo", "erase", "../Ana"])
def test_erasing_needs_the_name(opened: "Opened", tmp_path: Path, typed: str) -> None:
    filed(opened.store, opened.add(), tmp_path)
    before = holdings_of(opened.store, "Ana")
    assert opened.send("/data/erase", who="Ana", typed=typed)[0] == 422
    assert opened.send("/data/erase", who="Ana")[0] == 422
    assert holdings_of(opened.store, "Ana") == before


def test_erasing_takes_rows_files_and_what_waits_and_leaves_others(opened: "Opened", tmp_path: Path) -> None:
    ana, bo = opened.add(), opened.add("Bo")
    filed(opened.store, ana, tmp_path)
    filed(opened.store, bo, tmp_path, content=b"of Bo")
    waiting = tmp_path / "waits.mp4"
    waiting.write_bytes(b"waits")
    opened.clips.submit(waiting, name="waits", person="Ana")
    theirs = opened.clips.submit(None, name="of Bo", person="Bo")
    kept = opened.store.recordings.files_of(bo)
    assert opened.send("/data/erase", who="Ana", typed="Ana")[0] == 303
    with pytest.raises(InputMissingError):
        holdings_of(opened.store, "Ana")
    assert [one.id for one in opened.clips.clips()] == [theirs]
    assert holdings_of(opened.store, "Bo").analyses == 1
    assert all(opened.store.files.has(key) for key in kept)
    assert "Ana" not in opened.browser.get("/data").text


def test_what_is_no_export_is_refused_by_the_name_it_was_given(opened: "Opened", tmp_path: Path) -> None:
    filed(opened.store, opened.add(), tmp_path)
    whole = exported(opened, videos="yes")
    opened.send("/data/erase", who="Ana", typed="Ana")
    for content in (b"", b"no zip", b"PK\x03\x04 broken", whole[: len(whole) // 2]):
        status, words = import_file(opened, content, name="../../odd\\name.zip")
        assert status == 422
        assert "name.zip should be a whole export" in words
        assert "hiphinge-taken" not in words
    assert opened.store.people.all() == ()
    assert opened.store.upkeep.check().files == 0
    assert [*opened.store.files.written()] == []


def test_a_part_that_is_damaged_leaves_no_file_behind(opened: "Opened", tmp_path: Path) -> None:
    filed(opened.store, opened.add(), tmp_path)
    source = zipfile.ZipFile(io.BytesIO(exported(opened, videos="yes")))
    opened.send("/data/erase", who="Ana", typed="Ana")
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as target:
        names = sorted(source.namelist())
        for name in names:
            target.writestr(
                name, b"another" if name == max(n for n in names if n.startswith("files/")) else source.read(name)
            )
    assert import_file(opened, changed.getvalue())[0] == 422
    assert [*opened.store.files.written()] == []


def test_a_form_without_a_file_is_refused(opened: "Opened") -> None:
    for kind, content in (
        ("application/x-www-form-urlencoded", b"file=x"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--x--\r\n',
        ),
    ):
        answer = opened.browser.post("/data/import", content=content, headers={"Origin": ADDRESS, "Content-Type": kind})
        assert answer.status_code == 422, kind
    broken = {"Origin": ADDRESS, "Content-Type": "multipart/form-data"}
    assert opened.browser.post("/data/import", content=b"x", headers=broken).status_code == 400


def test_an_export_that_is_too_large_is_not_read(opened: "Opened") -> None:
    most = opened.app.state.site.settings.largest_upload_bytes
    headers = {"Origin": ADDRESS, "Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(most + 1)}
    assert opened.browser.post("/data/import", content=b"x", headers=headers).status_code == 413


def test_agreeing_and_taking_it_back(opened: "Opened", tmp_path: Path) -> None:
    person = opened.add()
    assert "Videos from the command line: not kept" in opened.browser.get("/data").text
    assert opened.send("/data/consent", who="Ana", keep="yes")[0] == 303
    assert "Videos from the command line: kept" in opened.browser.get("/data").text
    filed(opened.store, person, tmp_path)
    assert opened.store.recordings.videos_of(person)[0] == 1
    assert opened.send("/data/consent", who="Ana", keep="no")[0] == 303
    assert opened.store.recordings.videos_of(person)[0] == 0
    assert holdings_of(opened.store, "Ana").files == 1


def test_old_videos_go_and_young_ones_stay(opened: "Opened", tmp_path: Path) -> None:
    person = opened.add()
    filed(opened.store, person, tmp_path)
    assert opened.send("/data/videos", who="Ana", days="30")[0] == 303
    assert opened.store.recordings.videos_of(person)[0] == 1
    for days in ("", "-1", "x", "99999999999", "1.5"):
        assert opened.send("/data/videos", who="Ana", days=days)[0] == 422
    assert opened.send("/data/videos", who="Ana", days="0")[0] == 303
    assert opened.store.recordings.videos_of(person)[0] == 0


def test_a_check_says_what_is_wrong(opened: "Opened", tmp_path: Path) -> None:
    person = opened.add()
    filed(opened.store, person, tmp_path)

    def check() -> str:
        return opened.browser.post("/data/check", headers={"Origin": ADDRESS}).text

    assert "Everything is whole" in check()
    opened.store.files.remove(next(iter(opened.store.recordings.files_of(person))))
    assert "is missing" in check()


@pytest.mark.parametrize(("number", "status"), [(errno.ENOSPC, 507), (errno.EIO, 500)])
def test_a_full_disk_is_no_error_of_the_app(
    opened: "Opened", monkeypatch: pytest.MonkeyPatch, number: int, status: int
) -> None:
    def copy(*_: object) -> None:
        raise OSError(number, "said by the system")

    monkeypatch.setattr("hiphinge.server.transfers._copy", copy)
    answer = opened.browser.post(
        "/data/import", files={"file": ("a.zip", b"x")}, headers={"Origin": ADDRESS}, follow_redirects=False
    )
    assert answer.status_code == status
    assert ("No space is left on the disk" in answer.text) == (status == 507)


def test_a_backup_is_a_database(opened: "Opened") -> None:
    opened.add()
    answer = opened.browser.post("/data/backup", headers={"Origin": ADDRESS})
    assert answer.content.startswith(b"SQLite format 3\0")
    assert "attachment" in answer.headers["content-disposition"]


def test_nothing_is_done_for_a_name_that_nobody_has(opened: "Opened") -> None:
    opened.add()
    for path, fields in (
        ("export", {}),
        ("erase", {"typed": "Cy"}),
        ("consent", {"keep": "yes"}),
        ("videos", {"days": "1"}),
    ):
        assert opened.send(f"/data/{path}", who="Cy", **fields)[0] == 404, path
        assert opened.send(f"/data/{path}", who="../x", **fields)[0] == 422, path
