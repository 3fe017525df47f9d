"""Which estimators there are: entry points of the group ``hiphinge.estimators``, built-ins and plug-ins alike."""

from collections.abc import Callable
from typing import cast

from hiphinge.errors import MissingComponentError, UnknownIdError
from hiphinge.estimators.pose import Estimator, EstimatorFactory
from hiphinge.plugins import PluginProblem, listed_entries, load_entry, load_group

__all__ = ["ENTRY_POINT_GROUP", "estimator_named", "estimator_problems", "estimators"]

ENTRY_POINT_GROUP = "hiphinge.estimators"
"""Entry points of this group name an `EstimatorFactory`; built-ins are loaded in the same way as plug-ins."""
_FACTORY: type[Callable[..., Estimator]] = cast("type[Callable[..., Estimator]]", Callable)


def estimators() -> tuple[str, ...]:
    """Return the names of all installed estimators, in order; none is loaded, so that a broken one has a name too."""
    entries, _ = listed_entries(ENTRY_POINT_GROUP)
    return tuple(entries)


def estimator_problems() -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as an estimator, and why; this loads all of them."""
    return load_group(ENTRY_POINT_GROUP, _FACTORY).problems


def estimator_named(name: str, *, model: str | None = None, threads: int = 1, masks: bool = False) -> Estimator:
    """Make the estimator of that name; no other is loaded.

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
        If it is a broken plug-in, or a package or a network's file is missing.
    """
    entries, _ = listed_entries(ENTRY_POINT_GROUP)
    if name not in entries:
        unknown = UnknownIdError.of(name, kind="estimator", known=entries)
        message = f"{unknown} A package that brings one names it under the entry points {ENTRY_POINT_GROUP!r}."
        raise UnknownIdError(message)
    factory = load_entry(entries[name], _FACTORY)
    if isinstance(factory, PluginProblem):
        raise MissingComponentError(str(factory))
    return cast("EstimatorFactory", factory)(model=model, threads=threads, masks=masks)
