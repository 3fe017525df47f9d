"""What may be praised in a set: what was clear in every repetition, unless the back speaks against it."""

from collections.abc import Sequence

from hiphinge.analysis import Repetition
from hiphinge.catalogue import Fault
from hiphinge.findings import clear_over_set

__all__ = ["praised"]


def praised(counted: Sequence[Repetition]) -> tuple[Fault, ...]:
    """Return the faults whose sentence of praise may be said of a set, the most important first.

    Each is clear in every repetition, and none of its kind was found. Knees that hardly bend are not praised for not
    bending much, nor a lift that ends short of the lockout for not leaning back there. Nothing of the back is praised
    where the lower back is above the range of trained lifters, may well be, or is near its upper end, in one of them,
    or is not measurable.

    Parameters
    ----------
    counted
        The repetitions that count.
    """
    not_praised = {finding.id for repetition in counted for finding in repetition.findings}
    clear = clear_over_set([repetition.judgements for repetition in counted])
    if "no_knee_bend" in not_praised or any(repetition.pattern.label == "stoop" for repetition in counted):
        not_praised.add("excess_knee_flexion")
    if "no_lockout" in not_praised:
        not_praised.add("lockout_overextension")
    back_in_range = all(_is_in_range(repetition) for repetition in counted)
    return tuple(f for f in clear if f.id not in not_praised and (back_in_range or not f.is_of_back))


def _is_in_range(repetition: Repetition) -> bool:
    back = repetition.back
    return back is not None and back.label != "not_measurable" and not back.is_high
