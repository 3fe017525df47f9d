"""The HDF5 file that APDM's programs write of Opal sensors, version 5; no file of theirs was tried."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from hiphinge.errors import InputFormatError, MissingComponentError
from hiphinge.motion import Motion, Origin, SensorRecording, SensorTrack
from hiphinge.sources.formats.sensors.columns import place_given, place_in
from hiphinge.sources.formats.sensors.delivering import sensor_motion
from hiphinge.sources.formats.table import Format, Head, Hints

__all__ = ["APDM_H5"]

_MARK: Final = b"\x89HDF\r\n\x1a\n"
_MICROSECONDS: Final = 1e-6


def _recognise(head: Head) -> bool:
    return head.data.startswith(_MARK)


def _library() -> Any:
    try:
        import h5py  # noqa: PLC0415  # an optional library, only for these files
    except ImportError as error:
        message = 'Files of APDM (HDF5) need the library h5py. Install it with: pip install "hiphinge[sensors]"'
        raise MissingComponentError(message) from error
    return h5py


def _read(path: Path, hints: Hints) -> Motion:
    try:
        with _library().File(path, "r") as file:
            if "Sensors" not in file:
                message = f"{path} is HDF5, but not of APDM: it has no group 'Sensors'."
                raise InputFormatError(message)
            tracks = tuple(_track(number, file["Sensors"][number], hints) for number in file["Sensors"])
    except OSError as error:
        message = f"{path} begins as HDF5, but is broken further on: {error}. Copy it again."
        raise InputFormatError(message) from error
    starts = min(float(track.time_s[0]) for track in tracks)
    moved = tuple(replace(track, time_s=track.time_s - starts) for track in tracks)
    return sensor_motion(SensorRecording(tracks=moved, origin=Origin(name=path.name)))


def _track(number: str, group: Any, hints: Hints) -> SensorTrack:
    label = group["Configuration"].attrs.get("Label 0", b"") if "Configuration" in group else b""
    text = label.decode("utf-8", "replace") if isinstance(label, bytes) else str(label)
    name = f"{number} {text}".replace("\0", "").strip()
    place = place_given(name, hints.sensors) or place_in(text.replace("\0", ""))
    if place is None:
        message = f"It is not known where the sensor {name!r} was worn. Say it: --sensor {number}=T12"
        raise InputFormatError(message)
    magnetic = np.asarray(group["Magnetometer"]) if "Magnetometer" in group else None
    return SensorTrack(
        place=place,
        time_s=np.asarray(group["Time"], dtype=np.float64) * _MICROSECONDS,
        acceleration_m_s2=np.asarray(group["Accelerometer"]),
        angular_rate_rad_s=np.asarray(group["Gyroscope"]),
        magnetic_field=magnetic if magnetic is not None and np.isfinite(magnetic).all() else None,
    )


APDM_H5 = Format(
    id="apdm-h5",
    title="APDM Opal",
    kind="sensors",
    endings=(".h5", ".hdf5"),
    what="Opal sensors of APDM (HDF5, version 5); needs the extra 'sensors'.",
    recognise=_recognise,
    read=_read,
)
