"""``hiphinge ready``: questions before the start."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from hiphinge.cli.screen import say, say_table
from hiphinge.errors import UsageError

__all__ = ["ready", "register"]

_READY = (
    "[bold]Examples[/]",
    "hiphinge ready",
    "hiphinge ready --yes pregnancy,eye_or_hernia",
    "hiphinge ready --no",
    "hiphinge ready --pain 3",
    "hiphinge ready --show",
)
_MAX_PAIN = 10

Person = Annotated[str, typer.Option("--person", metavar="NAME", help="Whose answers they are.")]
Yes = Annotated[
    list[str] | None,
    typer.Option("--yes", metavar="IDS", help="Questions answered yes, by id; all others are answered no."),
]
No = Annotated[bool, typer.Option("--no", help="Answer no to every question.")]
Show = Annotated[bool, typer.Option("--show", help="Show the questions with the saved answers; ask nothing.")]
Pain = Annotated[
    int | None,
    typer.Option(
        "--pain",
        metavar="0-10",
        min=0,
        max=_MAX_PAIN,
        help="How much it hurts now; says what to do.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command(epilog="\n".join(_READY))(ready)


def ready(*, person: Person = "me", yes: Yes = None, no: No = False, show: Show = False, pain: Pain = None) -> None:
    """Answer a few questions before you start; the answers stay on this machine.

    This is not medical advice and does not check your health. A yes means that you should ask somebody qualified, or
    begin with a lighter form. If in doubt, ask before you lift.
    """
    if sum((bool(yes), no, show, pain is not None)) > 1:
        message = "Give only one of --yes, --no, --show and --pain."
        raise UsageError(message)
    if pain is not None:
        _say_pain(pain)
    elif show:
        _show(person)
    else:
        _follow(_save(_answers(yes, no=no), person), person)


def _answers(yes: Sequence[str] | None, *, no: bool) -> dict[str, bool]:
    from hiphinge.coaching import questions  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.preparing import answers_with_yes  # noqa: PLC0415  # likewise

    if no or yes:
        return answers_with_yes([id_.strip() for text in yes or () for id_ in text.split(",") if id_.strip()])
    if not sys.stdin.isatty():
        message = (
            "The questions need a terminal to answer them at. Without one, write: hiphinge ready --yes IDS, or --no"
        )
        raise UsageError(message)
    say("Answer y or n. Your answers stay on this machine.\n")
    return {question.id: typer.confirm(question.ask, default=None) for question in questions()}


def _save(answers: Mapping[str, bool], person: str) -> Mapping[str, bool]:
    from hiphinge.workflow.notes import note_answers  # noqa: PLC0415  # --help does without

    note_answers(person, answers, on=date.today())  # noqa: DTZ011  # the day on the wall where the person is
    return answers


def _follow(answers: Mapping[str, bool], person: str) -> None:
    from hiphinge.workflow.preparing import consequences  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import place_of_store  # noqa: PLC0415  # likewise

    found = list(consequences(answers))
    if not found:
        say("Nothing in your answers needs attention first. Start with: hiphinge lesson 1")
    for title, question in found:
        say(f"{title}: {question.yes}\n  Why: {question.why}")
    named = f'"{person}"' if " " in person else person
    say(f"\nSaved in {place_of_store()}. To erase it: hiphinge data erase {named} --only notes")


def _show(person: str) -> None:
    from hiphinge.coaching import questions  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.notes import read_notes  # noqa: PLC0415  # likewise

    answers = read_notes(person).answers
    words = {True: "yes", False: "no", None: "not answered"}
    say_table(("id", "question", "answer"), [(q.id, q.ask, words[answers.get(q.id)]) for q in questions()])


def _say_pain(pain: int) -> None:
    from hiphinge.coaching import pain_advice  # noqa: PLC0415  # --help does without

    for line in pain_advice(pain):
        say(line)
