"""Tables of motion sensors as programs write them, read into the same samples."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hiphinge.errors import InputError
from hiphinge.motion import Motion, SensorPlace, SensorTrack
from hiphinge.sources.formats import read_motion, sniff
from hiphinge.testing import SensorLifts, SyntheticSensors

G = 9.80665


@pytest.fixture(scope="module")
def lifts() -> SyntheticSensors:
    return SensorLifts(repetitions=1, bows=1, rate_hz=50.0).record()


def raw(track: SensorTrack, *, acceleration: float = 1.0, rate: float = 1.0) -> list[list[float]]:
    assert track.acceleration_m_s2 is not None
    assert track.angular_rate_rad_s is not None
    columns = (track.acceleration_m_s2 / acceleration, track.angular_rate_rad_s / rate)
    return np.concatenate(columns, axis=1).tolist()  # type: ignore[no-any-return]


def lines(rows: list[list[float]], mark: str, *before: Callable[[int], str]) -> str:
    return "".join(
        mark.join([*(of(i) for of in before), *(f"{value:.5f}" for value in row)]) + "\n" for i, row in enumerate(rows)
    )


DEG = float(np.pi / 180)
DOT = "sep=,\nDeviceTag:,12\nOutputRate:,50Hz\n\nPacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z,Gyr_X,Gyr_Y,Gyr_Z\n"
MT = "// Start Time: Unknown\n// Update Rate: 50.0Hz\nPacketCounter\tAcc_X\tAcc_Y\tAcc_Z\tGyr_X\tGyr_Y\tGyr_Z\n"
WIT = "time,DeviceName,AccX(g),AccY(g),AccZ(g),AsX(°/s),AsY(°/s),AsZ(°/s)\n"
PLAIN = "Sensor string: E\nax\tay\taz\tgx\tgy\tgz\n\n"


def written(folder: Path, program: str, lifts: SyntheticSensors) -> Path:
    """Write the lifts as a program does, and return what is to be read."""
    for track in lifts.recording.tracks:
        place, degrees = track.place, raw(track, rate=DEG)
        in_g = raw(track, acceleration=G, rate=DEG)
        counter = lambda i: str((65530 + i) % 65536)  # noqa: E731
        micro = lambda i: str(i * 20_000)  # noqa: E731
        text = {
            "dot": DOT + lines(degrees, ",", counter, micro),
            "mt": MT + lines(raw(track), "\t", counter),
            "wit": WIT + lines(in_g, ",", lambda i: f"2026-01-01 10:00:{i * 0.02:06.3f}", lambda _: f"WT({place})"),  # noqa: B023
            "plain": PLAIN + lines(in_g, "\t"),
            "unstated": "t;acc_x;acc_y;acc_z;gyr_x;gyr_y;gyr_z\n"
            + lines(in_g, ";", lambda i: f"{i * 20}").replace(".", ","),
        }.get(program)
        if text is not None:
            (folder / f"{place}.csv").write_text(text, encoding="utf-8")
        else:
            for kind, unit, part in (("Accelerometer", "g", slice(3)), ("Gyroscope", "deg/s", slice(3, 6))):
                head = ",".join(["epoc (ms)", "elapsed (s)", *(f"{axis}-axis ({unit})" for axis in "xyz")])
                body = lines([row[part] for row in in_g], ",", lambda i: str(i * 20), lambda i: f"{i * 0.02:.2f}")
                (folder / f"{place}_MetaWear_{kind}_50.000Hz.csv").write_text(f"{head}\n{body}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("program", ["dot", "mt", "wit", "plain", "unstated", "metamotion"])
def test_the_samples_are_those_that_were_written(tmp_path: Path, lifts: SyntheticSensors, program: str) -> None:
    folder = written(tmp_path, program, lifts)
    assert sniff(folder).id == "sensor-folder"
    sensors = read_motion(folder, fps=50).sensors
    assert sensors is not None
    assert sensors.places == (SensorPlace.T12, SensorPlace.S2)
    for track, true in zip(sensors.tracks, lifts.recording.tracks, strict=True):
        assert np.allclose(track.time_s, true.time_s, atol=1e-3)
        np.testing.assert_allclose(track.acceleration_m_s2, true.acceleration_m_s2, atol=1e-3)  # type: ignore[arg-type]
        np.testing.assert_allclose(track.angular_rate_rad_s, true.angular_rate_rad_s, atol=1e-3)  # type: ignore[arg-type]


def noraxon(path: Path, lifts: SyntheticSensors) -> Path:
    titles, columns = ["time"], [lifts.time_s]
    for name, track in zip(("Lower spine", "Pelvis"), lifts.recording.tracks, strict=True):
        values = np.array(raw(track, acceleration=G / 1000, rate=DEG)).T
        titles += [f"{name} Accel Sensor {axis} (mG)" for axis in "XYZ"]
        titles += [f"Noraxon MyoMotion-Segments-{name}-Gyroscope-{axis} (deg/s)" for axis in "xyz"]
        columns += list(values)
    rows = "\n".join(",".join(f"{value:.5f}" for value in row) for row in np.array(columns).T)
    path.write_text(f"{','.join(titles)}\n{rows}\n", encoding="utf-8")
    return path


def test_one_table_with_all_sensors(tmp_path: Path, lifts: SyntheticSensors) -> None:
    path = noraxon(tmp_path / "set.csv", lifts)
    assert sniff(path).id == "sensor-table"
    motion = read_motion(path)
    assert motion.sensors is not None
    assert motion.sensors.places == (SensorPlace.L1, SensorPlace.PELVIS)
    true = lifts.recording.tracks[0].acceleration_m_s2
    np.testing.assert_allclose(motion.sensors.tracks[0].acceleration_m_s2, true, atol=1e-3)  # type: ignore[arg-type]


def test_apdm(tmp_path: Path, lifts: SyntheticSensors) -> None:
    h5py = pytest.importorskip("h5py")
    path = tmp_path / "trial.h5"
    with h5py.File(path, "w") as file:
        for number, track in enumerate(lifts.recording.tracks):
            group = file.create_group(f"Sensors/{700 + number}")
            group.create_group("Configuration").attrs["Label 0"] = np.bytes_(track.place)
            group["Accelerometer"], group["Gyroscope"] = track.acceleration_m_s2, track.angular_rate_rad_s
            group["Time"] = (track.time_s * 1e6 + 1e15).astype(np.uint64)
    motion = read_motion(path)
    assert motion.sensors is not None
    assert motion.sensors.places == (SensorPlace.T12, SensorPlace.S2)
    assert motion.origin.format == "apdm-h5"


def test_a_wrong_unit_is_said_and_corrected(tmp_path: Path, lifts: SyntheticSensors) -> None:
    track = lifts.recording.tracks[0]
    head = "time (s),acc_x (m/s2),acc_y (m/s2),acc_z (m/s2),gyr_x (rad/s),gyr_y (rad/s),gyr_z (rad/s)\n"
    path = tmp_path / "T12.csv"
    path.write_text(head + lines(raw(track, acceleration=G, rate=DEG), ",", lambda i: f"{i / 50}"), encoding="utf-8")
    motion = read_motion(path)
    assert motion.sensors is not None
    np.testing.assert_allclose(motion.sensors.tracks[0].angular_rate_rad_s, track.angular_rate_rad_s, atol=1e-3)  # type: ignore[arg-type]
    assert any("fits g" in said for said in motion.origin.warnings)
    assert any("fits deg/s" in said for said in motion.origin.warnings)


def test_what_cannot_be_used_is_refused(tmp_path: Path, lifts: SyntheticSensors) -> None:
    track = lifts.recording.tracks[0]
    head = "time (s),acc_x (g),acc_y (g),acc_z (g),gyr_x (deg/s),gyr_y (deg/s),gyr_z (deg/s)\n"
    rows = raw(track, acceleration=G, rate=DEG)
    gone, turned = [[0.1 * v for v in row[:3]] + row[3:] for row in rows], [[*row[:3], *row[:2:-1]] for row in rows]
    for name, body, said in (
        ("left.csv", rows, "where the sensor"),
        ("T12.csv", gone, "gravity included"),
        ("L1.csv", turned, "axes of the angular rate"),
        ("T8.csv", rows[:1], "no times"),
    ):
        (tmp_path / name).write_text(head + lines(body, ",", lambda i: f"{i / 50}"), encoding="utf-8")
        with pytest.raises(InputError, match=said):
            read_motion(tmp_path / name)
    named = read_motion(tmp_path / "left.csv", sensors=[("left", "T12")])
    assert named.sensors is not None
    assert named.sensors.places == (SensorPlace.T12,)


def test_a_sensor_recording_survives_its_pose_file(tmp_path: Path, lifts: SyntheticSensors) -> None:
    from hiphinge.exports.pose import write_pose
    from hiphinge.motion import motion_of_sensors

    motion: Motion = motion_of_sensors(lifts.recording)
    path = tmp_path / "pose.parquet"
    write_pose(path, motion)
    again = read_motion(path).sensors
    assert again is not None
    assert again.places == lifts.recording.places
    assert np.array_equal(again.tracks[0].acceleration_m_s2, lifts.recording.tracks[0].acceleration_m_s2)  # type: ignore[arg-type]


def test_a_table_whose_titles_nobody_knows_is_read_by_what_columns_csv_says(
    tmp_path: Path, lifts: SyntheticSensors
) -> None:
    for track in lifts.recording.tracks:
        rows = [[i * 20.0, *row] for i, row in enumerate(raw(track, acceleration=G, rate=DEG))]
        rows = [[*row[:5], -row[6], row[5], row[6]] for row in rows]
        titles = "tick,ch1,ch2,ch3,ch4,turned,spare,ch6\n"
        (tmp_path / f"{track.place}.csv").write_text(titles + lines(rows, ","))
    named = {"tick": "time (ms)", "ch1": "acc_x (g)", "ch2": "acc_y (g)", "ch3": "acc_z (g)", "ch4": "gyr_x (deg/s)"}
    named |= {"turned": "-gyr_z (deg/s)", "spare": "gyr_y (deg/s)"}
    (tmp_path / "columns.csv").write_text("title,what\n" + "".join(f"{a},{b}\n" for a, b in named.items()))
    sensors = read_motion(tmp_path).sensors
    assert sensors is not None
    for track in lifts.recording.tracks:
        again = sensors.track(track.place)
        assert again is not None
        assert again.acceleration_m_s2 == pytest.approx(track.acceleration_m_s2, abs=1e-3)
        assert again.angular_rate_rad_s == pytest.approx(track.angular_rate_rad_s, abs=1e-3)
        assert again.rate_hz == pytest.approx(50.0)
    (tmp_path / "columns.csv").write_text("ch1,height (m)\n")
    with pytest.raises(InputError, match=r"Line 1 of .* should be a title of your tables and what it is"):
        read_motion(tmp_path)
    semicolons = "".join(f"{a};{b}\n" for a, b in named.items())
    (tmp_path / "columns.csv").write_text("title;what\n" + semicolons)
    assert read_motion(tmp_path).sensors is not None
    (tmp_path / "columns.csv").write_text(semicolons.replace("turned;", "turnd;"))
    with pytest.raises(
        InputError, match=r"but has acceleration\. No table has the title turnd\. Write each in columns"
    ):
        read_motion(tmp_path)
    (tmp_path / "columns.csv").write_text(semicolons.replace("ch1;", "ch7;").replace("ch4;", "ch8;"))
    with pytest.raises(
        InputError, match=r"acceleration x, angular rate x are missing\. No table has the title ch7 or ch8\."
    ):
        read_motion(tmp_path)
    (tmp_path / "columns.csv").write_text(semicolons + "ch9;mag_x\n")
    assert "No table has the title ch9" in " ".join(read_motion(tmp_path).origin.warnings)
