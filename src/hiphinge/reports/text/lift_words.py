"""What is said of a lift by the lifting equation: the index, what each factor takes off, and what to change first."""

from collections.abc import Mapping
from types import MappingProxyType

from hiphinge.catalogue import load
from hiphinge.loads import FACTORS, Factor, Lift, LiftChange, LiftIndex
from hiphinge.posture import HandPlaces

__all__ = ["FACTOR_NAMES", "change_words", "factor_rows", "index_words", "video_words"]

FACTOR_NAMES: Mapping[Factor, str] = MappingProxyType(
    {
        "horizontal": "Hands forward of the ankles",
        "vertical": "Hands above the floor",
        "distance": "How far they move",
        "asymmetry": "To the side",
        "frequency": "How often, how long",
        "coupling": "Grip",
    }
)


def index_words(found: LiftIndex) -> tuple[str, ...]:
    """Return the answer and what it means."""
    phrases = load().phrases
    values = {"recommended": _kg(found.recommended_kg), "load": _kg(found.lift.load_kg), "index": f"{found.index:.3f}"}
    return phrases["lift_index"].say(**values), phrases["lift_index_means"].text


def factor_rows(found: LiftIndex) -> tuple[tuple[str, str, str, str], ...]:
    """Return a row for each factor: its name, its value, what it takes off, and the weight recommended without that."""
    gives = {one.factor: one.recommended_kg for one in found.changes}
    return tuple(
        (
            FACTOR_NAMES[one],
            _value(one, found.lift),
            f"{100 * (1 - found.multipliers[one]):.0f} %" if one in gives else "nothing",
            _kg(gives[one]) if one in gives else "",
        )
        for one in FACTORS
    )


def change_words(found: LiftIndex) -> tuple[str, ...]:
    """Return what to change first and what that gives back."""
    phrases = load().phrases
    if not found.changes:
        return (phrases["lift_at_best"].text,)
    first = found.changes[0]
    return _what(found.lift, first), phrases["lift_buys"].say(
        recommended=_kg(first.recommended_kg), now=_kg(found.recommended_kg)
    )


def video_words(places: HandPlaces, count: int) -> str:
    """Return where the hands were in a video, in the median of so many repetitions."""
    return (
        load()
        .phrases["lift_from_video"]
        .say(
            count=f"{count} repetition{'s' if count > 1 else ''}",
            horizontal=f"{100 * places.horizontal_m:.0f} cm",
            vertical=f"{100 * places.vertical_m:.0f} cm",
            distance=f"{100 * places.rise_m:.0f} cm",
        )
    )


def _what(lift: Lift, change: LiftChange) -> str:
    phrase = load().phrases[f"lift_{change.factor}"]
    return phrase.say(now=_value(change.factor, lift), best=_value(change.factor, change.lift))


def _value(factor: Factor, lift: Lift) -> str:
    hours = f"{lift.hours:g} hour{'s' if lift.hours > 1 else ''}"
    often = "once in five minutes or less" if lift.per_min <= 0.2 else f"{lift.per_min:g} a minute"  # noqa: PLR2004  # 1/5
    return {
        "horizontal": f"{lift.horizontal_cm:.0f} cm",
        "vertical": f"{lift.vertical_cm:.0f} cm",
        "distance": f"{lift.distance_cm:.0f} cm",
        "asymmetry": f"{lift.asymmetry_deg:.0f} degrees",
        "frequency": f"{often}, for {hours}",
        "coupling": lift.coupling,
    }[factor]


def _kg(mass_kg: float) -> str:
    return f"{mass_kg:.2f} kg"
