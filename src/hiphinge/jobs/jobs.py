"""The queue as the app sees it: videos given in, what becomes of each, and the workers that analyse them."""

import os
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from pathlib import Path

from hiphinge.errors import InputFormatError
from hiphinge.jobs.settings import JobSettings
from hiphinge.jobs.uploads import Uploads
from hiphinge.jobs.workers import Workers
from hiphinge.sources.files import checked_file, read_head
from hiphinge.sources.video import HEAD_BYTES, container_of
from hiphinge.store import AS_BEFORE, AskedTest, Changes, Clip, ClipState, Store
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.assigning import assign_clip
from hiphinge.workflow.clip_work import Analyse
from hiphinge.workflow.exercise_lookup import analysed_exercise
from hiphinge.workflow.tested_clips import check_sitting

__all__ = ["Jobs", "label_of"]

_LONGEST_LABEL = 200
_CORES_PER_WORKER = 2
_REMEMBERED = timedelta(days=1)


class Jobs:
    """Durable analyses; opens its own store, and closes it in `close`.

    Parameters
    ----------
    stores
        Opens the store; it is called in every worker process, too, so it can be pickled.
    analyse
        What analyses one video, called as `hiphinge.analyze`; it can be pickled, too.
    """

    def __init__(self, stores: Callable[[], Store], settings: JobSettings, *, analyse: Analyse = analyze) -> None:
        self.settings = settings
        self._stores = stores
        self._workers = Workers(stores, settings, analyse)

    @cached_property
    def store(self) -> Store:
        """The store."""
        return self._stores()

    @property
    def uploads(self) -> Uploads:
        """Videos that arrive piece by piece."""
        return self._uploads

    @cached_property
    def _uploads(self) -> Uploads:
        return Uploads(self.settings, submit=self.submit)

    def submit(
        self,
        file: Path,
        *,
        name: str,
        person: str | None = None,
        exercise: str | None = None,
        id_: str | None = None,
        once: bool = False,
        account: str | None = None,
        asked: AskedTest | None = None,
    ) -> str:
        """Accept a video, and return the id of its clip: when this returns, it is on the disk and will be analysed.

        Parameters
        ----------
        name
            What it is called; a label only.
        person
            Whose it is, by name; None leaves it to be assigned.
        id_, once, account, asked
            As `hiphinge.store.Clips.add`.

        Raises
        ------
        InputError
            If there is no such file or person, or it is no video by its first bytes.
        UnknownIdError
            If there is no such exercise.
        UsageError
            If it shows a self-test of nobody, or in somebody else's sitting.
        OutputError
            If it cannot be kept.
        """
        head = read_head(checked_file(file), size_bytes=HEAD_BYTES)
        if container_of(head) is None:
            message = f"{label_of(name)} is no video that can be read. Give MP4, MOV, MKV, WebM, AVI or another video."
            raise InputFormatError(message)
        known = None if person is None else self.store.people.named(person)
        lift = None if exercise is None else analysed_exercise(exercise).id
        if asked is not None:
            check_sitting(self.store, known, asked)
        return self.store.clips.add(
            file, name=label_of(name), person=known, exercise=lift, id_=id_, once=once, account=account, asked=asked
        )

    def clip(self, id_: str) -> Clip:
        """Return one clip; InputMissingError where there is none."""
        return self.store.clips.clip(id_)

    def clips(self, *states: ClipState) -> Sequence[Clip]:
        """Return the clips in some states, or all, the newest first."""
        return self.store.clips.all(*states)

    def cancel(self, id_: str) -> Clip:
        """Stop a clip that waits or is being analysed."""
        return self.store.clips.cancel(id_)

    def retry(self, id_: str, *, exercise: str | None = AS_BEFORE) -> Clip:
        """Let a clip that failed or was cancelled wait once more, as before or judged as another exercise.

        Raises
        ------
        InputMissingError
            If there is no such clip.
        UnknownIdError
            If there is no such exercise.
        """
        wanted = exercise if exercise in (None, AS_BEFORE) else analysed_exercise(exercise).id
        return self.store.clips.retry(id_, exercise=wanted)

    def discard(self, id_: str) -> None:
        """Forget a clip with its video (`hiphinge.store.Clips.discard`)."""
        self.store.clips.discard(id_)

    def assign(self, id_: str, person: str | None) -> Clip:
        """Say whose a clip is (`hiphinge.workflow.assigning.assign_clip`); None takes that back."""
        assign_clip(self.store, self.clip(id_), None if person is None else self.store.people.named(person))
        return self.clip(id_)

    def file(self, id_: str) -> Path | None:
        """Return the video as it was given in; None where it is not kept, or not in a folder of this machine."""
        key = self.clip(id_).video
        return None if key is None else self.store.files.local_path(key)

    def playable(self, id_: str) -> Path | None:
        """Return the file that browsers play: the copy where there is one, else the video."""
        clip = self.clip(id_)
        key = clip.proxy or clip.video
        return None if key is None else self.store.files.local_path(key)

    def frame_times(self, id_: str) -> tuple[float, ...] | None:
        """Return the time of every frame in seconds, on the clock of the analysis; None before they are known."""
        return self.store.recordings.frame_times(self.clip(id_).recording)

    def changes(self, after: int = 0) -> Changes:
        """Return what changed after the moment of an earlier answer, in any process."""
        return self.store.clips.changes(after)

    def start_workers(self, count: int | None = None) -> None:
        """Start worker processes, one for every two cores by default, after leftovers are cleared away.

        Videos that were filed without the app are made playable, too.
        """
        self.clear()
        self.store.clips.add_unprepared()
        self._workers.start(count or max(1, (os.cpu_count() or 1) // _CORES_PER_WORKER))

    @property
    def worker_pids(self) -> tuple[int, ...]:
        """The ids of the worker processes."""
        return self._workers.pids

    def stop(self) -> None:
        """End the workers; what they were at waits for the next start."""
        self._workers.stop()

    def close(self) -> None:
        """End the workers and close the store."""
        self.stop()
        self.store.close()

    def clear(self) -> None:
        """Erase uploads that were left unfinished, and what killed workers left in the folder of temporary files."""
        self.uploads.clear()
        self.store.clips.clear(older_than=_REMEMBERED)
        before = time.time() - self.settings.longest_work.total_seconds() * 2
        for left in self.settings.folder.glob("*"):
            if left.name.startswith(("worker-", "clip-", "hiphinge-", "tmp")) and left.stat().st_mtime < before:
                shutil.rmtree(left, ignore_errors=True)


def label_of(name: str) -> str:
    """Return a name as it may be shown: its last part, printable, at most 200 characters; a label, never a path."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(character for character in last if character.isprintable()).strip()
    return plain[:_LONGEST_LABEL] or "video"
