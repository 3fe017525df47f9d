"""A recording of sensors as it leaves the door: looked over, and in the type that every recording has."""

from hiphinge.errors import InputFormatError
from hiphinge.motion import Motion, SensorRecording, motion_of_sensors
from hiphinge.orientation import problems_of

__all__ = ["sensor_motion"]


def sensor_motion(recording: SensorRecording) -> Motion:
    """Return a recording after it was looked over; what is to be said is in its warnings.

    Raises
    ------
    InputFormatError
        If its numbers cannot be those of sensors that were worn, with the reason.
    """
    refused, said = problems_of(recording)
    if refused:
        message = f"{recording.origin.name}: {' '.join(refused)}"
        raise InputFormatError(message)
    return motion_of_sensors(recording.with_warnings(said))
