"""The reference posture taken from one recording for others: angles and the contour of the back, no positions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hiphinge.motion import FloatArray
from hiphinge.spine import CONTOUR_FEATURE_SIZES, ReferencePosture

__all__ = ["StandingReference"]


@dataclass(frozen=True, kw_only=True, eq=False)
class StandingReference:
    """How a person stands in the recording named ``recording``.

    Attributes
    ----------
    kind
        ``quiet`` (still and upright), or ``lockout`` (only the ends of repetitions were detected).
    duration_s
        How long the standing lasts, seconds.
    angles
        Medians by quantity id, degrees; ``head_angle_deg`` is against the line of the trunk.
    thigh_deg
        Inclination of the line knee to hip from vertical, degrees, forward positive.
    shape
        Features of the dorsal contour by the groups of `hiphinge.spine.CONTOUR_FEATURE_SIZES`, or None where the
        recording has no contour.
    """

    recording: str
    kind: Literal["quiet", "lockout"]
    duration_s: float
    angles: Mapping[str, float]
    thigh_deg: float
    shape: Mapping[str, FloatArray] | None

    @property
    def posture(self) -> ReferencePosture | None:
        """The contour's features as `hiphinge.spine` takes them, or None."""
        return (
            None
            if self.shape is None
            else ReferencePosture(groups={name: self.shape[name] for name in CONTOUR_FEATURE_SIZES})
        )
