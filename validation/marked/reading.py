"""The chosen frames, the points marked in them and the package's measurements of them, from two tables."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.spine.marking import MARKED_ANGLES, POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hiphinge.motion import FloatArray

__all__ = ["ENDS", "OF_PLACES", "REPEATS", "Frame", "directions_deg", "number", "read_frames", "rows_of"]

REPEATS = 2
"""How often every frame was marked."""
ENDS = ("", "_low", "_high")
"""What the package measured of an angle: its value and the ends of its 90 % interval."""
OF_PLACES = np.array([[1.0, 0.0, 0.0], [-1.0, 1.0, 0.0], [0.0, -1.0, 1.0], [-1.0, 0.0, 1.0]])
"""`MARKED_ANGLES` as sums of the directions at the three places, from the lowest up."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """One frame.

    Attributes
    ----------
    lifter, clip
        Numbers and letters in place of names.
    chosen
        By which rule: ``upright``, ``deepest`` or ``even`` in time.
    unmarked
        Why nothing, or not every place, could be marked; empty where all was.
    points_px
        ``[repeat, point, 2]`` in pixels of the video (x right, y down); NaN where not marked.
    forward
        +1 where the person faces the right of the frame, -1 the left.
    measured_deg
        ``[angle, end]`` in the order of `MARKED_ANGLES` and `ENDS`, change from standing; NaN where not measured.
    """

    number: int
    lifter: int
    clip: str
    chosen: str
    time_s: float
    unmarked: str
    points_px: FloatArray
    forward: int
    measured_deg: FloatArray

    @property
    def repeats_deg(self) -> FloatArray:
        """How far the contour leans forward from vertical ``[repeat, place]``, degrees."""
        return np.stack([directions_deg(points, self.forward) for points in self.points_px])

    @property
    def places_marked(self) -> tuple[bool, ...]:
        """Whether each place was marked, from the lowest up."""
        return tuple(bool(np.isfinite(of_place).all()) for of_place in self.repeats_deg.T)


def directions_deg(points_px: FloatArray, forward: int) -> FloatArray:
    """Return how far each pair leans forward from vertical ``[place]``, degrees."""
    way = points_px[1::2] - points_px[::2]
    return np.asarray(np.degrees(np.arctan2(forward * way[:, 0], -way[:, 1])))


def read_frames(folder: Path) -> list[Frame]:
    """Return the frames of ``frames.csv`` with the points of ``marks.csv`` beside it."""
    marks: dict[int, FloatArray] = {}
    for row in rows_of(folder / "marks.csv"):
        of_frame = marks.setdefault(int(row["frame"]), np.full((REPEATS, POINTS, 2), np.nan))
        of_frame[int(row["repeat"]) - 1] = [
            [number(row[f"{axis}{point}_px"]) for axis in "xy"] for point in range(1, POINTS + 1)
        ]
    nothing = np.full((REPEATS, POINTS, 2), np.nan)
    return [_frame(row, marks.get(int(row["frame"]), nothing)) for row in rows_of(folder / "frames.csv")]


def _frame(row: Mapping[str, str], points_px: FloatArray) -> Frame:
    return Frame(
        number=int(row["frame"]),
        lifter=int(row["lifter"]),
        clip=row["clip"],
        chosen=row["chosen"],
        time_s=float(row["time_s"]),
        unmarked=row["unmarked"],
        points_px=points_px,
        forward=1 if row["facing"] == "right" else -1,
        measured_deg=np.array([[number(row[id_ + end]) for end in ENDS] for id_ in MARKED_ANGLES]),
    )


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table by the names in its first line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float:
    """Return a cell as a number; NaN where it is empty."""
    return float(text) if text else float("nan")
