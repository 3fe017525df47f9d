"""A synthetic recording with its ground truth, and what camera and laboratory recordings have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from hiphinge.motion import FloatArray, Motion, Origin
from hiphinge.testing.trajectories import Trajectory, TrueRepetition

__all__ = ["SyntheticRecording", "frame_times", "origin_of", "repetitions_from"]


@dataclass(frozen=True, kw_only=True, eq=False)
class SyntheticRecording:
    """A recording with its ground truth: ``truth[quantity id]`` is ``[time]``, times are on the recording's clock."""

    motion: Motion
    truth: Mapping[str, FloatArray]
    repetitions: tuple[TrueRepetition, ...]

    @property
    def counted(self) -> tuple[TrueRepetition, ...]:
        """The repetitions that count: neither attempts nor putting the weight down."""
        return tuple(r for r in self.repetitions if r.kind == "repetition")


def frame_times(
    duration_s: float, frame_rate_hz: float, random: np.random.Generator, *, uneven: float = 0.0
) -> FloatArray:
    """Return the times of the frames ``[time]`` from 0 on, each off by up to the share ``uneven`` of a step."""
    step_s = 1.0 / frame_rate_hz
    even = np.arange(0.0, duration_s + step_s / 2, step_s)
    off = uneven * step_s * random.uniform(-1.0, 1.0, len(even))
    off[0] = 0.0
    return np.asarray(even + off)


def origin_of(trajectory: Trajectory, frame_rate_hz: float, *, size_px: tuple[int, int] | None = None) -> Origin:
    """Return the source of a synthetic recording."""
    return Origin(
        name="synthetic hinge", format="synthetic", duration_s=trajectory.duration_s, fps=frame_rate_hz, size_px=size_px
    )


def repetitions_from(trajectory: Trajectory, first_s: float) -> tuple[TrueRepetition, ...]:
    """Return the true repetitions on a clock on which the trajectory begins at ``first_s``."""
    return tuple(
        replace(
            r,
            start_s=r.start_s + first_s,
            bottom_start_s=r.bottom_start_s + first_s,
            bottom_end_s=r.bottom_end_s + first_s,
            end_s=r.end_s + first_s,
        )
        for r in trajectory.repetitions
    )
