"""Videos and what becomes of them: uploads, recordings, the work on them, analyses and their corrections."""

from typing import Annotated, Literal

from pydantic import Field

from hiphinge.documents.api.parts import Shape
from hiphinge.documents.corrections import CorrectionRecord
from hiphinge.documents.log_fields import Id, Moment

__all__ = [
    "AnalysisView",
    "CorrectionView",
    "JobRetry",
    "JobView",
    "NewCorrection",
    "NewUpload",
    "RecordingChange",
    "RecordingView",
    "UploadView",
]

_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Exercise = Annotated[str, Field(min_length=1, max_length=200)]
_Label = Annotated[str, Field(min_length=1, max_length=200)]
_Seconds = Annotated[float, Field(ge=-1e6, le=1e9)]
_Number = Annotated[int, Field(ge=1, le=100_000)]


class NewUpload(Shape):
    """A video that is to be sent, named by its content."""

    sha256: _Sha256
    """Of the whole file. The same file of the same person is taken and analysed once, however often it is sent."""
    length: Annotated[int, Field(ge=1, le=1 << 40)]
    """How many bytes it has."""
    name: _Label = "video"
    """What it is called: a label."""
    person: Id | None = None
    """Whose it is; null where that is not known yet."""
    exercise: _Exercise | None = None
    """Id or name of the exercise; null lets the movement decide."""


class UploadView(Shape):
    """How much of an upload has arrived, and what became of it."""

    id: Id | None
    """Null where the server has the file already and nothing is to be sent."""
    length: int
    offset: int
    """The first byte that is missing."""
    job: Id | None
    """The work on it, once the file is whole; null before."""
    recording: Id | None


class JobView(Shape):
    """A video that waits to be analysed, and what becomes of it."""

    id: Id
    recording: Id
    name: str
    person: Id | None
    exercise: str | None
    """What whoever gave it in said that it shows."""
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    stage: str | None
    """What is being done with it: `networks`, `poses`, `analysis`, `frames`, `report` or `files`."""
    fraction: float | None
    """How much of that is done, from 0 to 1."""
    position: int | None
    """How many are before it, where it waits."""
    reason: str | None
    """Why it failed."""
    attempts: int
    added_at: Moment
    analysis: Id | None


class JobRetry(Shape):
    """How a job is tried again."""

    exercise: _Exercise | None = None
    """Id or name of the exercise; null as before."""


class RecordingView(Shape):
    """A video that was filed, with or without its file."""

    id: Id
    person: Id | None
    name: str
    sha256: str
    recorded_at: Moment | None
    filed_at: Moment
    duration_s: float | None
    has_video: bool
    video_bytes: int | None
    has_poses: bool
    analysis: Id | None
    """The newest one."""
    job: Id | None
    """The newest one."""


class RecordingChange(Shape):
    """What is changed of a recording; what is left out stays."""

    name: _Label | None = None
    person: Id | None = None
    """Whose it is: its analyses are measured anew with what is known of that person."""


class AnalysisView(Shape):
    """What is said of an analysis without opening its document."""

    id: Id
    recording: Id
    person: Id | None
    name: str
    recorded_at: Moment | None
    analysed_at: Moment
    hiphinge_version: str
    exercise: str
    repetitions: int


class NewCorrection(Shape):
    """What a person says of an analysis; the machine's answer stays beside it."""

    kind: Literal[
        "merge", "split", "add", "delete", "move", "pattern", "dismiss", "confirm", "reference", "exercise", "load"
    ]
    repetition: _Number | None = None
    """Number of the repetition that is meant, as the analysis counts it."""
    other: _Number | None = None
    """`merge`: number of the other repetition."""
    start_s: _Seconds | None = None
    bottom_s: _Seconds | None = None
    end_s: _Seconds | None = None
    edge: Literal["start", "bottom", "end"] | None = None
    to_s: _Seconds | None = None
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Id of the exercise or of the finding, or the pattern."""
    load_kg: Annotated[float, Field(ge=0, le=600)] | None = None
    reason: Annotated[str, Field(max_length=2_000)] = ""
    """Why, in the person's words."""


class CorrectionView(Shape):
    """A correction as it is listed."""

    number: int
    """Counts from 1 in the order in which they were said."""
    record: CorrectionRecord
    words: str
    undone: bool
    """Whether it was taken back."""
    replaced: bool
    """Whether a later one says the same thing anew."""
    unfit: str | None
    """Why it could not be applied; null where it was."""
    counts: bool
    """Whether the analysis follows it."""
