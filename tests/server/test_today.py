"""Today: one tap a set, what a tap says, errors in place, what is noted of the day; all of it by plain forms."""

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from hiphinge.workflow.log_keeping import log_sets
from hiphinge.workflow.log_planning import plan_sets

if TYPE_CHECKING:
    from tests.server.conftest import Opened

ADDRESS = "http://127.0.0.1:8765"


def days_ago(count: int) -> str:
    """Return ten o'clock of an earlier day where the person is."""
    return (datetime.now(ZoneInfo("Europe/Vienna")) - timedelta(days=count)).strftime("%Y-%m-%d 10:00")


def form(page: str, action: str) -> dict[str, str]:
    """Return what the first form to an address sends as it is shown."""
    found = re.search(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    assert found is not None, action
    fields = {}
    for tag in re.findall(r"<input [^>]*>", found[0]):
        name, value = re.search(r'name="(\w+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag and 'type="radio"' not in tag:
            fields[name[1]] = value[1] if value else ""
    return fields


def test_one_tap_logs_a_set_as_last_time_and_a_second_sending_does_not(opened: "Opened") -> None:
    ana = opened.add()
    log_sets(opened.store, ana, "rdl 2x8 60kg rpe 7 rest 90s tempo 3-1-1-0", at=days_ago(2))
    page = opened.browser.get("/today").text
    assert 'data-rest="90.0"' in page
    assert "3 s down, 1 s hold at the bottom, 1 s up" in page
    fields = form(page, "/today/set")
    for _ in range(2):
        assert opened.send("/today/set", **fields) == (303, "/today")
    done = opened.store.log.sets(ana)[2:]
    assert len(done) == 1
    assert (done[0].exercise_name, done[0].repetitions, done[0].tempo, done[0].rest_s) == ("rdl", 8, "3-1-1-0", 90.0)
    assert done[0].load is not None
    assert (done[0].load.value, done[0].load.unit, done[0].rpe) == (60.0, "kg", None), "how hard it was is not assumed"
    assert form(opened.browser.get("/today").text, "/today/set")["count"] == "1"


def test_repetitions_load_and_effort_are_adjusted_before_and_after(opened: "Opened") -> None:
    ana = opened.add()
    log_sets(opened.store, ana, "rdl 2x8 60kg", at=days_ago(2))
    fields = form(opened.browser.get("/today").text, "/today/set")
    opened.send("/today/set", **fields | {"repetitions": "6", "load": "62,5", "rpe": "8.5", "pain_before": "1"})
    done = opened.store.log.sets(ana)[-1]
    assert (done.repetitions, done.load and done.load.value, done.rpe, done.pain_before) == (6, 62.5, 8.5, 1)
    after = form(opened.browser.get("/today").text, f"/log/sets/{done.id}")
    assert opened.send(f"/log/sets/{done.id}", **after | {"repetitions": "7", "pain_after": "2"}) == (303, "/today")
    changed = opened.store.log.sets(ana)[-1]
    assert (changed.id, changed.repetitions, changed.rpe, changed.pain_after) == (done.id, 7, 8.5, 2)
    assert opened.send(f"/log/sets/{done.id}/erase", person=ana.id, back="today") == (303, "/today")
    assert opened.store.log.count(ana) == 2


@pytest.mark.parametrize(
    ("path", "wrong", "words"),
    [
        ("/today/set", {"name": "rdl", "repetitions": "many"}, "should be a number"),
        ("/today/log", {"line": "nonsense"}, "sets and repetitions"),
        ("/today/weight", {"weight": "heavy"}, "no body weight"),
    ],
)
def test_what_is_not_understood_is_said_on_the_page(
    opened: "Opened", path: str, wrong: dict[str, str], words: str
) -> None:
    ana = opened.add()
    answer = opened.browser.post(path, data=wrong | {"person": ana.id}, headers={"Origin": ADDRESS})
    problem = re.search(r'id="problem"[^>]*>([^<]*)<', answer.text)
    assert answer.status_code == 422
    assert problem is not None
    assert words in problem[1]
    assert opened.store.log.count(ana) == 0


def test_the_line_that_is_wrong_stays_to_be_mended(opened: "Opened") -> None:
    ana = opened.add()
    answer = opened.browser.post(
        "/today/log", data={"person": ana.id, "line": "rdl 3y8 <b>"}, headers={"Origin": ADDRESS}
    )
    assert 'value="rdl 3y8 &lt;b&gt;"' in answer.text


def test_a_line_a_weight_and_the_last_entry_taken_back(opened: "Opened") -> None:
    ana = opened.add()
    assert opened.send("/today/log", person=ana.id, line="plank 3x40s")[0] == 303
    assert [one.duration_s for one in opened.store.log.sets(ana)] == [40.0] * 3
    assert opened.send("/today/weight", person=ana.id, weight="82kg")[0] == 303
    for left in (3, 0, 0):
        assert opened.send("/today/undo", person=ana.id)[0] == 303
        assert opened.store.log.count(ana) == left
    assert opened.send("/today/undo", person="0" * 32)[0] == 404


def test_what_is_planned_for_today_is_shown(opened: "Opened") -> None:
    ana = opened.add()
    plan_sets(opened.store, ana, "rdl 3x8 62.5kg rpe 8", on="today")
    page = opened.browser.get("/today").text
    assert "Sets as planned" in page
    assert form(page, "/today/set")["load"] == "62.5"
    assert "no set is heavier, and you are tired" in page


def test_exercises_that_are_not_judged_say_so(opened: "Opened") -> None:
    ana = opened.add()
    log_sets(opened.store, ana, "bench press 3x8 60kg", at=days_ago(1))
    page = opened.browser.get("/today").text
    assert "Not gated by video" in page
    assert "worth filming:" not in page


def test_the_day_is_noted(opened: "Opened") -> None:
    ana = opened.add()
    assert "This morning" not in opened.browser.get("/today").text
    log_sets(opened.store, ana, "rdl 3x8 60kg", at=days_ago(1))
    assert opened.send("/today/comfort", person=ana.id, comfort="7")[0] == 303
    assert opened.send("/today/morning", person=ana.id, pain="2")[0] == 303
    assert opened.send("/today/prepare", person=ana.id, roll_thighs="yes")[0] == 303
    assert opened.store.days.comfort(ana)[-1].comfort == 7
    assert {one.pain_next_morning for one in opened.store.log.sets(ana)} == {2}
    page = opened.browser.get("/today").text
    for words in ("7 of 10", "pain 2 of 10", "1 of "):
        assert words in page
    assert opened.send("/today/comfort", person=ana.id, comfort="11")[0] == 422


def test_who_trains_is_chosen_on_the_page(opened: "Opened") -> None:
    opened.add()
    bo = opened.add("Bo")
    log_sets(opened.store, bo, "squat 3x5 100kg", at=days_ago(2))
    assert "squat" not in opened.browser.get("/today").text
    assert opened.send("/today/person", person=bo.id) == (303, "/today")
    assert "squat" in opened.browser.get("/today").text


def test_plates_are_chosen_for_a_page_and_for_a_script(opened: "Opened") -> None:
    opened.add()
    rack = "rack=kg&bar=20&plates=20+10+5"
    said = opened.browser.get(f"/today/plates?load=60&unit=kg&{rack}", headers={"Accept": "application/json"})
    assert said.json() == {"words": "20 kg on each side of the 20 kg bar."}
    assert "cannot be loaded" in opened.browser.get(f"/today/plates?load=61&unit=kg&{rack}").text
    for wrong in (
        "load=x&unit=kg",
        "load=60&unit=st",
        "load=nan&unit=kg",
        "load=60&unit=kg&rack=kg&bar=20&plates=",
        "load=1e9&unit=lb",
    ):
        assert opened.browser.get(f"/today/plates?{wrong}").status_code == 422, wrong
