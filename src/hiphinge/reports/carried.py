"""What the back carries in the repetition that asks most of it, in sentences."""

from dataclasses import dataclass

from hiphinge.analysis import Analysis, Measurement
from hiphinge.catalogue import load
from hiphinge.reports.text import clock, spoken
from hiphinge.reports.text.numbers import spoken_range

__all__ = ["CarriedSection", "carried_section"]

_MOMENT, _COMPRESSION, _HIP, _KNEE = "back_moment_nm", "back_compression_n", "hip_moment_nm", "knee_moment_nm"


@dataclass(frozen=True, kw_only=True)
class CarriedSection:
    """What the back carries where it carries most: when, and sentence by sentence."""

    time_s: float
    time: str
    says: tuple[str, ...]
    limits: str


def carried_section(analysis: Analysis) -> CarriedSection | None:
    """Return what the back carries; None where no repetition that counts has an estimate."""
    known = [r for r in analysis.counted if isinstance(r.measurements.get(_MOMENT), Measurement)]
    if not known:
        return None
    most = max(known, key=lambda r: _of(r.measurements[_MOMENT]).value)
    moment, compression, hip, knee = (_of(most.measurements[id_]) for id_ in (_MOMENT, _COMPRESSION, _HIP, _KNEE))
    say = load().phrases
    at_s = moment.time_s if moment.time_s is not None else most.bottom_s
    return CarriedSection(
        time_s=at_s,
        time=clock(at_s),
        says=(
            say["carried_moment"].say(
                repetition=most.index, moment=spoken(moment.value, "N m"), between=_between(moment)
            ),
            say["carried_compression"].say(compression=spoken(compression.value, "N"), between=_between(compression)),
            say["carried_hips"].say(hip=spoken(hip.value, "N m"), between=_between(hip)),
            _of_knees(knee),
        ),
        limits=say["carried_limits"].say(),
    )


def _of_knees(knee: Measurement) -> str:
    """Return which muscles of the knees hold how much; its range is above 0 on either side, or it is not known."""
    say, ends = load().phrases, (knee.value, knee.value)
    if knee.interval is not None:
        ends = (knee.interval.low, knee.interval.high)
    if ends[0] * ends[1] <= 0:
        return say["carried_knee_unclear"].say()
    muscles = "carried_knee_front" if knee.value > 0 else "carried_knee_behind"
    low, high = sorted(abs(end) for end in ends)
    return say[muscles].say(knee=spoken(abs(knee.value), "N m"), between=spoken_range(low, high, "N m"))


def _of(found: object) -> Measurement:
    if not isinstance(found, Measurement):
        message = f"All four quantities should be measured together, but one is {found!r}."
        raise TypeError(message)
    return found


def _between(found: Measurement) -> str:
    interval = found.interval
    return (
        spoken(found.value, found.unit) if interval is None else spoken_range(interval.low, interval.high, found.unit)
    )
