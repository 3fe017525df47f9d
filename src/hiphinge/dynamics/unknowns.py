"""What is not known of a body, its back, the posture and the load: distributions, and draws from them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

import numpy as np
from scipy.special import ndtr

from hiphinge.catalogue import load
from hiphinge.errors import UsageError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray
from hiphinge.signals import ERRORS_IN_90

__all__ = [
    "CENTRAL",
    "EXACT_POSE",
    "GROUPS",
    "LEANS",
    "Draws",
    "PoseError",
    "Values",
    "draw",
    "video_pose_error",
]

LEANS = ("trunk_deg", "pelvis_deg", "thigh_deg", "shank_deg", "head_deg", "upper_arm_deg", "forearm_deg")
REAL_PEOPLE = 1.25
"""The catalogue's accuracy is that of rendered people; those few real ones that were marked by eye differ by more."""
VIDEO_CUTOFF_HZ = 2.0
"""A pose network's errors change from frame to frame. At 2 Hz the moment of a recorded person with such errors follows
OpenSim's to 7 to 12 % of its range, at 4 Hz to 17 to 23 %, and without inertial terms to 11 to 28 %."""

LENGTH_SD = 0.055
"""Lengths of trunk, legs and arms around those that follow from stature, standard deviation as a share. Shares of
stature vary between people by 3 to 5 % (this package's own value)."""
TRUNK_MASS_SD, LIMB_MASS_SD, CENTRE_SD = 0.10, 0.10, 0.055
"""Masses around the table's as shares, and the trunk's centre as a share of its length. The tables of de Leva and the
model of Rajagopal differ by a sixth in what is above L5/S1 (this package's own values)."""
JOINT_SD = 0.03
"""Place of L5/S1, share of the line hip to shoulder."""
GIVEN_MASS_SD, GIVEN_LOAD_SD, LOAD_PLACE_SD_M = 0.015, 0.01, 0.025
"""Body mass and load as given, as shares, and the place of the load in the hand or on the back, metres."""
ARM_M, ARM_LOG_SD = 0.0612, 0.145
"""Moment arm of one muscle that stands for all extensors: 5.0 cm (in hand calculations), 6 cm (Cholewicki, McGill and
Norman 1991, Med. Sci. Sports Exerc. 23:1179), up to 7.5 cm in imaging; 90 % between 4.8 and 7.8 cm."""
OBLIQUITY_DEG, OBLIQUITY_SD_DEG = 5.0, 3.0
"""How far it pulls backward of the disc's normal (Cholewicki, McGill and Norman 1991)."""
COCONTRACTION_MOST = 0.30
"""Extra force of the extensors for what works against them, share: anything from none to this. Models without it
underestimate compression (Granata and Marras 1995, Spine 20:913); the bound is this package's own."""
DISC_SLOPE_DEG, DISC_SLOPE_SD_DEG = 40.0, 10.0
"""Slope of the sacral plate in standing."""
PELVIS_SHARE, PELVIS_SHARE_SD = 0.75, 0.13
"""The pelvis' lean as a share of the trunk's where the back was not measured; lower backs of lifters round by about 25
degrees, and by anything from 5 to 45, at a lean of 60."""

GROUPS: Mapping[str, tuple[str, ...]] = FrozenMapping(
    {
        "pose": (*LEANS, "pelvis_share"),
        "body": ("trunk_length", "leg_length", "arm_length", "trunk_mass", "limb_mass", "trunk_centre", "joint_place"),
        "muscle": ("arm", "obliquity", "cocontraction", "disc_slope"),
        "load": ("body_mass", "load_mass", "load_place"),
    }
)
"""Names of the unknowns by what they are of."""


@dataclass(frozen=True, kw_only=True)
class PoseError:
    """Errors of the leans of a posture, standard deviations in degrees by the names of `LEANS`.

    Attributes
    ----------
    shared
        The same in everything that one recording shows.
    each
        Anew in every repetition.
    cutoff_hz
        Leans are smoothed to this before they are differentiated twice; the weight acts on them as they are.
    """

    shared: Mapping[str, float]
    each: Mapping[str, float]
    cutoff_hz: float = 4.0


EXACT_POSE = PoseError(shared=FrozenMapping({}), each=FrozenMapping({}))
"""Angles that are set, not measured."""


@lru_cache(maxsize=1)
def video_pose_error() -> PoseError:
    """Return the errors of a video from the side, from the catalogue's accuracy; head and arms as the trunk."""
    accuracy = load().accuracy
    of = {
        "trunk_deg": "trunk_inclination_deg",
        "pelvis_deg": "pelvis_tilt_deg",
        "thigh_deg": "shank_inclination_deg",
        "shank_deg": "shank_inclination_deg",
        "head_deg": "trunk_inclination_deg",
        "upper_arm_deg": "trunk_inclination_deg",
        "forearm_deg": "trunk_inclination_deg",
    }
    shared = {name: REAL_PEOPLE * accuracy[id_].absolute / ERRORS_IN_90 for name, id_ in of.items()}
    each = {name: accuracy[id_].repeatability / (ERRORS_IN_90 * np.sqrt(2.0)) for name, id_ in of.items()}
    return PoseError(shared=FrozenMapping(shared), each=FrozenMapping(each), cutoff_hz=VIDEO_CUTOFF_HZ)


