"""Tables of landmarks as spreadsheets and scripts write them: delimiters, decimals, times, order, shape, space."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, FloatArray, Motion
from hiphinge.sources.formats import read_motion, sniff

NAMES = ("nose", *(f"{s}_{n}" for s in ("left", "right") for n in ("shoulder", "hip", "knee", "ankle", "heel", "toe")))
AXES = ("x", "y", "visibility")
COLUMNS = tuple(f"{name.replace('toe', 'foot_index')}_{axis}" for name in NAMES for axis in AXES)
FRAMES = 12
TIMES = tuple(i / 15 for i in range(FRAMES))


def values() -> FloatArray:
    """Return ``[time, landmark, (x, y, visibility)]``, each number different."""
    xy = np.round(np.random.default_rng(5).uniform(50, 400, (FRAMES, len(NAMES), 2)), 2)
    return np.concatenate([xy, np.full((FRAMES, len(NAMES), 1), 0.75)], axis=2)


def table(  # what spreadsheets vary
    titles: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    delimiter: str = ",",
    point: str = ".",
    quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL,
) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerow(titles)
    for row in rows:
        writer.writerow([f"{c:.4f}".replace(".", point) if isinstance(c, float) else c for c in row])
    return text.getvalue()


def timed(first: str, stamps: Sequence[object], **how: object) -> str:
    rows = [[stamp, *map(float, frame.ravel())] for stamp, frame in zip(stamps, values(), strict=True)]
    return table([first, *COLUMNS], rows, **how)  # type: ignore[arg-type]  # as `table` takes them


def read(path: Path, text: str, *, encoding: str = "utf-8", fps: float | None = None) -> Motion:
    path.write_bytes(text.encode(encoding))
    return read_motion(path, fps=fps)


def ensure_right(motion: Motion) -> None:
    assert motion.layout == BLAZEPOSE_33
    for place, name in enumerate(NAMES):
        np.testing.assert_allclose(motion.point(name), values()[:, place, :2], atol=1e-3, err_msg=name)
    np.testing.assert_allclose(motion.time_s, TIMES, atol=1e-4)
    assert motion.confidence.max() == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("how", "encoding", "above"),
    [
        ({"delimiter": ";", "point": ","}, "utf-8", ""),
        ({"delimiter": ";", "point": ","}, "utf-8-sig", "sep=;\n"),
        ({"delimiter": "\t"}, "utf-8", ""),
        ({"delimiter": "\t", "point": ","}, "utf-16", ""),
        ({"quoting": csv.QUOTE_ALL, "point": ","}, "latin-1", ""),
        ({}, "utf-8-sig", "# landmarks of a set\n\n"),
    ],
    ids=["semicolons", "sep=", "tabs", "UTF-16", "quoted", "comment"],
)
def test_any_delimiter_decimal_and_encoding_is_read(
    tmp_path: Path, how: dict[str, object], encoding: str, above: str
) -> None:
    motion = read(tmp_path / "set.csv", above + timed("time_s", TIMES, **how), encoding=encoding)
    ensure_right(motion)
    assert motion.origin.warnings == ()


def test_size_and_rate_are_read_from_columns(tmp_path: Path) -> None:
    size = np.array([480, 640, 1])
    rows = [[480, 640, 15, *map(float, (frame / size).ravel())] for frame in values()]
    motion = read(tmp_path / "set.csv", table(["image_width", "image_height", "fps", *COLUMNS], rows))
    assert (motion.origin.size_px, motion.origin.fps) == ((480, 640), 15)
    np.testing.assert_allclose(motion.point("nose"), values()[:, 0, :2], atol=0.05)


def test_commas_between_thousands_are_no_decimals(tmp_path: Path) -> None:
    rows = [[t, *(f"{100 * c:,.2f}" for c in frame.ravel())] for t, frame in zip(TIMES, values(), strict=True)]
    motion = read(tmp_path / "set.csv", table(["time_s", *COLUMNS], rows))
    np.testing.assert_allclose(motion.point("nose"), 100 * values()[:, 0, :2])


def clock(time_s: float, start: str = "0:00:") -> str:
    return f"{start}{time_s:09.6f}"


@pytest.mark.parametrize(
    ("title", "stamps"),
    [
        ("time", [clock(t) for t in TIMES]),
        ("Time", [clock(t, "00:").replace(".", ",") for t in TIMES]),
        ("timestamp", [clock(t, "0 days 00:00:") for t in TIMES]),
        ("Time [ms]", [1e3 * t for t in TIMES]),
        ("time", [f"{t:.5f} s" for t in TIMES]),
        ("timestamp_us", [f"{1e6 * t:.0f}" for t in TIMES]),
        ("timestamp", [f"{1e9 * t:.0f}" for t in TIMES]),
    ],
)
def test_times_of_any_form_are_read(tmp_path: Path, title: str, stamps: Sequence[object]) -> None:
    ensure_right(read(tmp_path / "set.csv", timed(title, stamps)))


@pytest.mark.parametrize(
    ("title", "stamps"),
    [
        ("time", [clock(t, "14:32:") for t in TIMES]),
        ("timestamp", [clock(t, "2024-05-01T14:32:") for t in TIMES]),
        ("timestamp", [f"{1.7e12 + 1e3 * t:.0f}" for t in TIMES]),
    ],
)
def test_times_of_day_are_counted_from_the_first(tmp_path: Path, title: str, stamps: Sequence[object]) -> None:
    motion = read(tmp_path / "set.csv", timed(title, stamps))
    np.testing.assert_allclose(motion.time_s, TIMES, atol=1e-3)
    assert any("counted from its first row" in warning for warning in motion.origin.warnings)


@pytest.mark.parametrize(
    ("title", "stamps", "said"),
    [
        ("time", [f"{t / 86400:.12f}" for t in TIMES], "grow by 7.72e-07 from frame to frame"),
        ("time", [clock(int(t)) for t in TIMES], "11 of 12 rows repeat one.*fractions"),
        ("time", ["soon"] * FRAMES, "begins with 'soon'"),
        ("time", [*TIMES[:5], "", *TIMES[6:]], "time of row 6 of 12 is missing"),
        ("frame", [f"{1e3 * t:.0f}" for t in TIMES], "steps of 67"),
    ],
    ids=["days", "whole seconds", "words", "gap", "milliseconds as frames"],
)
def test_times_that_cannot_be_are_refused(tmp_path: Path, title: str, stamps: Sequence[object], said: str) -> None:
    with pytest.raises(InputFormatError, match=said):
        read(tmp_path / "set.csv", timed(title, stamps))


def numbered(places: Sequence[int]) -> str:
    return table(["frame", *COLUMNS], [[place, *map(float, values()[place].ravel())] for place in places])


def test_rows_in_another_order_are_sorted_and_one_that_repeats_is_left_out(tmp_path: Path) -> None:
    shuffled = [*map(int, np.random.default_rng(1).permutation(FRAMES)), 4]
    motion = read(tmp_path / "set.csv", numbered(shuffled), fps=15)
    ensure_right(motion)
    assert any("they were sorted" in warning for warning in motion.origin.warnings)
    assert any("1 of 13 rows repeat a frame number" in warning for warning in motion.origin.warnings)


def test_several_recordings_or_people_in_a_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFormatError, match=r"begin again at row 13 \(11, then 0\)"):
        read(tmp_path / "appended.csv", numbered([*range(FRAMES), *range(FRAMES)]))
    with pytest.raises(InputFormatError, match="12 of 24 rows repeat one"):
        read(tmp_path / "two.csv", numbered([place for place in range(FRAMES) for _ in (0, 1)]))
    with pytest.raises(InputFormatError, match="several columns for one landmark"):
        read(tmp_path / "columns.csv", table([*COLUMNS, *COLUMNS], [[1.0] * 2 * len(COLUMNS)] * 3))


def test_the_titles_of_deeplabcut_are_read(tmp_path: Path) -> None:
    names = [name.replace("toe", "foot_index") for name in NAMES]
    titles: list[list[str]] = [
        ["scorer", *["net"] * 3 * len(names)],
        ["bodyparts", *(name for name in names for _ in AXES)],
        ["coords", *("x", "y", "likelihood") * len(names)],
    ]
    rows = [[place, *map(float, frame.ravel())] for place, frame in enumerate(values())]
    ensure_right(read(tmp_path / "set.csv", table(titles[0], [*titles[1:], *rows]), fps=15))


def by_point(extra: Sequence[str] = ()) -> str:
    rows = [
        [place, name.replace("toe", "foot_index"), *map(float, one), *extra]
        for place, frame in enumerate(values())
        for name, one in zip(NAMES, frame, strict=True)
    ]
    return table(["frame", "landmark", *AXES, *("note" for _ in extra)], rows)


def test_a_table_with_a_row_for_each_point_is_read(tmp_path: Path) -> None:
    ensure_right(read(tmp_path / "set.csv", by_point(), fps=15))
    header, rows = by_point().split("\n", 1)
    with pytest.raises(InputFormatError, match="'nose' is there twice"):
        read(tmp_path / "two.csv", f"{header}\n{rows}{rows}")


def standing_in_space() -> FloatArray:
    """Return ``[time, landmark, 3]`` in metres, z up, facing x, which bends at the hips by up to 60 degrees."""
    heights = {"nose": 1.65, "shoulder": 1.45, "hip": 0.92, "knee": 0.5, "ankle": 0.09, "heel": 0.02, "toe": 0.02}
    points = np.zeros((FRAMES, len(NAMES), 3))
    for place, name in enumerate(NAMES):
        part = name.split("_")[-1]
        side = {"left": 0.15, "right": -0.15}.get(name.split("_")[0], 0.0)
        points[:, place] = {"toe": 0.16, "heel": -0.06}.get(part, 0.0), side, heights[part]
        if part in {"nose", "shoulder"}:
            lean, above = np.radians(np.linspace(0, 60, FRAMES)), heights[part] - heights["hip"]
            points[:, place, 0] = above * np.sin(lean)
            points[:, place, 2] = heights["hip"] + above * np.cos(lean)
    return points


@pytest.mark.parametrize(("scale", "unit"), [(1000.0, "mm"), (100.0, "cm"), (1.0, "m")])
@pytest.mark.parametrize("prefix", ["", "body_"])
def test_landmarks_in_space_are_read_as_positions_in_metres(
    tmp_path: Path, scale: float, unit: str, prefix: str
) -> None:
    titles = [f"{prefix}{name.replace('toe', 'foot_index')}_{axis}" for name in NAMES for axis in "xyz"]
    rows = [list(map(float, frame.ravel())) for frame in scale * standing_in_space()]
    motion = read(tmp_path / "body_3d_xyz.csv", table(titles, rows), fps=30)
    assert motion.coordinate_frame is CoordinateFrame.WORLD_M
    upward = motion.point("left_shoulder") - motion.point("left_hip")
    lean = np.degrees(np.arctan2(np.hypot(upward[:, 0], upward[:, 2]), upward[:, 1]))
    np.testing.assert_allclose(lean, np.linspace(0, 60, FRAMES), atol=0.1)
    assert any(f"they are in {unit}." in warning for warning in motion.origin.warnings)


def test_pixels_with_a_depth_stay_in_the_frame(tmp_path: Path) -> None:
    space = standing_in_space()
    shown = np.stack([300 + 200 * space[..., 0], 500 - 200 * space[..., 2], 40 * space[..., 1]], axis=-1)
    titles = [f"{name}_{axis}" for name in NAMES for axis in "xyz"]
    motion = read(tmp_path / "set.csv", table(titles, [list(map(float, frame.ravel())) for frame in shown]), fps=30)
    assert motion.coordinate_frame is CoordinateFrame.IMAGE_PX
    np.testing.assert_allclose(motion.point("left_hip"), shown[:, NAMES.index("left_hip"), :2], atol=1e-3)


def test_landmarks_about_the_hips_are_no_positions(tmp_path: Path) -> None:
    space = standing_in_space()
    about = np.stack([space[..., 0] + space[..., 1] / 2, 0.92 - space[..., 2], np.ones(space.shape[:2])], axis=-1)
    with pytest.raises(InputFormatError, match="world landmarks"):
        read(tmp_path / "w.csv", table(COLUMNS, [list(map(float, frame.ravel())) for frame in about]))


def test_a_quotation_mark_that_is_not_closed_is_said(tmp_path: Path) -> None:
    head, tail = timed("time_s", TIMES).split("\n", 1)
    with pytest.raises(InputFormatError, match="quotation mark that is not closed"):
        read(tmp_path / "set.csv", f'{head}\n"{tail}{tail * 200}')


def test_a_letter_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "letter.csv"
    path.write_text("Dear coach;\nI lift, you look.\n")
    with pytest.raises(InputFormatError, match="not in a format"):
        sniff(path)
