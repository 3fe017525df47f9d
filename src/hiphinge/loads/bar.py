"""The bar's path in metres: up from its lowest place, and forward of the middle of the foot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.anthropometry import ASSUMED_STATURE_M, metres_per_unit
from hiphinge.catalogue import load
from hiphinge.cleaning import planted_position
from hiphinge.loads.plate import PLATE_MM, carrier_of, in_repetitions, one_plate, plate_scale
from hiphinge.motion import FloatArray, FrozenArrays, SideMotion, frozen
from hiphinge.repetitions import Span
from hiphinge.signals import fill_gaps, lowpass

__all__ = ["BarPath", "bar_path"]

CUTOFF_HZ = 6.0
"""As for the joints: a bar in a deadlift or a good morning has no faster part that a camera can follow."""
MAX_GAP_S = 0.2
MIDDLE_OF_FOOT = 0.5


@dataclass(frozen=True, kw_only=True, eq=False)
class BarPath(FrozenArrays):
    """Where the bar is, by the plate nearer to the camera.

    Attributes
    ----------
    up_m, ahead_m
        Metres ``[time]``: above its lowest place in the repetitions, and forward of the middle of the foot; NaN where
        the plate was not followed. ``ahead_m`` is NaN throughout where the feet are hidden.
    carried_by
        ``wrist``: hanging in the hands; ``shoulder``: on the back.
    plate_mm, plate_given
        The plate's diameter that gives the scale, millimetres, and whether it was given or assumed.
    metres_per_px
        At the plate, in the middle of its path.
    body_metres_per_px
        At the body, from stature; None where none was given.
    followed
        Share of the frames of repetitions in which the plate was followed.
    scale_doubt
        By how much of itself the scale may be off because the plate's width and its height do not agree (`PlateScale`).
    """

    up_m: FloatArray
    ahead_m: FloatArray
    carried_by: str
    plate_mm: float
    plate_given: bool
    metres_per_px: float
    body_metres_per_px: float | None
    followed: float
    scale_doubt: float = 0.0

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for name in ("up_m", "ahead_m"):
            object.__setattr__(self, name, frozen(getattr(self, name)))

    @property
    def nearer(self) -> float | None:
        """How much larger a metre looks at the plate than at the body; about 1.1 to 1.4, as it is nearer."""
        return None if self.body_metres_per_px is None else self.body_metres_per_px / self.metres_per_px


def bar_path(
    side: SideMotion,
    spans: Sequence[Span],
    *,
    plate_mm: float | None = None,
    stature_m: float | None = None,
    frame_px: tuple[int, int] | None = None,
) -> BarPath | str:
    """Return the bar's path, or the catalogue's id of the reason why it is not measurable.

    Parameters
    ----------
    plate_mm
        Diameter of the plate that is followed, millimetres; None assumes `PLATE_MM`.
    stature_m
        The person's stature: the second scale, which the plate's is held against.
    frame_px
        Width and height of the upright frame in pixels, where they are known.

    Notes
    -----
    Upward is the frame's: of a camera that is tilted by 1°, the path leans by 1 cm in 60 cm. The plate is nearer to the
    camera than the body, and moves as the bar does where the bar stays level; where it is over the foot follows from
    the hands or shoulders that carry it.
    """
    if side.plate is None:
        return "plate_not_sought"
    frames = in_repetitions(side, spans)
    plate = one_plate(side.plate, frames)
    followed = float(np.isfinite(plate[frames, 0]).mean()) if frames.any() else 0.0
    scale = plate_scale(plate, frames, frame_px=frame_px, yaw_deg=side.view.yaw_deg)
    if scale is None or followed < load().thresholds["plate_followed_share"].value:
        return "plate_not_found"
    carrier = carrier_of(side, plate, frames)
    if carrier is None:
        return "plate_not_found"
    plate_m = (plate_mm or PLATE_MM) / 1000.0
    body = None if stature_m is None else metres_per_unit(side.leg_length, stature_m=stature_m)
    at_body = metres_per_unit(side.leg_length, stature_m=stature_m or ASSUMED_STATURE_M)
    if plate_mm is None and not _fits(at_body / (plate_m / scale.height), known=stature_m is not None):
        return "plate_size_unknown"
    places = _smooth(scale.metres(plate[:, :2], plate_m=plate_m), side.time_s)
    return BarPath(
        up_m=places[:, 1] - float(np.nanmin(places[frames, 1])),
        ahead_m=_over_foot(side, places[:, 0], carrier, frames, metres_per_px=at_body),
        carried_by=carrier,
        plate_mm=plate_m * 1000.0,
        plate_given=plate_mm is not None,
        metres_per_px=plate_m / scale.height,
        body_metres_per_px=body,
        followed=followed,
        scale_doubt=scale.doubt,
    )


def _fits(nearer: float, *, known: bool) -> bool:
    """Tell whether a plate of the assumed size looks as much larger than life as one nearer to the camera does."""
    low, high = (load().thresholds[id_].value for id_ in ("plate_nearer_least", "plate_nearer_most"))
    slack = 1.0 if known else load().thresholds["stature_assumed_slack"].value
    return low / slack <= nearer <= high * slack


def _smooth(places: FloatArray, time_s: FloatArray) -> FloatArray:
    return lowpass(fill_gaps(places, time_s, max_gap_s=MAX_GAP_S), time_s, cutoff_hz=CUTOFF_HZ)


def _over_foot(
    side: SideMotion, ahead_m: FloatArray, carrier: str, frames: NDArray[np.bool_], *, metres_per_px: float
) -> FloatArray:
    """Return the path forward of the middle of the foot ``[time]``: its shape from the plate, its place from the body.

    The plate is up to 70 cm nearer to the camera than the foot, so that it looks shifted from an oblique camera; hands
    and feet are equally far.
    """
    heel, toe = (_middle(side, name, planted=True) for name in ("heel", "toe"))
    foot = heel + MIDDLE_OF_FOOT * (toe - heel)
    body_m = (_middle(side, carrier) - foot) * metres_per_px
    good = frames & np.isfinite(body_m) & np.isfinite(ahead_m)
    if not good.any():
        return np.full(len(side), np.nan)
    return ahead_m + float(np.median(body_m[good] - ahead_m[good]))


def _middle(side: SideMotion, name: str, *, planted: bool = False) -> FloatArray:
    """Return how far forward a joint is ``[time]``, the middle of both sides, or the near one where one is hidden."""
    both = [side.joint(name, side=which) for which in ("near", "far")]
    if planted:
        both = [planted_position(one, side.time_s, moves=side.moves) for one in both]
    near, far = (one[..., 0] for one in both)
    return np.where(np.isfinite(far), (near + far) / 2, near)
