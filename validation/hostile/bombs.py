"""Small files that become large: huge frames, endless videos, packed headers, deep boxes, very many tracks."""

import io
import random
import struct
import zlib
from collections.abc import Iterator

from validation.hostile.clips import Box, boxes_of, encoded, with_box
from validation.hostile.kinds import Hostile

__all__ = ["bombs", "quick_bombs"]

_U32 = struct.Struct(">I").pack
_MOST = 0xFFFFFFFF
_GIGABYTE = 1 << 30
_PACKED_BLOCK = 1 << 24


def bombs(clips: dict[str, bytes], source: random.Random) -> Iterator[Hostile]:
    """Yield them; some take a minute to make."""
    yield from quick_bombs(clips, source)
    yield Hostile(
        "bomb: 6000 x 6000 pixels, within the limit",
        encoded("mp4", "libx264", "yuv420p", size_px=(6000, 6000), frames=30),
    )
    yield Hostile("bomb: 8192 x 8192 pixels", encoded("mp4", "libx264", "yuv420p", size_px=(8192, 8192), frames=2))
    yield Hostile(
        "bomb: 60000 frames", encoded("mp4", "libx264", "yuv420p", size_px=(16, 16), frames=60_000, rate=1000)
    )
    yield Hostile("bomb: frames grow from 16 to 8192 pixels", _growing())
    yield Hostile("bomb: a header packed from a gigabyte", _packed_header(clips["mov"]))


def quick_bombs(clips: dict[str, bytes], source: random.Random) -> Iterator[Hostile]:
    """Yield those that are made in no time."""
    mp4 = clips["mp4"]
    yield Hostile("bomb: a PNG of 30000 x 30000 pixels as video", _as_png(clips["mov"], 30_000))
    yield Hostile("bomb: a PNG of 65535 x 600 pixels as video", _as_png(clips["mov"], 65_535, 600))
    yield Hostile("bomb: a GIF of 65535 x 65535 pixels", clips["gif"][:6] + b"\xff\xff\xff\xff" + clips["gif"][10:])
    yield Hostile("bomb: boxes 20000 deep", _deep(mp4, 20_000))
    yield Hostile("bomb: ten thousand tracks", _many_tracks(mp4, 10_000))
    yield Hostile("bomb: a video of 20 hours at 1 frame a minute", _slow(mp4))
    yield Hostile("bomb: a million frames a second", with_box(mp4, b"mdhd", {12: _U32(12_800_000_00)}))
    yield Hostile("bomb: a title of eight megabytes", _titled(mp4, 8 << 20))
    yield Hostile("bomb: Matroska, elements 5000 deep", _deep_matroska(5_000))
    yield Hostile("bomb: Matroska, an element of 2^56 bytes", clips["mkv"][:40] + b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7)
    yield Hostile("bomb: Matroska, a track packed from a gigabyte", _packed_matroska())
    yield Hostile("bomb: AVI, an index of four gigabytes", _endless_index(clips["avi"]))
    yield Hostile("bomb: MPEG-TS, eight thousand programmes", _programmes(source))
    yield Hostile("bomb: eight megabytes of noughts after the head", mp4[:32] + bytes(8 << 20))
    yield Hostile("bomb: pixels a million times as wide as high", _pixel_shape(mp4))


def _as_png(mov: bytes, width: int, height: int | None = None) -> bytes:
    """Return a MOV file whose frame is a PNG image that says to be that large, and packs that many noughts."""
    height = height or width
    packer, packed = zlib.compressobj(1), io.BytesIO()
    row = bytes(1 + width * 3)
    for _ in range(min(height, 600)):
        packed.write(packer.compress(row))
    packed.write(packer.flush())
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", packed.getvalue()),
        (b"IEND", b""),
    )
    image = b"\x89PNG\r\n\x1a\n" + b"".join(
        _U32(len(body)) + kind + body + _U32(zlib.crc32(kind + body)) for kind, body in parts
    )
    named = with_box(mov, b"stsd", {12: b"png "})
    named = with_box(named, b"stsz", {4: _U32(len(image))})
    return with_box(named, b"stco", {8: _U32(len(named))}) + image * 12


def _box(content: bytes, kind: bytes) -> Box:
    return next(box for box in boxes_of(content) if box.kind == kind)


def _deep(content: bytes, depth: int) -> bytes:
    """Nest boxes so deep that a reader that calls itself runs out of stack."""
    head = content[: _box(content, b"ftyp").size]
    kinds = (b"moov", b"udta", b"trak", b"mdia")
    sizes = [8 * (depth - level) for level in range(depth)]
    return head + b"".join(_U32(size) + kinds[level % len(kinds)] for level, size in enumerate(sizes))


def _many_tracks(content: bytes, count: int) -> bytes:
    moov, trak = _box(content, b"moov"), _box(content, b"trak")
    one = content[trak.at : trak.at + trak.size]
    size = moov.size + len(one) * count
    before = content[: moov.at] + _U32(size) + b"moov" + content[moov.at + 8 : trak.at]
    return before + one * (count + 1) + content[trak.at + trak.size :]


