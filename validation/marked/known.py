"""The same rater's marks on rendered people, for whom all angles and places of the back are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.spine.marking import MARKED_ANGLES, POINTS
from validation.marked.reading import OF_PLACES, directions_deg, number, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hiphinge.motion import FloatArray

__all__ = ["Known", "read_known"]

FRAMES = ("standing", "bottom")


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """A rendered person, standing and at the bottom, marked once.

    Attributes
    ----------
    points_px
        ``[frame, point, 2]`` in the order of `FRAMES`; NaN where not marked.
    places_px
        ``[frame, place, 2]``, where S2, T12/L1 and C7 are on the skin.
    true_deg, measured_deg
        The four angles at the bottom less standing, of the ground truth and of the package (NaN where not measured).
    """

    video: str
    forward: int
    points_px: FloatArray
    places_px: FloatArray
    true_deg: FloatArray
    measured_deg: FloatArray

    @property
    def marked_deg(self) -> FloatArray:
        """The four angles of the marks, degrees; NaN where a place was not marked."""
        standing, bottom = (directions_deg(points, self.forward) for points in self.points_px)
        return np.asarray(np.where(OF_PLACES != 0, OF_PLACES * (bottom - standing), 0.0).sum(axis=1))

    @property
    def too_high(self) -> FloatArray:
        """How far above its place each pair is ``[frame, place]``, as shares of the line from S2 to C7."""
        line = self.places_px[:, 2] - self.places_px[:, 0]
        middles = (self.points_px[:, ::2] + self.points_px[:, 1::2]) / 2
        along = ((middles - self.places_px) * line[:, None]).sum(axis=2)
        return np.asarray(along / (line**2).sum(axis=1)[:, None])


def read_known(path: Path) -> list[Known]:
    """Return the people of a table with two rows, standing and bottom, for each video."""
    videos: dict[str, dict[str, Mapping[str, str]]] = {}
    for row in rows_of(path):
        videos.setdefault(row["video"], {})[row["frame"]] = row
    return [_known(video, [rows[frame] for frame in FRAMES]) for video, rows in videos.items()]


def _known(video: str, rows: list[Mapping[str, str]]) -> Known:
    def change(prefix: str) -> FloatArray:
        standing, bottom = (np.array([number(row[prefix + id_]) for id_ in MARKED_ANGLES]) for row in rows)
        return np.asarray(bottom - standing)

    def places(names: list[str]) -> FloatArray:
        return np.array([[[number(row[name.format(axis=axis)]) for axis in "xy"] for name in names] for row in rows])

    return Known(
        video=video,
        forward=1 if rows[0]["facing"] == "right" else -1,
        points_px=places([f"{{axis}}{point}_px" for point in range(1, POINTS + 1)]),
        places_px=places([f"{place}_{{axis}}_px" for place in ("s2", "t12", "c7")]),
        true_deg=change("true_"),
        measured_deg=change("measured_"),
    )
