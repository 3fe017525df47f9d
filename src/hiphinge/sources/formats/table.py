"""What a format is, and the one table of them, filled through entry points; no format is named here."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from hiphinge.errors import InputFormatError, InputUnreadableError, UnknownIdError, UsageError
from hiphinge.motion import Motion
from hiphinge.plugins import PluginProblem, Plugins, load_group
from hiphinge.sources.files import checked_file, read_head
from hiphinge.sources.formats.text import decoded

__all__ = [
    "GROUP",
    "Format",
    "Head",
    "Hints",
    "Kind",
    "format_named",
    "format_packages",
    "format_problems",
    "formats",
    "sniff",
]

GROUP = "hiphinge.formats"
"""Entry points of this group name a `Format`; built-ins are loaded in the same way as plug-ins."""

Kind = Literal["video", "keypoints", "markers", "angles", "sensors"]

_LOG = logging.getLogger(__name__)
_HEAD_BYTES = 1 << 16
_MAX_NAMES = 2000
_MAX_INSIDE = 6
_LEAST_FPS, _MOST_FPS = 2.0, 1000.0


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What a file does not say about itself but a person can; None where not given.

    ``sensors`` are pairs of a part of a sensor's name (or of its file's) and the place on the body where it was worn.

    Raises
    ------
    UsageError
        If the size is not two positive numbers of pixels, or no camera has the rate.
    """

    size_px: tuple[int, int] | None = None
    fps: float | None = None
    stature_m: float | None = None
    subject: str | None = None
    sensors: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Check size and rate."""
        if self.size_px is not None and not (len(self.size_px) == 2 and min(self.size_px) > 0):  # noqa: PLR2004  # width and height
            message = (
                f"The size of the video should be its width and height in pixels, but is {self.size_px}. Write: "
                "--size 1080x1920, or size_px=(1080, 1920) in Python."
            )
            raise UsageError(message)
        if self.fps is not None and not _LEAST_FPS <= self.fps <= _MOST_FPS:
            message = (
                f"The frame rate should be between {_LEAST_FPS:g} and {_MOST_FPS:g} frames a second, but is "
                f"{self.fps:g}. Write: --fps 30, or fps=30 in Python."
            )
            raise UsageError(message)


@dataclass(frozen=True, kw_only=True)
class Head:
    """What formats look at to recognise a file: the first 64 KiB of a file, or the names in a folder."""

    path: Path
    data: bytes = b""
    names: tuple[str, ...] = ()

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, with its dot."""
        return self.path.suffix.lower()

    @cached_property
    def text(self) -> str:
        """The head as text; empty where it is binary."""
        text = decoded(self.data)
        return "" if "\0" in text else text

    @cached_property
    def first_line(self) -> str:
        """The first line that is not empty."""
        return next((line.strip() for line in self.text.splitlines() if line.strip()), "")


@dataclass(frozen=True, kw_only=True)
class Format:
    """One row of the table.

    Attributes
    ----------
    recognise
        Whether a file is of this format, by its content.
    read
        Reads it into a `Motion`; None for videos, which need an estimator.
    folder
        Whether a recording is a folder of files.
    """

    id: str
    title: str
    kind: Kind
    endings: tuple[str, ...]
    what: str
    recognise: Callable[[Head], bool]
    read: Callable[[Path, Hints], Motion] | None
    folder: bool = False


@cache
def _loaded() -> Plugins[Format]:
    return load_group(GROUP, Format)


def formats() -> Mapping[str, Format]:
    """Return every format by id, built-ins and plug-ins, in order of id; a broken plug-in is passed over."""
    return _loaded().found


def format_problems() -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as a format, and why."""
    return _loaded().problems


def format_packages() -> Mapping[str, str]:
    """Return the versions of the other packages whose formats are in use, by name."""
    return _loaded().packages


def format_named(id_: str) -> Format:
    """Return a format by id.

    Raises
    ------
    UnknownIdError
        If there is none of that id.
    """
    try:
        return formats()[id_]
    except KeyError:
        raise UnknownIdError.of(id_, kind="format", known=formats()) from None


def sniff(path: Path) -> Format:
    """Return the format of a file or folder, by its content.

    Raises
    ------
    InputMissingError, InputEmptyError, InputUnreadableError
        If there is nothing to look at, or a folder is of no format.
    InputFormatError
        If no format recognises it.
    """
    head = _head(path)
    rows = [row for row in formats().values() if row.folder == path.is_dir()]
    found = [row for row in rows if _recognises(row, head)]
    if found:
        return next((row for row in found if head.suffix in row.endings), found[0])
    if path.is_dir():
        message = (
            f"{path} is a folder, but not a recording. Give a file, or a folder of one recording with a JSON file for "
            f"each frame (OpenPose, Pose2Sim, MMPose).{_folders_inside(path)}"
        )
        raise InputUnreadableError(message)
    message = f"{path} is not in a format that can be read. `hiphinge formats` lists those that can."
    raise InputFormatError(message)


def _folders_inside(path: Path) -> str:
    inside = sorted(entry.name for entry in path.iterdir() if entry.is_dir())[:_MAX_INSIDE]
    return f" Folders inside it: {', '.join(inside)}." if inside else ""


def _recognises(row: Format, head: Head) -> bool:
    """Return whether a format recognises a file; one that fails does not keep the others from it."""
    try:
        return row.recognise(head)
    except Exception as error:  # noqa: BLE001  # whatever a plug-in raises
        _LOG.warning("The format %r could not look at %s: %s: %s", row.id, head.path, type(error).__name__, error)
        return False


def _head(path: Path) -> Head:
    if not path.is_dir():
        return Head(path=path, data=read_head(checked_file(path), size_bytes=_HEAD_BYTES))
    try:
        names = sorted(entry.name for _, entry in zip(range(_MAX_NAMES), path.iterdir(), strict=False))
    except OSError as error:
        message = f"The folder {path} cannot be read ({error.strerror}). Check its permissions."
        raise InputUnreadableError(message) from error
    return Head(path=path, names=tuple(names))
