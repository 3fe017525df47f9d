"""What follows from the answers to the questions before the start; nothing here judges anybody's health."""

from collections.abc import Mapping
from dataclasses import dataclass

from hiphinge.catalogue import Question, load

__all__ = ["Readiness", "questions", "readiness"]


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """The questions answered with yes, by what they lead to, in the order in which they are asked."""

    stop: tuple[Question, ...]
    ask_first: tuple[Question, ...]
    breathe_out: tuple[Question, ...]
    go_lighter: tuple[Question, ...]

    @property
    def free(self) -> bool:
        """Whether no answer asks for anything."""
        return not (self.stop or self.ask_first or self.breathe_out or self.go_lighter)


def questions() -> tuple[Question, ...]:
    """Return the questions in the order in which they are asked."""
    return tuple(sorted(load().questions.values(), key=lambda q: q.order))


def readiness(answers: Mapping[str, bool]) -> Readiness:
    """Return what the answers lead to.

    A question without an answer, and an answer to a question that is no longer asked, lead to nothing.
    """
    yes = [q for q in questions() if answers.get(q.id)]
    return Readiness(
        stop=tuple(q for q in yes if "stop" in q.leads_to),
        ask_first=tuple(q for q in yes if "ask_first" in q.leads_to),
        breathe_out=tuple(q for q in yes if "breathe_out" in q.leads_to),
        go_lighter=tuple(q for q in yes if "go_lighter" in q.leads_to),
    )
