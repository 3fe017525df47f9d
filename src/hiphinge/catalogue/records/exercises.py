"""What an exercise is: how it is done, what moves and what holds, its bands, what is easier and what is harder."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from hiphinge.catalogue.records.basics import EvidenceId, Grade, Id, Joint, Name, Record, Sentence, StatementId, Usual

__all__ = ["Axis", "Band", "Exercise", "Expected", "Family", "LoadPlace", "Muscle", "Start", "Step"]

Family = Literal["hinge", "squat", "other"]
Start = Literal["top", "floor", "other"]
LoadPlace = Literal["hands", "back", "none", "swing", "other"]
Group = Literal["hinge", "bridge", "core", "squat", "lunge", "row", "daily"]
Axis = Literal["load", "range", "pause", "stability"]
"""The four ways in which an exercise gets harder or easier (statement 1-47)."""


class Band(Record):
    """The threshold of one fault in one exercise, and what is usual there, in the unit of the fault."""

    threshold: float
    usual: Usual | None = None
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()
    note: Sentence | None = None


class Expected(Record):
    """What a quantity is usually like in an exercise, at its lowest point unless ``note`` says otherwise.

    ``group`` names the people in whom the band was measured; for a band of the program itself, whom it is meant for.
    """

    quantity: str
    band: Usual
    unit: str
    group: str
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()
    note: Sentence | None = None


class Step(Record):
    """One step along an axis: to another exercise, or a change of this one when ``exercise`` is left out."""

    axis: Axis
    exercise: Id | None = None
    how: Sentence


class Muscle(Record):
    """A muscle or a group that works as one: where it is, what it does, and what it does in a hinge."""

    id: Id
    name: Name
    latin: str
    where: Sentence
    actions: tuple[Sentence, ...] = Field(min_length=1)
    in_the_hinge: Sentence
    note: Sentence | None = None
    sources: tuple[StatementId, ...] = ()
    citations: tuple[EvidenceId, ...] = ()


class Exercise(Record):
    """One exercise.

    ``family``, ``start``, ``load_place`` and ``bar`` (both hands hold one) are what the analysis needs; ``analysed``
    says whether videos of it are judged; where they are not, the first three may be ``other``. ``bands`` replace the
    default of a fault. ``movers``
    make the movement, ``synergists`` help them, ``stabilisers`` hold what should not move. ``emg`` are studies of the
    electrical activity of muscles in it: activity compares only within one study, and is not growth.
    """

    id: Id
    name: Name
    aliases: tuple[Id, ...] = ()
    family: Family
    start: Start
    load_place: LoadPlace
    bar: bool = False
    analysed: bool = True
    group: Group = "hinge"
    contains_hinge: bool = True
    what: Sentence
    setup: tuple[Sentence, ...] = ()
    steps: tuple[Sentence, ...] = ()
    look_for: tuple[Sentence, ...] = ()
    common: tuple[Id, ...] = ()
    movers: tuple[Id, ...] = ()
    synergists: tuple[Id, ...] = ()
    stabilisers: tuple[Id, ...] = ()
    moves: tuple[Joint, ...] = ()
    holds: tuple[Joint, ...] = ()
    easier: tuple[Step, ...] = ()
    harder: tuple[Step, ...] = ()
    expected: tuple[Expected, ...] = ()
    emg: tuple[EvidenceId, ...] = ()
    note: Sentence | None = None
    bands: Mapping[Id, Band] = Field(default_factory=dict)
    sources: tuple[StatementId, ...] = ()
    citations: tuple[EvidenceId, ...] = ()

    @model_validator(mode="after")
    def _analysed_are_known(self) -> Self:
        if self.analysed and "other" in {self.family, self.start, self.load_place}:
            message = "an exercise that is analysed has a family, a start and a place of the load other than 'other'"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _a_joint_moves_or_holds(self) -> Self:
        if both := set(self.moves) & set(self.holds):
            message = f"a joint either moves or holds, but {', '.join(sorted(both))} does both"
            raise ValueError(message)
        return self
