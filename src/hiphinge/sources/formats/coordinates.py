"""OpenSim's coordinates from a file's columns: their names, degrees or radians, and the signs of the model."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray
from hiphinge.sources.formats.body_chain import JointAngles
from hiphinge.sources.formats.storage import Storage

__all__ = ["TRANSLATIONS", "joint_angles"]

TRANSLATIONS = ("pelvis_tx", "pelvis_ty", "pelvis_tz")
"""Where the pelvis is, metres."""

_OTHER_NAMES = {
    "lumbar": "lumbar_extension",
    "back_extension": "lumbar_extension",
    "lumbar_flexion": "lumbar_extension",
}
_OTHER_NAMES |= {f"knee_flexion_{side}": f"knee_angle_{side}" for side in "lr"}
_OTHER_NAMES |= {f"ankle_flexion_{side}": f"ankle_angle_{side}" for side in "lr"}
_BENDS = (
    "pelvis_tilt",
    "lumbar_extension",
    *(f"{joint}_{side}" for side in "lr" for joint in ("hip_flexion", "knee_angle", "ankle_angle")),
)
_MAX_RAD = 3.5
"""No joint bends and no pelvis tilts further, radians; turns of the whole body may."""
_MIN_BEND_RAD = 0.35
"""A hip that moves by less in radians shows that the numbers are degrees of somebody who stands."""
_SURE_BEND_RAD = 0.17
_MAX_FOOT_RAD = 0.44
_MM = 10.0
_LOW, _HIGH = 2.0, 98.0


def joint_angles(storage: Storage, *, name: str) -> tuple[JointAngles, NDArray[np.bool_], tuple[str, ...]]:
    """Return coordinates in radians, hip and knee positive in flexion, which frames are known, and what was assumed.

    In frames ``[time]`` that are not known, a tilt, a bend or the place of the pelvis is missing, and is 0.

    Raises
    ------
    InputFormatError
        If the tilt of the pelvis, the back, or hip and knee of a side are missing.
    """
    columns = {_known(column): path for column, path in storage.columns.items() if np.isfinite(path).any()}
    _ensure_enough(columns, name=name, given=tuple(storage.columns))
    turns, notes = _radians(columns, in_degrees=storage.in_degrees)
    signed, sign_notes = _signed(turns)
    needed = [path for column, path in columns.items() if column in (*_BENDS, *TRANSLATIONS)]
    known = np.asarray(np.isfinite(np.stack(needed)).all(axis=0))
    values = {column: np.nan_to_num(path) for column, path in signed.items()}
    angles = JointAngles(values=values, pelvis_m=np.nan_to_num(_pelvis_m(columns)))
    return angles, known, (*notes, *sign_notes)


def _known(column: str) -> str:
    plain = column.strip().lower()
    return _OTHER_NAMES.get(plain, plain)


def _ensure_enough(columns: Mapping[str, FloatArray], *, name: str, given: tuple[str, ...]) -> None:
    legs: dict[str, list[str]] = {
        side: [joint for joint in (f"hip_flexion_{side}", f"knee_angle_{side}") if joint not in columns]
        for side in "rl"
    }
    missing = [joint for joint in ("pelvis_tilt", "lumbar_extension") if joint not in columns]
    if all(legs.values()):
        fewest: list[str] = min(legs.values(), key=len)
        missing += fewest
    if not missing:
        return
    message = (
        f"Joint angles such as pelvis_tilt, hip_flexion_r, knee_angle_r and lumbar_extension were expected, but {name} "
        f"lacks {', '.join(missing)} and has {', '.join(given[:8]) or 'none'}. Give the result of inverse kinematics "
        "with a model that has a trunk."
    )
    raise InputFormatError(message)


def _pelvis_m(columns: Mapping[str, FloatArray]) -> FloatArray:
    """Return the pelvis' place in metres ``[time, 3]``, 0 where it is missing, also where the file has millimetres."""
    frames = len(next(iter(columns.values())))
    place = np.stack([columns.get(name, np.zeros(frames)) for name in TRANSLATIONS], axis=1)
    return place / 1000.0 if np.nanmedian(np.abs(place[:, 1])) > _MM else place


