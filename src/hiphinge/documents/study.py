"""The protocol of a study: a document in TOML that names people, conditions and clips, checked when it is read."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hiphinge.documents.versions import DocumentKind
from hiphinge.errors import InputFormatError

__all__ = ["STUDY", "StudyClip", "StudyComparison", "StudyDocument", "StudyPerson", "StudyReference", "study_from_toml"]

STUDY: Final = DocumentKind(
    name="hiphinge.study",
    version=1,
    title="the protocol of a study",
    advice="The how-to page on studies shows one.",
)
"""Name, version and upgrades of protocols."""

_Name = Annotated[str, Field(pattern=r"^[\w][\w .+-]{0,79}$")]
_Text = Annotated[str, Field(max_length=2_000)]
_Place = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]
_Positive = Annotated[float, Field(gt=0)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class StudyPerson(_Part):
    """What is known of somebody; the key is a number or a made-up name."""

    stature_m: _Positive | None = None
    mass_kg: _Positive | None = None


class StudyCondition(_Part):
    """A condition; the key is its short name."""

    title: _Text = ""


class StudyClip(_Part):
    """One clip, or several that wildcards match."""

    path: _Place
    person: _Name
    condition: _Name
    session: _Text = ""
    exercise: _Text | None = None
    load_kg: _Positive | None = None


class StudyComparison(_Part):
    """Two conditions that are compared person by person: the second minus the first."""

    first: _Name
    second: _Name


class StudyReference(_Part):
    """A table of `hiphinge validate` with what something else measured in these clips."""

    table: _Place
    by: _Text = ""


class StudyDocument(_Part):
    """A whole protocol."""

    schema_: Literal["hiphinge.study/1"] = Field(alias="schema", default="hiphinge.study/1")
    title: Annotated[str, Field(min_length=1, max_length=300)]
    exercise: _Text | None = None
    every_frame: bool = False
    quantities: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    people: Annotated[dict[_Name, StudyPerson], Field(min_length=1)]
    conditions: Annotated[dict[_Name, StudyCondition], Field(min_length=1)]
    clips: Annotated[tuple[StudyClip, ...], Field(min_length=1)]
    compare: tuple[StudyComparison, ...] = ()
    references: tuple[StudyReference, ...] = ()


def study_from_toml(text: bytes, *, name: str) -> StudyDocument:
    """Return a checked protocol; ``name`` is what its file is called in messages.

    Raises
    ------
    InputFormatError
        If it is no TOML, of another schema, newer than what is known, or something in it is wrong: the message names
        the first.
    """
    try:
        fields = tomllib.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        message = f"{name} should be {STUDY.title} in TOML, but is not: {error}. {STUDY.advice}"
        raise InputFormatError(message) from error
    present = STUDY.upgraded(fields, name=name)
    try:
        document = StudyDocument.model_validate(present)
    except ValidationError as error:
        raise _wrong(name, *_where(error)) from error
    for problem in _problems(document):
        raise _wrong(name, *problem)
    return document


def _where(error: ValidationError) -> tuple[str, str]:
    first: Mapping[str, Any] = error.errors(include_url=False)[0]
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    return place or "the whole file", str(first["msg"])


def _wrong(name: str, place: str, why: str) -> InputFormatError:
    return InputFormatError(f"{name}: {place}: {why}. {STUDY.advice}")


def _problems(document: StudyDocument) -> Iterator[tuple[str, str]]:
    """Yield where something is named that is nowhere else, and why that is wrong."""
    people, conditions = document.people, document.conditions
    for number, clip in enumerate(document.clips, start=1):
        if clip.person not in people:
            yield f"clips.{number}.person", f"{clip.person!r} is none of the people ({_listed(people)})"
        if clip.condition not in conditions:
            yield f"clips.{number}.condition", f"{clip.condition!r} is none of the conditions ({_listed(conditions)})"
    for kind, names, used in (
        ("people", people, {clip.person for clip in document.clips}),
        ("conditions", conditions, {clip.condition for clip in document.clips}),
    ):
        for name in (name for name in names if name not in used):
            yield f"{kind}.{name}", "has no clip. Leave it out, or add its clips"
    for number, pair in enumerate(document.compare, start=1):
        for name in (pair.first, pair.second):
            if name not in conditions:
                yield f"compare.{number}", f"{name!r} is none of the conditions ({_listed(conditions)})"
        if pair.first == pair.second:
            yield f"compare.{number}", "a condition cannot be compared with itself"


def _listed(names: Mapping[str, Any]) -> str:
    return ", ".join(names)
