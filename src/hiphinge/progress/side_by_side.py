"""Two repetitions, sets or sessions of one person side by side: what differs by more than its error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median, variance
from types import MappingProxyType
from typing import Literal

import numpy as np
from scipy import special

from hiphinge.catalogue import load
from hiphinge.motion import FloatArray
from hiphinge.progress.published import published_noise
from hiphinge.signals import ERRORS_IN_90, ERRORS_IN_95

__all__ = [
    "FAMILIES",
    "TEMPO",
    "TO_95",
    "Difference",
    "FamilyDifference",
    "Nearness",
    "Side",
    "against_demonstration",
    "by_family",
    "differences",
    "in_step",
    "is_usual",
    "median_curve",
]

Nearness = Literal["recording", "day", "nothing", "person", "demonstration"]
TO_95 = ERRORS_IN_95 / ERRORS_IN_90
"""Half a 95 % interval, in halves of a 90 % interval."""
_FALSE = 0.05
"""How often any of the differences that are judged together may be one of error alone."""
_BACK, TEMPO, _OTHER = "back", "tempo", "other"
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        _BACK: (
            "lumbar_flexion_deg",
            "thoracic_flexion_deg",
            "thoracolumbar_flexion_deg",
            "lumbar_gain_deg",
            "thoracic_gain_deg",
            "dowel_hollow",
        ),
        "hips": ("hip_back_travel", "hip_flexion_deg", "pelvis_tilt_deg", "hip_drop", "hip_path_deg"),
        "lean of the trunk": ("trunk_inclination_deg", "trunk_thigh_angle_deg", "trunk_rise_early_deg"),
        "knees and shins": ("knee_flexion_deg", "shank_inclination_deg", "knee_creep_deg"),
        "head": ("head_angle_deg", "neck_angle_deg", "dowel_head_gap"),
        "arms": ("elbow_bend_deg", "shoulder_lead_deg", "hand_height"),
        "balance": ("weight_shift", "heel_rise"),
        "lockout": ("lockout_left_deg", "lockout_extension_deg"),
        "bar": (
            "bar_rise",
            "bar_mean_velocity",
            "bar_peak_velocity",
            "bar_velocity_loss",
            "bar_path_width",
            "bar_over_foot",
            "bar_power",
        ),
        TEMPO: ("descent_s", "bottom_s", "ascent_s", "descent_smoothness", "ascent_smoothness"),
    }
)
"""What belongs together, by name: a rounder back also shows in the hips, and is named once."""
_FAMILY_OF = {id_: family for family, ids in FAMILIES.items() for id_ in ids}
FOLLOWING = frozenset(
    {
        "hip_back_travel",
        "hip_flexion_deg",
        "pelvis_tilt_deg",
        "hip_drop",
        "hip_path_deg",
        "trunk_thigh_angle_deg",
        "hand_height",
        "weight_shift",
    }
)
"""What follows from how back, trunk and knees bend: never the first thing that differs from a demonstration."""
_DERIVED = frozenset({"hip_travel_expected", "lean_at_lumbar_limit_deg"})
"""Follow from others, or are measured in few repetitions."""

DESCENT, BOTTOM, ASCENT = 1.0, 0.2, 1.0
"""How long each phase is in the common time of two repetitions."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """One side of a comparison.

    Attributes
    ----------
    values
        Each measured quantity in each repetition, in the quantity's unit.
    half_widths
        Half of the 90 % interval of each of them, as far as they are known; a quantity that is not in it is known as
        well as the catalogue says.
    recordings
        What it was measured in.
    days
        The days on which that was filmed, any names; empty where they are not known.
    is_drawn
        Whether it is a drawn figure, whose values are exact.
    whose
        Any name of who is seen, where that matters: sides with different names are of two people.
    """

    values: Mapping[str, Sequence[float]]
    recordings: frozenset[str]
    days: frozenset[str] = frozenset()
    half_widths: Mapping[str, Sequence[float]] = field(default_factory=dict)
    is_drawn: bool = False
    whose: str = ""

    def nearness(self, other: "Side") -> Nearness:
        """Return what two sides have in common: the recording, the day with its body and clothes, or nothing.

        ``demonstration`` where one is drawn, ``person`` where each shows somebody else.
        """
        if self.is_drawn or other.is_drawn:
            return "demonstration"
        if self.whose != other.whose:
            return "person"
        if self.recordings == other.recordings and len(self.recordings) == 1:
            return "recording"
        return "day" if self.days == other.days and len(self.days) == 1 else "nothing"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A quantity on both sides.

    Attributes
    ----------
    before, after
        Medians over the repetitions.
    half_width
        95 % half-width of the error of the difference: that of measuring, and what the repetitions of each side
        differ by.
    side
        Of the body, where both sides of it are compared; else empty.
    """

    quantity: str
    before: float
    after: float
    half_width: float
    side: str = ""

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def size(self) -> float:
        """How many half-widths large it is."""
        return abs(self.difference) / self.half_width

    @property
    def is_clear(self) -> bool:
        """Whether it is larger than its error."""
        return self.size > 1.0


