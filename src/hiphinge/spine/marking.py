"""Angles of the back from points that a person marks on its contour, with the raters' repeatability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy.special import stdtrit

from hiphinge.errors import InputFormatError, NotMeasurableError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, FrozenArrays, frozen

__all__ = ["LEVELS", "MARKED_ANGLES", "POINTS", "MarkedAngle", "MarkedBack", "Marking", "marked_back"]

LEVELS = ("S2", "T12/L1", "C7")
"""Levels at which the direction of the back is taken, from below; two points are marked at each."""
POINTS = 2 * len(LEVELS)
"""Points in one frame, counted from 1 at the lowest."""
MARKED_ANGLES = ("pelvis_tilt_deg", "lumbar_flexion_deg", "thoracic_flexion_deg", "thoracolumbar_flexion_deg")
"""Angles that the points give."""
_ANGLES_OF_LEVELS = np.array([[1.0, 0.0, 0.0], [-1.0, 1.0, 0.0], [0.0, -1.0, 1.0], [-1.0, 0.0, 1.0]])
"""Coefficients ``[angle, level]``: each angle as a sum of the changes of direction at `LEVELS`."""
MIN_LEAN = 0.1
"""The line from S2 to C7 has to lean forward by this share of its length for the frame to show a bottom."""
CLOSEST = 0.02
"""Two points of a pair nearer than this share of the marked back give no direction."""
_TWO_SIDED_90 = 0.95


@dataclass(frozen=True, kw_only=True, eq=False)
class Marking(FrozenArrays):
    """Six points along the dorsal contour in two frames, marked by one rater in one trial.

    ``standing`` and ``bottom`` are ``[point, 2]`` in pixels of the upright frame (x right, y down), from S2 up to C7.
    ``repeat`` counts the trials of one rater from 1.

    Raises
    ------
    InputFormatError
        If a point is missing, two of a pair lie on one another, or the points do not run from below.
    """

    rater: str
    repeat: int
    standing: FloatArray
    bottom: FloatArray

    def __post_init__(self) -> None:
        """Freeze the points and check that they can be a back."""
        for name in ("standing", "bottom"):
            object.__setattr__(self, name, frozen(getattr(self, name)))
            self._check(name, getattr(self, name))

    def _check(self, frame: str, points: FloatArray) -> None:
        trial = f"{_named(self.rater)} in trial {self.repeat}, frame {frame!r}"
        if points.shape != (POINTS, 2) or not np.isfinite(points).all():
            message = f"{trial}: {POINTS} points of two numbers were expected, but came {points.shape}. Mark it again."
            raise InputFormatError(message)
        length = float(np.linalg.norm(points[-1] - points[0]))
        apart = np.linalg.norm(points[1::2] - points[::2], axis=1)
        if length <= 0 or (apart < CLOSEST * length).any():
            pair = int(np.argmin(apart))
            message = (
                f"{trial}: points {2 * pair + 1} and {2 * pair + 2} ({LEVELS[pair]}) are only {apart[pair]:.1f} px "
                "apart, too near to show a direction. Put them about a hand's breadth apart."
            )
            raise InputFormatError(message)
        if frame == "standing" and points[-1, 1] >= points[0, 1]:
            message = (
                f"{trial}: point 1 should be the lowest (below S2) and {POINTS} the highest (above C7). "
                "Put them the other way round."
            )
            raise InputFormatError(message)


@dataclass(frozen=True, kw_only=True)
class MarkedAngle:
    """One angle as change from standing to the bottom, degrees, flexion positive.

    Attributes
    ----------
    value_deg
        Mean of the trials of each rater, then of the raters.
    each_deg
        What each trial gave, in order.
    half_width_deg
        90 %: how far the value may be from the mean of infinitely many trials of the same raters; None where nobody
        repeated.
    repeatability_deg
        90 %: how far two single trials of one rater may differ; None where nobody repeated.
    """

    value_deg: float
    each_deg: tuple[float, ...]
    half_width_deg: float | None
    repeatability_deg: float | None


@dataclass(frozen=True, kw_only=True)
class MarkedBack:
    """The angles of a back from marked points.

    ``facing`` is the direction in which the person looks in the frame; ``direction_sd_deg`` how much one
    direction (one pair in one frame) varies when a rater marks it again, from ``degrees_of_freedom`` differences;
    ``raters`` and ``repeats`` name the trials in the order of `MarkedAngle.each_deg`.
    """

    angles: Mapping[str, MarkedAngle]
    facing: str
    raters: tuple[str, ...]
    repeats: tuple[int, ...]
    direction_sd_deg: float | None
    degrees_of_freedom: int


def marked_back(markings: Sequence[Marking]) -> MarkedBack:
    """Return the angles from points marked on the dorsal contour, and the raters' repeatability.

    Raises
    ------
    InputFormatError
        If there is no marking.
    NotMeasurableError
        If the back does not come forward from the one frame to the other.

    Notes
    -----
    The direction at S2, T12/L1 and C7 is that of the line through the two points there: a chord that stands for the
    tangent. Repeatability as in Bland and Altman (1999, Stat Methods Med Res 8:135, section 4), with 90 % in place of
    95 % and Student's t in place of the normal value, as few trials give an uncertain spread. It departs from them in
    that the six directions of a trial (three places, two frames) are taken to be equally repeatable and free of one
    another, so that already two trials give six differences; an angle of two directions in two frames then has four
    times their variance. An error that a rater makes in each trial, as a wrong level, is not in it.
    """
    if not markings:
        message = f"No points were given. Mark {POINTS} points in each of the two frames."
        raise InputFormatError(message)
    trials = sorted(markings, key=lambda trial: (trial.rater, trial.repeat))
    forward = _forward(trials)
    directions = np.stack(
        [[_directions_deg(frame, forward) for frame in (trial.standing, trial.bottom)] for trial in trials]
    )
    directions = directions[:1] + _turn(directions - directions[:1])
    each = _turn(directions[:, 1] - directions[:, 0]) @ _ANGLES_OF_LEVELS.T
    members = [list(group) for _, group in groupby(range(len(trials)), key=lambda index: trials[index].rater)]
    sd, freedom = _spread(directions, members)
    values = np.mean([each[rows].mean(axis=0) for rows in members], axis=0)
    share = float(np.sqrt(sum(1.0 / len(rows) for rows in members)) / len(members))
    return MarkedBack(
        angles=FrozenMapping(
            {
                id_: _angle(float(values[index]), each[:, index], sd=sd, freedom=freedom, share=share, index=index)
                for index, id_ in enumerate(MARKED_ANGLES)
            }
        ),
        facing="right" if forward > 0 else "left",
        raters=tuple(trial.rater for trial in trials),
        repeats=tuple(trial.repeat for trial in trials),
        direction_sd_deg=sd,
        degrees_of_freedom=freedom,
    )


def _angle(value: float, each: FloatArray, *, sd: float | None, freedom: int, share: float, index: int) -> MarkedAngle:
    """Return one angle; ``share`` is the error of the mean over that of a single trial."""
    single_values = tuple(float(v) for v in each)
    if sd is None:
        return MarkedAngle(value_deg=value, each_deg=single_values, half_width_deg=None, repeatability_deg=None)
    single = float(stdtrit(freedom, _TWO_SIDED_90)) * sd * float(np.sqrt(2 * np.abs(_ANGLES_OF_LEVELS[index]).sum()))
    return MarkedAngle(
        value_deg=value,
        each_deg=single_values,
        half_width_deg=single * share,
        repeatability_deg=single * float(np.sqrt(2)),
    )


def _forward(trials: Sequence[Marking]) -> int:
    """Return +1 where the person bends to the right of the frame, -1 to the left."""

    def ahead(points: FloatArray) -> float:
        way = points[-2:].mean(axis=0) - points[:2].mean(axis=0)
        return float(way[0] / np.linalg.norm(way))

    moved = float(np.median([ahead(trial.bottom) - ahead(trial.standing) for trial in trials]))
    if abs(moved) < MIN_LEAN:
        message = (
            "At the bottom the line from S2 to C7 should lean further forward than in standing, but it hardly differs. "
            "Choose two other frames, or mark them again."
        )
        raise NotMeasurableError(message)
    return 1 if moved > 0 else -1


def _directions_deg(points: FloatArray, forward: int) -> FloatArray:
    """Return how far each pair leans forward from vertical ``[place]``, degrees."""
    way = points[1::2] - points[::2]
    return np.asarray(np.degrees(np.arctan2(forward * way[:, 0], -way[:, 1])))


def _turn(angle_deg: FloatArray) -> FloatArray:
    """Return an angle wrapped to -180 to 180 degrees."""
    return np.asarray((angle_deg + 180.0) % 360.0 - 180.0)


def _spread(directions: FloatArray, members: Sequence[Sequence[int]]) -> tuple[float | None, int]:
    """Return the standard deviation of a direction within raters, and from how many differences it is known."""
    left = [directions[rows] - directions[rows].mean(axis=0) for rows in members]
    freedom = sum((len(rows) - 1) * directions[0].size for rows in members)
    if freedom == 0:
        return None, 0
    return float(np.sqrt(sum(float((part**2).sum()) for part in left) / freedom)), freedom


def _named(rater: str) -> str:
    return f"Rater {rater}" if rater else "The rater"
