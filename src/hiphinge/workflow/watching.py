"""Watches a folder: a video that has arrived whole is analysed once, its results written, and filed in the log."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hiphinge.errors import InputUnreadableError
from hiphinge.filesystem import remove_unfinished
from hiphinge.sources.files import sha256_of
from hiphinge.workflow.filing import Filed, file_result

if TYPE_CHECKING:
    from collections.abc import Callable

    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store
    from hiphinge.workflow.result import Result

__all__ = ["VIDEO_ENDINGS", "FolderWatch", "Taken", "take"]

VIDEO_ENDINGS = frozenset({".mp4", ".mov", ".m4v", ".mkv", ".webm", ".avi", ".3gp"})
"""What phones and cameras call their videos."""
_ENDING = ".hiphinge"
_State = tuple[int, int]


@dataclass(frozen=True, eq=False)
class FolderWatch:
    """Notices videos that have arrived: their size and time of change are the same in two looks.

    Parameters
    ----------
    folder
        Only what is directly in it counts, and nothing whose name begins with a dot, as unfinished copies have.
    """

    folder: Path
    _last: dict[Path, _State] = field(default_factory=dict)
    _done: dict[Path, _State] = field(default_factory=dict)

    def arrived(self) -> tuple[Path, ...]:
        """Return the videos that have arrived since they were last returned, by name.

        Raises
        ------
        InputUnreadableError
            If the folder is gone or may not be read.
        """
        now = self._look()
        whole = [path for path, state in now.items() if self._last.get(path) == state and state[0] > 0]
        new = [path for path in whole if self._done.get(path) != now[path]]
        self._last.clear()
        self._last.update(now)
        self._done.update({path: now[path] for path in new})
        return tuple(sorted(new))

    def _look(self) -> dict[Path, _State]:
        try:
            entries = list(self.folder.iterdir())
        except OSError as error:
            message = f"{self.folder} should be a folder that can be read, but cannot be: {error.strerror}."
            raise InputUnreadableError(message) from error
        found = {}
        for path in entries:
            if path.name.startswith(".") or path.suffix.lower() not in VIDEO_ENDINGS:
                continue
            try:
                stat = path.stat()
            except OSError:
                continue
            found[path] = (stat.st_size, stat.st_mtime_ns)
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Taken:
    """What became of a video: ``known`` where a recording of the same content was filed before."""

    state: Literal["new", "known"]
    folder: Path | None = None
    result: "Result | None" = None
    filed: Filed | None = None


def take(
    video: Path, *, store: "Store", person: "PersonRecord", out: Path, analyse: "Callable[[Path], Result]"
) -> Taken:
    """Analyse a video unless its content is filed already; write its results below ``out``, then file them.

    A process that ends between the two leaves results and nothing in the log: the next one writes the same results in
    their place and files them.

    Raises
    ------
    HiphingeError
        If it cannot be read, or something cannot be written; nothing is filed then.
    """
    sha256 = sha256_of(video)
    if store.recordings.of_recording(person, sha256):
        return Taken(state="known")
    result = analyse(video)
    folder = _folder_of(video, sha256, out)
    remove_unfinished(folder)
    result.save(folder)
    return Taken(state="new", folder=folder, result=result, filed=file_result(store, person, result))


def _folder_of(video: Path, sha256: str, out: Path) -> Path:
    """Return the folder for a video's results: numbered where another recording of its name has one."""
    number, folder = 1, out / f"{video.stem}{_ENDING}"
    while (folder / "analysis.json").exists() and _recording_in(folder) != sha256:
        number += 1
        folder = out / f"{video.stem}-{number}{_ENDING}"
    return folder


def _recording_in(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / "analysis.json").read_text(encoding="utf-8"))["source"]["sha256"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
