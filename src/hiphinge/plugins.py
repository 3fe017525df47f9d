"""Plug-ins: what the entry points of a group bring, built-ins and other packages alike; a broken one is passed over."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Generic, ParamSpec, TypeVar

__all__ = ["GROUPS", "PluginProblem", "Plugins", "guarded", "listed_entries", "load_entry", "load_group", "without"]

GROUPS = ("hiphinge.formats", "hiphinge.exports", "hiphinge.estimators", "hiphinge.rules", "hiphinge.measures")
"""The groups of entry points that hiphinge reads."""

T = TypeVar("T")
P = ParamSpec("P")
_LOG = logging.getLogger(__name__)
_OURS = "hiphinge"


@dataclass(frozen=True, kw_only=True)
class PluginProblem:
    """A plug-in that is not used, and why.

    Attributes
    ----------
    group, name, value
        The entry point: its group, its name, and what it points to.
    package
        The package that brings it, with its version where that is known.
    reason
        Why it is not used, as half a sentence.
    """

    group: str
    name: str
    value: str
    package: str
    reason: str

    def __str__(self) -> str:
        """Return the problem as a sentence, with what to do about it."""
        kind = self.group.rpartition(".")[2].removesuffix("s")
        return (
            f"The {kind} {self.name!r} from {self.package} ({self.value}) is not used: {self.reason}. "
            "Update or remove that package."
        )


@dataclass(frozen=True, kw_only=True)
class Plugins(Generic[T]):
    """The plug-ins of one group: those that can be used, by name and in its order, and those that cannot."""

    found: Mapping[str, T]
    entries: Mapping[str, EntryPoint]
    problems: tuple[PluginProblem, ...]

    def problem(self, name: str, reason: str) -> PluginProblem:
        """Return why the plug-in of that name cannot be used, where only its group can tell."""
        return _problem(self.entries[name], reason)

    @property
    def packages(self) -> Mapping[str, str]:
        """Versions of the other packages that bring what is in use, by name; "" where a version is not known."""
        entries = (self.entries[name] for name in self.found)
        return {_package(e): "" if e.dist is None else e.dist.version for e in entries if _package(e) != _OURS}


def load_group(group: str, expected_type: type[T]) -> Plugins[T]:
    """Load every plug-in of a group; each one that is broken is logged as a warning and passed over.

    Parameters
    ----------
    group
        One of `GROUPS`.
    expected_type
        What each entry point has to name: an instance of this type. If it has an ``id``, that has to be the entry
        point's name.

    Notes
    -----
    Call it once for each group and keep the result, so that a broken plug-in is reported once.
    """
    entries, problems = listed_entries(group)
    found: dict[str, T] = {}
    for name, entry in entries.items():
        loaded = load_entry(entry, expected_type)
        if isinstance(loaded, PluginProblem):
            problems = (*problems, loaded)
        else:
            found[name] = loaded
    for problem in problems:
        _LOG.warning("%s", problem)
    return Plugins(found=MappingProxyType(found), entries=entries, problems=problems)


def without(plugins: Plugins[T], reason_of: Callable[[str, T], str | None]) -> Plugins[T]:
    """Return the plug-ins for which there is no reason against use; the others are logged and passed over.

    Parameters
    ----------
    reason_of
        Returns why the plug-in of a name cannot be used, as half a sentence, or None.
    """
    found, problems = dict(plugins.found), list(plugins.problems)
    for name, plugin in plugins.found.items():
        reason = reason_of(name, plugin)
        if reason is not None:
            del found[name]
            problems.append(plugins.problem(name, reason))
            _LOG.warning("%s", problems[-1])
    return Plugins(found=MappingProxyType(found), entries=plugins.entries, problems=tuple(problems))


def guarded(
    function: Callable[P, T],
    *,
    entry: EntryPoint,
    reason_of: Callable[[T], str | None],
    otherwise: Callable[P, T],
) -> Callable[P, T]:
    """Return a plug-in's function that reports a failure once, as a warning, and then returns a substitute.

    Parameters
    ----------
    function, entry
        The function, and the entry point that brought it.
    reason_of
        Returns what is wrong with a result, as half a sentence, or None.
    otherwise
        Gives the result in place of one that is wrong or was never given.
    """
    reported: set[str] = set()

    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            found = function(*args, **kwargs)
            reason = reason_of(found)
        except Exception as error:  # noqa: BLE001  # whatever another package raises as it runs
            reason = f"it failed ({' '.join(_said(error))})"
        if reason is None:
            return found
        if reason not in reported:
            reported.add(reason)
            _LOG.warning("%s", _problem(entry, reason))
        return otherwise(*args, **kwargs)

    return call


def listed_entries(group: str) -> tuple[Mapping[str, EntryPoint], tuple[PluginProblem, ...]]:
    """Return the entry points of a group by name and in its order, nothing loaded, and those of a name in use.

    Where two packages bring one name, that of hiphinge is kept, else that of the package that comes first by name.
    """
    entries: dict[str, EntryPoint] = {}
    problems = []
    for entry in sorted(entry_points(group=group), key=lambda e: (e.name, _package(e) != _OURS, _package(e))):
        first = entries.setdefault(entry.name, entry)
        if first.value != entry.value:
            problems.append(_problem(entry, f"{_package(first)} brings another of that name ({first.value})"))
    return MappingProxyType(entries), tuple(problems)


def load_entry(entry: EntryPoint, expected_type: type[T]) -> T | PluginProblem:
    """Return what an entry point names, or why it cannot be used."""
    try:
        found = entry.load()
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever another package raises as it is loaded
        return _problem(entry, f"it cannot be loaded ({' '.join(_said(error))})")
    if not isinstance(found, expected_type):
        return _problem(entry, f"it should be of type {expected_type.__name__}, but is {type(found).__name__}")
    id_ = getattr(found, "id", None)
    if isinstance(id_, str) and id_ != entry.name:
        return _problem(entry, f"its id is {id_!r}, which is not the name of its entry point")
    return found


def _said(error: BaseException) -> Iterator[str]:
    yield f"{type(error).__name__}:"
    yield str(error) or "without a message"


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.module.partition(".")[0]


def _problem(entry: EntryPoint, reason: str) -> PluginProblem:
    package = _package(entry) if entry.dist is None else f"{entry.dist.name} {entry.dist.version}"
    return PluginProblem(group=entry.group, name=entry.name, value=entry.value, package=package, reason=reason)
