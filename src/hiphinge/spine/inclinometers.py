"""Angles of the back from readings on the skin: straws, inclinometers or phones at S2, T12/L1 and C7."""

from collections.abc import Mapping

__all__ = ["READINGS", "angles_from_inclinometers"]

READINGS = ("s2_deg", "t12_deg", "c7_deg")
"""Forward inclination from vertical of what is taped to each place, degrees."""


def angles_from_inclinometers(reading: Mapping[str, float], *, standing: Mapping[str, float]) -> dict[str, float]:
    """Return the angles from inclinometer readings, as change from standing, degrees, flexion positive.

    A sensor may sit tilted on the skin: the tilt is the same in standing and cancels out. An angle is returned
    where both of its places were read in both.
    """
    turn = {
        place: (reading[place] - standing[place] + 180.0) % 360.0 - 180.0
        for place in READINGS
        if place in reading and place in standing
    }
    found = {"pelvis_tilt_deg": turn["s2_deg"]} if "s2_deg" in turn else {}
    for id_, upper, lower in (
        ("lumbar_flexion_deg", "t12_deg", "s2_deg"),
        ("thoracic_flexion_deg", "c7_deg", "t12_deg"),
        ("thoracolumbar_flexion_deg", "c7_deg", "s2_deg"),
    ):
        if upper in turn and lower in turn:
            found[id_] = turn[upper] - turn[lower]
    return found
