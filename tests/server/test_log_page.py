"""The log by day: planned beside done, one line adds, errors stay in place; exports are shown before they are taken."""

import gc
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from hiphinge.server.pending import Pending
from hiphinge.server.transfers import TakenFile
from hiphinge.workflow.log_keeping import log_sets
from hiphinge.workflow.log_planning import plan_sets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Opened

ADDRESS = "http://127.0.0.1:8765"
STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    '2026-03-02 17:30:00,"Pull",1h,"Deadlift (Barbell)",1,80,8,0,0,"","",7\n'
    '2026-03-02 17:30:00,"Pull",1h,"Deadlift (Barbell)",2,80,6,0,0,"","",8\n'
    '2026-03-02 17:30:00,"Pull",1h,"Mystery Move",1,20,10,0,0,"","",\n'
)


def send_file(opened: "Opened", content: bytes, name: str = "strong.csv") -> tuple[int, str]:
    answer = opened.browser.post(
        "/log/import", files={"file": (name, content)}, headers={"Origin": ADDRESS}, follow_redirects=False
    )
    return answer.status_code, answer.headers.get("location", "")


def test_planned_stands_beside_done_and_names_what_videos_do_not_judge(opened: "Opened") -> None:
    ana = opened.add()
    plan_sets(opened.store, ana, "rdl 3x8 62.5kg", on="today")
    log_sets(opened.store, ana, "rdl 1x8 62.5kg note felt <light>")
    log_sets(opened.store, ana, "bench press 1x5 80kg")
    page = opened.browser.get("/log").text
    assert "1 of 3 done" in page
    assert "felt &lt;light&gt;" in page
    assert page.count("not gated by video") == 1


def test_one_line_adds_and_what_is_wrong_with_it_is_said_beside_it(opened: "Opened") -> None:
    ana = opened.add()
    assert opened.send("/log", person=ana.id, line="rdl 3x8 60kg rpe 7", at="yesterday 17:30") == (303, "/log")
    assert opened.send("/log/plan", person=ana.id, line="rdl 3x8", on="tomorrow") == (303, "/log")
    assert opened.store.log.count(ana) == 3
    for path, fields in (
        ("/log", {"line": "rdl 3x8 sixty", "at": ""}),
        ("/log", {"line": "rdl 3x8", "at": "soon"}),
        ("/log/plan", {"line": "rdl 3x8", "on": "yesterday"}),
    ):
        answer = opened.browser.post(path, data=fields | {"person": ana.id}, headers={"Origin": ADDRESS})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert all(f'value="{value}"' in answer.text for value in fields.values())
    assert opened.store.log.count(ana) == 3


def test_days_are_paged(opened: "Opened") -> None:
    ana = opened.add()
    for count in range(10):
        when = (datetime.now(UTC) - timedelta(days=count + 1)).strftime("%Y-%m-%d 10:00")
        log_sets(opened.store, ana, "rdl 20x8 60kg", at=when)
    first = opened.browser.get("/log").text
    earlier = re.search(r'href="(/log\?before=[\d-]+)"', first)
    assert earlier is not None
    second = opened.browser.get(earlier[1]).text
    shown = [set(re.findall(r'id="day-([\d-]+)"', page)) for page in (first, second)]
    assert not shown[0] & shown[1]
    assert len(shown[0] | shown[1]) == 10
    assert opened.browser.get("/log?before=never").status_code == 422


def test_a_set_is_changed_and_taken_out_on_its_page(opened: "Opened") -> None:
    ana, bo = opened.add(), opened.add("Bo")
    one = log_sets(opened.store, ana, "rdl 1x8 60kg tempo 3-1-1-0").sets[0]
    path = f"/log/sets/{one.id}"
    page = opened.browser.get(f"{path}?person={ana.id}").text
    assert 'value="3-1-1-0"' in page
    fields = {"person": ana.id, "name": "rdl", "repetitions": "9", "load": "60", "unit": "kg"}
    assert opened.send(path, **fields) == (303, "/log")
    assert opened.store.log.sets(ana)[0].repetitions == 9
    assert opened.send(path, **fields | {"repetitions": "x"})[0] == 422
    assert opened.send(path, **fields | {"person": bo.id})[0] == 404
    assert opened.browser.get(f"{path}?person={bo.id}").status_code == 404
    assert opened.send(f"{path}/erase", person=bo.id)[0] == 303
    assert opened.store.log.count(ana) == 1
    assert opened.send(f"{path}/erase", person=ana.id) == (303, "/log")
    assert opened.store.log.count(ana) == 0


def test_an_export_is_shown_before_it_is_taken(opened: "Opened") -> None:
    ana = opened.add()
    status, place = send_file(opened, STRONG.encode())
    assert status == 303
    asking = opened.browser.get(place)
    assert asking.status_code == 422
    assert "without a unit" in asking.text
    assert "--unit" not in asking.text
    preview = opened.browser.get(f"{place}?unit=kg").text
    for words in ("3 sets to add", "Mystery Move", "not known", "not gated by video"):
        assert words in preview
    assert opened.store.log.count(ana) == 0
    assert opened.send(place, person=ana.id)[0] == 422, "without the unit"
    assert opened.send(place, person=ana.id, unit="kg") == (303, "/log?done=3-0")
    assert opened.store.log.count(ana) == 3
    assert opened.browser.get(f"{place}?unit=kg").status_code == 404, "the file is gone"
    again = send_file(opened, STRONG.replace("80,6", "82.5,6").encode())[1]
    assert "0 sets to add, 1 to change, 2 already there" in opened.browser.get(f"{again}?unit=kg").text
    assert opened.send(f"{again}/forget") == (303, "/log")
    assert opened.browser.get(again).status_code == 404


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"a,b\n1,2\n", b"PK\x03\x04"])
def test_what_is_no_export_is_named_as_its_sender_knows_it(opened: "Opened", content: bytes) -> None:
    opened.add()
    answer = opened.browser.get(send_file(opened, content, "../../<my> file.csv")[1])
    assert answer.status_code == 422
    assert "&lt;my&gt; file.csv" in answer.text
    assert "hiphinge-pending" not in answer.text


def test_only_the_last_few_files_wait(tmp_path: "Path") -> None:
    waiting, names = Pending(), []
    for count in range(6):
        place = tmp_path / f"{count}"
        place.write_text(str(count), encoding="utf-8")
        names.append(waiting.keep(TakenFile(place, "x.csv")))
    folders = [waiting.file(name).place for name in names[2:]]
    assert [one.read_text(encoding="utf-8") for one in folders] == ["2", "3", "4", "5"]
    for name in names[:2]:
        with pytest.raises(Exception, match="not here any more"):
            waiting.file(name)
    waiting.forget(names[5])
    assert not folders[3].exists()
    folder = folders[0].parent
    del waiting
    gc.collect()
    assert not folder.exists()
