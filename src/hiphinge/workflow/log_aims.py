"""How near somebody is to an aim: the best logged set, or the last filmed value, since it was set."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hiphinge.documents.training_log import POUND_KG, AimRecord, PersonRecord
from hiphinge.training_log import load_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.store import BriefSet, SetInTime, Store

__all__ = ["AimSoFar", "aims_so_far"]

_UNITS = {"deg": "degrees", "s": "s"}


@dataclass(frozen=True, kw_only=True)
class AimSoFar:
    """An aim, and where the person is.

    Attributes
    ----------
    words
        The best logged set, or the last filmed value, since the aim was set.
    reached
        Whether that is the aim or beyond; for a measure, its error is not counted. None where there is nothing yet.
    """

    aim: AimRecord
    words: str
    reached: bool | None


def aims_so_far(store: "Store", person: PersonRecord) -> tuple[AimSoFar, ...]:
    """Return a person's aims with where they are, the earliest day first."""
    aims = store.plans.aims(person)
    if not aims:
        return ()
    sets = store.log.in_brief(person)
    measured = store.recordings.sets_in_time(person) if any(one.quantity is not None for one in aims) else ()
    return tuple(_at_load(one, sets, person.unit) if one.load else _at_measure(one, measured) for one in aims)


def _at_load(aim: AimRecord, sets: "Sequence[BriefSet]", unit: Literal["kg", "lb"]) -> AimSoFar:
    wanted, least = (0.0 if aim.load is None else aim.load.kg), aim.repetitions or 1
    done = [
        one
        for one in sets
        if (one.exercise is not None and one.exercise == aim.exercise)
        and one.performed_at >= aim.set_at
        and one.load_kg is not None
        and (one.repetitions or 0) >= least
    ]
    if not done:
        return AimSoFar(aim=aim, words="no such set logged since", reached=None)
    best = max(one.load_kg or 0.0 for one in done)
    shown = round(best if unit == "kg" else best / POUND_KG, 2)
    reached = best >= wanted - 1e-6
    return AimSoFar(aim=aim, words=f"{'reached: ' if reached else ''}{load_words(shown, unit)}", reached=reached)


def _at_measure(aim: AimRecord, measured: "Sequence[SetInTime]") -> AimSoFar:
    from hiphinge.quantities import QUANTITIES  # noqa: PLC0415  # not always wanted

    quantity = aim.quantity or ""
    since = [one for one in measured if one.exercise == aim.exercise and one.at >= aim.set_at]
    mine = [one for one in since if quantity in one.medians]
    if not mine or aim.value is None:
        return AimSoFar(aim=aim, words="not filmed since", reached=None)
    last = max(mine, key=lambda one: one.at).medians[quantity]
    reached = last <= aim.value if aim.way == "at_most" else last >= aim.value
    known = QUANTITIES.get(quantity)
    unit = "" if known is None else _UNITS.get(known.unit, known.unit)
    words = f"last filmed {last:.3g} {unit}".rstrip()
    return AimSoFar(aim=aim, words=words, reached=reached)
