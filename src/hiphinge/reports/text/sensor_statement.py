"""What sensors on the body can and cannot give, by their places: in words."""

from typing import Final

from hiphinge.analysis import Analysis
from hiphinge.quantities import QUANTITIES

__all__ = ["statement_on_sensors"]

_NOT: Final = "They do not show knees, feet, head, hands or the weight; a video does."
_LITTLE: Final = {
    1: "One sensor gives how far that part of the body leans and when each repetition turns, but not the bend between "
    "two parts.",
}


def statement_on_sensors(analysis: Analysis) -> str:
    """Return where the sensors were, what they give and what they do not; empty where a camera recorded."""
    sensors = analysis.motion.sensors
    if sensors is None:
        return ""
    places = ", ".join(f"{track.place} ({track.rate_hz:.0f} a second)" for track in sensors.tracks)
    said = [f"Worn at {places}."]
    given = analysis.motion.origin.details.get("between", {})
    for id_, ends in given.items():
        said.append(f"{QUANTITIES[id_].title}: between {ends}.")
    if len(sensors.tracks) in _LITTLE:
        said.append(_LITTLE[len(sensors.tracks)])
    calibrated = analysis.motion.origin.details.get("sensors_calibrated", "")
    return " ".join([*said, *([calibrated] if calibrated else []), _NOT])
