"""The table: what is in it, how a file is recognised, and what is refused."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.errors import (
    InputChangedError,
    InputEmptyError,
    InputFormatError,
    InputMissingError,
    InputTooShortError,
    InputUnreadableError,
    UnknownIdError,
    UsageError,
)
from hiphinge.sources.formats import Format, format_named, formats, read_motion, sniff, table

DATA = Path(__file__).parents[1] / "data"
BUILT_IN = {
    "c3d",
    "coco-json",
    "mediapipe-csv",
    "mediapipe-json",
    "openpose-folder",
    "openpose-json",
    "opensim-mot",
    "pose-parquet",
    "trc",
    "video",
}
SAMPLES = {
    "mediapipe/squat.csv": "mediapipe-csv",
    "nimblephysics/squat_plug_in_gait.trc": "trc",
    "nimblephysics/squats.trc": "trc",
    "nimblephysics/squats_millimetres.trc": "trc",
    "nimblephysics/squats_ik.mot": "opensim-mot",
    "opencap/squats.mot": "opensim-mot",
}


def test_the_built_in_formats_come_through_the_door_of_plug_ins() -> None:
    assert set(formats()) >= BUILT_IN
    assert all(id_ == row.id for id_, row in formats().items())
    assert all(row.what.endswith(".") for row in formats().values())


def test_every_format_has_a_page() -> None:
    pages = Path(__file__).parents[2] / "docs/reference/formats"
    missing = [id_ for id_ in BUILT_IN if not (pages / f"{id_}.md").exists()]
    assert missing == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_is_recognised_by_content(sample: str, tmp_path: Path) -> None:
    nameless = tmp_path / "recording"
    nameless.write_bytes((DATA / sample).read_bytes())
    assert sniff(nameless).id == SAMPLES[sample]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("video", b"\0\0\0\x20ftypisom"),
        ("video", b"\x1a\x45\xdf\xa3rest"),
        ("video", b"GIF89a"),
        ("video", b"RIFF\0\0\0\0AVI LIST"),
        ("video", (b"\x47" + b"\0" * 187) * 3),
        ("video.mov", b"something"),
    ],
)
def test_a_video_is_recognised(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert sniff(path).id == "video"
    with pytest.raises(InputFormatError, match="is a video"):
        read_motion(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("letter.txt", b"Dear coach"),
        ("table.csv", b"a,b,c\n1,2,3\n"),
        ("list.json", b'{"a": [1, 2]}'),
        ("noise.bin", np.random.default_rng(1).bytes(400)),
    ],
)
def test_what_is_of_no_format_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputFormatError, match="hiphinge formats"):
        read_motion(path)


def test_missing_empty_folder_and_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        read_motion(tmp_path / "none.trc")
    (tmp_path / "empty.trc").touch()
    with pytest.raises(InputEmptyError):
        read_motion(tmp_path / "empty.trc")
    with pytest.raises(InputUnreadableError, match="is a folder, but not a recording"):
        read_motion(tmp_path)
    with pytest.raises(UnknownIdError, match="trc"):
        read_motion(tmp_path / "empty.trc", format_id="trk")


def test_one_frame_is_too_short(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    lines = (DATA / "mediapipe/squat.csv").read_text().splitlines()
    path.write_text("\n".join(lines[:2]))
    with pytest.raises(InputTooShortError, match="1 frame"):
        read_motion(path, size_px=(1280, 720))


def test_a_broken_file_is_an_input_error_with_its_format(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"people": [{"pose_keypoints_2d": [1, 2')
    with pytest.raises(InputFormatError, match="begins as OpenPose"):
        read_motion(path)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "squat.csv"
    path.write_bytes((DATA / "mediapipe/squat.csv").read_bytes())
    row = format_named("mediapipe-csv")

    def read_and_touch(file: Path, hints: table.Hints) -> object:
        assert row.read is not None
        motion = row.read(file, hints)
        file.write_bytes(file.read_bytes() + b"\n")
        return motion

    changed = Format(**{**vars(row), "read": read_and_touch})
    monkeypatch.setattr("hiphinge.sources.formats.reading.sniff", lambda _path: changed)
    with pytest.raises(InputChangedError):
        read_motion(path, size_px=(1280, 720))


def test_the_origin_names_file_format_and_digest() -> None:
    origin = read_motion(DATA / "nimblephysics/squats.trc").origin
    assert (origin.name, origin.format) == ("squats.trc", "trc")
    assert origin.sha256 is not None
    assert len(origin.sha256) == 64


def test_a_size_or_rate_that_was_not_used_is_noted() -> None:
    markers = read_motion(DATA / "nimblephysics/squats.trc", fps=30, size_px=(720, 1280))
    assert markers.origin.fps == 6.25
    assert [warning for warning in markers.origin.warnings if "you gave" in warning] == [
        "The file gives its own times, 6.25 frames a second; the 30 that you gave were not used.",
        "The size 720 x 1280 that you gave was not used: its positions are not in a frame.",
    ]


@pytest.mark.parametrize("hints", [{"fps": 1.0}, {"fps": float("nan")}, {"size_px": (0, 5)}, {"size_px": (5,)}])
def test_a_size_or_rate_that_cannot_be_is_refused(hints: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="in Python"):
        read_motion(DATA / "nimblephysics/squats.trc", **hints)


def test_listing_the_formats_loads_no_heavy_library() -> None:
    code = (
        "import json, sys; from hiphinge.sources.formats import formats; formats(); "
        "print(json.dumps([m for m in ('av', 'ezc3d', 'pyarrow', 'pandas', 'cv2') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
