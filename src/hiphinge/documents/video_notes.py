"""What a coach notes at a moment of a recording: words, lines drawn by hand, a voice."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from hiphinge.documents.log_fields import Id, Moment, Record, Text

__all__ = ["MOST_POINTS", "MOST_SHAPES", "ShapeRecord", "VideoNoteRecord"]

MOST_SHAPES, MOST_POINTS = 40, 400
_Pixels = Annotated[float, Field(ge=-20_000, le=20_000)]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_POINTS = {"line": 2, "arrow": 2, "angle": 3}


class ShapeRecord(Record):
    """A line drawn by hand, in pixels of the upright frame that was measured, from its top left corner."""

    kind: Literal["line", "angle", "arrow", "free"]
    """An angle is drawn from one end over its corner to the other end."""
    colour: Literal["yellow", "cyan", "pink", "white"]
    points: Annotated[tuple[tuple[_Pixels, _Pixels], ...], Field(min_length=2, max_length=MOST_POINTS)]

    @model_validator(mode="after")
    def _has_its_points(self) -> Self:
        if len(self.points) != _POINTS.get(self.kind, len(self.points)):
            message = f"{self.kind} has {_POINTS[self.kind]} points, and {len(self.points)} came"
            raise ValueError(message)
        return self


class VideoNoteRecord(Record):
    """A note at a moment of a recording; it says something, shows something, or both."""

    id: Id
    recording: Id
    time_s: Annotated[float, Field(ge=-1e6, le=1e6)]
    """On the clock of the recording's results."""
    written_at: Moment
    changed_at: Moment
    text: Text = ""
    drawing: Annotated[tuple[ShapeRecord, ...], Field(max_length=MOST_SHAPES)] = ()
    voice: _Sha256 | None = None
    """The file of what was spoken."""
