"""The shape of `analysis.json`, field by field, from which its JSON Schema is generated, and how it is read again."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from pydantic import Field

from hiphinge.documents.analysis_parts import (
    BackChangeDocument,
    BackDocument,
    BarDocument,
    BarWayDocument,
    Document,
    ReasonDocument,
    SensorCheckDocument,
    Share,
    StretchDocument,
)
from hiphinge.documents.analysis_upgrades import UPGRADES
from hiphinge.documents.versions import DocumentKind, checked_document, parsed
from hiphinge.errors import InputFormatError
from hiphinge.motion import BackAim, CoefficientSet, Interval, Person

__all__ = [
    "ANALYSIS",
    "SCHEMA",
    "AdviceDocument",
    "AnalysisDocument",
    "BackChangeDocument",
    "BackDocument",
    "BarDocument",
    "BarWayDocument",
    "ContactDocument",
    "ExerciseDocument",
    "FindingDocument",
    "MaximumDocument",
    "MeasurementDocument",
    "NotMeasurableDocument",
    "PatternDocument",
    "PersonDocument",
    "PhaseDocument",
    "ProvenanceDocument",
    "ReasonDocument",
    "RepetitionDocument",
    "SensorCheckDocument",
    "SetDocument",
    "SourceDocument",
    "StandingDocument",
    "StretchDocument",
    "UnmeasuredDocument",
    "ViewDocument",
    "analysis_from_json",
    "analysis_schema",
]

SCHEMA: Final = "hiphinge.analysis/5"


ANALYSIS: Final = DocumentKind(
    name="hiphinge.analysis",
    version=5,
    title="an analysis",
    advice="Analyse the video again.",
    upgrades=UPGRADES,
)
"""Name, version and upgrades of `analysis.json`."""


class SourceDocument(Document):
    """The recording: its name and digest, and what it is."""

    path: str
    """Name of the file."""
    sha256: str | None
    """Digest of the file."""
    format: str
    """Id of the format that it was read as."""
    duration_s: float
    fps: float
    """Frames per second, on average."""
    size: tuple[int, int] | None
    """Width and height in pixels, upright; null where there is no video."""
    frames: int
    """How many frames were measured."""
    people: int | None
    """How many people are in the frame at once; null where the images were not searched."""
    warnings: tuple[str, ...]
    """What was assumed, repaired or lost while reading."""
    sensor_checks: tuple[SensorCheckDocument, ...] = ()
    """What motion sensors that were worn in the video measured, compared with it; empty where none were worn."""


class ProvenanceDocument(Document):
    """How the numbers came about."""

    versions: dict[str, str]
    """Versions of the programs that touch the numbers."""
    model: dict[str, str]
    """What the estimator says of itself: networks with their digests; empty where poses came from a file."""
    parameters: dict[str, str | float | None]
    """The settings that change numbers."""


class ExerciseDocument(Document):
    """What it was judged as."""

    id: str
    """Id in the catalogue."""
    given: bool
    """Whether the person named it; otherwise it is the likeliest by movement and hands."""
    confident: bool
    """Whether it was named, or is likely enough to be judged by its own limits alone."""
    probability: Mapping[str, float]
    """Of each exercise by id, the likeliest first; 1 for the one that was named, empty where nothing was measurable."""


class ViewDocument(Document):
    """From where the person was filmed."""

    label: Literal["side", "oblique", "front", "back", "unknown"]
    facing: Literal["left", "right", "unknown"]
    """Which way the person faces in the frame."""
    yaw_deg: float | None
    """0 is a true side view, 90 is from the front or the back."""
    yaw_error_deg: float | None
    """90 % half-width of the error of `yaw_deg`."""
    usable: bool
    """Whether anything can be measured from there."""
    reasons: tuple[ReasonDocument, ...]


class MaximumDocument(Document):
    """How far the back bends in a full bend, from the person's reference posture."""

    value: float
    """In degrees."""
    low: float | None
    """90 % interval."""
    high: float | None