@dataclass(frozen=True, kw_only=True)
class FamilyDifference:
    """What belongs together and differs, the clearest first."""

    family: str
    differences: tuple[Difference, ...]


def differences(first: Side, second: Side) -> tuple[Difference, ...]:
    """Return every quantity that both sides show and whose error is known, the largest difference first."""
    nearness = first.nearness(second)
    found = []
    for id_, before in first.values.items():
        after = second.values.get(id_, ())
        error = _error(id_, first, second, nearness=nearness)
        if error is None or id_ in _DERIVED:
            continue
        half_width = float(np.hypot(error, ERRORS_IN_95 * np.sqrt(_of_mean(before) + _of_mean(after))))
        found.append(Difference(quantity=id_, before=median(before), after=median(after), half_width=half_width))
    return tuple(sorted(found, key=lambda one: -one.size))


def _error(id_: str, first: Side, second: Side, *, nearness: Nearness) -> float | None:
    """Return the 95 % half-width of the error of measurement of a difference, or None where there is none to judge.

    Within a recording repetitions average it out. On one day body and clothes are the same and the camera may not be;
    between days neither is. Where one of two recordings shows the body worse than usual, they differ by more. A drawn
    figure has no error; of two people, each has its own, so that nothing of it is the same on both sides.
    """
    accuracy, published = load().accuracy.get(id_), published_noise(id_)
    before, after = len(first.values[id_]), len(second.values.get(id_, ()))
    if accuracy is None or published is None or not (before and after):
        return None
    if nearness == "recording":
        return TO_95 * accuracy.repeatability * float(np.sqrt((1.0 / before + 1.0 / after) / 2.0))
    alone = TO_95 * (accuracy.from_standing or accuracy.absolute)
    if nearness == "demonstration":
        return alone * _worse_known(id_, first, second, usual=accuracy.absolute)
    apart = accuracy.between_recordings
    one_day = TO_95 * (accuracy.repeatability if apart is None else apart.half_width)
    usual = one_day if nearness == "day" else max(published.detectable, one_day)
    if nearness == "person":
        usual = max(usual, float(np.sqrt(2.0)) * alone)
    return usual * _worse_known(id_, first, second, usual=accuracy.absolute)


def _worse_known(id_: str, first: Side, second: Side, *, usual: float) -> float:
    """Return by how much wider the values' own intervals are than the catalogue says is usual; 1 where they are not."""
    seen = [side for side in (first, second) if not side.is_drawn]
    widths = [fmean(known) if (known := side.half_widths.get(id_)) else usual for side in seen]
    one, other = widths[0], widths[-1]
    return max(1.0, float(np.hypot(one, other) / (np.sqrt(2.0) * usual)))


def _of_mean(values: Sequence[float]) -> float:
    """Return the variance of the mean of a side's repetitions; one repetition says nothing of it."""
    return variance(values) / len(values) if len(values) > 1 else 0.0


