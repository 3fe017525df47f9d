"""Whether everything that hiphinge needs is here: what is kept, room on the disk, the networks."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.filesystem import data_folder

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["Health", "health_of"]


@dataclass(frozen=True, kw_only=True)
class Health:
    """How things stand.

    Attributes
    ----------
    place, files
        Where the training log is, and where videos and poses are.
    free_bytes
        Room on the disk of the data folder.
    networks
        Each network of the usual size, and whether its file is here already.
    """

    place: str
    files: str
    people: int
    recordings: int
    free_bytes: int
    networks: tuple[tuple[str, bool], ...]


def health_of(store: "Store") -> Health:
    """Return how things stand; nothing is fetched, and no file is read whole.

    Raises
    ------
    InputUnreadableError
        If the training log cannot be read.
    """
    from hiphinge.estimators.models import DEFAULT_NETWORKS, list_models  # noqa: PLC0415  # not always wanted

    people = store.people.all()
    return Health(
        place=store.database.place,
        files=store.files.address,
        people=len(people),
        recordings=sum(len(store.recordings.all(person)) for person in people),
        free_bytes=shutil.disk_usage(_existing(data_folder())).free,
        networks=tuple(
            (state.network.title, state.path is not None)
            for state in list_models()
            if state.network.id in DEFAULT_NETWORKS
        ),
    )


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())
