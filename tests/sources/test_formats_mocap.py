"""Motion capture: markers and joint angles of real squats, read from text, binary and angles, against one another."""

from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from hiphinge.errors import InputFormatError
from hiphinge.motion import MARKERS_31, CoordinateFrame, FloatArray, Motion, Origin
from hiphinge.sources.formats import read_motion
from hiphinge.sources.formats.body_chain import JointAngles, joint_positions_m, stature_that_keeps_feet_still_m
from hiphinge.sources.formats.hip_centre import Pelvis, hip_centre_m
from hiphinge.sources.formats.marker_names import plain_name
from hiphinge.sources.formats.markers import MarkerTrial, marker_motion
from hiphinge.sources.formats.trc import read_trial

DATA = Path(__file__).parents[1] / "data"
PLUG_IN_GAIT = DATA / "nimblephysics/squat_plug_in_gait.trc"
SQUATS = DATA / "nimblephysics/squats.trc"
SQUATS_IK = DATA / "nimblephysics/squats_ik.mot"
OPENCAP = DATA / "opencap/squats.mot"


def lean_deg(motion: Motion, top: str, bottom: str) -> FloatArray:
    """Return the lean of a line forward of vertical, forward being where the feet point."""
    feet = (motion.point("right_toe") - motion.point("right_heel"))[:, [0, 2]]
    ahead = np.nanmedian(feet, axis=0)
    ahead /= np.linalg.norm(ahead)
    line = motion.point(top) - motion.point(bottom)
    return np.degrees(np.arctan2(line[:, [0, 2]] @ ahead, line[:, 1]))


def test_plug_in_gait_markers_are_read() -> None:
    motion = read_motion(PLUG_IN_GAIT)
    assert (motion.layout, motion.coordinate_frame, len(motion)) == (MARKERS_31, CoordinateFrame.WORLD_M, 58)
    assert motion.origin.fps == pytest.approx(12.5)
    np.testing.assert_allclose(motion.point("right_knee")[0], read_trial(PLUG_IN_GAIT).markers_m["RKNE"][0])
    np.testing.assert_allclose(motion.point("c7")[0], [-0.3668, 1.4962, -0.0275], atol=1e-4)
    assert all(
        np.isfinite(motion.point(name)).all() for name in ("t10", "sacrum", "left_psis", "right_hip", "left_ear")
    )
    assert "Harrington" in motion.origin.warnings[0]


def test_millimetres_become_metres() -> None:
    motion = read_motion(DATA / "nimblephysics/squats_millimetres.trc")
    thigh_m = np.linalg.norm(motion.point("right_hip") - motion.point("right_knee"), axis=1)
    assert 0.35 < np.median(thigh_m) < 0.5


def test_the_calculated_hip_agrees_with_the_laboratorys_own() -> None:
    motion, markers = read_motion(SQUATS), read_trial(SQUATS).markers_m
    back = (motion.point("left_psis") + motion.point("right_psis")) / 2
    pelvis = Pelvis(left_asis=motion.point("left_asis"), right_asis=motion.point("right_asis"), back=back)
    for side, own in (("left", "L_HJC"), ("right", "R_HJC")):
        error_m = np.linalg.norm(hip_centre_m(pelvis, side=side) - markers[own], axis=1)
        assert np.median(error_m) < 0.02
        np.testing.assert_allclose(motion.point(f"{side}_hip"), markers[own])


