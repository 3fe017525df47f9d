"""The shape of each item of the catalogue, checked field by field; no file is opened here."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from hiphinge.errors import UnknownIdError

__all__ = [
    "Accuracy",
    "Band",
    "ContactText",
    "Drill",
    "Evidence",
    "Exercise",
    "Fault",
    "FaultDocument",
    "Grade",
    "PatternText",
    "Phrase",
    "Progression",
    "Reason",
    "Record",
    "Silence",
]

Grade = Literal["A", "B", "C", "D", "U"]
"""A several consistent studies, B direct but limited, C indirect or derived, D contradicted, U no study found."""

Family = Literal["hinge", "squat"]
Start = Literal["top", "floor"]
LoadPlace = Literal["hands", "back", "none", "swing"]
PatternId = Literal["hinge", "squat", "stoop", "unclear"]


def _sentence(text: str) -> str:
    if not text[0].isupper() or text[-1] not in ".!?":
        message = "should be a sentence: a capital first, a full stop last"
        raise ValueError(message)
    return text


def _ascending(pair: tuple[float, float]) -> tuple[float, float]:
    if not pair[0] < pair[1]:
        message = "should run from low to high"
        raise ValueError(message)
    return pair


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
EvidenceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
StatementId = Annotated[str, StringConstraints(pattern=r"^[0-9]-[0-9]{2}$")]
Name = Annotated[str, StringConstraints(min_length=2, max_length=60)]
Sentence = Annotated[str, StringConstraints(min_length=8, max_length=420), AfterValidator(_sentence)]
Usual = Annotated[tuple[float, float], AfterValidator(_ascending)]


class Record(BaseModel):
    """What every item has in common: it is frozen, and a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Evidence(Record):
    """One source: what it is, what it found, and what it does not show.

    ``status`` says how much of it was read: ``read`` (the abstract or opening unless ``extent`` says more),
    ``second_hand`` (quoted by another text), ``recalled`` (from general knowledge, to be checked), ``derived``
    (calculated from stated inputs). ``article`` numbers the coaching articles whose statements drills go back to.
    """

    id: EvidenceId
    citation: str
    identifier: str = ""
    design: str
    n: int | None = None
    found: Sentence
    does_not_show: Sentence
    grade: Grade
    status: Literal["read", "second_hand", "recalled", "derived"]
    extent: str
    article: int | None = Field(default=None, ge=0, le=9)


class Phrase(Record):
    """A sentence of the coach, with ``{places}`` to fill in by whole sentences or numbers."""

    id: Id
    text: Annotated[str, StringConstraints(pattern=r"^[A-Z].*[.!?}]$")]

    def say(self, **places: object) -> str:
        """Return the sentence with its places filled in."""
        return self.text.format_map(places)


class Reason(Record):
    """Why something cannot be told, and one thing to do about it; ``stops``: nothing at all can be told."""

    id: Id
    reason: Sentence
    do: Sentence
    stops: bool = False


class Drill(Record):
    """One exercise for learning, with its dose and what passes.

    ``sources`` are statements of the coaching articles, ``article-number`` (``2-19`` is statement 19 of the
    article that evidence numbers 2); ``citations`` are evidence.
    """

    id: Id
    name: Name
    purpose: Sentence
    needs: str
    how: tuple[Sentence, ...] = Field(min_length=2)
    dose: Sentence
    pass_mark: Sentence
    sources: tuple[StatementId, ...] = ()
    citations: tuple[EvidenceId, ...] = ()
    note: Sentence | None = None


class ContactText(Record):
    """One way in which the back leaves a straight stick that is laid along it: which place, how far, what it may be.

    ``threshold`` is in leg lengths, from the person's own standing; for the low back, from where it touches.
    ``may_be`` are the parts whose movement makes it. ``sources`` are statements of the coaching articles.
    """

    id: Id
    name: Name
    contact: Literal["head", "upper_back", "low_back", "tailbone"]
    threshold: float = Field(gt=0)
    what: Sentence
    may_be: tuple[Literal["neck", "upper_back", "low_back"], ...] = Field(min_length=1)
    why: Sentence
    grade: Grade
    unverified: bool
    sources: tuple[StatementId, ...] = Field(min_length=1)
    note: Sentence


