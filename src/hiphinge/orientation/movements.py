"""Movements of the trunk told apart: forward and back, to the side, about its length."""

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.orientation.calibration import OrientedRecording, SensorCalibration
from hiphinge.orientation.quaternions import up_in_sensor
from hiphinge.signals import lowpass, runs

__all__ = ["TrunkMovement", "bend_rotation_deg", "trunk_movements"]

MovementKind = Literal["flexion", "side_bend", "rotation"]

_GRID_HZ: Final = 25.0
_CUTOFF_HZ: Final = 1.0
_BASELINE_S: Final = 30.0
_OUT_SHARE: Final = 0.4
"""A movement lasts as long as its angle is beyond this share of what is usual for its kind."""
_LEAST_DEG: Final[dict[MovementKind, float]] = {"flexion": 20.0, "side_bend": 12.0, "rotation": 15.0}
_LEAST_S: Final = 0.4
_PAUSE_S: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class TrunkMovement:
    """One movement out of the upright posture and back; ``sign`` is +1 forward, to the right, or to the left."""

    kind: MovementKind
    start_s: float
    end_s: float
    most_deg: float
    sign: int


def bend_rotation_deg(
    moved: OrientedRecording, calibration: SensorCalibration
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return lean forward, to the right and turn to the left of the highest sensor against the lowest ``[time]``.

    Notes
    -----
    The turn comes from two filters whose headings drift on their own. A running median over half a minute, most of
    which is spent facing forward, takes the drift out.
    """
    upper, lower = next(iter(moved.quaternions)), list(moved.quaternions)[-1]
    ups = {place: up_in_sensor(moved.quaternions[place]) for place in (upper, lower)}
    mountings = calibration.mountings
    lean = mountings[upper].lean_deg(ups[upper]) - mountings[lower].lean_deg(ups[lower])
    aside = mountings[upper].side_lean_deg(ups[upper]) - mountings[lower].side_lean_deg(ups[lower])
    turn = mountings[upper].heading_deg(moved.quaternions[upper]) - mountings[lower].heading_deg(
        moved.quaternions[lower]
    )
    steady = np.degrees(np.unwrap(np.radians(turn)))
    return lean, aside, np.asarray(steady - _median_about(steady, moved.time_s))


def _median_about(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Return the median over `_BASELINE_S` about every moment ``[time]``."""
    grid = np.arange(time_s[0], time_s[-1], 1.0)
    about = [np.median(values[np.abs(time_s - at) <= _BASELINE_S / 2]) for at in grid]
    return np.asarray(np.interp(time_s, grid, about))


def trunk_movements(moved: OrientedRecording, calibration: SensorCalibration) -> tuple[TrunkMovement, ...]:
    """Return the movements of the trunk in order of time, each of the kind whose angle it changes most for its kind."""
    grid = np.arange(moved.time_s[0], moved.time_s[-1], 1.0 / _GRID_HZ)
    series = {
        kind: lowpass(np.interp(grid, moved.time_s, values), grid, cutoff_hz=_CUTOFF_HZ)
        for kind, values in zip(_LEAST_DEG, bend_rotation_deg(moved, calibration), strict=True)
    }
    relative = {kind: np.abs(values) / _usual(values, _LEAST_DEG[kind]) for kind, values in series.items()}
    strongest = np.max(list(relative.values()), axis=0)
    found: list[TrunkMovement] = []
    for kind, values in series.items():
        leading = (relative[kind] >= strongest) & (relative[kind] > _OUT_SHARE)
        for sign in (1, -1):
            for start, stop in runs(leading & (np.sign(values) == sign)):
                most = float(np.abs(values[start:stop]).max())
                if (stop - start) / _GRID_HZ >= _LEAST_S and most >= _LEAST_DEG[kind]:
                    found.append(
                        TrunkMovement(
                            kind=kind,
                            start_s=float(grid[start]),
                            end_s=float(grid[stop - 1]),
                            most_deg=most,
                            sign=sign,
                        )
                    )
    return _joined(sorted(found, key=lambda movement: movement.start_s))


def _joined(found: list[TrunkMovement]) -> tuple[TrunkMovement, ...]:
    """Return movements, those of one kind and direction that follow at once as one."""
    kept: list[TrunkMovement] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and (last.kind, last.sign) == (one.kind, one.sign) and one.start_s - last.end_s < _PAUSE_S:
            kept[-1] = replace(last, end_s=one.end_s, most_deg=max(last.most_deg, one.most_deg))
        else:
            kept.append(one)
    return tuple(kept)


def _usual(values: FloatArray, least: float) -> float:
    return max(float(np.percentile(np.abs(values), 97.0)), least)
