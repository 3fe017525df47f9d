"""What campaigns of `validation.fuzzing` found stays mended: each is refused in plain words, none by a traceback."""

import json
import struct
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.laboratory_files import Trc
from tests.sources.test_marker_files import write_c3d

from hiphinge.errors import InputFormatError
from hiphinge.exports import write_pose
from hiphinge.sources.formats import read_motion
from hiphinge.sources.marks import read_marks
from hiphinge.sources.references import read_references
from hiphinge.testing import SQUAT, Plan, record_video

LONG_FIELD = f'time_s,point,x_px,y_px\n"{"9" * 140_000}",s2,1,1\n'
"""Longer than what the csv module takes."""
HUGE = 10**400
"""Fits into no floating-point number."""


def parameter(content: bytes, name: bytes) -> int:
    """Return where the kind of the first parameter of a name in a C3D file is."""
    return content.index(b"\x01" + name) + 1 + len(name) + 2


def changed(content: bytes, at: int, new: bytes) -> bytes:
    return content[:at] + new + content[at + len(new) :]


def test_a_c3d_file_that_crashed_its_library_is_refused(tmp_path: Path) -> None:
    sound = write_c3d(tmp_path / "sound.c3d", Trc.sample()).read_bytes()
    used, labels, units = (parameter(sound, name) for name in (b"USED", b"LABELS", b"UNITS"))
    cases = {
        "USED is of no known kind": changed(sound, used, b"\x06"),
        "POINT:USED should be a number": changed(sound, used, b"\xff\x01\x02"),
        "POINT:USED is missing": changed(sound, used - 6, b"YSED"),
        "LABELS go beyond its end": changed(sound, labels + 2, b"\xff\xff"),
        "a text has no length": changed(sound, units + 1, b"\x00"),
        "holds what is no letter": changed(sound, used - 6, b"\x00\x01"),
        "belongs to no group": changed(sound, used - 7, b"\x63"),
        "comes before its first": changed(sound, 6, struct.pack("<HH", 65281, 58)),
        "fewer frames than its header counts": changed(sound, 8, struct.pack("<H", 60_000)),
        "its header counts": changed(sound, 2, struct.pack("<H", 3)),
        "should follow its header": changed(sound, 0, b"\xff"),
        "the processor 3 is none": changed(sound, 515, b"\x03"),
        "shorter than its header": sound[:600],
    }
    path = tmp_path / "case.c3d"
    for says, content in cases.items():
        path.write_bytes(content)
        with pytest.raises(InputFormatError, match=says):
            read_motion(path, format_id="c3d")


def test_the_origin_of_a_pose_file_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "pose.parquet"
    write_pose(path, record_video(Plan(movement=SQUAT)).motion)
    table = pq.read_table(path).slice(0, 4)
    document = json.loads(table.schema.metadata[b"hiphinge"])
    wrong: dict[str, Any] = {"size_px": [1280], "fps": "30", "name": 3, "warnings": [None], "details": []}
    for name, value in wrong.items():
        said = {**document, "origin": {**document["origin"], name: value}}
        pq.write_table(table.replace_schema_metadata({"hiphinge": json.dumps(said)}), path)
        with pytest.raises(InputFormatError, match=f"for {name}, which cannot be"):
            read_motion(path, size_px=(640, 480))
    for text in ("[1]", "{", '"layout"'):
        pq.write_table(pa.table({"time_s": [0.0]}).replace_schema_metadata({"hiphinge": text}), path)
        with pytest.raises(InputFormatError, match="no poses of hiphinge"):
            read_motion(path, format_id="pose-parquet")


def test_numbers_and_fields_beyond_every_size_are_refused(tmp_path: Path) -> None:
    landmarks = [[{"x": HUGE, "y": 1, "visibility": 1}] * 33] * 3
    people = [0.5] * 74 + [HUGE]
    frames = [{"people": [{"pose_keypoints_2d": people}]}] * 3
    for format_id, document in (("mediapipe-json", landmarks), ("openpose-json", frames)):
        path = tmp_path / f"{format_id}.json"
        path.write_text(json.dumps(document))
        with pytest.raises(InputFormatError, match="broken further on"):
            read_motion(path, format_id=format_id, size_px=(640, 480), fps=30.0)
    table = tmp_path / "table.csv"
    table.write_text(LONG_FIELD)
    with pytest.raises(InputFormatError, match="cannot be read as one"):
        read_marks(table)
    table.write_text(LONG_FIELD.replace("time_s,point,x_px,y_px", "recording,time_s,s2_deg,note"))
    with pytest.raises(InputFormatError, match="cannot be read as one"):
        read_references(table)
    table.write_text("[" * 100_000)
    with pytest.raises(InputFormatError, match="begins as JSON"):
        read_marks(table)
