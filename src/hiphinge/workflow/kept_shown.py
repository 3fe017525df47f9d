"""The page of an analysis computed when its clip ends, and kept beside its video, so that its first visit is quick."""

import contextlib
import io
import pickle
import zlib
from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hiphinge.errors import HiphingeError
from hiphinge.workflow.showing import ShownAnalysis, how_often_corrected, kept_video, show_analysis

if TYPE_CHECKING:
    from hiphinge.store import CorrectedRecording, Store

__all__ = ["keep_shown", "shown_as_kept"]

_LEVEL = 1
_ARRAYS = frozenset(
    (module, name)
    for package in ("numpy._core", "numpy.core")
    for module, name in (
        (f"{package}.multiarray", "_reconstruct"),
        (f"{package}.multiarray", "scalar"),
        (f"{package}.numeric", "_frombuffer"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
    )
)
_PLAIN = frozenset({("builtins", "frozenset"), ("builtins", "set"), ("builtins", "slice"), ("datetime", "datetime")})


def keep_shown(store: "Store", analysis_id: str) -> None:
    """Keep what the page of an analysis shows; a page without it is computed, so that no failure is raised.

    One whose angles count from another recording is not kept: when that is erased, its page has to say so.
    """
    with contextlib.suppress(HiphingeError, OSError):
        recording = store.corrections.recording(analysis_id)
        mark = _mark(store, recording)
        if recording.video is None:
            return
        shown = show_analysis(store, analysis_id)
        if shown.result.provenance.parameters.get("own_standing") is not None:
            return
        whole = (mark, replace(shown, result=replace(shown.result, video=None)))
        store.files.put_shown(recording.video, zlib.compress(pickle.dumps(whole), _LEVEL))


def shown_as_kept(store: "Store", analysis_id: str) -> ShownAnalysis | None:
    """Return what was kept; None where nothing is, or something changed since: the analysis, or hiphinge itself.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    recording = store.corrections.recording(analysis_id)
    content = None if recording.video is None else store.files.shown(recording.video)
    if content is None:
        return None
    try:
        mark, shown = _Reading(io.BytesIO(zlib.decompress(content))).load()
    except (zlib.error, pickle.UnpicklingError, EOFError, AttributeError, ImportError, TypeError, ValueError):
        return None
    if mark != _mark(store, recording) or not isinstance(shown, ShownAnalysis):
        return None
    return replace(shown, result=replace(shown.result, video=kept_video(store, recording)), recording=recording)


def _mark(store: "Store", recording: "CorrectedRecording") -> tuple[str | int | None, ...]:
    corrected = how_often_corrected(store, recording.analysis)
    return recording.analysis, recording.person, recording.poses, recording.video, corrected, _program()


@cache
def _program() -> int:
    """Return a number that is another one where a file of the program is."""
    home = Path(str(files("hiphinge")))
    found = sorted((str(path.relative_to(home)), path.stat()) for path in home.rglob("*") if path.suffix != ".pyc")
    return zlib.crc32(repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in found]).encode())


class _Reading(pickle.Unpickler):
    """Reads values alone: arrays, and classes of ours that hold data; nothing else is imported or called."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class that may be there.

        Raises
        ------
        pickle.UnpicklingError
            If it is another one.
        """
        if (module, name) in _ARRAYS | _PLAIN:
            return super().find_class(module, name)
        if module.startswith("hiphinge.") and "." not in name:
            found = getattr(import_module(module), name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum | tuple | Mapping)):
                return found
        message = f"{module}.{name} is not read."
        raise pickle.UnpicklingError(message)
