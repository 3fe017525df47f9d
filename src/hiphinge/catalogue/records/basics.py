"""What every item of the catalogue is made of: ids, sentences, grades, and the frozen record."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

__all__ = [
    "EvidenceId",
    "Grade",
    "Id",
    "Joint",
    "Name",
    "Record",
    "Sentence",
    "StatementId",
    "Usual",
]

Grade = Literal["A", "B", "C", "D", "U"]
"""A several consistent studies, B direct but limited, C indirect or derived, D contradicted, U no study found."""

Joint = Literal[
    "foot", "ankle", "knee", "hip", "lower_back", "upper_back", "neck", "shoulder_blade", "shoulder", "elbow", "wrist"
]
"""Where a body moves or holds still."""


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
