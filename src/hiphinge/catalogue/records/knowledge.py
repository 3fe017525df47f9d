"""What is known and from where: papers, the articles' statements and references, and where they disagree."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from hiphinge.catalogue.records.basics import EvidenceId, Grade, Id, Name, Record, Sentence, StatementId

__all__ = ["Article", "Disagreement", "Evidence", "Place", "Reference", "Side", "Statement"]

Place = Annotated[
    str,
    StringConstraints(
        pattern=r"^(exercise|finding|drill|self_test|lesson|muscle|evidence|training_rule|question|disagreement|reference"
        r"|reason|contact|progression|quantity|command|page):[A-Za-z0-9_./ #-]+$"
    ),
]
"""A place in the program: ``drill:wall_touch``, ``quantity:hip_drop``, ``command:lesson``, ``page:how-to/...``."""


class Evidence(Record):
    """One source: what it is, what it found, and what it does not show.

    ``status`` says how much of it was read: ``read`` (the abstract or opening unless ``extent`` says more),
    ``second_hand`` (quoted by another text), ``recalled`` (from general knowledge, to be checked), ``derived``
    (calculated from stated inputs), ``not_found`` (named by an article, and not found or not identified).
    ``article`` numbers the coaching articles whose statements drills go back to. ``emg``: it measured muscles'
    electrical activity, which compares within the study only and is not growth.
    """

    id: EvidenceId
    citation: str
    identifier: str = ""
    design: str
    n: int | None = None
    found: Sentence
    does_not_show: Sentence
    grade: Grade
    status: Literal["read", "second_hand", "recalled", "derived", "not_found"]
    extent: str
    emg: bool = False
    article: int | None = Field(default=None, ge=0, le=9)

    @property
    def unverified(self) -> bool:
        """Whether nobody who wrote this has read it."""
        return self.status in {"recalled", "not_found"}


class Reference(Record):
    """One reference that an article gives: what the article says of it, what it says itself, whether it was opened."""

    id: Id
    number: int = Field(ge=1)
    article: int = Field(ge=0, le=9)
    identifier: str
    article_says: Sentence
    paper_says: Sentence
    opened: Literal["abstract", "page", "identified", "not_opened", "not_found"]
    evidence: EvidenceId | None = None
    grade: Grade
    sources: tuple[StatementId, ...] = Field(min_length=1)


class Side(Record):
    """One side of a disagreement, with those who stand for it."""

    says: Sentence
    sources: tuple[StatementId, ...] = ()
    citations: tuple[EvidenceId, ...] = ()


class Disagreement(Record):
    """Where sources disagree: the sides, how well the claim stands, what hiphinge does, and what can be said.

    ``number`` is ``G`` and the number of a contested claim, or ``S`` and a number where articles contradict each other.
    """

    id: Id
    number: Annotated[str, StringConstraints(pattern=r"^[GS][0-9]{1,2}$")]
    name: Name
    claim: Sentence
    sides: tuple[Side, ...] = Field(min_length=1)
    grade: Grade
    does: Sentence
    say: Sentence
    sources: tuple[StatementId, ...] = Field(min_length=1)
    citations: tuple[EvidenceId, ...] = ()


class Statement(Record):
    """One statement of an article, in our own words, and what became of it.

    ``verdict``: ``does`` hiphinge does or measures it, ``teaches`` it explains it with its evidence, ``corrects`` it
    says otherwise and why, ``planned`` it does not exist yet. ``places`` is where the program does that.
    """

    id: StatementId
    says: Sentence
    verdict: Literal["does", "teaches", "corrects", "planned"]
    note: Sentence
    places: tuple[Place, ...] = ()


class Article(Record):
    """One of the coaching articles with all its statements in order."""

    id: Id
    number: int = Field(ge=0, le=9)
    evidence: EvidenceId
    statements: tuple[Statement, ...] = Field(min_length=1)
