"""One side of a comparison: repetitions of one or more recordings, their values, curves and figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.catalogue import load
from hiphinge.documents import AnalysisDocument
from hiphinge.documents.analysis import MeasurementDocument, RepetitionDocument
from hiphinge.errors import HiphingeError
from hiphinge.motion import SIDE_JOINTS, FloatArray
from hiphinge.progress import Side
from hiphinge.progress.side_by_side import ASCENT, BOTTOM, DESCENT, in_step, median_curve
from hiphinge.workflow.analyzing import analyze

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis

__all__ = ["GRID", "ComparedSide", "Part", "repetition_phases"]

_POSES = "pose.parquet"
GRID = np.linspace(0.0, DESCENT + BOTTOM + ASCENT, 111)
"""Places in the common time of two repetitions."""


@dataclass(frozen=True, eq=False)
class Part:
    """Repetitions of one recording; ``poses`` are None where they were not kept.

    ``shown`` is what they show where that is known already.
    """

    document: AnalysisDocument
    repetitions: tuple[RepetitionDocument, ...]
    poses: bytes | None
    shown: "Analysis | None" = None

    @cached_property
    def again(self) -> "Analysis | None":
        """What its poses show, measured again for curves and figures; None without poses."""
        if self.shown is not None or self.poses is None:
            return self.shown
        asked = self.document.provenance.parameters
        with TemporaryDirectory(prefix="hiphinge-") as folder:
            file = Path(folder) / _POSES
            file.write_bytes(self.poses)
            try:
                found = analyze(
                    file,
                    exercise=self.document.exercise.id,
                    start_s=_seconds(asked.get("start_s")),
                    end_s=_seconds(asked.get("end_s")),
                )
            except HiphingeError:
                return None
        return found.analysis

    @property
    def stood(self) -> Mapping[str, float]:
        """The angles in which the person stood, of quantities whose change from standing is known better."""
        accuracy = load().accuracy
        angles = self.document.standing.angles
        return {id_: a for id_, a in angles.items() if id_ in accuracy and accuracy[id_].from_standing is not None}

    @property
    def stands_elsewhere(self) -> bool:
        """Whether angles count from a standing in another recording, which the poses do not show."""
        return self.document.provenance.parameters.get("own_standing") is not None


def _seconds(asked: object) -> float | None:
    return float(asked) if isinstance(asked, int | float) else None


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedSide:
    """One side: a repetition, a set, a recording, or a day of them; ``day`` is None where it is not known.

    ``is_drawn`` is a demonstration, which has no error of its own; ``whose`` is who it shows, where that matters.
    """

    name: str
    parts: tuple[Part, ...]
    day: str | None = None
    is_drawn: bool = False
    whose: str = ""

    @property
    def exercises(self) -> frozenset[str]:
        """The exercises of its parts."""
        return frozenset(part.document.exercise.id for part in self.parts)

    def side(self, *, from_standing: bool = False) -> Side:
        """Return what is compared of it; ``from_standing`` as a change from own standing where that is known better."""
        values: dict[str, list[float]] = {}
        half_widths: dict[str, list[float]] = {}
        for part, repetition in ((one, r) for one in self.parts for r in one.repetitions):
            stood = part.stood if from_standing else {}
            for id_, measured in repetition.measurements.items():
                if isinstance(measured, MeasurementDocument):
                    values.setdefault(id_, []).append(measured.value - stood.get(id_, 0.0))
                    if measured.low is not None and measured.high is not None:
                        half_widths.setdefault(id_, []).append((measured.high - measured.low) / 2.0)
        recordings = frozenset(part.document.source.sha256 or part.document.source.path for part in self.parts)
        days = frozenset(() if self.day is None else (self.day,))
        return Side(
            values=values,
            half_widths=half_widths,
            recordings=recordings,
            days=days,
            is_drawn=self.is_drawn,
            whose=self.whose,
        )

    def curve(self, quantity: str) -> FloatArray:
        """Return the median of its repetitions over the common time ``[place]``, NaN where not measured."""
        return median_curve([*self._curves(quantity)] or [np.full(len(GRID), np.nan)])

    def _curves(self, quantity: str) -> "list[FloatArray]":
        found = []
        for part in self.parts:
            series = None if part.again is None else part.again.series
            if series is None or quantity not in series.values or part.stands_elsewhere:
                continue
            values = series.values[quantity]
            phases = [known for repetition in part.repetitions if (known := repetition_phases(repetition)) is not None]
            found += [in_step(series.time_s, values, phases=one, grid=GRID) for one in phases]
        return found

    def figures(self) -> FloatArray | None:
        """Return the joints of its middle repetition over the common time ``[place, joint, 2]``; None without poses.

        In leg lengths from the ankle, forward and up.
        """
        for part in self.parts:
            moving = [r for r in part.repetitions if repetition_phases(r) is not None]
            side = None if part.again is None else part.again.side
            if side is None or not moving:
                continue
            phases = repetition_phases(moving[len(moving) // 2])
            assert phases is not None  # noqa: S101  # just checked
            ankle = np.nanmedian(side.near[:, SIDE_JOINTS.index("ankle")], axis=0)
            joints = (side.near - ankle) / side.leg_length
            flat = joints.reshape(len(joints), -1)
            paths = [in_step(side.time_s, flat[:, n], phases=phases, grid=GRID) for n in range(flat.shape[1])]
            return np.array(paths).T.reshape(len(GRID), -1, 2)
        return None


def repetition_phases(repetition: RepetitionDocument) -> Mapping[str, tuple[float, float]] | None:
    """Return start and end of descent, bottom and ascent, seconds; None where descent or ascent was not measured."""
    found: dict[str, tuple[float, float]] = {phase.name: (phase.start_s, phase.end_s) for phase in repetition.phases}
    return found if {"descent", "ascent"} <= set(found) else None
