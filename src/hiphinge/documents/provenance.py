"""What a document needs to know of how an analysis came about; the use case fills it."""

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
