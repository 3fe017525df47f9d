"""The shape of `analysis.json`, field by field, from which its JSON Schema is generated; nothing is computed here."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "SCHEMA",
    "AdviceDocument",
    "AnalysisDocument",
    "ExerciseDocument",
    "FindingDocument",
    "MeasurementDocument",
    "NotMeasurableDocument",
    "PatternDocument",
    "PersonDocument",
    "PhaseDocument",
    "ProvenanceDocument",
    "ReasonDocument",
    "RepetitionDocument",
    "SetDocument",
    "SourceDocument",
    "StandingDocument",
    "UnmeasuredDocument",
    "ViewDocument",
    "analysis_schema",
]

SCHEMA: Final = "hiphinge.analysis/1"

Share = Annotated[float, Field(ge=0, le=1)]


class _Document(BaseModel):
    """What every part has in common: frozen, no unknown field, no number that is none."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


class SourceDocument(_Document):
    """The recording: its name and digest, and what it is."""

    path: str
    sha256: str | None
    format: str
    duration_s: float
    fps: float
    size: tuple[int, int] | None = Field(description="Width and height in pixels; null without a picture.")
    frames: int
    warnings: tuple[str, ...] = Field(description="What was assumed, repaired or lost while reading.")


class ProvenanceDocument(_Document):
    """How the numbers came about: versions of programs, the networks, and what was asked for."""

    versions: dict[str, str]
    model: dict[str, str]
    parameters: dict[str, str | float | None]


class ExerciseDocument(_Document):
    """What it was judged as, and whether the person said so."""

    id: str
    given: bool


class ReasonDocument(_Document):
    """Why something cannot be told, and one thing to do about it."""

    id: str
    reason: str
    do: str


class ViewDocument(_Document):
    """From where the person was seen."""

    label: Literal["side", "oblique", "front", "back", "unknown"]
    facing: Literal["left", "right", "unknown"]
    yaw_deg: float | None = Field(description="0 is a true side view, 90 from the front or the back.")
    yaw_error_deg: float | None
    usable: bool
    reasons: tuple[ReasonDocument, ...]


class PersonDocument(_Document):
    """Who was seen, as far as it was told, and what had to be assumed."""

    stature_m: float | None
    mass_kg: float | None
    coefficients: str
    assumed: tuple[str, ...]


class StandingDocument(_Document):
    """The person's own zero: how it was taken, and its angles by quantity."""

    kind: Literal["calibration", "quiet", "lockout", "none"]
    duration_s: float
    time_s: float | None
    angles: dict[str, float]


class SetDocument(_Document):
    """Repetitions without a long rest between them, by index."""

    index: int
    start_s: float
    end_s: float
    repetitions: tuple[int, ...]


class PhaseDocument(_Document):
    """A stretch of a repetition, from its start up to, not with, its end."""

    name: Literal["descent", "bottom", "ascent", "lockout"]
    start_s: float
    end_s: float


class PatternDocument(_Document):
    """Which movement it was, with the probability of each."""

    label: Literal["hinge", "squat", "stoop", "unclear"]
    probability: dict[str, Share]


class MeasurementDocument(_Document):
    """A value; low and high are the absolute 90 % interval, repeatability the error of a difference in the clip."""

    value: float
    unit: str
    low: float | None
    high: float | None
    repeatability: float | None
    time_s: float | None = Field(description="The moment that shows it.")


class UnmeasuredDocument(_Document):
    """In place of a value: why there is none, and what to do."""

    not_measurable: str
    do: str
    reason: str = Field(description="Id of the reason.")


class FindingDocument(_Document):
    """What a rule found, with the moment that shows it, one cue, one drill and one sentence why."""

    id: str
    name: str
    level: Literal["fault", "information"]
    value: float
    unit: str
    threshold: float
    low: float | None
    high: float | None
    repeatability: float | None
    time_s: float
    what: str
    cue: str
    drill: str
    drill_id: str
    why: str
    grade: str = Field(description="How well it is supported: A to D, U where no study was found.")


class RepetitionDocument(_Document):
    """One movement down and up, or an attempt that does not count."""

    index: int
    set: int
    kind: Literal["repetition", "attempt"]
    start_s: float
    bottom_s: float
    end_s: float
    starts_at: Literal["top", "bottom"]
    ends_at: Literal["top", "bottom"]
    phases: tuple[PhaseDocument, ...]
    pattern: PatternDocument
    measurements: dict[str, MeasurementDocument | UnmeasuredDocument]
    findings: tuple[FindingDocument, ...]
    note: str | None


class AdviceDocument(_Document):
    """What to do in the next set."""

    finding: str | None
    cue: str
    drill: str | None
    drill_id: str | None
    next: str
    why: str
    grade: str | None


class NotMeasurableDocument(ReasonDocument):
    """What could not be measured in the whole clip."""


class AnalysisDocument(_Document):
    """The whole answer about one recording: seconds, degrees and metres; leaning and bending forward are positive."""

    schema_: Literal["hiphinge.analysis/1"] = Field(alias="schema")
    source: SourceDocument
    provenance: ProvenanceDocument
    exercise: ExerciseDocument
    load_kg: float | None
    view: ViewDocument
    person: PersonDocument
    standing: StandingDocument
    sets: tuple[SetDocument, ...]
    repetitions: tuple[RepetitionDocument, ...]
    findings: tuple[FindingDocument, ...]
    advice: AdviceDocument | None
    not_measurable: tuple[NotMeasurableDocument, ...]


def analysis_schema() -> dict[str, Any]:
    """Return the JSON Schema of `analysis.json`."""
    schema = AnalysisDocument.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
