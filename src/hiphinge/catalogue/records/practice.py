"""What people practise and try out: drills, self-tests, lessons, the questions before the start."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field, model_validator

from hiphinge.catalogue.records.basics import EvidenceId, Grade, Id, Name, Record, Sentence, StatementId, Usual

__all__ = [
    "Drill",
    "Lesson",
    "PassMark",
    "Question",
    "SelfTest",
    "TestBand",
    "TestExplanation",
    "TestProtocol",
    "TestSpoken",
]


class LiveDrill(Record):
    """How a drill is followed before a camera.

    ``watches``: ``wall`` touches of a wall behind the person, ``descent`` and ``pause`` how long each lowering or
    stillness at the bottom takes, ``count`` repetitions only. ``at_least_s`` is what those should take, ``beats_s`` the
    parts of a repetition for a metronome.
    """

    watches: Literal["wall", "descent", "pause", "count"]
    repetitions: int = Field(ge=1)
    at_least_s: float | None = Field(default=None, gt=0)
    beats_s: tuple[float, ...] = ()


class Drill(Record):
    """One exercise for learning, with its dose and what passes.

    ``sources`` are statements of the coaching articles, ``article-number`` (``2-19`` is statement 19 of the
    article that evidence numbers 2); ``citations`` are evidence. ``feel`` is what to notice before any number is shown.
    ``exercise`` is what a video of it is judged as, where it can be. ``checklist`` is what of it can be ticked off
    in the log as preparation: by id, what was done, in words after "You". ``live`` is how it is followed before a
    camera, where it can be.
    """

    id: Id
    name: Name
    purpose: Sentence
    needs: str
    how: tuple[Sentence, ...] = Field(min_length=2)
    feel: Sentence | None = None
    dose: Sentence
    pass_mark: Sentence
    exercise: Id | None = None
    checklist: Mapping[Id, str] = Field(default_factory=dict)
    live: LiveDrill | None = None
    sources: tuple[StatementId, ...] = ()
    citations: tuple[EvidenceId, ...] = ()
    note: Sentence | None = None


class TestBand(Record):
    """One band of a test's values: what it means, in whom it was measured, and how well that is known.

    ``quantity`` is the measured value that belongs in the band; None where a video does not measure it.
    """

    label: str
    band: Usual | None = None
    quantity: str | None = None
    unit: str = ""
    says: Sentence
    group: str
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()


class SpokenLine(Record):
    """What is said aloud while a test is filmed, so many seconds after filming began; ``{side}`` is left or right."""

    at_s: float = Field(ge=0)
    says: Sentence

    def said(self, side: str) -> str:
        """Return it for the left or the right, or for a test without sides (an empty text)."""
        return self.says.replace("{side}", side)


class TestSpoken(Record):
    """How a test is led through aloud before a camera that films it.

    ``ends_s`` is when filming stops by itself; it may be stopped earlier. From each of ``counts_from_s`` on every ten
    seconds are said, until the next line.
    """

    ends_s: float = Field(gt=0, le=300)
    counts_from_s: tuple[float, ...] = ()
    lines: tuple[SpokenLine, ...] = Field(min_length=1)


class TestProtocol(Record):
    """How a test is filmed and what is measured in the video.

    ``order`` is its place in a sitting. ``views``: from where it may be filmed, the best first. ``sides``: left and
    right are tested apart, in a video each unless ``one_video`` says that one shows both. ``quantities``: what is
    measured, the test's own value first. ``asks_pain``: whether it hurt is asked.
    """

    order: int = Field(ge=1, le=99)
    posture: Literal["standing", "all_fours", "lying", "prone"]
    views: tuple[Literal["side", "front", "back"], ...] = Field(min_length=1)
    sides: bool
    one_video: bool = False
    asks_pain: bool = False
    quantities: tuple[str, ...] = Field(min_length=1)
    filming: tuple[Sentence, ...] = Field(min_length=2)
    spoken: TestSpoken

    @property
    def filmed_sides(self) -> tuple[str, ...]:
        """The sides that have a video each; one empty text where one video shows all."""
        return ("left", "right") if self.sides and not self.one_video else ("",)

    @model_validator(mode="after")
    def _names_the_side(self) -> "TestProtocol":
        names_it = any("{side}" in line.says for line in self.spoken.lines)
        if names_it != (len(self.filmed_sides) > 1):
            message = "spoken should say {side} where left and right have a video each, and nowhere else"
            raise ValueError(message)
        return self


class TestExplanation(Record):
    """What a test can, or cannot, say about a finding in a lift."""

    finding: Id
    answers: Literal["can", "cannot"]
    says: Sentence


class SelfTest(Record):
    """A test that people do on themselves: what it asks, how it is done and read, and what it cannot show.

    ``protocol`` is how it is filmed for `hiphinge test`; None where another command measures it. ``explains`` is what
    it says about findings.
    """

    id: Id
    name: Name
    asks: Sentence
    needs: str
    how: tuple[Sentence, ...] = Field(min_length=2)
    measured: Sentence
    bands: tuple[TestBand, ...] = Field(min_length=1)
    repeatability: Sentence
    does_not_tell: Sentence
    then: Sentence
    drill: Id | None = None
    sources: tuple[StatementId, ...] = Field(min_length=1)
    citations: tuple[EvidenceId, ...] = ()
    protocol: TestProtocol | None = None
    explains: tuple[TestExplanation, ...] = ()


class PassMark(Record):
    """One thing that passes a lesson: a quantity within a band in enough repetitions.

    With ``finding``, that finding has to be looked for and absent instead. ``share`` of the repetitions has to do it.
    """

    quantity: str | None = None
    finding: Id | None = None
    low: float | None = None
    high: float | None = None
    share: float = Field(gt=0, le=1)
    says: Sentence
    not_yet: Sentence
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()

    @model_validator(mode="after")
    def _asks_one_thing(self) -> Self:
        if (self.quantity is None) == (self.finding is None):
            message = "a pass mark asks for a quantity or for the absence of a finding, one of the two"
            raise ValueError(message)
        if (self.quantity is None) != (self.low is None and self.high is None):
            message = "low or high belong to a quantity, and a quantity needs one of them"
            raise ValueError(message)
        return self


class Lesson(Record):
    """One of the lessons of "Learn the hinge".

    ``spoken`` is read aloud, sentence by sentence. ``calibrates``: a video of it is measured as a calibration, not
    judged as a set. ``repetitions`` is how many are needed for the pass marks.
    """

    id: Id
    number: int = Field(ge=1, le=9)
    name: Name
    minutes: int = Field(ge=1, le=15)
    aim: Sentence
    needs: str
    filming: Sentence
    spoken: tuple[Sentence, ...] = Field(min_length=6)
    estimate: Sentence
    drill: Id | None = None
    exercise: Id | None = None
    calibrates: bool = False
    repetitions: int = Field(ge=0)
    passes: tuple[PassMark, ...] = ()
    passed: Sentence
    why: Sentence
    grade: Grade
    sources: tuple[StatementId, ...] = Field(min_length=1)
    citations: tuple[EvidenceId, ...] = ()


class Question(Record):
    """One question before the start, answered by yes or no, and what a yes leads to.

    ``kind``: ``readiness`` asks about the person, ``red_flag`` about signs that belong to a doctor. ``leads_to``:
    ``stop`` no exercise here until somebody qualified has said yes, ``ask_first`` the same for heavy work only,
    ``breathe_out`` no held breath, ``go_lighter`` start with the lightest form.
    """

    id: Id
    order: int = Field(ge=1, le=99)
    kind: Literal["readiness", "red_flag"]
    ask: Sentence
    leads_to: tuple[Literal["stop", "ask_first", "breathe_out", "go_lighter"], ...] = Field(min_length=1)
    yes: Sentence
    why: Sentence
    grade: Grade
    unverified: bool
    sources: tuple[StatementId, ...] = ()
    citations: tuple[EvidenceId, ...] = ()
