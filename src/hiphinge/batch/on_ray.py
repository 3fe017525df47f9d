"""The executor on a Ray cluster: actors that keep their networks, each on one thread; Ray sends no usage report."""

import contextlib
import logging
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from hiphinge.batch.measuring import ClipOutcome, Limits, Measurer, measured
from hiphinge.batch.plan import Item
from hiphinge.errors import MissingComponentError, UsageError
from hiphinge.filesystem import (
    THREAD_VARIABLES,
    keep_ray_silent,
    ray_reports_usage,
    with_one_thread,
    with_token_for_ray,
)
from hiphinge.jobs.isolation import TOO_LONG, limit_process

__all__ = ["HERE", "RayActors"]

HERE = "local"
"""In place of an address: a cluster of this machine alone, which ends with the batch."""
_ONE_THREAD = {"env_vars": dict.fromkeys(THREAD_VARIABLES, "1")}
_ON_THE_HEAD = {"node:__internal_head__": 0.001}
_MOST_FAILED_STARTS = 8
_LONGEST_START_S = 300.0
_LONGEST_KNOCK_S = 10.0
_ENDED = "Its worker ended before it was finished."
_SPEAKS = (
    "The Ray cluster at {address} sends usage reports to Ray's maker, so nothing was given to it. Start its head with "
    "RAY_USAGE_STATS_ENABLED=0 RAY_USAGE_STATS_REPORT_URL=http://127.0.0.1:9 ray start --head"
)


class _Worker:
    """What runs in an actor."""

    def __init__(self, measurer: Measurer, limits: Limits) -> None:
        self._measurer, self._limits = measurer, limits
        limit_process(memory_bytes=limits.memory_bytes, niceness=limits.niceness)
        from hiphinge.estimators.single_thread import use_one_thread  # noqa: PLC0415  # in the worker

        use_one_thread()

    def version(self) -> str:
        """Return the version of hiphinge on this node."""
        return version("hiphinge")

    def measured(self, item: Item) -> ClipOutcome:
        """Return how the analysis of a clip ends."""
        return measured(self._measurer, item, self._limits)


@dataclass(eq=False)
class _Place:
    """One actor at a time: starting while ``item`` is None and ``waits_for`` is not, then idle, then at a clip."""

    actor: Any = None
    waits_for: Any = None
    item: Item | None = None
    began: float = 0.0


