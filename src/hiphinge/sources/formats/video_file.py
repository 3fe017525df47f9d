"""The format of videos, recognised by their first bytes; frames are read by `hiphinge.sources.video`."""

from hiphinge.sources.formats.table import Format, Head

__all__ = ["VIDEO"]

_SUFFIXES = (".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".gif", ".mpg", ".mpeg", ".ts", ".mts", ".3gp", ".wmv")
_MARKS: tuple[tuple[int, bytes], ...] = (
    (4, b"ftyp"),
    (4, b"moov"),
    (4, b"mdat"),
    (4, b"wide"),
    (0, b"\x1a\x45\xdf\xa3"),  # Matroska, WebM
    (8, b"AVI "),
    (0, b"GIF8"),
    (0, b"OggS"),
    (0, b"FLV\x01"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),  # ASF, WMV
    (0, b"\x00\x00\x01\xba"),  # MPEG program stream
)
_TS_SYNC, _TS_PACKET = 0x47, 188


def _recognise(head: Head) -> bool:
    if any(head.data[at : at + len(mark)] == mark for at, mark in _MARKS):
        return True
    if len(head.data) > _TS_PACKET and head.data[0] == head.data[_TS_PACKET] == _TS_SYNC:
        return True
    return head.suffix in _SUFFIXES


VIDEO = Format(
    id="video",
    title="Video",
    kind="video",
    endings=_SUFFIXES,
    what="A video of the person from the side: H.264, HEVC, VP9, AV1, MPEG-4, GIF in the usual containers.",
    recognise=_recognise,
    read=None,
)
