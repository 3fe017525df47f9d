"""What is said of back comfort, of speed against load, and of sets done while counting."""

from hiphinge.progress import LEAST_WEEKS, ComfortTrend, Probe, ProbedMeasure, VelocityProfile
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.text.numbers import spoken

__all__ = ["COMFORT_MEANING", "SPEED_MEANING", "comfort_words", "probe_words", "velocity_words"]

COMFORT_MEANING = (
    "10 is fully comfortable. These are your own ratings, compared with your own weeks and with nobody else's. They do "
    "not tell why your back feels as it does, and no exercise here follows from them. In trials, learning to lift did "
    "not lower back pain. If you worry about your back, ask somebody qualified."
)
SPEED_MEANING = (
    "Trunk lean at the bottom over the time of the ascent, both the median of a set's repetitions; "
    "each dot is the median of the sets at a load. It is no speed of the bar, and it shows effort only where you come "
    "up as fast as you can. No one-rep max is estimated from it: for deadlifts such estimates came out too low."
)
_STEP = {"kg": 10.0, "lb": 25.0}
_POUND_KG = 0.45359237


def comfort_words(comfort: ComfortTrend) -> str:
    """Return whether the ratings changed from the first weeks to the last ones."""
    change, weeks = comfort.weeks.change, len(comfort.weeks.days)
    last = f"last rated {comfort.ratings[-1]} of 10"
    if change.verdict == "too_few":
        count = f"{weeks} {'week' if weeks == 1 else 'weeks'}"
        return f"{last}; too few weeks to say whether it changed: {count} of the {LEAST_WEEKS} needed"
    ends = f"{change.before:.1f} in the first weeks, {change.after:.1f} in the last ones"
    if change.verdict == "noise":
        return f"not distinguishable from how your weeks differ anyway: {ends}"
    way = "more" if change.difference > 0 else "less"
    low, high = sorted(abs(end) for end in change.interval)
    return f"changed: {ends}, {abs(change.difference):.1f} points {way} comfortable (95 %: {low:.1f} to {high:.1f})"


def velocity_words(profile: VelocityProfile, unit: str) -> str:
    """Return how speed changes with load, or why that is not said."""
    if profile.reason:
        return f"too few to say: {profile.reason}"
    step = _STEP["lb" if unit == "lb" else "kg"]
    per_step = step * (_POUND_KG if unit == "lb" else 1.0)
    low, high = (end * per_step for end in profile.interval)
    if low <= 0.0 <= high:
        ends = f"{low:+.1f} to {high:+.1f}\N{DEGREE SIGN}/s"
        return f"no change with load that would stand out: {ends} for {step:g} {unit} more (95 %)"
    way = "slower" if profile.slope < 0 else "faster"
    least, most = sorted((abs(low), abs(high)))
    size = abs(profile.slope * per_step)
    return f"for {step:g} {unit} more, {size:.1f}\N{DEGREE SIGN}/s {way} (95 %: {least:.1f} to {most:.1f})"


def probe_words(probe: Probe) -> str:
    """Return what sets done while counting show; empty where none was filmed."""
    if not probe.counting_days:
        return ""
    days = f"{probe.counting_days} {'day' if probe.counting_days == 1 else 'days'} while counting"
    if probe.verdict == "too_few":
        return f"Too few to say whether it is automatic: {days}, {probe.other_days} without in the four weeks before."
    said = "; ".join(_measure(one) for one in probe.measures if probe.verdict == "alike" or not one.alike)
    marks = (
        f"{probe.counting[0]} of {probe.counting[1]} repetitions met their marks while counting, {probe.others[0]} of "
        f"{probe.others[1]} otherwise ({days})."
    )
    if probe.verdict == "alike":
        return f"While you counted, it differed by no more than two days do: {said}. {marks}"
    return f"While you counted, it was not as it is otherwise: {said}. {marks}"


def _measure(one: ProbedMeasure) -> str:
    known = QUANTITIES[one.quantity]
    counting, others, noise = (spoken(value, known.unit) for value in (one.counting, one.others, one.detectable))
    return f"{known.title.lower()} {counting} against {others}, and up to {noise} may be noise"
