"""The use case of the questions before the start: answers in, what they lead to out."""

from collections.abc import Collection, Iterator, Mapping

from hiphinge.catalogue import Question
from hiphinge.coaching import questions, readiness
from hiphinge.errors import UnknownIdError

__all__ = ["answers_with_yes", "consequences", "questions_with_yes"]

_TITLES = (
    ("Before anything else", "stop"),
    ("Ask first", "ask_first"),
    ("Breathe out on each effort; do not hold your breath", "breathe_out"),
    ("Start with the lightest version", "go_lighter"),
)


def answers_with_yes(ids: Collection[str]) -> dict[str, bool]:
    """Return an answer to every question: yes to those of the ids, no to all others.

    Raises
    ------
    UnknownIdError
        If no question has one of the ids.
    """
    asked = questions()
    known = sorted(question.id for question in asked)
    for id_ in ids:
        if id_ not in known:
            raise UnknownIdError.of(id_, kind="question", known=known)
    return {question.id: question.id in ids for question in asked}


def consequences(answers: Mapping[str, bool]) -> Iterator[tuple[str, Question]]:
    """Yield each question answered yes once, the gravest first, under the title of what it leads to."""
    follows, shown = readiness(answers), set[str]()
    for title, group in _TITLES:
        for question in getattr(follows, group):
            if question.id not in shown:
                yield title, question
            shown.add(question.id)


def questions_with_yes(answers: Mapping[str, bool]) -> tuple[Question, ...]:
    """Return the questions answered yes, the gravest first."""
    return tuple(question for _, question in consequences(answers))
