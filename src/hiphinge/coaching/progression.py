"""What to do when nothing has to be corrected: name what held, and move one axis on."""

from collections.abc import Sequence
from statistics import median

from hiphinge.analysis import Advice, Measurement, Repetition
from hiphinge.catalogue import Exercise, Fault, Progression, load
from hiphinge.coaching.recurrence import mostly
from hiphinge.quantities import QUANTITIES

__all__ = ["go_on"]

_ENOUGH_FREE = 0.8


def go_on(exercise: Exercise, *, repetitions: Sequence[Repetition], exercise_given: bool) -> Advice:
    """Reinforce what held and choose the next step: range, pause, tempo, then load; form before load.

    Nothing moves on while fewer than four of five repetitions are free of findings. Load is left out when the
    exercise was not told, when the last movement was not completed, when the pattern could not be told, when there
    was one repetition only, and when half of what is looked for in the exercise could not be seen, because then the
    form that should come first is not known.
    """
    counted = tuple(r for r in repetitions if r.kind == "repetition")
    way = _progression(exercise, counted)
    held_up = _held_up(exercise, repetitions, counted, way, exercise_given=exercise_given)
    if held_up is not None or way is None:
        next_set, why = held_up or _pair("stay")
        return _advice(exercise, counted, next_set, why)
    return _advice(exercise, counted, way.next, way.why, way=way)


def _held_up(
    exercise: Exercise,
    repetitions: Sequence[Repetition],
    counted: Sequence[Repetition],
    way: Progression | None,
    *,
    exercise_given: bool,
) -> tuple[str, str] | None:
    """Return what to do and why when something comes before any next step, or before more load."""
    if not exercise_given and mostly(counted, "unclear"):
        reason = load().reasons["pattern_unclear"]
        return reason.do, reason.reason
    free = sum(all(f.level != "fault" for f in r.findings) for r in counted)
    if free < _ENOUGH_FREE * len(counted):
        return _pair("steady_first")
    if way is not None and way.axis != "load":
        return None
    if repetitions[-1].kind == "attempt":
        return _pair("finish_first")
    return _no_load(exercise, counted, exercise_given=exercise_given)


def _no_load(exercise: Exercise, counted: Sequence[Repetition], *, exercise_given: bool) -> tuple[str, str] | None:
    if not exercise_given:
        return _pair("tell_exercise")
    if len(counted) == 1:
        only = load().reasons["first_repetition_only"]
        return only.do, only.reason
    return None if mostly(counted, exercise.family) and _well_seen(exercise, counted) else _pair("stay")


def _well_seen(exercise: Exercise, counted: Sequence[Repetition]) -> bool:
    """Tell whether in each repetition more than half of what joints tell of this exercise was seen."""
    faults = (f for f in load().faults.values() if f.level == "fault" and _told_by_joints(f))
    sought = [f for f in faults if f.silence(exercise.id) is None]
    return all(2 * sum(_looked_for(f, exercise, r) for f in sought) > len(sought) for r in counted)


def _told_by_joints(fault: Fault) -> bool:
    return fault.quantity is not None and QUANTITIES[fault.quantity].needs is None


def _pair(id_: str) -> tuple[str, str]:
    phrases = load().phrases
    return phrases[id_].text, phrases[f"{id_}_why"].text


def _advice(
    exercise: Exercise, counted: Sequence[Repetition], next_set: str, why: str, *, way: Progression | None = None
) -> Advice:
    drill = load().drills[way.drill] if way is not None and way.drill is not None else None
    return Advice(
        finding=None,
        cue=_what_held(exercise, counted),
        drill=None if drill is None else f"{drill.name}: {drill.dose}",
        drill_id=None if drill is None else drill.id,
        next=next_set,
        why=why,
        grade=None if way is None else way.grade,
    )


def _progression(exercise: Exercise, counted: Sequence[Repetition]) -> Progression | None:
    """Return the first way on that suits the exercise and has room left in what was measured."""
    ways = sorted(load().progressions.values(), key=lambda w: w.priority)
    return next((w for w in ways if w.suits(exercise) and _has_room(w, counted)), None)


def _has_room(way: Progression, counted: Sequence[Repetition]) -> bool:
    if way.quantity is None or way.below is None:
        return True
    values = _values(way.quantity, counted)
    return bool(values) and median(values) < way.below


def _values(quantity: str, counted: Sequence[Repetition]) -> list[float]:
    measured = (r.measurements.get(quantity) for r in counted)
    return [m.value for m in measured if isinstance(m, Measurement)]


def _what_held(exercise: Exercise, counted: Sequence[Repetition]) -> str:
    phrases = load().phrases
    held = next((f.held for f in load().faults.values() if _held(f, exercise, counted)), None)
    return phrases["keep_pattern"].text if held is None else phrases["keep"].say(held=held)


def _held(fault: Fault, exercise: Exercise, counted: Sequence[Repetition]) -> bool:
    """Tell whether a finding was looked for in every repetition and was in none."""
    return not any(f.id == fault.id for r in counted for f in r.findings) and all(
        fault.silence(exercise.id, r.pattern.label) is None and _looked_for(fault, exercise, r) for r in counted
    )


def _looked_for(fault: Fault, exercise: Exercise, repetition: Repetition) -> bool:
    if not fault.looked_for:
        return False
    if fault.quantity is None:
        return repetition.pattern.label == exercise.family
    return isinstance(repetition.measurements.get(fault.quantity), Measurement)
