"""What of a person's training changed by more than noise, each with its interval; nothing else is said."""

from typing import TYPE_CHECKING

from hiphinge.catalogue import load
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.text.log_words import comfort_words
from hiphinge.reports.text.progress_words import about_load, trend_words
from hiphinge.workflow.training_progress import progress_of

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.progress import ExerciseProgress
    from hiphinge.store import Store

__all__ = ["real_changes"]


def real_changes(store: "Store", person: "PersonRecord") -> tuple[str, ...]:
    """Return a sentence for each change that progress calls real; empty where there is none."""
    from hiphinge.reports.training import ordered_trends  # noqa: PLC0415  # slow to load

    progress = progress_of(store, person)
    said: list[str] = []
    for one in progress.exercises:
        known = load().exercises.get(one.exercise)
        name = one.exercise if known is None else known.name
        said += _strength(one, name, person.unit)
        for measured in ordered_trends(one):
            if measured.trend.change.verdict == "changed":
                quantity = QUANTITIES[measured.quantity]
                said.append(
                    f"{name}, {quantity.title[0].lower()}{quantity.title[1:]}: "
                    f"{_numbers(trend_words(measured.trend, quantity.unit))}."
                )
    if progress.comfort is not None and progress.comfort.weeks.change.verdict == "changed":
        said.append(f"Back comfort: {_numbers(comfort_words(progress.comfort))}.")
    return tuple(said)


def _strength(one: "ExerciseProgress", name: str, unit: str) -> list[str]:
    trend = one.strength_trend
    if trend is None or trend.change.verdict != "changed":
        return []
    change = trend.change
    way = "more" if change.difference > 0 else "less"
    low, high = sorted(about_load(abs(end), unit) for end in change.interval)
    size = about_load(abs(change.difference), unit)
    return [f"{name}, estimated one-rep max: {size} {way} (95 %: {low} to {high})."]


def _numbers(words: str) -> str:
    """Return a verdict without its first word, which the heading says."""
    return words.removeprefix("changed: ")
