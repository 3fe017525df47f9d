"""Whether what was followed is a plate on the bar, and how many metres a pixel is where it is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.cleaning import bar_is_on_back
from hiphinge.motion import FloatArray, SideMotion
from hiphinge.repetitions import Span

__all__ = ["PLATE_MM", "PlateScale", "carrier_of", "in_repetitions", "one_plate", "plate_scale"]

PLATE_MM = 450.0
"""Diameter of the large plates of weightlifting and powerlifting, millimetres (IWF Technical and Competition Rules; IPF
Technical Rules: 45 cm at most). Assumed where none is given."""
FOCAL_SHARE = 1.0
"""Focal length, share of the longer side of the frame: 0.7 to 0.8 in the main cameras of phones, more when zoomed."""
SAME_PLATE = 0.18
"""Logarithm of how much the size of one plate changes in the frame, at most."""
RIM_SHARE = 0.11
"""Thickness of a plate as a share of its diameter: 5 of 45 cm."""
USUAL_TILT = 0.09
"""Tangent of how far a camera that films a lifter mostly looks up or down: 5°."""
EDGE_SHARE = 0.006
"""How far the width may change along the path for other reasons, share of it."""
_MOST_TILT, _MOST_YAW_DEG, _MOST_RIM_ANGLE = 0.55, 35.0, 0.5
SURE_SIGMAS = 2.0
"""How many of its errors a change of the width has to be before it is believed whatever cameras mostly do."""
_LEVEL_WIDTHS = (0.8, 1.25)
_ROBUST_SIGMAS, _LEAST_OFF_PX = 3.0, 0.1
_MIN_FRAMES = 12


@dataclass(frozen=True, kw_only=True)
class PlateScale:
    """How large a plate's face looks along its path, and where the face is in the outline.

    Attributes
    ----------
    place
        Forward and up: the middle of the places that it was measured at, pixels.
    width, slope
        Its width at ``place`` in pixels, seen square, and how that changes with each pixel up.
    level_width
        Its width in the middle row of the frame.
    cos_pitch
        Cosine of how far the camera looks up or down.
    rim, rim_slope
        How much taller than the face the outline is at ``place``, by the plate's rim, and its change per pixel up.
    rim_side
        1 where the camera is above the plate and the rim shows above the face, -1 where it shows below.
    height
        How tall the face looks at ``place``, pixels.
    doubt
        How far its width and its height each are from their mean as rulers, share of it: an estimate of its error.
    """

    place: FloatArray
    width: float
    slope: float
    level_width: float
    cos_pitch: float
    rim: float
    rim_slope: float
    rim_side: float
    height: float
    doubt: float

    def metres(self, places: FloatArray, *, plate_m: float) -> FloatArray:
        """Return the outline's centre ``[time, 2]`` in metres from ``place``, in the plane of the plate's path.

        The plate is the ruler. In a vertical plane before a camera that looks up or down, lengths across change with
        the row in a straight line, and lengths up and down with its square.
        """
        away = places - self.place
        face_up = away[:, 1] - self.rim_side * np.clip(self.rim + self.rim_slope * away[:, 1], 0.0, None) / 2
        width = self.width + self.slope * face_up
        up = plate_m / self.height * self.width / width * face_up
        return np.stack([plate_m / width * away[:, 0], up], axis=1)


def in_repetitions(side: SideMotion, spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Return the frames ``[time]`` of repetitions that count."""
    inside = np.zeros(len(side), dtype=bool)
    for span in spans:
        if span.kind == "repetition":
            inside |= (side.time_s >= span.start_s) & (side.time_s <= span.end_s)
    return inside


