"""Which estimators there are: entry points of the group ``hiphinge.estimators``, ours and those of plug-ins alike."""

from importlib.metadata import EntryPoint, entry_points
from typing import cast

from hiphinge.errors import MissingComponentError, UnknownIdError
from hiphinge.estimators.pose import Estimator, EstimatorFactory

__all__ = ["ENTRY_POINT_GROUP", "estimator_named", "estimators"]

ENTRY_POINT_GROUP = "hiphinge.estimators"


def _entries() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda e: e.name)}


def estimators() -> tuple[str, ...]:
    """Return the names of all installed estimators, in order."""
    return tuple(_entries())


def estimator_named(name: str, *, model: str | None = None, threads: int = 1, masks: bool = False) -> Estimator:
    """Make the estimator of that name.

    Parameters
    ----------
    name
        One of `estimators`.
    model
        Which of its networks, or the path of a network's file; None for its usual one.
    threads
        How many threads a network may use; the numbers do not depend on it.
    masks
        Whether the person's silhouette is wanted, where the estimator has one.

    Raises
    ------
    UnknownIdError
        If no estimator has the name, or it knows no such model.
    MissingComponentError
        If a package or a network's file is missing.
    """
    entries = _entries()
    if name not in entries:
        message = (
            f"No estimator is called {name!r}. Installed: {', '.join(entries) or 'none'}. "
            f"A package that brings one names it under the entry points {ENTRY_POINT_GROUP!r}."
        )
        raise UnknownIdError(message)
    try:
        factory = cast("EstimatorFactory", entries[name].load())
    except ImportError as error:
        package = entries[name].dist
        source = f" (from {package.name} {package.version})" if package is not None else ""
        message = f"The estimator {name!r}{source} is installed, but does not load: {error}. Install its package again."
        raise MissingComponentError(message) from error
    return factory(model=model, threads=threads, masks=masks)