@dataclass(eq=False)
class RayActors:
    """So many actors on a cluster; one that ends, with its node or without, is replaced.

    Parameters
    ----------
    address
        Of a cluster that runs, ``auto`` for the one of this machine, or `HERE`.
    workers
        How many actors; None is one for each processor of the cluster.

    Raises
    ------
    MissingComponentError
        If Ray is not installed, or its cluster gives no worker.
    UsageError
        If there is no cluster at the address, or it sends usage reports.
    """

    measurer: Measurer
    limits: Limits = field(default_factory=Limits)
    address: str = HERE
    workers: int | None = None
    _ray: Any = None
    _places: list[_Place] = field(default_factory=list)
    _failed_starts: int = 0
    _no_worker_since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        """Connect, and let the actors start."""
        self._ray = _connected(self.address, self.workers)
        try:
            count = self.workers or max(1, int(self._ray.cluster_resources().get("CPU", 1)))
            self._places = [self._started(_Place()) for _ in range(count)]
        except BaseException:
            self._ray.shutdown()
            raise

    @property
    def room(self) -> int:
        """How many actors wait for a clip."""
        return sum(place.waits_for is None for place in self._places)

    def give(self, item: Item) -> None:
        """Begin with a clip on an actor that waits."""
        place = next(place for place in self._places if place.waits_for is None)
        place.item, place.began = item, time.monotonic()
        place.waits_for = place.actor.measured.remote(item)

    def take(self, timeout_s: float) -> Sequence[ClipOutcome]:
        """Return what has ended.

        Raises
        ------
        MissingComponentError
            If the cluster gives no worker.
        """
        waiting = [place.waits_for for place in self._places if place.waits_for is not None]
        if waiting:
            self._ray.wait(waiting, num_returns=1, timeout=timeout_s)
        else:
            time.sleep(timeout_s)
        found = tuple(outcome for place in self._places for outcome in self._looked_at(place))
        if any(place.item is not None or place.waits_for is None for place in self._places):
            self._no_worker_since = time.monotonic()
        elif time.monotonic() - self._no_worker_since > _LONGEST_START_S:
            message = f"The Ray cluster at {self.address} gave no worker for {_LONGEST_START_S / 60:.0f} minutes."
            raise MissingComponentError(message)
        return found

    def close(self) -> None:
        """End the actors, and the connection."""
        for place in self._places:
            self._kill(place)
        self._places = []
        self._ray.shutdown()

    def _started(self, place: _Place) -> _Place:
        # A cluster of this batch has these variables; asking again would cost seconds for each worker.
        own: dict[str, Any] = {} if self.address == HERE else {"runtime_env": _ONE_THREAD}
        remote = self._ray.remote(num_cpus=1, max_restarts=0, **own)(_Worker)
        place.actor = remote.remote(self.measurer, self.limits)
        place.waits_for, place.item, place.began = place.actor.version.remote(), None, time.monotonic()
        return place

    def _looked_at(self, place: _Place) -> Iterator[ClipOutcome]:
        if place.waits_for is None:
            return
        ready, _ = self._ray.wait([place.waits_for], timeout=0)
        if ready:
            yield from self._ended(place)
        elif place.item is not None and time.monotonic() - place.began > self.limits.longest_s:
            reason = TOO_LONG.format(name=place.item.recording.name, minutes=self.limits.longest_s / 60)
            yield ClipOutcome(clip=place.item.clip, end="failed", reason=reason)
            self._kill(place)
            self._started(place)

    def _ended(self, place: _Place) -> Iterator[ClipOutcome]:
        try:
            answer = self._ray.get(place.waits_for)
        except self._ray.exceptions.RayError as error:
            if place.item is None:
                self._failed_to_start(error)
            else:
                yield ClipOutcome(clip=place.item.clip, end="lost", reason=_ENDED)
            self._kill(place)
            self._started(place)
            return
        place.waits_for, place.item = None, None
        if isinstance(answer, ClipOutcome):
            yield answer
            if answer.worn:
                self._kill(place)
                self._started(place)
        else:
            self._failed_starts = 0
            _check_version(answer)

    def _failed_to_start(self, error: Exception) -> None:
        self._failed_starts += 1
        if self._failed_starts >= _MOST_FAILED_STARTS:
            why = str(error).strip().splitlines()[-1:]
            message = (
                f"No worker starts on the Ray cluster at {self.address}: {''.join(why)} Is hiphinge installed there?"
            )
            raise MissingComponentError(message) from error

    def _kill(self, place: _Place) -> None:
        if place.actor is not None:
            with contextlib.suppress(self._ray.exceptions.RayError, ValueError):
                self._ray.kill(place.actor)
        place.actor = place.waits_for = place.item = None


def _check_version(there: str) -> None:
    here = version("hiphinge")
    if there != here:
        message = f"A node of the cluster has hiphinge {there}, but this machine has {here}. Install the same on all."
        raise MissingComponentError(message)


def _connected(address: str, workers: int | None) -> Any:
    """Return Ray, connected to a cluster that sends no usage report."""
    keep_ray_silent()
    try:
        import ray  # noqa: PLC0415  # an extra, loaded when it is asked for
    except ImportError as error:
        message = "A batch on a cluster needs Ray. Install it: pip install 'hiphinge[cluster]'."
        raise MissingComponentError(message) from error
    _check_answers(address)
    if address == HERE:
        with with_one_thread(), with_token_for_ray():
            _begin(ray, address, num_cpus=workers, include_dashboard=False)
        return ray
    _begin(ray, address)
    asking = ray.remote(num_cpus=0, resources=_ON_THE_HEAD)(ray_reports_usage)
    if ray.get(asking.remote()):
        ray.shutdown()
        raise UsageError(_SPEAKS.format(address=address))
    return ray


def _begin(ray: Any, address: str, **own: Any) -> None:
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise _no_cluster(address, error) from error


def _check_answers(address: str) -> None:
    """Raise where nothing listens at HOST:PORT, for which Ray itself would wait for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=_LONGEST_KNOCK_S).close()
    except (OSError, OverflowError) as error:
        raise _no_cluster(address, error) from error


def _no_cluster(address: str, error: Exception) -> UsageError:
    return UsageError(f"There is no Ray cluster at {address} that answers: {error}. Start one with `ray start --head`.")
