"""Words for hips and back: against the reference posture, with the interval, and how far to trust it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from hiphinge.findings import Measurement
from hiphinge.motion import Interval
from hiphinge.reports.text.numbers import spoken, with_interval

__all__ = [
    "PARTS",
    "TRUST",
    "TRUST_SENSORS",
    "against_standing",
    "is_rough",
    "share_words",
    "spread_words",
    "value_words",
]

PARTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "lumbar_flexion_deg": ("Lower back", "rounder than your standing shape", "hollower than your standing shape"),
        "thoracic_flexion_deg": ("Upper back", "rounder than your standing shape", "flatter than your standing shape"),
        "pelvis_tilt_deg": ("Pelvis", "tipped forward from standing", "tipped back from standing"),
        "hip_flexion_deg": ("Hips", "bent from standing", "straighter than when you stand"),
    }
)
"""What is said of hips and back, in order: the name, and the words for more and for less than in standing."""

_ON_THE_SKIN = (
    "These angles are on the skin and count from how you stand. Inclinometers on your sacrum, your lowest ribs and "
    "your neck would read them. They are not angles between vertebrae."
)
_NOT_COMPARED = (
    "The networks behind them were trained on rendered people with known angles. Nobody has yet compared them with a "
    "reference on real lifters. Points marked by eye on videos of six lifters put the lower back 10 to 15° rounder in "
    "bent positions, and the pelvis as much less tipped."
)
_DIFFERENCES = (
    "Differences between the repetitions of one recording are more certain than any single number. Loose clothes, "
    "plates in front of the hips, a camera that is not square to your side and dark videos make the intervals wider."
)
_EDUCATION = "No number here is a fault by itself. This is exercise education and not medical advice."
TRUST = (_ON_THE_SKIN, _NOT_COMPARED, _DIFFERENCES, _EDUCATION)
"""What every reader of a video's numbers has to know; `docs/explanation/back.md` says it at length."""
_OF_SENSORS = (
    "Each says how far a sensor leans since you stood, or how much more one leans than another. Two sensors are off by "
    "about two degrees themselves. The rest of the interval is skin and strap, which turn a sensor more the further "
    "you bend. Both come from published comparisons; hiphinge itself was not compared on real lifters."
)
TRUST_SENSORS = (
    _ON_THE_SKIN,
    _OF_SENSORS,
    "Differences between the repetitions of one recording are more certain than any single number.",
    _EDUCATION,
)
"""The same of numbers that sensors gave; `docs/explanation/sensors.md` says it at length."""

_PERCENT = "\N{NO-BREAK SPACE}%"
_HARDLY_DEG = 1.0
ROUGH_DEG = 20.0
"""An interval wider than this is introduced by "roughly"."""
SMALLEST_CHANGE_DEG = 8.0
"""Lumbar alignment of lifters differed by up to this between deadlifts meant to be alike (Aasa 2019, n=24): a smaller
difference is called one that may be chance, however well the video repeats."""


def is_rough(interval: Interval | None) -> bool:
    """Tell whether an interval in degrees, as it is written, is too wide for "about"."""
    return interval is not None and round(interval.high) - round(interval.low) > ROUGH_DEG


def value_words(value: float, interval: Interval | None) -> str:
    """Return an angle with its interval: ``about 34°, could be 27 to 41°``, or ``roughly``."""
    words = with_interval(value, "deg", interval)
    return words.replace("about ", "roughly ", 1) if is_rough(interval) else words


def against_standing(id_: str, value: float, interval: Interval | None) -> str:
    """Say which way a part differs from the reference posture, or that there may be no difference."""
    if interval is not None and interval.low <= 0.0 <= interval.high:
        return "may be the same as when you stand"
    return PARTS[id_][1 if value >= 0 else 2]


def share_words(lumbar: Measurement) -> str:
    """Say how much of the bend came from the hips and how much from the lower back."""
    back = min(max(lumbar.value, 0.0), 1.0)
    words = f"About {100 * (1 - back):.0f}{_PERCENT} of the bend came from the hips"
    if lumbar.interval is None:
        return f"{words}, the rest from the lower back."
    low, high = (100 * (1 - min(max(v, 0.0), 1.0)) for v in (lumbar.interval.high, lumbar.interval.low))
    return f"{words} (could be {low:.0f} to {high:.0f}{_PERCENT}), the rest from the lower back."


def spread_words(lumbar: Sequence[Measurement]) -> str:
    """Say by how much the lower back differs between repetitions, and whether that is more than chance brings."""
    if len(lumbar) < 2:  # noqa: PLR2004 - one repetition differs from nothing
        return ""
    values = [m.value for m in lumbar]
    apart = max(values) - min(values)
    if apart < _HARDLY_DEG:
        return "Your lower back hardly differs from repetition to repetition."
    words = f"From repetition to repetition your lower back differs by up to {spoken(apart, 'deg')}"
    chance = max((m.repeatability for m in lumbar if m.repeatability is not None), default=0.0)
    line = max(chance, SMALLEST_CHANGE_DEG)
    beyond = "more than" if round(apart) > round(line) else "no more than"
    return f"{words}: {beyond} the {spoken(line, 'deg')} by which repetitions meant to be alike may differ."
