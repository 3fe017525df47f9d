"""Which movement is made, how often, how fast, and where the recording begins and ends."""

from dataclasses import dataclass, field
from typing import Literal

from hiphinge.errors import UsageError
from hiphinge.testing.body import Posture

__all__ = ["DEADLIFT", "HINGE", "SQUAT", "SWING", "Lift", "Movement", "Plan", "Tempo"]


@dataclass(frozen=True, kw_only=True)
class Tempo:
    """How long each part of a repetition lasts, in seconds; ``halfway_*`` are pauses in the middle of the way."""

    descent_s: float = 1.6
    bottom_s: float = 0.4
    ascent_s: float = 1.4
    top_s: float = 1.0
    halfway_down_s: float = 0.0
    halfway_up_s: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Movement:
    """From standing to the bottom and back.

    ``lowering`` is passed through after two thirds of the time down, ``rising`` after a third of the time up.
    """

    standing: Posture
    bottom: Posture
    rising: Posture | None = None
    lowering: Posture | None = None
    tempo: Tempo = field(default_factory=Tempo)


_STANDING = Posture(trunk_deg=2.0, knee_deg=2.0, shank_deg=4.5)

HINGE = Movement(standing=_STANDING, bottom=Posture(trunk_deg=75.0, knee_deg=20.0, shank_deg=-3.0))
SQUAT = Movement(standing=_STANDING, bottom=Posture(trunk_deg=42.0, knee_deg=108.0, shank_deg=28.0))
DEADLIFT = Movement(
    standing=_STANDING,
    bottom=Posture(trunk_deg=68.0, knee_deg=72.0, shank_deg=10.0),
    tempo=Tempo(descent_s=1.5, bottom_s=0.8, ascent_s=1.6, top_s=1.0),
)
SWING = Movement(
    standing=_STANDING,
    bottom=Posture(trunk_deg=66.0, knee_deg=30.0, shank_deg=1.0),
    tempo=Tempo(descent_s=0.5, bottom_s=0.0, ascent_s=0.45, top_s=0.45),
)


@dataclass(frozen=True, kw_only=True)
class Lift:
    """One movement of a plan: how far down and up it goes as shares of the way, and its own form where it has one."""

    depth: float = 1.0
    rise: float = 1.0
    movement: Movement | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A recording to be made.

    Attributes
    ----------
    lifts
        The movements of one set.
    sets, rest_s
        How many times the lifts come, and the rest between.
    starts_at, ends_at
        ``bottom`` leaves out the first way down, or the last way up.
    before_s, after_s
        Stillness at the beginning and the end.
    step_m
        A step forward, taken within the rest after each set.

    Raises
    ------
    UsageError
        If there is nothing to make.
    """

    movement: Movement = HINGE
    lifts: tuple[Lift, ...] = (Lift(), Lift(), Lift())
    sets: int = 1
    rest_s: float = 20.0
    starts_at: Literal["top", "bottom"] = "top"
    ends_at: Literal["top", "bottom"] = "top"
    before_s: float = 1.0
    after_s: float = 1.0
    step_m: float = 0.0

    def __post_init__(self) -> None:
        """Check that there is something to make."""
        if self.sets < 1 or self.before_s <= 0 or self.after_s <= 0:
            message = "A plan should have at least one set, and stillness before and after it; give more than 0."
            raise UsageError(message)
