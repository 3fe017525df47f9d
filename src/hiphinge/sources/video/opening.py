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

# Lists and descriptions that point to other files or to the network, and text that is drawn as images.
_NOT_VIDEOS = frozenset({"concat", "concatf", "dash", "hls", "imf", "lavfi", "rtsp", "sdp", "tty"})
_PHOTOS = frozenset({"image2", "ico"})
_QUICKTIME_MARK = b"ftyp"
_HEAD_BYTES = 12


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
        # "file:" keeps a colon in a name from being read as a protocol; the list keeps a file from opening addresses.
        container = av.open(f"file:{file}", mode="r", options={"protocol_whitelist": "file"})
    except (av.error.FFmpegError, OSError, ValueError) as error:
        raise _not_opened(file) from error
    with contextlib.closing(container):
        _refuse_what_is_no_video(container, file)
        yield container


def _not_opened(file: Path) -> InputFormatError:
    if read_head(file, size_bytes=_HEAD_BYTES)[4:8] == _QUICKTIME_MARK:
        return InputFormatError(
            f"{file} begins like a video but its index is missing or broken: the recording was cut off before it was "
            "finished, or copied in part. Copy it again from the phone."
        )
    return InputFormatError(
        f"{file} is not a video that can be read. Give a video file such as MP4, MOV, MKV, WebM, AVI or GIF, or one of "
        "the formats that `hiphinge formats` lists."
    )


def _refuse_what_is_no_video(container: "InputContainer", file: Path) -> None:
    names = set(container.format.name.split(","))
    if names & _NOT_VIDEOS:
        message = f"{file} is a list or a text ({container.format.name}), not a video. Give the video file itself."
        raise InputFormatError(message)
    if names & _PHOTOS or container.format.name.endswith("_pipe"):
        message = f"{file} is a single image. Give a video of at least one repetition."
        raise InputTooShortError(message)
