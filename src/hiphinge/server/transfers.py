"""Files that a page takes in or hands out whole: on the disk while they pass, never in memory."""

import re
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO

from fastapi import Depends, Request
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from hiphinge.errors import UsageError

__all__ = ["Taken", "TakenFile", "handed_out"]

_KIND = "multipart/form-data"
_FIELD = "file"
_LONGEST_NAME = 80


@dataclass(frozen=True)
class TakenFile:
    """A file that a form sent: where it is until the answer is there, and what its sender calls it, for messages."""

    place: Path
    called: str


async def _taken(request: Request) -> AsyncIterator[TakenFile]:
    """Yield the file of a form, which is gone again afterwards.

    Raises
    ------
    UsageError
        If no form came, or it has no file.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != _KIND:
        message = "This address takes a file from a form of the app, and something else came."
        raise UsageError(message)
    async with request.form(max_fields=0, max_files=1) as form:
        given = form.get(_FIELD)
        if not isinstance(given, UploadFile) or not given.filename:
            message = "No file was chosen. Choose one, and send it again. Nothing was changed."
            raise UsageError(message)
        with TemporaryDirectory(prefix="hiphinge-taken-") as folder:
            place = Path(folder) / "taken"
            await run_in_threadpool(_copy, given.file, place)
            yield TakenFile(place, _called(given.filename))


Taken = Annotated[TakenFile, Depends(_taken)]
"""The file of the form that was sent."""


def handed_out(write: Callable[[Path], object], *, name: str, kind: str) -> Response:
    """Return a file as a download, once it is written whole: what goes wrong before is an answer of its own.

    Parameters
    ----------
    write
        Writes the file.
    name
        What the browser calls it; letters that names of files do not have everywhere become hyphens.
    """
    folder = TemporaryDirectory(prefix="hiphinge-export-")
    place = Path(folder.name) / "file"
    try:
        write(place)
    except BaseException:
        folder.cleanup()
        raise
    safe = re.sub(r"[^0-9A-Za-z._-]+", "-", name).strip(".-") or "file"
    return FileResponse(place, filename=safe, media_type=kind, background=BackgroundTask(folder.cleanup))


def _copy(source: BinaryIO, place: Path) -> None:
    source.seek(0)
    with place.open("wb") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _called(name: str) -> str:
    """Return the last part of a name, printable and short: it is never used as a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:_LONGEST_NAME] or "the file"
