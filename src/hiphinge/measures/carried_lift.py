"""From what is given and what was measured to the body, the load and the leans that the model of the back takes."""

from collections.abc import Mapping

import numpy as np

from hiphinge.catalogue import Exercise
from hiphinge.dynamics import Body, Load, Posture
from hiphinge.dynamics.load import LoadPlace
from hiphinge.measures.measurement import NotMeasurable, not_measurable
from hiphinge.motion import FloatArray, Person
from hiphinge.posture import ARM, ELBOW

__all__ = ["LEANS_NEEDED", "LEANS_USED", "body_and_load", "leans_of"]

_TRUNK, _KNEE, _SHANK = LEANS_NEEDED = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg")
"""Series without which a posture is not known."""
_PELVIS, _HEAD = "pelvis_tilt_deg", "head_angle_deg"
LEANS_USED = (*LEANS_NEEDED, _PELVIS, _HEAD, ARM, ELBOW)
_PLACES: dict[str, LoadPlace] = {"hands": "hands", "back": "back", "none": "hands"}
_PULLED = frozenset({"banded_hinge", "cable_pull_through"})
"""Exercises in which a band or a cable pulls otherwise than a weight does."""
_TURN_DEG = 360.0


def body_and_load(exercise: Exercise, person: Person, load_kg: float | None) -> tuple[Body, Load] | NotMeasurable:
    """Return body and load, or the reason why they are not known."""
    place = _PLACES.get(exercise.load_place)
    if place is None or exercise.id in _PULLED:
        return not_measurable("loads_not_known")
    carried_kg = 0.0 if load_kg is None and exercise.load_place == "none" else load_kg
    if person.stature_m is None or person.mass_kg is None or carried_kg is None:
        return not_measurable("loads_need_body")
    body = Body.of(stature_m=person.stature_m, mass_kg=person.mass_kg, sex=person.coefficients.value)
    return body, Load(mass_kg=carried_kg, place=place)


def leans_of(series: Mapping[str, FloatArray], *, time_s: FloatArray) -> Posture:
    """Return the leans ``[time]`` of series by name (`LEANS_USED`).

    Arms that were not seen hang, and a head that was not seen follows the trunk. The pelvis counts as not measured
    where a frame lacks it.
    """
    trunk, knee, shank = (series[name] for name in LEANS_NEEDED)
    pelvis = _or(series, _PELVIS, float("nan"), trunk)
    upper_arm = _or(series, ARM, 0.0, trunk, less=trunk)
    return Posture(
        trunk_deg=trunk,
        thigh_deg=shank - knee,
        shank_deg=shank,
        pelvis_deg=pelvis if np.isfinite(pelvis).all() else None,
        head_deg=trunk + _or(series, _HEAD, 0.0, trunk),
        upper_arm_deg=upper_arm,
        forearm_deg=upper_arm + _or(series, ELBOW, 0.0, trunk),
        time_s=time_s,
    )


def _or(
    series: Mapping[str, FloatArray], name: str, otherwise: float, like: FloatArray, *, less: FloatArray | float = 0.0
) -> FloatArray:
    """Return a series less another within half a turn, with a value where it was not measured."""
    values = (series.get(name, np.full_like(like, np.nan)) - less + _TURN_DEG / 2) % _TURN_DEG - _TURN_DEG / 2
    return np.where(np.isfinite(values), values, otherwise)
