"""A posture, or a movement, in the side view: how far each segment leans."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray

__all__ = ["LUMBAR_IN_LEAN", "Angles", "Posture"]

Angles = float | FloatArray

LUMBAR_IN_LEAN = 0.66
"""How many degrees the line hip to shoulder leans for each degree by which the lower back rounds over a still pelvis:
the mean lean of what is above S2, with S2 at 0.570, T12 at 0.685 and the shoulder at 0.818 of stature."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Posture:
    """Leans of the segments from vertical, degrees, forward positive; each a number, ``[time]`` or ``[draw, time]``.

    Attributes
    ----------
    trunk_deg
        The line hip to shoulder.
    thigh_deg
        The line knee to hip: negative where the hip is behind the knee.
    shank_deg
        The line ankle to knee.
    pelvis_deg
        The pelvis, from standing; None where the back was not measured: a share of the trunk's lean, within wide
        bounds.
    head_deg
        The line from the shoulders to the head's centre; None takes the trunk's.
    upper_arm_deg, forearm_deg
        Of arms from hanging straight down, hands in front of the shoulders positive; None takes them to hang.
    time_s
        ``[time]`` where it is a movement of which the inertial terms are wanted, else None: every frame counts as held
        still.

    Raises
    ------
    UsageError
        If lengths do not fit one another, an angle is NaN throughout, or times do not increase.
    """

    trunk_deg: Angles
    thigh_deg: Angles
    shank_deg: Angles
    pelvis_deg: Angles | None = None
    head_deg: Angles | None = None
    upper_arm_deg: Angles | None = None
    forearm_deg: Angles | None = None
    time_s: FloatArray | None = None

    def __post_init__(self) -> None:
        """Check that the angles fit one another."""
        try:
            np.broadcast_shapes(*(np.shape(value) for value in self._given().values()))
        except ValueError as error:
            sizes = ", ".join(f"{name} {np.shape(value)}" for name, value in self._given().items())
            message = f"All angles of a posture should have the same number of frames, but came as {sizes}."
            raise UsageError(message) from error
        if self.time_s is not None and (np.diff(self.time_s) <= 0).any():
            message = "The times of a movement should increase, but do not."
            raise UsageError(message)

    def _given(self) -> dict[str, Angles]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def from_joints(
        cls,
        *,
        trunk_deg: Angles,
        knee_flexion_deg: Angles,
        shank_deg: Angles,
        lumbar_flexion_deg: Angles | None = None,
        upper_arm_deg: Angles | None = None,
        elbow_flexion_deg: Angles = 0.0,
        head_deg: Angles | None = None,
        time_s: FloatArray | None = None,
    ) -> Self:
        """Return the posture with these angles of joints.

        Parameters
        ----------
        knee_flexion_deg
            0 where thigh and shank are in line.
        lumbar_flexion_deg
            How far the lower back is rounded from standing; it says how the pelvis leans under the same trunk. None:
            not known.
        """
        lumbar = lumbar_flexion_deg
        pelvis_deg = None if lumbar is None else np.asarray(np.subtract(trunk_deg, np.multiply(LUMBAR_IN_LEAN, lumbar)))
        upper_arm = 0.0 if upper_arm_deg is None else upper_arm_deg
        return cls(
            trunk_deg=trunk_deg,
            thigh_deg=np.asarray(np.subtract(shank_deg, knee_flexion_deg)),
            shank_deg=shank_deg,
            pelvis_deg=pelvis_deg,
            head_deg=head_deg,
            upper_arm_deg=upper_arm,
            forearm_deg=np.asarray(np.add(upper_arm, elbow_flexion_deg)),
            time_s=time_s,
        )
