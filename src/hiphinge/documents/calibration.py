"""A person's calibration as a small JSON document: how they stand and how far their back bends; no video."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hiphinge.analysis import Calibration, FullBend, StandingReference
from hiphinge.documents.versions import DocumentKind, parsed
from hiphinge.errors import InputFormatError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import Interval
from hiphinge.spine import CONTOUR_FEATURE_SIZES

__all__ = ["CALIBRATION", "CalibrationDocument", "calibration_document", "calibration_from_json"]

_AGAIN = "Run `hiphinge calibrate VIDEO` to make one."
CALIBRATION: Final = DocumentKind(name="hiphinge.calibration", version=1, title="a calibration", advice=_AGAIN)
"""Name, version and upgrades of calibrations."""
_DIGITS = 4

_Angle = Annotated[float, Field(ge=-180, le=180)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True, populate_by_name=True)


class StandingPart(_Part):
    """Your reference posture."""

    duration_s: Annotated[float, Field(gt=0)]
    """How long you stood."""
    angles_deg: dict[str, _Angle]
    """Medians by quantity; empty, as the shape is, where sensors measured the maximum alone."""
    thigh_deg: _Angle
    """Lean of the line knee to hip, forward positive."""
    shape: dict[str, tuple[float, ...]]
    """The contour of your back: lengths in leg lengths, angles in units of 30 degrees, beginning at the hip."""


class FullBendPart(_Part):
    """Your own maximum."""

    lumbar_flexion_deg: Annotated[float, Field(gt=0, le=150)]
    """The median of the bends."""
    low: _Angle
    high: _Angle
    """90 % interval."""
    bends_deg: Annotated[tuple[_Angle, ...], Field(min_length=2)]
    """The highest value in each bend."""


class CalibrationDocument(_Part):
    """What a calibration file holds; there is no frame of the video in it."""

    schema_: Literal["hiphinge.calibration/1"] = Field(alias="schema")
    """Name and version of this shape."""
    person: str
    """Whose it is, as you called them."""
    measured_on: str
    """Day, YYYY-MM-DD."""
    recording: str
    """Name of the video that it was measured in."""
    standing: StandingPart
    full_bend: FullBendPart

    def calibration(self) -> Calibration:
        """Return what an analysis needs of it."""
        standing, bend = self.standing, self.full_bend
        return Calibration(
            standing=StandingReference(
                recording=self.recording,
                kind="quiet",
                duration_s=standing.duration_s,
                angles=FrozenMapping(standing.angles_deg),
                thigh_deg=standing.thigh_deg,
                shape=FrozenMapping({name: np.array(values) for name, values in standing.shape.items()}),
            ),
            full_bend=FullBend(
                lumbar_flexion_deg=bend.lumbar_flexion_deg,
                interval=Interval(low=bend.low, high=bend.high),
                bends_deg=bend.bends_deg,
            ),
        )


def calibration_document(calibration: Calibration, *, person: str, measured_on: date) -> CalibrationDocument:
    """Return a calibration as a document."""
    standing, bend = calibration.standing, calibration.full_bend
    return CalibrationDocument(
        schema="hiphinge.calibration/1",
        person=person,
        measured_on=measured_on.isoformat(),
        recording=standing.recording,
        standing=StandingPart(
            duration_s=_rounded(standing.duration_s),
            angles_deg={id_: _rounded(value) for id_, value in standing.angles.items()},
            thigh_deg=_rounded(standing.thigh_deg),
            shape={name: tuple(_rounded(v) for v in values) for name, values in (standing.shape or {}).items()},
        ),
        full_bend=FullBendPart(
            lumbar_flexion_deg=_rounded(bend.lumbar_flexion_deg),
            low=_rounded(bend.interval.low),
            high=_rounded(bend.interval.high),
            bends_deg=tuple(_rounded(value) for value in bend.bends_deg),
        ),
    )


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)


def calibration_from_json(text: str | bytes, *, name: str) -> CalibrationDocument:
    """Return a checked document; ``name`` is what its file is called in messages.

    Raises
    ------
    InputFormatError
        If it is no calibration, of another schema, damaged, or made for another version's estimate of the back.
    """
    try:
        document = CalibrationDocument.model_validate_json(json.dumps(parsed(text, kind=CALIBRATION, name=name)))
    except ValidationError as error:
        raise InputFormatError(_what_is_wrong(name, error.errors(include_url=False)[0])) from error
    if document.standing.angles_deg or document.standing.shape:
        _check_shape(name, document.standing.shape)
    _check_order(name, document.full_bend)
    return document


def _what_is_wrong(name: str, problem: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return f"{name} should hold {place}, but does not: it is damaged. {_AGAIN}"
    if problem["type"] == "extra_forbidden":
        return f"{name} holds {place}, which a calibration does not have: it was changed by hand. {_AGAIN}"
    return f"{place} in {name} cannot be used ({problem['msg']}; it is {str(problem['input'])[:60]}). {_AGAIN}"


def _check_shape(name: str, shape: Mapping[str, tuple[float, ...]]) -> None:
    found = {group: len(values) for group, values in shape.items()}
    if found != dict(CONTOUR_FEATURE_SIZES):
        message = (
            f"standing.shape in {name} should hold {_listed(CONTOUR_FEATURE_SIZES)} numbers, but holds "
            f"{_listed(found)}: it is damaged, or another version of hiphinge made it. {_AGAIN}"
        )
        raise InputFormatError(message)


def _check_order(name: str, bend: FullBendPart) -> None:
    if not bend.low <= bend.lumbar_flexion_deg <= bend.high:
        message = (
            f"full_bend in {name} should have its value between low and high, but it is {bend.lumbar_flexion_deg:g}, "
            f"{bend.low:g} to {bend.high:g}: it was changed by hand. {_AGAIN}"
        )
        raise InputFormatError(message)


def _listed(sizes: Mapping[str, int]) -> str:
    return ", ".join(f"{group} {size}" for group, size in sizes.items()) or "none"
