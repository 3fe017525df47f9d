"""The overview across people: who trained, what needs a look, and real changes alone."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from hiphinge.documents.training_log import PersonRecord, SetRecord
from hiphinge.store import MeasuredSet, NewAnalysis, Store
from hiphinge.store.columns import new_id
from hiphinge.workflow.everybody import WEEKS, everybody, read_more
from hiphinge.workflow.found_faults import FoundFaults
from hiphinge.workflow.real_changes import real_changes
from hiphinge.workflow.set_numbers import JUDGED

if TYPE_CHECKING:
    from tests.server.conftest import Opened

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)


def trained(store: Store, person: PersonRecord, at: datetime, **said: Any) -> None:
    session = store.log.session_at(person, at)
    store.log.add(
        [session],
        [
            SetRecord(
                id=new_id(),
                person=person.id,
                session=session.id,
                performed_at=at,
                position=0,
                exercise="romanian_deadlift",
                exercise_name="RDL",
                **said,
            )
        ],
    )


def filmed(
    store: Store,
    person: PersonRecord,
    at: datetime,
    *,
    faults: tuple[str, ...] = (),
    judged: int = 3,
    lean: float = 40.0,
) -> str:
    found = ",".join(f'{{"id": "{id_}", "level": "fault"}}' for id_ in faults)
    new = NewAnalysis(
        sha256=new_id() * 2,
        name=f"{at:%d %B}",
        hiphinge_version="1",
        schema="hiphinge.analysis/4",
        exercise="romanian_deadlift",
        repetitions=3,
        document=f'{{"repetitions": [{{"findings": [{found}]}}]}}'.encode(),
        measured=(
            MeasuredSet(set=1, quantity=JUDGED, repetitions=judged, median=0.0),
            MeasuredSet(set=1, quantity="trunk_inclination_deg", repetitions=3, median=lean),
        ),
        recorded_at=at,
    )
    return store.recordings.file(person, new).id


def test_weeks_count_days_of_the_person(opened: "Opened") -> None:
    ana, tom = opened.add(), opened.store.people.add("Tom", adult=True, zone="America/Los_Angeles")
    for back in (0, 1, 7, 8, 70):
        trained(opened.store, ana, NOW - timedelta(days=back))
        trained(opened.store, ana, NOW - timedelta(days=back, hours=-3))
    trained(opened.store, tom, datetime(2026, 5, 11, 4, tzinfo=UTC))  # Sunday evening there
    found = everybody(opened.store, (), FoundFaults(opened.store), now=NOW)
    rows = {one.person.name: one for one in found.rows}
    assert found.mondays[-1] == date(2026, 5, 11)
    assert rows["Ana"].weeks == (0,) * (WEEKS - 2) + (2, 2)
    assert rows["Tom"].weeks == (0,) * (WEEKS - 2) + (1, 0)
    assert (rows["Ana"].last, rows["Tom"].last) == (date(2026, 5, 14), date(2026, 5, 10))
    assert (found.trained(1), found.trained(4)) == (1, 2)


def test_who_needs_a_look_most_stands_first(opened: "Opened") -> None:
    store, clips = opened.store, opened.clips
    fine, unclear, new, failed, pain = (opened.add(name) for name in ("Ana", "Bo", "Cy", "Di", "Eve"))
    for one in (fine, unclear, new):
        filmed(store, one, NOW - timedelta(days=5), faults=("back_gives",))
    filmed(store, fine, NOW - timedelta(days=1), faults=("back_gives",))
    unseen = filmed(store, unclear, NOW - timedelta(days=1), faults=("back_gives",), judged=0)
    filmed(store, new, NOW - timedelta(days=1), faults=("back_gives", "bar_drifts"))
    clips.becomes(clips.submit(None, name="x.mov", person=failed.name), "failed", reason="It is broken.")
    trained(store, pain, NOW - timedelta(days=2), pain_before=1, pain_after=6)
    trained(store, pain, NOW - timedelta(days=3), pain_before=1, pain_next_morning=4)
    trained(store, fine, NOW - timedelta(days=1), pain_before=2, pain_after=2, pain_next_morning=2)
    trained(store, fine, NOW - timedelta(days=40), pain_after=9)
    faults = FoundFaults(store)
    found = everybody(store, clips.clips(), faults, now=NOW)
    assert [one.person.name for one in found.rows] == ["Eve", "Di", "Cy", "Bo", "Ana"]
    needs = {one.person.name: [need.words for need in one.needs] for one in found.rows}
    assert needs["Eve"] == [
        "Pain of 6 of 10 on 12 May: above 5, stop for the day.",
        "Pain of 4 of 10 the morning after 11 May, more than the 1 before the set.",
    ]
    assert needs["Di"] == ["x.mov could not be analysed."]
    assert needs["Cy"][0].startswith("New in the Romanian deadlift: ")
    assert needs["Bo"] == ["13 May: It was not seen well enough to judge any of its 3 repetitions."]
    assert needs["Ana"] == []
    assert found.rows[3].needs[0].href == f"/analyses/{unseen}"
    assert read_more(store, faults, now=NOW) == 0


def test_a_page_reads_some_documents_and_says_how_many_are_left(
    opened: "Opened", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hiphinge.workflow.everybody._READ_AT_ONCE", 1)
    ana = opened.add()
    for back in (1, 3):
        filmed(opened.store, ana, NOW - timedelta(days=back), faults=("back_gives",) if back == 1 else ())
    faults = FoundFaults(opened.store)
    first = everybody(opened.store, (), faults, now=NOW)
    assert (first.unread, first.rows[0].needs) == (1, ())
    second = everybody(opened.store, (), faults, now=NOW)
    assert (second.unread, len(second.rows[0].needs)) == (0, 1)


def test_what_changed_is_said_with_its_interval_and_noise_is_not(opened: "Opened") -> None:
    ana, ben = opened.add(), opened.add("Ben")
    for number in range(12):
        for who, lean in ((ana, 30.0 + 2.0 * number), (ben, 40.0 + (-1) ** number)):
            filmed(opened.store, who, NOW - timedelta(days=3 * (12 - number)), lean=lean)
    said = real_changes(opened.store, ana)
    assert len(said) == 1
    assert said[0].startswith("Romanian deadlift, ")
    assert "more (95 %:" in said[0]
    assert real_changes(opened.store, ben) == ()
    assert "95 %" in opened.browser.get(f"/overview/{ana.id}/changes").text
    assert "No change beyond noise" in opened.browser.get(f"/overview/{ben.id}/changes").text


def test_empty_states_say_what_is_missing(opened: "Opened") -> None:
    assert "there is nobody yet" in opened.browser.get("/overview").text
    ana = opened.add()
    page = opened.browser.get("/overview").text
    assert f"Nobody logged or filmed a set in the last {WEEKS} weeks." in page
    assert "nothing logged or filmed yet" in page
    trained(opened.store, ana, datetime.now(UTC))
    assert "1 of 1 trained this week" in opened.browser.get("/overview").text
    assert opened.send(f"/people/{ana.id}/choose?to=progress") == (303, "/progress")
    assert opened.browser.get("/overview/unread").json() == {"unread": 0}
