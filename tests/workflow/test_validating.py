import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge.errors import InputFormatError, InputMissingError, NotMeasurableError, UsageError
from hiphinge.workflow import Result, analyze
from hiphinge.workflow.validating import validate

if TYPE_CHECKING:
    from tests.conftest import Actor

TRUNK = "trunk_inclination_deg"


@pytest.fixture
def result(actor: "Actor", tmp_path: Path) -> Result:
    found = analyze(actor.write_video(tmp_path / "set.mp4"))
    found.save(tmp_path / "set.hiphinge", report=False)
    return found


def trunk_at(result: Result, time_s: float) -> float:
    assert result.analysis.series is not None
    return float(np.interp(time_s, result.analysis.series.time_s, result.analysis.series.values[TRUNK]))


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_angles_at_moments_and_bottoms_are_paired_with_their_bias(result: Result, tmp_path: Path) -> None:
    times = (1.0, 2.0, 3.3)
    lines = [f"set.hiphinge,P1,{t},,{trunk_at(result, t) - 2.0:.4f}" for t in times]
    bottoms = [r.measurements[TRUNK].value - 2.0 for r in result.repetitions]  # type: ignore[union-attr]  # measured
    lines += [f"set.hiphinge,P1,,{index},{value:.4f}" for index, value in enumerate(bottoms, start=1)]
    found = validate(
        table(tmp_path / "t.csv", f"recording,person,time_s,repetition,{TRUNK}", *lines), by="a protractor"
    )
    (trunk,) = found.compared
    assert trunk.agreement.pairs == len(times) + len(result.repetitions)
    assert trunk.agreement.bias.value == pytest.approx(2.0, abs=0.01)
    assert trunk.agreement.sd == pytest.approx(0.0, abs=0.01)
    assert trunk.interval_coverage == 1.0
    assert found.kinds == ("angles",)


def test_a_video_is_analysed_on_the_spot(result: Result, actor: "Actor", tmp_path: Path) -> None:
    actor.reset()
    path = table(tmp_path / "t.csv", f"time_s,{TRUNK}", *(f"{t},{trunk_at(result, t):.3f}" for t in (1.0, 1.5, 2.0)))
    found = validate(path, recording=tmp_path / "set.mp4")
    assert actor.seen > 0
    assert found.compared[0].people == ("set", "set", "set")


def test_recordings_of_one_name_are_of_two_people(result: Result, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        result.save(tmp_path / folder / "set.hiphinge", report=False)
    lines = [f"{folder}/set.hiphinge,{t},{trunk_at(result, t):.3f}" for folder in ("a", "b") for t in (1.0, 1.5)]
    found = validate(table(tmp_path / "t.csv", f"recording,time_s,{TRUNK}", *lines))
    assert found.compared[0].people == ("set (1)", "set (1)", "set (2)", "set (2)")
    assert found.compared[0].agreement.across == "people"


def test_page_and_document_are_written_together(result: Result, tmp_path: Path) -> None:
    lines = [f"set.hiphinge,{t},{trunk_at(result, t):.3f},40" for t in (1.0, 1.5, 2.0)]
    path = table(tmp_path / "t.csv", f"recording,time_s,{TRUNK},pelvis_tilt_deg", *lines)
    found = validate(path, by="<b>two phones</b>")
    page = found.save(tmp_path / "out")
    assert {p.name for p in page.parent.iterdir()} == {"agreement.html", "agreement.json"}
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;two phones" in text
    assert "one person" in text
    assert "not medical advice" in text
    document = json.loads((tmp_path / "out/agreement.json").read_text(encoding="utf-8"))
    assert document["schema"] == "hiphinge.agreement/1"
    assert document["quantities"][TRUNK]["pairs"] == 3
    # No silhouette was detected of the actor, so the back could not be measured: that is reported, not hidden.
    assert len(document["unpaired"]) == 3
    assert all("pelvis_tilt_deg" in where for where, _ in document["unpaired"])


def test_markers_beside_markers_have_no_back_to_compare(root: Path, tmp_path: Path) -> None:
    trial = root / "tests/data/nimblephysics/squat_plug_in_gait.trc"
    analyze(trial).save(tmp_path / "lab.hiphinge", report=False)
    with pytest.raises(NotMeasurableError, match="measured nothing there"):
        validate(trial, recording=tmp_path / "lab.hiphinge")


def test_straws_need_standing(result: Result, tmp_path: Path) -> None:
    assert result.repetitions
    lines = ("set.hiphinge,bottom,1,50,60",)
    path = table(tmp_path / "t.csv", "recording,moment,repetition,s2_deg,t12_deg", *lines)
    with pytest.raises(NotMeasurableError, match="with the moment 'standing'"):
        validate(path)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("recording,repetition,trunk_inclination_deg", *("set.hiphinge,9,1",) * 3), "no repetition 9"),
        (("recording,time_s,trunk_inclination_deg", *("set.hiphinge,99,1",) * 3), "no frame at 99 s"),
        (("recording,time_s,trunk_inclination_deg", "set.hiphinge,1,1"), "there are 1"),
    ],
)
def test_what_cannot_be_paired_says_why(result: Result, tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    assert result.repetitions
    with pytest.raises(NotMeasurableError, match=message):
        validate(table(tmp_path / "t.csv", *lines))


def test_a_recording_has_to_be_given_and_to_be_there(result: Result, tmp_path: Path) -> None:
    assert result.video is not None
    with pytest.raises(UsageError, match="--recording"):
        validate(table(tmp_path / "t.csv", f"time_s,{TRUNK}", "1,2"))
    with pytest.raises(InputMissingError, match=r"no other\.mp4"):
        validate(table(tmp_path / "t.csv", f"recording,time_s,{TRUNK}", "other.mp4,1,2"))
    with pytest.raises(InputFormatError, match="but is Video"):
        validate(result.video, recording=result.video)


def test_a_table_finds_recordings_beside_it(result: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = tmp_path / "away"
    shutil.copytree(tmp_path / "set.hiphinge", away / "set.hiphinge")
    lines = [f"set.hiphinge,{t},{trunk_at(result, t):.3f}" for t in (1.0, 1.5, 2.0)]
    path = table(away / "t.csv", f"recording,time_s,{TRUNK}", *lines)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert validate(path).compared[0].agreement.pairs == 3
