"""Sends a kept file, or the part of it that a player asks for."""

import hashlib
import re
from collections.abc import Iterator

from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from hiphinge.store import Store

__all__ = ["small_image", "stored_file"]

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_BEGINNINGS = (
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"OggS", "video/ogg"),
)
"""Where in a file which bytes say what it is; nothing else is sent as a video."""


def stored_file(request: Request, store: Store, key: str | None, *, is_sound: bool = False) -> Response:
    """Return a kept video or sound, or a part of it; 404 where it is not kept."""
    if key is None or not store.files.has(key):
        raise HTTPException(404)
    head, size = _head_and_size(store, key)
    kind = next((kind for at, said, kind in _BEGINNINGS if head[at : at + len(said)] == said), None)
    if kind is not None and is_sound:
        kind = kind.replace("video/", "audio/")
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": "inline", "Cache-Control": "private, no-cache"}
    match = _RANGE.fullmatch(request.headers.get("range", ""))
    if match is None or not (match[1] or match[2]):
        headers["Content-Length"] = str(size)
        return StreamingResponse(
            store.files.blocks(key), media_type=kind or "application/octet-stream", headers=headers
        )
    start = int(match[1]) if match[1] else max(0, size - int(match[2]))
    end = min(int(match[2]), size - 1) if match[1] and match[2] else size - 1
    if start > end:
        raise HTTPException(416, headers={"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    kind = kind or "application/octet-stream"
    return StreamingResponse(_part(store, key, start, end), status_code=206, media_type=kind, headers=headers)


def small_image(request: Request, store: Store, key: str | None) -> Response:
    """Return the small image of a kept video; 404 where there is none. The browser asks each time if it is still so."""
    content = None if key is None else store.files.thumbnail(key)
    if content is None:
        raise HTTPException(404)
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": "private, no-cache", "ETag": mark}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="image/webp", headers=headers)


def _head_and_size(store: Store, key: str) -> tuple[bytes, int]:
    return store.files.part(key, 0, 15), store.files.size_of(key)


def _part(store: Store, key: str, start: int, end: int) -> Iterator[bytes]:
    step = 1 << 20
    for place in range(start, end + 1, step):
        yield store.files.part(key, place, min(place + step - 1, end))
