"""The page on plug-ins is followed step by step: its package is installed, its commands are run, its parts are used."""

import json
import math
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from hiphinge.analysis import analyse
from hiphinge.catalogue import check, load, loading
from hiphinge.catalogue.reading import packaged_data
from hiphinge.errors import UnknownIdError
from hiphinge.measures import Measurement, not_measurable
from hiphinge.measures.plugin_measures import reason_against
from hiphinge.motion import COCO_17
from hiphinge.testing import Movement, Plan, Posture, record_video

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/extend.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
AHEAD_DEG = 40.0
BENT_ARMS = Movement(
    standing=Posture(trunk_deg=2.0, knee_deg=2.0, shank_deg=4.5),
    bottom=Posture(trunk_deg=75.0, knee_deg=38.0, shank_deg=2.0, elbow_deg=AHEAD_DEG),
)
AHEAD_M = 0.25 * math.sin(math.radians(AHEAD_DEG))
"""How far the hands are in front of the elbows at the bottom, as the page measures it."""


def blocks(language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(PAGE.read_text(encoding="utf-8")) if kind == language]


def files() -> dict[str, str]:
    """Return the files of the page by the path in their first line."""
    texts = [*blocks("toml"), *blocks("python")]
    return {text.splitlines()[0].removeprefix("# "): text for text in texts}


def install(folder: Path) -> None:
    """Put the page's package into a folder as `pip` does: its modules, and the entry points of its pyproject.toml."""
    for name, text in files().items():
        if name.startswith("my_lab/"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    project = tomllib.loads(files()["pyproject.toml"])["project"]
    info = folder / f"my_lab-{project['version']}.dist-info"
    info.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(head, encoding="utf-8")
    lines = []
    for group, entries in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {value}" for name, value in entries.items())]
    (info / "entry_points.txt").write_text("\n".join([*lines, ""]), encoding="utf-8")


def write_lifts(path: Path) -> None:
    """Write arms that bend as the page's tracker does."""
    motion = record_video(Plan(movement=BENT_ARMS)).motion
    columns = [motion.time_s]
    for name in COCO_17.keypoints:
        columns += [*motion.point(name).T, motion.confidence_of(name)]
    table = np.nan_to_num(np.column_stack(columns))
    with path.open("w", encoding="utf-8") as file:
        file.write("# my-tracker 1.0\n")
        np.savetxt(file, table, delimiter=",", fmt="%.5f")


@dataclass(frozen=True, kw_only=True)
class Followed:
    """The folder in which the page was followed, and what each command said, by the command."""

    folder: Path
    said: dict[str, str]

    @property
    def analysis(self) -> dict[str, object]:
        document: dict[str, object] = json.loads((self.folder / "result/analysis.json").read_text(encoding="utf-8"))
        return document

    @property
    def repetitions(self) -> list[dict[str, object]]:
        repetitions = self.analysis["repetitions"]
        assert isinstance(repetitions, list)
        return repetitions


def run(folder: Path, words: list[str], installed: Path) -> subprocess.CompletedProcess[str]:
    places = [str(installed), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places), "COLUMNS": "400"}
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=folder)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    installed, folder = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("work")
    install(installed)
    write_lifts(folder / "lifts.csv")
    said = {}
    for line in "".join(blocks("console")).splitlines():
        done = run(folder, shlex.split(line.removeprefix("$ ")), installed)
        assert (done.returncode, done.stderr.count("not used")) == (0, 0), line + done.stdout + done.stderr
        said[line.removeprefix("$ hiphinge ")] = done.stdout
    return Followed(folder=folder, said=said)


def test_every_kind_of_plug_in_is_listed(followed: Followed) -> None:
    rows = {line.split()[0]: line for out in followed.said.values() for line in out.splitlines() if line.split()}
    assert "How far the hands are in front of hanging arms at the bottom." in rows["hand_drift"]
    assert "deg/s" in rows["trunk_speed"]
    assert "Keypoints of my tracker" in rows["my-tracker"]
    assert "bottoms.txt" in rows["bottoms"]


def test_what_plug_ins_measure_and_judge_is_explained(followed: Followed) -> None:
    assert "Hands ahead of the elbows" in followed.said["explain hand_drift"]
    assert "not looked for in videos" not in followed.said["explain bar_drifts"]
    assert "0.05" in followed.said["explain bar_drifts"]
    assert "The catalogue is complete." in followed.said["catalogue check"]


def test_a_measure_is_in_the_analysis_with_its_unit(followed: Followed) -> None:
    assert len(followed.repetitions) == 3
    for repetition in followed.repetitions:
        measurements = repetition["measurements"]
        assert isinstance(measurements, dict)
        assert measurements["hand_drift"]["value"] == pytest.approx(AHEAD_M, abs=0.03)
        assert measurements["hand_drift"]["unit"] == "m"
        assert measurements["trunk_speed"]["value"] == pytest.approx(0.0, abs=5.0)


def test_a_measure_per_frame_is_a_column_of_the_series(followed: Followed) -> None:
    table = pq.read_table(followed.folder / "result/series.parquet")
    column = {name: np.asarray(table[name].to_numpy(), dtype=np.float64) for name in table.column_names}
    expected = np.gradient(column["trunk_inclination_deg"], column["time_s"])
    np.testing.assert_allclose(column["trunk_speed"], expected, atol=1e-3)
    assert np.nanmax(column["trunk_speed"]) > 40.0
    assert json.loads(table.schema.metadata[b"hiphinge"])["units"]["trunk_speed"] == "deg/s"


