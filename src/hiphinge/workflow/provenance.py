"""The provenance of a result: versions, networks and settings; enough to reproduce its numbers."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import Origin

__all__ = ["Provenance", "number_versions", "provenance_of"]

_PACKAGES = ("hiphinge", "numpy", "scipy", "av", "opencv-python-headless", "ai-edge-litert")


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """How a result came about.

    Attributes
    ----------
    versions
        By name: Python and the packages that touch the numbers.
    model
        What the estimator says of itself: networks with sha256, runtime. Empty where poses were read from a file that
        does not say.
    parameters
        The settings that change numbers.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    model: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str | float | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the tables."""
        for name in ("versions", "model", "parameters"):
            object.__setattr__(self, name, FrozenMapping(getattr(self, name)))


def provenance_of(origin: Origin, *, parameters: Mapping[str, Any]) -> Provenance:
    """Return how a result from a recording of that origin came about, on this machine and now."""
    versions = {"python": platform.python_version()} | {name: _version(name) for name in _PACKAGES} | _plug_ins()
    said = origin.details.get("estimator")
    model = {str(k): str(v) for k, v in said.items()} if isinstance(said, Mapping) else {}
    return Provenance(versions={k: v for k, v in versions.items() if v}, model=model, parameters=parameters)


def number_versions() -> dict[str, str]:
    """Return the versions of hiphinge and of the plug-ins that decide what the numbers are, by package."""
    return {"hiphinge": _version("hiphinge"), **_plug_ins()}


def _plug_ins() -> dict[str, str]:
    """Return the packages whose plug-ins touch the numbers, with their versions."""
    from hiphinge.findings import rule_packages  # noqa: PLC0415  # slow to load: needed only with a result
    from hiphinge.measures import measure_packages  # noqa: PLC0415  # likewise
    from hiphinge.sources.formats import format_packages  # noqa: PLC0415  # likewise

    return {**format_packages(), **measure_packages(), **rule_packages()}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
