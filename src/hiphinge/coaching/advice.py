"""Picks the one thing to work on in the next set; the sentences are the catalogue's."""

from collections.abc import Sequence
from dataclasses import replace

from hiphinge.analysis import Advice, Repetition
from hiphinge.catalogue import Exercise, Fault, Reason, load
from hiphinge.coaching.progression import next_step
from hiphinge.coaching.recurrence import Recurrence, found_once, mostly, only_set_aside_by_aim, recurring
from hiphinge.findings import NotMeasurable
from hiphinge.motion import BackAim

__all__ = ["advise"]

_AIMS = {"less": "less movement", "same": "the same movement each time", "more": "more movement"}
_FEW = 2
"""In so few repetitions, coming back does not set a finding apart from chance."""


def advise(
    *,
    exercise: str,
    exercise_given: bool,
    exercise_certain: bool = False,
    repetitions: Sequence[Repetition],
    not_measurable: Sequence[NotMeasurable] = (),
    back_aim: BackAim | None = None,
    filmed: bool = True,
) -> Advice:
    """Choose one cue, one drill and the next set.

    A finding is worth a cue when at least two repetitions have it; of several, the first in the catalogue's order is
    taken, so that pattern comes before details. In a set of one or two, what was found once is named, and another set
    asked for before anything is changed. With nothing to correct, what was clear is named and one axis moves on: range,
    pause, tempo, then load. With no repetition that counts and can be judged, it says what to
    film. These rules are choices of this
    program, not results of a study.

    Parameters
    ----------
    exercise
        Id of the exercise that the repetitions were judged as.
    exercise_given
        Whether the person named it; otherwise a squat is only named, and no load is advised.
    exercise_certain
        Whether an exercise that nobody named is certain enough to advise on it as if it had been named.
    repetitions
        All repetitions and attempts of the recording, in order.
    not_measurable
        What was not measurable in the whole recording, most important first.
    back_aim
        What the person is after for their back: a finding that works against it is no reason for a cue.
    filmed
        Whether a camera recorded it; otherwise nothing is said about filming.

    Raises
    ------
    UnknownIdError
        If no exercise is called that.
    """
    named = load().exercise(exercise)
    counted = tuple(r for r in repetitions if r.kind == "repetition")
    if not counted or (_stopped(not_measurable) and not any(r.judgements for r in counted)):
        return _recording_again(repetitions, not_measurable, filmed=filmed)
    if named.family == "hinge" and not exercise_given and mostly(counted, "squat"):
        return _squat_unnamed()
    chosen = _corrected(counted, named, back_aim) or next_step(
        named, repetitions=repetitions, exercise_given=exercise_given, exercise_certain=exercise_certain
    )
    if filmed:
        chosen = replace(chosen, next=_with_filming(chosen.next, not_measurable))
    if back_aim is None or not only_set_aside_by_aim(counted, back_aim):
        return chosen
    aim_said = load().phrases["back_aim"].say(aim=_AIMS[back_aim])
    return replace(chosen, why=f"{chosen.why} {aim_said}")


def _with_filming(next_set: str, not_measurable: Sequence[NotMeasurable]) -> str:
    """Add how to film the next set: better where something was not measurable for it, else from the same place."""
    catalogue = load()
    if any(reason.refilm and reason.do in next_set for reason in catalogue.reasons.values()):
        return next_set
    reasons = (catalogue.reasons[n.id] for n in not_measurable if n.id in catalogue.reasons)
    better = next((reason.do for reason in reasons if reason.refilm), catalogue.phrases["same_place"].text)
    return f"{next_set} {better}"


def _corrected(counted: Sequence[Repetition], exercise: Exercise, back_aim: BackAim | None) -> Advice | None:
    """Return what to do about what was found, or None where nothing asks for a correction."""
    found = recurring(counted, back_aim=back_aim)
    if found is not None:
        return _correct(found, exercise)
    once = found_once(counted, back_aim=back_aim)
    return _watch(once) if once and len(counted) <= _FEW else None


def _recording_again(
    repetitions: Sequence[Repetition], not_measurable: Sequence[NotMeasurable], *, filmed: bool
) -> Advice:
    """Say the first thing that stopped the analysis, and what to record."""
    stopped, failed = _stopped(not_measurable), any(r.failed for r in repetitions)
    reason = stopped[0] if stopped else load().reasons["not_completed" if failed else "no_movement"]
    return Advice(
        finding=None,
        cue=reason.do,
        drill=None,
        drill_id=None,
        next=load().phrases["film_next" if filmed else "record_next"].text,
        why=reason.reason,
    )


def _stopped(not_measurable: Sequence[NotMeasurable]) -> tuple[Reason, ...]:
    """Return the reasons for which nothing at all can be measured, the most important first."""
    reasons = load().reasons
    return tuple(reasons[n.id] for n in not_measurable if n.id in reasons and reasons[n.id].stops)


def _squat_unnamed() -> Advice:
    """Name the squat without calling it a mistake: a squat may have been meant."""
    catalogue = load()
    fault = catalogue.faults["squat_pattern"]
    return Advice(
        finding=None,
        cue=catalogue.phrases["looks_like_squat"].say(cue=f"{fault.cue[0].lower()}{fault.cue[1:]}"),
        drill=_drill(fault),
        drill_id=fault.drill,
        next=catalogue.phrases["looks_like_squat_next"].text,
        why=catalogue.patterns["squat"].note,
        grade=fault.grade,
    )


def _correct(found: Recurrence, exercise: Exercise) -> Advice:
    fault = load().faults[found.id]
    return Advice(
        finding=found.id,
        cue=fault.cue,
        drill=_drill(fault),
        drill_id=fault.drill,
        next=_next_set(found, fault),
        why=f"{_found_in(found)} {fault.why}",
        grade=fault.band(exercise.id).grade,
    )


def _watch(once: Sequence[Recurrence]) -> Advice:
    """Name all that was found once, and ask for a longer set before anything is changed."""
    catalogue = load()
    names = "; ".join(catalogue.faults[found.id].name.lower() for found in once)
    return Advice(
        finding=None,
        cue=catalogue.phrases["seen_once" if len(once) == 1 else "seen_once_each"].say(names=names),
        drill=None,
        drill_id=None,
        next=catalogue.phrases["seen_once_next"].text,
        why=catalogue.phrases["seen_once_why"].text,
    )


def _drill(fault: Fault) -> str:
    drill = load().drills[fault.drill]
    return f"{drill.name}: {drill.dose}"


def _found_in(found: Recurrence) -> str:
    phrases = load().phrases
    return phrases["seen_in"].say(count=found.count, total=found.total)


def _next_set(found: Recurrence, fault: Fault) -> str:
    """Shorten the set when the finding came late, make it easier when it was always there, else repeat it."""
    phrases = load().phrases
    if found.came_late:
        return phrases["stop_before"].say(last=found.repetitions_before)
    if found.in_nearly_all:
        prepare = (phrases["prepare_first"].text,) if fault.is_of_back else ()
        return " ".join((fault.regression, *prepare))
    return phrases["same_again"].text
