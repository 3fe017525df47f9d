"""The person's own standing taken from one recording, to be the zero of another; angles only, no places."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hiphinge.motion import FloatArray
from hiphinge.spine import CONTOUR_FEATURE_SIZES, ReferencePosture

__all__ = ["StandingReference"]


@dataclass(frozen=True, kw_only=True, eq=False)
class StandingReference:
    """How a person stands, seen in a recording of which ``recording`` is the name.

    Attributes
    ----------
    kind
        ``quiet`` (still and upright), or ``lockout`` (only the tops of repetitions were seen).
    duration_s
        How long the standing was.
    angles
        Medians by quantity id, degrees, with ``head_angle_deg`` against the trunk's line.
    thigh_deg
        Lean of the line knee to hip, degrees, forward positive.
    shape
        The back's edge by the groups of `hiphinge.spine.SHAPE_SIZES`, or None where there was no silhouette.
    """

    recording: str
    kind: Literal["quiet", "lockout"]
    duration_s: float
    angles: Mapping[str, float]
    thigh_deg: float
    shape: Mapping[str, FloatArray] | None

    @property
    def own(self) -> ReferencePosture | None:
        """The back's edge as `hiphinge.spine` takes it."""
        return (
            None
            if self.shape is None
            else ReferencePosture(groups={name: self.shape[name] for name in CONTOUR_FEATURE_SIZES})
        )