@dataclass(frozen=True, kw_only=True, eq=False)
class Values:
    """Every unknown of one set of draws, each ``[draw, 1]``: factors, shifts and angles.

    ``leans`` are the errors of the posture by name, radians. Lengths and masses are factors.
    """

    leans: Mapping[str, FloatArray]
    trunk_length: FloatArray
    leg_length: FloatArray
    arm_length: FloatArray
    trunk_mass: FloatArray
    limb_mass: FloatArray
    trunk_centre: FloatArray
    joint_place: FloatArray
    arm_m: FloatArray
    obliquity: FloatArray
    cocontraction: FloatArray
    disc_slope: FloatArray
    pelvis_share: FloatArray
    load_mass: FloatArray
    load_place_m: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Draws:
    """Draws of everything that is not known: the same draws for two lifts make what they share cancel.

    Attributes
    ----------
    standard
        Standard normal ``[draw]`` by the names in `GROUPS`.
    each
        The same for what differs between repetitions, by the names of `LEANS`.
    seed
        Which draws they are.
    """

    standard: Mapping[str, FloatArray]
    each: Mapping[str, FloatArray]
    seed: int
    repetition: int = 0

    def __len__(self) -> int:
        """Return the number of draws."""
        return len(self.standard["arm"])

    def shares_with(self, other: Self) -> bool:
        """Tell whether both are of the same person: what is shared is drawn alike."""
        return self.seed == other.seed and len(self) == len(other)

    def of_repetition(self, number: int) -> Self:
        """Return the draws of another repetition of the same person: what differs between repetitions is drawn anew."""
        return replace(self, each=_normal(LEANS, len(self), (self.seed, 1 + number)), repetition=number)

    def values(self, pose_error: PoseError) -> Values:
        """Return factors, shifts and angles."""
        z = {name: column[:, None] for name, column in self.standard.items()}
        leans = {
            name: np.radians(
                pose_error.shared.get(name, 0.0) * z[name] + pose_error.each.get(name, 0.0) * self.each[name][:, None]
            )
            for name in LEANS
        }
        body = np.exp(GIVEN_MASS_SD * z["body_mass"])
        return Values(
            leans=leans,
            trunk_length=np.exp(LENGTH_SD * z["trunk_length"]),
            leg_length=np.exp(LENGTH_SD * z["leg_length"]),
            arm_length=np.exp(LENGTH_SD * z["arm_length"]),
            trunk_mass=body * np.exp(TRUNK_MASS_SD * z["trunk_mass"]),
            limb_mass=body * np.exp(LIMB_MASS_SD * z["limb_mass"]),
            trunk_centre=CENTRE_SD * z["trunk_centre"],
            joint_place=JOINT_SD * z["joint_place"],
            arm_m=ARM_M * np.exp(ARM_LOG_SD * z["arm"]),
            obliquity=np.radians(OBLIQUITY_DEG + OBLIQUITY_SD_DEG * z["obliquity"]),
            cocontraction=COCONTRACTION_MOST * ndtr(z["cocontraction"]),
            disc_slope=np.radians(DISC_SLOPE_DEG + DISC_SLOPE_SD_DEG * z["disc_slope"]),
            pelvis_share=np.clip(PELVIS_SHARE + PELVIS_SHARE_SD * z["pelvis_share"], 0.0, 1.1),
            load_mass=np.exp(GIVEN_LOAD_SD * z["load_mass"]),
            load_place_m=LOAD_PLACE_SD_M * z["load_place"],
        )


def _normal(names: tuple[str, ...], count: int, seed: tuple[int, ...]) -> Mapping[str, FloatArray]:
    drawn = np.random.default_rng(seed).standard_normal((len(names), count))
    return FrozenMapping(dict(zip(names, drawn, strict=True)))


@lru_cache(maxsize=8)
def draw(count: int = 1000, *, seed: int = 0) -> Draws:
    """Return draws of every unknown; the same seed gives the same draws.

    Raises
    ------
    UsageError
        If it is no positive number of draws.
    """
    if count < 1:
        message = f"There should be at least one draw, but {count} were asked for."
        raise UsageError(message)
    names = tuple(name for group in GROUPS.values() for name in group)
    return Draws(standard=_normal(names, count, (seed, 0)), each=_normal(LEANS, count, (seed, 1)), seed=seed)


def _nothing(names: tuple[str, ...]) -> Mapping[str, FloatArray]:
    return FrozenMapping({name: np.zeros(1) for name in names})


CENTRAL = Draws(standard=_nothing(tuple(n for group in GROUPS.values() for n in group)), each=_nothing(LEANS), seed=-1)
"""One draw in the middle of every distribution."""
