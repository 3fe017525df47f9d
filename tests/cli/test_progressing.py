"""``hiphinge progress`` says of each measure whether it changed, with its noise, in the terminal and on one page."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge.documents.training_log import LoadRecord, SetRecord
from hiphinge.store import MeasuredSet, NewAnalysis, open_store
from hiphinge.store.columns import new_id

if TYPE_CHECKING:
    from tests.cli.conftest import Run

BEGAN = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
Train = Callable[..., None]


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def train() -> Train:
    """Log and film one set on each of some days, the lower back less rounded by ``less_deg`` from the middle on."""

    def trained(name: str = "Ana", *, days: int = 12, less_deg: float = 12.0) -> None:
        rng = np.random.default_rng(11)
        with open_store() as store:
            person = store.people.add(name, adult=True, zone="Asia/Tokyo")
            for number in range(days):
                at = BEGAN + timedelta(days=3 * number)
                lumbar = 25 + rng.normal(0, 2) - (less_deg if number >= days / 2 else 0)
                values = {"lumbar_flexion_deg": lumbar, "trunk_inclination_deg": 70 + rng.normal(0, 2)}
                measured = [
                    MeasuredSet(set=1, quantity=id_, repetitions=8, median=value) for id_, value in values.items()
                ]
                measured.append(MeasuredSet(set=1, quantity="met_its_marks", repetitions=8, median=7.0))
                dose = {"set_dose_nm_s": 6000.0, "set_dose_squared_nm2_s": 1.2e6, "set_dose_s": 40.0}
                measured += [MeasuredSet(set=1, quantity=id_, repetitions=8, median=of) for id_, of in dose.items()]
                new = NewAnalysis(
                    sha256=f"{number:064x}",
                    name=f"{number}.mp4",
                    hiphinge_version="0",
                    schema="hiphinge.analysis/3",
                    exercise="romanian_deadlift",
                    repetitions=8,
                    document=b"{}",
                    measured=measured,
                    recorded_at=at,
                )
                filed = store.recordings.file(person, new)
                session = store.log.session_at(person, at)
                one = SetRecord(
                    id=new_id(),
                    person=person.id,
                    session=session.id,
                    position=0,
                    performed_at=at,
                    exercise="romanian_deadlift",
                    exercise_name="RDL",
                    load=LoadRecord(value=60, unit="kg"),
                    repetitions=8,
                    rpe=7,
                    analysis=filed.id,
                    analysis_set=1,
                )
                store.log.add([session], [one])

    return trained


def test_what_changed_and_what_may_be_noise_is_said_in_words(run: "Run", train: Train, tmp_path: Path) -> None:
    train()
    ended = run("progress")
    assert ended.code == 0
    lumbar = next(line for line in ended.out.splitlines() if "Lumbar flexion" in line)
    trunk = next(line for line in ended.out.splitlines() if "Trunk lean" in line)
    assert "changed: 1" in lumbar
    assert "less (95 %:" in lumbar
    assert "not distinguishable from noise" in trunk
    assert "84 of 96 repetitions met their marks" in ended.out
    assert "Strength, last day: one-rep max about 8" in ended.out
    assert "depending on the formula), from 8 \N{MULTIPLICATION SIGN} 60 kg at RPE 7." in ended.out
    page = (tmp_path / "progress.html").read_text(encoding="utf-8")
    assert "Changed: 1" in page
    assert "repeats of your own" in page
    assert "6 Jan" in page  # the day in Tokyo, where it was past midnight
    assert "http" not in page.replace("http-equiv", "")


def test_few_days_say_too_little(run: "Run", train: Train) -> None:
    train(days=4)
    assert "From first to last, each of them: too few to say: 4 days of the 6 needed." in run("progress").out


def test_two_cycles_stand_side_by_side(run: "Run", train: Train, tmp_path: Path) -> None:
    train()
    ended = run("progress", "--cycle", "2026-01-01..2026-01-22", "--cycle", "2026-01-23..2026-03-01")
    assert "Technique at the same load, 60 kg" in ended.out
    assert "Two cycles side by side" in (tmp_path / "progress.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cycles", "says"),
    [
        (["2026-01-01..2026-02-01"], "given 1 times"),
        (["2026-01-01", "2026-02-01"], "two dates such as"),
        (["2026-02-01..2026-01-01", "2026-03-01..2026-04-01"], "end after it starts"),
    ],
)
def test_what_is_no_pair_of_cycles_is_refused(run: "Run", train: Train, cycles: list[str], says: str) -> None:
    train(days=1)
    ended = run("progress", *(part for cycle in cycles for part in ("--cycle", cycle)))
    assert ended.code == 2
    assert says in ended.err


def test_whose_log_is_asked_where_there_are_several(run: "Run", train: Train) -> None:
    train("Ana", days=1)
    train("Bo", days=1)
    assert "Add --person NAME" in run("progress").err
    assert run("progress", "--person", "bo").code == 0


def test_nobody_and_nothing_are_said(run: "Run", tmp_path: Path) -> None:
    assert "Nobody is in the training log yet" in run("progress").err
    with open_store() as store:
        store.people.add("Ana", adult=True)
    assert "Nothing of Ana was filmed" in run("progress").out
    assert (tmp_path / "progress.html").exists()


def test_what_else_the_log_holds_is_shown_in_the_terminal_and_on_the_page(
    run: "Run", train: Train, tmp_path: Path
) -> None:
    train()
    for line in ("comfort 7", "aim rdl 100kg --by 2099-01-01", "bosu curl 3x10 5kg", "pallof press 2x10"):
        assert run("log", *line.split()).code == 0
    ended = run("progress")
    page = (tmp_path / "progress.html").read_text(encoding="utf-8")
    assert "last rated 7 of 10; too few weeks to say whether it changed: 1 week of the 10 needed" in ended.out
    assert "no such set logged since" in ended.out
    assert "Not gated by video: " in ended.out
    assert "Speed of the ascent against load: too few to say: no filmed set" in ended.out
    for words in ("Back comfort, as you rated it", "not tell why your back feels", "romanian deadlift) 100 kg"):
        assert words in page
    assert "since videos of them are not judged: bosu curl, Pallof press" in page


def test_a_set_that_was_logged_as_counting_is_the_probe(run: "Run", train: Train) -> None:
    train()
    with open_store() as store:
        person = store.people.named("Ana")
        store.log.change(store.log.sets(person)[-1].model_copy(update={"counting": True}))
    assert "While you counted, it differed by no more than two days do: lumbar flexion" in run("progress").out


def test_a_set_of_no_repetitions_is_no_work_set(run: "Run", tmp_path: Path) -> None:
    with open_store() as store:
        store.people.add("Ana", adult=True, zone="UTC")
    rows = ("Date,Exercise Name,Set Order,Weight,Reps", *(f"2026-11-02 17:30:05,RDL,{n},60,{n * 4}" for n in range(3)))
    (tmp_path / "strong.csv").write_text("\n".join(rows), encoding="utf-8")
    assert run("data", "import", tmp_path / "strong.csv", "--unit", "kg").code == 0
    hinges = next(row for row in run("progress").out.splitlines() if row.startswith(" hinge"))
    assert hinges.split() == ["hinge", "2"]


def test_what_the_lower_back_held_is_summed_by_set_day_and_week(run: "Run", train: Train, tmp_path: Path) -> None:
    train()
    ended = run("progress")
    assert ended.code == 0
    assert "last filmed set" in ended.out
    assert "6.0 kN m s (squared: 1.20 (kN m)² s)" in ended.out
    assert "too much for one person" in ended.out
    assert "set_dose" not in ended.out
    page = (tmp_path / "progress.html").read_text(encoding="utf-8")
    assert "Load on your back over time" in page
