"""The noise of a measure from day to day before the person's own repeats are known."""

import math
from dataclasses import dataclass
from typing import Literal

from hiphinge.catalogue import load
from hiphinge.signals import ERRORS_IN_90, ERRORS_IN_95

__all__ = ["DETECTABLE_SEMS", "PublishedNoise", "published_noise"]

DETECTABLE_SEMS = ERRORS_IN_95 * math.sqrt(2.0)
"""MDC95 = 1.96 sqrt(2) SEM."""


@dataclass(frozen=True, kw_only=True)
class PublishedNoise:
    """A standard error of measurement that is not the person's own.

    Attributes
    ----------
    sem
        In the quantity's unit.
    source
        ``study``: measured by others; ``choice``: the program's own goal; ``accuracy``: the error of hiphinge from one
        recording to another.
    says
        Where it is from, in a sentence.
    """

    sem: float
    source: Literal["study", "choice", "accuracy"]
    says: str

    @property
    def detectable(self) -> float:
        """The smallest difference between two days that is not noise, 95 %."""
        return DETECTABLE_SEMS * self.sem


def published_noise(quantity: str) -> PublishedNoise | None:
    """Return the published noise of a quantity, from the catalogue; None where its accuracy is not known."""
    accuracy = load().accuracy.get(quantity)
    if accuracy is None:
        return None
    between = accuracy.between_days
    if between is None:
        says = "It is hiphinge's own error from one recording to the next; no study of how days differ was found."
        return PublishedNoise(sem=accuracy.absolute / ERRORS_IN_90, source="accuracy", says=says)
    source: Literal["study", "choice"] = "study" if between.citations else "choice"
    return PublishedNoise(sem=between.detectable / DETECTABLE_SEMS, source=source, says=between.note)
