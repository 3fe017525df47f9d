"""What hiphinge is made of: its version and licence, those of the packages that it needs, and where its files are."""

import platform
import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hiphinge.store import Store

__all__ = ["Package", "Places", "needed_packages", "own_package", "places_of", "python_version"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LICENCE = "License :: "
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Package:
    """An installed package; ``licence`` is empty where it names none."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where everything is: the training log, videos and poses, networks."""

    log: str
    files: str
    networks: str


def python_version() -> str:
    """Return the version of Python, and the system that it runs on."""
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def own_package() -> Package:
    """Return hiphinge itself, with the licence that its package names."""
    found = _distribution("hiphinge")
    if found is None:
        import hiphinge  # noqa: PLC0415  # it imports this package in turn

        return Package(name="hiphinge", version=hiphinge.__version__, licence="")
    return _package(found)


def needed_packages() -> tuple[Package, ...]:
    """Return the installed packages that hiphinge names as needed, by name, also those that a part of it needs."""
    own = _distribution("hiphinge")
    names = {match[0] for line in (own.requires or () if own else ()) if (match := _NAME.match(line))}
    found = (_distribution(name) for name in sorted(names, key=str.casefold))
    return tuple(_package(one) for one in found if one is not None)


def places_of(store: "Store") -> Places:
    """Return where everything is that a store keeps, and where networks are."""
    from hiphinge.estimators.models import cache_folder  # noqa: PLC0415  # not always wanted

    return Places(log=store.database.place, files=store.files.address, networks=str(cache_folder()))


def _distribution(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _package(found: Distribution) -> Package:
    return Package(name=found.metadata["Name"], version=found.version, licence=_licence(found))


def _licence(found: Distribution) -> str:
    """Return the licence as the package names it: the expression, else a short field, else its classifiers."""
    for field in ("License-Expression", "License"):
        said = str(found.metadata[field] or "").strip() if field in found.metadata else ""
        if said and len(said) <= _LONGEST and "\n" not in said:
            return said
    named = [one for one in found.metadata.get_all("Classifier") or () if one.startswith(_LICENCE)]
    return ", ".join(one.rpartition(" :: ")[2] for one in named)
