"""Which kind of video file some first bytes begin: recognised by the content, never by a name."""

from pathlib import Path

from hiphinge.errors import InputFormatError
from hiphinge.sources.video.opening import opened

__all__ = ["HEAD_BYTES", "check_extent", "container_of"]

HEAD_BYTES = 512
"""So many bytes tell the kind of every container here."""
_BOX = slice(4, 8)
_BRAND = slice(8, 12)
_QUICKTIME_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_PHOTO_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"jpeg", b"crx "})
_QUICKTIME = b"qt  "
"""The brand of QuickTime files, older ones of which begin without one."""
_BEGINNINGS = {
    b"\x1a\x45\xdf\xa3": "matroska",
    b"\x00\x00\x01\xba": "mpeg",
    b"FLV\x01": "flv",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": "asf",
    b"OggS": "ogg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}
_PACKET_BYTES = 188
_SYNC = 0x47
_MICROSECONDS = 1_000_000


def container_of(head: bytes) -> str | None:
    """Return the kind of video file that begins with these bytes (`HEAD_BYTES` of them); None where it is none."""
    if head[_BOX] in _QUICKTIME_BOXES:
        brand = head[_BRAND] if head[_BOX] == b"ftyp" else _QUICKTIME
        return None if brand in _PHOTO_BRANDS else "mov" if brand == _QUICKTIME else "mp4"
    if head.startswith(b"RIFF"):
        return "avi" if head[8:11] == b"AVI" else None
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    is_stream = len(head) > _PACKET_BYTES and head[0] == head[_PACKET_BYTES] == _SYNC
    return "mpegts" if is_stream else None


def check_extent(path: Path, *, longest_s: float, largest_frame_px: int) -> None:
    """Make sure that a video is no longer, and its frames no larger, than that, before a frame is decoded.

    Raises
    ------
    InputError
        As `opened`; InputFormatError also if it is longer or larger.
    """
    with opened(path) as container:
        duration_s = (container.duration or 0) / _MICROSECONDS
        known = [context for s in container.streams.video if (context := s.codec_context) is not None]
        sizes = [(int(context.width or 0), int(context.height or 0)) for context in known]
    if duration_s > longest_s:
        message = f"{path} runs {duration_s / 60:.0f} minutes, but at most {longest_s / 60:.0f} are taken. Cut it."
        raise InputFormatError(message)
    for width, height in sizes:
        if width * height > largest_frame_px:
            message = f"{path} has frames of {width} x {height} pixels: more than are taken. Export it smaller."
            raise InputFormatError(message)
