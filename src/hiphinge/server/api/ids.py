"""The parts of addresses that name something: each is checked before anything is looked up."""

from datetime import date
from typing import Annotated

from fastapi import Path

__all__ = [
    "AnalysisId",
    "CorrectionNumber",
    "Day",
    "ItemId",
    "JobId",
    "PersonId",
    "RecordingId",
    "SetId",
    "TableName",
    "UploadId",
]

_ID = r"^[0-9a-f]{32}$"
AnalysisId = Annotated[str, Path(pattern=_ID, description="Id of an analysis.")]
CorrectionNumber = Annotated[int, Path(ge=1, le=100_000, description="Number of a correction, as it is listed.")]
Day = Annotated[date, Path(description="A day, such as 2026-12-01.")]
ItemId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_.:-]{1,100}$", description="Id of an item.")]
JobId = Annotated[str, Path(pattern=_ID, description="Id of a job.")]
PersonId = Annotated[str, Path(pattern=_ID, description="Id of a person.")]
RecordingId = Annotated[str, Path(pattern=_ID, description="Id of a recording.")]
SetId = Annotated[str, Path(pattern=_ID, description="Id of a logged set.")]
TableName = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$", description="A table of the catalogue.")]
UploadId = Annotated[str, Path(pattern=_ID, description="Id of an upload.")]
