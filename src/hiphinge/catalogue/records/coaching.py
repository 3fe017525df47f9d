"""What the coach says and what comes next: phrases, progressions of the next set, training rules."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from hiphinge.catalogue.records.basics import EvidenceId, Grade, Id, Name, Record, Sentence, StatementId
from hiphinge.catalogue.records.exercises import Exercise, Family, LoadPlace, Start

__all__ = ["Phrase", "Progression", "TrainingRule"]


class Phrase(Record):
    """A sentence of the coach, with ``{places}`` to fill in by whole sentences or numbers."""

    id: Id
    text: Annotated[str, StringConstraints(pattern=r"^[A-Z].*[.!?}]$")]

    def say(self, **places: object) -> str:
        """Return the sentence with its places filled in."""
        return self.text.format_map(places)


class Progression(Record):
    """One way to make the next set harder when nothing was found; the lowest ``priority`` that fits is chosen.

    It fits an exercise by family, start and place of the load, and a set by the median of ``quantity`` over its
    repetitions being under ``below``; without a quantity it always fits.
    """

    id: Id
    name: Name
    axis: Literal["range", "load", "pause", "tempo"]
    priority: int = Field(ge=1, le=999)
    families: tuple[Family, ...]
    starts: tuple[Start, ...]
    load_places: tuple[LoadPlace, ...]
    quantity: str | None = None
    below: float | None = None
    next: Sentence
    why: Sentence
    drill: Id | None = None
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()
    sources: tuple[StatementId, ...] = ()

    def suits(self, exercise: Exercise) -> bool:
        """Return whether it suits this exercise."""
        return (
            exercise.family in self.families
            and exercise.start in self.starts
            and exercise.load_place in self.load_places
        )

    @model_validator(mode="after")
    def _condition_is_whole(self) -> Self:
        if (self.quantity is None) != (self.below is None):
            message = "quantity and below belong together"
            raise ValueError(message)
        return self


class TrainingRule(Record):
    """One rule of planning and coaching over days and weeks: what it says, in numbers where it has them, and why.

    ``state``: ``in_use`` the program acts on it now, ``advice`` it is reported and left to the person, ``planned`` a
    planner that does not exist yet will act on it. ``values`` are numbers by name, with their unit in the name.
    """

    id: Id
    name: Name
    about: Literal[
        "load", "range", "frequency", "order", "feedback", "preparation", "bracing", "recovery", "age", "daily"
    ]
    rule: Sentence
    how: tuple[Sentence, ...] = ()
    values: Mapping[str, float] = Field(default_factory=dict)
    why: Sentence
    state: Literal["in_use", "advice", "planned"]
    drills: tuple[Id, ...] = ()
    grade: Grade
    unverified: bool
    sources: tuple[StatementId, ...] = ()
    citations: tuple[EvidenceId, ...] = ()
