"""What needs a look, with the reason in words; small images by the clip's id alone."""

from typing import TYPE_CHECKING, Any

from hiphinge.store import Judged
from hiphinge.store import overview as asked
from hiphinge.workflow.looking import doubt, look_reasons
from hiphinge.workflow.set_numbers import JUDGED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Filmed, Opened


def test_the_reason_is_said_in_words(filmed: "Filmed") -> None:
    opened, clips = filmed.opened, filmed.opened.clips
    failed, nobodys, waiting, fine = (clips.submit(None, name=name) for name in "abcd")
    clips.becomes(failed, "failed", reason="It is upside down.")
    clips.becomes(nobodys, "done", analysis=filmed.id)
    clips.becomes(fine, "done", analysis=filmed.id, person="Ana")
    assert look_reasons(opened.store, clips.clips()) == {
        failed: ("It is upside down.",),
        nobodys: ("Nobody has said whose it is.",),
    }
    rows = opened.browser.get("/clips/rows").text
    assert rows.index("Nobody has said whose it is.") < rows.index("In progress") < rows.index(f'data-clip="{waiting}"')
    assert f'href="/clips/{nobodys}">See the answer' in rows, "before anybody says whose it is"


def test_an_analysis_that_says_little_needs_a_look_until_it_is_corrected() -> None:
    seen: Any = {"met": 0, "corrected": False}
    assert doubt(Judged(repetitions=0, judged=0, **seen)) == "No repetition was found in it."
    assert "any of its 5 repetitions" in (doubt(Judged(repetitions=5, judged=0, **seen)) or "")
    assert doubt(Judged(repetitions=5, judged=1, **seen)) is None
    assert doubt(Judged(repetitions=0, judged=0, met=0, corrected=True)) is None


def test_what_could_be_judged_is_read_of_the_store(filmed: "Filmed") -> None:
    assert asked._JUDGED == JUDGED  # the store may not import what is above it
    found = filmed.opened.store.overview.judged([filmed.id, "0" * 32])
    assert list(found) == [filmed.id]
    assert found[filmed.id].repetitions == len(filmed.result.analysis.counted)
    assert not found[filmed.id].corrected
    filmed.opened.send(f"{filmed.path}/correct", kind="delete", repetition="1")
    assert filmed.opened.store.overview.judged([filmed.id])[filmed.id].corrected


def test_a_small_image_is_found_by_its_clip(opened: "Opened", tmp_path: "Path") -> None:
    video = tmp_path / "a.mp4"
    video.write_bytes(b"\0\0\0\x18ftypmp42")
    id_ = opened.clips.submit(video, name="a.mp4")
    assert opened.browser.get(f"/clips/{id_}/thumbnail").status_code == 404
    assert "<img" not in opened.browser.get("/clips/rows").text
    opened.store.files.put_thumbnail(opened.clips.clip(id_).video or "", b"small")
    answer = opened.browser.get(f"/clips/{id_}/thumbnail")
    assert (answer.content, answer.headers["content-type"]) == (b"small", "image/webp")
    again = opened.browser.get(f"/clips/{id_}/thumbnail", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert f'src="/clips/{id_}/thumbnail"' in opened.browser.get("/clips/rows").text
    assert opened.browser.get("/clips/..%2f..%2fa/thumbnail").status_code == 404
