"""Whose set is this: shown on its answer, said there or for many videos at once, of somebody new too."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.server.conftest import Filmed, Opened


def test_an_answer_that_is_nobodys_is_shown_and_goes_to_somebody_new(filmed: "Filmed") -> None:
    opened, store = filmed.opened, filmed.opened.store
    there = store.corrections.recording(filmed.id)
    store.recordings.assign(there.recording, None)
    page = opened.browser.get(filmed.path).text
    assert "Whose set is this?" in page
    assert f'name="person" value="{filmed.person.id}"' in page
    assert opened.browser.get(f"{filmed.path}/correct").status_code == 200
    assert opened.send(f"{filmed.path}/correct", kind="delete", repetition="1")[0] == 303
    assert opened.send(f"{filmed.path}/person", name="Bo")[0] == 422, "nobody said that they are an adult"
    assert store.corrections.recording(filmed.id).person is None
    assert opened.send(f"{filmed.path}/person", name="Bo", adult="yes") == (303, filmed.path)
    bo = store.people.named("Bo")
    assert store.corrections.recording(filmed.id).person == bo.id
    assert "Whose set is this?" not in opened.browser.get(filmed.path).text
    assert "<summary>Bo" in opened.browser.get(filmed.path).text
    assert opened.send(f"{filmed.path}/person", person=filmed.person.id) == (303, filmed.path)
    assert [one.id for one in store.recordings.all(filmed.person)] == [filmed.id]
    assert store.recordings.all(bo) == ()


def test_many_videos_are_assigned_at_once(opened: "Opened") -> None:
    ana = opened.add()
    ids = [opened.clips.submit(None, name=f"{number}.mp4") for number in range(3)]
    assert opened.send("/assign", clips=" ".join(ids[:2]), person=ana.id) == (303, "/")
    assert [opened.clips.clip(id_).person for id_ in ids] == ["Ana", "Ana", None]
    for wrong in ("", "../x", " ".join(str(n) for n in range(101))):
        assert opened.send("/assign", clips=wrong, person=ana.id)[0] == 422
