"""What a person corrected, in words, and why a correction could not be applied."""

from collections.abc import Mapping
from types import MappingProxyType

from hiphinge.analysis import Analysis, Correction
from hiphinge.catalogue import load
from hiphinge.reports.text.exercise_statement import exercise_in_sentence
from hiphinge.reports.text.numbers import clock

__all__ = ["UNFIT", "correction_words", "marked_words", "statement_on_corrections"]

UNFIT: Mapping[str, str] = MappingProxyType(
    {
        "no_repetition": "there is no repetition at that time",
        "same_repetition": "both times are in the same repetition",
        "outside": "that time is not in what was measured",
        "overlaps": "it would overlap another repetition",
        "order": "start, bottom and end would not come one after the other",
        "not_moving": "the body hardly bends in that time",
        "ends_low": "a repetition would end at the bottom",
        "not_found": "this was not found there",
        "refused": "nothing could be measured in this recording",
    }
)
"""Why a correction does not fit, by the id of the reason."""
_EDGES = {"start": "starts", "bottom": "is deepest", "end": "ends"}


def correction_words(one: Correction) -> str:
    """Return a correction as the part of a sentence: ``the repetition at 0:07.4 starts at 0:05.9``."""
    here, to = f"the repetition at {_at(one.bottom_s)}", _at(one.to_s)
    words = {
        "merge": f"the repetitions at {_at(one.bottom_s)} and {_at(one.other_s)} are one",
        "split": f"{here} is two, divided at {to}",
        "add": f"there is a repetition from {_at(one.start_s)} to {_at(one.end_s)}",
        "delete": f"the movement at {_at(one.bottom_s)} is no repetition",
        "move": f"{here} {_EDGES[one.edge or 'bottom']} at {to}",
        "reference": f"{here} is your reference",
    }
    return words.get(one.kind) or _of_the_recording(one, "" if one.bottom_s is None else here)


def marked_words(standing_s: float, bottom_s: float) -> str:
    """Return a back that was marked by hand as the part of a sentence."""
    return f"the back was marked by hand at {_at(bottom_s)}, standing at {_at(standing_s)}"


def _of_the_recording(one: Correction, here: str) -> str:
    name = one.name or ""
    if one.kind == "pattern":
        return f"{here or 'every repetition'} is a {name}"
    if one.kind == "exercise":
        return (
            f"the exercise is {exercise_in_sentence(load().exercises[name].name) if name in load().exercises else name}"
        )
    if one.kind == "load":
        return "the load is not known" if one.load_kg is None else f"the load is {one.load_kg:g} kg"
    fault = load().faults.get(name)
    said = f"“{name if fault is None else fault.name}”"
    where = f" in {here}" if here else ""
    return f"{said} does not hold{where}" if one.kind == "dismiss" else f"{said} holds{where}"


def _at(time_s: float | None) -> str:
    return "an unknown time" if time_s is None else clock(time_s)


def statement_on_corrections(analysis: Analysis) -> str:
    """Return what the person corrected and what of it does not fit; empty where they corrected nothing."""
    fitting = [correction_words(one.correction) for one in analysis.corrections if one.counts]
    other = [
        f"{correction_words(one.correction)} ({UNFIT[one.unfit]})"
        for one in analysis.corrections
        if one.unfit is not None
    ]
    said = [f"Corrected by you: {'; '.join(fitting)}."] if fitting else []
    said += [f"What you corrected earlier and no longer fits: {'; '.join(other)}."] if other else []
    return " ".join(said)
