"""``hiphinge plan`` and ``hiphinge today`` with ``--person``: the plan that is kept with a person's training log."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.cli.screen import say
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.documents.plan import EditDocument, PlanDocument
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.planning import Answers, Plan, Settings
    from hiphinge.store import Store

__all__ = [
    "change_kept_plan",
    "keep_new_plan",
    "one_place",
    "plan_at",
    "say_kept_day",
    "say_trial",
    "stop_kept_plan",
]

_USUAL = Path("plan.json")


def one_place(plan: Path | None, person: str | None) -> Path | None:
    """Return the file of a plan, or None where it is kept with a person.

    Raises
    ------
    UsageError
        If both are named.
    """
    if plan is not None and person is not None:
        message = f"A plan is either a file ({plan}) or kept with a person (--person {person}). Name one of them."
        raise UsageError(message)
    return None if person is not None else plan or _USUAL


@contextmanager
def _log_of(person: str) -> Iterator["tuple[Store, PersonRecord]"]:
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # loads the database's library

    with user_store() as store:
        yield store, chosen_person(store, person)


def say_trial(settings: "Settings") -> None:
    """Try a plan out with simulated lifters, and say what came of it.

    Raises
    ------
    UsageError
        If it does not keep what every plan promises.
    """
    from hiphinge.reports.text.plan_words import trial_words  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.kept_plans import tried  # noqa: PLC0415  # likewise

    for line in trial_words(tried(settings), settings.unit):
        say(line)


def keep_new_plan(person: str, settings: "Settings") -> "Plan":
    """Try a plan out, keep it as the one that a person trains by, and say what came of the trial."""
    from hiphinge.reports.text.plan_words import trial_words  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.kept_plans import keep_plan, present_plan  # noqa: PLC0415  # likewise

    with _log_of(person) as (store, who):
        for line in trial_words(keep_plan(store, who, settings), settings.unit):
            say(line)
        return present_plan(store, who).plan()


def _present(person: str) -> "tuple[PlanDocument, Plan]":
    """Return the plan that a person trains by: what it was made from, and the sessions ahead."""
    from hiphinge.workflow.kept_plans import present_plan  # noqa: PLC0415  # --help does without

    with _log_of(person) as (store, who):
        kept = present_plan(store, who)
        return kept.whole(), kept.plan()


def plan_at(plan: Path | None, person: str | None) -> "tuple[PlanDocument, Plan]":
    """Return a plan in a file, or kept with a person: what it was made from, and the sessions ahead."""
    from hiphinge.workflow.planning import read_plan  # noqa: PLC0415  # --help does without

    file = one_place(plan, person)
    if file is None:
        return _present(str(person))
    document = read_plan(file)
    return document, document.plan()


def change_kept_plan(person: str, edits: "list[EditDocument]") -> int:
    """Lay changes on top of the plan of a person, or take the last one back where there are none; return how many."""
    from hiphinge.workflow.kept_plans import change_kept, take_back_change  # noqa: PLC0415  # --help does without

    with _log_of(person) as (store, who):
        kept = change_kept(store, who, edits) if edits else take_back_change(store, who)
        return len(kept.document.edits)


def stop_kept_plan(person: str) -> str:
    """Let the plan of a person end; return their name."""
    from hiphinge.workflow.kept_plans import stop_plan  # noqa: PLC0415  # --help does without

    with _log_of(person) as (store, who):
        stop_plan(store, who)
        return who.name


def say_kept_day(person: str, on: date, answers: "Answers", *, said: bool) -> None:
    """Say what a day brings by the plan of a person; what they answer of today is kept."""
    from hiphinge.reports.text.plan_words import day_text  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.kept_plans import answer_day, present_plan  # noqa: PLC0415  # likewise

    with _log_of(person) as (store, who):
        kept = present_plan(store, who)
        if said and on == kept.today:
            answer_day(store, who, answers)
            kept = present_plan(store, who)
        found = kept.day() if on == kept.today else kept.day(on, answers)
        say(day_text(found, kept.settings.unit, over=on > kept.last_day))
