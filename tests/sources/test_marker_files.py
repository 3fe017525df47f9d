"""Marker files as other programs and spreadsheets leave them: the same squat has to come out, or a reason why not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np
import pytest
from tests.sources.laboratory_files import DATA, Trc, standing_spotter

from hiphinge.cleaning.viewpoint import estimate_viewpoint
from hiphinge.errors import InputFormatError, UsageError
from hiphinge.motion import CoordinateFrame, FloatArray, Motion
from hiphinge.sources.formats import read_motion

RIGHT = read_motion(DATA / "nimblephysics/squat_plug_in_gait.trc")
SAMPLE = Trc.sample()
FLOAT_CELLS_M = 1e-5


def said(motion: Motion, words: str) -> bool:
    return any(words in warning for warning in motion.origin.warnings)


def with_nameless(trc: Trc, at: int) -> Trc:
    names, stray = list(trc.names), np.array([1.5, 0.8, 0.3])
    names.insert(at, "")
    return replace(trc, names=tuple(names), points=np.insert(trc.points, at, stray, axis=1))


def with_semicolons(trc: Trc) -> Trc:
    return replace(trc, separator=";", decimal=",", settings=("12,5", "12,5", *trc.settings[2:]))


WRITTEN: dict[str, tuple[Trc, str]] = {
    "first name blank": (with_nameless(SAMPLE, 0), "without a name"),
    "sixth name blank": (with_nameless(SAMPLE, 5), "without a name"),
    "last name blank": (with_nameless(SAMPLE, 27), "without a name"),
    "one tab after each name": (replace(SAMPLE, after_name=0), ""),
    "one tab and a blank name": (with_nameless(replace(SAMPLE, after_name=0), 7), "without a name"),
    "blanks for tabs": (replace(SAMPLE, separator=" ", after_name=0), ""),
    "semicolons and decimal commas": (with_semicolons(SAMPLE), ""),
    "tabs and decimal commas": (replace(SAMPLE, decimal=","), ""),
    "commas": (replace(SAMPLE, separator=","), ""),
    "no camera rate": (replace(SAMPLE, settings=("12.5", "", *SAMPLE.settings[2:])), ""),
    "no first line": (replace(SAMPLE, first_line=None), ""),
    "no line of coordinates": (replace(SAMPLE, coordinates=False), ""),
    "trailing tabs, CRLF, Latin-1": (
        replace(SAMPLE, trailing="\t\t", end="\r\n", first_line="PathFileType\t4\t(X/Y/Z)\tmétré.trc"),
        "",
    ),
    "milliseconds": (replace(SAMPLE, time_s=SAMPLE.time_s * 1000), ""),
    "rows out of order": (
        replace(SAMPLE, time_s=np.roll(SAMPLE.time_s, 20), points=np.roll(SAMPLE.points, 20, axis=0)),
        "sorted",
    ),
    "a copy with the wrong rate": (replace(SAMPLE, settings=("100", "100", *SAMPLE.settings[2:])), "100 frames"),
    "unit not named": (SAMPLE.with_unit(""), "no unit"),
    "unit in words": (replace(SAMPLE, points=SAMPLE.points * 1000).with_unit("Millimeters"), ""),
    "metres called millimetres": (SAMPLE.with_unit("mm"), "m was taken"),
    "millimetres called metres": (replace(SAMPLE, points=SAMPLE.points * 1000), "mm was taken"),
    "centimetres called millimetres": (replace(SAMPLE, points=SAMPLE.points * 100).with_unit("mm"), "cm was taken"),
    "inches": (replace(SAMPLE, points=SAMPLE.points / 0.0254).with_unit("in"), ""),
    "one subject, underscore": (SAMPLE.prefixed("Subject36_"), ""),
    "a spotter's upper body": (
        standing_spotter()
        .only(lambda name: name[1:] not in {"KNE", "ANK", "HEE", "TOE"})
        .prefixed("Spotter:")
        .beside(SAMPLE.prefixed("Lifter:")),
        "Lifter was measured, not Spotter",
    ),
    "two whole people": (
        standing_spotter().prefixed("S1_").beside(SAMPLE.prefixed("S2_")),
        "S2 was measured, not S1",
    ),
    "nobody's name and a spotter": (SAMPLE.beside(standing_spotter().prefixed("Spotter:")), "not Spotter"),
    "a bar": (
        SAMPLE.prefixed("Ann:").beside(standing_spotter().only(lambda name: name == "LFHD").prefixed("Bar:")),
        "",
    ),
}


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_same_squat_comes_out(tmp_path: Path, kind: str) -> None:
    trc, words = WRITTEN[kind]
    motion = read_motion(trc.write(tmp_path / "squat.trc"))
    np.testing.assert_allclose(motion.positions, RIGHT.positions, atol=FLOAT_CELLS_M)
    np.testing.assert_allclose(motion.time_s, RIGHT.time_s, atol=FLOAT_CELLS_M)
    assert said(motion, words) if words else motion.origin.warnings == RIGHT.origin.warnings


def test_times_that_are_blank_come_from_the_rate(tmp_path: Path) -> None:
    path = replace(SAMPLE, time_s=SAMPLE.time_s * np.nan).write(tmp_path / "squat.trc")
    motion = read_motion(path)
    np.testing.assert_allclose(motion.time_s, np.arange(58) / 12.5)
    assert said(motion, "timed by")
    silent = replace(SAMPLE, time_s=SAMPLE.time_s * np.nan, settings=("", "", *SAMPLE.settings[2:]))
    with pytest.raises(InputFormatError, match="times that increase"):
        read_motion(silent.write(tmp_path / "silent.trc"))


def test_a_scale_that_is_no_unit_changes_no_angle(tmp_path: Path) -> None:
    motion = read_motion(replace(SAMPLE, points=SAMPLE.points * 3.1).write(tmp_path / "far.trc"))
    assert said(motion, "scaled to a leg of 0.83 m")
    for top, bottom in (("right_shoulder", "right_hip"), ("right_hip", "right_knee")):
        lines = [m.point(top) - m.point(bottom) for m in (motion, RIGHT)]
        units = [line / np.linalg.norm(line, axis=1, keepdims=True) for line in lines]
        assert np.degrees(np.arccos(np.clip((units[0] * units[1]).sum(axis=1), -1, 1))).max() < 0.5


def test_the_subject_that_is_named_is_taken(tmp_path: Path) -> None:
    both = SAMPLE.prefixed("Ann Lee:").beside(standing_spotter().prefixed("Bob:"))
    path = both.write(tmp_path / "both.trc")
    bob = read_motion(path, subject="bob")
    assert np.ptp(bob.point("left_hip")[:, 1]) < FLOAT_CELLS_M
    assert not said(bob, "subjects")
    with pytest.raises(UsageError, match=r"Carl.*Ann Lee, Bob"):
        read_motion(path, subject="Carl")
    with pytest.raises(UsageError, match="names none"):
        read_motion(SAMPLE.write(tmp_path / "one.trc"), subject="Ann")
    with pytest.raises(UsageError, match="opensim-mot"):
        read_motion(DATA / "opencap/squats.mot", subject="Ann")


def test_of_two_markers_of_one_name_the_filled_one_is_taken(tmp_path: Path) -> None:
    empty = SAMPLE.only(lambda name: name in {"RKNE", "LANK"})
    empty = replace(empty, points=empty.points * 0)
    motion = read_motion(empty.beside(SAMPLE).write(tmp_path / "twice.trc"))
    np.testing.assert_allclose(motion.positions, RIGHT.positions, atol=FLOAT_CELLS_M)
    assert said(motion, "LANK, RKNE: more than one marker")


def test_two_parts_of_one_marker_are_joined(tmp_path: Path) -> None:
    second = SAMPLE.only(lambda name: name == "RKNE")
    late = np.arange(58) >= 30
    first = np.where((np.array(SAMPLE.names) == "RKNE")[:, None] & late[:, None, None], np.nan, SAMPLE.points)
    second = replace(second, points=np.where(late[:, None, None], second.points, np.nan))
    motion = read_motion(replace(SAMPLE, points=first).beside(second).write(tmp_path / "parts.trc"))
    np.testing.assert_allclose(motion.positions, RIGHT.positions, atol=FLOAT_CELLS_M)


@pytest.mark.parametrize(
    ("trc", "words"),
    [
        (replace(SAMPLE, names=SAMPLE.names[:-1], after_name=0, coordinates=False), "marker names"),
        (
            replace(SAMPLE, names=SAMPLE.names[5:] + SAMPLE.names[:5]),
            "hundredths|as long as the leg|no marker was found",
        ),
        (SAMPLE.with_unit("px"), "different depths"),
        (SAMPLE.with_unit("furlong"), "furlong"),
        (replace(SAMPLE, trailing="\t1\t2\t3"), "28 markers' columns"),
    ],
)
def test_what_cannot_be_known_is_refused(tmp_path: Path, trc: Trc, words: str) -> None:
    with pytest.raises(InputFormatError, match=words):
        read_motion(trc.write(tmp_path / "squat.trc"))


def test_a_cell_that_is_no_number_is_named(tmp_path: Path) -> None:
    path = SAMPLE.write(tmp_path / "squat.trc")
    lines = path.read_text().split("\n")
    cells = lines[8].split("\t")
    lines[8] = "\t".join([*cells[:8], "oops", *cells[9:]])
    path.write_text("\n".join(lines))
    with pytest.raises(InputFormatError, match=r"row 3 of its table, column 9, but has 'oops'"):
        read_motion(path)


def turned(change: Callable[[FloatArray], FloatArray]) -> Trc:
    return replace(SAMPLE, points=change(SAMPLE.points))


def test_a_tilted_floor_is_levelled(tmp_path: Path) -> None:
    cos, sin = np.cos(np.radians(25)), np.sin(np.radians(25))
    tilt = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]])
    motion = read_motion(turned(lambda points: points @ tilt.T).write(tmp_path / "tilted.trc"))
    assert said(motion, "which nobody can")
    line, right = (m.point("right_shoulder") - m.point("right_hip") for m in (motion, RIGHT))
    angles = [np.degrees(np.arccos(one[:, 1] / np.linalg.norm(one, axis=1))) for one in (line, right)]
    assert np.abs(angles[0] - angles[1]).max() < 6


def test_left_handed_axes_are_mirrored_back(tmp_path: Path) -> None:
    motion = read_motion(turned(lambda points: points * [-1, 1, 1]).write(tmp_path / "mirrored.trc"))
    assert said(motion, "left-handed")
    for pair in (("right_shoulder", "right_hip"), ("right_hip", "right_knee"), ("left_hip", "right_ankle")):
        lengths = [np.linalg.norm(m.point(pair[0]) - m.point(pair[1]), axis=1) for m in (motion, RIGHT)]
        np.testing.assert_allclose(lengths[0], lengths[1], atol=FLOAT_CELLS_M)
    np.testing.assert_allclose(motion.positions[..., 1], RIGHT.positions[..., 1], atol=FLOAT_CELLS_M)


def test_toes_named_as_heels_are_exchanged(tmp_path: Path) -> None:
    other = {"LHEE": "LTOE", "LTOE": "LHEE", "RHEE": "RTOE", "RTOE": "RHEE"}
    names = tuple(other.get(name, name) for name in SAMPLE.names)
    motion = read_motion(replace(SAMPLE, names=names).write(tmp_path / "feet.trc"))
    assert said(motion, "toes and heels")
    np.testing.assert_allclose(motion.positions, RIGHT.positions, atol=FLOAT_CELLS_M)


def test_a_knee_beyond_straight_is_reported(tmp_path: Path) -> None:
    back = (np.array([name[1:] == "KNE" for name in SAMPLE.names])[:, None] * 1.0) * [0.14, 0.0, 0.0]
    forward = np.sign(RIGHT.point("right_toe") - RIGHT.point("right_heel"))[0, 0]
    path = turned(lambda points: points - forward * back).write(tmp_path / "knees.trc")
    assert said(read_motion(path), "where it is straightest")
    assert not said(RIGHT, "where it is straightest")


def in_pixels(down: float) -> Trc:
    kept = SAMPLE.only(lambda name: name[1:] in {"SHO", "KNE", "ANK", "HEE", "TOE", "ASI"})
    names = tuple(f"{name[0]}Hip" if name.endswith("ASI") else name for name in kept.names)
    flat = np.stack(
        [kept.points[..., 0] * 240 + 300, kept.points[..., 1] * 240 * down, kept.points[..., 2] * 0], axis=2
    )
    return replace(kept, names=names, points=flat)


@pytest.mark.parametrize(("unit", "words"), [("px", "pixels of a video"), ("m", "in one plane")])
@pytest.mark.parametrize("down", [1.0, -1.0])
def test_points_of_a_video_are_read_as_one(tmp_path: Path, unit: str, words: str, down: float) -> None:
    motion = read_motion(in_pixels(down).with_unit(unit).write(tmp_path / "set_px_person00.trc"))
    assert motion.coordinate_frame is CoordinateFrame.IMAGE_PX
    assert said(motion, words)
    height = motion.point("right_ankle")[:, 1] - motion.point("right_shoulder")[:, 1]
    assert np.nanmin(height) > 0  # y counts downwards in a frame
    assert np.nanmedian(height) == pytest.approx(
        240
        * np.median(SAMPLE.points[:, SAMPLE.names.index("RSHO"), 1] - SAMPLE.points[:, SAMPLE.names.index("RANK"), 1]),
        rel=1e-3,
    )


def write_c3d(path: Path, trc: Trc, *, unit: str = "mm", scale: float = 1000, up: str | None = "+Y") -> Path:
    content: Any = ezc3d.c3d()
    rows = np.ones((4, len(trc.names), len(trc.time_s)))
    rows[:3] = trc.points.transpose(2, 1, 0) * scale
    content["parameters"]["POINT"]["RATE"]["value"] = [12.5]
    content["parameters"]["POINT"]["UNITS"]["value"] = [unit]
    content["parameters"]["POINT"]["LABELS"]["value"] = list(trc.names)
    if up:
        content.add_parameter("POINT", "Y_SCREEN", [up])
    content["data"]["points"] = rows
    content.write(str(path))
    return path


def strays(count: int) -> Trc:
    points = np.tile(np.linspace(0.1, 1.5, count)[None, :, None], (58, 1, 3))
    return replace(SAMPLE, names=tuple(f"*{place}" for place in range(count)), points=points)


C3D: dict[str, tuple[Trc, dict[str, Any], str]] = {
    "metres called millimetres": (SAMPLE, {"scale": 1}, "m was taken"),
    "unit not named": (SAMPLE, {"unit": ""}, "no unit"),
    "another axis said to be up": (SAMPLE, {"up": "+Z"}, "says that +z is up"),
    "blank label": (with_nameless(SAMPLE, 5), {}, "without a name"),
    "two subjects": (
        standing_spotter().prefixed("Spotter:").beside(SAMPLE.prefixed("Lifter:")),
        {},
        "Lifter was measured",
    ),
    "labels beyond 255": (strays(260).beside(SAMPLE), {}, ""),
}


@pytest.mark.parametrize("kind", C3D)
def test_the_same_squat_comes_out_of_c3d(tmp_path: Path, kind: str) -> None:
    trc, how, words = C3D[kind]
    motion = read_motion(write_c3d(tmp_path / "squat.c3d", trc, **how))
    np.testing.assert_allclose(motion.positions, RIGHT.positions, atol=1e-4)
    assert said(motion, words) if words else motion.origin.warnings == RIGHT.origin.warnings


def test_a_c3d_without_markers_says_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(InputFormatError, match="0 named markers"):
        read_motion(write_c3d(tmp_path / "none.c3d", replace(SAMPLE, names=("",) * 27)))


def test_points_of_one_plane_in_metres_face_as_the_feet_do(tmp_path: Path) -> None:
    flat = replace(in_pixels(1.0), points=in_pixels(1.0).points / 240).with_unit("m")
    motion = read_motion(flat.write(tmp_path / "set_m_person00.trc"))
    assert motion.coordinate_frame is CoordinateFrame.WORLD_M
    viewpoint = estimate_viewpoint(motion)
    feet = motion.point("right_toe") - motion.point("right_heel")
    np.testing.assert_allclose(viewpoint.forward, [np.sign(np.median(feet[:, 0])), 0.0], atol=1e-9)
    assert viewpoint.near_side == ("left" if np.median(feet[:, 0]) < 0 else "right")
