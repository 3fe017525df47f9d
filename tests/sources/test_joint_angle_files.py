"""Joint angles as OpenSim's tools and others leave them: the same squat has to come out, or a reason why not."""

from pathlib import Path

import numpy as np
import pytest
from tests.sources.laboratory_files import DATA, with_columns

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray, Motion
from hiphinge.sources.formats import read_motion
from hiphinge.sources.formats.storage import read_storage

SQUATS = DATA / "opencap/squats.mot"
TEXT = SQUATS.read_text()
NAMES = TEXT.split("endheader\n")[1].split("\n")[0].split()
RIGHT = read_motion(SQUATS, stature_m=1.8)
_UNTURNED = {"time", "pelvis_tx", "pelvis_ty", "pelvis_tz"}
DEGREES, RADIANS = "inDegrees=yes", "inDegrees=no"


def said(motion: Motion, words: str) -> bool:
    return any(words in warning for warning in motion.origin.warnings)


def same(_name: str, column: FloatArray) -> FloatArray:
    return column


def in_radians(name: str, column: FloatArray) -> FloatArray:
    return column if name in _UNTURNED else np.radians(column)


def knees_negative(name: str, column: FloatArray) -> FloatArray:
    return -column if name.startswith("knee_angle") else column


def tilt_positive(name: str, column: FloatArray) -> FloatArray:
    return -column if name in {"pelvis_tilt", "lumbar_extension"} else column


def moco(text: str) -> str:
    """Return angles as Moco writes states: full paths of values, then of speeds."""
    values = with_columns(text, in_radians, names=[NAMES[0], *(f"/jointset/a/{name}/value" for name in NAMES[1:])])
    lines = values.replace(DEGREES, RADIANS).split("\n")
    end = lines.index("endheader")
    speeds = [f"/jointset/a/{name}/speed" for name in NAMES[1:]]
    rows = ["\t".join([line, *["9.9"] * len(speeds)]) for line in lines[end + 2 :] if line]
    return "\n".join([*lines[: end + 1], "\t".join([lines[end + 1], *speeds]), *rows, ""])