class Band(Record):
    """The threshold of one finding in one exercise, and what is usual there, in the unit of the finding."""

    threshold: float
    usual: Usual | None = None
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()
    note: Sentence | None = None


class Exercise(Record):
    """One exercise: how it starts, where the load is, and the bands that differ from a finding's own default."""

    id: Id
    name: Name
    aliases: tuple[Id, ...] = ()
    family: Family
    start: Start
    load_place: LoadPlace
    what: Sentence
    bands: Mapping[Id, Band] = Field(default_factory=dict)


class Silence(Record):
    """When a finding is not given: for a pattern, or for exercises by id, family or start; and the reason's id."""

    reason: Id
    patterns: tuple[PatternId, ...] = ()
    exercises: tuple[Id, ...] = ()
    families: tuple[Family, ...] = ()
    starts: tuple[Start, ...] = ()

    def covers(self, exercise: Exercise) -> bool:
        """Tell whether the exercise alone makes the finding silent."""
        return exercise.id in self.exercises or exercise.family in self.families or exercise.start in self.starts


class FaultDocument(Record):
    """A finding as its file tells it: what is measured, from which value it counts, and what to say about it.

    ``direction`` says on which side of the threshold it counts. ``margin``: ``clear`` beyond the threshold by more
    than repeatability, ``within`` nearer to it than repeatability, ``interval`` with the whole of its absolute interval
    beyond, ``none`` compared as it is. With ``share_of``,
    the threshold is a share of that other quantity. ``unverified`` marks a number that no source was read for.
    """

    id: Id
    name: Name
    level: Literal["fault", "information"]
    priority: int = Field(ge=1, le=999)
    what: Sentence
    measured: Sentence
    quantity: str | None = None
    unit: str
    direction: Literal["above", "below"]
    margin: Literal["clear", "within", "interval", "none"]
    share_of: str | None = None
    default: Band
    silent: tuple[Silence, ...] = ()
    causes: tuple[Sentence, ...] = Field(min_length=1)
    cue: Sentence
    cue_internal: Sentence
    drill: Id
    other_drills: tuple[Id, ...] = ()
    held: Sentence
    why: Sentence
    regression: Sentence


class Fault(FaultDocument):
    """A finding with the bands and silences that the exercises add to it."""

    bands: Mapping[str, Band]
    silent_exercises: Mapping[str, str]

    def band(self, exercise_id: str) -> Band:
        """Return the threshold of an exercise with its grade and citations.

        Raises
        ------
        UnknownIdError
            If no exercise is called that.
        """
        try:
            return self.bands[exercise_id]
        except KeyError:
            message = f"No exercise is called {exercise_id!r}. Known: {', '.join(self.bands)}."
            raise UnknownIdError(message) from None

    def threshold(self, exercise_id: str) -> float:
        """Return the threshold of an exercise, in ``unit`` (of ``share_of`` when that is set)."""
        return self.band(exercise_id).threshold

    def silence(self, exercise_id: str, pattern: str | None = None) -> str | None:
        """Return the id of the reason for which nothing is said in this exercise and pattern, or None."""
        self.band(exercise_id)
        if exercise_id in self.silent_exercises:
            return self.silent_exercises[exercise_id]
        return next((s.reason for s in self.silent if pattern in s.patterns), None)

    @property
    def grade(self) -> Grade:
        """How well the default threshold is supported."""
        return self.default.grade

    @property
    def unverified(self) -> bool:
        """Whether the default threshold is a choice that no source was read for."""
        return self.default.unverified

    @property
    def citations(self) -> tuple[str, ...]:
        """Evidence of the default threshold."""
        return self.default.citations


class PatternText(Record):
    """What is said of a movement pattern, without judging it."""

    id: PatternId
    name: Name
    what: Sentence
    note: Sentence


class Progression(Record):
    """One way to make the next set harder when everything held; the lowest ``priority`` that fits is taken.

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
        """Tell whether it is a way to go on in this exercise."""
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


class Accuracy(Record):
    """How well a quantity is known: 90 % half-widths, absolute and of a difference within one clip.

    ``from_standing`` is the half-width of the change from the person's own standing, where that was measured: what
    the camera and the network get wrong in standing too takes no part in it.
    """

    id: str
    absolute: float = Field(gt=0)
    repeatability: float = Field(gt=0)
    from_standing: float | None = Field(default=None, gt=0)
    determined: Sentence
    provisional: bool
