"""Videos that arrive piece by piece: resumed after a break, checked by content, accepted when they are whole."""

import contextlib
import hashlib
import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Literal, cast

from hiphinge.errors import InputError
from hiphinge.filesystem import DISK_FULL, write_bytes
from hiphinge.jobs.settings import JobSettings
from hiphinge.sources.files import read_head
from hiphinge.sources.video import HEAD_BYTES, container_of
from hiphinge.store import AskedTest

__all__ = ["Receiving", "Refusal", "Upload", "UploadRefusedError", "Uploads"]

Refusal = Literal["missing", "offset", "busy", "too_large", "no_video", "no_space", "too_many", "other_content"]
_ID = re.compile(r"[0-9a-f]{32}")
_FOLDER, _PART, _ABOUT = "uploads", "part", "about.json"
_COPIES = 2
"""A video is on the disk twice for a moment: as it arrived, and as it is kept."""


class UploadRefusedError(InputError):
    """An upload, or a piece of one, is not taken; ``why`` says it to a program."""

    def __init__(self, message: str, *, why: Refusal) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A video that arrives: ``offset`` of ``length`` bytes are here; ``clip`` is its id once it is accepted.

    Attributes
    ----------
    account
        Who gives it in, in shared mode.
    """

    id: str
    length: int
    offset: int
    clip: str | None
    account: str | None = None


@dataclass(eq=False)
class Receiving:
    """Takes the bytes of one piece; no more than the upload has."""

    file: IO[bytes]
    left: int

    def take(self, block: bytes) -> None:
        """Take some bytes.

        Raises
        ------
        UploadRefusedError
            If there are more than the upload said that it has; what came before stays.
        """
        if len(block) > self.left:
            message = "The upload has more bytes than it said at its beginning."
            raise UploadRefusedError(message, why="too_large")
        if block:
            self.file.write(block)
        self.left -= len(block)


@dataclass(eq=False)
class Uploads:
    """Uploads in a folder, one folder each; ids are ours, and names are never paths."""

    settings: JobSettings
    submit: Callable[..., str]
    _busy: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _beginning: threading.Lock = field(default_factory=threading.Lock)

    def begin(
        self,
        length: int,
        *,
        largest_bytes: int,
        name: str,
        person: str | None = None,
        exercise: str | None = None,
        account: str | None = None,
        asked: AskedTest | None = None,
    ) -> Upload:
        """Make room for an upload of so many bytes, of an account where one gives it in; ``asked``: a self-test.

        Raises
        ------
        UploadRefusedError
            If it is too large or empty, the disk has no room, or too many are unfinished.
        OutputError
            If it cannot be written.
        """
        self._make_room(length, largest_bytes, account)
        about: dict[str, object] = {"name": name, "person": person, "exercise": exercise, "account": account}
        if asked is not None:
            about["asked"] = asdict(asked)
        return self._start(secrets.token_hex(16), length, about)

    def begin_known(  # what is said of a video, by name
        self,
        sha256: str,
        length: int,
        *,
        largest_bytes: int,
        name: str,
        person: str | None = None,
        exercise: str | None = None,
        account: str | None = None,
    ) -> Upload:
        """Make room for an upload whose content is named beforehand, or return the one that is there already.

        Who begins the same one again, or at once, gets the same upload, as far as it came. When it is whole, another
        content than the one that was named is refused.

        Parameters
        ----------
        sha256
            Of the whole video.
        account
            Who sends it: nobody else goes on with it.

        Raises
        ------
        UploadRefusedError, OutputError
            As `begin`.
        """
        said = "\0".join((account or "", sha256, str(length), person or "", exercise or ""))
        id_ = hashlib.sha256(said.encode()).hexdigest()[:32]
        with self._beginning:
            with contextlib.suppress(UploadRefusedError):
                there = self.find(id_)
                if there.clip is None:
                    return there
            self._make_room(length, largest_bytes, account)
            about = {"name": name, "person": person, "exercise": exercise, "account": account}
            return self._start(id_, length, about | {"sha256": sha256, "accepted_as": secrets.token_hex(16)})

    def _make_room(self, length: int, largest_bytes: int, account: str | None) -> None:
        if not 0 < length <= largest_bytes:
            message = f"A video of 1 to {largest_bytes:,} bytes is taken, but this one has {length:,}."
            raise UploadRefusedError(message, why="too_large")
        with _space():
            self._home.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._home).free - _COPIES * length < self.settings.least_free_bytes:
            message = f"There is no room for {max(length / 1e6, 0.1):,.1f} MB on the disk. Erase old videos first."
            raise UploadRefusedError(message, why="no_space")
        self.clear()
        unfinished = [one.name for one in self._home.iterdir() if (one / _PART).exists()]
        of_account = 0 if account is None else sum(self._account_of(id_) == account for id_ in unfinished)
        if len(unfinished) >= self.settings.most_uploads or of_account >= self.settings.most_of_account:
            message = "Too many uploads are unfinished. Finish or cancel some of them first."
            raise UploadRefusedError(message, why="too_many")

    def _account_of(self, id_: str) -> str | None:
        with contextlib.suppress(UploadRefusedError):  # it may end at this moment
            return cast("str | None", self._read(id_).get("account"))
        return None

    def _start(self, id_: str, length: int, about: Mapping[str, object]) -> Upload:
        with _space():
            (self._home / id_).mkdir(exist_ok=True)
            (self._home / id_ / _PART).write_bytes(b"")
        self._write(id_, {"length": length, **about, "clip": None})
        return self.find(id_)

    def find(self, id_: str) -> Upload:
        """Return an upload as it stands.

        Raises
        ------
        UploadRefusedError
            If there is none of that id.
        """
        about = self._read(id_)
        try:
            offset = about["length"] if about["clip"] else (self._home / id_ / _PART).stat().st_size
        except FileNotFoundError:  # it was accepted, or erased, after we read about it
            about = self._read(id_)
            offset = about["length"]
        return Upload(id=id_, length=about["length"], offset=offset, clip=about["clip"], account=about.get("account"))

    @contextmanager
    def receiving(self, id_: str, offset: int) -> Iterator[Receiving]:
        """Take a piece that begins at a byte; what has arrived stays when it breaks off.

        Raises
        ------
        UploadRefusedError
            If there is no such upload, the piece begins elsewhere than the last one ended, another one is coming in, or
            the disk is full: what came before stays.
        """
        with self._alone(id_):
            upload = self.find(id_)
            if offset != upload.offset:
                message = f"The next piece begins at byte {upload.offset}, but this one at {offset}."
                raise UploadRefusedError(message, why="offset")
            if upload.clip is not None:
                with (self._home / id_ / _ABOUT).open("rb") as nothing:
                    yield Receiving(nothing, 0)
                return
            with _space(), (self._home / id_ / _PART).open("ab") as file:
                yield Receiving(file, upload.length - offset)

    def settle(self, id_: str) -> Upload:
        """Look at what has arrived: refuse what is no video, and accept what is whole, once.

        Raises
        ------
        UploadRefusedError
            If it is no video, or another one than was named beforehand; it is erased then.
        InputError, UnknownIdError, OutputError
            As `hiphinge.jobs.Jobs.submit`; it can be settled again.
        """
        with self._alone(id_):
            upload, about = self.find(id_), self._read(id_)
            if upload.clip is not None:
                return upload
            part = self._home / id_ / _PART
            enough = upload.offset >= min(HEAD_BYTES, upload.length)
            if enough and container_of(read_head(part, size_bytes=HEAD_BYTES)) is None:
                self._erase(id_)
                message = "This is no video that can be read, whatever its name says. Give MP4, MOV, WebM or AVI."
                raise UploadRefusedError(message, why="no_video")
            if upload.offset < upload.length:
                return upload
            self._check_content(id_, part, about.get("sha256"))
            given = {name: about.get(name) for name in ("name", "person", "exercise", "account")}
            given |= {"asked": AskedTest(**about["asked"])} if "asked" in about else {}
            clip = self.submit(part, id_=about.get("accepted_as", id_), once="sha256" in about, **given)
            self._write(id_, {"length": upload.length, "clip": clip, "account": upload.account})
            part.unlink()
            return self.find(id_)

    def _check_content(self, id_: str, part: Path, sha256: str | None) -> None:
        if sha256 is None:
            return
        with part.open("rb") as file:
            came = hashlib.file_digest(file, "sha256").hexdigest()
        if came != sha256:
            self._erase(id_)
            message = f"The video should have the SHA-256 {sha256}, but has {came}. Nothing was kept; send it again."
            raise UploadRefusedError(message, why="other_content")

    def cancel(self, id_: str) -> None:
        """Erase an upload; a clip that was accepted stays.

        Raises
        ------
        UploadRefusedError
            If there is none of that id, or a piece is coming in.
        """
        with self._alone(id_):
            self._read(id_)
            self._erase(id_)

    def clear(self) -> int:
        """Erase uploads that nothing was added to for too long, and return how many."""
        before, count = time.time() - self.settings.unfinished_for.total_seconds(), 0
        for folder in self._home.glob("*"):
            if max(_touched(path) for path in (folder, *folder.glob("*"))) < before:
                shutil.rmtree(folder, ignore_errors=True)
                count += 1
        return count

    @property
    def _home(self) -> Path:
        return self.settings.folder / _FOLDER

    def _erase(self, id_: str) -> None:
        shutil.rmtree(self._home / id_, ignore_errors=True)

    def _write(self, id_: str, about: dict[str, object]) -> None:
        write_bytes(self._home / id_ / _ABOUT, json.dumps(about).encode(), what="The upload")

    def _read(self, id_: str) -> dict[str, Any]:
        try:
            if _ID.fullmatch(id_) is None:
                raise FileNotFoundError(id_)
            return dict(json.loads((self._home / id_ / _ABOUT).read_bytes()))
        except (OSError, ValueError) as error:
            message = "There is no such upload: it was finished, cancelled, or left unfinished for too long."
            raise UploadRefusedError(message, why="missing") from error

    @contextmanager
    def _alone(self, id_: str) -> Iterator[None]:
        with self._lock:
            if id_ in self._busy:
                message = "Another piece of this upload is coming in."
                raise UploadRefusedError(message, why="busy")
            self._busy.add(id_)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(id_)


def _touched(path: Path) -> float:
    """Return when something was written last: now, where it is gone since it was listed."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


@contextmanager
def _space() -> Iterator[None]:
    """Let a full disk be said as such.

    Raises
    ------
    UploadRefusedError
        If it is full.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        message = "No space is left on the disk. Free some: the upload goes on where it stopped."
        raise UploadRefusedError(message, why="no_space") from error
