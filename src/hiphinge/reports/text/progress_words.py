"""What is said of a measure over time: changed, not distinguishable from noise, or too few to say."""

from datetime import date

from hiphinge.progress import Change, Noise, PublishedNoise, StrengthDay, Trend
from hiphinge.progress.change import LEAST_SESSIONS
from hiphinge.progress.trend import LEAST_DAYS_FOR_NOISE
from hiphinge.reports.text.numbers import spoken

__all__ = [
    "about_load",
    "change_words",
    "day_words",
    "load_words",
    "noise_words",
    "short_verdict",
    "strength_words",
    "trend_words",
]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_POUND_KG = 0.45359237
_FROM = {"study": "a published value", "choice": "an assumption", "accuracy": "an assumption"}
_VERDICTS = {"changed": "changed", "noise": "not distinguishable from noise", "too_few": "too few to say"}


def short_verdict(change: Change) -> str:
    """Return the verdict alone."""
    return _VERDICTS[change.verdict]


def change_words(change: Change, unit: str) -> str:
    """Return the verdict with the numbers behind it: ``changed: 5° less (95 %: 2° to 8°)``."""
    verdict = short_verdict(change)
    if change.verdict == "too_few":
        before, after = change.sessions
        return f"{verdict}: {before} and {after} days of the {LEAST_SESSIONS} and {LEAST_SESSIONS} needed"
    way = "more" if change.difference > 0 else "less"
    size = _size(change.difference, unit)
    if change.verdict == "noise":
        seen = "no difference" if size == _size(0.0, unit) else f"{size} {way}"
        return f"{verdict}: {seen}, and up to {_size(change.detectable, unit)} may be noise"
    ends = sorted(abs(end) for end in change.interval)
    return f"{verdict}: {size} {way} (95 %: {_size(ends[0], unit)} to {_size(ends[1], unit)})"


def trend_words(trend: Trend, unit: str) -> str:
    """Return `change_words` of a trend, from its first day to its last."""
    if trend.change.verdict != "too_few":
        return change_words(trend.change, unit)
    days, least = len(trend.days), 2 * LEAST_SESSIONS
    counted = f"{days} {'day' if days == 1 else 'days'}"
    if days < least:
        return f"{short_verdict(trend.change)}: {counted} of the {least} needed"
    return f"no change shows yet in {counted}; it takes {LEAST_DAYS_FOR_NOISE} to tell a small one from noise"


def _size(difference: float, unit: str) -> str:
    """Return how large a difference is, of what is said elsewhere."""
    return spoken(abs(difference), unit).partition(" of ")[0]


def noise_words(noise: Noise, published: PublishedNoise, unit: str) -> str:
    """Return what a difference was compared with: whose noise it is, and from where."""
    size = f"Noise of one day: {_size(noise.sem, unit)} (standard error)"
    repeats = f"from {noise.own_repeats} repeats of your own"
    if noise.source == "own":
        return f"{size}, {repeats}."
    if noise.source == "both":
        return f"{size}, {repeats} and {_FROM[published.source]}. {published.says}"
    return f"{size}, {_FROM[published.source]}. {published.says}"


def load_words(kilograms: float, unit: str) -> str:
    """Return a load in the person's unit: ``60 kg``, ``132 lb``."""
    return f"{kilograms:.4g} kg" if unit == "kg" else f"{kilograms / _POUND_KG:.4g} lb"


def about_load(kilograms: float, unit: str) -> str:
    """Return an estimated load, rounded: ``84 kg``."""
    return f"{kilograms:.0f} kg" if unit == "kg" else f"{kilograms / _POUND_KG:.0f} lb"


def strength_words(day: StrengthDay, unit: str) -> str:
    """Return a day's best set and what it says: ``one-rep max about 84 kg (80 to 88 kg, …), from 8 x 60 kg``."""
    effort = "" if day.rpe is None else f" at RPE {day.rpe:g}"
    did = f"{day.repetitions} \N{MULTIPLICATION SIGN} {load_words(day.load_kg, unit)}{effort}"
    estimate = day.estimate
    least = "" if day.rpe is not None else "at least "
    if estimate.low == estimate.high:
        return f"one-rep max {least}{load_words(estimate.median, unit)}, from {did}"
    low, about, high = (about_load(kilograms, unit) for kilograms in (estimate.low, estimate.median, estimate.high))
    return f"one-rep max {least}about {about} ({low.split()[0]} to {high}, depending on the formula), from {did}"


def day_words(day: int, *, year: bool = False) -> str:
    """Return a day by its ordinal: ``4 May``, or ``4 May 2026``."""
    found = date.fromordinal(day)
    return f"{found.day} {_MONTHS[found.month - 1]}{f' {found.year}' if year else ''}"
