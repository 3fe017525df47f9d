"""Says how much there is of something."""

from typing import Protocol

__all__ = ["Amounts", "amounts", "counted"]


class Amounts(Protocol):
    """How much there is of a person."""

    @property
    def sets(self) -> int:
        """Sets in the log."""

    @property
    def analyses(self) -> int:
        """Analyses of recordings."""

    @property
    def self_tests(self) -> int:
        """Results of self-tests."""

    @property
    def documents(self) -> int:
        """Calibrations, notes and profiles."""

    @property
    def files(self) -> int:
        """Videos and poses."""


def amounts(of: Amounts) -> str:
    """Return how much there is, in words."""
    counts = (
        counted(of.sets, "set"),
        counted(of.analyses, "analysis", "analyses"),
        counted(of.self_tests, "self-test"),
        counted(of.documents, "saved document"),
        counted(of.files, "file of recordings", "files of recordings"),
    )
    return ", ".join(counts)


def counted(number: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else several or f'{one}s'}"
