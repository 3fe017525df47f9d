"""A person's segments in metres and kilograms, from stature and mass or from a model's own values."""

from dataclasses import dataclass
from typing import Literal, Self

from hiphinge.anthropometry import (
    FOREARM,
    HEAD_CENTRE,
    SHANK,
    THIGH,
    TRUNK,
    UPPER_ARM,
    Inertia,
    SingleSegments,
    combined,
    divided,
    in_lengths,
    single_segments_of,
)
from hiphinge.motion import Person

__all__ = ["JOINT_SHARE", "Body", "Segment", "Sex"]

Sex = Literal["female", "male", "mean"]

JOINT_SHARE = 0.17
"""How far L5/S1 is above the hip, share of the line hip to shoulder."""


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One segment in the side view, both sides together.

    Attributes
    ----------
    length_m
        Between its joints.
    mass_kg
        Of both sides.
    centre
        Where its centre of mass is, share of its length, from the joint nearer to the feet; of arms, from the shoulder
        or elbow. Above 1 where the centre is beyond the end, as the head's above the neck.
    inertia_kg_m2
        About the transverse axis through its centre of mass, of both sides.
    """

    length_m: float
    mass_kg: float
    centre: float
    inertia_kg_m2: float


def _segment(length_m: float, part: Inertia, mass_kg: float, *, sides: int = 1) -> Segment:
    weight = sides * part.mass * mass_kg
    return Segment(
        length_m=length_m, mass_kg=weight, centre=part.centre, inertia_kg_m2=weight * (part.gyration * length_m) ** 2
    )


@dataclass(frozen=True, kw_only=True)
class Body:
    """Lengths, masses, centres and inertias of the segments from the ankles up.

    Attributes
    ----------
    stature_m, mass_kg
        Of the whole body.
    shanks, thighs
        Ankle to knee, knee to hip.
    pelvis
        Hip to L5/S1, with what of the trunk is below that joint.
    trunk
        L5/S1 to shoulder in a straight trunk, with what is above that joint.
    head
        From the shoulders; ``length_m`` is how far its centre of mass is from them, and ``centre`` is 1.
    upper_arms, forearms
        Shoulder to elbow, elbow to the grip, hands included.
    """

    stature_m: float
    mass_kg: float
    shanks: Segment
    thighs: Segment
    pelvis: Segment
    trunk: Segment
    head: Segment
    upper_arms: Segment
    forearms: Segment

    @property
    def trunk_m(self) -> float:
        """Hip to shoulder in a straight trunk, metres."""
        return self.pelvis.length_m + self.trunk.length_m

    @classmethod
    def of(cls, *, stature_m: float, mass_kg: float, sex: Sex | None = None) -> Self:
        """Return the body of somebody of this stature and mass.

        Parameters
        ----------
        sex
            Which table of segment masses; None takes the mean of both.

        Raises
        ------
        UsageError
            If stature or mass is none that a person has.
        UnknownIdError
            If there is no such table.

        Notes
        -----
        Masses, centres and inertias after de Leva (1996), lengths after Winter (2009). L5/S1 is at 17 % of the line
        hip to shoulder, inside the lower trunk: it divides that segment by length.
        """
        Person(stature_m=stature_m, mass_kg=mass_kg)
        table = single_segments_of(sex or "mean")
        trunk_m = TRUNK * stature_m
        below, above = divided(table.lower_trunk, length=table.lower_trunk_length / TRUNK, at=JOINT_SHARE)
        upper = combined([above, table.mid_trunk, table.upper_trunk])
        head = Inertia(mass=table.head.mass, centre=1.0, gyration=table.head.gyration * table.head_length / HEAD_CENTRE)
        return cls(
            stature_m=stature_m,
            mass_kg=mass_kg,
            shanks=_segment(SHANK * stature_m, table.shank, mass_kg, sides=2),
            thighs=_segment(THIGH * stature_m, table.thigh, mass_kg, sides=2),
            pelvis=_part_of_trunk(below, trunk_m, from_share=0.0, to_share=JOINT_SHARE, mass_kg=mass_kg),
            trunk=_part_of_trunk(upper, trunk_m, from_share=JOINT_SHARE, to_share=1.0, mass_kg=mass_kg),
            head=_segment(HEAD_CENTRE * stature_m, head, mass_kg),
            upper_arms=_segment(UPPER_ARM * stature_m, table.upper_arm, mass_kg, sides=2),
            forearms=_forearms(table, stature_m=stature_m, mass_kg=mass_kg),
        )


def _part_of_trunk(part: Inertia, trunk_m: float, *, from_share: float, to_share: float, mass_kg: float) -> Segment:
    length = to_share - from_share
    return _segment(length * trunk_m, in_lengths(part, 1 / length, offset=-from_share / length), mass_kg)


def _forearms(table: SingleSegments, *, stature_m: float, mass_kg: float) -> Segment:
    """Return forearms with hands, from the elbow to the grip, which is where the hand has its centre."""
    grip = FOREARM + table.hand.centre * table.hand_length
    forearm = in_lengths(table.forearm, FOREARM / grip)
    hand = in_lengths(table.hand, table.hand_length / grip, offset=FOREARM / grip)
    return _segment(grip * stature_m, combined([forearm, hand]), mass_kg, sides=2)
