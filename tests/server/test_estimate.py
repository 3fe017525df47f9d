"""The person says what they felt before the answer is shown: once, about their own set, kept with the recording."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conftest import Actor
from tests.server.browsing import PHONE, served, visit
from tests.server.test_playing import given_in, worked_on

from hiphinge.coaching import asks_first
from hiphinge.errors import UsageError
from hiphinge.workflow.assigning import assign
from hiphinge.workflow.data_transfer import export_person, import_person
from hiphinge.workflow.estimating import comparison_words, keep_estimate
from hiphinge.workflow.showing import show_analysis

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.server.conftest import Filmed, Opened

ESTIMATING = "hiphinge.workflow.estimating"
QUESTION = "did your lower back keep its shape"


@pytest.fixture
def given(opened: "Opened", actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of the answer of a clip that was Ana's when it was given in, with a back that was judged."""
    monkeypatch.setattr(f"{ESTIMATING}.kept_their_shape", lambda counted: (1, len(counted)))
    return given_in(opened, actor.write_video(tmp_path / "set.mp4"), person=opened.add())


def id_of(address: str) -> str:
    return address.rpartition("/")[2]


def test_the_question_comes_first_and_once(opened: "Opened", given: str) -> None:
    shown = show_analysis(opened.store, id_of(given))
    counted = len(shown.result.analysis.counted)
    listed = opened.browser.get("/sessions").text
    assert "you have not looked at the answer yet" in listed
    assert "nothing to work on found" not in listed
    page = opened.browser.get(given).text
    assert QUESTION in page
    assert page.count('name="repetitions" value="') == counted + 2, "from none to all of them, and without a guess"
    assert shown.report.paragraph.headline not in page
    assert opened.send(f"{given}/estimate", repetitions="1") == (303, given)
    for _ in range(2):
        page = opened.browser.get(given).text
        assert QUESTION not in page
        assert "You said 1" in page
        assert shown.report.paragraph.headline in page
    assert "you have not looked" not in opened.browser.get("/sessions").text
    opened.send(f"{given}/estimate", repetitions="2")
    assert "You said 1" in opened.browser.get(given).text


def test_who_looks_without_saying_is_not_asked_again(opened: "Opened", given: str) -> None:
    assert opened.send(f"{given}/estimate", repetitions="") == (303, given)
    page = opened.browser.get(given).text
    assert QUESTION not in page
    assert 'id="felt"' not in page


def test_a_number_that_cannot_be_is_refused(opened: "Opened", given: str) -> None:
    for said in ("99", "-1", "2.5", "many", "9" * 400):
        with pytest.raises(UsageError, match="whole number"):
            keep_estimate(opened.store, id_of(given), said)
    assert QUESTION in opened.browser.get(given).text


def test_only_the_person_is_asked_and_only_of_what_nobody_read(opened: "Opened", given: str) -> None:
    bo = opened.add("Bo")
    opened.browser.cookies.set("person", bo.id)
    assert QUESTION not in opened.browser.get(given).text
    opened.browser.cookies.clear()
    assert QUESTION in opened.browser.get(given).text


def test_a_set_that_came_by_the_command_is_not_asked_about(filmed: "Filmed") -> None:
    assert QUESTION not in filmed.opened.browser.get(filmed.path).text


def test_an_answer_that_was_read_before_it_was_somebodys_is_not_asked_about(
    opened: "Opened", actor: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{ESTIMATING}.kept_their_shape", lambda counted: (1, len(counted)))
    ana = opened.add()
    given = worked_on(opened, actor.write_video(tmp_path / "set.mp4"), person=None)
    assert QUESTION not in opened.browser.get(given).text
    opened.send(f"{given}/person", person=ana.id)
    assert opened.store.corrections.recording(id_of(given)).person == ana.id
    assert QUESTION not in opened.browser.get(given).text


def test_it_is_exported_comes_back_and_does_not_go_to_somebody_else(
    opened: "Opened", given: str, tmp_path: Path
) -> None:
    keep_estimate(opened.store, id_of(given), "2")
    place = tmp_path / "ana.zip"
    export_person(opened.store, "Ana", place)
    recording = opened.store.corrections.recording(id_of(given)).recording
    said = opened.store.estimates.of(recording)
    assert said is not None
    assert said.repetitions == 2
    assign(opened.store, id_of(given), opened.add("Bo"))
    now = opened.store.estimates.of(recording)
    assert now is not None
    assert now.repetitions is None
    for one in opened.store.people.all():
        opened.store.people.remove(one)
    assert opened.store.estimates.of(recording) is None
    import_person(opened.store, place)
    assert opened.store.estimates.of(recording) == said


@pytest.mark.parametrize(
    ("said", "judged", "fits"), [(5, 8, True), (4, 8, False), (6, 8, False), (5, 6, True), (7, 6, True), (8, 6, False)]
)
def test_what_was_felt_is_laid_beside_what_was_measured(said: int, judged: int, *, fits: bool) -> None:
    """Two repetitions that could not be judged may have been either."""
    words = comparison_words(said, counted=8, kept=5, judged=judged)
    assert f"You said {said}" in words
    assert f"5 of {'' if judged == 8 else 'the ' if fits else ''}{judged}" in words
    assert ("no mistake" in words) is not fits
    assert ("better than it felt" in words) is (said < 5)


def test_one_repetition_is_nothing_to_count() -> None:
    assert [asks_first(counted) for counted in (0, 1, 2, 20)] == [False, False, True, True]


def test_it_is_said_by_keyboard_on_a_phone(chromium: "Browser", opened: "Opened", given: str) -> None:
    with served(opened.clips) as address:
        own = visit(chromium, address, size=PHONE, theme="dark")
        page = own.page
        own.open(given)
        assert own.serious() == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.focus("#main")
        while not page.evaluate("document.activeElement.matches('button[value=\"1\"]')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector("#felt:has-text('You said 1')")
        page.wait_for_load_state("networkidle")
        assert own.serious() == []
        page.reload()
        assert page.is_visible("#felt")
        assert own.complaints == []
        page.context.close()
