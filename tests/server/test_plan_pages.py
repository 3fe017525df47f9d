"""The plan in the app: made by its form, shown, changed, stopped, taken along; the daily practice."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.reports.accessible_pdf import barriers

from hiphinge.workflow.kept_plans import kept_plan

if TYPE_CHECKING:
    from tests.server.conftest import Opened


def today() -> date:
    return datetime.now(UTC).date()


def planned(opened: "Opened", **fields: str) -> tuple[int, str]:
    ana = opened.store.people.add("Ana", adult=True, zone="UTC")
    days = {f"day-{(today().weekday() + ahead) % 7}": "yes" for ahead in (0, 3)}
    given = {"person": ana.id, "experience": "some", "has-barbell": "yes", "rdl": "60", "start": today().isoformat()}
    return opened.send("/plan/new", **(given | days | fields))


def test_nobody_and_no_plan_yet(opened: "Opened") -> None:
    assert "Add" in opened.browser.get("/plan").text
    opened.add()
    page = opened.browser.get("/plan").text
    assert "Plan your weeks" in page
    assert "questions before the start" in page


def test_a_plan_is_made_shown_and_fills_today(opened: "Opened") -> None:
    assert planned(opened) == (303, "/plan?tried_out=yes")
    page = opened.browser.get("/plan?tried_out=yes").text
    assert "Tried out over 8 weeks with four simulated lifters." in page
    assert "evidence C, indirect or calculated" in page
    assert "not gated by video" in page
    day = opened.browser.get("/today").text
    assert "Romanian deadlift, slow day" in day or "Romanian deadlift, hard day" in day
    assert "Why so" in day
    assert 'name="name" value="Romanian deadlift"' in day


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"start": "soon"}, "is no day"),
        ({"weeks": "900"}, "1 to 52 weeks"),
        ({"rdl": "heavy"}, "should be a number"),
        ({"experience": "olympic"}, "that a plan knows"),
        ({"back_aim": "sideways"}, "less, same or more"),
    ],
)
def test_what_cannot_be_is_said_in_the_form(opened: "Opened", fields: dict[str, str], says: str) -> None:
    ana = opened.store.people.add("Ana", adult=True, zone="UTC")
    given = {"person": ana.id, "start": today().isoformat(), "day-0": "yes", "day-3": "yes"}
    answer = opened.browser.post("/plan/new", data=given | fields, headers={"Origin": "http://127.0.0.1:8765"})
    assert answer.status_code == 422
    assert says in answer.text
    assert kept_plan(opened.store, ana) is None


def test_a_session_is_changed_and_the_change_taken_back(opened: "Opened") -> None:
    planned(opened)
    (ana,) = opened.store.people.all()
    address = f"/plan/sessions/{today()}"
    assert "Romanian deadlift" in opened.browser.get(address).text
    change = {"person": ana.id, "what": "set", "exercise": "romanian_deadlift", "load": "75", "was-load": "60"}
    assert opened.send(address, **change) == (303, "/plan#changes")
    opened.send(address, **{**change, "load": "", "pause_s": "2", "was-pause_s": "0"})
    assert "Romanian deadlift: seconds of pause 2" in opened.browser.get("/plan").text
    opened.send("/plan/undo", person=ana.id)
    assert "Romanian deadlift: load 75" in opened.browser.get("/plan").text
    opened.send(address, person=ana.id, what="swap", exercise="plank", other="dead_bug")
    opened.send(address, person=ana.id, what="leave_out", exercise="goblet_squat")
    opened.send(address, person=ana.id, what="move", to_day=(today() + timedelta(days=1)).isoformat())
    later = kept_plan(opened.store, ana)
    assert later is not None
    assert [one.kind for one in later.document.edits] == ["set", "swap", "leave_out", "move"]
    assert opened.browser.get(address).status_code == 404, "it has moved"
    for _ in range(4):
        assert opened.send("/plan/undo", person=ana.id) == (303, "/plan")
    assert opened.browser.get(address).status_code == 200
    same = opened.browser.post(
        address, data={"person": ana.id, "what": "set"}, headers={"Origin": "http://127.0.0.1:8765"}
    )
    assert same.status_code == 422
    assert "Nothing was changed" in same.text


def test_a_plan_is_taken_along_and_stopped(opened: "Opened") -> None:
    planned(opened)
    (ana,) = opened.store.people.all()
    assert opened.browser.get("/plan/hinge-plan.ics").text.startswith("BEGIN:VCALENDAR")
    assert opened.browser.get("/plan/hinge-plan.csv").text.startswith("day,week,kind")
    for address in ("hinge-plan.pdf", "hinge-plan.pdf?reader=coach", f"session-{today()}.pdf"):
        paper = opened.browser.get(f"/plan/{address}")
        assert paper.headers["content-type"] == "application/pdf"
        assert barriers(paper.content) == []
    assert opened.browser.get("/plan/session-1999-01-01.pdf").status_code == 422
    assert opened.browser.get("/plan/hinge-plan.exe").status_code == 404
    assert opened.send("/plan/stop", person=ana.id) == (303, "/plan")
    assert "Plan your weeks" in opened.browser.get("/plan").text


def test_how_somebody_is_changes_today(opened: "Opened") -> None:
    planned(opened)
    (ana,) = opened.store.people.all()
    assert opened.send("/today/answers", person=ana.id, pain="7", soreness="0") == (303, "/today")
    assert "Pain of 7 of 10: no hinges today." in opened.browser.get("/today").text
    assert opened.send("/today/answers", person=ana.id, pain="70")[0] == 422
    opened.send("/today/answers", person=ana.id, pain="4", soreness="0")
    assert ">30 kg" in opened.browser.get("/today").text.replace(", 30 kg", ">30 kg")


def test_daily_practice_is_ticked_and_taken_back(opened: "Opened") -> None:
    ana = opened.store.people.add("Ana", adult=True, zone="UTC")
    assert opened.send("/today/practice", person=ana.id, done="yes", back="practice") == (303, "/plan/practice")
    assert "Done today" in opened.browser.get("/plan/practice").text
    assert opened.store.training_plans.practised(ana) == {today()}
    assert opened.send("/today/practice", person=ana.id, done="no") == (303, "/today")
    assert opened.store.training_plans.practised(ana) == frozenset()