def test_a_rule_is_found_reported_and_coached(followed: Followed) -> None:
    for repetition in followed.repetitions:
        findings = repetition["findings"]
        assert isinstance(findings, list)
        found = {finding["id"]: finding for finding in findings}
        assert found["bar_drifts"]["value"] == pytest.approx(AHEAD_M, abs=0.03)
        assert found["bar_drifts"]["threshold"] == 0.05
    fault, advice = load().faults["bar_drifts"], followed.analysis["advice"]
    assert isinstance(advice, dict)
    assert (advice["finding"], advice["cue"]) == ("bar_drifts", fault.cue)
    assert load().drills[fault.drill].name in advice["drill"]
    printed = followed.said["analyze lifts.csv --exercise romanian_deadlift --export bottoms --out result"]
    assert fault.cue in " ".join(printed.split())
    report = (followed.folder / "result/report.html").read_text(encoding="utf-8")
    assert [
        words for words in (fault.name, fault.cue, "Hands ahead of the elbows", "Trunk speed") if words not in report
    ] == []


def test_an_export_is_written_beside_the_analysis(followed: Followed) -> None:
    lines = (followed.folder / "result/bottoms.txt").read_text(encoding="utf-8").split()
    assert lines == [f"{repetition['bottom_s']:.2f}" for repetition in followed.repetitions]


def test_the_result_says_whose_numbers_it_holds(followed: Followed) -> None:
    provenance, source = followed.analysis["provenance"], followed.analysis["source"]
    assert isinstance(provenance, dict)
    assert isinstance(source, dict)
    assert provenance["versions"]["my-lab"] == "0.1"
    assert source["format"] == "my-tracker"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Measurement(value=1.0, unit="m"), "it should give a value in 'deg', but gives 'm'"),
        (Measurement(value=math.nan, unit="deg"), "it should give a number, but gives nan"),
        (3.0, "it should give a Measurement or a NotMeasurable, but gives float"),
        (Measurement(value=1.0, unit="deg"), None),
        (not_measurable("no_standing"), None),
    ],
)
def test_what_a_measure_gives_is_checked(given: Any, reason: str | None) -> None:
    assert reason_against(given, unit="deg") == reason


def test_a_measure_that_fails_as_it_runs_is_reported_once_and_passed_over(tmp_path: Path) -> None:
    broken, reason = "raise KeyError('lost')", "it failed (KeyError: 'lost')"
    install(tmp_path)
    measures = tmp_path / "my_lab/measures.py"
    start = "    series, span = repetition.series, repetition.span\n"
    text = measures.read_text(encoding="utf-8")
    assert start in text
    measures.write_text(text.replace(start, f"    {broken}\n"), encoding="utf-8")
    write_lifts(tmp_path / "lifts.csv")
    done = run(tmp_path, ["hiphinge", "analyze", "lifts.csv", "--out", "result", "--json"], tmp_path)
    assert done.returncode == 0, done.stderr
    message = f"'hand_drift' from my-lab 0.1 (my_lab.measures:HAND_DRIFT) is not used: {reason}"
    assert " ".join(done.stderr.split()).count(message) == 1, done.stderr
    repetitions = json.loads((tmp_path / "result/analysis.json").read_text(encoding="utf-8"))["repetitions"]
    assert len(repetitions) == 3
    assert {r["measurements"]["hand_drift"]["reason"] for r in repetitions} == {"plug_in_failed"}
    assert not any(finding["id"] == "bar_drifts" for r in repetitions for finding in r["findings"])


@pytest.fixture
def with_exercise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put the page's exercise into a copy of the catalogue, and use that."""
    folder = tmp_path / "data"
    shutil.copytree(Path(str(packaged_data())), folder)
    ((path, text),) = [(path, text) for path, text in files().items() if path.startswith("src/hiphinge/catalogue/")]
    (folder / path.removeprefix("src/hiphinge/catalogue/data/")).write_text(text, encoding="utf-8")
    monkeypatch.setattr(loading, "packaged_data", lambda: folder)
    load.cache_clear()
    yield folder
    monkeypatch.undo()
    load.cache_clear()


def test_an_exercise_is_a_file_of_the_catalogue(with_exercise: Path) -> None:
    assert check(with_exercise) == ()
    exercise = load().exercise("Cambered good morning")
    assert (exercise.id, exercise.analysed) == ("cambered_bar_good_morning", True)
    assert load().faults["excess_knee_flexion"].threshold(exercise.id) == 30.0


@pytest.mark.usefixtures("with_exercise")
def test_videos_of_the_new_exercise_are_judged_by_its_threshold() -> None:
    motion = record_video(Plan(movement=BENT_ARMS)).motion
    found = {
        finding.id: finding for finding in analyse(motion, exercise="cambered_good_morning").repetitions[0].findings
    }
    assert found["excess_knee_flexion"].threshold == 30.0
    usual = analyse(motion, exercise="good_morning").repetitions[0].findings
    assert "excess_knee_flexion" not in {finding.id for finding in usual}


def test_without_its_file_the_exercise_is_not_known() -> None:
    with pytest.raises(UnknownIdError):
        load().exercise("cambered_bar_good_morning")
