"""What is said of the load that the lower back held over time."""

from hiphinge.catalogue import load
from hiphinge.dynamics.dose import Dose
from hiphinge.progress import BackDose, DoseSum
from hiphinge.reports.text.progress_words import day_words

__all__ = ["dose_meaning", "dose_rows", "dose_sum_words", "dose_verdict", "dose_words"]

_ROWS = 4


def dose_meaning() -> str:
    """Return what the sum is, and what it is not for."""
    return load().phrases["back_dose"].text


def dose_words(dose: Dose) -> str:
    """Return a dose in thousands of newton metre seconds, and its squared sum in millions."""
    return f"{dose.moment_nm_s / 1000:.1f} kN m s (squared: {dose.squared_nm2_s / 1e6:.2f} (kN m)² s)"


def dose_sum_words(one: DoseSum) -> str:
    """Return the sum of a day or a week with its number of sets."""
    return f"{dose_words(one.dose)} in {one.sets} filmed set{'s' if one.sets > 1 else ''}"


def dose_verdict(dose: BackDose) -> str:
    """Return whether the weeks changed."""
    change, weeks = dose.trend.change, len(dose.weeks)
    last = f"last week with filmed sets: {dose_sum_words(dose.weeks[-1])}"
    if change.verdict == "too_few":
        return f"{last}; too few weeks to say whether it changed: {weeks}"
    before, after = change.before / 1000, change.after / 1000
    ends = f"{before:.1f} in the first weeks, {after:.1f} in the last ones"
    if change.verdict == "noise":
        return f"{last}; not distinguishable from how your weeks differ anyway: {ends}"
    return f"{last}; changed: {ends}"


def dose_rows(dose: BackDose) -> tuple[tuple[str, str], ...]:
    """Return the last set, the last days and the last weeks, each with its sum."""
    days = [(day_words(one.day, year=True), dose_sum_words(one)) for one in dose.days[-_ROWS:]]
    weeks = [(f"week of {day_words(one.day, year=True)}", dose_sum_words(one)) for one in dose.weeks[-_ROWS:]]
    return ("last filmed set", dose_words(dose.last_set)), *days, *weeks
