"""How people perform each movement: ranges to draw from, and the faults that fit it."""

from __future__ import annotations

from dataclasses import dataclass

from tools.generator.trajectories import BACK, BAR, CHEST, DOWEL, HANG, HIPS

Span = tuple[float, float]

BACK_GIVES = "back_gives"
OVEREXTENSION = "lockout_overextension"
WEIGHT_FORWARD = "weight_forward"
EXCESS_KNEE = "excess_knee_flexion"
UNCONTROLLED = "uncontrolled_descent"
NECK_EXTENSION = "neck_extension"
FAULTS = (BACK_GIVES, OVEREXTENSION, WEIGHT_FORWARD, EXCESS_KNEE, UNCONTROLLED, NECK_EXTENSION)

NO_LOAD, BAR_IN_HANDS, BAR_ON_BACK, BELL, STICK = None, "bar", "back", "bell", "dowel"
BARS = (BAR_IN_HANDS, BAR_ON_BACK)
DUMBBELLS, HEX_BAR, BOX = "dumbbells", "hex_bar", "box"


@dataclass(frozen=True)
class Movement:
    """Ranges of one movement at its bottom; angles in degrees, from the reference posture except the trunk.

    Parameters
    ----------
    choices
        Ways to hold the hands, each with the load that it holds and how often it is drawn.
    lumbar_deg
        On the skin, drawn independently of how far the trunk leans.
    descent_s, bottom_s, ascent_s, top_s
        Durations.
    from_floor
        Whether the knees are bent until the hands reach a bar on the floor.
    begins_low
        How often the video begins at the bottom.
    """

    name: str
    share: float
    trunk_deg: Span
    knee_deg: Span
    lumbar_deg: Span
    thoracic_deg: Span
    choices: tuple[tuple[str, str | None, float], ...]
    faults: tuple[str, ...]
    descent_s: Span = (1.0, 2.4)
    bottom_s: Span = (0.1, 1.0)
    ascent_s: Span = (0.8, 1.8)
    top_s: Span = (0.4, 1.4)
    arm_deg: Span = (-4.0, 8.0)
    top_arm_deg: Span = (-4.0, 4.0)
    from_floor: bool = False
    begins_low: float = 0.08
    single_leg: bool = False


BARE = ((HANG, NO_LOAD, 0.34), (HIPS, NO_LOAD, 0.14), (CHEST, NO_LOAD, 0.12), (DOWEL, STICK, 0.10))
MOVEMENTS = (
    Movement(
        name="hinge",
        share=0.40,
        trunk_deg=(42.0, 88.0),
        knee_deg=(8.0, 34.0),
        lumbar_deg=(5.0, 40.0),
        thoracic_deg=(-8.0, 14.0),
        choices=(*BARE, (BAR, BAR_IN_HANDS, 0.22), (HANG, BELL, 0.08)),
        faults=FAULTS,
    ),
    Movement(
        name="deadlift",
        share=0.17,
        trunk_deg=(46.0, 84.0),
        knee_deg=(40.0, 110.0),
        lumbar_deg=(5.0, 40.0),
        thoracic_deg=(-6.0, 16.0),
        choices=((BAR, BAR_IN_HANDS, 1.0),),
        faults=(BACK_GIVES, OVEREXTENSION, NECK_EXTENSION),
        bottom_s=(0.3, 1.2),
        from_floor=True,
        begins_low=0.6,
    ),
    Movement(
        name="squat",
        share=0.12,
        trunk_deg=(22.0, 48.0),
        knee_deg=(70.0, 118.0),
        lumbar_deg=(5.0, 35.0),
        thoracic_deg=(-8.0, 10.0),
        choices=((HANG, NO_LOAD, 0.4), (CHEST, NO_LOAD, 0.3), (BACK, BAR_ON_BACK, 0.3)),
        faults=(WEIGHT_FORWARD, UNCONTROLLED, NECK_EXTENSION, BACK_GIVES),
        arm_deg=(40.0, 85.0),
    ),
    Movement(
        name="stoop",
        share=0.11,
        trunk_deg=(60.0, 105.0),
        knee_deg=(0.0, 14.0),
        lumbar_deg=(35.0, 60.0),
        thoracic_deg=(4.0, 26.0),
        choices=((HANG, NO_LOAD, 0.8), (HANG, BELL, 0.2)),
        faults=(UNCONTROLLED,),
    ),
    Movement(
        name="good_morning",
        share=0.08,
        trunk_deg=(42.0, 82.0),
        knee_deg=(8.0, 34.0),
        lumbar_deg=(5.0, 40.0),
        thoracic_deg=(-8.0, 10.0),
        choices=((BACK, BAR_ON_BACK, 1.0),),
        faults=FAULTS,
    ),
    Movement(
        name="swing",
        share=0.07,
        trunk_deg=(45.0, 78.0),
        knee_deg=(15.0, 36.0),
        lumbar_deg=(5.0, 35.0),
        thoracic_deg=(-6.0, 12.0),
        choices=((HANG, BELL, 1.0),),
        faults=(BACK_GIVES, EXCESS_KNEE, NECK_EXTENSION, OVEREXTENSION),
        descent_s=(0.55, 0.75),
        bottom_s=(0.03, 0.08),
        ascent_s=(0.45, 0.6),
        top_s=(0.05, 0.15),
        arm_deg=(-48.0, -25.0),
        top_arm_deg=(55.0, 88.0),
        begins_low=0.0,
    ),
    Movement(
        name="single_leg",
        share=0.05,
        trunk_deg=(42.0, 80.0),
        knee_deg=(8.0, 30.0),
        lumbar_deg=(5.0, 30.0),
        thoracic_deg=(-6.0, 12.0),
        choices=((HANG, NO_LOAD, 0.7), (HANG, BELL, 0.3)),
        faults=(BACK_GIVES, UNCONTROLLED, NECK_EXTENSION),
        single_leg=True,
    ),
)
BY_NAME = {movement.name: movement for movement in MOVEMENTS}