def _radians(
    columns: Mapping[str, FloatArray], *, in_degrees: bool | None
) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    """Return all turns in radians, whatever the header says, by what joints can do."""
    turns = {name: path for name, path in columns.items() if name not in TRANSLATIONS}
    most = max(float(np.nanmax(np.abs(turns[name]))) for name in _BENDS if name in turns)
    hip = max(_range(turns[name]) for name in turns if name in {"hip_flexion_l", "hip_flexion_r"})
    fitting = True if most > _MAX_RAD else False if hip > _MIN_BEND_RAD else in_degrees
    degrees = True if fitting is None else fitting
    word = "degrees" if degrees else "radians"
    notes: tuple[str, ...] = ()
    if in_degrees is None:
        notes = (f"The header does not say inDegrees; {word} fit the values.",)
    elif in_degrees != degrees:
        said = "degrees" if in_degrees else "radians"
        little = "little" if in_degrees else "far"
        notes = (f"The header says {said}, but in them the joints would move too {little}; {word} were taken.",)
    return {name: np.radians(path) if degrees else path for name, path in turns.items()}, notes


def _range(path: FloatArray) -> float:
    known = path[np.isfinite(path)]
    return float(np.subtract(*np.percentile(known, [_HIGH, _LOW]))) if len(known) else 0.0


def _signed(turns: dict[str, FloatArray]) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    """Return the coordinates with the knee positive in flexion, and a tilt that bends the body forward.

    The knee's sign is that of its larger excursion over the whole recording. Where that is small, and for the tilt, it
    is the sign with which the foot stays as it is on the floor: the sum of all turns from pelvis to foot is constant.
    """
    notes = []
    if _knee_is_negative(turns):
        turns = {name: -path if name in {"knee_angle_l", "knee_angle_r"} else path for name, path in turns.items()}
        notes.append("The knee bends in the negative direction in this model (as in gait2392); it was turned.")
    tips = _foot_range(turns)
    other = {name: -path if name in {"pelvis_tilt", "lumbar_extension"} else path for name, path in turns.items()}
    if tips > _MAX_FOOT_RAD and _foot_range(other) < tips / 2:
        notes.append(
            "The pelvis would tilt backwards as the hips bend: pelvis_tilt and lumbar_extension have the other sign "
            "than in OpenSim's models, and were turned."
        )
        return other, tuple(notes)
    if tips > _MAX_FOOT_RAD:
        notes.append(
            f"With these angles the foot would tip by {np.degrees(tips):.0f}° in the movement. Where the feet stay on "
            "the floor, a sign or an angle is wrong: check pelvis_tilt, hip_flexion, knee_angle and ankle_angle."
        )
    return turns, tuple(notes)


def _knee_is_negative(turns: Mapping[str, FloatArray]) -> bool:
    knees = np.concatenate([turns[name] for name in ("knee_angle_l", "knee_angle_r") if name in turns])
    low, high = np.nanpercentile(knees, [_LOW, _HIGH])
    if max(-low, high) > _SURE_BEND_RAD and abs(low + high) > _SURE_BEND_RAD / 2:
        return bool(-low > high)
    other = {name: -path if name in {"knee_angle_l", "knee_angle_r"} else path for name, path in turns.items()}
    return _foot_range(other) < _foot_range(turns) / 2


def _foot_range(turns: Mapping[str, FloatArray]) -> float:
    """Return by how much the foot tips, radians, of the side on which it tips less; 0 where no ankle is given."""
    sides = [
        _range(turns["pelvis_tilt"] + turns[f"hip_flexion_{s}"] - turns[f"knee_angle_{s}"] + turns[f"ankle_angle_{s}"])
        for s in "lr"
        if all(f"{joint}_{s}" in turns for joint in ("hip_flexion", "knee_angle", "ankle_angle"))
    ]
    return min(sides, default=0.0)
