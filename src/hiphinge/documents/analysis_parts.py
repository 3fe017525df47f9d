"""Parts of `analysis.json` that several of its parts share, and what it says of the back and of stretches."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "BackChangeDocument",
    "BackDocument",
    "BarDocument",
    "BarWayDocument",
    "Document",
    "ReasonDocument",
    "SensorCheckDocument",
    "Share",
    "StretchDocument",
]

Share = Annotated[float, Field(ge=0, le=1)]


class Document(BaseModel):
    """What every part has in common: frozen, no unknown field, no number that is none."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True, use_attribute_docstrings=True
    )


class ReasonDocument(Document):
    """Why something is not measurable, and one thing to do about it."""

    id: str
    """Id in the catalogue."""
    reason: str
    do: str


class BackChangeDocument(Document):
    """How much rounder a part of the back is than in what it is compared with, at the same trunk inclination."""

    part: Literal["lumbar_flexion_deg", "thoracic_flexion_deg"]
    between: Literal["ascent_against_descent", "pull_against_start", "against_earlier"]
    """The way up with the way down, a pull with its start, or this repetition with the earlier ones of its set."""
    deg: float
    """Rounder is positive."""
    low: float
    """90 % interval."""
    high: float
    clear: bool
    """Whether it is beyond what measurement and chance bring."""
    time_s: float
    """The moment that shows it."""


class BackDocument(Document):
    """The lower back at the bottom against trained lifters, and its changes: a statement, no fault."""

    label: Literal["below", "within", "above", "not_measurable"]
    probability: dict[str, Share]
    """Of `below`, `within` and `above`; empty where it is not measurable."""
    range_deg: tuple[float, float]
    """What trained lifters show in this exercise: lumbar flexion from standing."""
    near: Literal["lower", "upper"] | None
    """The end of the range that is so close that the neighbouring word could be right as well."""
    source: str
    """Evidence of the range: ids in the catalogue."""
    grade: str
    """How well the range is supported: A to D, U where no study was found."""
    changes: tuple[BackChangeDocument, ...]
    reason: ReasonDocument | None
    """Why it is not measurable, and what to do; null where it is."""


class StretchDocument(Document):
    """A stretch of the recording, filmed in one go from one side."""

    start_s: float
    """Its first frame."""
    end_s: float
    """Its last frame."""
    view: Literal["side", "oblique", "front", "back", "unknown"]
    repetitions: int
    """How many repetitions it shows; 0 where it cannot be measured."""
    measured: bool
    """Whether the rest of this document is of this stretch."""
    reason: ReasonDocument | None
    """Why it is not measured, and what to do about it."""


class BarWayDocument(Document):
    """The bar's way in one repetition, from its start to its end, thinned to at most 60 places."""

    repetition: int
    """Its index."""
    time_s: tuple[float, ...]
    up_m: tuple[float | None, ...]
    """Metres above the lowest place in all repetitions; null where the plate was not followed."""
    ahead_m: tuple[float | None, ...]
    """Metres ahead of the middle of the foot; null where the plate was not followed, or the feet are hidden."""


class BarDocument(Document):
    """The bar, by the plate nearer to the camera."""

    plate_mm: float
    """The diameter of the plate that gives the scale, millimetres."""
    plate_given: bool
    """Whether that diameter was given; else it is assumed."""
    metres_per_px: float
    """At the plate, in the middle of its path."""
    body_metres_per_px: float | None
    """At the body, from stature; null where stature was not given."""
    nearer: float | None
    """How much larger a metre looks at the plate than at the body, by both scales. A plate is nearer to the
    camera: 1.1 to 1.5 fits; anything else says that the diameter or stature is wrong. Null where stature was not
    given."""
    carried_by: Literal["hands", "back"]
    followed: Share
    """Share of the frames of repetitions in which the plate was followed."""
    ways: tuple[BarWayDocument, ...]
    """Of each repetition that counts."""


class SensorCheckDocument(Document):
    """One angle by the video and by motion sensors that were worn in it, where the person moves."""

    id: str
    """Quantity."""
    between: str
    """Between which places the sensors measured it; empty for the lean of one of them."""
    used: Literal["video", "sensors"]
    """Which of the two every value of this analysis is from."""
    video_half_width: float | None
    """Half of the video's usual 90 % interval, degrees; null where it measured too little."""
    sensors_half_width: float
    """Half of the sensors' usual 90 % interval, degrees."""
    difference: float | None
    """Sensors less video, on average, degrees; null where the two share no moments."""
    difference_low: float | None
    """Nine tenths of the differences are between this"""
    difference_high: float | None
    """and this."""
    agree: Share | None
    """Share of the moments at which the two differ by no more than their intervals allow."""
    same_places: bool
    """Whether the sensors were worn where the video measures; if not, they are compared, but not used."""
