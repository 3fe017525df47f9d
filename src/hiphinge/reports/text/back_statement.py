"""What the answer says of the back, first of all: how far it bends, against what, and whether it changed."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from types import MappingProxyType

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.findings import CHANGE_FAULTS, BackChange, BackComparison, NotMeasurable
from hiphinge.motion import Interval
from hiphinge.reports.text.numbers import chance, clock, is_informative, listed, spoken, spoken_range

__all__ = ["CHANGED_BACK", "change_words", "could_be_above", "is_above", "statement_on_the_back"]

_LUMBAR, _MOST, _SHARE = "lumbar_flexion_deg", "lumbar_flexion_most_deg", "lumbar_of_maximum"
_ALIKE_DEG = 5.0
"""Values that differ by less are said as one."""
_MORE_DEG = 8.0
"""The largest bend is said where it is beyond the one at the bottom by more than this."""
_HARDLY_DEG = 2.5
"""A smaller bend is said to be hardly any."""
_NAMES: Mapping[str, str] = MappingProxyType(
    {"lumbar_flexion_deg": "Your lower back", "thoracic_flexion_deg": "Your upper back"}
)
CHANGED_BACK = frozenset(CHANGE_FAULTS.values())
"""The findings that the statement on the back says, with their degrees."""
_AGAINST: Mapping[str, str] = MappingProxyType(
    {
        "ascent_against_descent": "on the way up than on the way down",
        "pull_against_start": "during the pull than at its start",
        "against_earlier": "than in the earlier repetitions",
    }
)
_NO_FAULT = "That compares you with one group of lifters and is no fault by itself; a change within your set says more."


def is_above(back: BackComparison | None) -> bool:
    """Tell whether the lower back is probably above the range of trained lifters."""
    return back is not None and back.label == "above"


def could_be_above(back: BackComparison | None) -> bool:
    """Tell whether the lower back is above the range of trained lifters, may well be, or is near its upper end."""
    return back is not None and back.is_high


def statement_on_the_back(analysis: Analysis) -> tuple[str, ...]:
    """Return what is said of the back in the counted repetitions, or why it is not measurable and what to do."""
    counted = analysis.counted
    measured = [r for r in counted if _lumbar(r) is not None]
    if not measured:
        return _not_measured(counted)
    sentences = [_bend(measured), *_ranges(measured)]
    if any(is_above(r.back) for r in measured):
        sentences.append(_NO_FAULT)
    return (*sentences, *_most(measured), *_of_maximum(measured), *_rest(counted, measured), *_changes(counted))


def _lumbar(repetition: Repetition) -> Measurement | None:
    found = repetition.measurements.get(_LUMBAR)
    back = repetition.back
    known = isinstance(found, Measurement) and back is not None and back.label != "not_measurable"
    return found if known and isinstance(found, Measurement) else None


def _not_measured(counted: Sequence[Repetition]) -> tuple[str, ...]:
    why = next((m for r in counted if isinstance(m := r.measurements.get(_LUMBAR), NotMeasurable)), None)
    if why is None:
        return ("Your lower back was not measured.",)
    return "Your lower back could not be measured.", why.reason, why.do


def _bend(measured: Sequence[Repetition]) -> str:
    found = [m for r in measured if (m := _lumbar(r)) is not None]
    values = [m.value for m in found]
    interval = _typical([m.interval for m in found if m.interval is not None])
    apart = _are_apart(measured)
    middle = median(values)
    hardly = not apart and abs(middle) < _HARDLY_DEG
    if hardly and interval is not None and not is_informative(middle, "deg", interval):
        ends = spoken_range(interval.low, interval.high, "deg")
        return f"Compared with standing, your lower back bent somewhere from {ends} at the bottom."
    could = "" if interval is None else f" ({_each_could(found) if apart else _could(interval)})"
    return f"At the bottom your lower back {_size(values, apart=apart)}{could}."


def _are_apart(measured: Sequence[Repetition]) -> bool:
    """Tell whether the angles of repetitions differ by so much that they are not said as one."""
    values = [m.value for r in measured if (m := _lumbar(r)) is not None]
    return max(values) - min(values) >= _ALIKE_DEG


def _size(values: Sequence[float], *, apart: bool) -> str:
    """Return how far the back bent: ``bent about 33° from standing``, or that it hardly did, or became hollower."""
    least, most = (min(values), max(values)) if apart else (median(values),) * 2
    if most <= -_HARDLY_DEG:
        return f"was {'up to' if apart else 'about'} {spoken(-least, 'deg')} hollower than in standing"
    if most < _HARDLY_DEG:
        return "hardly bent from standing"
    if least < _HARDLY_DEG:
        return f"bent up to {spoken(most, 'deg')} from standing"
    size = spoken_range(least, most, "deg") if apart else f"about {spoken(most, 'deg')}"
    return f"bent {size} from standing"


def _typical(intervals: Sequence[Interval]) -> Interval | None:
    if not intervals:
        return None
    return Interval(low=median(i.low for i in intervals), high=median(i.high for i in intervals))


def _could(interval: Interval) -> str:
    return f"could be {spoken_range(interval.low, interval.high, 'deg')}"


def _each_could(found: Sequence[Measurement]) -> str:
    """Return how far each of several angles may be off: the widest side of any, so that no row of the table is wider.

    Those with an interval count.
    """
    sides = [max(m.interval.high - m.value, m.value - m.interval.low) for m in found if m.interval is not None]
    return f"each could be {spoken(max(sides), 'deg')} more or less"


def _ranges(measured: Sequence[Repetition]) -> tuple[str, ...]:
    """Say where the lower back lies against trained lifters, once for all repetitions that have the same words.

    What is said as one angle is said as one place.
    """
    groups: dict[str, list[Repetition]] = {}
    for repetition in measured if _are_apart(measured) else (_in_the_middle(measured),):
        if repetition.back is not None:
            groups.setdefault(_place(repetition.back), []).append(repetition)
    first, *others = groups.values()
    alone = "That" if not others else f"In {_repetitions(first)} that"
    return ("; ".join((f"{alone} is {_against_range(first)}", *map(_against_same_range, others))) + ".",)


def _in_the_middle(measured: Sequence[Repetition]) -> Repetition:
    """Return the repetition in the middle: of those above the range, else of those that may be, else of all."""
    high = [r for r in measured if could_be_above(r.back)]
    members = [r for r in measured if is_above(r.back)] or high or list(measured)
    in_order = sorted(members, key=lambda r: 0.0 if r.back is None else r.back.probability.get("above", 0.0))
    return in_order[len(in_order) // 2]


def _against_range(members: Sequence[Repetition]) -> str:
    """Return a place with the range, and how likely it is where that has to be said."""
    backs = [r.back for r in members if r.back is not None]
    ends = backs[0].range_deg
    notes = "; ".join(filter(None, (spoken_range(ends.low, ends.high, "deg"), _likely(backs))))
    return f"{_place(backs[0])} what trained lifters show in the deadlift ({notes})"


def _against_same_range(members: Sequence[Repetition]) -> str:
    """Return a place against the range that was named before, with the repetitions that have it."""
    backs = [r.back for r in members if r.back is not None]
    likely = _likely(backs)
    return f"in {_repetitions(members)} it is {_place(backs[0], again=True)}{f' ({likely})' if likely else ''}"


def _likely(backs: Sequence[BackComparison]) -> str:
    """Return how likely a word with "probably" is, and how likely more is where that may well be.

    For example ``66 % likely, 31 % likely above it``; empty where the word stands without "probably".
    """
    if "probably" not in _place(backs[0]):
        return ""
    likely = f"{chance(median(b.probability[b.label] for b in backs))} likely"
    if backs[0].label != "within" or not any(b.may_be_above for b in backs):
        return likely
    return f"{likely}, {chance(median(b.probability['above'] for b in backs))} likely above it"


def _place(back: BackComparison, *, again: bool = False) -> str:
    """Return the words for a place against the range, or for one named before; with an end that is near, they say both.

    For example ``probably within``, ``near the upper end of, and perhaps beyond,`` or ``near the upper end``. What is
    as good as sure is said without "probably".
    """
    likely = back.probability[back.label]
    if back.near is None:
        words = {"below": "less than", "within": "within", "above": "more than"}
        word = back.label if again else words[back.label]
        is_plain = likely >= load().thresholds["plain_back_word"].value
        return f"{'' if is_plain else 'probably '}{word}{' that range' if again else ''}"
    near = f"near the {back.near} end{'' if again else ' of'}"
    if back.label == "within":
        return near
    thresholds = load().thresholds
    beyond = "probably " if likely >= thresholds["clear_back_word"].value else "perhaps "
    beyond = "" if likely >= thresholds["plain_back_word"].value else beyond
    return f"{near}, and {beyond}{'below' if back.near == 'lower' else 'beyond'}{'' if again else ','}"


def _repetitions(members: Sequence[Repetition]) -> str:
    numbers = [r.index for r in members]
    return f"repetition{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def _most(measured: Sequence[Repetition]) -> tuple[str, ...]:
    """Say the largest bend where it is clearly more than at the bottom, and says something beside its interval."""
    pairs = [
        (r, m, low) for r in measured if isinstance(m := r.measurements.get(_MOST), Measurement) and (low := _lumbar(r))
    ]
    informative = [(r, m, low) for r, m, low in pairs if is_informative(m.value, m.unit, m.interval)]
    further = [(r, m) for r, m, low in informative if m.value - low.value > _MORE_DEG]
    if not further:
        return ()
    repetition, most = max(further, key=lambda pair: pair[1].value)
    at = "" if most.time_s is None else f", at {clock(most.time_s)}"
    which = "" if len(measured) == 1 else f" (repetition {repetition.index}{at})"
    return (f"At its most it bent about {spoken(most.value, 'deg')}{which or at}.",)


def _of_maximum(measured: Sequence[Repetition]) -> tuple[str, ...]:
    shares = [m.value for r in measured if isinstance(m := r.measurements.get(_SHARE), Measurement)]
    return (f"At most that is about {max(shares):.0f} % of your own full bend.",) if shares else ()


def _rest(counted: Sequence[Repetition], measured: Sequence[Repetition]) -> tuple[str, ...]:
    missing = [r for r in counted if r not in measured]
    if not missing:
        return ()
    return (f"In {_repetitions(missing)} it could not be measured.",)


def _changes(counted: Sequence[Repetition]) -> Iterator[str]:
    """Yield each part of the back that changed, with its largest change, against what, and in which repetitions."""
    for part, fault in CHANGE_FAULTS.items():
        members = [r for r in counted if any(f.id == fault for f in r.findings)]
        clear = [(r, c) for r in members if r.back is not None for c in r.back.changes if c.part == part and c.is_clear]
        if not clear:
            continue
        its, largest = max(clear, key=lambda pair: pair[1].deg)
        earlier = sum(r.set == its.set and r.index < its.index for r in counted)
        where = f"{_repetitions(members)}, clearest at" if len(counted) > 1 else "at"
        yield f"{_NAMES[part]} got {change_words(largest, earlier=earlier)} ({where} {clock(largest.time_s)})."


def change_words(change: BackChange, *, earlier: int = 2) -> str:
    """Return a change with its size, what it is compared with, and its interval: ``about 9° rounder on the way up``.

    ``earlier`` is how many repetitions of the set came before.
    """
    one = change.between == "against_earlier" and earlier == 1
    against = "than in the repetition before" if one else _AGAINST[change.between]
    size, interval = spoken(change.deg, "deg"), spoken_range(change.interval.low, change.interval.high, "deg")
    return f"about {size} rounder {against} at the same trunk angle, could be {interval}"
