"""A synthetic movement as a motion capture laboratory measures it, in metres and from any side."""

from dataclasses import dataclass

import numpy as np

from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, FloatArray, Motion
from hiphinge.testing.body import body_points
from hiphinge.testing.plans import Plan
from hiphinge.testing.recordings import SyntheticRecording, frame_times, origin_of, repetitions_from
from hiphinge.testing.trajectory_building import trajectory_of

__all__ = ["Laboratory", "record_markers"]


@dataclass(frozen=True, kw_only=True)
class Laboratory:
    """A motion capture laboratory with y up.

    ``heading_deg`` is the way forward, from x towards z; ``place_m`` is where the feet first stand, x and z;
    ``noise_m`` the standard deviation of every point's position; ``first_s`` the time of the first frame.
    """

    heading_deg: float = 0.0
    place_m: tuple[float, float] = (0.0, 0.0)
    frame_rate_hz: float = 100.0
    noise_m: float = 0.0
    first_s: float = 0.0


def record_markers(
    plan: Plan | None = None, *, laboratory: Laboratory | None = None, stature_m: float = 1.75, seed: int = 0
) -> SyntheticRecording:
    """Return the plan as measured joint centres, by default three hinges along x."""
    laboratory = laboratory or Laboratory()
    random = np.random.default_rng(seed)
    trajectory = trajectory_of(plan or Plan())
    time_s = frame_times(trajectory.duration_s, laboratory.frame_rate_hz, random)
    body = body_points(trajectory.angles(time_s), stature_m=stature_m)
    body[..., 0] += trajectory.place_m(time_s)[:, None]
    positions = _in_room(body, laboratory)
    motion = Motion(
        time_s=time_s + laboratory.first_s,
        positions=positions + laboratory.noise_m * random.standard_normal(positions.shape),
        confidence=np.ones(positions.shape[:2]),
        layout=BLAZEPOSE_33,
        coordinate_frame=CoordinateFrame.WORLD_M,
        origin=origin_of(trajectory, laboratory.frame_rate_hz),
    )
    return SyntheticRecording(
        motion=motion, truth=trajectory.truth(time_s), repetitions=repetitions_from(trajectory, laboratory.first_s)
    )


def _in_room(body: FloatArray, laboratory: Laboratory) -> FloatArray:
    heading = np.radians(laboratory.heading_deg)
    ahead, up, aside = (body[..., i] for i in range(3))
    x_m, z_m = laboratory.place_m
    x = ahead * np.cos(heading) - aside * np.sin(heading) + x_m
    z = ahead * np.sin(heading) + aside * np.cos(heading) + z_m
    return np.stack([x, up, z], axis=-1)
