"""What to do when nothing has to be corrected: name what was clear, and make the next set one step harder."""

from collections.abc import Sequence
from statistics import median

from hiphinge.analysis import Advice, Measurement, Repetition
from hiphinge.catalogue import Exercise, Progression, load
from hiphinge.coaching.praise import praised
from hiphinge.coaching.recurrence import mostly
from hiphinge.measures import FROM_FRONT, HIDDEN, NO_SENSOR, NotMeasurable

__all__ = ["next_step"]

_ENOUGH_CLEAN = 0.8
_BENDS_MORE = frozenset({"range", "load"})
"""Steps that ask more of the lower back."""


def next_step(
    exercise: Exercise, *, repetitions: Sequence[Repetition], exercise_given: bool, exercise_certain: bool = False
) -> Advice:
    """Reinforce what was clear and choose the next step: range, pause, tempo, then load; form before load.

    Nothing gets harder while fewer than four of five repetitions have no fault. Nobody goes deeper, or adds load, whose
    lower back may be above the range of trained lifters. No load is added when nobody named the exercise and it is not
    certain either, when the last movement was not completed, when the pattern is unclear, when there was one repetition
    only, and when half of what joints show of the exercise was not measurable, because then the form that should come
    first is not known. From where the lower back does not show, nothing gets harder.
    """
    counted = tuple(r for r in repetitions if r.kind == "repetition")
    way = _progression(exercise, counted)
    first = None
    if not exercise_given and mostly(counted, "unclear") and not any(_hidden(r, FROM_FRONT) for r in counted):
        unclear = load().reasons["pattern_unclear"]
        by_sensors = any(_hidden(r, NO_SENSOR) for r in counted)
        first = _pair("video_as_well") if by_sensors else (unclear.do, unclear.reason)
    if first is None and any(_hidden(r, HIDDEN, FROM_FRONT) for r in counted):
        first = load().phrases["stay"].text, load().phrases["stay_angle_why"].text
    first = first or _comes_first(exercise, repetitions, counted, way, known=exercise_given or exercise_certain)
    if first is not None or way is None:
        next_set, why = first or _stay(counted)
        return _advice(exercise, counted, next_set, why)
    return _advice(exercise, counted, way.next, way.why, way=way)


def _comes_first(
    exercise: Exercise,
    repetitions: Sequence[Repetition],
    counted: Sequence[Repetition],
    way: Progression | None,
    *,
    known: bool,
) -> tuple[str, str] | None:
    """Return what to do and why when something comes before any next step, or before more load."""
    free = sum(all(f.level != "fault" for f in r.findings) for r in counted)
    if free < _ENOUGH_CLEAN * len(counted):
        return _pair("steady_first")
    if way is not None and way.axis != "load":
        return None
    if [r.failed for r in repetitions if r.failed or r.kind == "repetition"][-1:] == [True]:
        return _pair("finish_first")
    return _no_load(exercise, counted, known=known)


def _no_load(exercise: Exercise, counted: Sequence[Repetition], *, known: bool) -> tuple[str, str] | None:
    """Return what comes before more load; ``known`` tells whether the exercise was named, or is certain."""
    if not known:
        return _pair("tell_exercise")
    if len(counted) == 1:
        only = load().reasons["first_repetition_only"]
        return only.do, only.reason
    return None if mostly(counted, exercise.family) and _well_measured(counted) else _pair("stay")


def _stay(counted: Sequence[Repetition]) -> tuple[str, str]:
    return (load().phrases["stay"].text, load().phrases["stay_back_why"].text) if _is_high(counted) else _pair("stay")


def _is_high(counted: Sequence[Repetition]) -> bool:
    """Tell whether the lower back is above the range of trained lifters, near its end, or may well be above it."""
    return any(r.back is not None and r.back.is_high for r in counted)


def _hidden(repetition: Repetition, *reasons: str) -> bool:
    """Tell whether the view hides something of a repetition, the lower back first of all, for one of these reasons."""
    return any(isinstance(one, NotMeasurable) and one.id in reasons for one in repetition.measurements.values())


def _well_measured(counted: Sequence[Repetition]) -> bool:
    """Tell whether in each repetition more than half of what joints show of this exercise was measured."""
    by_joints = {f.id for f in load().faults.values() if f.level == "fault" and f.quantity and not f.is_of_back}
    for repetition in counted:
        sought = [j for j in repetition.judgements if j.id in by_joints and j.outcome != "not_applicable"]
        if 2 * sum(j.has_value for j in sought) <= len(sought):
            return False
    return True


def _pair(id_: str) -> tuple[str, str]:
    phrases = load().phrases
    return phrases[id_].text, phrases[f"{id_}_why"].text


def _advice(
    exercise: Exercise, counted: Sequence[Repetition], next_set: str, why: str, *, way: Progression | None = None
) -> Advice:
    drill = load().drills[way.drill] if way is not None and way.drill is not None else None
    return Advice(
        finding=None,
        cue=_what_was_clear(exercise, counted),
        drill=None if drill is None else f"{drill.name}: {drill.dose}",
        drill_id=None if drill is None else drill.id,
        next=next_set,
        why=why,
        grade=None if way is None else way.grade,
    )


def _progression(exercise: Exercise, counted: Sequence[Repetition]) -> Progression | None:
    """Return the first step that suits the exercise and has room left in what was measured.

    Nobody whose lower back may be above the range of trained lifters is sent deeper, or given more load.
    """
    ways = sorted(load().progressions.values(), key=lambda w: w.priority)
    suited = (w for w in ways if w.suits(exercise) and not (w.axis in _BENDS_MORE and _is_high(counted)))
    return next((w for w in suited if _has_room(w, counted)), None)


def _has_room(way: Progression, counted: Sequence[Repetition]) -> bool:
    if way.quantity is None or way.below is None:
        return True
    values = _values(way.quantity, counted)
    return bool(values) and median(values) < way.below


def _values(quantity: str, counted: Sequence[Repetition]) -> list[float]:
    measured = (r.measurements.get(quantity) for r in counted)
    return [m.value for m in measured if isinstance(m, Measurement)]


def _what_was_clear(exercise: Exercise, counted: Sequence[Repetition]) -> str:
    phrases = load().phrases
    held = next((f.held for f in praised(counted) if f.quantity is not None or _all_of_family(exercise, counted)), None)
    if held is not None:
        keep = phrases["keep"].text
        return f"{held} {keep}"
    judged = any(judgement.has_value for r in counted for judgement in r.judgements)
    return phrases["keep_pattern" if judged and all(_is_clear(r) for r in counted) else "nothing_recurs"].text


def _is_clear(repetition: Repetition) -> bool:
    """Tell whether nothing was found or near its line, and the lower back is not above the range, or near its end."""
    return not _is_high((repetition,)) and all(j.outcome not in {"found", "near_line"} for j in repetition.judgements)


def _all_of_family(exercise: Exercise, counted: Sequence[Repetition]) -> bool:
    """Tell whether each repetition has the pattern of the exercise; without that no pattern is praised."""
    return all(r.pattern.label == exercise.family for r in counted)
