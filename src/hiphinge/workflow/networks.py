"""The networks' files: which are here, and one that is being fetched while somebody waits."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hiphinge.errors import HiphingeError, UsageError
from hiphinge.estimators.models import DEFAULT_NETWORKS, Progress, install, list_models, network

__all__ = ["Fetching", "Network", "NetworkShelf"]

_Install = Callable[[Sequence[str], Progress], object]


@dataclass(frozen=True, kw_only=True)
class Network:
    """One network's file.

    Attributes
    ----------
    place
        Where it is; None where it is not here.
    usual
        Whether the usual analysis needs it.
    """

    id: str
    title: str
    licence: str
    maker: str
    size_bytes: int
    place: Path | None
    usual: bool


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """How the fetching of a network stands.

    Attributes
    ----------
    share
        How much of it is done, from 0 to 1; None where that is not known.
    failed
        Why it failed, in words; empty while it did not.
    """

    id: str
    doing: str = ""
    share: float | None = None
    done: bool = False
    failed: str = ""


def _install(ids: Sequence[str], progress: Progress) -> object:
    return install(ids, progress=progress)


class NetworkShelf:
    """The networks, one of which can be fetched at a time, in a thread of its own; safe in several threads.

    Parameters
    ----------
    fetch
        Fetches networks and reports how far it is, as `hiphinge.estimators.models.install` does.
    """

    def __init__(self, fetch: _Install = _install) -> None:
        self._fetch = fetch
        self._lock = threading.Lock()
        self._now: Fetching | None = None

    @staticmethod
    def networks() -> tuple[Network, ...]:
        """Return all networks, those of the usual analysis first.

        Raises
        ------
        ModelMissingError
            If the folder of ``HIPHINGE_MODELS`` holds a wrong file under a network's name.
        """
        every = (
            Network(
                id=state.network.id,
                title=state.network.title,
                licence=state.network.licence,
                maker=state.network.maker,
                size_bytes=state.network.size_bytes,
                place=state.path,
                usual=state.network.id in DEFAULT_NETWORKS,
            )
            for state in list_models()
        )
        return tuple(sorted(every, key=lambda one: not one.usual))

    @property
    def fetching(self) -> Fetching | None:
        """What is being fetched, or was last; None where nothing was."""
        with self._lock:
            return self._now

    def start(self, id_: str) -> None:
        """Begin to fetch a network.

        Raises
        ------
        UnknownIdError
            If no network has the id.
        UsageError
            If one is being fetched.
        """
        network(id_)
        with self._lock:
            if self._now is not None and not (self._now.done or self._now.failed):
                message = f"{self._now.id} is being fetched. Wait until it is here, and then fetch {id_}."
                raise UsageError(message)
            self._now = Fetching(id=id_)
        threading.Thread(target=self._run, args=(id_,), daemon=True, name=f"fetch {id_}").start()

    def _run(self, id_: str) -> None:
        try:
            self._fetch((id_,), self._report)
            self._change(done=True, share=1.0)
        except HiphingeError as error:
            self._change(failed=str(error))
        except Exception as error:  # noqa: BLE001  # nobody else would say that it failed
            self._change(failed=f"It could not be fetched: {error}.")

    def _report(self, doing: str, share: float | None) -> None:
        self._change(doing=doing, share=share)

    def _change(
        self, *, doing: str | None = None, share: float | None = None, done: bool = False, failed: str = ""
    ) -> None:
        with self._lock:
            if self._now is not None:
                doing = self._now.doing if doing is None else doing
                self._now = replace(self._now, doing=doing, share=share, done=done, failed=failed)
