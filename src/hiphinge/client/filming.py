"""Videos and their analyses: sent, waited for, read, corrected."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from hiphinge.client.calling import API, Calling
from hiphinge.client.problems import ApiError, Json, UnreachableError
from hiphinge.client.transport import address_of
from hiphinge.filesystem import writing_file

__all__ = ["Filming"]

_PIECE_BYTES = 8 << 20
_PIECE = "application/offset+octet-stream"
_CONFLICT, _LOCKED = 409, 423
_MOST_TURNS = 60
_ENDED = frozenset({"done", "failed", "cancelled"})


class Filming(Calling):
    """The part of the client that is about videos and what was measured."""

    def upload(
        self, video: Path, *, name: str | None = None, person: str | None = None, exercise: str | None = None
    ) -> Json:
        """Send a video to be analysed, and return its job; one that the server has already is not sent again.

        What breaks off goes on where it stopped, so this may be called again at any time.

        Parameters
        ----------
        name
            A label; None takes the name of the file.
        person
            Id of whose it is; None where that is not known yet.
        exercise
            Id or name; None lets the movement decide.

        Raises
        ------
        ApiError, UnreachableError
            As every method: the server refuses it, or cannot be reached.
        """
        with video.open("rb") as file:
            digest, length = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
            said: Json = {"sha256": digest, "length": length, "name": (name or video.name)[:200]}
            said |= {"person": person, "exercise": exercise}
            upload = self.begin_upload(said)
            for _ in range(_MOST_TURNS):
                upload = self._send_rest(file, upload)
                if upload["job"] is not None:
                    return self.job(str(upload["job"]))
                upload = self.begin_upload(said)
        message = f"{video.name} did not arrive whole: others send the same video at once. Try again."
        raise UnreachableError(message)

    def _send_rest(self, file: IO[bytes], upload: Json) -> Json:
        """Send what is missing, and return how the upload stands; where another one sends it too, what came of that."""
        while upload["job"] is None:
            file.seek(upload["offset"])
            try:
                upload = self.send_piece(str(upload["id"]), upload["offset"], file.read(_PIECE_BYTES))
            except ApiError as error:
                if error.status not in {_CONFLICT, _LOCKED}:
                    raise
                self.transport.sleep(self.transport.pause_s)
                return upload
        return upload

    def begin_upload(self, said: Json) -> Json:
        """Begin an upload, or find the one that is there; ``said`` is ``NewUpload`` in the description of the API."""
        return self._do("POST", "/uploads", said)

    def upload_state(self, upload: str) -> Json:
        """Return how much of an upload has arrived."""
        return self._get("/uploads/{upload}", upload=upload)

    def send_piece(self, upload: str, offset: int, content: bytes) -> Json:
        """Send the bytes of an upload from one on, and return how it stands then."""
        path = address_of(f"{API}/uploads/{{upload}}", {"upload": upload}, {})
        return self._object(
            self.transport.send("PATCH", path, content=content, kind=_PIECE, headers={"Upload-Offset": str(offset)})
        )

    def cancel_upload(self, upload: str) -> None:
        """Erase an upload; a video that was taken stays."""
        self._do("DELETE", "/uploads/{upload}", upload=upload)

    def jobs(self, *, state: str | None = None, limit: int = 100) -> Iterator[Json]:
        """Yield what was given in to be analysed, the newest first; in one state where it is given."""
        return self._list("/jobs", query={"limit": limit, "state": state})

    def job(self, job: str) -> Json:
        """Return one job."""
        return self._get("/jobs/{job}", job=job)

    def wait(self, job: str, *, longest_s: float = 3600.0, every_s: float = 1.0) -> Json:
        """Return a job once it has ended: done, failed or cancelled.

        Raises
        ------
        UnreachableError
            If that takes longer.
        """
        until = time.monotonic() + longest_s
        while (found := self.job(job))["state"] not in _ENDED:
            if time.monotonic() > until:
                message = f"{found['name']} is still {found['state']} after {longest_s:.0f} s. Is a worker running?"
                raise UnreachableError(message)
            self.transport.sleep(every_s)
        return found

    def cancel_job(self, job: str) -> Json:
        """Stop a job, and return it."""
        return self._do("POST", "/jobs/{job}/cancel", job=job)

    def retry_job(self, job: str, *, exercise: str | None = None) -> Json:
        """Try a job again that failed or was cancelled, as another exercise where one is given; return it."""
        return self._do("POST", "/jobs/{job}/retry", {"exercise": exercise}, job=job)

    def recordings(self, *, person: str | None = None, limit: int = 100) -> Iterator[Json]:
        """Yield the recordings that you see, the one that was filed last first; of one person where it is given."""
        return self._list("/recordings", query={"limit": limit, "person": person})

    def recording(self, recording: str) -> Json:
        """Return one recording."""
        return self._get("/recordings/{recording}", recording=recording)

    def change_recording(self, recording: str, *, name: str | None = None, person: str | None = None) -> Json:
        """Call a recording something else, or say whose it is; return it."""
        said = {key: value for key, value in (("name", name), ("person", person)) if value is not None}
        return self._do("PATCH", "/recordings/{recording}", said, harmless=False, recording=recording)

    def erase_recording(self, recording: str) -> None:
        """Erase a recording with its analyses and files."""
        self._do("DELETE", "/recordings/{recording}", recording=recording)

    def save_video(self, recording: str, path: Path) -> Path:
        """Write the video of a recording to a file, as it was given in."""
        return self._save("/recordings/{recording}/video", path, recording=recording)

    def save_poses(self, recording: str, path: Path) -> Path:
        """Write the poses of a recording to a Parquet file, enough to analyse it again without the video."""
        return self._save("/recordings/{recording}/poses", path, recording=recording)

    def save_thumbnail(self, recording: str, path: Path) -> Path:
        """Write the small image of a recording to a WebP file."""
        return self._save("/recordings/{recording}/thumbnail", path, recording=recording)

    def _save(self, template: str, path: Path, **parts: object) -> Path:
        with writing_file(path, what="The file") as unfinished, unfinished.open("wb") as file:
            for block in self.transport.blocks(address_of(API + template, parts, {})):
                file.write(block)
        return path

    def analyses(self, *, person: str | None = None, recording: str | None = None, limit: int = 100) -> Iterator[Json]:
        """Yield the analyses that you see, the newest first; of one person or recording where it is given."""
        return self._list("/analyses", query={"limit": limit, "person": person, "recording": recording})

    def analysis(self, analysis: str) -> Json:
        """Return what is said of an analysis without its document."""
        return self._get("/analyses/{analysis}", analysis=analysis)

    def document(self, analysis: str) -> Json:
        """Return ``analysis.json`` as it counts, with what was corrected."""
        return self._get("/analyses/{analysis}/document", analysis=analysis)

    def repetitions(self, analysis: str, *, limit: int = 100) -> Iterator[Json]:
        """Yield the repetitions of an analysis in order."""
        return self._list("/analyses/{analysis}/repetitions", query={"limit": limit}, analysis=analysis)

    def corrections(self, analysis: str, *, limit: int = 100) -> Iterator[Json]:
        """Yield what was corrected of an analysis, in the order in which it was said."""
        return self._list("/analyses/{analysis}/corrections", query={"limit": limit}, analysis=analysis)

    def correct(self, analysis: str, kind: str, **fields: Any) -> Json:
        """Correct an analysis, and return the correction; ``fields`` are those of ``NewCorrection``."""
        said = {"kind": kind} | fields
        return self._do("POST", "/analyses/{analysis}/corrections", said, harmless=False, analysis=analysis)

    def take_back(self, analysis: str, number: int) -> None:
        """Take a correction back, by the number that it is listed with."""
        path = "/analyses/{analysis}/corrections/{number}"
        self._do("DELETE", path, harmless=False, analysis=analysis, number=number)