KINDS: dict[str, tuple[str, str]] = {
    "Moco": (moco(TEXT), ""),
    "Moco without a leading slash": (moco(TEXT).replace("\t/jointset/", "\t"), ""),
    "radians called degrees": (with_columns(TEXT, in_radians), "radians were taken"),
    "degrees called radians": (TEXT.replace(DEGREES, RADIANS), "degrees were taken"),
    "gait2392": (with_columns(TEXT, knees_negative), "bends in the negative direction"),
    "tilt positive in flexion": (with_columns(TEXT, tilt_positive), "other sign"),
    "decimal commas": (TEXT.replace(".", ","), ""),
    "tabs after each line": ("\n".join(f"{line}\t\t" for line in TEXT.split("\n")), ""),
    "lumbar, as in 2-D models": (TEXT.replace("lumbar_extension", "lumbar"), ""),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_squats_come_out(tmp_path: Path, kind: str) -> None:
    text, words = KINDS[kind]
    path = tmp_path / "squats.mot"
    path.write_text(text)
    motion = read_motion(path, stature_m=1.8)
    np.testing.assert_allclose(motion.positions, RIGHT.positions, atol=1e-5)
    assert said(motion, words) if words else motion.origin.warnings == RIGHT.origin.warnings


def test_the_knees_sign_is_that_of_the_whole_movement(tmp_path: Path) -> None:
    shallow = with_columns(TEXT, lambda name, column: -0.3 * column if name.startswith("knee") else column)
    path = tmp_path / "shallow.mot"
    path.write_text(shallow)
    motion = read_motion(path, stature_m=1.8)
    assert said(motion, "negative direction")
    thigh, shank = (
        motion.point("right_hip") - motion.point("right_knee"),
        motion.point("right_knee") - motion.point("right_ankle"),
    )
    flexion = np.degrees(np.arctan2(shank[:, 0], shank[:, 1]) - np.arctan2(thigh[:, 0], thigh[:, 1]))
    assert flexion.max() > 20


def test_a_foot_that_would_tip_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "wrong.mot"
    path.write_text(with_columns(TEXT, lambda name, column: -column if name.startswith("ankle") else column))
    assert said(read_motion(path), "the foot would tip by")
    assert not said(RIGHT, "the foot would tip by")


def test_a_body_that_stands_across_is_turned(tmp_path: Path) -> None:
    path = tmp_path / "laid.mot"
    path.write_text(with_columns(TEXT, lambda name, column: column - 90 if name == "pelvis_tilt" else column))
    motion = read_motion(path, stature_m=1.8)
    assert said(motion, "says that +y is up")
    lean = [np.degrees(np.arctan2(*(m.point("right_shoulder") - m.point("right_hip")).T[:2])) for m in (motion, RIGHT)]
    assert np.abs(lean[0] - lean[1]).max() < 3


def test_a_trunk_that_is_never_upright_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "bent.mot"
    path.write_text(with_columns(TEXT, lambda name, column: column - 90 if name == "lumbar_extension" else column))
    assert said(read_motion(path), "The trunk is never more upright than")
    assert not said(RIGHT, "The trunk is never more upright than")


def test_frames_with_a_gap_are_gaps(tmp_path: Path) -> None:
    lines = TEXT.split("\n")
    row = lines.index("endheader") + 10
    cells = lines[row].split("\t")
    cells[NAMES.index("knee_angle_r")] = "nan"
    lines[row] = "\t".join(cells)
    path = tmp_path / "gap.mot"
    path.write_text("\n".join(lines))
    motion = read_motion(path, stature_m=1.8)
    gap = np.isnan(motion.point("right_hip")).all(axis=1)
    assert gap.sum() == 1
    np.testing.assert_allclose(motion.positions[~gap], RIGHT.positions[~gap], atol=1e-9)


def test_rows_out_of_order_are_sorted(tmp_path: Path) -> None:
    lines = TEXT.rstrip("\n").split("\n")
    end = lines.index("endheader")
    path = tmp_path / "sorted.mot"
    path.write_text("\n".join([*lines[: end + 2], *reversed(lines[end + 2 :])]))
    motion = read_motion(path, stature_m=1.8)
    np.testing.assert_allclose(motion.positions, RIGHT.positions, atol=1e-9)
    assert said(motion, "sorted")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace("Coordinates", "Speeds", 1), "holds speeds"),
        (TEXT.replace("Coordinates", "Accelerations", 1), "holds accelerations"),
        ("DataType=Quaternion\nversion=3\nendheader\ntime\tpelvis_imu\n0\t1,0,0,0\n", "Quaternion"),
        (
            "version=1\ninDegrees=no\nendheader\ntime\tpelvis_tilt_moment\thip_flexion_r_moment\n0\t1\t2\n1\t1\t2\n",
            "lacks pelvis_tilt, lumbar_extension, hip_flexion_r, knee_angle_r",
        ),
        (TEXT.replace("lumbar_extension", "other"), "lacks lumbar_extension"),
    ],
)
def test_what_is_no_movement_of_a_body_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "other.sto"
    path.write_text(text)
    with pytest.raises(InputFormatError, match=words):
        read_motion(path)


def test_speeds_and_muscles_are_no_coordinates(tmp_path: Path) -> None:
    path = tmp_path / "states.sto"
    path.write_text(
        "inDegrees=no\nendheader\ntime\t/jointset/hip_r/hip_flexion_r/value\t/jointset/hip_r/hip_flexion_r/speed"
        "\t/forceset/soleus_r/activation\n0\t0.1\t5\t0.02\n0.1\t0.2\t6\t0.03\n"
    )
    storage = read_storage(path)
    assert list(storage.columns) == ["hip_flexion_r"]
    np.testing.assert_allclose(storage.columns["hip_flexion_r"], [0.1, 0.2])
