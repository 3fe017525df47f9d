"""Angles of the back from calibrated sensors: which quantities their places give, and each of them over time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, SensorPlace
from hiphinge.orientation.calibration import OrientedRecording, SensorCalibration

__all__ = ["Pair", "SensorPlan", "leans_deg", "plan_of", "values_deg"]

_LOWEST: Final = (SensorPlace.PELVIS, SensorPlace.S2, SensorPlace.L5, SensorPlace.L4)
_WAIST: Final = (SensorPlace.T12, SensorPlace.L1)
_CHEST: Final = (SensorPlace.C7, SensorPlace.T1, SensorPlace.T4, SensorPlace.T8, SensorPlace.T10)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two places on the back, and the quantity that the difference of their leans is."""

    quantity: str
    upper: SensorPlace
    lower: SensorPlace


@dataclass(frozen=True, kw_only=True)
class SensorPlan:
    """What sensors at some places can give.

    Attributes
    ----------
    pairs
        Flexion between two places each, at most one for a quantity.
    pelvis, trunk
        Places whose lean is the pelvis's, and from which that of the trunk is taken: the line from hip to shoulder
        leans about as much as the mean of the back's lower and its upper end. None of the trunk from the lower end
        alone: in a hinge the pelvis tips less.
    thigh, shank
        Places on the leg, or None.
    """

    pairs: tuple[Pair, ...]
    pelvis: SensorPlace | None
    trunk: tuple[SensorPlace, ...]
    thigh: SensorPlace | None
    shank: SensorPlace | None


def plan_of(places: tuple[SensorPlace, ...]) -> SensorPlan:
    """Return what sensors at these places can give; the pair that spans most counts where there are several."""
    lower = next((place for place in _LOWEST if place in places), None)
    waist = next((place for place in _WAIST if place in places), None)
    chest = next((place for place in _CHEST if place in places), None)
    wanted = (
        ("lumbar_flexion_deg", waist, lower),
        ("thoracolumbar_flexion_deg", chest, lower),
        ("thoracic_flexion_deg", chest, waist),
    )
    upper = chest or waist
    ends = () if upper is None else tuple(place for place in (upper, lower) if place is not None)
    return SensorPlan(
        pairs=tuple(
            Pair(quantity=quantity, upper=above, lower=below)
            for quantity, above, below in wanted
            if above is not None and below is not None
        ),
        pelvis=lower,
        trunk=ends,
        thigh=SensorPlace.THIGH if SensorPlace.THIGH in places else None,
        shank=SensorPlace.SHANK if SensorPlace.SHANK in places else None,
    )


def leans_deg(moved: OrientedRecording, calibration: SensorCalibration) -> Mapping[SensorPlace, FloatArray]:
    """Return how far each sensor's segment leans forward from standing ``[time]``, degrees."""
    return FrozenMapping({place: calibration.mountings[place].lean_deg(up) for place, up in moved.ups.items()})


def values_deg(leans: Mapping[SensorPlace, FloatArray], plan: SensorPlan) -> Mapping[str, FloatArray]:
    """Return the quantities that a plan gives, from leans ``[...]`` in degrees from standing.

    The thigh leans backward in a hinge: hip flexion is the pelvis's lean less the thigh's, the knee's bend the shank's
    lean less the thigh's, all as changes from standing.
    """
    found = {pair.quantity: leans[pair.upper] - leans[pair.lower] for pair in plan.pairs}
    if plan.pelvis is not None:
        found["pelvis_tilt_deg"] = leans[plan.pelvis]
    if plan.trunk:
        found["trunk_inclination_deg"] = np.asarray(np.mean([leans[place] for place in plan.trunk], axis=0))
    if plan.thigh is not None:
        found |= _of_leg(leans, plan, found)
    if plan.shank is not None:
        found["shank_inclination_deg"] = leans[plan.shank]
    return FrozenMapping(found)


def _of_leg(
    leans: Mapping[SensorPlace, FloatArray], plan: SensorPlan, found: Mapping[str, FloatArray]
) -> dict[str, FloatArray]:
    thigh = leans[SensorPlace.THIGH]
    legs: dict[str, FloatArray] = {}
    if plan.pelvis is not None:
        legs["hip_flexion_deg"] = found["pelvis_tilt_deg"] - thigh
    if "trunk_inclination_deg" in found:
        legs["trunk_thigh_angle_deg"] = found["trunk_inclination_deg"] - thigh
    if plan.shank is not None:
        legs["knee_flexion_deg"] = leans[SensorPlace.SHANK] - thigh
    return legs
