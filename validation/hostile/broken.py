"""Containers that are cut, changed at random, or say what cannot be, box by box."""

import random
import struct
from collections.abc import Iterator

from validation.hostile.clips import boxes_of, with_box
from validation.hostile.kinds import Hostile

__all__ = ["broken"]

_SHARES = (0.02, 0.2, 0.5, 0.9, 0.99)
_CHANGED_BYTES = 24
_CHANGED_FILES = 5
_MOST = 0xFFFFFFFF
_U32 = struct.Struct(">I").pack
_FIELDS: tuple[tuple[str, bytes, dict[int, bytes]], ...] = (
    ("time scale of the video is 0", b"mvhd", {12: _U32(0)}),
    ("time scale of the video is largest", b"mvhd", {12: _U32(_MOST)}),
    ("duration of the video is largest", b"mvhd", {16: _U32(_MOST)}),
    ("duration of ten years", b"mvhd", {12: _U32(1), 16: _U32(315_360_000)}),
    ("time scale of the track is 0", b"mdhd", {12: _U32(0)}),
    ("time scale of the track is 1", b"mdhd", {12: _U32(1)}),
    ("time scale of the track is largest", b"mdhd", {12: _U32(_MOST)}),
    ("duration of the track is largest", b"mdhd", {16: _U32(_MOST)}),
    ("a frame a century", b"mdhd", {12: _U32(1), 16: _U32(_MOST)}),
    ("frames that take no time", b"stts", {12: _U32(0)}),
    ("frames that take for ever", b"stts", {12: _U32(_MOST)}),
    ("frames that go back in time", b"stts", {12: _U32(0x80000000)}),
    ("four thousand million frames", b"stts", {8: _U32(_MOST)}),
    ("a table of times with no end", b"stts", {4: _U32(_MOST)}),
    ("a table of sizes with no end", b"stsz", {8: _U32(_MOST)}),
    ("sizes all alike, largest", b"stsz", {4: _U32(_MOST)}),
    ("sizes all alike, many", b"stsz", {4: _U32(1), 8: _U32(0x0FFFFFFF)}),
    ("a frame of four gigabytes", b"stsz", {12: _U32(_MOST)}),
    ("a table of chunks with no end", b"stsc", {4: _U32(_MOST)}),
    ("chunks from 0", b"stsc", {8: _U32(0)}),
    ("chunks of four thousand million frames", b"stsc", {12: _U32(_MOST)}),
    ("another description than there is", b"stsc", {16: _U32(_MOST)}),
    ("a chunk behind the end", b"stco", {8: _U32(_MOST)}),
    ("a chunk that is the index itself", b"stco", {8: _U32(0)}),
    ("a table of places with no end", b"stco", {4: _U32(_MOST)}),
    ("no description of the frames", b"stsd", {4: _U32(0)}),
    ("many descriptions of the frames", b"stsd", {4: _U32(_MOST)}),
    ("a description larger than the file", b"stsd", {8: _U32(_MOST)}),
    ("frames of an unknown codec", b"stsd", {12: b"zzzz"}),
    ("frames of raw pixels", b"stsd", {12: b"raw "}),
    ("frames of 65535 x 65535 in the description", b"stsd", {40: b"\xff\xff\xff\xff"}),
    ("frames of 0 x 0 in the description", b"stsd", {40: bytes(4)}),
    ("frames of 65535 x 65535 on the screen", b"tkhd", {76: b"\xff\xff\xff\xff\xff\xff\xff\xff"}),
    ("a turn by a matrix of noughts", b"tkhd", {40: bytes(36)}),
    ("a turn by a matrix of largest numbers", b"tkhd", {40: b"\x7f\xff\xff\xff" * 9}),
    ("a track of number 0", b"tkhd", {12: _U32(0)}),
    ("an edit of no length", b"elst", {8: _U32(0)}),
    ("an edit that begins before the beginning", b"elst", {12: _U32(0x80000001)}),
    ("an edit at largest speed", b"elst", {16: b"\x7f\xff\x00\x00"}),
    ("many edits", b"elst", {4: _U32(_MOST)}),
    ("a track of sound that is video", b"hdlr", {8: b"soun"}),
    ("a track of nothing known", b"hdlr", {8: b"\x00\x01\x02\x03"}),
)
_PLACES = 16
"""The head of a file, which says what it is, stays whole, so that the file is not refused at once."""


def broken(clips: dict[str, bytes], source: random.Random) -> Iterator[Hostile]:
    """Yield them."""
    yield from _cut(clips)
    yield from _changed(clips, source)
    mp4 = clips["mp4"]
    for words, kind, change in _FIELDS:
        yield Hostile(f"field: {words}", with_box(mp4, kind, change))
    yield from _boxes(mp4)


def _cut(clips: dict[str, bytes]) -> Iterator[Hostile]:
    for name, content in clips.items():
        for share in _SHARES if name == "mp4" else _SHARES[2:3]:
            yield Hostile(f"cut: {name} after {share:.0%}", content[: max(_PLACES, int(len(content) * share))])


def _changed(clips: dict[str, bytes], source: random.Random) -> Iterator[Hostile]:
    for name, content in clips.items():
        for number in range(_CHANGED_FILES if name in {"mp4", "mkv"} else 2):
            changed = bytearray(content)
            for _ in range(_CHANGED_BYTES):
                changed[source.randrange(_PLACES, len(changed))] = source.randrange(256)
            yield Hostile(f"changed: {name}, {number + 1}", bytes(changed))


def _boxes(content: bytes) -> Iterator[Hostile]:
    """Spoil each box: empty, endless, of another type, and the file cut in its middle."""
    for box in boxes_of(content):
        if box.kind == b"ftyp":
            continue
        name, at = box.kind.decode("latin-1"), box.at
        yield Hostile(f"box: {name} is endless", content[:at] + _U32(_MOST) + content[at + 4 :])
        yield Hostile(f"box: {name} is of another type", content[: at + 4] + b"zzzz" + content[at + 8 :])
        yield Hostile(f"box: {name} is cut", content[: at + box.size // 2])
        if box.kind in {b"moov", b"mdat", b"stbl", b"avc1"}:
            yield Hostile(f"box: {name} has no size", content[:at] + _U32(0) + content[at + 4 :])
            long = _U32(1) + box.kind + struct.pack(">Q", 1 << 62)
            yield Hostile(f"box: {name} has a size of 64 bits", content[:at] + long + content[at + 8 :])
