"""Files for laboratories, read again: the angles are those of the analysis, and foreign files are read as before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.errors import InputFormatError
from hiphinge.exports import export_named
from hiphinge.motion import FloatArray, Motion, lean_deg
from hiphinge.sources.formats import read_motion
from hiphinge.sources.formats.opensim import read_storage
from hiphinge.testing import Camera, Hidden, record_markers, record_video

FORMATS = ("trc", "c3d", "mot")
ANGLES = ("knee_flexion_deg", "shank_inclination_deg", "trunk_inclination_deg", "trunk_thigh_angle_deg")
CLOSE_DEG = 1.0


def facing_left() -> Motion:
    """Return a video of somebody with the left side near, whose right leg is seen as well."""
    return record_video(camera=Camera(facing="left", noise_px=1.5)).motion


def with_gaps() -> Motion:
    """Return a video in which the knees are hidden for longer than is filled."""
    hidden = Hidden(start_s=3.0, end_s=3.8, joints=("knee",))
    return record_video(camera=Camera(hidden=(hidden,))).motion


def laboratory() -> Motion:
    return record_markers().motion


@pytest.fixture(scope="module")
def analysed(rendered: Motion) -> Callable[[str], Analysis]:
    """Return what gives the analysis of a recording; each is analysed once."""
    motions = {"rendered": lambda: rendered, "left": facing_left, "gaps": with_gaps, "laboratory": laboratory}
    known: dict[str, Analysis] = {}

    def of(name: str) -> Analysis:
        if name not in known:
            known[name] = analyse(motions[name]())
        return known[name]

    return of


def written(id_: str, analysis: Analysis, folder: Path, provenance: Any) -> Path:
    path = folder / export_named(id_).file_name
    export_named(id_).write(path, analysis, provenance=provenance)
    return path


def series_of(analysis: Analysis, id_: str) -> tuple[FloatArray, FloatArray]:
    assert analysis.series is not None
    values = analysis.series.values[id_]
    known = np.isfinite(values)
    return analysis.series.time_s[known], values[known]


@pytest.mark.parametrize("id_", FORMATS)
@pytest.mark.parametrize("name", ["rendered", "left", "gaps", "laboratory"])
def test_the_angles_read_back_are_those_of_the_analysis(
    analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any, name: str, id_: str
) -> None:
    first = analysed(name)
    back = analyse(read_motion(written(id_, first, tmp_path, provenance)))
    assert first.side is not None
    assert back.side is not None
    assert back.side.near_side == first.side.near_side
    for angle in ANGLES:
        time_s, values = series_of(first, angle)
        back_s, back_values = series_of(back, angle)
        assert len(back_s) > 0.9 * len(time_s)
        np.testing.assert_allclose(back_values, np.interp(back_s, time_s, values), atol=CLOSE_DEG)
    assert len(back.counted) == len(first.counted) > 0
    for one, other in zip(back.counted, first.counted, strict=True):
        for angle in ANGLES:
            if angle in other.measurements:
                assert one.measurements[angle].value == pytest.approx(other.measurements[angle].value, abs=CLOSE_DEG)  # type: ignore[union-attr]


def test_the_keypoints_themselves_have_other_angles(analysed: Callable[[str], Analysis]) -> None:
    """The recording above is one whose joints are corrected by more than the round trip may differ."""
    first = analysed("rendered")
    assert first.side is not None
    hip, knee, ankle = (first.motion.point(f"{first.side.near_side}_{joint}") for joint in ("hip", "knee", "ankle"))
    sign = np.array([-1.0 if first.view.facing == "left" else 1.0, -1.0])
    detected = lean_deg((knee - ankle) * sign) - lean_deg((hip - knee) * sign)
    assert first.series is not None
    off = np.abs(detected - first.series.values["knee_flexion_deg"])
    assert np.nanmax(off) > 3 * CLOSE_DEG


def test_pelvis_hip_and_back_are_in_the_angles_as_they_were_measured(
    analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any
) -> None:
    first = analysed("rendered")
    assert first.series is not None
    assert first.side is not None
    storage = read_storage(written("mot", first, tmp_path, provenance))
    for column, angle, sign in (
        ("pelvis_tilt", "pelvis_tilt_deg", -1),
        (f"hip_flexion_{first.side.near_side[0]}", "hip_flexion_deg", 1),
        ("lumbar_extension", "thoracolumbar_flexion_deg", -1),
    ):
        time_s, values = series_of(first, angle)
        assert np.ptp(values) > 10
        np.testing.assert_allclose(sign * storage.columns[column], np.interp(storage.time_s, time_s, values), atol=0.01)


def test_what_is_no_joint_keeps_its_place(analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any) -> None:
    first = analysed("left")
    nose = read_motion(written("trc", first, tmp_path, provenance)).point("nose")
    detected = first.motion.point("nose") * [-1.0, -1.0]
    scale = float(np.ptp(nose[:, 0]) / np.ptp(detected[:, 0]))
    np.testing.assert_allclose((nose - nose[0])[:, :2], (detected - detected[0]) * scale, atol=0.01)


@pytest.mark.parametrize("id_", FORMATS)
def test_a_gap_stays_a_gap(analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any, id_: str) -> None:
    first = analysed("gaps")
    assert first.series is not None
    back = analyse(read_motion(written(id_, first, tmp_path, provenance)))
    assert back.series is not None
    gap = np.isnan(first.series.values["knee_flexion_deg"])
    assert gap.sum() > 10
    again = np.interp(first.series.time_s, back.series.time_s, np.isnan(back.series.values["knee_flexion_deg"]))
    np.testing.assert_array_equal(again > 0.5, gap)


@pytest.mark.parametrize("id_", ["trc", "c3d"])
def test_the_file_says_what_its_markers_are(
    analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any, id_: str
) -> None:
    for name, says in (("left", "joints of the analysis"), ("unusable", "Keypoints as detected")):
        analysis = replace(analysed("left"), side=None, series=None) if name == "unusable" else analysed(name)
        path = written(id_, analysis, tmp_path, provenance)
        if id_ == "trc":
            text = path.read_text(encoding="utf-8").splitlines()[0]
        else:
            own: Any = ezc3d.c3d(str(path))["parameters"]["HIPHINGE"]
            text = " ".join(str(line) for key in own if key in {"NOTES", "SCHEMA"} for line in own[key]["value"])
        assert says in text
        assert ("hiphinge.markers/1 near_side=left" in text) == (name == "left")


def test_markers_without_the_mark_are_taken_alike_on_both_sides(
    analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any
) -> None:
    path = written("trc", analysed("left"), tmp_path, provenance)
    marked = read_motion(path)
    path.write_text(path.read_text(encoding="utf-8").replace("hiphinge.markers/1 near_side=left", ""), encoding="utf-8")
    plain = read_motion(path)
    np.testing.assert_array_equal(plain.positions, marked.positions)
    assert set(np.unique(plain.confidence)) == {0.0, 1.0}
    assert plain.confidence_of("right_knee").max() == 1.0
    assert marked.confidence_of("right_knee").max() == 0.5
    np.testing.assert_array_equal(plain.confidence_of("left_knee"), marked.confidence_of("left_knee"))


def test_angles_without_the_mark_are_those_of_opensims_model(
    analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any
) -> None:
    path = written("mot", analysed("rendered"), tmp_path, provenance)
    marked = read_motion(path, stature_m=1.8)
    path.write_text(path.read_text(encoding="utf-8").replace("hiphinge.angles/1\n", ""), encoding="utf-8")
    plain, storage = read_motion(path, stature_m=1.8), read_storage(path)
    assert any("hiphinge wrote" in warning for warning in marked.origin.warnings)
    assert not any("hiphinge wrote" in warning for warning in plain.origin.warnings)
    side = next(side for side in ("left", "right") if f"hip_flexion_{side[0]}" in storage.columns)
    thigh = plain.point(f"{side}_hip") - plain.point(f"{side}_knee")
    from_pelvis = -(storage.columns["pelvis_tilt"] + storage.columns[f"hip_flexion_{side[0]}"])
    np.testing.assert_allclose(lean_deg(thigh[:, :2]), from_pelvis, atol=0.01)


@pytest.mark.parametrize(("id_", "mark"), [("trc", "hiphinge.markers/"), ("mot", "hiphinge.angles/")])
def test_a_file_of_a_newer_version_is_refused(
    analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any, id_: str, mark: str
) -> None:
    path = written(id_, analysed("rendered"), tmp_path, provenance)
    path.write_text(path.read_text(encoding="utf-8").replace(f"{mark}1", f"{mark}2"), encoding="utf-8")
    with pytest.raises(InputFormatError, match="newer hiphinge"):
        read_motion(path)


def test_marked_angles_without_a_lean_are_refused(
    analysed: Callable[[str], Analysis], tmp_path: Path, provenance: Any
) -> None:
    path = written("mot", analysed("rendered"), tmp_path, provenance)
    text = path.read_text(encoding="utf-8").replace("\ttrunk_inclination", "\ttrunk")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputFormatError, match="trunk_inclination"):
        read_motion(path)
