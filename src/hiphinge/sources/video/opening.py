"""Opening a video: PyAV's many ways to fail turned into the errors of this project, and nothing ever fetched."""

import contextlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import InputFormatError, InputTooShortError
from hiphinge.sources.files import checked_file, read_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.container import InputContainer

__all__ = ["opened"]

_VIDEOS = "mov,matroska,avi,gif,mpegts,mpeg,mpegvideo,flv,asf,ogg,h264,hevc,m4v,mjpeg,dv,mxf,ivf"
_SOUNDS = "wav,mp3,aac,flac"
_PHOTOS = "png_pipe,jpeg_pipe,bmp_pipe,webp_pipe,tiff_pipe,ico"
_KNOWN = f"{_VIDEOS},{_SOUNDS},{_PHOTOS}"
"""All that is opened; none of these names another file. Lists, descriptions of streams and texts are left out, also
where they stand inside a video. Sounds and photographs are opened to say what they are."""
_QUICKTIME_MARK = b"ftyp"
_HEAD_BYTES = 512


@contextmanager
def opened(path: Path) -> "Iterator[InputContainer]":
    """Open a video and close it again.

    Raises
    ------
    InputError
        What `checked_file` raises.
    InputFormatError
        If it is no media file, or its index is missing.
    InputTooShortError
        If it is a photograph.
    """
    import av  # noqa: PLC0415 - a heavy library, loaded when a video is opened

    file = checked_file(path)
    try:
        # "file:" keeps a colon in a name from being read as a protocol; the lists keep a file from opening others.
        options = {"protocol_whitelist": "file", "format_whitelist": _KNOWN}
        container = av.open(f"file:{file}", mode="r", options=options)
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise _not_opened(file) from error
    with contextlib.closing(container):
        _refuse_what_is_no_video(container, file)
        yield container


def _not_opened(file: Path) -> InputFormatError:
    head = read_head(file, size_bytes=_HEAD_BYTES)
    if head[4:8] == _QUICKTIME_MARK:
        return InputFormatError(
            f"{file} begins like a video but its index is missing or broken: the recording was cut off before it was "
            "finished, or copied in part. Copy it again from the phone."
        )
    if _is_text(head):
        return InputFormatError(f"{file} is a list or a text, not a video. Give the video file itself.")
    return InputFormatError(
        f"{file} is not a video that can be read. Give a video file as phones and cameras write them: MP4, MOV, MKV, "
        "WebM, AVI or GIF."
    )


def _is_text(head: bytes) -> bool:
    text = head.decode("ascii", errors="replace")
    return all(letter.isprintable() or letter.isspace() for letter in text) and "\ufffd" not in text


def _refuse_what_is_no_video(container: "InputContainer", file: Path) -> None:
    if container.format.name in _PHOTOS.split(","):
        message = f"{file} is a single image. Give a video of at least one repetition."
        raise InputTooShortError(message)
