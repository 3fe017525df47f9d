"""The columns of a data set's tables: name, kind, unit and meaning, from which the files and their page are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from hiphinge.exports.repetitions_csv import repetition_columns
from hiphinge.measures import lift_quantities

__all__ = ["CLIP", "PARTS", "SCHEMA", "TABLES", "Column", "Table", "columns_of", "part_of", "reserved_names"]

SCHEMA: Final = "hiphinge.data_set/1"
"""Name and version of the shape of the tables."""
CLIP: Final = "clip"
"""The column that joins the tables."""
PARTS: Final = tuple("0123456789abcdef")
"""Each table is as many files: a clip's rows are in the one named after the first digit of its id."""

Kind = Literal["text", "whole", "number", "yes_no", "moment"]
Table = Literal["clips", "sets", "repetitions", "findings", "series"]
TABLES: Final[tuple[Table, ...]] = ("series", "findings", "repetitions", "sets", "clips")
"""The tables in the order in which their files are put in place; the last one says that a clip is there."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column; null where there is no value."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""


def part_of(clip: str) -> str:
    """Return the part that a clip's rows are in."""
    return clip[0]


def columns_of(table: Table, labels: Iterable[str] = ()) -> tuple[Column, ...]:
    """Return the columns of a table; ``labels`` are those of the list of clips, in every table but the series."""
    given = () if table == "series" else tuple(Column(name=n, kind="text", meaning="Of the list.") for n in labels)
    first, *others = _OF_TABLE[table]() if table != "clips" else _CLIPS
    return first, *given, *others


def reserved_names() -> frozenset[str]:
    """Return every name that a column of the tables has, so that no column of a list can have it."""
    return frozenset(column.name for table in TABLES for column in columns_of(table))


def _texts(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name=name, kind="text", meaning=meaning) for name, meaning in meanings.items())


def _wholes(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name=name, kind="whole", meaning=meaning) for name, meaning in meanings.items())


def _number(name: str, unit: str, meaning: str) -> Column:
    return Column(name=name, kind="number", unit=unit, meaning=meaning)


_ID = Column(name=CLIP, kind="text", meaning="Id of the clip: the first 16 digits of its content's SHA-256.")
_MOMENT = Column(name="recorded_at", kind="moment", meaning="When it was filmed, in UTC, where the file says so.")
_EXERCISE = Column(name="exercise", kind="text", meaning="Exercise that it was judged as.")
_LOAD = _number("load_kg", "kg", "The weight lifted, where it was given.")
_CLIPS = (
    _ID,
    *_texts(
        source="Where the clip is, as it was given.",
        name="Name of the file.",
        state="`done`; `refused` where nothing could be measured; `failed` where the analysis did not end.",
        reason="Why it was refused or failed.",
    ),
    _MOMENT,
    *_texts(format="Format that it was read as."),
    _number("duration_s", "s", "Length of the recording."),
    _number("fps", "1/s", "Frames per second, on average."),
    *_wholes(
        frames="How many frames were measured.",
        width_px="Width of a frame, upright.",
        height_px="Height of a frame, upright.",
        people="How many people are in the frame at once.",
    ),
    _EXERCISE,
    Column(name="exercise_given", kind="yes_no", meaning="Whether the exercise was given, not guessed."),
    _LOAD,
    _number("stature_m", "m", "Stature, where it was given."),
    _number("mass_kg", "kg", "Body mass, where it was given."),
    *_texts(view="`side`, `oblique`, `front`, `back` or `unknown`.", facing="`left`, `right` or `unknown`."),
    _number("yaw_deg", "deg", "0 is a true side view, 90 is from the front or the back."),
    _number("yaw_error_deg", "deg", "90 % half-width of the error of `yaw_deg`."),
    *_texts(standing="The reference posture: `calibration`, `quiet`, `lockout` or `none`."),
    *_wholes(sets="How many sets.", repetitions="How many repetitions.", attempts="How many attempts."),
    *_texts(
        warnings="What was assumed, repaired or lost while reading, separated by ` | `.",
        not_measurable="Reasons that hold for the whole recording: ids, separated by `;`.",
        versions="Versions of the programs that touch the numbers, as JSON.",
        model="What the estimator says of itself, networks with digests, as JSON.",
        parameters="The settings that change numbers, as JSON.",
        sha256="SHA-256 of the content.",
        stamp="What a place in a network says of the version of the file.",
        key="Digest of content, settings, networks and versions: another one, and the clip is analysed again.",
    ),
)


def _sets() -> tuple[Column, ...]:
    return (
        _ID,
        _MOMENT,
        _EXERCISE,
        _LOAD,
        *_wholes(set="Number of the set within the clip."),
        _number("start_time_s", "s", "When it begins, by the recording's own clock."),
        _number("end_time_s", "s", "When it ends."),
        *_wholes(repetitions="How many repetitions count.", attempts="How many do not."),
    )


def _repetitions() -> tuple[Column, ...]:
    quantities = lift_quantities()
    whole, text = {"set", "repetition"}, {"exercise", "kind", "pattern", "back", "findings", "not_measurable", "note"}
    columns = []
    for name in repetition_columns(tuple(quantities)):
        known = quantities.get(name.removesuffix("_low").removesuffix("_high"))
        unit = "s" if name.endswith("_time_s") else "" if known is None else known.unit
        kind: Kind = "whole" if name in whole else "text" if name in text else "number"
        columns.append(Column(name=name, kind=kind, unit=unit, meaning="As in `repetitions.csv`."))
    return (_ID, _MOMENT, _LOAD, *columns)


def _findings() -> tuple[Column, ...]:
    return (
        _ID,
        _MOMENT,
        _EXERCISE,
        *_wholes(
            set="Number of the set; null for a finding of the whole recording.",
            repetition="Number of the repetition; null likewise.",
        ),
        *_texts(finding="Id in the catalogue.", level="`fault` or `information`."),
        _number("value", "see `unit`", "What was measured."),
        *_texts(unit="Unit of the numbers of this row."),
        _number("threshold", "see `unit`", "What it was held against."),
        _number("low", "see `unit`", "Lower end of the value's 90 % interval."),
        _number("high", "see `unit`", "Upper end of it."),
        _number("repeatability", "see `unit`", "90 % half-width of the error of a difference within the recording."),
        _number("time_s", "s", "The moment that shows it."),
        *_texts(drill="Id of the drill in the catalogue.", grade="How well the threshold is supported."),
    )


def _series() -> tuple[Column, ...]:
    columns = [_ID, _number("time_s", "s", "Time by the recording's own clock.")]
    for quantity in (q for q in lift_quantities().values() if q.scope == "frame"):
        columns.append(_number(quantity.id, quantity.unit, quantity.meaning))
        columns.append(_number(f"{quantity.id}_low", quantity.unit, "Lower end of its 90 % interval."))
        columns.append(_number(f"{quantity.id}_high", quantity.unit, "Upper end of it."))
    return tuple(columns)


_OF_TABLE = {"sets": _sets, "repetitions": _repetitions, "findings": _findings, "series": _series}
