"""Requests that keep no rule: endless, stalled, lying, twice at once; and exports that unpack to more than a disk."""

import contextlib
import io
import json
import socket
import struct
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from validation.hostile.names import raw_headers
from validation.served import Served

__all__ = ["Said", "rude_requests"]

_BLOCK = bytes(1 << 16)
_PIECE: dict[str, Any] = {"Content_Type": "application/offset+octet-stream"}
_LONGEST_ENDLESS = 1 << 30
_GIGABYTE = 1 << 30
Said = Callable[[Served, bytes], list[int]]
"""Does something to the app, with a sound clip at hand, and returns the statuses that came back."""


def rude_requests() -> Iterator[tuple[str, Said]]:
    """Yield them, with what each is in words."""
    for length in ("-1", "0", "", "1e9", "9" * 60, str(1 << 62), "0x10", "\u0663"):
        yield f"request: an upload of {length!r} bytes", _of_length(length)
    for words, header in raw_headers():
        yield f"request: {words}", _with_header(header)
    for place in ("../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "x" * 3000, "0" * 32):
        yield f"request: a piece for {place[:30]}", _for_place(place)
    yield "request: a stream with no end", _endless
    yield "request: more bytes than were said", _too_many
    yield "request: fewer bytes than were said, then silence", _silence
    yield "request: the same piece twice at once", _twice
    yield "request: heads of a hundred requests, never finished", _unfinished
    yield "request: no HTTP at all", _noise
    for words, make in _exports():
        yield f"export: {words}", _imported("/data/import", make)
        yield f"export: {words}, as a training log", _imported("/log/import", make)


def _of_length(length: str) -> Said:
    def say(app: Served, _: bytes) -> list[int]:
        return [app.ask("POST", "/uploads", Upload_Length=length.encode().decode("latin-1")).status]

    return say


def _with_header(header: str) -> Said:
    def say(app: Served, clip: bytes) -> list[int]:
        return [one.status for one in app.upload(clip, header)[0]]

    return say


def _for_place(place: str) -> Said:
    def say(app: Served, clip: bytes) -> list[int]:
        path = f"/uploads/{place}"
        patched = app.ask("PATCH", path, clip, Upload_Offset="0", **_PIECE)
        return [patched.status, app.ask("HEAD", path).status, app.ask("DELETE", path).status]

    return say


def _begun(app: Served, length: int) -> str:
    return app.ask("POST", "/uploads", Upload_Length=str(length)).headers["location"]


def _endless(app: Served, clip: bytes) -> list[int]:
    """Send in chunks for as long as somebody listens; what came back is read afterwards."""
    place, sent = _begun(app, len(clip)), 0
    with _raw(app) as raw:
        head = f"PATCH {place} HTTP/1.1\r\nHost: 127.0.0.1:{app.port}\r\nOrigin: {app.origin}\r\nUpload-Offset: 0\r\n"
        raw.sendall(
            f"{head}Content-Type: application/offset+octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        with contextlib.suppress(OSError):
            while sent < _LONGEST_ENDLESS:
                raw.sendall(f"{len(_BLOCK):x}\r\n".encode() + _BLOCK + b"\r\n")
                sent += len(_BLOCK)
        if sent >= _LONGEST_ENDLESS:
            return [0]
    return [app.ask("HEAD", place).status]


def _too_many(app: Served, clip: bytes) -> list[int]:
    place = _begun(app, len(clip))
    return [
        app.ask("PATCH", place, clip + b"more", Upload_Offset="0", **_PIECE).status,
        app.ask("DELETE", place).status,
    ]


def _silence(app: Served, clip: bytes) -> list[int]:
    place = _begun(app, len(clip))
    with _raw(app) as raw:
        head = f"PATCH {place} HTTP/1.1\r\nHost: 127.0.0.1:{app.port}\r\nOrigin: {app.origin}\r\nUpload-Offset: 0\r\n"
        length = f"Content-Length: {len(clip)}\r\nContent-Type: application/offset+octet-stream\r\n\r\n"
        raw.sendall((head + length).encode() + clip[:100])
        time.sleep(1.0)
        meanwhile = app.ask("GET", "/", Accept="text/html").status
    time.sleep(0.5)
    look = app.ask("HEAD", place)
    rest = app.ask("PATCH", place, clip[100:], Upload_Offset=look.headers["upload-offset"], **_PIECE)
    return [meanwhile, look.status, rest.status]


def _twice(app: Served, clip: bytes) -> list[int]:
    place, statuses = _begun(app, len(clip)), list[int]()

    def send() -> None:
        statuses.append(app.ask("PATCH", place, clip, Upload_Offset="0", **_PIECE).status)

    senders = [threading.Thread(target=send) for _ in range(4)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    return statuses


def _unfinished(app: Served, clip: bytes) -> list[int]:  # noqa: ARG001  # as the others
    with contextlib.ExitStack() as held:
        for _number in range(100):
            held.enter_context(_raw(app)).sendall(b"POST /uploads HTTP/1.1\r\nHost: ")
        return [app.ask("GET", "/", Accept="text/html").status]


def _noise(app: Served, clip: bytes) -> list[int]:
    with _raw(app) as raw:
        raw.sendall(clip)
        raw.shutdown(socket.SHUT_WR)
        answer: bytes = raw.recv(1 << 16)
    is_http = answer.startswith(b"HTTP/")
    return [int(answer.split()[1]) if is_http else 400]


@contextlib.contextmanager
def _raw(app: Served) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", app.port), timeout=30.0) as opened:
        yield opened


def _imported(path: str, make: Callable[[], bytes]) -> Said:
    def say(app: Served, _: bytes) -> list[int]:
        limit = b"hostile-limit"
        head = b'--%s\r\nContent-Disposition: form-data; name="file"; filename="../../evil.zip"\r\n\r\n' % limit
        body = head + make() + b"\r\n--%s--\r\n" % limit
        kind = f"multipart/form-data; boundary={limit.decode()}"
        taken = app.ask("POST", path, body, Content_Type=kind, Accept="text/html")
        statuses = [taken.status]
        if taken.headers.get("location", "").startswith("/log/import/"):
            statuses.append(app.ask("GET", taken.headers["location"], Accept="text/html").status)
        return statuses

    return say


def _exports() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield archives that are no sound export, each with what makes it."""
    yield "no archive", lambda: b"PK\x03\x04" + bytes(300)
    yield "an archive with names that lead out", lambda: _archive({"../../evil.sh": b"id", "log.json": b"{}"})
    yield "a log of deep brackets", lambda: _archive({"log.json": b"[" * 200_000})
    yield "a log of one long number", lambda: _archive({"log.json": b"9" * 2_000_000})
    yield "a log that is no UTF-8", lambda: _archive({"log.json": b"\xff\xfe" * 50})
    yield "a log that unpacks to a gigabyte of blanks", lambda: _packed(b" ", _GIGABYTE)
    yield "a log that unpacks to 900 MB of list", lambda: _packed(b"[],", 900_000_000)
    yield (
        "a log of the wrong shape",
        lambda: _archive({"log.json": json.dumps({"schema": "hiphinge.log/1", "sets": {}}).encode()}),
    )
    yield "a table of one line of 50 MB", lambda: b"date,exercise,weight\n" + b"a" * 50_000_000
    yield "a table of a million columns", lambda: b"," * 1_000_000 + b"\n1" + b"," * 1_000_000
    yield "a length that lies", _lying


def _archive(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def _packed(piece: bytes, length: int) -> bytes:
    """Return an archive whose log is a piece again and again."""
    kept, block = io.BytesIO(), piece * (1 << 20)
    with (
        zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("log.json", "w") as log,
    ):
        log.write(b"[")
        for _ in range(length // len(block)):
            log.write(block)
    return kept.getvalue()


def _lying() -> bytes:
    """Return an archive whose directory says that the log has four gigabytes less than it says elsewhere."""
    content = bytearray(_archive({"log.json": b"{}" * 1000}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 1)
    return bytes(content)
