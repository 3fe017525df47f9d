"""Which recordings are given: by folder, file, wildcards, address, or a list; and the digest of each one's content."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hiphinge.batch.lists import Listed
from hiphinge.batch.plan import Parameters, Recording, State
from hiphinge.errors import HiphingeError, InputError, InputMissingError, InputUnreadableError
from hiphinge.sources.files import checked_file, read_head, sha256_of
from hiphinge.sources.video import HEAD_BYTES, container_of
from hiphinge.store.addresses import RemoteFile, files_at, is_address, local_place, remote_file, sha256_at
from hiphinge.workflow.watching import VIDEO_ENDINGS

__all__ = ["KnownContent", "Sources", "find_sources", "read_recordings"]

_RESULTS, _DATA_SET = ".hiphinge", "data_set.json"
_STILL = "gif"
_WILDCARDS = frozenset("*?[")

KnownContent = dict[tuple[str, str], str]
"""The digest of what is at an address, by address and stamp, as an earlier batch found it."""


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Where recordings are, in order, and how many other files were in the folders."""

    listed: tuple[Listed, ...]
    ignored: int


def find_sources(inputs: Sequence[str], *, parameters: Parameters) -> Sources:
    """Return where recordings are: each input is a file, a folder, a path with wildcards, or an address.

    In a folder, and in those below it, videos count: by their first bytes, or else by their ending. Other files are
    only counted, and hidden ones, folders of results and data sets are passed over. What is named by itself or with
    wildcards counts whatever it is; files of poses and markers are given so.

    Raises
    ------
    InputError
        If there is nothing of a name.
    UsageError, MissingComponentError
        As `hiphinge.store.addresses.files_at`.
    """
    found: dict[str, None] = {}
    ignored = 0
    for text in inputs:
        for source, counts in _at_address(text) if is_address(text) else _on_disk(text):
            if counts:
                found.setdefault(source)
            else:
                ignored += 1
    return Sources(listed=tuple(Listed(source=one, parameters=parameters) for one in found), ignored=ignored)


def _on_disk(text: str) -> Iterator[tuple[str, bool]]:
    path = Path(text)
    if path.is_dir():
        yield from ((str(file), _is_video(file)) for file in _below(path))
    elif path.exists():
        yield text, True
    elif _WILDCARDS & set(text):
        matched = _matched(path)
        if not matched:
            message = f"No file matches {text}. Check the folder and the name."
            raise InputMissingError(message)
        yield from ((str(match), True) for match in matched)
    else:
        message = f"There is no file or folder {text}. Check the name and the folder."
        raise InputMissingError(message)


def _matched(pattern: Path) -> list[Path]:
    """Return the files that a path with wildcards matches, by name."""
    first = next(place for place, part in enumerate(pattern.parts) if _WILDCARDS & set(part))
    folder, rest = Path(*pattern.parts[:first]), "/".join(pattern.parts[first:])
    return sorted(match for match in folder.glob(rest) if match.is_file())


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder and in those below it, by name."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        message = f"{folder} cannot be read: {error.strerror or error}. Check its permissions."
        raise InputUnreadableError(message) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            yield entry
        elif entry.suffix != _RESULTS and not (entry / _DATA_SET).exists():
            yield from _below(entry)


def _is_video(path: Path) -> bool:
    if path.suffix.lower() in VIDEO_ENDINGS:
        return True
    try:
        return container_of(read_head(path, size_bytes=HEAD_BYTES)) not in {None, _STILL}
    except InputError:
        return False


def _at_address(text: str) -> Iterator[tuple[str, bool]]:
    place = local_place(text)
    if place is not None:
        yield from _on_disk(str(place))
        return
    by_name = bool(_WILDCARDS & set(text))
    try:
        files = files_at(text)
    except OSError as error:
        message = f"{text} cannot be read: {error}. Check the address, and that you may read it."
        raise InputUnreadableError(message) from error
    for file in files:
        named = by_name or file.address.rstrip("/") == text.rstrip("/")
        yield file.address, named or Path(file.address).suffix.lower() in VIDEO_ENDINGS


def read_recordings(listed: Iterable[Listed], *, known: KnownContent) -> Iterator[Recording]:
    """Yield the recordings with the digest of their content; one that cannot be read has a problem.

    What is at an address is read once to learn its digest, unless an earlier batch did and it has not changed.
    """
    for one in listed:
        place = local_place(one.source) if is_address(one.source) else Path(one.source)
        if place is None:
            yield _remote(one, known)
        else:
            yield _local(one, place)


def _local(one: Listed, place: Path) -> Recording:
    try:
        return _recording(one, source=str(place), sha256=sha256_of(checked_file(place)))
    except InputError as error:
        return _problem(one, "refused", str(error), source=str(place))


def _remote(one: Listed, known: KnownContent) -> Recording:
    try:
        file: RemoteFile = remote_file(one.source)
        sha256 = known.get((one.source, file.stamp)) or sha256_at(one.source)
    except HiphingeError as error:
        return _problem(one, "refused", str(error))
    except OSError as error:
        return _problem(one, "failed", f"{one.source} cannot be read: {error}.")
    return _recording(one, sha256=sha256, stamp=file.stamp)


def _recording(one: Listed, *, sha256: str, source: str | None = None, stamp: str | None = None) -> Recording:
    return Recording(
        source=source or one.source, sha256=sha256, parameters=one.parameters, labels=one.labels, stamp=stamp
    )


def _problem(one: Listed, state: State, reason: str, *, source: str | None = None) -> Recording:
    place = source or one.source
    return Recording(
        source=place,
        sha256=hashlib.sha256(place.encode()).hexdigest(),
        parameters=one.parameters,
        labels=one.labels,
        problem=(state, reason),
    )