class PersonDocument(Document):
    """The person, as far as it is known."""

    stature_m: float | None
    mass_kg: float | None
    coefficients: str
    """Which table of segment masses was used: `female`, `male` or `mean`."""
    lumbar_maximum: MaximumDocument | None = None
    """Their own maximum of lumbar flexion, where it was calibrated."""
    back_aim: BackAim | None
    """What they are after for their back in a bend: `less` movement, the `same` each time, or `more`."""
    assumed: tuple[str, ...]
    """What was not given and had to be assumed."""

    def person(self) -> Person:
        """Return the person that an analysis takes."""
        own = self.lumbar_maximum
        interval = None
        if own is not None and own.low is not None and own.high is not None:
            interval = Interval(low=own.low, high=own.high)
        return Person(
            stature_m=self.stature_m,
            mass_kg=self.mass_kg,
            coefficients=CoefficientSet(self.coefficients),
            lumbar_maximum_deg=None if own is None else own.value,
            lumbar_maximum_interval=interval,
            back_aim=self.back_aim,
        )


class StandingDocument(Document):
    """The person's reference posture."""

    kind: Literal["calibration", "quiet", "lockout", "none"]
    """Taken from another recording (`recording`), from standing still, from lockouts, or not at all."""
    duration_s: float
    """How long the standing lasted that it was taken from."""
    time_s: float | None
    """A moment of this recording that shows the person standing."""
    angles: dict[str, float]
    """Medians by quantity, in degrees."""
    recording: str | None = None
    """Name of the other recording that it was taken from."""


class SetDocument(Document):
    """Repetitions without a long rest between them."""

    index: int
    """Counts from 1."""
    start_s: float
    end_s: float
    repetitions: tuple[int, ...]
    """Their indices."""


class PhaseDocument(Document):
    """A stretch of a repetition, from its start up to, not with, its end."""

    name: Literal["descent", "bottom", "ascent", "lockout"]
    start_s: float
    end_s: float


class PatternDocument(Document):
    """Which movement it was."""

    label: Literal["hinge", "squat", "stoop", "unclear"]
    probability: dict[str, Share]
    """Of each label."""


class MeasurementDocument(Document):
    """A value, with how well it is known."""

    value: float
    unit: str
    low: float | None
    """Lower end of the absolute 90 % interval: body, clothes and camera included."""
    high: float | None
    """Upper end of it."""
    repeatability: float | None
    """90 % half-width of the error of a difference within this recording."""
    time_s: float | None
    """The moment that shows it."""


class UnmeasuredDocument(Document):
    """In place of a value."""

    not_measurable: str
    """Why there is none."""
    do: str
    """One thing to do about it."""
    reason: str
    """Id of the reason in the catalogue."""


class FindingDocument(Document):
    """What a rule found, with the moment that shows it."""

    id: str
    """Id in the catalogue."""
    name: str
    level: Literal["fault", "information"]
    value: float
    unit: str
    threshold: float
    """In the same unit."""
    low: float | None
    """Lower end of the value's absolute 90 % interval."""
    high: float | None
    """Upper end of it."""
    repeatability: float | None
    """90 % half-width of the error of a difference within this recording."""
    time_s: float
    """The moment that shows it."""
    what: str
    cue: str
    drill: str
    drill_id: str
    """Id of the drill in the catalogue."""
    why: str
    grade: str
    """How well the threshold is supported: A to D, U where no study was found."""


class ContactDocument(Document):
    """A stretch in which the back leaves a straight stick along it: geometry that a drill feels, and no fault."""

    id: str
    """Id in the catalogue."""
    name: str
    contact: Literal["head", "upper_back", "low_back", "tailbone"]
    """The place concerned; at the low back the hollow vanishes or deepens."""
    may_be: tuple[str, ...]
    """Which part's movement may make it, the likeliest first."""
    start_s: float
    end_s: float
    time_s: float
    """The moment that shows it best."""
    gap: float
    """The largest, as a share of leg length: change from the reference posture for head and hollow, else how far the
    low back stands out behind the stick, or how far that takes the stick off the tailbone."""
    gap_cm: float | None
    """The same in centimetres, where the stature was given."""
    threshold: float
    """As a share of leg length."""
    what: str
    why: str
    grade: str
    """How well it is supported: A to D, U where no study was found."""


