"""Which exercises everyday sets are of: how often each, with which load, held how."""

from __future__ import annotations

from dataclasses import dataclass

from tools.generator.movements import BAR_IN_HANDS, BAR_ON_BACK, BELL, BOX, DUMBBELLS, HEX_BAR, NO_LOAD, STICK, Span
from tools.generator.trajectories import BACK, BAR, CHEST, DOWEL, GRIP_HALF_SHARE, HANG, HIPS

SMALL_PLATES_M = (0.08, 0.10, 0.12, 0.14)
USUAL_STANCE: Span = (0.05, 0.10)
OVER_A_BELL: Span = (0.09, 0.125)
LOW_HANDS: Span = (60.0, 86.0)


@dataclass(frozen=True)
class Exercise:
    """One way to perform a movement.

    Parameters
    ----------
    id
        In the catalogue of exercises, or None for what has no name there.
    movement
        Name of the movement whose ranges apply.
    share
        How often it is drawn.
    lies
        Whether the load lies on the floor before and after the set.
    grip_half_share, beside
        How the load is held.
    stance_share
        Half the distance between the feet, share of stature.
    trunk_deg
        Lean at the bottom where it is not the movement's, as for hands that reach lower than to a bar.
    """

    id: str | None
    movement: str
    hands: tuple[str, ...]
    load_kind: str | None
    share: float
    lies: bool = False
    grip_half_share: float = GRIP_HALF_SHARE
    beside: bool = False
    stance_share: Span = USUAL_STANCE
    plate_radii_m: tuple[float, ...] | None = None
    trunk_deg: Span | None = None


EXERCISES = (
    Exercise("romanian_deadlift", "hinge", (BAR,), BAR_IN_HANDS, 0.11, lies=True),
    Exercise("romanian_deadlift", "hinge", (BAR,), DUMBBELLS, 0.08, lies=True, grip_half_share=0.115),
    Exercise("romanian_deadlift", "hinge", (HANG,), BELL, 0.06, lies=True, stance_share=OVER_A_BELL),
    Exercise("hip_hinge", "hinge", (HANG, HIPS, CHEST), NO_LOAD, 0.09),
    Exercise("hip_hinge", "hinge", (DOWEL,), STICK, 0.06),
    Exercise("conventional_deadlift", "deadlift", (BAR,), BAR_IN_HANDS, 0.07, lies=True),
    Exercise(
        "conventional_deadlift",
        "deadlift",
        (BAR,),
        BAR_IN_HANDS,
        0.03,
        lies=True,
        plate_radii_m=SMALL_PLATES_M,
        trunk_deg=LOW_HANDS,
    ),
    Exercise(
        "kettlebell_deadlift", "deadlift", (HANG,), BELL, 0.07, lies=True, stance_share=OVER_A_BELL, trunk_deg=LOW_HANDS
    ),
    Exercise(
        None, "deadlift", (BAR,), DUMBBELLS, 0.03, lies=True, grip_half_share=0.16, beside=True, trunk_deg=LOW_HANDS
    ),
    Exercise("trap_bar_deadlift", "deadlift", (BAR,), HEX_BAR, 0.03, lies=True, grip_half_share=0.17, beside=True),
    Exercise("box_lift", "deadlift", (BAR,), BOX, 0.02, lies=True, grip_half_share=0.12, trunk_deg=LOW_HANDS),
    Exercise("bodyweight_squat", "squat", (HANG, CHEST), NO_LOAD, 0.03),
    Exercise("back_squat", "squat", (BACK,), BAR_ON_BACK, 0.03),
    Exercise("goblet_squat", "squat", (CHEST,), BELL, 0.04, stance_share=OVER_A_BELL),
    Exercise("hip_hinge", "stoop", (HANG,), NO_LOAD, 0.06),
    Exercise(None, "stoop", (HANG,), BELL, 0.02, lies=True),
    Exercise("good_morning", "good_morning", (BACK,), BAR_ON_BACK, 0.08),
    Exercise("kettlebell_swing", "swing", (HANG,), BELL, 0.05),
    Exercise("single_leg_romanian_deadlift", "single_leg", (HANG,), NO_LOAD, 0.025),
    Exercise("single_leg_romanian_deadlift", "single_leg", (HANG,), BELL, 0.015),
)
