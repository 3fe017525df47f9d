"""The analysis of a recording that is still going on: frames in, events out, the same analysis at the end."""

from hiphinge.analysis.streaming.analysis_stream import AnalysisStream, stream
from hiphinge.analysis.streaming.back_watch import BACK_LAG_S
from hiphinge.analysis.streaming.events import (
    BackBeyondBand,
    BackNow,
    BottomReached,
    RepetitionBegan,
    RepetitionEnded,
    RepetitionRevised,
    SetEnded,
    StandingFound,
    StreamEvent,
)

__all__ = [
    "BACK_LAG_S",
    "AnalysisStream",
    "BackBeyondBand",
    "BackNow",
    "BottomReached",
    "RepetitionBegan",
    "RepetitionEnded",
    "RepetitionRevised",
    "SetEnded",
    "StandingFound",
    "StreamEvent",
    "stream",
]
