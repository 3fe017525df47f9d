"""What a planner works with: which exercise has which part in a session, and how each of its decisions is worded."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from hiphinge.catalogue.records.basics import Grade, Id, Record, Sentence, StatementId

__all__ = ["Decision", "Equipment", "Station"]

Equipment = Literal["band", "barbell", "bench", "cable", "dumbbells", "kettlebell", "trap_bar"]
"""What somebody can train with; a wall, a stick and a step are taken to be there."""


class Station(Record):
    """One exercise of the progression graph, and its part in a session.

    ``rung`` orders the main exercises from simple to complex, and the others within their ``line``. ``needs`` lists
    alternatives: one of them is enough, and none is needed where it is empty. ``loaded`` says that it is done with a
    weight. ``axes`` are the ways in which the planner makes it harder. Dose: ``sets`` of ``repetitions`` up to
    ``most_repetitions``, or held for ``hold_s`` up to ``most_hold_s``; ``heavy_repetitions`` for people who have lifted
    for long. ``moves_on_after``: how many steps have to be earned here before the next rung.
    """

    id: Id
    part: Literal["main", "stability", "fast", "assistance", "core"]
    line: Id
    rung: int = Field(ge=1, le=9)
    needs: tuple[Equipment, ...] = ()
    loaded: bool = False
    one_sided: bool = False
    axes: tuple[Literal["load", "range", "pause", "repetitions", "hold"], ...] = Field(min_length=1)
    sets: int = Field(ge=1, le=5)
    repetitions: int | None = Field(default=None, ge=1, le=30)
    most_repetitions: int | None = Field(default=None, ge=1, le=30)
    heavy_repetitions: int | None = Field(default=None, ge=1, le=30)
    hold_s: int | None = Field(default=None, ge=5, le=120)
    most_hold_s: int | None = Field(default=None, ge=5, le=120)
    moves_on_after: int = Field(default=2, ge=1, le=12)
    grade: Grade
    unverified: bool
    statements: tuple[StatementId, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_one_dose(self) -> Self:
        if (self.repetitions is None) == (self.hold_s is None):
            message = "a station is done for repetitions or held for seconds, one of the two"
            raise ValueError(message)
        if (self.repetitions is None) != (self.most_repetitions is None) or (self.hold_s is None) != (
            self.most_hold_s is None
        ):
            message = "a dose has an upper end: most_repetitions or most_hold_s"
            raise ValueError(message)
        return self


class Decision(Record):
    """How the planner says one of its decisions, with ``{places}`` to fill in, and the training rule behind it."""

    id: Id
    rule: Id
    text: Annotated[str, StringConstraints(pattern=r"^[A-Z{].*[.!?]$")]
    example: Sentence
    """The sentence as it may read, for checks of the wording."""
