"""The provenance that documents record: versions, networks, settings; the use case supplies it."""

from collections.abc import Mapping
from typing import Protocol

__all__ = ["ProvenanceRecord"]


class ProvenanceRecord(Protocol):
    """Versions, networks and settings; enough to get the same numbers again."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Versions of programs by name."""

    @property
    def model(self) -> Mapping[str, str]:
        """What the estimator says of itself: networks with their digests."""

    @property
    def parameters(self) -> Mapping[str, str | float | None]:
        """The settings that change numbers."""
