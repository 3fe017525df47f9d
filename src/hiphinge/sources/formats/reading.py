"""Reading a recording of any format: find its format, read it, and check that it did not change meanwhile."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from hiphinge.errors import InputFormatError, InputTooShortError, UsageError
from hiphinge.motion import CoordinateFrame, Motion
from hiphinge.sources.files import FileState, ensure_unchanged, sha256_of, state_of
from hiphinge.sources.formats.hints import with_unused_hints
from hiphinge.sources.formats.plausible_body import plausible_body
from hiphinge.sources.formats.table import Format, Hints, format_named, sniff

__all__ = ["check_subject", "read_motion"]

_MIN_FRAMES = 2
_WITH_TIMES = {"markers", "angles"}


def read_motion(
    path: str | os.PathLike[str],
    *,
    format_id: str | None = None,
    size_px: tuple[int, int] | None = None,
    fps: float | None = None,
    stature_m: float | None = None,
    subject: str | None = None,
    sensors: Sequence[tuple[str, str]] = (),
) -> Motion:
    """Return what a pose or motion-capture file recorded.

    Parameters
    ----------
    path
        A file, or a folder where a format is one.
    format_id
        The format's id; None finds it by content.
    size_px
        Width and height of the video, pixels, for files whose positions are shares of the frame.
    fps
        Frames per second, for files that number their frames without times.
    stature_m
        The person's stature, for files with angles only.
    subject
        Which subject, for files of markers that hold several; None takes the one whose body is whole.
    sensors
        Pairs of a part of a motion sensor's name and the place where it was worn, where the names do not say it.

    Returns
    -------
    Motion
        With the file's name and digest, or those of the video it comes from where the file says so; everything
        that was assumed is in ``origin.warnings``.

    Raises
    ------
    InputError
        If it is missing, empty, unreadable, of no known format, broken, too short, or changes meanwhile.
    UnknownIdError, UsageError
        If there is no format of that id, a size or rate is out of range, or ``subject`` is none of the file's.
    """
    source, hints = (
        Path(path),
        Hints(size_px=size_px, fps=fps, stature_m=stature_m, subject=subject, sensors=tuple(sensors)),
    )
    row = sniff(source) if format_id is None else format_named(format_id)
    check_subject(subject, row=row, source=source)
    before = dict(_states(source))
    motion = with_unused_hints(_read(row, source, hints), hints, has_times=row.kind in _WITH_TIMES)
    sha256 = _digest(source)
    for file, state in before.items():
        ensure_unchanged(file, before=state)
    if len(motion) < _MIN_FRAMES:
        message = f"{source} has only {len(motion)} frame. Give a recording of at least one repetition."
        raise InputTooShortError(message)
    if motion.origin.sha256 is not None:
        return motion  # the file says which video it comes from, and that is the recording
    return replace(motion, origin=replace(motion.origin, sha256=sha256, format=row.id, name=source.name))


def check_subject(subject: str | None, *, row: Format, source: Path) -> None:
    """Check that a subject is only named where a format has subjects: in files of markers.

    Raises
    ------
    UsageError
        If the format has none.
    """
    if subject is not None and row.kind != "markers":
        message = (
            f"A subject can be named for a file of markers (TRC, C3D), but {source.name} is of the format {row.id}. "
            "Leave the subject out."
        )
        raise UsageError(message)


def _read(row: Format, source: Path, hints: Hints) -> Motion:
    if row.read is None:
        message = f"{source} is a video ({row.id}): poses have to be estimated in it first. Use `hiphinge analyze`."
        raise InputFormatError(message)
    try:
        motion = row.read(source, hints)
        in_space = motion.coordinate_frame is CoordinateFrame.WORLD_M and motion.sensors is None
        return plausible_body(motion) if in_space else motion
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, MemoryError) as error:
        message = f"{source} begins as {row.title}, but is broken further on: {error}. Write it again."
        raise InputFormatError(message) from error


def _states(source: Path) -> Iterator[tuple[Path, FileState]]:
    for file in _files(source):
        yield file, state_of(file)


def _files(source: Path) -> list[Path]:
    return sorted(file for file in source.iterdir() if file.is_file()) if source.is_dir() else [source]


def _digest(source: Path) -> str:
    """Return the digest of a file, or of the digests of a folder's files in order of name."""
    if not source.is_dir():
        return sha256_of(source)
    digest = hashlib.sha256()
    for file in _files(source):
        digest.update(f"{file.name} {sha256_of(file)}\n".encode())
    return digest.hexdigest()
