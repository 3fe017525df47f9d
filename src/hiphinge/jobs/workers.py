"""The worker processes: started, watched, ended when they take too long, and started again when they end."""

import multiprocessing
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hiphinge.errors import HiphingeError
from hiphinge.jobs.isolation import CRASHED, TOO_LONG, TOO_OFTEN, is_crash
from hiphinge.jobs.settings import JobSettings
from hiphinge.jobs.worker import work
from hiphinge.store import Store
from hiphinge.workflow.clip_work import Analyse

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["Workers"]

_LOOK_S = 0.2
_LOOKS_PER_TIME_CHECK = 5
_REST_S = 1.0
"""So long a place rests before a worker that ended is replaced."""
_MOST_ATTEMPTS = 10


@dataclass(eq=False)
class _Place:
    """One worker at a time."""

    name: str = ""
    process: Any = None
    ours: "Connection[None, None] | None" = None
    free_at: float = 0.0


@dataclass(eq=False)
class Workers:
    """So many worker processes as long as it is started."""

    stores: Callable[[], Store]
    settings: JobSettings
    analyse: Analyse
    _places: list[_Place] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def pids(self) -> tuple[int, ...]:
        """The ids of the processes."""
        return tuple(process.pid for place in self._places if (process := place.process) is not None)

    def start(self, count: int) -> None:
        """Start them; what they do not manage is done when they are started again."""
        self.settings.folder.mkdir(parents=True, exist_ok=True)
        self._over.clear()
        self._places = [_Place() for _ in range(count)]
        self._thread = threading.Thread(target=self._watch, name="hiphinge-workers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End them; a clip that was being analysed waits again."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _watch(self) -> None:
        with self.stores() as store:
            looks = 0
            while not self._over.wait(_LOOK_S):
                looks += 1
                for place in self._places:
                    try:
                        self._look_at(store, place, check_time=looks % _LOOKS_PER_TIME_CHECK == 0)
                    except HiphingeError:
                        continue  # the database is busy: looked at again
            for place in self._places:
                if place.process is not None:
                    self._kill(place)
                    store.clips.take_from(place.name)

    def _look_at(self, store: Store, place: _Place, *, check_time: bool) -> None:
        if place.process is None:
            if time.monotonic() >= place.free_at:
                self._start_in(place)
        elif not place.process.is_alive():
            self._settle(store, place.name, place.process.exitcode)
            self._kill(place)
            place.free_at = time.monotonic() + _REST_S
        elif check_time:
            clip = store.clips.of_worker(place.name)
            longest = self.settings.longest_work
            if clip is not None and clip.started_at is not None and datetime.now(UTC) - clip.started_at > longest:
                reason = TOO_LONG.format(name=clip.name, minutes=longest.total_seconds() / 60)
                store.clips.take_from(place.name, reason=reason)
                self._kill(place)

    def _start_in(self, place: _Place) -> None:
        context = multiprocessing.get_context("spawn")
        theirs, place.ours = context.Pipe(duplex=False)
        place.name = secrets.token_hex(16)
        arguments = (self.stores, self.settings, self.analyse, place.name, theirs)
        process = context.Process(target=work, args=arguments, name="hiphinge-worker", daemon=True)
        process.start()
        place.process = process  # from now on others may ask for its id
        theirs.close()

    def _settle(self, store: Store, worker: str, code: int) -> None:
        """Let the clip of a worker that ended wait again, or fail where it was the clip's own fault."""
        clip = store.clips.of_worker(worker)
        if clip is None:
            return
        reason = None
        if is_crash(code):
            reason = CRASHED.format(name=clip.name)
        elif clip.attempts >= _MOST_ATTEMPTS:
            reason = TOO_OFTEN.format(name=clip.name, attempts=clip.attempts)
        store.clips.take_from(worker, reason=reason)

    def _kill(self, place: _Place) -> None:
        process, place.process = place.process, None
        process.kill()
        process.join()
        process.close()
        shutil.rmtree(self.settings.folder_of(place.name), ignore_errors=True)  # the video that it was at lies there
        if place.ours is not None:
            place.ours.close()
            place.ours = None
