"""Whether what was followed is a plate on the bar, and how many metres a pixel is where it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.motion import FloatArray, SideMotion
from hiphinge.repetitions import Span

__all__ = ["PLATE_MM", "PlateScale", "carrier_of", "in_repetitions", "plate_scale"]

PLATE_MM = 450.0
"""Diameter of the large plates of weightlifting and powerlifting, millimetres (IWF Technical and Competition Rules; IPF
Technical Rules: 45 cm at most). Assumed where none is given."""
_ROBUST_SIGMAS = 3.0
_MIN_FRAMES = 12


@dataclass(frozen=True, kw_only=True)
class PlateScale:
    """A plate's height and width in pixels as a plane over its place in the frame.

    Attributes
    ----------
    place
        Forward and up: the middle of the places that it was measured at, pixels.
    height, width
        At ``place``, pixels.
    slope
        How the height changes with each pixel up.
    """

    place: FloatArray
    height: float
    width: float
    slope: float

    def metres(self, places: FloatArray, *, plate_m: float) -> FloatArray:
        """Return places ``[time, 2]`` in metres from ``place``, in the plane that the plate moves in.

        The plate is the ruler: where it looks larger, a pixel is less. A plate turned from the camera is narrower, and
        so is its way forward.
        """
        away = places - self.place
        bend = self.slope * away[:, 1] / self.height
        with np.errstate(invalid="ignore"):
            stretched = np.where(np.abs(bend) > 1e-6, np.log1p(bend) / np.where(bend == 0, 1, bend), 1.0)  # noqa: PLR2004
        up = plate_m / self.height * away[:, 1] * stretched
        return np.stack([plate_m / self.width * away[:, 0] / (1 + bend), up], axis=1)


def in_repetitions(side: SideMotion, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` of repetitions that count."""
    inside = np.zeros(len(side), dtype=bool)
    for span in spans:
        if span.kind == "repetition":
            inside |= (side.time_s >= span.start_s) & (side.time_s <= span.end_s)
    return inside


def plate_scale(plate: FloatArray, frames: NDArray[np.bool_]) -> PlateScale | None:
    """Return how large a plate looks over its path ``[time, 5]``, or None where it was measured in too few frames."""
    good = frames & np.isfinite(plate).all(axis=1)
    if good.sum() < _MIN_FRAMES:
        return None
    places, width, height = plate[good, :2], plate[good, 2], plate[good, 3]
    middle = np.median(places, axis=0)
    design = np.stack([np.ones(len(places)), places[:, 1] - middle[1]], axis=1)
    kept = np.ones(len(places), dtype=bool)
    plane = np.array([np.median(height), 0.0])
    for _ in range(3):
        plane = np.linalg.lstsq(design[kept], height[kept], rcond=None)[0]
        off = np.abs(height - design @ plane)
        kept = off <= _ROBUST_SIGMAS * 1.4826 * max(float(np.median(off)), 1e-3 * float(plane[0]))
    return PlateScale(place=middle, height=float(plane[0]), width=float(np.median(width)), slope=float(plane[1]))


def carrier_of(side: SideMotion, plate: FloatArray, frames: NDArray[np.bool_]) -> str | None:
    """Return the joint that carries what was followed, ``wrist`` or ``shoulder``, or None where it moves by itself.

    A plate on the bar keeps its distance from the hands, or from the shoulders with the bar on the back; a plate on a
    rack, or a clock, does not move at all.
    """
    joints = [(joint, _both(side, joint)) for joint in ("wrist", "shoulder")]
    known = [(joint, body, _known(plate, body, frames)) for joint, body in joints]
    away = [
        (float(np.median(np.linalg.norm(plate[good, :2] - body[good], axis=1))), joint)
        for joint, body, good in known
        if good.sum() >= _MIN_FRAMES
    ]
    if not away:
        return None
    nearest = min(away)[1]
    return (
        nearest if any(_moves_with(plate[good, 1], body[good, 1], side.leg_length) for _, body, good in known) else None
    )


def _known(plate: FloatArray, body: FloatArray, frames: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(frames & np.isfinite(plate[:, 1]) & np.isfinite(body).all(axis=1))


def _moves_with(up: FloatArray, body_up: FloatArray, leg_length: float) -> bool:
    """Tell whether a plate goes up and down, and keeps its distance from a joint as it does."""
    least, most = (load().thresholds[id_].value for id_ in ("plate_moves_least", "plate_strays_most"))
    if len(up) < _MIN_FRAMES:
        return False
    way = float(np.ptp(np.percentile(up, (2, 98))))
    if way < least * leg_length:
        return False
    design = np.stack([np.ones(len(up)), body_up], axis=1)
    line = np.linalg.lstsq(design, up, rcond=None)[0]
    return bool(line[1] > 0 and np.std(up - design @ line) < most * way)


def _both(side: SideMotion, joint: str) -> FloatArray:
    """Return the middle of both sides ``[time, 2]``, or the near side alone where the far one is hidden."""
    near, far = side.joint(joint), side.joint(joint, side="far")
    return np.where(np.isfinite(far), (near + far) / 2, near)
