"""A protocol becomes a batch, tables with the right numbers, agreement and a methods text; a wrong one is refused."""

import csv
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.conftest import grey_video

from hiphinge.batch import BatchSettings, InThisProcess
from hiphinge.documents.study import study_from_toml
from hiphinge.errors import InputError, InputFormatError, InputMissingError, NotMeasurableError
from hiphinge.studies import plan_study, read_protocol, run_study
from hiphinge.studies.tables import differences, of_conditions, of_people
from hiphinge.workflow.validating import Validation

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/study.md").read_text(encoding="utf-8")
SAMPLE = (ROOT / "tests/data/documents/study-1.toml").read_text(encoding="utf-8")
REFERENCE = "recording,moment,repetition,trunk_inclination_deg\n"
sys.path.insert(0, str(ROOT / "tests/batch"))


def stub() -> Any:
    from stub_measurer import StubMeasurer  # type: ignore[import-not-found]  # beside the tests of batch

    return StubMeasurer()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the protocol of the page, its clips and its reference into the current folder."""
    (protocol,) = re.findall(r"^```toml\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "protocol.toml").write_text(protocol)
    (tmp_path / "clips").mkdir()
    for name in ("p1_light_1", "p1_light_2", "p1_heavy_1", "p2_light", "p2_heavy", "p3_light", "p3_heavy"):
        does = "refuse" if name == "p1_light_2" else ""
        (tmp_path / f"clips/{name}.mp4").write_bytes(grey_video(".mp4", 5) + f"{name}DO:{does}".encode())
    lines = [f"clips/{name}.mp4,bottom,{number},40\n" for name in ("p2_light", "p3_light") for number in (1, 2)]
    (tmp_path / "inclinometer.csv").write_text(REFERENCE + "".join(lines))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("home")
def test_the_study_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    protocol, out, settings = Path("protocol.toml"), Path("two-loads"), BatchSettings(measurer=stub())
    _, plan = plan_study(protocol, out=out, settings=settings)
    assert (len(plan.todo), out.exists()) == (7, False)
    report = run_study(protocol, out=out, settings=settings, executor=InThisProcess(stub()))
    assert (report.account.done, report.account.refused.total()) == (6, 1)
    (agreement,) = report.agreements
    assert isinstance(agreement, Validation)
    (compared,) = agreement.compared
    assert (compared.agreement.pairs, compared.agreement.people) == (4, 2)
    assert compared.agreement.bias.value == pytest.approx(2.0, abs=0.05)
    means = rows(out / "conditions.csv")
    assert [(one["condition"], one["quantity"], one["people"]) for one in means[:2]] == [
        ("heavy", "trunk_inclination_deg", "3"),
        ("light", "trunk_inclination_deg", "3"),
    ]
    assert len(rows(out / "people.csv")) == 18
    assert [one["people"] for one in rows(out / "differences.csv")] == ["3"] * 3
    assert {(one["condition"], one["repetitions"], one["of"]) for one in rows(out / "findings.csv")} == {
        ("light", "9", "9"),
        ("heavy", "9", "9"),
    }
    refused = [one for one in rows(out / "clips.csv") if one["state"] == "refused"]
    assert [(Path(one["source"]).name, bool(one["reason"])) for one in refused] == [("p1_light_2.mp4", True)]
    methods = (out / "methods.md").read_text()
    for words in ("3 people", "7 clips, 6 were measured, 1 refused", "hiphinge 0.", "Trunk lean", "Zou GY 2013"):
        assert words in methods
    assert (out / "agreement_1/agreement.html").exists()
    assert (out / "protocol.toml").read_bytes() == protocol.read_bytes()
    again = run_study(protocol, out=out, settings=settings, executor=InThisProcess(stub()))
    assert (again.account.done, again.account.up_to_date) == (0, 7)
    assert again.people == report.people
    block = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)[0]
    exec(compile(block, "study.md", "exec"), {})  # noqa: S102  # the page's own example
    assert "trunk_inclination_deg" in capsys.readouterr().out


def test_what_a_protocol_no_longer_has_leaves_the_tables(home: Path) -> None:
    text = (home / "protocol.toml").read_text().partition("[[compare]]")[0].replace('"knee_flexion_deg", ', "")
    (home / "protocol.toml").write_text(text)
    (home / "clips/p1_light_2.mp4").unlink()
    settings = BatchSettings(measurer=stub())
    run = {"out": home / "out", "settings": settings, "executor": InThisProcess(stub())}
    run_study(home / "protocol.toml", **run)  # type: ignore[arg-type]  # options
    head, _, rest = text.partition('[[clips]]\npath = "clips/p3_light.mp4"')
    (home / "protocol.toml").write_text(head.replace("[people.P3]\n", "") + rest[:0])
    report = run_study(home / "protocol.toml", **run)  # type: ignore[arg-type]  # options
    assert (report.account.up_to_date, {one.person for one in report.people}) == (4, {"P1", "P2"})
    assert len(rows(home / "out/clips.csv")) == 4
    for clip in (home / "clips").iterdir():
        clip.write_bytes(grey_video(".mp4", 5) + f"{clip.name}DO:refuse".encode())
    with pytest.raises(NotMeasurableError, match="No repetition of the 4 clips"):
        run_study(home / "protocol.toml", **run)  # type: ignore[arg-type]  # options
    assert rows(home / "out/people.csv") == []


def test_numbers_of_the_tables() -> None:
    seen: dict[str, list[Any]] = {name: [] for name in ("clip", "person", "condition", "kind", "x", "x_low", "x_high")}
    given = {"A": ((10, 14), (16, 20)), "B": ((20, 22), (21, 27)), "C": ((30, 36), (39, 45))}
    for person, conditions in given.items():
        for condition, values in zip(("first", "second"), conditions, strict=True):
            for value in (*values, 99.0, None):
                kind = "attempt" if value == 99.0 else "repetition"
                cells = (
                    f"{person}{condition}",
                    person,
                    condition,
                    kind,
                    value,
                    value and value - 3,
                    value and value + 3,
                )
                for column, cell in zip(seen.values(), cells, strict=True):
                    column.append(cell)
    people = of_people(seen, ("x",))
    assert [(one.person, one.condition, one.repetitions, one.mean.value) for one in people[:2]] == [
        ("A", "first", 2, 12.0),
        ("A", "second", 2, 18.0),
    ]
    first = people[0]
    assert first.sd == pytest.approx(2.828, abs=1e-3)
    assert first.error == 3.0
    assert first.mean.high - first.mean.value == pytest.approx(12.706 * 2.0, abs=1e-2)  # t of 1 degree of freedom
    means = {one.condition: one for one in of_conditions(people)}
    assert means["first"].mean.value == pytest.approx((12 + 21 + 33) / 3)
    half = 4.303 * np.std([12, 21, 33], ddof=1) / np.sqrt(3)
    assert means["first"].mean.low == pytest.approx(22 - half, abs=1e-2)
    (change,) = differences(people, [("first", "second")])
    assert change.found is not None
    assert change.found.agreement.bias.value == pytest.approx((6 + 3 + 9) / 3)
    (few,) = differences([one for one in people if one.person != "C"], [("first", "second")])
    assert (few.people, few.found) == (2, None)
    alone = of_people({name: column[:1] for name, column in seen.items()}, ("x",))[0]
    assert alone.sd is None
    assert np.isnan(alone.mean.low)


WRONG = (
    ('title = "Two loads"', "title = 3", "title: Input should be a valid string"),
    ('title = "Two loads"', "", "title: Field required"),
    ('exercise = "romanian_deadlift"', 'exercise = "juggling"', "No exercise is called 'juggling'"),
    ('["trunk_inclination_deg"]', '["trunk"]', "No quantity is called 'trunk'"),
    ("[conditions.heavy]", "[conditions.hevy]", "clips.2.condition: 'heavy' is none of the conditions (light, hevy)"),
    ('person = "P1"', 'person = "P2"', "clips.1.person: 'P2' is none of the people (P1)"),
    ("[people.P1]", "[people.P2]\n[people.P1]", "people.P2: has no clip"),
    ('second = "heavy"', 'second = "light"', "cannot be compared with itself"),
    ('second = "heavy"', 'second = "x"', "'x' is none of the conditions"),
    ("stature_m = 1.68", "stature_m = 168", "clip 1"),
    ("mass_kg = 61", "mass = 61", "people.P1.mass: Extra inputs are not permitted"),
    ("load_kg = 30", "load_kg = inf", "load_kg: Input should be a finite number"),
    ('path = "p1_heavy.mp4"', 'path = "p1_light.mp4"', "twice"),
    ('path = "p1_heavy.mp4"', 'path = "/*/p1_heavy.mp4"', "begin in the folder"),
    ("[[references]]", "[[references", "should be the protocol of a study in TOML"),
    ('"hiphinge.study/1"', '"hiphinge.plan/1"', "should be of the schema 'hiphinge.study/1'"),
)


def test_a_wrong_protocol_is_refused_and_says_where(tmp_path: Path) -> None:
    for name in ("p1_light.mp4", "p1_heavy.mp4", "inclinometer.csv"):
        (tmp_path / name).write_bytes(b"x")
    path = tmp_path / "protocol.toml"
    path.write_text(SAMPLE)
    assert [clip.labels["condition"] for clip in read_protocol(path).clips] == ["light", "heavy"]
    for old, new, says in WRONG:
        assert old in SAMPLE
        path.write_text(SAMPLE.replace(old, new, 1))
        with pytest.raises(InputError, match=re.escape(says)):
            read_protocol(path)
    path.write_text(SAMPLE.replace("p1_heavy.mp4", "gone*.mp4"))
    with pytest.raises(InputMissingError, match="clip 2: there is no file"):
        read_protocol(path)
    with pytest.raises(InputFormatError, match="in TOML"):
        study_from_toml(b"a = " + b"[" * 5000, name="deep")
