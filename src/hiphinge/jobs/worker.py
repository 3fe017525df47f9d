"""A worker process: takes one clip after the other, within limits, and ends when whoever started it does."""

import contextlib
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from hiphinge.errors import HiphingeError
from hiphinge.jobs.isolation import OUT_OF_MEMORY, TOO_LARGE, UNKNOWN, end_with_parent, limit_process
from hiphinge.jobs.settings import JobSettings
from hiphinge.store import Claimed, ClaimLostError, Store
from hiphinge.workflow.clip_work import Analyse, work_on
from hiphinge.workflow.progress import Progress

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

__all__ = ["LOST", "work"]

LOST = 70
"""Exit code of a worker whose clip is not its own any more."""
_LOG = logging.getLogger("hiphinge.jobs")


def work(
    stores: Callable[[], Store], settings: JobSettings, analyse: Analyse, name: str, parent: "Connection[None, None]"
) -> None:
    """Work until the parent process is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(parent)
    limit_process(memory_bytes=settings.memory_bytes, niceness=settings.niceness)
    own = settings.folder_of(name)
    tempfile.tempdir = str(own)
    with stores() as store:
        while True:
            claimed = None
            with contextlib.suppress(HiphingeError):  # a database that is busy for too long is asked again
                claimed = store.clips.claim(name, lost_after=settings.lost_after)
            if claimed is None:
                time.sleep(settings.idle_s)
            else:
                own.mkdir(parents=True, exist_ok=True)  # another app that starts clears away what looks left behind
                _finish(store, claimed, settings, analyse)


def _finish(store: Store, claimed: Claimed, settings: JobSettings, analyse: Analyse) -> None:
    reason = None
    with contextlib.suppress(ClaimLostError), _Beating(store, claimed, settings.beat_s) as beating:
        try:
            work_on(
                store,
                claimed,
                analyse=analyse,
                limits=settings.limits,
                threads=settings.threads,
                listener=beating.hear,
            )
        except HiphingeError as error:
            reason = str(error)
        except MemoryError:
            _end(store, claimed, TOO_LARGE.format(name=claimed.name, gb=(settings.memory_bytes or 0) / 1e9))
            os._exit(OUT_OF_MEMORY)
        except ClaimLostError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever one clip brings up, the next one gets its turn
            _LOG.exception("The analysis of clip %s failed", claimed.id)
            reason = UNKNOWN.format(name=claimed.name, kind=type(error).__name__)
        _end(store, claimed, reason)


def _end(store: Store, claimed: Claimed, reason: str | None) -> None:
    store.clips.end(claimed, "done" if reason is None else "failed", reason=reason)


@dataclass(eq=False)
class _Beating:
    """Says every second that the worker works, and how far it is; ends the process where the clip is not its own."""

    store: Store
    claimed: Claimed
    every_s: float
    _progress: Progress | None = None
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def hear(self, progress: Progress) -> None:
        """Take how far it is."""
        self._progress = progress

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._beat, name="hiphinge-beat", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self.every_s):
            now = self._progress
            fraction = None if now is None or not now.total else min(1.0, max(0.0, now.done / now.total))
            try:
                self.store.clips.beat(self.claimed, stage=None if now is None else now.stage, fraction=fraction)
            except ClaimLostError:
                if not self._over.is_set():
                    os._exit(LOST)
            except HiphingeError:
                continue  # the database is busy: the next beat will do