def test_harringtons_regression_by_hand() -> None:
    pelvis = Pelvis(
        left_asis=np.array([[0.0, 1.0, -0.12]]), right_asis=np.array([[0.0, 1.0, 0.12]]), back=np.array([[-0.15, 1, 0]])
    )
    expected = [-0.24 * 0.15 - 0.0099, 1.0 - 0.30 * 0.24 - 0.0109, 0.33 * 0.24 + 0.0073]
    np.testing.assert_allclose(hip_centre_m(pelvis, side="right"), [expected])
    np.testing.assert_allclose(hip_centre_m(pelvis, side="left"), [[*expected[:2], -expected[2]]])


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("r.ASIS", "rasis"),
        ("L_HJC", "lhjc"),
        ("Subject 1:RKNE", "rkne"),
        ("r_knee_study", "rknee"),
        ("RBigToe", "rbigtoe"),
    ],
)
def test_names_are_simplified(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def trial(markers_m: dict[str, FloatArray], up: tuple[int, int] | None = None) -> MarkerTrial:
    frames = len(next(iter(markers_m.values())))
    return MarkerTrial(
        time_s=np.arange(frames) / 100, markers_m=markers_m, origin=Origin(name="synthetic.trc", fps=100.0), up=up
    )


def at_heights(heights_m: dict[str, float]) -> dict[str, FloatArray]:
    return {name: np.tile([0.0, height_m, 0.0], (3, 1)) for name, height_m in heights_m.items()}


def test_joint_centres_lie_between_their_markers() -> None:
    base, pairs = {"RSHO": 1.4, "RHJC": 0.9}, {"r_knee": 0.5, "r_mknee": 0.52, "RFAL": 0.08, "RTAM": 0.10}
    motion = marker_motion(trial(at_heights({**base, **pairs, "RWRA": 0.7, "RWRB": 0.8}), up=(1, 1)))
    for point, value in (("right_knee", 0.51), ("right_ankle", 0.09), ("right_wrist", 0.75)):
        np.testing.assert_allclose(motion.point(point)[:, 1], value)


def test_video_keypoints_in_trc_are_read() -> None:
    heights = {
        "Neck": 1.45,
        "RShoulder": 1.4,
        "midHip": 0.92,
        "RHip": 0.9,
        "RKnee": 0.5,
        "RAnkle": 0.1,
        "RBigToe": 0.02,
    }
    motion = marker_motion(trial(at_heights(heights), up=(1, 1)))
    np.testing.assert_allclose(motion.point("right_hip")[:, 1], 0.9)
    np.testing.assert_allclose(motion.point("right_toe")[:, 1], 0.02)
    assert "own hip point" in motion.origin.warnings[0]


def test_blanks_zeros_and_short_rows_are_gaps(tmp_path: Path) -> None:
    lines = PLUG_IN_GAIT.read_text().split("\n")
    names = [cell for cell in lines[3].split("\t")[2:] if cell]
    at = 2 + 3 * names.index("RKNE")
    for row, values in ((6, ["", "", ""]), (7, ["0", "0", "0"])):
        cells = lines[row].split("\t")
        cells[at : at + 3] = values
        lines[row] = "\t".join(cells)
    lines[8] = "\t".join(lines[8].split("\t")[:at])
    path = tmp_path / "gaps.trc"
    path.write_text("\n".join(lines))
    motion = read_motion(path)
    assert np.isnan(motion.point("right_knee")[:3]).all()
    assert (motion.confidence_of("right_knee")[:4] == [0, 0, 0, 1]).all()


def test_markers_that_nobody_knows_are_listed() -> None:
    with pytest.raises(InputFormatError, match="Apple, Pear"):
        marker_motion(trial({"Apple": np.ones((2, 3)), "Pear": np.ones((2, 3))}))


def test_an_odd_unit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "feet.trc"
    path.write_text(PLUG_IN_GAIT.read_text().replace("\tm\t", "\tfurlong\t"))
    with pytest.raises(InputFormatError, match="furlong"):
        read_motion(path)


def test_a_wrong_unit_is_put_right(tmp_path: Path) -> None:
    path = tmp_path / "mm.trc"
    path.write_text(PLUG_IN_GAIT.read_text().replace("\tm\t", "\tmm\t"))
    motion = read_motion(path)
    assert any("file says mm" in warning and "m was taken" in warning for warning in motion.origin.warnings)
    np.testing.assert_allclose(motion.positions, read_motion(PLUG_IN_GAIT).positions, atol=1e-9)


@pytest.mark.parametrize(("axis", "sign"), [(0, 1), (0, -1), (1, -1), (2, 1), (2, -1)])
@pytest.mark.parametrize("up_given", [True, False])
def test_whichever_way_is_up_the_body_stands(*, axis: int, sign: int, up_given: bool) -> None:
    upright = read_trial(PLUG_IN_GAIT)
    turn = Rotation.align_vectors([sign * np.eye(3)[axis]], [[0.0, 1.0, 0.0]])[0]
    laid = {name: turn.apply(path) for name, path in upright.markers_m.items()}
    motion = marker_motion(trial(laid, up=(axis, sign) if up_given else None))
    original = marker_motion(upright)
    np.testing.assert_allclose(motion.point("c7")[:, 1], original.point("c7")[:, 1], atol=1e-9)
    np.testing.assert_allclose(
        lean_deg(motion, "right_shoulder", "right_hip"), lean_deg(original, "right_shoulder", "right_hip"), atol=1e-6
    )
    across, before = (m.point("right_asis") - m.point("left_asis") for m in (motion, original))
    ahead, was_ahead = (m.point("right_toe") - m.point("right_heel") for m in (motion, original))
    np.testing.assert_allclose(np.cross(ahead, across)[:, 1], np.cross(was_ahead, before)[:, 1], atol=1e-9)
    assert any("way is up" in warning for warning in motion.origin.warnings) != up_given


def write_c3d(path: Path, *, up: str | None) -> None:
    """Write the Plug-in Gait sample with z up, in millimetres."""
    markers = read_trial(PLUG_IN_GAIT).markers_m
    content: Any = ezc3d.c3d()
    points = np.stack(list(markers.values()), axis=1) * 1000
    points = points[..., [0, 2, 1]] * [1, -1, 1]
    points[4, 3] = np.nan
    content["parameters"]["POINT"]["RATE"]["value"] = [12.5]
    content["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    content["parameters"]["POINT"]["LABELS"]["value"] = list(markers)
    if up:
        content.add_parameter("POINT", "Y_SCREEN", [up])
    rows = np.ones((4, *points.shape[1::-1][:1], points.shape[0]))
    rows[:3] = points.transpose(2, 1, 0)
    content["data"]["points"] = rows
    content.write(str(path))


@pytest.mark.parametrize("up", ["+Z", None])
def test_c3d_gives_what_trc_gives(tmp_path: Path, up: str | None) -> None:
    path = tmp_path / "squat.c3d"
    write_c3d(path, up=up)
    binary, text = read_motion(path), read_motion(PLUG_IN_GAIT)
    assert binary.origin.format == "c3d"
    seen = np.isfinite(binary.positions).all(axis=2)
    assert seen.sum() >= np.isfinite(text.positions).all(axis=2).sum() - 2
    np.testing.assert_allclose(binary.positions[seen], text.positions[seen], atol=1e-5)
    assert any("way is up" in warning for warning in binary.origin.warnings) == (up is None)


def test_a_broken_c3d_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.c3d"
    path.write_bytes(b"\x02\x50" + b"\0" * 600)
    with pytest.raises(InputFormatError):
        read_motion(path)


@pytest.mark.parametrize("side", ["left", "right"])
def test_angles_and_markers_of_the_same_squats_agree(side: str) -> None:
    markers, angles = read_motion(SQUATS), read_motion(SQUATS_IK)
    lines = (("shoulder", "hip", 3.0, 1.5), ("hip", "knee", 3.5, 1.5), ("knee", "ankle", 2.5, 3.0))
    for top, bottom, most_bias_deg, most_spread_deg in lines:
        names = (f"{side}_{top}", f"{side}_{bottom}")
        error = lean_deg(angles, *names) - lean_deg(markers, *names)
        assert abs(np.mean(error)) < most_bias_deg
        assert np.std(error) < most_spread_deg


def test_flexion_in_opensim_leans_the_body_forward() -> None:
    motion = read_motion(OPENCAP)
    trunk, thigh, shank = (
        lean_deg(motion, f"right_{top}", f"right_{bottom}")
        for top, bottom in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"))
    )
    assert np.ptp(trunk) > 40
    assert trunk.max() > 40
    assert thigh.min() < -50
    assert shank.max() > 15
    assert motion.origin.format == "opensim-mot"


def test_radians_and_degrees_are_the_same_motion(tmp_path: Path) -> None:
    lines = OPENCAP.read_text().split("\n")
    end = lines.index("endheader")
    names = lines[end + 1].split()
    unturned = {"time", "pelvis_tx", "pelvis_ty", "pelvis_tz"}
    turned = [
        "\t".join(
            cell if name in unturned else str(np.radians(float(cell)))
            for name, cell in zip(names, line.split(), strict=True)
        )
        for line in lines[end + 2 :]
        if line
    ]
    header = "\n".join(lines[:end])
    for word in ("inDegrees=no", ""):
        path = tmp_path / "radians.mot"
        path.write_text("\n".join([header.replace("inDegrees=yes", word), *lines[end : end + 2], *turned]))
        motion = read_motion(path, stature_m=1.8)
        np.testing.assert_allclose(motion.positions, read_motion(OPENCAP, stature_m=1.8).positions, atol=1e-4)
        assert any("radians" in warning for warning in motion.origin.warnings) == (not word)


def test_a_knee_that_bends_backwards_is_turned(tmp_path: Path) -> None:
    lines = OPENCAP.read_text().split("\n")
    end = lines.index("endheader")
    names = lines[end + 1].split()
    body = []
    for line in lines[end + 2 :]:
        cells = line.split()
        for place, name in enumerate(names if cells else ()):
            if name.startswith("knee_angle"):
                cells[place] = str(-float(cells[place]))
        body.append("\t".join(cells))
    path = tmp_path / "gait2392.mot"
    path.write_text("\n".join([*lines[: end + 2], *body]))
    motion = read_motion(path, stature_m=1.8)
    np.testing.assert_allclose(
        motion.positions, read_motion(OPENCAP, stature_m=1.8).positions, atol=1e-9, equal_nan=True
    )
    assert "bends in the negative direction" in motion.origin.warnings[0]


def test_forces_instead_of_angles_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "grf.mot"
    path.write_text("version=1\nendheader\ntime\tground_force_vx\n0\t1\n0.1\t1\n")
    with pytest.raises(InputFormatError, match="inverse kinematics"):
        read_motion(path)


def angles(rng: np.random.Generator, *, frames: int = 20) -> JointAngles:
    bend = np.linspace(0, 1.2, frames)
    values = {"pelvis_tilt": -0.5 * bend, "lumbar_extension": -0.3 * bend}
    for side in "lr":
        values |= {
            f"hip_flexion_{side}": 1.2 * bend,
            f"knee_angle_{side}": 1.4 * bend,
            f"ankle_angle_{side}": 0.3 * bend,
        }
    return JointAngles(values=values, pelvis_m=rng.normal(0, 0.001, (frames, 3)))


@given(st.floats(1.4, 2.1))
def test_lengths_are_winters_and_the_stature_is_found_again(stature_m: float) -> None:
    bent = angles(np.random.default_rng(5))
    joints = joint_positions_m(bent, stature_m=stature_m)
    for top, bottom, share in (("hip", "knee", 0.245), ("knee", "ankle", 0.246), ("shoulder", "elbow", 0.186)):
        length_m = np.linalg.norm(joints[f"right_{top}"] - joints[f"right_{bottom}"], axis=1)
        np.testing.assert_allclose(length_m, share * stature_m)
    standing = joints["right_shoulder"][0] - joints["right_hip"][0]
    assert np.hypot(standing[0], standing[1]) == pytest.approx(0.288 * stature_m)
    planted = JointAngles(values=bent.values, pelvis_m=bent.pelvis_m - joints["right_ankle"])
    found_m = stature_that_keeps_feet_still_m(planted)
    assert found_m == pytest.approx(stature_m, abs=0.02)


def test_a_body_that_does_not_move_tells_no_stature() -> None:
    still = JointAngles(values={}, pelvis_m=np.zeros((10, 3)))
    assert stature_that_keeps_feet_still_m(still) is None
    joints = joint_positions_m(still, stature_m=2.0)
    assert joints["left_hip"][0, 2] < 0 < joints["right_hip"][0, 2]
    assert joints["right_toe"][0, 0] > joints["right_heel"][0, 0]
