"""The parts of a recording, followed by several threads side by side, or by the caller's, one after the other."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from itertools import chain, islice
from queue import SimpleQueue
from typing import TYPE_CHECKING, Generic, TypeVar

from hiphinge.estimators.blazepose.looking import Looker
from hiphinge.estimators.blazepose.parts import WARM_UP, Lengths, Part, Steps, tracked
from hiphinge.estimators.in_parts import TimedImage
from hiphinge.estimators.people import PersonTrack
from hiphinge.estimators.pose import checked_image
from hiphinge.estimators.region import Region

if TYPE_CHECKING:
    from hiphinge.estimators.blazepose.following import Step

__all__ = ["one_after_the_other", "side_by_side"]

F = TypeVar("F", bound=TimedImage)

_WAITING_PARTS = 0.5
"""So many parts are read beside those that are followed, so that whoever is ready with one finds the next."""


class _First:
    """Where the person to follow is in the recording's first frame, once it is known."""

    def __init__(self) -> None:
        self._found: Future[Region | None] = Future()
        self._settling = threading.Lock()

    def of(self, number: int) -> Callable[[], Region | None]:
        """Return what a part needs to know, which may wait for the first part."""
        return self._found.result if number else lambda: None

    def seen(self, steps: Steps[F]) -> Steps[F]:
        """Return the same steps, and keep what the first frame of all showed."""
        for frame, found in steps:
            if frame is not None:
                self.settle(found.known.region)
            yield frame, found

    def settle(self, region: Region | None) -> None:
        with self._settling:
            if not self._found.done():
                self._found.set_result(region)


def one_after_the_other(
    frames: Iterable[F], *, lengths: Lengths, every: int, track: PersonTrack | None, looker: Looker
) -> Iterator[Steps[F]]:
    """Yield what is found in each part; each has to be gone through before the next is asked for."""
    remaining, first = iter(frames), _First()
    latest: deque[F] = deque(maxlen=WARM_UP)

    def own(frame: F, length: int) -> Iterator[F]:
        for each in chain((frame,), islice(remaining, length - 1)):
            checked_image(each.image_rgb)
            latest.append(each)
            yield each

    begins_s: float | None = None
    for number, frame in enumerate(remaining):
        begins_s = frame.time_s if begins_s is None else begins_s
        warm_up, wanted = tuple(latest), first.of(number)
        own_frames = own(frame, lengths.others if number else lengths.first)
        part = Part(warm_up=warm_up, frames=own_frames, begins_s=begins_s, wanted=wanted, track=track, every=every)
        yield first.seen(tracked(looker, part))


@contextmanager
def side_by_side(
    frames: Iterable[F], *, lengths: Lengths, every: int, track: PersonTrack | None, lookers: list[Callable[[], Looker]]
) -> Iterator[Iterator[Steps[F]]]:
    """Yield what is found in each part by as many threads as there are lookers; leaving the block stops them.

    What reading the frames raises is raised after the frames that came before it.
    """
    work = _Work(frames, lengths=lengths, every=every, track=track, followers=len(lookers))
    threads = [
        threading.Thread(target=work.read, name="hiphinge-parts", daemon=True),
        *(threading.Thread(target=work.follow, args=(one,), name="hiphinge-part", daemon=True) for one in lookers),
    ]
    for thread in threads:
        thread.start()
    try:
        yield work.parts()
    finally:
        work.stop()
        for thread in threads:
            thread.join()


class _OnItsWay(Generic[F]):
    """A part with its frames as they are read, and its steps as they are found; both end with None."""

    def __init__(
        self,
        *,
        warm_up: tuple[F, ...],
        begins_s: float,
        wanted: Callable[[], Region | None],
        track: PersonTrack | None,
        every: int,
    ) -> None:
        self.frames: SimpleQueue[F | None] = SimpleQueue()
        self.steps: SimpleQueue[tuple[F | None, Step] | BaseException | None] = SimpleQueue()
        own = iter(self.frames.get, None)
        self.part = Part(warm_up=warm_up, frames=own, begins_s=begins_s, wanted=wanted, track=track, every=every)


class _Work(Generic[F]):
    """What the threads share."""

    def __init__(
        self, frames: Iterable[F], *, lengths: Lengths, every: int, track: PersonTrack | None, followers: int
    ) -> None:
        self._frames, self._lengths, self._followers = frames, lengths, followers
        self._every, self._track = every, track
        self._first = _First()
        self._stopped = False
        self._room = threading.Semaphore(int((followers + _WAITING_PARTS) * lengths.others))
        self._waiting: SimpleQueue[_OnItsWay[F] | None] = SimpleQueue()
        self._in_order: SimpleQueue[_OnItsWay[F] | BaseException | None] = SimpleQueue()

    def read(self) -> None:
        """Read the frames and hand them to the parts, as far ahead as there is room."""
        end: BaseException | None = None
        try:
            self._read()
        except BaseException as error:  # noqa: BLE001  # whatever it is, it is raised in the thread that takes the frames
            end = error
        self._in_order.put(end)
        for _ in range(self._followers):
            self._waiting.put(None)

    def _read(self) -> None:
        latest: deque[F] = deque(maxlen=WARM_UP)
        begins_s: float | None = None
        one: _OnItsWay[F] | None = None
        try:
            for number, frame in enumerate(self._frames):
                checked_image(frame.image_rgb)
                self._room.acquire()
                if self._stopped:
                    return
                if self._lengths.begins(number):
                    if one is not None:
                        one.frames.put(None)
                    begins_s = frame.time_s if begins_s is None else begins_s
                    wanted = self._first.of(number)
                    one = _OnItsWay(
                        warm_up=tuple(latest), begins_s=begins_s, wanted=wanted, track=self._track, every=self._every
                    )
                    self._in_order.put(one)
                    self._waiting.put(one)
                if one is not None:
                    one.frames.put(frame)
                latest.append(frame)
        finally:
            if one is not None:
                one.frames.put(None)

    def follow(self, looker: Callable[[], Looker]) -> None:
        """Follow the person through one part after another that no other thread has taken."""
        with suppress(Exception):  # whatever it is, it is raised again below, where there is a part
            looker()
        for one in iter(self._waiting.get, None):
            if self._stopped:
                return
            end: BaseException | None = None
            try:
                for found in self._first.seen(tracked(looker(), one.part)):
                    if self._stopped:
                        return
                    one.steps.put(found)
            except BaseException as error:  # noqa: BLE001  # as above
                end = error
            one.steps.put(end)

    def parts(self) -> Iterator[Steps[F]]:
        """Yield what is found in each part, in order; each has to be gone through before the next is asked for."""
        while (one := self._in_order.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield self._found(one)

    def _found(self, one: _OnItsWay[F]) -> Steps[F]:
        while (found := one.steps.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found
            if found[0] is not None:
                self._room.release()

    def stop(self) -> None:
        """Let every thread end soon."""
        self._stopped = True
        self._first.settle(None)
        self._room.release()
