"""What every record of a training log is built from: moments, zones, names, loads, and how a field is refused."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Literal, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from hiphinge.errors import UsageError
from hiphinge.training_log.loads import POUND_KG

__all__ = [
    "LONGEST_TEXT",
    "Id",
    "LoadRecord",
    "Moment",
    "Name",
    "Rating",
    "Record",
    "Text",
    "Zone",
    "checked",
    "new_day",
]

LONGEST_TEXT: Final = 2_000
_MOST_KG = 600.0


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = "a moment needs its offset from UTC"
        raise ValueError(message)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        message = "a moment is within the years 1 to 9999"
        raise ValueError(message) from error


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"{name!r} is no time zone, such as Europe/Vienna or UTC"
        raise ValueError(message) from error
    return name


Id = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
"""32 hexadecimal digits."""
Moment = Annotated[datetime, AfterValidator(_aware)]
"""A moment in UTC."""
Zone = Annotated[str, AfterValidator(_zone)]
"""A name of the IANA time zone database."""
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Rating = Annotated[int, Field(ge=0, le=10)]
"""A whole number from 0 to 10."""


class Record(BaseModel):
    """What is kept in rows: checked when it is written down, never changed in place."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True)


R = TypeVar("R", bound=Record)


class LoadRecord(Record):
    """A weight in the unit in which it was written down; it is never rounded into the other."""

    value: Annotated[float, Field(ge=0)]
    unit: Literal["kg", "lb"]

    @model_validator(mode="after")
    def _can_be_lifted(self) -> Self:
        if self.kg > _MOST_KG:
            message = f"a weight is up to {_MOST_KG:g} kg ({_MOST_KG / POUND_KG:.0f} lb)"
            raise ValueError(message)
        return self

    @property
    def kg(self) -> float:
        """The weight in kilograms."""
        return self.value if self.unit == "kg" else self.value * POUND_KG


def checked(kind: type[R], /, **fields: Any) -> R:
    """Return a record of what somebody typed.

    Raises
    ------
    UsageError
        If a field cannot be what it is given as; the message says which, and what it should be.
    """
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        reason = first["msg"].removeprefix("Value error, ").replace("Input should", "it should")
        where = ".".join(map(str, first["loc"])).replace("_", " ")
        what = f"The {where} {first['input']!r}" if where else " ".join(str(value) for value in fields.values())
        message = f"{what} cannot be taken: {reason}."
        raise UsageError(message) from error


def new_day(day: date, zone: str) -> datetime:
    """Return noon of a day in a time zone, as a moment in UTC: what stands for a time that was not written down."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).astimezone(UTC)