def plate_scale(
    plate: FloatArray,
    frames: NDArray[np.bool_],
    *,
    frame_px: tuple[int, int] | None = None,
    yaw_deg: float | None = None,
) -> PlateScale | None:
    """Return how large a plate looks over its path ``[time, 5]``, or None where it was measured in too few frames.

    Parameters
    ----------
    frame_px
        Width and height of the frame, whose middle the camera looks along; None takes the camera to be level.
    yaw_deg
        How far the camera is turned from the side view, which makes the plate narrower; None takes it as square.

    Notes
    -----
    From above or below a plate's rim shows beside its face, and the outline is taller than the face. It is hardly
    wider. How its width changes with the row says how far the camera looks up or down; the focal length, which no file
    says, enters by the cosine of that angle and by the rim. So there are two rulers: the width, which an oblique camera
    narrows, and the height less the rim, as the angle from the horizon lets it show. Their errors have nothing in
    common, and the mean of both is taken.
    """
    good = frames & np.isfinite(plate).all(axis=1)
    if good.sum() < _MIN_FRAMES:
        return None
    middle = np.median(plate[good, :2], axis=0)
    away = plate[good, 1] - middle[1]
    focal = 0.0 if frame_px is None else FOCAL_SHARE * max(frame_px)
    half_angle = float(np.median(plate[good, 2])) / 2 / focal if focal else 0.0
    narrower = _seen_turned(0.0 if yaw_deg is None else yaw_deg, half_angle)
    width, slope = _line(away, plate[good, 2] / narrower)
    slope *= _trust(away, width, slope, longest_px=None if frame_px is None else max(frame_px))
    level, cos_pitch, horizon_up = width, 1.0, 0.0
    if frame_px is not None:
        to_middle = -frame_px[1] / 2 - middle[1]
        level = float(np.clip(width + slope * to_middle, *(width * np.array(_LEVEL_WIDTHS))))
        tilt = (
            float(np.clip(focal * (level - width) / to_middle / level, -_MOST_TILT, _MOST_TILT)) if to_middle else 0.0
        )
        cos_pitch, horizon_up = float(1 / np.hypot(1, tilt)), to_middle + focal * tilt
    taller = plate[good, 3] - cos_pitch * (width + slope * away) ** 2 / level
    rim, rim_slope = _line(away, taller)
    tall, _ = _line(away, plate[good, 3])
    by_width = cos_pitch * width**2 / level
    by_height = tall - width * _rim_seen(horizon_up / focal, half_angle) if focal else by_width
    return PlateScale(
        place=middle,
        width=width,
        slope=slope,
        level_width=level,
        cos_pitch=cos_pitch,
        rim=rim,
        rim_slope=rim_slope,
        rim_side=1.0 if horizon_up > 0 else -1.0,
        height=float(np.sqrt(by_width * by_height)),
        doubt=float(abs(np.log(by_height / by_width))) / 2,
    )


def _trust(away: FloatArray, width: float, slope: float, *, longest_px: int | None) -> float:
    """Return how far the change of the width along a path is believed: not at all on a short one.

    Cameras mostly look up or down by less than `USUAL_TILT`, unless the width changes by clearly more than that; what
    is behind the edge shifts it by `EDGE_SHARE`.
    """
    if longest_px is None:
        return 1.0
    usual = USUAL_TILT * width / (FOCAL_SHARE * longest_px)
    error = EDGE_SHARE * width / max(float(np.ptp(np.percentile(away, (5, 95)))), 1.0)
    likely = max(usual**2, slope**2 - (SURE_SIGMAS * error) ** 2)
    return likely / (likely + error**2)


def _seen_turned(yaw_deg: float, half_angle: float) -> float:
    """Return a plate's width from an oblique camera: its face is narrower, and on one side its rim may show."""
    yaw = np.radians(min(abs(yaw_deg), _MOST_YAW_DEG))
    return float(np.cos(yaw) + _rim_seen(float(np.sin(yaw)), half_angle))


def _rim_seen(angle: float, half_angle: float) -> float:
    """Return how much a plate's rim adds to its outline on one side, share of the face.

    The rim hides behind the face until the camera is beyond the face's edge: the back of a plate is farther away and
    looks smaller. ``angle`` is how far the camera is off the plate's axis, ``half_angle`` how large half the face
    looks, both as tangents.
    """
    return RIM_SHARE * float(np.clip(abs(angle) - half_angle, 0.0, _MOST_RIM_ANGLE))


def _line(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Return the value at 0 and the slope of the line that most points are near."""
    design = np.stack([np.ones(len(x)), x], axis=1)
    kept = np.ones(len(x), dtype=bool)
    line = np.array([np.median(y), 0.0])
    for _ in range(3):
        line = np.linalg.lstsq(design[kept], y[kept], rcond=None)[0]
        off = np.abs(y - design @ line)
        kept = off <= _ROBUST_SIGMAS * 1.4826 * max(float(np.median(off)), _LEAST_OFF_PX)
    return float(line[0]), float(line[1])


def one_plate(plate: FloatArray, frames: NDArray[np.bool_]) -> FloatArray:
    """Return what was followed ``[time, 5]`` without what is of another size than in most frames of repetitions."""
    widths = plate[frames & np.isfinite(plate[:, 2]), 2]
    if not len(widths):
        return plate
    with np.errstate(invalid="ignore"):
        same = np.abs(np.log(plate[:, 2] / np.median(widths))) < SAME_PLATE
    return np.where(same[:, None], plate, np.nan)


def carrier_of(side: SideMotion, plate: FloatArray, frames: NDArray[np.bool_]) -> str | None:
    """Return the joint that carries what was followed, ``wrist`` or ``shoulder``, or None where it moves by itself.

    A plate on the bar goes up and down as hands or shoulders do; a plate on a rack, or a clock, does not move at all.
    With the bar on the back, the hands are near the plate, too: what carries it follows from the shoulder alone.
    """
    bodies = [_both(side, joint) for joint in ("wrist", "shoulder")]
    known = [(body, _known(plate, body, frames)) for body in bodies]
    if not any(_moves_with(plate[good, 1], body[good, 1], side.leg_length) for body, good in known):
        return None
    return "shoulder" if bar_is_on_back(side) else "wrist"


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
