"""Written here, read again by `hiphinge.sources` and by ezc3d: the same motion comes back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hiphinge.analysis import Analysis, analyse
from hiphinge.errors import InputFormatError
from hiphinge.exports import export_named, write_pose, write_series
from hiphinge.motion import LAYOUTS, CoordinateFrame, Motion, Origin, Person
from hiphinge.sources.formats import read_motion
from hiphinge.sources.formats.opensim import read_storage
from hiphinge.testing import record_markers


def ensure_same(one: Motion, other: Motion) -> None:
    np.testing.assert_array_equal(one.time_s, other.time_s)
    np.testing.assert_array_equal(one.positions, other.positions)
    np.testing.assert_array_equal(one.confidence, other.confidence)
    assert (one.world_m is None) == (other.world_m is None)
    if one.world_m is not None and other.world_m is not None:
        np.testing.assert_array_equal(one.world_m, other.world_m)
    assert (one.layout, one.coordinate_frame) == (other.layout, other.coordinate_frame)


@st.composite
def motions(draw: st.DrawFn) -> Motion:
    layout = draw(st.sampled_from(list(LAYOUTS.values())))
    frame = draw(st.sampled_from(CoordinateFrame))
    frames = draw(st.integers(2, 4))
    axes = 2 if frame is CoordinateFrame.IMAGE_PX else 3
    numbers = st.floats(-1e4, 1e4) | st.just(float("nan"))
    shape = (frames, len(layout))
    world = draw(st.booleans())
    return Motion(
        time_s=np.cumsum(draw(hnp.arrays(float, frames, elements=st.floats(0.001, 1)))),
        positions=draw(hnp.arrays(float, (*shape, axes), elements=numbers, fill=st.just(1.5))),
        confidence=draw(hnp.arrays(float, shape, elements=st.floats(0, 1), fill=st.just(0.5))),
        world_m=draw(hnp.arrays(float, (*shape, 3), elements=numbers, fill=st.just(0.25))) if world else None,
        layout=layout,
        coordinate_frame=frame,
        origin=Origin(
            name="video.mp4", sha256="ab" * 32, format="video", fps=30.0, size_px=(640, 480), warnings=("w",)
        ),
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(motion=motions())
def test_poses_come_back_exactly(tmp_path: Path, motion: Motion) -> None:
    path = tmp_path / "pose.parquet"
    write_pose(path, motion)
    ensure_same(read_motion(path), motion)


def test_poses_come_back_with_where_they_came_from(tmp_path: Path, motion: Motion) -> None:
    path = tmp_path / "pose.parquet"
    detailed = replace(motion.origin, details={"codec": "h264", "working_size_px": [1, 2]}, warnings=("a", "b"))
    write_pose(path, replace(motion, origin=detailed))
    origin = read_motion(path).origin
    assert (origin.size_px, origin.fps, origin.warnings) == (detailed.size_px, detailed.fps, ("a", "b"))
    assert origin.details == detailed.details


def test_a_contour_comes_back_exactly(tmp_path: Path, motion: Motion) -> None:
    path = tmp_path / "pose.parquet"
    contour = np.arange(len(motion) * 7 * 2, dtype=np.float64).reshape(len(motion), 7, 2) / 16
    contour[3, 2:4] = np.nan
    write_pose(path, replace(motion, contour=contour))
    back = read_motion(path).contour
    assert back is not None
    assert np.array_equal(back, contour, equal_nan=True)
    assert read_motion(path).positions.shape == motion.positions.shape


@pytest.mark.parametrize(
    "column", [pa.array(["a", "b"]), pa.array([[1.0], [2.0]], pa.list_(pa.float64(), 1)), pa.array([1.0, 2.0])]
)
def test_a_contour_that_is_none_is_refused(tmp_path: Path, motion: Motion, column: pa.Array) -> None:
    path = tmp_path / "pose.parquet"
    write_pose(path, motion)
    table = pq.read_table(path).slice(0, 2)
    pq.write_table(table.append_column("outline", column), path)
    with pytest.raises(InputFormatError, match=r"numeric|pairs of edges"):
        read_motion(path)


def test_an_answer_from_poses_is_the_answer_from_the_video(tmp_path: Path, motion: Motion) -> None:
    path = tmp_path / "pose.parquet"
    write_pose(path, motion)
    first, second = analyse(motion), analyse(read_motion(path))
    assert [r.bottom_s for r in first.repetitions] == [r.bottom_s for r in second.repetitions]
    assert first.repetitions


def test_a_pose_file_has_names_and_units(tmp_path: Path, motion: Motion) -> None:
    path = tmp_path / "pose.parquet"
    write_pose(path, motion)
    table = pq.read_table(path)
    assert {"time_s", "left_hip_x", "left_hip_y", "left_hip_confidence", "left_hip_world_z", "score"} <= set(
        table.column_names
    )
    assert table["left_eye_inner_x"].null_count == np.isnan(motion.point("left_eye")[:, 0]).sum()


@pytest.mark.parametrize("kind", ["series", "foreign", "cut", "column", "schema"])
def test_parquet_that_holds_no_poses_is_refused(tmp_path: Path, analysis: Analysis, kind: str) -> None:
    path = tmp_path / "x.parquet"
    if kind == "series":
        write_series(path, analysis)
    elif kind == "foreign":
        pq.write_table(pa.table({"a": [1, 2]}), path)
    else:
        write_pose(path, analysis.motion)
        table = pq.read_table(path)
        if kind == "cut":
            path.write_bytes(path.read_bytes()[:500])
        elif kind == "column":
            pq.write_table(table.drop_columns(["left_hip_y"]), path)
        else:
            metadata = {b"hiphinge": table.schema.metadata[b"hiphinge"].replace(b"hiphinge.pose/1", b"hiphinge.pose/9")}
            pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(InputFormatError):
        read_motion(path)


@pytest.mark.parametrize("id_", ["trc", "c3d"])
def test_keypoints_without_angles_come_back_in_metres(
    tmp_path: Path, analysis: Analysis, provenance: Any, id_: str
) -> None:
    path = tmp_path / export_named(id_).file_name
    export_named(id_).write(path, replace(analysis, series=None), provenance=provenance)
    read = read_motion(path)
    px, metres_per_px = analysis.motion, 0.491 * 1.8 / 400.0
    for point in ("left_shoulder", "left_hip", "left_knee", "left_ankle", "left_toe", "nose"):
        expected = px.point(point) * [-metres_per_px, -metres_per_px]
        got = read.point(point)[:, :2]
        np.testing.assert_allclose(got - got[0], expected - expected[0], atol=2e-5)
    np.testing.assert_allclose(read.time_s, px.time_s, atol=1e-6)
    assert np.isnan(read.point("left_ear")).sum() == 3 * np.isnan(px.point("left_ear")[:, 0]).sum()
    ahead = read.point("left_toe") - read.point("left_heel")
    assert (ahead[:, 0] > 0).all()
    assert np.nanmin(read.point("left_heel")[:, 1]) == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("id_", ["trc", "c3d"])
def test_a_laboratory_comes_back_as_it_was(tmp_path: Path, provenance: Any, id_: str) -> None:
    lab = record_markers()
    path = tmp_path / export_named(id_).file_name
    export_named(id_).write(path, analyse(lab.motion), provenance=provenance)
    read = read_motion(path)
    for point in ("left_shoulder", "right_hip", "right_knee", "left_ankle", "left_heel", "right_wrist", "left_ear"):
        np.testing.assert_allclose(read.point(point), lab.motion.point(point), atol=2e-6)
    again, first = analyse(read), analyse(lab.motion)
    assert [r.bottom_s for r in again.counted] == pytest.approx([r.bottom_s for r in first.counted], abs=0.02)


def test_without_a_stature_the_trc_says_what_was_assumed(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    path = tmp_path / "markers.trc"
    export_named("trc").write(path, replace(analysis, person=Person()), provenance=provenance)
    assert "stature of 1.70 m (assumed)" in path.read_text().splitlines()[0]


def test_ezc3d_reads_unit_rate_labels_and_gaps(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    path = tmp_path / "markers.c3d"
    export_named("c3d").write(path, analysis, provenance=provenance)
    content: Any = ezc3d.c3d(str(path))
    point = content["parameters"]["POINT"]
    assert point["UNITS"]["value"] == ["mm"]
    assert point["RATE"]["value"][0] == pytest.approx(10.0)
    assert {"LHip", "RKnee", "LBigToe", "Nose"} <= set(point["LABELS"]["value"])
    nose = point["LABELS"]["value"].index("LEyeInner")
    assert np.isnan(content["data"]["points"][:3, nose, 5]).all() == np.isnan(analysis.motion.positions[5, 1]).all()
    assert content["header"]["points"]["first_frame"] == 20
    assert "assumed" not in content["parameters"]["HIPHINGE"]["NOTES"]["value"][0]


def test_uneven_frames_are_set_evenly_in_c3d(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    uneven = analysis.motion.time_s.copy()
    uneven[1::2] += 0.04
    path = tmp_path / "markers.c3d"
    export_named("c3d").write(
        path, replace(analysis, motion=replace(analysis.motion, time_s=uneven)), provenance=provenance
    )
    content: Any = ezc3d.c3d(str(path))
    assert "resampled evenly" in content["parameters"]["HIPHINGE"]["NOTES"]["value"][2]


def test_angles_have_opensims_signs(tmp_path: Path, with_back: Analysis, provenance: Any) -> None:
    path = tmp_path / "angles.mot"
    export_named("mot").write(path, with_back, provenance=provenance)
    storage = read_storage(path)
    assert storage.in_degrees
    assert with_back.series is not None
    values = {id_: np.delete(path_, 4) for id_, path_ in with_back.series.values.items()}
    for column, id_, sign in (
        ("pelvis_tilt", "pelvis_tilt_deg", -1),
        ("hip_flexion_l", "hip_flexion_deg", 1),
        ("knee_angle_l", "knee_flexion_deg", 1),
        ("lumbar_extension", "thoracolumbar_flexion_deg", -1),
    ):
        np.testing.assert_allclose(storage.columns[column], sign * values[id_], atol=1e-4)
    motion = read_motion(path, stature_m=1.8)
    trunk = motion.point("left_shoulder") - motion.point("left_hip")
    lean = np.degrees(np.arctan2(trunk[:, 0], trunk[:, 1]))
    np.testing.assert_allclose(np.delete(lean, 4), values["trunk_inclination_deg"], atol=1e-3)
    assert list(np.flatnonzero(np.isnan(motion.point("left_ankle")[:, 0]))) == [4]
    assert np.isnan(motion.point("right_knee")).all()
    assert np.isnan(motion.point("left_wrist")).all()


def test_what_was_not_measured_is_not_in_the_angles(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    path = tmp_path / "angles.mot"
    export_named("mot").write(path, analysis, provenance=provenance)
    assert set(read_storage(path).columns) == {"knee_angle_l", "trunk_inclination", "shank_inclination"}
    assert "The back was not measurable" in path.read_text()
    motion = read_motion(path)
    thigh, shank = (
        motion.point(f"left_{upper}") - motion.point(f"left_{lower}")
        for upper, lower in (("hip", "knee"), ("knee", "ankle"))
    )
    bend = np.subtract(*(np.degrees(np.arctan2(line[:, 0], line[:, 1])) for line in (shank, thigh)))
    assert analysis.series is not None
    np.testing.assert_allclose(bend, analysis.series.values["knee_flexion_deg"], atol=1e-3)