def by_family(found: Sequence[Difference]) -> tuple[FamilyDifference, ...]:
    """Return the clear differences by what belongs together: the back, then the others by their largest, then tempo.

    A rounder back shows in hips, lean and head too, so it is named before what may follow from it. Tempo comes last: it
    says nothing of shape.

    Notes
    -----
    The back is what is asked first, so each of its differences counts that is larger than its own error, and so does
    tempo. The many others are judged together: in 95 of 100 comparisons in which nothing differs, none of them is named
    (Holm 1979).
    """
    families: dict[str, list[Difference]] = {}
    for one in sorted(found, key=lambda one: -one.size):
        families.setdefault(_FAMILY_OF.get(one.quantity, _OTHER), []).append(one)
    rest = [one for name, some in families.items() if name not in {_BACK, TEMPO} for one in some]
    clear = {id(one) for one in _clear_together(rest)}
    for name, some in families.items():
        families[name] = [one for one in some if (one.is_clear if name in {_BACK, TEMPO} else id(one) in clear)]
    families = {name: some for name, some in families.items() if some}
    order = sorted(families, key=lambda name: (name != _BACK, name == TEMPO, -families[name][0].size))
    return tuple(FamilyDifference(family=name, differences=tuple(families[name])) for name in order)


def against_demonstration(
    found: Sequence[FamilyDifference], *, usual: Mapping[str, tuple[float, float]]
) -> tuple[FamilyDifference, ...]:
    """Return what differs from a demonstration, the largest first, and behind it what is no matter of form.

    That is what lies within ``usual``, the range of each quantity that is usual in the exercise; what only follows from
    how back, trunk and knees bend; and tempo, last.
    """

    def leading(one: FamilyDifference) -> list[Difference]:
        return [d for d in one.differences if d.quantity not in FOLLOWING and not is_usual(d, usual)]

    def place(one: FamilyDifference) -> tuple[bool, bool, bool, float]:
        leads = leading(one)
        follows = all(d.quantity in FOLLOWING for d in one.differences)
        return one.family == TEMPO, not leads, follows, -max(d.size for d in leads or one.differences)

    return tuple(sorted(found, key=place))


def is_usual(one: Difference, usual: Mapping[str, tuple[float, float]]) -> bool:
    """Return whether the second side is within what is usual in the exercise; False where that is not known."""
    band = usual.get(one.quantity)
    return band is not None and band[0] <= one.after <= band[1]


def _clear_together(found: Sequence[Difference]) -> list[Difference]:
    """Return those that are clear though many were looked at: from the largest on, each against those that are left."""
    clear: list[Difference] = []
    for place, one in enumerate(sorted(found, key=lambda one: -one.size)):
        limit = -float(special.ndtri(_FALSE / (2.0 * (len(found) - place)))) / ERRORS_IN_95
        if one.size <= limit:
            break
        clear.append(one)
    return clear


def in_step(
    time_s: FloatArray, values: FloatArray, *, phases: Mapping[str, tuple[float, float]], grid: FloatArray
) -> FloatArray:
    """Return a repetition's values ``[time]`` at places of the common time ``grid``, NaN where not measured.

    Parameters
    ----------
    phases
        Start and end of ``descent`` and ``ascent``, seconds. Before the descent is 0; the bottom is reached at
        `DESCENT`, left `BOTTOM` later, and the ascent takes `ASCENT`.
    """
    (down, bottom), (leaves, top) = phases["descent"], phases["ascent"]
    places = np.array([0.0, DESCENT, DESCENT + BOTTOM, DESCENT + BOTTOM + ASCENT])
    moments = np.interp(grid, places, np.maximum.accumulate([down, bottom, max(leaves, bottom), top]))
    known = np.isfinite(values)
    if known.sum() < 2:  # noqa: PLR2004 - a line has two ends
        return np.full(len(grid), np.nan)
    found = np.interp(moments, time_s[known], values[known])
    nearest = np.abs(time_s[known][None, :] - moments[:, None]).min(axis=1)
    return np.where(nearest <= 2.5 * float(np.median(np.diff(time_s))), found, np.nan)


def median_curve(curves: Sequence[FloatArray]) -> FloatArray:
    """Return the median of curves ``[place]``, NaN where fewer than half of them were measured."""
    stacked = np.array(curves)
    enough = 2 * np.isfinite(stacked).sum(axis=0) >= len(stacked)
    found = np.full(stacked.shape[1], np.nan)
    if enough.any():
        found[enough] = np.nanmedian(stacked[:, enough], axis=0)
    return found
