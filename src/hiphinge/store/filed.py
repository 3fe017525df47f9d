"""What is filed of a recording, and what is read of it again without opening its document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

__all__ = ["FiledAnalysis", "MeasuredSet", "NewAnalysis", "SetInTime"]


@dataclass(frozen=True, kw_only=True)
class MeasuredSet:
    """One quantity of one set over its repetitions.

    Attributes
    ----------
    median, spread
        Over the repetitions, in the quantity's unit; ``spread`` is the standard deviation, None for one repetition.
    half_width
        Half the 90 % interval of one repetition as it was reported; None where there is none.
    """

    set: int
    quantity: str
    repetitions: int
    median: float
    spread: float | None = None
    half_width: float | None = None


@dataclass(frozen=True, kw_only=True)
class NewAnalysis:
    """A recording with its analysis, to be filed.

    Attributes
    ----------
    sha256
        Of the recording: the same recording of one person is filed once, each of its analyses beside the others.
    document
        The whole ``analysis.json``.
    video, poses
        Files to be kept; None keeps none.
    shows
        The logged sets that it shows: their ids, each with the number of its set in the recording.
    """

    sha256: str
    name: str
    hiphinge_version: str
    schema: str
    exercise: str
    repetitions: int
    document: bytes
    measured: Sequence[MeasuredSet] = ()
    recorded_at: datetime | None = None
    zone: str | None = None
    duration_s: float | None = None
    video: Path | None = None
    poses: Path | None = None
    shows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FiledAnalysis:
    """What the store says of one analysis without opening its document."""

    id: str
    recording: str
    name: str
    sha256: str
    recorded_at: datetime | None
    analysed_at: datetime
    hiphinge_version: str
    exercise: str
    repetitions: int


@dataclass(frozen=True, kw_only=True)
class SetInTime:
    """A measured set in time: what a trend is drawn from.

    Attributes
    ----------
    medians
        Over the repetitions, by quantity (`MeasuredSet`).
    repetitions
        How many each of them rests on.
    """

    analysis: str
    set: int
    at: datetime
    exercise: str
    medians: Mapping[str, float]
    repetitions: Mapping[str, int]
