"""A set that a camera and sensors on the back recorded: one clock, one report, each checked against the other."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from hiphinge import analyze
from hiphinge.analysis import Analysis, Measurement
from hiphinge.analysis.from_sensors import measure_sensors
from hiphinge.errors import InputFormatError, InputUnreadableError, NotMeasurableError, UsageError
from hiphinge.exports.pose import write_pose
from hiphinge.motion import FloatArray, Motion, SensorPlace
from hiphinge.reports.backs import back_section
from hiphinge.reports.text.numbers import clock
from hiphinge.reports.text.sensor_statement import sensor_facts
from hiphinge.signals import lowpass
from hiphinge.testing import sensors_on_leans
from hiphinge.workflow import Result
from hiphinge.workflow.live.sensing import write_recording

if TYPE_CHECKING:
    from tests.conftest import Actor

CLOCK_S = 7.3
LUMBAR = "lumbar_flexion_deg"
BOW = np.sin(np.linspace(0.0, np.pi, 90)) ** 2


def worn(filmed: Motion, folder: Path, *, more_deg: float = 0.0, low: SensorPlace = SensorPlace.S2) -> FloatArray:
    """Write what sensors record on the person of a video, who stood and bowed before; return the true lumbar flexion.

    Their trunk leans as in the video; the lower back bends by a third of it, or more.
    """
    series = analyze_pose(filmed, folder.parent / "alone").analysis.series
    assert series is not None
    seen = series.values["trunk_inclination_deg"]
    known = np.isfinite(seen)
    even = np.interp(series.time_s, series.time_s[known], seen[known] - seen[known][:10].mean())
    trunk = np.maximum(lowpass(even, series.time_s, cutoff_hz=1.5), 0.0)
    lumbar = trunk * (0.33 + more_deg / trunk.max())
    before = np.concatenate([np.zeros(90), BOW, np.zeros(20), BOW, np.zeros(60)])
    step_s = float(np.median(np.diff(filmed.time_s)))
    whole_s = np.concatenate([filmed.time_s[0] - step_s * np.arange(len(before), 0, -1), filmed.time_s])
    lower, upper = trunk - lumbar / 2.0, trunk + lumbar / 2.0
    leans = {
        SensorPlace.T12: np.concatenate([70.0 * before, upper]),
        low: np.concatenate([40.0 * before, lower]),
    }
    recording = sensors_on_leans(whole_s, leans, first_s=CLOCK_S - float(whole_s[0]), seed=3)
    write_recording(recording, folder)
    return np.asarray(lumbar)


def analyze_pose(filmed: Motion, folder: Path, **options: object) -> Result:
    folder.mkdir(exist_ok=True)
    write_pose(folder / "pose.parquet", filmed)
    return analyze(folder / "pose.parquet", exercise="romanian_deadlift", **options)  # type: ignore[arg-type]


def said_of_sensors(analysis: Analysis) -> str:
    return " ".join(text for _, text in sensor_facts(analysis))


@pytest.fixture(scope="module")
def both(rendered: Motion, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, FloatArray, Path]:
    folder = tmp_path_factory.mktemp("worn")
    lumbar = worn(rendered, folder / "set")
    return analyze_pose(rendered, folder / "filmed", worn=folder / "set"), lumbar, folder


def test_both_are_put_on_one_clock_by_the_movement(both: tuple[Result, FloatArray, Path], rendered: Motion) -> None:
    result, _, _ = both
    before_s = 350 * float(np.median(np.diff(rendered.time_s)))
    found = result.analysis.motion.origin.details["worn_clock_minus_video_s"]
    assert found == pytest.approx(before_s - rendered.time_s[0], abs=0.03)


def test_the_narrower_interval_counts_in_every_value(both: tuple[Result, FloatArray, Path]) -> None:
    result, lumbar, _ = both
    checks = {check.id: check for check in result.analysis.sensor_checks}
    for id_ in (LUMBAR, "pelvis_tilt_deg"):
        check = checks[id_]
        assert check.video_half_width_deg is not None
        narrower = "sensors" if check.sensors_half_width_deg < check.video_half_width_deg else "video"
        assert check.used == narrower
    assert checks[LUMBAR].used == "sensors"
    series = result.analysis.series
    assert series is not None
    error = series.values[LUMBAR] - lumbar
    assert np.sqrt(np.nanmean(error**2)) < 1.5
    for repetition in result.analysis.counted:
        measured = repetition.measurements[LUMBAR]
        assert isinstance(measured, Measurement)
        assert measured.value == pytest.approx(lumbar[series.time_s.searchsorted(repetition.bottom_s)], abs=2.0)


def test_the_difference_is_said_in_numbers_and_words(both: tuple[Result, FloatArray, Path]) -> None:
    result, lumbar, folder = both
    (check,) = [one for one in result.analysis.sensor_checks if one.id == LUMBAR]
    alone = analyze(folder / "alone" / "pose.parquet", exercise="romanian_deadlift").analysis.series
    assert alone is not None
    moving = np.isfinite(alone.values[LUMBAR]) & (lumbar > 5.0)
    expected = float(np.mean((lumbar - alone.values[LUMBAR])[moving]))
    assert check.difference_deg == pytest.approx(expected, abs=2.0)
    assert "T12 (100 a second), S2 (100 a second)" in said_of_sensors(result.analysis)
    section = back_section(result.analysis)
    assert section is not None
    assert "lumbar flexion" in section.note.lower()
    document = json.loads(result.to_json())
    assert {one["id"]: one["used"] for one in document["source"]["sensor_checks"]}[LUMBAR] == "sensors"


def test_sensors_that_end_early_erase_nothing_that_the_video_measured(
    both: tuple[Result, FloatArray, Path], rendered: Motion, tmp_path: Path
) -> None:
    result, _, folder = both
    alone = analyze(folder / "alone" / "pose.parquet", exercise="romanian_deadlift").analysis
    bottoms_s = [repetition.bottom_s for repetition in alone.counted]
    end_s = bottoms_s[-1] + 0.2 + result.analysis.motion.origin.details["worn_clock_minus_video_s"]
    (tmp_path / "cut").mkdir()
    for table in (folder / "set").glob("*.csv"):
        titles, *rows = table.read_text().splitlines()
        kept = [row for row in rows if float(row.split(",")[0]) <= end_s]
        (tmp_path / "cut" / table.name).write_text("\n".join([titles, *kept]) + "\n")
    cut = analyze_pose(rendered, tmp_path / "filmed", worn=tmp_path / "cut").analysis
    assert {check.used for check in cut.sensor_checks} == {"video"}
    assert [r.measurements for r in cut.counted] == [r.measurements for r in alone.counted]
    assert "leave out a part of the movement, so the video counts" in said_of_sensors(cut)
    (said,) = [one for one in cut.motion.origin.warnings if "recorded only until 0:" in one]
    end_video_s = end_s - cut.motion.origin.details["worn_clock_minus_video_s"]
    assert f"until {clock(end_video_s)[:-1]}" in said, "to the tenth of a second, as everywhere"
    assert "counts, so that no repetition is left out" in said


def test_a_contradiction_and_all_that_follows_the_sensors_are_said(rendered: Motion, tmp_path: Path) -> None:
    worn(rendered, tmp_path / "set", more_deg=50.0)
    result = analyze_pose(rendered, tmp_path / "filmed", worn=tmp_path / "set")
    section = back_section(result.analysis)
    assert section is not None
    assert "contradict each other in lumbar flexion" in section.note
    checks = {check.id: check for check in result.analysis.sensor_checks}
    assert checks["pelvis_tilt_deg"].used == checks["hip_flexion_deg"].used == "sensors"
    assert "Hip flexion is between the pelvis of the sensors and the thigh of the video." in section.note
    said = said_of_sensors(result.analysis)
    assert "Between the pelvis of the sensors and the thigh of the video. Known to" in said
    assert "Sensors between T12 and S2." in said
    assert "by the sensors, ±" in said
    assert " by it" not in said


def test_saved_poses_keep_what_the_sensors_gave(both: tuple[Result, FloatArray, Path], tmp_path: Path) -> None:
    result, _, _ = both
    write_pose(tmp_path / "pose.parquet", result.analysis.motion)
    again = analyze(tmp_path / "pose.parquet", exercise="romanian_deadlift").analysis
    assert again.sensor_checks == result.analysis.sensor_checks
    assert [r.measurements for r in again.counted] == [r.measurements for r in result.analysis.counted]


def test_sensors_at_other_places_are_compared_but_not_used(rendered: Motion, tmp_path: Path) -> None:
    worn(rendered, tmp_path / "set", low=SensorPlace.L5)
    result = analyze_pose(rendered, tmp_path / "filmed", worn=tmp_path / "set")
    checks = result.analysis.sensor_checks
    assert {check.id for check in checks} >= {LUMBAR, "pelvis_tilt_deg"}
    assert all(check.used == "video" and not check.same_places for check in checks)
    assert "sit elsewhere" in said_of_sensors(result.analysis)


def test_sensors_of_another_set_and_other_files_are_refused(rendered: Motion, tmp_path: Path) -> None:
    worn(rendered, tmp_path / "set")
    places = {SensorPlace.T12: 60.0, SensorPlace.S2: 40.0}
    other = sensors_on_leans(
        np.linspace(0.0, 40.0, 800),
        {place: deg * np.concatenate([np.zeros(80), np.tile(BOW, 8)]) for place, deg in places.items()},
    )
    write_recording(other, tmp_path / "other")
    with pytest.raises(NotMeasurableError, match="does not move alike"):
        analyze_pose(rendered, tmp_path / "filmed", worn=tmp_path / "other")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputUnreadableError, match=r"--sensors should be a folder or table of samples, but .*holds no"):
        analyze_pose(rendered, tmp_path / "filmed", worn=tmp_path / "empty")
    (tmp_path / "words.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputFormatError, match=r"--sensors should be a folder or table of samples, but .*is no such"):
        analyze_pose(rendered, tmp_path / "filmed", worn=tmp_path / "words.csv")
    with pytest.raises(UsageError, match="holds positions"):
        analyze_pose(rendered, tmp_path / "filmed", worn=tmp_path / "filmed" / "pose.parquet")
    with pytest.raises(UsageError, match="recording of sensors itself"):
        analyze(tmp_path / "set", worn=tmp_path / "set")


def test_sensors_are_read_before_the_video_and_a_video_is_none(actor: "Actor", tmp_path: Path) -> None:
    clip = actor.write_video(tmp_path / "set.mp4")
    actor.at_frame = lambda _: pytest.fail("the video was estimated first")
    with pytest.raises(UsageError, match=r"--sensors should be a folder or table of samples, but .* is a video"):
        analyze(clip, worn=clip, estimator=actor)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputUnreadableError, match="--sensors should be"):
        analyze(clip, worn=tmp_path / "empty", estimator=actor)


def test_the_sensors_alone_see_the_same(both: tuple[Result, FloatArray, Path]) -> None:
    from hiphinge.sources.formats import read_motion

    _, _, folder = both
    motion = read_motion(folder / "set")
    assert motion.sensors is not None
    assert measure_sensors(motion.sensors, motion.time_s)[0].series.source == "sensors"
