"""The words in which records of a training log are shown, in the terminal and on pages."""

from hiphinge.documents.log_days import AimRecord
from hiphinge.quantities import QUANTITIES
from hiphinge.training_log import load_words, name_words

__all__ = ["aim_words"]


def aim_words(one: AimRecord) -> str:
    """Return an aim without its day."""
    name = name_words(one.exercise_name, one.exercise)
    if one.load is not None:
        times = "" if one.repetitions is None else f"{one.repetitions} \N{MULTIPLICATION SIGN} "
        return f"{name} {times}{load_words(one.load.value, one.load.unit)}"
    known = QUANTITIES.get(one.quantity or "")
    title, unit = (one.quantity, "") if known is None else (known.title.lower(), known.unit)
    return f"{name}: {title} {one.way.replace('_', ' ')} {one.value:g} {unit}".rstrip()
