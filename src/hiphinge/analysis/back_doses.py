"""How much the lower back held over the repetitions of each set of an analysis, where body and load are known."""

from collections.abc import Mapping

import numpy as np

from hiphinge.analysis.result import Analysis
from hiphinge.catalogue import load
from hiphinge.dynamics import CENTRAL, NO_LOAD, Body, Load, Posture, lumbosacral_loads
from hiphinge.dynamics.dose import Dose, dose_of
from hiphinge.motion import FloatArray, SideMotion

__all__ = ["set_doses"]

_IN_HANDS, _ON_BACK = frozenset({"hands", "swing"}), frozenset({"back"})
"""Places of the load in the catalogue's exercises, by where the model carries it."""


def set_doses(analysis: Analysis) -> Mapping[int, Dose]:
    """Return the dose of L5/S1 in every set by its index, over the repetitions that count.

    Empty where height, body weight or load is not known, or where nothing was measured.

    Notes
    -----
    The middle of what is not known of the body (`hiphinge.dynamics.CENTRAL`): a person's own trend needs no range of
    what stays the same from set to set.
    """
    person, load_ = analysis.person, _load(analysis)
    if analysis.series is None or analysis.side is None or load_ is None:
        return {}
    if person.stature_m is None or person.mass_kg is None:
        return {}
    body = Body.of(stature_m=person.stature_m, mass_kg=person.mass_kg, sex=person.coefficients.value)
    moments = lumbosacral_loads(_posture(analysis, analysis.side), body, load_, draws=CENTRAL).moment_nm[0]
    time_s = analysis.series.time_s
    spans = {one.index: (one.start_s, one.end_s) for one in analysis.counted}
    found: dict[int, Dose] = {}
    for of_set in analysis.sets:
        for start_s, end_s in (spans[index] for index in of_set.repetitions if index in spans):
            within = (time_s >= start_s) & (time_s < end_s)
            dose = dose_of(moments[within], time_s[within])
            if dose.seconds > 0:
                found[of_set.index] = found[of_set.index] + dose if of_set.index in found else dose
    return found


def _load(analysis: Analysis) -> Load | None:
    exercises = load().exercises
    place = exercises[analysis.exercise].load_place if analysis.exercise in exercises else "other"
    if place == "none":
        return NO_LOAD if not analysis.load_kg else Load(mass_kg=analysis.load_kg)
    if place not in _IN_HANDS | _ON_BACK or analysis.load_kg is None:
        return None
    return Load(mass_kg=analysis.load_kg, place="back" if place in _ON_BACK else "hands")


def _posture(analysis: Analysis, side: SideMotion) -> Posture:
    """Return the posture of every frame; the back and the arms where they were measured throughout."""
    assert analysis.series is not None  # noqa: S101 - checked by the caller
    values = analysis.series.values
    pelvis = values.get("pelvis_tilt_deg")
    trunk, shank = values["trunk_inclination_deg"], values["shank_inclination_deg"]
    measured = pelvis is not None and np.isfinite(pelvis[np.isfinite(trunk)]).all()
    return Posture(
        trunk_deg=trunk,
        thigh_deg=shank - values["knee_flexion_deg"],
        shank_deg=shank,
        pelvis_deg=pelvis if measured else None,
        upper_arm_deg=_hanging(side, "shoulder", "elbow"),
        forearm_deg=_hanging(side, "elbow", "wrist"),
    )


def _hanging(side: SideMotion, upper: str, lower: str) -> FloatArray:
    """Return how far a part of the arm is in front of hanging ``[time]``, degrees; 0 where it was not detected."""
    line = side.joint(lower) - side.joint(upper)
    angle = np.degrees(np.arctan2(line[:, 0], -line[:, 1]))
    return np.asarray(np.where(np.isfinite(angle), angle, 0.0))