def _slow(content: bytes) -> bytes:
    slow = with_box(content, b"mdhd", {12: _U32(1), 16: _U32(72_000)})
    return with_box(with_box(slow, b"stts", {12: _U32(6_000)}), b"mvhd", {12: _U32(1), 16: _U32(72_000)})


def _titled(content: bytes, length: int) -> bytes:
    moov = _box(content, b"moov")
    title = _U32(length + 12) + b"\xa9nam" + struct.pack(">HH", 0xFFFF, 0) + b"A" * length
    udta = _U32(len(title) + 8) + b"udta" + title
    whole = _U32(moov.size + len(udta)) + content[moov.at + 4 : moov.at + moov.size] + udta
    return content[: moov.at] + whole + content[moov.at + moov.size :]


def _deep_matroska(depth: int) -> bytes:
    """Nest tags; each size is written with eight bytes."""
    inner = b""
    for _ in range(depth):
        inner = b"\x67\xc8" + struct.pack(">Q", 1 << 56 | len(inner)) + inner
    head = bytes.fromhex("1a45dfa38b4282886d6174726f736b61")
    tag = b"\x73\x73" + struct.pack(">Q", 1 << 56 | len(inner)) + inner
    tags = b"\x12\x54\xc3\x67" + struct.pack(">Q", 1 << 56 | len(tag)) + tag
    return head + b"\x18\x53\x80\x67" + struct.pack(">Q", 1 << 56 | len(tags)) + tags


def _element(id_: str, body: bytes) -> bytes:
    return bytes.fromhex(id_) + struct.pack(">Q", 1 << 56 | len(body)) + body


def _packed_matroska() -> bytes:
    """Return a track whose frames are packed with zlib, one of them from a gigabyte of noughts."""
    packing = _element("6d80", _element("6240", _element("5034", _element("4254", b"\x00"))))
    size = _element("e0", _element("b0", b"\x00\x40") + _element("ba", b"\x00\x40"))
    track = _element("d7", b"\x01") + _element("73c5", b"\x01") + _element("83", b"\x01")
    track += _element("86", b"V_MJPEG") + size + packing
    block = _element("a3", b"\x81\x00\x00\x80" + _noughts())
    cluster = _element("1f43b675", _element("e7", b"\x00") + block)
    head = bytes.fromhex("1a45dfa38b4282886d6174726f736b61")
    return head + _element("18538067", _element("1654ae6b", _element("ae", track)) + cluster)


def _noughts(length: int = _GIGABYTE) -> bytes:
    """Return that many noughts, packed."""
    packer, packed, block = zlib.compressobj(1), io.BytesIO(), bytes(_PACKED_BLOCK)
    for _ in range(length // _PACKED_BLOCK):
        packed.write(packer.compress(block))
    return packed.getvalue() + packer.flush()


def _packed_header(mov: bytes) -> bytes:
    """Return a file with a QuickTime header that unpacks to a gigabyte."""
    packed = _noughts()
    body = _U32(12) + b"dcom" + b"zlib" + _U32(len(packed) + 12) + b"cmvd" + _U32(_GIGABYTE) + packed
    cmov = _U32(len(body) + 8) + b"cmov" + body
    return mov[: _box(mov, b"ftyp").size] + _U32(len(cmov) + 8) + b"moov" + cmov


def _endless_index(avi: bytes) -> bytes:
    at = avi.rfind(b"idx1")
    return avi[: at + 4] + b"\xff\xff\xff\xff" + avi[at + 8 :]


def _programmes(source: random.Random) -> bytes:
    """Return packets of a transport stream whose tables name a new programme each time."""
    kept = io.BytesIO()
    for number in range(8_000):
        entry = struct.pack(">HH", number + 1, 0xE000 | (32 + number % 8_000))
        table = struct.pack(">BHHBBB", 0, 0xB00D, number, 0xC1, 0, 0) + entry + source.randbytes(4)
        kept.write((b"\x47\x40\x00\x10\x00" + table).ljust(188, b"\xff"))
    return kept.getvalue()


def _pixel_shape(content: bytes) -> bytes:
    """Return a file that says how wide its pixels are; where it did not, its box of free room says it now."""
    stsd = _box(content, b"stsd")
    at = content.find(b"pasp", stsd.at, stsd.at + stsd.size)
    if at < 0:
        return with_box(content, b"tkhd", {76: _U32(_MOST) + _U32(1)})
    return content[: at + 4] + _U32(1_000_000) + _U32(1) + content[at + 12 :]


def _growing() -> bytes:
    """Return a transport stream whose frames are small first, then the largest that the codec has."""
    small = encoded("mpegts", "libx264", "yuv420p")
    return small + encoded("mpegts", "libx264", "yuv420p", size_px=(8192, 8192), frames=2)