class RepetitionDocument(Document):
    """One movement down and up, or an attempt that does not count."""

    index: int
    """Counts from 1 over the recording."""
    set: int
    """Index of its set."""
    kind: Literal["repetition", "attempt"]
    start_s: float
    bottom_s: float
    """The moment of the deepest position."""
    end_s: float
    starts_at: Literal["top", "bottom"]
    """Where the movement begins, as far as it is in the video."""
    ends_at: Literal["top", "bottom"]
    phases: tuple[PhaseDocument, ...]
    pattern: PatternDocument
    back: BackDocument | None
    """What is said of the back; null where an older version wrote the analysis."""
    measurements: dict[str, MeasurementDocument | UnmeasuredDocument]
    """By quantity."""
    findings: tuple[FindingDocument, ...]
    note: str | None
    """Why it does not count, or what is special about it."""
    contacts: tuple[ContactDocument, ...] = ()
    """Where a straight stick along the back is left, the earliest first; empty too where the back is not measurable."""


class AdviceDocument(Document):
    """What to do in the next set."""

    finding: str | None
    """Id of the finding that it answers; null where nothing was found."""
    cue: str
    drill: str | None
    drill_id: str | None
    """Id of the drill in the catalogue."""
    next: str
    """The next set."""
    why: str
    grade: str | None
    """How well it is supported."""


class NotMeasurableDocument(ReasonDocument):
    """What could not be measured in the whole recording."""


class AnalysisDocument(Document):
    """The whole analysis of one recording: seconds, degrees and metres; leaning and bending forward are positive."""

    schema_: Literal["hiphinge.analysis/5"] = Field(alias="schema")
    """Name and version of this shape."""
    source: SourceDocument
    provenance: ProvenanceDocument
    exercise: ExerciseDocument
    load_kg: float | None
    """The weight that was lifted; null where it was not given."""
    bar: BarDocument | None
    """The bar's path and its scale; null where no plate was followed."""
    view: ViewDocument
    stretches: tuple[StretchDocument, ...]
    """All stretches of a recording with cuts or lasting changes of the view; empty where it was filmed in one go."""
    person: PersonDocument
    standing: StandingDocument
    sets: tuple[SetDocument, ...]
    repetitions: tuple[RepetitionDocument, ...]
    """Empty where the recording could not be used."""
    findings: tuple[FindingDocument, ...]
    """Of the whole recording: what shows in at least half of the repetitions that count, by its clearest instance."""
    advice: AdviceDocument | None
    not_measurable: tuple[NotMeasurableDocument, ...]
    """Of the whole recording."""


def analysis_schema() -> dict[str, Any]:
    """Return the JSON Schema of `analysis.json`."""
    schema = AnalysisDocument.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}


def analysis_from_json(text: str | bytes, *, name: str) -> AnalysisDocument:
    """Return a checked document of any known version, as the present one; ``name`` is its file's name in messages.

    Raises
    ------
    InputFormatError
        If it is no analysis, newer than what is known, or damaged.
    """
    fields, should = _present(text, name=name), f"be of the schema {SCHEMA!r}"
    return checked_document(AnalysisDocument, fields, kind=ANALYSIS, name=name, should=should)


def _present(text: str | bytes, *, name: str) -> dict[str, Any]:
    try:
        return parsed(text, kind=ANALYSIS, name=name)
    except (KeyError, TypeError) as error:
        message = f"{name} should be an analysis, but lacks {error}: it is damaged. {ANALYSIS.advice}"
        raise InputFormatError(message) from error
