"""A person's corrections of one analysis: a list that only grows, beside the machine's answer that they correct."""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Self

from pydantic import Field, model_validator

from hiphinge.documents.log_fields import Id, Moment, Record
from hiphinge.documents.versions import DocumentKind, checked_document, parsed

if TYPE_CHECKING:
    from hiphinge.analysis import Correction

__all__ = [
    "CORRECTIONS",
    "MOST_TRIALS",
    "CorrectionRecord",
    "CorrectionsDocument",
    "MachineNumbers",
    "MarkedBackRecord",
    "MarkedTrialRecord",
    "SetNumbers",
    "corrections_from_json",
]

CORRECTIONS: Final = DocumentKind(
    name="hiphinge.corrections",
    version=1,
    title="corrections of an analysis",
    advice="Correct the analysis again with: hiphinge fix",
)
"""Name, version and upgrades of corrections."""

_Seconds = Annotated[float, Field(ge=-1e6, le=1e9)]
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_Point = tuple[Annotated[float, Field(ge=-20_000, le=20_000)], Annotated[float, Field(ge=-20_000, le=20_000)]]
_SixPoints = Annotated[tuple[_Point, ...], Field(min_length=6, max_length=6)]
MOST_TRIALS: Final = 9
"""How often the same two frames may be marked."""
_NEEDS: Final = {
    "merge": ("bottom_s", "other_s"),
    "split": ("bottom_s", "to_s"),
    "add": ("start_s", "end_s"),
    "delete": ("bottom_s",),
    "move": ("bottom_s", "edge", "to_s"),
    "pattern": ("name",),
    "dismiss": ("name",),
    "confirm": ("name",),
    "reference": ("bottom_s",),
    "exercise": ("name",),
    "load": (),
    "back": ("marks",),
    "undo": ("undoes",),
}
"""The fields that each kind cannot be without."""


class MarkedTrialRecord(Record):
    """Six points along the back in each of two frames, from S2 up to C7, in pixels of the upright frame."""

    standing: _SixPoints
    bottom: _SixPoints


class MarkedBackRecord(Record):
    """What a person marked of the back by hand: the moments of the two frames, and each trial."""

    standing_s: _Seconds
    bottom_s: _Seconds
    trials: Annotated[tuple[MarkedTrialRecord, ...], Field(min_length=1, max_length=MOST_TRIALS)]


class CorrectionRecord(Record):
    """One correction, or one that takes another back; it is never changed and never removed."""

    id: Id
    at: Moment
    """When the person said it."""
    kind: Literal[
        "merge",
        "split",
        "add",
        "delete",
        "move",
        "pattern",
        "dismiss",
        "confirm",
        "reference",
        "exercise",
        "load",
        "back",
        "undo",
    ]
    """`back` changes no number of the analysis and stands beside them; `undo` takes another one back."""
    reason: Annotated[str, Field(max_length=2_000)] = ""
    """Why, in the person's words."""
    corrects: Annotated[str, Field(max_length=40)]
    """The version of hiphinge whose answer it corrects."""
    bottom_s: _Seconds | None = None
    """A moment within the repetition; null for the whole recording."""
    other_s: _Seconds | None = None
    """`merge`: a moment within the other repetition."""
    start_s: _Seconds | None = None
    """`add`."""
    end_s: _Seconds | None = None
    """`add`."""
    edge: Literal["start", "bottom", "end"] | None = None
    """`move`: what is moved."""
    to_s: _Seconds | None = None
    """`move`: to when. `split`: when it is divided."""
    name: _Name | None = None
    """Id of the exercise or of the finding, or the pattern."""
    load_kg: Annotated[float, Field(ge=0, le=600)] | None = None
    """`load`; null where no load was lifted, or it is not known."""
    marks: MarkedBackRecord | None = None
    """`back`: what was marked."""
    undoes: Id | None = None
    """`undo`: which record is taken back."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        missing = [name for name in _NEEDS[self.kind] if getattr(self, name) is None]
        if missing:
            message = f"{self.kind} needs {' and '.join(missing)}"
            raise ValueError(message)
        if self.kind == "pattern" and self.name not in {"hinge", "squat", "stoop"}:
            message = f"a pattern should be hinge, squat or stoop, but is {self.name!r}"
            raise ValueError(message)
        return self

    def correction(self) -> "Correction | None":
        """Return what an analysis takes; None for `back` and `undo`."""
        if self.kind in {"back", "undo"}:
            return None
        from hiphinge.analysis import Correction  # noqa: PLC0415  # whoever logs a set does not wait for it

        given = ("kind", "bottom_s", "other_s", "start_s", "end_s", "edge", "to_s", "name", "load_kg")
        return Correction(**{name: getattr(self, name) for name in given})


class SetNumbers(Record):
    """One quantity of one set over its repetitions, as the machine measured it."""

    set: Annotated[int, Field(ge=0)]
    quantity: Annotated[str, Field(max_length=60)]
    repetitions: int
    median: float
    spread: float | None = None
    half_width: float | None = None


class MachineNumbers(Record):
    """What progress read of the machine's answer, so that it reads the same again when every correction is undone."""

    exercise: _Name
    repetitions: Annotated[int, Field(ge=0)]
    measured: tuple[SetNumbers, ...] = ()


class CorrectionsDocument(Record):
    """Everything that a person corrected of one analysis, and what came of it."""

    schema_: Literal["hiphinge.corrections/1"] = Field(alias="schema", default="hiphinge.corrections/1")
    """Name and version of this shape."""
    sha256: str | None = None
    """Digest of the recording; null where it is not known."""
    records: tuple[CorrectionRecord, ...] = ()
    """In the order in which they were said."""
    machine: MachineNumbers | None = None
    """Null in a folder of results, where nothing else reads the numbers."""
    corrected: dict[str, Any] | None = None
    """The analysis that follows the corrections, as `analysis.json` would hold it; null where all were taken back."""
    unfit: dict[str, str] = Field(default_factory=dict)
    """By the id of a record: why it could not be applied."""

    @property
    def active(self) -> tuple[CorrectionRecord, ...]:
        """Those that were not taken back, without what only takes back."""
        gone = {one.undoes for one in self.records if one.kind == "undo"}
        return tuple(one for one in self.records if one.kind != "undo" and one.id not in gone)

    @property
    def followed(self) -> tuple[CorrectionRecord, ...]:
        """Those of them that the numbers of an analysis follow."""
        return tuple(one for one in self.active if one.kind != "back")


def corrections_from_json(text: str | bytes, *, name: str) -> CorrectionsDocument:
    """Return a checked document; ``name`` is what it is called in messages.

    Raises
    ------
    InputFormatError
        If it holds no corrections, or is damaged.
    """
    fields, should = parsed(text, kind=CORRECTIONS, name=name), f"be of the schema {CORRECTIONS.schema!r}"
    return checked_document(CorrectionsDocument, fields, kind=CORRECTIONS, name=name, should=should)
